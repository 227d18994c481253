//! A sandbox and a background with its window's ears: everything it says is taken in as a window would.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use image::{Rgb, RgbImage};
use invoice_lens::engine::{
    Answer, Clock, DecodedPixels, Engine, EngineCommand, EngineConfig, EngineEvent, EngineHandle,
    Failure, FailureKind, FullPicture, Interest, News, OriginalEvent, RunState, WorkerConfig,
};
use invoice_lens::formats::{Pixels, Raster};
use invoice_lens::geometry::EdgeCut;
use invoice_lens::model::{InvoiceId, InvoiceNr};
use invoice_lens::platform::{AppKey, Credentials, Endpoint, Token};
use invoice_lens::sandbox::{Sandbox, SandboxConfig, SandboxInvoice, SandboxLibrary};

/// Only a test that fails ever waits this long.
const PATIENCE: Duration = Duration::from_mins(1);

pub fn nr(number: u32) -> InvoiceNr {
    InvoiceNr(number)
}

pub fn id(number: usize) -> String {
    format!("ID{number:06}")
}

/// Its colours say where a pixel lies.
pub fn png(width: u32, height: u32) -> Vec<u8> {
    let image = RgbImage::from_fn(width, height, |x, y| Rgb([x as u8, y as u8, 7]));
    crate::png::png(&image)
}

/// Invoices `ID000000`, … each with a page of its own, `page0.png`, ….
pub fn numbered(count: usize) -> SandboxLibrary {
    let page = png(16, 12);
    (0..count).fold(SandboxLibrary::new(), |library, number| {
        let key = format!("page{number}.png");
        library
            .with_object(&key, page.clone())
            .with_invoice(SandboxInvoice::new(&id(number), &key))
    })
}

pub fn visible(range: Range<u32>) -> Interest {
    Interest {
        visible: range.map(InvoiceNr).collect(),
        ..Interest::default()
    }
}

/// Waits between attempts take no time.
pub fn impatient() -> EngineConfig {
    with_clock(Clock::skipping())
}

pub fn with_clock(clock: Clock) -> EngineConfig {
    EngineConfig {
        clock,
        ..EngineConfig::default()
    }
}

pub struct Bench {
    pub sandbox: Sandbox,
}

impl Bench {
    pub fn with_library(library: SandboxLibrary) -> Self {
        let config = SandboxConfig::with_library(library);
        let sandbox = Sandbox::start(config).expect("a free port");
        Self { sandbox }
    }

    pub fn start(&self, config: EngineConfig) -> Run {
        self.start_with_token(config, self.sandbox.token())
    }

    /// With the stand-in's app key.
    pub fn start_with_key(&self, config: EngineConfig) -> Run {
        let run = start_unconnected(config);
        run.connect_with_key(self, self.sandbox.app_security());
        run
    }

    pub fn start_with_token(&self, config: EngineConfig, token: &str) -> Run {
        let run = start_unconnected(config);
        run.connect(self, token);
        run
    }
}

pub fn start_unconnected(mut config: EngineConfig) -> Run {
    if config.worker.program == WorkerConfig::default().program {
        // That is this test's own program.
        config.worker.program = env!("CARGO_BIN_EXE_invoice-lens").into();
        // No test depends on how busy its machine is.
        config.worker.thumbnail = PATIENCE;
        config.worker.full = PATIENCE;
        config.worker.start = PATIENCE;
    }
    let (wake, wakes) = channel();
    // Nobody is woken any more once the test is over.
    let engine =
        Engine::start(config, move |news| wake.send(news).unwrap_or_default()).expect("threads");
    Run {
        engine,
        wakes,
        events: Vec::new(),
        told: Told::default(),
    }
}

/// A background and what it said so far.
pub struct Run {
    engine: EngineHandle,
    wakes: Receiver<News>,
    pub events: Vec<EngineEvent>,
    pub told: Told,
}

/// What a window would know.
#[derive(Default)]
pub struct Told {
    pub answers: BTreeMap<InvoiceNr, Answer>,
    pub failed: BTreeMap<InvoiceNr, FailureKind>,
    pub loading: BTreeSet<InvoiceNr>,
    /// Looked at; `true` if pixels ever came along.
    pub thumbnails: BTreeMap<InvoiceNr, bool>,
    pub sizes: BTreeMap<InvoiceNr, (u32, u32)>,
    /// Titles of what turned out to be data.
    pub data: BTreeMap<InvoiceNr, String>,
    /// Pages, parts and data of documents in the order in which they came.
    pub documents: Vec<(Pixels, Result<DecodedPixels, Arc<Failure>>)>,
    /// Full pictures in the order in which they came, by their page.
    pub full: Vec<(String, Arc<FullPicture>)>,
    /// Borders of regions, packed.
    pub edges: Vec<(EdgeCut, Arc<Raster>)>,
    /// Shown although they end too early.
    pub cut: BTreeSet<InvoiceNr>,
    pub originals: Vec<OriginalEvent>,
    /// What was said of bills, fields, tags and attachments.
    pub beside: Vec<EngineEvent>,
    pub blocked: Option<FailureKind>,
    /// What came with each wake.
    pub news: Vec<News>,
    /// How the run stands.
    pub run: Option<RunState>,
    /// All that it went through.
    pub runs: Vec<RunState>,
    pub pauses: usize,
    /// How often the run was said to go on.
    pub resumes: usize,
}

impl Told {
    /// Whether the full picture of the numbered invoice came.
    pub fn has_full(&self, number: u32) -> bool {
        let page = format!("/page{number}.png");
        self.full.iter().any(|(key, _)| key.ends_with(&page))
    }

    pub fn forget(&mut self) {
        *self = Self::default();
    }

    fn take(&mut self, event: &EngineEvent) {
        match event {
            EngineEvent::Answered(answers) => self.answers.extend(answers.iter().cloned()),
            EngineEvent::LinksFailed { invoices, failure }
            | EngineEvent::PictureFailed { invoices, failure } => {
                let failed = invoices.iter().map(|nr| (*nr, failure.kind));
                self.failed.extend(failed);
            }
            EngineEvent::Loading { invoices } => self.loading.extend(invoices),
            EngineEvent::Thumbnail {
                invoices,
                facts,
                raster,
            } => {
                for nr in invoices {
                    *self.thumbnails.entry(*nr).or_default() |= raster.is_some();
                    let size = (facts.size.width, facts.size.height);
                    self.sizes.insert(*nr, size);
                    if facts.complete {
                        self.cut.remove(nr);
                    } else {
                        self.cut.insert(*nr);
                    }
                }
            }
            EngineEvent::Data { invoices, summary } => {
                let titles = invoices.iter().map(|nr| (*nr, summary.title.clone()));
                self.data.extend(titles);
            }
            EngineEvent::Pixels {
                key,
                pixels,
                result,
            } => match (pixels, result) {
                (Pixels::Full, Ok(DecodedPixels::Picture(picture))) => {
                    let page = key.page.as_str().to_owned();
                    self.full.push((page, Arc::clone(picture)));
                }
                (Pixels::Edges(cut), Ok(DecodedPixels::Raster { raster, .. })) => {
                    self.edges.push((*cut, Arc::clone(raster)));
                }
                _ => self.documents.push((*pixels, result.clone())),
            },
            EngineEvent::Original(event) => self.originals.push(event.clone()),
            EngineEvent::Run(state) => {
                self.blocked = match state {
                    RunState::Blocked(failure) => Some(failure.kind),
                    _ => None,
                };
                self.run = Some(state.clone());
                self.runs.push(state.clone());
                self.pauses += usize::from(matches!(state, RunState::Paused));
                self.resumes += usize::from(matches!(state, RunState::Running));
            }
            beside => self.beside.push(beside.clone()),
        }
    }
}

impl Run {
    pub fn send(&self, command: EngineCommand) {
        self.engine.send(command).expect("the queue has room");
    }

    pub fn connect(&self, bench: &Bench, token: &str) {
        self.connect_to(&bench.sandbox.endpoint(), token);
    }

    pub fn connect_to(&self, address: &str, token: &str) {
        self.send(EngineCommand::Connect {
            endpoint: Endpoint::parse(address).expect("an address"),
            credentials: Token::new(token).expect("a token").into(),
        });
    }

    pub fn connect_with_key(&self, bench: &Bench, security: &str) {
        let key = AppKey::new(bench.sandbox.app_key(), security).expect("a key");
        self.send(EngineCommand::Connect {
            endpoint: Endpoint::parse(&bench.sandbox.endpoint()).expect("loopback"),
            credentials: Credentials::Key(key),
        });
    }

    /// A new review of these invoices, numbered from 0.
    pub fn add(&self, ids: &[String]) {
        self.add_from(0, ids);
    }

    /// More of them, numbered from `first`.
    pub fn add_from(&self, first: u32, ids: &[String]) {
        let ids = ids.iter().map(|id| InvoiceId::new(id).expect("valid"));
        self.send(EngineCommand::Add {
            first: nr(first),
            ids: ids.collect(),
        });
    }

    pub fn add_numbered(&self, count: usize) {
        let ids: Vec<_> = (0..count).map(id).collect();
        self.add(&ids);
    }

    pub fn interest(&self, interest: Interest) {
        self.engine.set_interest(interest);
    }

    /// Takes events in, one for every wake, until `reached`.
    pub fn until(&mut self, what: &str, reached: impl Fn(&Told) -> bool) {
        while !reached(&self.told) {
            let Ok(news) = self.wakes.recv_timeout(PATIENCE) else {
                panic!(
                    "waited in vain for {what}; blocked: {:?}, failed: {:?}, {} looked at",
                    self.told.blocked,
                    self.told.failed,
                    self.told.thumbnails.len(),
                );
            };
            self.told.news.push(news);
            self.take_in();
        }
    }

    /// Takes in all that waits to be read.
    pub fn take_in(&mut self) {
        while let Some(event) = self.engine.try_event() {
            self.told.take(&event);
            self.events.push(event);
        }
    }

    /// Reads nothing until the background waits for that.
    pub fn until_stuck(&self) {
        self.hear_without_reading(News::Stuck);
    }

    /// Reads nothing until the background says this, whatever it says before.
    pub fn hear_without_reading(&self, awaited: News) {
        loop {
            let news = self.wakes.recv_timeout(PATIENCE);
            if news.expect("the background says it") == awaited {
                return;
            }
        }
    }

    /// What the background said until now is not listened to any more.
    pub fn forget_wakes(&self) {
        while self.wakes.try_recv().is_ok() {}
    }

    /// Until the newest interest counts: it is read together with a command sent after it, or before.
    pub fn until_interest_was_read(&mut self) {
        let before = self.told.resumes;
        self.send(EngineCommand::Resume);
        self.until("an answer to a command", |told| told.resumes > before);
    }
}
