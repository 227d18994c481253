//! What is handed over of a review file, without a token and without a window.

use std::io::{self, Write};
use std::path::Path;

use jiff::Timestamp;

use crate::locale::Locale;
use crate::report::{Report, WriteError};
use crate::review::{Judged, Library, row};
use crate::store::{self, StoreError};

/// Why nothing could be handed over.
#[derive(Debug, thiserror::Error)]
pub enum ReviewedError {
    #[error("the review cannot be read: {0}")]
    Read(#[from] StoreError),
    #[error(transparent)]
    Write(#[from] WriteError),
    #[error("standard output is closed: {0}")]
    Print(#[from] io::Error),
}

impl ReviewedError {
    /// One sentence for the user.
    pub fn sentence(&self, locale: &Locale) -> String {
        let Self::Read(error) = self else {
            return self.to_string();
        };
        let why = locale.store_error(error.code());
        locale.with("review-not-opened", &[("why", why.into())])
    }
}

/// Writes the review's report.
pub fn report_review(review: &Path, to: &Path, locale: &Locale) -> Result<(), ReviewedError> {
    let library = library_of(review)?;
    let rows = library.entries().iter().map(|entry| row(entry, locale));
    Report::new(rows.collect(), Timestamp::now())
        .ignoring(library.ignored())
        .write(to)?;
    Ok(())
}

/// Prints the IDs of the review that stand so with their reviewer, one a line.
pub fn list_review(
    review: &Path,
    wanted: Judged,
    out: &mut impl Write,
) -> Result<(), ReviewedError> {
    let library = library_of(review)?;
    for entry in library.entries() {
        if Judged::of(entry) == wanted {
            writeln!(out, "{}", entry.id)?;
        }
    }
    out.flush()?;
    Ok(())
}

fn library_of(review: &Path) -> Result<Library, StoreError> {
    let contents = store::read(review)?;
    let mut library = Library::default();
    library.add(contents.ids);
    for (id, learned) in &contents.learned {
        if let Some(nr) = library.number_of(id) {
            library.restore(nr, learned);
        }
    }
    for (id, ticket) in contents.states {
        if let Some(nr) = library.number_of(&id) {
            library.judge(nr, ticket);
        }
    }
    library.ignore(contents.history.ignored());
    Ok(library)
}

/// The names by which the command line asks for a part of a review.
pub fn judged_by_name(name: &str) -> Option<Judged> {
    Some(match name {
        "correct" => Judged::Correct,
        "wrong" => Judged::Wrong,
        "unsure" => Judged::Unsure,
        "unjudged" => Judged::Not,
        _ => return None,
    })
}
