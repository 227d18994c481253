//! A background of its own that fetches invoices and their pictures once, without a window.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::engine::{
    DecodedPixels, Engine, EngineCommand, EngineConfig, EngineEvent, EngineHandle, FullPicture,
    RunState, WorkerConfig,
};
use crate::formats::{Limits, Pixels};
use crate::model::{BillKey, InvoiceId, InvoiceNr, PictureKey};
use crate::platform::{Credentials, Endpoint, ExtraRoots, ProxyChoice};
use crate::review::{Entry, Library, Stage};

use super::earlier::Earlier;
use super::{Awaited, HandoverFetchError, Watch};

/// Longest silence of the background; it gives up on its own long before.
const MAX_SILENCE: Duration = Duration::from_mins(10);
/// How soon it is seen that the run is to end.
const LISTEN: Duration = Duration::from_millis(200);
/// How long a host that does not answer is waited for: long enough for a server to be started anew, and no longer, since
/// nobody watches who could mend the network.
const HOST_PATIENCE: Duration = Duration::from_mins(2);
/// Memory for files where nobody comes back to one that was looked at: half of it for those that wait for a decoder.
const BYTES_BUDGET: usize = 32 << 20;

/// Links asked for before their turn where pictures are written: with them it is known who shares a picture, so that it is
/// decoded once for all. Links with a short life are asked for later on their own.
const LINKS_AHEAD: usize = 4_000;

/// What to fetch, and from where.
#[derive(Clone, Debug)]
pub struct FetchRequest {
    pub endpoint: Endpoint,
    pub credentials: Credentials,
    /// Authorities beside the system's.
    pub roots: ExtraRoots,
    /// Whether links may lead inside the network around this machine.
    pub private_addresses: bool,
    /// What stands before servers elsewhere.
    pub proxy: ProxyChoice,
    pub ids: Vec<InvoiceId>,
    /// Bills whose invoices are wanted beside these.
    pub bills: Vec<BillKey>,
    /// Downloads at one time; as many as the window's by default.
    pub connections: Option<usize>,
    /// Whether full pictures will be asked for.
    pub with_pictures: bool,
    /// As [`EngineConfig::read_lines`].
    pub read_lines: Option<usize>,
    /// Who decodes.
    pub worker: WorkerConfig,
}

/// A run under way.
pub struct Fetcher {
    pub(super) engine: EngineHandle,
    pub library: Library,
    pub awaited: Awaited,
    /// Full pictures that came, until they are written.
    pub(super) pictures: Vec<(PictureKey, Arc<FullPicture>)>,
    /// Invoices that were ready before their full picture could not be had, as they were.
    pub kept: HashMap<InvoiceNr, Entry>,
    /// Downloads at one time.
    pub(super) connections: usize,
    /// Whether every picture is to be looked at, or read.
    pub(super) reads: bool,
    pub(super) earlier: Earlier,
    /// When the background was last heard.
    heard: Instant,
}

impl Fetcher {
    pub fn start(request: FetchRequest) -> Result<Self, HandoverFetchError> {
        let mut config = EngineConfig {
            worker: request.worker.clone(),
            ..EngineConfig::default()
        };
        config.retry.host_patience = HOST_PATIENCE;
        config.http.private_addresses = request.private_addresses;
        // What is written to a file nobody asks parts of.
        config.decode = Limits::default();
        // Each picture is fetched when its turn comes to be written, so that no file has to be fetched twice.
        config.fetches_rest = !request.with_pictures;
        if request.with_pictures {
            config.links_ahead = LINKS_AHEAD;
        } else {
            config.bytes_budget = BYTES_BUDGET;
            config.pixels_budget = 0;
        }
        (config.read_lines, config.reads_all) = (request.read_lines, true);
        if let Some(connections) = request.connections {
            config.connections = connections;
        }
        let connections = config.connections;
        Self::with(Engine::start(config, |_| {})?, connections, request)
    }

    /// One whose background could not start: it ends as any other does, with nothing found out.
    pub fn unstarted(request: FetchRequest) -> Result<Self, HandoverFetchError> {
        Self::with(EngineHandle::of_none(), 1, request)
    }

    fn with(
        engine: EngineHandle,
        connections: usize,
        request: FetchRequest,
    ) -> Result<Self, HandoverFetchError> {
        let mut library = Library::default();
        let (first, ids) = library.add(request.ids);
        let connect = EngineCommand::Connect {
            endpoint: request.endpoint,
            credentials: request.credentials,
        };
        let trust = EngineCommand::Trust(request.roots);
        let proxy = EngineCommand::UseProxy(request.proxy);
        for command in [trust, proxy, connect, EngineCommand::Add { first, ids }] {
            // The queue is empty at the start and holds more than four.
            engine
                .send(command)
                .map_err(|_full| HandoverFetchError::Silent)?;
        }
        Ok(Self {
            engine,
            library,
            awaited: Awaited::new(request.bills),
            pictures: Vec::new(),
            kept: HashMap::new(),
            connections,
            reads: request.read_lines.is_some(),
            earlier: Earlier::default(),
            heard: Instant::now(),
        })
    }

    /// Takes in events until every invoice has its picture or a reason why not. `seen` is called after each, and now and then
    /// where none comes.
    pub fn wait_for_all(
        &mut self,
        watch: &Watch,
        mut seen: impl FnMut(&Library),
    ) -> Result<(), HandoverFetchError> {
        while !self.is_settled() {
            self.take_event(watch)?;
            seen(&self.library);
        }
        Ok(())
    }

    fn is_settled(&self) -> bool {
        let settled: usize = Stage::ALL
            .into_iter()
            .filter(|stage| stage.is_settled())
            .map(|stage| self.library.count(stage))
            .sum();
        let read = self.library.count_read() + self.earlier.ready;
        let is_read = !self.reads || read >= self.library.count(Stage::Ready);
        settled + self.earlier.unsettled() == self.library.len()
            && is_read
            && self.awaited.is_nothing()
    }

    /// Takes in the next event, if one comes within a moment.
    pub(super) fn take_event(&mut self, watch: &Watch) -> Result<(), HandoverFetchError> {
        if watch.is_cancelled() {
            return Err(HandoverFetchError::Cancelled);
        }
        let Some(event) = self.engine.next_event(LISTEN) else {
            if self.heard.elapsed() > MAX_SILENCE {
                return Err(HandoverFetchError::Silent);
            }
            return Ok(());
        };
        self.heard = Instant::now();
        let taken = self.take_in(event);
        if let Err(HandoverFetchError::Blocked(_)) = taken {
            // That is told before what was found out until then and nobody waits for.
            while let Some(event) = self.engine.next_event(Duration::ZERO) {
                drop(self.take_in(event));
            }
        }
        taken
    }

    fn take_in(&mut self, event: EngineEvent) -> Result<(), HandoverFetchError> {
        self.keep_what_was_ready(&event);
        // What is said of an invoice comes from its thumbnail alone, so that it does not depend on whether full pictures
        // are written.
        if !matches!(event, EngineEvent::Pixels { .. }) {
            self.library.apply(&event);
        }
        self.hear_of_bills(&event)?;
        match event {
            EngineEvent::Run(RunState::Blocked(failure)) => {
                Err(HandoverFetchError::Blocked(failure))
            }
            EngineEvent::Pixels {
                key,
                pixels: Pixels::Full,
                result: Ok(DecodedPixels::Picture(picture)),
            } => {
                self.pictures.push((key, picture));
                Ok(())
            }
            _ => Ok(()),
        }
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
}
