//! The same engine without a window: IDs in, report out.

mod error;
mod import;
mod interrupts;
mod parting;
mod pictures;
mod progress;
mod resume;
mod reviewed;
mod source;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::engine::{Failure, FailureKind, SpareHandles, WorkerConfig};
use crate::formats::MOST_LINES;
use crate::handover::{
    self, About, Album, Ending, FetchRequest, Fetcher, HandoverContents, HandoverFetchError,
    PictureSink, ReportTarget, Watch,
};
use crate::id_list::IdList;
use crate::locale::Locale;
use crate::model::Severity;
use crate::platform::ProxyChoice;
use crate::redact::say;
use crate::report::Scope;
use crate::review::{Entry, Library, Stage};

use interrupts::Interrupts;
use pictures::{PictureFolder, RunPictures};
use progress::Progress;
use source::{LeftOut, Source};

pub use error::AuditError;
pub use import::{Imported, import_report};
pub use parting::{PartingError, merge_reviews, split_review};
pub use resume::{AskedFor, Resume, ResumeError};
pub use reviewed::{
    ReportRequest, ReviewedError, Trained, judged_by_name, list_review, report_review,
};

/// File handles that are kept for the report: its own, its folder's, and one for what is read meanwhile.
const FOR_THE_REPORT: usize = 3;

/// What to check and where to write it.
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub struct AuditRequest {
    /// The list of IDs; `None` for all of the demo's.
    pub ids: Option<IdList>,
    /// A report to go on with, in the place of a list.
    pub resume: Option<Resume>,
    /// The run is to end by then, with what it has.
    pub deadline: Option<Duration>,
    /// Each in the format that its name ends in.
    pub reports: Vec<PathBuf>,
    /// Which invoices they have.
    pub scope: Scope,
    pub pictures: Option<PathBuf>,
    /// Whether what OCR read of each invoice is asked for too.
    pub with_fields: bool,
    /// Whether pictures are read, and held against what is said of them.
    pub reads: bool,
    /// From which severity on a finding decides how the run ends.
    pub fail_on: Option<Severity>,
    pub is_demo: bool,
    pub endpoint: Option<String>,
    /// Where no other address is given.
    pub default_endpoint: Option<String>,
    pub concurrency: Option<usize>,
    /// A file with a company's own authorities, trusted beside the system's.
    pub ca_file: Option<PathBuf>,
    /// Whether links may lead inside the network around this machine.
    pub private_addresses: bool,
    /// What stands before servers elsewhere.
    pub proxy: ProxyChoice,
    /// The language of messages.
    pub locale: &'static Locale,
}

/// What a run that wrote its report came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audited {
    /// All that can be known is in the report.
    Whole,
    /// Something was not checked, or failed for a cause that may pass: another run may have it.
    Incomplete,
    /// The report is written, and has what must not be in it; whether it is whole or not.
    Refused,
}

/// Fetches and checks all invoices and writes the report, whatever it found and however the run ended.
///
/// What can be told before the first request is: a report that cannot be written must not cost an hour of downloads.
pub fn run(request: &AuditRequest) -> Result<Audited, AuditError> {
    let targets = targets(&request.reports).ok_or(AuditError::Format)?;
    ReportTarget::check(&targets)?;
    let source = Source::new(request)?;
    // Whatever the run uses up, its report can be written; where even these are not to be had, that is tried all the same.
    let spare = SpareHandles::take(FOR_THE_REPORT).ok();
    let watch = Arc::new(Watch::default());
    let interrupts = Interrupts::listen(Arc::clone(&watch), request.deadline);
    let earlier = request.resume.iter().flat_map(|it| &it.done);
    let folder = request.pictures.as_deref();
    let folder = folder.map(|path| PictureFolder::create(path, earlier.map(|it| &it.id)));
    let first = targets.iter().find(|it| it.format.has_pictures());
    let album = first.map(|it| Album::beside(&it.path)).transpose()?;
    let mut pictures = RunPictures {
        folder: folder.transpose()?,
        album,
    };
    let wanted = || FetchRequest {
        endpoint: source.endpoint.clone(),
        credentials: source.credentials.clone(),
        roots: source.roots.clone(),
        private_addresses: request.private_addresses,
        proxy: request.proxy.clone(),
        ids: source.ids.clone(),
        bills: source.bills.clone(),
        connections: request.concurrency,
        with_pictures: pictures.are_wanted(),
        read_lines: request.reads.then_some(MOST_LINES),
        worker: WorkerConfig::default(),
    };
    // A run that nobody could end does not begin, and what the system lacks is told in the report as well.
    let started = interrupts
        .map_err(HandoverFetchError::from)
        .and_then(|it| Ok((Fetcher::start(wanted())?, it)));
    let (fetcher, stopped) = match started {
        Ok((mut fetcher, interrupts)) => {
            match fetch(&mut fetcher, &mut pictures, request, &watch) {
                Ok(()) => (fetcher, None),
                Err(HandoverFetchError::Blocked(failure)) if fetcher.knows_nothing() => {
                    return Err(AuditError::Blocked(failure));
                }
                Err(error) => (fetcher, Some(why(error, || interrupts.why()))),
            }
        }
        Err(error) => {
            let mut fetcher = Fetcher::unstarted(wanted()).map_err(AuditError::Start)?;
            let done = request.resume.as_ref().map(|it| it.done.clone());
            fetcher.take_over(done.unwrap_or_default());
            (fetcher, Some(why(error, || FailureKind::Interrupted)))
        }
    };
    drop(spare);
    let sink: Option<&dyn PictureSink> = pictures.are_wanted().then_some(&pictures);
    let mut ending = fetcher.end(stopped.as_ref(), sink);
    if let Some(album) = &mut pictures.album {
        album.explain(request.locale.with("picture-not-had", &[]));
        album.explain_each(ending.library.entries(), request.locale);
    }
    let unknown = unknown(ending.library.entries(), request.locale);
    let audited = write(&mut ending, request, &source, &targets, &mut pictures)?;
    if request.resume.is_none() {
        tell(&source.left_out, request.locale);
    }
    if let Some(sentence) = ending.awaited.sentence(request.locale) {
        say(&sentence);
    }
    for sentence in &unknown {
        say(sentence);
    }
    if pictures.folder.is_some() && ending.without_picture > 0 {
        let count = [("count", ending.without_picture.into())];
        say(&request.locale.with("audit-pictures-missing", &count));
    }
    if let Some(failure) = stopped {
        let reason = request.locale.failure(failure.kind.code());
        let reason = [("reason", reason.into())];
        say(&request.locale.with("audit-incomplete", &reason));
        if !failure.detail.is_empty() {
            say(&failure.detail);
        }
    }
    Ok(audited)
}

fn fetch(
    fetcher: &mut Fetcher,
    pictures: &mut RunPictures<'_>,
    request: &AuditRequest,
    watch: &Watch,
) -> Result<(), HandoverFetchError> {
    let mut progress = Progress::on_stderr(Instant::now());
    let mut show = |library: &Library| progress.show(library, Instant::now());
    let ended = fetcher
        .resolve_bills(request.with_fields || request.reads, watch, &mut show)
        .and_then(|()| {
            let done = request.resume.as_ref().map(|it| it.done.clone());
            fetcher.take_over(done.unwrap_or_default());
            if pictures.are_wanted() {
                fetcher.hand_on_pictures(pictures, watch, &mut show)?;
            }
            fetcher.wait_for_all(watch, &mut show)
        });
    progress.finish();
    ended
}

/// Why the rest was not checked.
fn why(error: HandoverFetchError, who: impl FnOnce() -> FailureKind) -> Arc<Failure> {
    let failure = match error {
        HandoverFetchError::Blocked(failure) => return failure,
        HandoverFetchError::Cancelled => Failure::new(who(), ""),
        HandoverFetchError::Silent => Failure::new(FailureKind::BackgroundLost, ""),
        HandoverFetchError::Start(error) => {
            Failure::new(FailureKind::BackgroundLost, error.to_string())
        }
        HandoverFetchError::Sink(error) => {
            Failure::new(FailureKind::PicturesUnwritable, error.to_string())
        }
    };
    Arc::new(failure)
}

fn write(
    ending: &mut Ending,
    request: &AuditRequest,
    source: &Source,
    targets: &[ReportTarget],
    pictures: &mut RunPictures<'_>,
) -> Result<Audited, AuditError> {
    let mut bills = ending.awaited.summary();
    let left_out = (source.left_out.repeated, source.left_out.rejected);
    let mut left_out = Some(left_out);
    if let Some(resume) = &request.resume {
        ending.put_in_order(&resume.order);
        bills = resume.with_bills(bills);
        left_out = resume.left_out;
    }
    let library = std::mem::take(&mut ending.library);
    let entries = library.entries();
    let is_bad = |it: &Entry| {
        let mut codes = it.finding_codes();
        codes.any(|code| {
            request
                .fail_on
                .is_some_and(|least| it.weight(code) >= least)
        })
    };
    let is_refused = entries.iter().any(is_bad);
    let may_pass = |it: &Entry| it.failure.as_ref().is_some_and(|it| it.kind.may_pass());
    let lacks_fields = |it: &Entry| it.fields_failure().is_some_and(|it| it.kind.may_pass());
    let is_left = |it: &Entry| match it.stage {
        Stage::Failed => may_pass(it),
        stage => !stage.is_settled() || lacks_fields(it) || it.could_not_be_read(),
    };
    let is_whole = !entries.iter().any(is_left) && !ending.awaited.lacks_bills();
    let about = About {
        platform: Some(source.platform.clone()),
        scope: request.scope,
        sample: None,
        second: None,
        tests: None,
        left_out,
        bills,
        locale: request.locale,
    };
    let contents = HandoverContents::of_all(library, &about);
    // The run that was told to end has ended: its report is written whole.
    let watch = Watch::default();
    handover::write(&contents, targets, pictures.album.as_mut(), &watch)?;
    Ok(if is_refused {
        Audited::Refused
    } else if is_whole {
        Audited::Whole
    } else {
        Audited::Incomplete
    })
}

/// The files to be written; `None` where a name ends like that of no report.
pub(super) fn targets(paths: &[PathBuf]) -> Option<Vec<ReportTarget>> {
    paths.iter().map(|path| ReportTarget::of(path)).collect()
}

/// Of how many invoices the report does not have what was asked for beside their pictures.
fn unknown(entries: &[Entry], locale: &Locale) -> Vec<String> {
    let mut sentences = Vec::new();
    let failures: Vec<_> = entries.iter().filter_map(Entry::fields_failure).collect();
    if let [first, ..] = &failures[..] {
        let why = locale.failure(first.kind.code());
        let values = [("count", failures.len().into()), ("why", why.into())];
        sentences.push(locale.with("audit-fields-failed", &values));
    }
    let unread = entries.iter().filter(|it| it.could_not_be_read()).count();
    if unread > 0 {
        sentences.push(locale.with("audit-not-read", &[("count", unread.into())]));
    }
    sentences
}

/// Tells what of the given text is not in the report. Last, so that a run that fails says nothing but why.
fn tell(left_out: &LeftOut, locale: &Locale) {
    if let Some(sheet) = &left_out.sheet {
        let values = [("sheet", sheet.as_str().into())];
        say(&locale.with("notice-sheet", &values));
    }
    if left_out.is_nothing() {
        return;
    }
    let values = [
        ("rejected", left_out.rejected.into()),
        ("repeated", left_out.repeated.into()),
    ];
    say(&locale.with("audit-left-out", &values));
    if left_out.on_other_sheets > 0 {
        let values = [("count", left_out.on_other_sheets.into())];
        say(&locale.with("audit-other-sheets", &values));
    }
}
