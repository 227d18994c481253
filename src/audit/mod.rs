//! The same engine without a window: IDs in, report out.

mod error;
mod import;
mod parting;
mod pictures;
mod progress;
mod reviewed;
mod source;

use std::path::PathBuf;

use crate::engine::WorkerConfig;
use crate::formats::MOST_LINES;
use crate::handover::{self, About, Album, Contents, FetchRequest, Fetcher, Target, Watch};
use crate::id_list::IdList;
use crate::locale::Locale;
use crate::report::Scope;

use pictures::{PictureFolder, Pictures};
use progress::Progress;
use source::{LeftOut, Source};

pub use error::AuditError;
pub use import::{Imported, import_report};
pub use parting::{PartingError, merge_reviews, split_review};
pub use reviewed::{ReportRequest, ReviewedError, judged_by_name, list_review, report_review};

/// What to check and where to write it.
pub struct AuditRequest {
    /// The list of IDs; `None` for all of the demo's.
    pub ids: Option<IdList>,
    /// Each in the format that its name ends in.
    pub reports: Vec<PathBuf>,
    /// Which invoices they have.
    pub scope: Scope,
    pub pictures: Option<PathBuf>,
    /// Whether what OCR read of each invoice is asked for too.
    pub with_fields: bool,
    /// Whether pictures are read, and held against what is said of them.
    pub reads: bool,
    pub is_demo: bool,
    pub endpoint: Option<String>,
    pub concurrency: Option<usize>,
    /// A file with a company's own authorities, trusted beside the system's.
    pub ca_file: Option<PathBuf>,
    /// The language of messages.
    pub locale: &'static Locale,
}

/// Fetches and checks all invoices and writes the report, whatever it found.
///
/// What can be told before the first request is: a report that cannot be written must not cost an hour of downloads.
pub fn run(request: &AuditRequest) -> Result<(), AuditError> {
    let targets = targets(&request.reports).ok_or(AuditError::Format)?;
    Target::check(&targets)?;
    let source = Source::new(request)?;
    let folder = request.pictures.as_deref().map(PictureFolder::create);
    let first = targets.iter().find(|it| it.format.has_pictures());
    let album = first.map(|it| Album::beside(&it.path)).transpose()?;
    let mut pictures = Pictures {
        folder: folder.transpose()?,
        album,
    };
    let left_out = source.left_out.clone();
    let watch = Watch::default();
    let mut fetcher = Fetcher::start(FetchRequest {
        endpoint: source.endpoint.clone(),
        credentials: source.credentials.clone(),
        roots: source.roots.clone(),
        ids: source.ids.clone(),
        bills: source.bills.clone(),
        connections: request.concurrency,
        with_pictures: pictures.are_wanted(),
        read_lines: if request.reads { MOST_LINES } else { 0 },
        worker: WorkerConfig::default(),
    })?;
    let mut progress = Progress::default();
    let with_fields = request.with_fields;
    let ended = fetch(
        &mut fetcher,
        &mut pictures,
        with_fields,
        &mut progress,
        &watch,
    );
    progress.finish();
    ended?;
    if let Some(album) = &mut pictures.album {
        album.explain(request.locale.with("picture-not-had", &[]));
        album.explain_each(&fetcher.library, request.locale);
    }
    let entries = fetcher.library.numbers();
    let entries = entries.filter_map(|nr| fetcher.entry(nr).cloned());
    let about = About {
        scope: request.scope,
        sample: None,
        left_out: Some((left_out.repeated, left_out.rejected)),
        bills: fetcher.awaited.summary(),
        locale: request.locale,
    };
    let contents = Contents::of(&fetcher.library, entries.collect(), &about);
    handover::write(&contents, &targets, pictures.album.as_mut(), &watch)?;
    say(&left_out, request.locale);
    fetcher.awaited.say(request.locale);
    say_missing(&fetcher, &pictures, request.locale);
    Ok(())
}

fn fetch(
    fetcher: &mut Fetcher,
    pictures: &mut Pictures<'_>,
    with_fields: bool,
    progress: &mut Progress,
    watch: &Watch,
) -> Result<(), AuditError> {
    fetcher.resolve_bills(with_fields, watch)?;
    if pictures.are_wanted() {
        fetcher.hand_on_pictures(pictures, watch, |library| progress.show(library))?;
    }
    fetcher.wait_for_all(watch, |library| progress.show(library))?;
    Ok(())
}

/// The files to be written; `None` where a name ends like that of no report.
pub(super) fn targets(paths: &[PathBuf]) -> Option<Vec<Target>> {
    paths.iter().map(|path| Target::of(path)).collect()
}

/// Tells what of the given text is not in the report. Last, so that a run that fails says nothing but why.
fn say(left_out: &LeftOut, locale: &Locale) {
    if let Some(sheet) = &left_out.sheet {
        let values = [("sheet", sheet.as_str().into())];
        eprintln!("{}", locale.with("notice-sheet", &values));
    }
    if left_out.is_nothing() {
        return;
    }
    let values = [
        ("rejected", left_out.rejected.into()),
        ("repeated", left_out.repeated.into()),
    ];
    eprintln!("{}", locale.with("audit-left-out", &values));
    if left_out.on_other_sheets > 0 {
        let values = [("count", left_out.on_other_sheets.into())];
        eprintln!("{}", locale.with("audit-other-sheets", &values));
    }
}

/// Tells of ready invoices whose picture is not in the folder.
fn say_missing(fetcher: &Fetcher, pictures: &Pictures<'_>, locale: &Locale) {
    if pictures.folder.is_some() && !fetcher.kept.is_empty() {
        let count = [("count", fetcher.kept.len().into())];
        eprintln!("{}", locale.with("audit-pictures-missing", &count));
    }
}
