//! What is handed over of a review, without a token and without a window.

use std::collections::HashMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::handover::{
    self, About, Album, HandOverError, HandoverContents, HandoverFetchError, Package, ReportTarget,
    TrainingSet, Watch,
};
use crate::locale::Locale;
use crate::model::Verdict;
use crate::model::paste::Intake;
use crate::platform::ProxyChoice;
use crate::report::Scope;
use crate::review::{Entry, Judged, Library};
use crate::store::{self, ReviewAddress, StoreError};

use super::source::PictureSource;

/// Why nothing could be handed over.
#[derive(Debug, thiserror::Error)]
pub enum ReviewedError {
    #[error("the review cannot be read: {0}")]
    Read(#[from] StoreError),
    #[error(transparent)]
    Write(#[from] HandOverError),
    #[error("no report ends like this name")]
    Format,
    /// Pictures are all that is wanted, and nothing lets in.
    #[error("no token was given")]
    NoPictures,
    #[error(transparent)]
    Fetch(#[from] HandoverFetchError),
    #[error("{}: {source}", path.display())]
    From { path: PathBuf, source: io::Error },
    #[error("it is no report of this program")]
    NoReport,
    #[error("standard output is closed: {0}")]
    Print(#[from] io::Error),
}

impl ReviewedError {
    /// One sentence for the user.
    pub fn sentence(&self, locale: &Locale) -> String {
        match self {
            Self::Read(error) => {
                let why = locale.store_error(error.code());
                locale.with("review-not-opened", &[("why", why.into())])
            }
            Self::Write(error) => error.sentence(locale),
            Self::Format => locale.with("audit-format", &[]),
            Self::NoPictures => locale.with("audit-no-token", &[]),
            Self::NoReport => locale.with("import-no-report", &[]),
            Self::Fetch(HandoverFetchError::Blocked(failure)) => {
                locale.failure(failure.kind.code())
            }
            Self::From { path, source } => {
                let values = [
                    ("path", path.display().to_string().into()),
                    ("why", locale.io_error(source).into()),
                ];
                locale.with("import-unreadable", &values)
            }
            Self::Fetch(_) => locale.with("audit-failed", &[("detail", self.to_string().into())]),
            Self::Print(_) => self.to_string(),
        }
    }
}

/// What is wanted of a review.
pub struct ReportRequest<'a> {
    pub review: &'a ReviewAddress,
    /// The files to be written, each in the format that its name ends in.
    pub to: &'a [PathBuf],
    pub scope: Scope,
    /// Folders for training data.
    pub coco: Option<&'a Path>,
    pub ppocrlabel: Option<&'a Path>,
    /// A file with a company's own authorities, trusted beside the system's.
    pub ca_file: Option<&'a Path>,
    /// Whether links may lead inside the network around this machine.
    pub private_addresses: bool,
    /// What stands before servers elsewhere.
    pub proxy: ProxyChoice,
    pub locale: &'static Locale,
}

/// Of the regions that reviewers called correct or put right, how many became training data: those on whole pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trained {
    pub taken: usize,
    pub of: usize,
}

/// Writes the review's reports. Their pictures are fetched where the environment says in whose name; those of a review
/// of the demo come from the embedded stand-in.
pub fn report_review(request: &ReportRequest<'_>) -> Result<Option<Trained>, ReviewedError> {
    let (packages, reports): (Vec<PathBuf>, Vec<PathBuf>) =
        request.to.iter().cloned().partition(|path| {
            path.extension()
                .is_some_and(|it| it.eq_ignore_ascii_case("zip"))
        });
    let targets = super::targets(&reports).ok_or(ReviewedError::Format)?;
    ReportTarget::check(&targets)?;
    let kept = store::read_at(request.review)?;
    let platform = kept.header.platform.clone();
    let sample = kept.history.sample().cloned();
    let second = kept.history.second().cloned();
    let tests = kept.history.tests().clone();
    let intake = Intake::read(&kept.header.intake);
    let library = library_of(kept);
    let about = About {
        platform: Some(platform.clone()),
        scope: request.scope,
        sample: sample.as_ref(),
        second: second.as_ref(),
        tests: Some(&tests),
        left_out: intake.as_ref().map(Intake::counts),
        bills: intake.as_ref().and_then(handover::bills_summary),
        locale: request.locale,
    };
    let contents = HandoverContents::of_all(library, &about);
    let watch = Watch::default();
    let source = || {
        let private = request.private_addresses;
        PictureSource::of(&platform, request.ca_file, request.proxy.clone(), private)
    };
    match targets.iter().find(|it| it.format.has_pictures()) {
        None => handover::write(&contents, &targets, None, &watch)?,
        Some(first) => {
            let mut album = Album::beside(&first.path).map_err(HandOverError::Album)?;
            let source = source();
            let from = source.as_ref().map(PictureSource::request);
            handover::fill(&mut album, &contents, &HashMap::new(), from, &watch)?;
            handover::write(&contents, &targets, Some(&mut album), &watch)?;
        }
    }
    for path in packages {
        let source = source().ok_or(ReviewedError::NoPictures)?;
        let mut package = Package::create(&path, &contents).map_err(HandOverError::Write)?;
        let wanted = package.wanted();
        handover::collect(&mut package, wanted, source.request(), &watch)?;
        package.finish(&contents).map_err(HandOverError::Write)?;
    }
    if request.coco.is_some() || request.ppocrlabel.is_some() {
        let source = source().ok_or(ReviewedError::NoPictures)?;
        let made = TrainingSet::create(request.coco, request.ppocrlabel, &contents.entries);
        let mut training = made.map_err(HandoverFetchError::Sink)?;
        let wanted = training.wanted();
        handover::collect(&mut training, wanted, source.request(), &watch)?;
        let trained = Trained {
            taken: training.len(),
            of: contents
                .entries
                .iter()
                .filter(|it| is_confirmed(it))
                .count(),
        };
        training.finish().map_err(HandoverFetchError::Sink)?;
        return Ok(Some(trained));
    }
    Ok(None)
}

/// Whether reviewers said where its region is.
fn is_confirmed(entry: &Entry) -> bool {
    entry.ticket.corrected.is_some() || entry.ticket.verdict() == Some(&Verdict::Correct)
}

/// Prints the IDs of the review that stand so with their reviewer, one a line.
pub fn list_review(
    review: &ReviewAddress,
    wanted: Judged,
    out: &mut impl Write,
) -> Result<(), ReviewedError> {
    let library = library_of(store::read_at(review)?);
    for entry in library.entries() {
        if Judged::of(entry) == wanted {
            writeln!(out, "{}", entry.id)?;
        }
    }
    out.flush()?;
    Ok(())
}

/// A review as its file has it.
pub(super) fn library_of(contents: store::Contents) -> Library {
    let store::Contents {
        ids,
        states,
        learned,
        history,
        ..
    } = contents;
    let ignored = history.ignored();
    // What was done step by step is as large as what it came to, and a long review is to fit into little memory.
    drop(history);
    let mut library = Library::default();
    library.add(ids);
    for (id, learned) in learned {
        if let Some(nr) = library.number_of(&id) {
            library.restore(nr, &learned);
        }
    }
    for (id, ticket) in states {
        if let Some(nr) = library.number_of(&id) {
            library.judge(nr, ticket);
        }
    }
    library.ignore(ignored);
    library
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
