//! The same engine without a window: IDs in, report out.

mod bills;
mod error;
mod pictures;
mod progress;
mod reviewed;
mod source;

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use crate::engine::{
    DecodedPixels, Engine, EngineCommand, EngineConfig, EngineEvent, EngineHandle, Picture,
    RunState,
};
use crate::formats::{Limits, Pixels};
use crate::id_list::IdList;
use crate::locale::Locale;
use crate::model::{InvoiceNr, PictureKey};
use crate::report::{Report, can_write};
use crate::review::{self, Entry, Library, Stage};

use bills::Awaited;
use pictures::PictureFolder;
use progress::Progress;
use source::{LeftOut, Source};

pub use error::AuditError;
pub use reviewed::{ReviewedError, judged_by_name, list_review, report_review};

/// Longest silence of the background; it gives up on its own long before.
const MAX_SILENCE: Duration = Duration::from_mins(10);
/// How long a host that does not answer is waited for; nobody watches who could mend the network.
const HOST_PATIENCE: Duration = Duration::from_secs(30);

/// Memory for files where nobody comes back to one that was looked at: half of it for those that wait for a decoder.
const BYTES_BUDGET: usize = 32 << 20;

/// What to check and where to write it.
pub struct AuditRequest {
    /// The list of IDs; `None` for all of the demo's.
    pub ids: Option<IdList>,
    pub report: PathBuf,
    pub pictures: Option<PathBuf>,
    /// Whether what OCR read of each invoice is asked for too.
    pub with_fields: bool,
    pub is_demo: bool,
    pub endpoint: Option<String>,
    pub concurrency: Option<usize>,
    /// A file with a company's own authorities, trusted beside the system's.
    pub ca_file: Option<PathBuf>,
    /// The language of messages.
    pub locale: Locale,
}

/// Fetches and checks all invoices and writes the report, whatever it found.
///
/// What can be told before the first request is: a report that cannot be written must not cost an hour of downloads.
pub fn run(request: &AuditRequest) -> Result<(), AuditError> {
    if request.report.extension().is_none_or(|it| it != "json") {
        return Err(AuditError::Format);
    }
    can_write(&request.report)?;
    let source = Source::new(request)?;
    let folder = request.pictures.as_deref().map(PictureFolder::create);
    let folder = folder.transpose()?;
    let left_out = source.left_out.clone();
    let mut audit = Audit::start(request, source)?;
    audit.resolve_bills(request.with_fields)?;
    if let Some(folder) = folder {
        audit.write_pictures(folder)?;
    }
    audit.wait_for_all()?;
    audit.report(&request.locale).write(&request.report)?;
    say(&left_out, &request.locale);
    audit.awaited.say(&request.locale);
    audit.say_missing(&request.locale);
    Ok(())
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

/// A run under way.
struct Audit {
    engine: EngineHandle,
    library: Library,
    awaited: Awaited,
    progress: Progress,
    /// Full pictures that came, until they are written.
    pictures: Vec<(PictureKey, Arc<Picture>)>,
    /// Invoices that were ready before their full picture could not be had, as they were.
    kept: HashMap<InvoiceNr, Entry>,
    /// Downloads at one time.
    connections: usize,
    _source: Source,
}

impl Audit {
    fn start(request: &AuditRequest, mut source: Source) -> Result<Self, AuditError> {
        let mut config = EngineConfig::default();
        config.retry.host_patience = Some(HOST_PATIENCE);
        // What is written to a file nobody asks parts of.
        config.decode = Limits::default();
        // Each picture is fetched when its turn comes to be written, so that no file has to be fetched twice.
        config.fetches_rest = request.pictures.is_none();
        if request.pictures.is_none() {
            config.bytes_budget = BYTES_BUDGET;
            config.pixels_budget = 0;
        }
        if let Some(connections) = request.concurrency {
            config.connections = connections;
        }
        let connections = config.connections;
        let engine = Engine::start(config, |_| {})?;
        let mut library = Library::default();
        let awaited = Awaited::new(std::mem::take(&mut source.bills));
        let (first, ids) = library.add(std::mem::take(&mut source.ids));
        let connect = EngineCommand::Connect {
            endpoint: source.endpoint.clone(),
            credentials: source.credentials.clone(),
        };
        let trust = EngineCommand::Trust(source.roots.clone());
        for command in [trust, connect, EngineCommand::Add { first, ids }] {
            // The queue is empty at the start and holds more than three.
            engine.send(command).map_err(|_full| AuditError::Silent)?;
        }
        Ok(Self {
            engine,
            library,
            awaited,
            progress: Progress::default(),
            pictures: Vec::new(),
            kept: HashMap::new(),
            connections,
            _source: source,
        })
    }

    /// Takes in events until every invoice has its picture or a reason why not.
    fn wait_for_all(&mut self) -> Result<(), AuditError> {
        while !self.is_settled() {
            self.take_event()?;
        }
        self.progress.finish();
        Ok(())
    }

    fn is_settled(&self) -> bool {
        let settled: usize = Stage::ALL
            .into_iter()
            .filter(|stage| stage.is_settled())
            .map(|stage| self.library.count(stage))
            .sum();
        settled == self.library.len() && self.awaited.is_nothing()
    }

    fn take_event(&mut self) -> Result<(), AuditError> {
        let event = self
            .engine
            .next_event(MAX_SILENCE)
            .ok_or(AuditError::Silent)?;
        self.keep_what_was_ready(&event);
        // What is said of an invoice comes from its thumbnail alone, so that it does not depend on whether full pictures
        // are written.
        if !matches!(event, EngineEvent::Pixels { .. }) {
            self.library.apply(&event);
        }
        self.hear_of_bills(&event)?;
        match event {
            EngineEvent::Run(RunState::Blocked(failure)) => {
                self.progress.finish();
                return Err(AuditError::Blocked(failure));
            }
            EngineEvent::Pixels {
                key,
                pixels: Pixels::Full,
                result: Ok(DecodedPixels::Picture(picture)),
            } => self.pictures.push((key, picture)),
            _ => {}
        }
        self.progress.show(&self.library);
        Ok(())
    }

    /// The picture's size and region are known; that its file could not be had once more changes nothing of it.
    fn keep_what_was_ready(&mut self, event: &EngineEvent) {
        let EngineEvent::PictureFailed { invoices, .. } = event else {
            return;
        };
        for &nr in invoices {
            let entry = self.library.get(nr);
            if let Some(entry) = entry.filter(|entry| entry.stage == Stage::Ready) {
                self.kept.entry(nr).or_insert_with(|| entry.clone());
            }
        }
    }

    fn report(&self, locale: &Locale) -> Report {
        let rows = self
            .library
            .numbers()
            .zip(self.library.entries())
            .map(|(nr, entry)| review::row(self.kept.get(&nr).unwrap_or(entry), locale))
            .collect();
        Report::new(rows, Timestamp::now()).with_bills(self.awaited.summary())
    }

    /// Tells of ready invoices whose picture is not in the folder.
    fn say_missing(&self, locale: &Locale) {
        if !self.kept.is_empty() {
            let count = [("count", self.kept.len().into())];
            eprintln!("{}", locale.with("audit-pictures-missing", &count));
        }
    }
}
