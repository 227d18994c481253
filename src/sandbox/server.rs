//! The server: what a running sandbox is made of, and the way of a request through it.

use std::net::TcpListener as StdListener;
use std::sync::Arc;

use axum::Router;
use axum::extract::{ConnectInfo, Request, State};
use axum::response::Response;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use super::answer::Answer;
use super::api;
use super::bucket::{self, ResultCache};
use super::clock::Clock;
use super::config::SandboxConfig;
use super::doors::Doors;
use super::faults::{Effect, FaultBoard, broken_wire, wrong_answer};
use super::gate::Gates;
use super::library::Library;
use super::log::{LiveLog, RequestKind};
use super::received::Received;
use super::signature::LinkRequest;
use super::tokens::Tokens;
use super::wire::{WireControl, WireListener};

/// Everything that handlers and the [`super::Sandbox`] share.
pub(super) struct Stand {
    pub(super) config: SandboxConfig,
    pub(super) endpoint: String,
    pub(super) library: Library,
    pub(super) clock: Clock,
    pub(super) tokens: Tokens,
    pub(super) log: LiveLog,
    pub(super) faults: FaultBoard,
    pub(super) gates: Gates,
    pub(super) doors: Doors,
    pub(super) results: ResultCache,
}

impl Stand {
    pub(super) fn new(config: SandboxConfig, library: Library, port: u16) -> Self {
        Self {
            endpoint: format!("http://127.0.0.1:{port}"),
            library,
            clock: Clock::default(),
            tokens: Tokens::new(&config.token, config.token_life),
            log: LiveLog::default(),
            faults: FaultBoard::default(),
            gates: Gates::default(),
            doors: Doors::default(),
            results: ResultCache::default(),
            config,
        }
    }

    /// A signed link that lives from now on for the configured time.
    pub(super) fn link(
        &self,
        key: &str,
        process: Option<&str>,
        second_process: Option<&str>,
    ) -> String {
        let life_secs = self.config.link_life.as_secs() as i64;
        let link = LinkRequest {
            key,
            process,
            second_process,
            expires_secs: self.clock.now_secs() + life_secs,
        };
        format!("{}{}", self.endpoint, link.to_target())
    }
}

/// Runs until told to stop; connections that are still open are dropped then.
pub(super) async fn run(
    listener: StdListener,
    stand: Arc<Stand>,
    stop: oneshot::Receiver<()>,
) -> std::io::Result<()> {
    let listener = WireListener::new(TcpListener::from_std(listener)?, stand.doors.clone())?;
    let service = Router::new()
        .fallback(handle)
        .with_state(stand)
        .into_make_service_with_connect_info::<WireControl>();
    tokio::select! {
        result = axum::serve(listener, service) => result,
        // An error says that the sandbox is gone, which means the same.
        _ = stop => Ok(()),
    }
}

async fn handle(
    State(stand): State<Arc<Stand>>,
    ConnectInfo(wire): ConnectInfo<WireControl>,
    request: Request,
) -> Response {
    let request = Received::read(request).await;
    let in_flight = stand.log.arrived(request.record.clone());
    stand.gates.pass(&request.record).await;
    let plan = stand.faults.plan(&request.record);
    let delay = stand.config.latency + plan.delay;
    if !delay.is_zero() {
        tokio::time::sleep(delay).await;
    }
    let answer = content(&stand, &request, plan.content.as_ref()).await;
    let answer = plan.headers.iter().fold(answer, |answer, (name, value)| {
        answer.with_header(name, value)
    });
    let broken = plan
        .wire
        .as_ref()
        .and_then(|effect| broken_wire(effect, &answer));
    if !matches!(plan.wire, Some(Effect::Reset | Effect::Hang)) {
        in_flight.answered(answer.status);
    }
    match broken {
        Some((bytes, ending)) => wire.take_over(bytes, ending),
        None => answer.into_response(),
    }
}

async fn content(stand: &Arc<Stand>, request: &Received, wrong: Option<&Effect>) -> Answer {
    let expires = request.query.get("Expires");
    let expires_secs = expires.and_then(|text| text.parse().ok()).unwrap_or(0);
    let wrong = wrong.and_then(|effect| wrong_answer(effect, expires_secs, stand.clock.now_secs()));
    let answer = match wrong {
        Some(answer) => answer,
        None if request.record.kind == RequestKind::Object => bucket::answer(stand, request).await,
        None => api::answer(stand, request),
    };
    answer.with_header("Date", &stand.clock.http_date())
}
