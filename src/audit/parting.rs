//! A review given to several reviewers in parts, and what they made of them brought together again.

use std::io::Write;
use std::path::{Path, PathBuf};

use crate::handover::{conflict_line, file_sentence, split_sentence};
use crate::locale::Locale;
use crate::redact::say;
use crate::store::{self, ReviewFile, SplitError, StoreError};

/// Why a review was not split or merged.
#[derive(Debug, thiserror::Error)]
pub enum PartingError {
    #[error(transparent)]
    Split(#[from] SplitError),
    /// Those that come before it were merged.
    #[error("{}: {error}", path.display())]
    Merge { path: PathBuf, error: StoreError },
    #[error("standard output is closed: {0}")]
    Print(#[from] std::io::Error),
}

impl PartingError {
    /// One sentence for the user.
    pub fn sentence(&self, locale: &Locale) -> String {
        match self {
            Self::Split(error) => split_sentence(error, locale),
            Self::Merge { path, error } => file_sentence("merge-not", path, *error, locale),
            Self::Print(_) => self.to_string(),
        }
    }
}

/// Splits a review by whole pages and prints the files of its parts, one a line.
pub fn split_review(
    review: &Path,
    into: usize,
    folder: Option<&Path>,
    out: &mut impl Write,
) -> Result<(), PartingError> {
    let beside = review.parent().filter(|it| !it.as_os_str().is_empty());
    let folder = folder.or(beside).unwrap_or(Path::new("."));
    for (path, count) in store::split(review, into, folder)? {
        writeln!(out, "{}\t{count}", path.display())?;
    }
    Ok(())
}

/// Merges these files into the review, prints each conflict as a line with the file that it came with, and says on
/// standard error what was taken in. How many conflicts there are comes back.
pub fn merge_reviews(
    review: &Path,
    from: &[PathBuf],
    locale: &Locale,
    out: &mut impl Write,
) -> Result<usize, PartingError> {
    let mut conflicts = 0;
    // What is wrong with the review itself is not the other file's fault.
    let own = ReviewFile::open_to_write(review).map(drop);
    own.map_err(|error| PartingError::Merge {
        path: review.to_owned(),
        error,
    })?;
    for path in from {
        let merged = store::merge(review, path).map_err(|error| PartingError::Merge {
            path: path.clone(),
            error,
        })?;
        conflicts += merged.conflicts.len();
        let values = [
            ("path", path.display().to_string().into()),
            ("events", merged.events.into()),
            ("invoices", merged.invoices.into()),
            ("conflicts", merged.conflicts.len().into()),
        ];
        say(&locale.with("merge-done", &values));
        for conflict in &merged.conflicts {
            let line = conflict_line(conflict, locale);
            writeln!(out, "{line}\t{}", path.display())?;
        }
    }
    out.flush()?;
    Ok(conflicts)
}
