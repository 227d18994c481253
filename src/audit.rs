//! The same engine without a window: IDs in, report out.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, BufWriter, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use crate::engine::{
    Engine, EngineCommand, EngineConfig, EngineEvent, EngineHandle, Failure, FailureKind, Interest,
    Picture, RunState,
};
use crate::locale::Locale;
use crate::model::paste::PasteReport;
use crate::model::{InvoiceId, InvoiceNr, PictureKey};
use crate::platform::{Endpoint, PRESETS, Token};
use crate::report::{Report, Row, RowError, Status, WriteError, annotated_png, safe_file_name};
use crate::sandbox::{Sandbox, SandboxConfig};
use crate::state::{Entry, Library, Stage};

/// Longest silence of the background; it gives up on its own long before.
const MAX_SILENCE: Duration = Duration::from_secs(600);
/// Pictures fetched ahead of the one being written.
const PICTURES_AHEAD: usize = 3;

/// What to check and where to write it.
pub struct AuditRequest {
    /// Text with IDs; `None` for all of the demo's.
    pub ids: Option<String>,
    pub report: PathBuf,
    pub pictures: Option<PathBuf>,
    pub is_demo: bool,
    pub endpoint: Option<String>,
    pub concurrency: Option<usize>,
    /// The language of messages.
    pub locale: Locale,
}

/// Why no report was written.
#[derive(Debug, thiserror::Error)]
pub enum AuditError {
    #[error("no invoice ID was given")]
    NoIds,
    #[error("the address of the platform is none")]
    BadEndpoint,
    #[error("no token was given")]
    NoToken,
    /// The platform refuses to be asked.
    #[error("{0}")]
    Blocked(Arc<Failure>),
    #[error("the background stopped answering")]
    Silent,
    #[error("the report's name must end in .json")]
    Format,
    #[error("the stand-in platform cannot start: {0}")]
    Demo(String),
    #[error("{0}")]
    Start(#[from] io::Error),
    #[error("{0}")]
    Report(#[from] WriteError),
    #[error("the picture {} cannot be written: {source}", path.display())]
    Picture { path: PathBuf, source: io::Error },
}

impl AuditError {
    /// One line for the user: what happened and what to do.
    pub fn sentence(&self, locale: &Locale) -> String {
        match self {
            Self::NoIds => locale.text("audit-no-ids").into_owned(),
            Self::BadEndpoint => locale.text("start-address-bad").into_owned(),
            Self::NoToken => locale.text("audit-no-token").into_owned(),
            Self::Blocked(failure) => locale.failure(failure.kind.code()),
            Self::Format => locale.text("audit-format").into_owned(),
            Self::Silent
            | Self::Demo(_)
            | Self::Start(_)
            | Self::Report(_)
            | Self::Picture { .. } => {
                locale.with("audit-failed", &[("detail", self.to_string().into())])
            }
        }
    }
}

/// Fetches and checks all invoices and writes the report, whatever it found.
pub fn run(request: &AuditRequest) -> Result<(), AuditError> {
    if request.report.extension().is_none_or(|it| it != "json") {
        return Err(AuditError::Format);
    }
    let source = Source::new(request)?;
    let mut audit = Audit::start(request, source)?;
    audit.wait_for_all()?;
    if let Some(folder) = &request.pictures {
        audit.write_pictures(folder)?;
    }
    audit.report(&request.locale).write(&request.report)?;
    Ok(())
}

/// Where invoices come from. Holds the stand-in platform for as long as it is needed.
struct Source {
    endpoint: Endpoint,
    token: Token,
    ids: Vec<InvoiceId>,
    _sandbox: Option<Sandbox>,
}

impl Source {
    fn new(request: &AuditRequest) -> Result<Self, AuditError> {
        let ids = request
            .ids
            .as_deref()
            .map(PasteReport::parse)
            .map(|pasted| pasted.ids);
        if request.is_demo {
            return Self::demo(ids);
        }
        let ids = ids.filter(|ids| !ids.is_empty()).ok_or(AuditError::NoIds)?;
        let address = request.endpoint.as_deref().unwrap_or(PRESETS[0].1);
        let endpoint = Endpoint::parse(address).map_err(|_invalid| AuditError::BadEndpoint)?;
        let token = std::env::var("INVOICE_LENS_TOKEN")
            .ok()
            .and_then(|text| Token::new(&text).ok())
            .ok_or(AuditError::NoToken)?;
        Ok(Self {
            endpoint,
            token,
            ids,
            _sandbox: None,
        })
    }

    fn demo(ids: Option<Vec<InvoiceId>>) -> Result<Self, AuditError> {
        let sandbox = Sandbox::start(SandboxConfig::default())
            .map_err(|error| AuditError::Demo(error.to_string()))?;
        let all = || {
            let ids = sandbox.ids();
            ids.iter()
                .filter_map(|id| InvoiceId::new(id).ok())
                .collect()
        };
        Ok(Self {
            endpoint: Endpoint::parse(&sandbox.endpoint())
                .map_err(|error| AuditError::Demo(error.to_string()))?,
            token: Token::new(sandbox.token())
                .map_err(|error| AuditError::Demo(error.to_string()))?,
            ids: ids.unwrap_or_else(all),
            _sandbox: Some(sandbox),
        })
    }
}

/// A run under way.
struct Audit {
    engine: EngineHandle,
    library: Library,
    progress: Progress,
    /// Full pictures that came, until they are written.
    pictures: Vec<(PictureKey, Arc<Picture>)>,
    _source: Source,
}

impl Audit {
    fn start(request: &AuditRequest, mut source: Source) -> Result<Self, AuditError> {
        let mut config = EngineConfig::default();
        if let Some(connections) = request.concurrency {
            config.connections = connections;
        }
        let engine = Engine::start(config, || {})?;
        let mut library = Library::default();
        let (first, ids) = library.add(std::mem::take(&mut source.ids));
        let connect = EngineCommand::Connect {
            endpoint: source.endpoint.clone(),
            token: source.token.clone(),
        };
        for command in [connect, EngineCommand::Add { first, ids }] {
            // The queue is empty at the start and holds more than two.
            engine.send(command).map_err(|_full| AuditError::Silent)?;
        }
        Ok(Self {
            engine,
            library,
            progress: Progress::default(),
            pictures: Vec::new(),
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
        settled == self.library.len()
    }

    fn take_event(&mut self) -> Result<(), AuditError> {
        let event = self
            .engine
            .next_event(MAX_SILENCE)
            .ok_or(AuditError::Silent)?;
        self.library.apply(&event);
        match event {
            EngineEvent::Run(RunState::Blocked(failure)) => {
                self.progress.finish();
                return Err(AuditError::Blocked(failure));
            }
            EngineEvent::Picture { key, picture } => self.pictures.push((key, picture)),
            _ => {}
        }
        self.progress.show(&self.library);
        Ok(())
    }

    /// Writes the picture of every ready invoice, one after the other, the next ones being fetched meanwhile.
    fn write_pictures(&mut self, folder: &Path) -> Result<(), AuditError> {
        fs::create_dir_all(folder).map_err(|source| AuditError::Picture {
            path: folder.to_owned(),
            source,
        })?;
        let ready: Vec<InvoiceNr> = self
            .library
            .numbers()
            .filter(|&nr| {
                self.library
                    .get(nr)
                    .is_some_and(|it| it.stage == Stage::Ready)
            })
            .collect();
        let mut names = HashSet::new();
        for (index, &nr) in ready.iter().enumerate() {
            let ahead = &ready[index + 1..];
            self.engine.set_interest(Interest {
                open: Some(nr),
                neighbours: ahead.iter().take(PICTURES_AHEAD).copied().collect(),
                ..Interest::default()
            });
            self.keep_pictures(&ready[index..(index + 1 + PICTURES_AHEAD).min(ready.len())]);
            if let Some(picture) = self.wait_for_picture(nr)? {
                self.write_picture(folder, nr, &picture, &mut names)?;
            }
        }
        Ok(())
    }

    /// Lets go of pictures that none of these show.
    fn keep_pictures(&mut self, wanted: &[InvoiceNr]) {
        let library = &self.library;
        let is_wanted = |key: &PictureKey| {
            wanted
                .iter()
                .any(|&nr| picture_key(library, nr) == Some(key))
        };
        self.pictures.retain(|(key, _)| is_wanted(key));
    }

    /// The full picture of a ready invoice; `None` where it cannot be had any more.
    fn wait_for_picture(&mut self, nr: InvoiceNr) -> Result<Option<Arc<Picture>>, AuditError> {
        loop {
            let key = picture_key(&self.library, nr);
            let found = self.pictures.iter().find(|(held, _)| Some(held) == key);
            if let Some((_, picture)) = found {
                return Ok(Some(Arc::clone(picture)));
            }
            if self
                .library
                .get(nr)
                .is_none_or(|it| it.stage == Stage::Failed)
            {
                return Ok(None);
            }
            self.take_event()?;
        }
    }

    fn write_picture(
        &self,
        folder: &Path,
        nr: InvoiceNr,
        picture: &Picture,
        names: &mut HashSet<String>,
    ) -> Result<(), AuditError> {
        let Some(entry) = self.library.get(nr) else {
            return Ok(());
        };
        let path = folder.join(unique_name(entry.id.as_str(), names));
        let region = entry
            .located
            .as_ref()
            .and_then(|located| located.in_picture)
            .map(|rect| [rect.min.x, rect.min.y, rect.max.x, rect.max.y]);
        let raster = picture.pyramid.level(0);
        let written = File::create(&path).and_then(|file| {
            let mut out = BufWriter::new(file);
            annotated_png(raster.size(), raster.bytes(), region, &mut out)
                .map_err(io::Error::other)?;
            out.flush()
        });
        written.map_err(|source| AuditError::Picture { path, source })
    }

    fn report(&self, locale: &Locale) -> Report {
        let rows = self
            .library
            .entries()
            .iter()
            .map(|entry| row(entry, locale))
            .collect();
        Report::new(rows, Timestamp::now())
    }
}

fn picture_key(library: &Library, nr: InvoiceNr) -> Option<&PictureKey> {
    Some(&library.get(nr)?.invoice.as_ref()?.picture_key)
}

/// The file's name for an ID; IDs that differ only in what no file name may hold get a number.
fn unique_name(id: &str, names: &mut HashSet<String>) -> String {
    let stem = safe_file_name(id);
    let mut name = format!("{stem}.png");
    let mut number = 2;
    // Some file systems take upper and lower case for the same.
    while !names.insert(name.to_lowercase()) {
        name = format!("{stem}-{number}.png");
        number += 1;
    }
    name
}

fn row(entry: &Entry, locale: &Locale) -> Row {
    let status = match entry.stage {
        Stage::Ready => Status::Ready,
        Stage::NotFound => Status::NotFound,
        Stage::NoPicture => Status::NoPicture,
        Stage::Failed | Stage::Waiting | Stage::Linked | Stage::Loading => Status::Failed,
    };
    let error = entry
        .failure
        .as_ref()
        .filter(|failure| failure.kind != FailureKind::DataFile)
        .map(|failure| RowError {
            code: failure.kind.code(),
            message: locale.failure(failure.kind.code()),
        });
    let mut row = Row::new(entry.id.clone(), status, error);
    if let Some(invoice) = &entry.invoice {
        row = row.with_invoice(invoice);
    }
    if let (Some(facts), Some(located)) = (&entry.facts, &entry.located) {
        row = row.with_picture(facts, located, locale);
    }
    row
}

/// One line on a terminal that counts what is done; nothing elsewhere.
#[derive(Default)]
struct Progress {
    shown: Option<(usize, usize)>,
}

impl Progress {
    fn show(&mut self, library: &Library) {
        let ready = library.count(Stage::Ready);
        let failed = library.count(Stage::Failed) + library.count(Stage::NotFound);
        if self.shown == Some((ready, failed)) || !io::stderr().is_terminal() {
            return;
        }
        self.shown = Some((ready, failed));
        eprint!("\r{ready} + {failed} / {}", library.len());
    }

    /// Ends the line, so that what follows begins on its own.
    fn finish(&mut self) {
        if self.shown.take().is_some() {
            eprintln!();
        }
    }
}
