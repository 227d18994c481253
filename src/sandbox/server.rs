//! The server: what a running sandbox is made of, and its answer to a request. How requests come and answers go is in
//! `serving`, or in `faults` where those are compiled in.

use std::net::TcpListener;
use std::sync::Arc;

use tokio::sync::oneshot;

use super::answer::HttpAnswer;
use super::api;
use super::bucket::{self, ResultCache};
use super::clock::ServerClock;
use super::config::SandboxConfig;
#[cfg(feature = "faults")]
use super::faults::{Faults, serve};
use super::library::SandboxLibrary;
use super::log::{LiveLog, RequestKind};
use super::received::ReceivedRequest;
#[cfg(not(feature = "faults"))]
use super::serving::serve;
use super::signature::LinkRequest;
use super::tokens::Tokens;

/// Everything that handlers and the [`super::Sandbox`] share.
pub(super) struct Stand {
    pub(super) config: SandboxConfig,
    pub(super) endpoint: String,
    pub(super) library: SandboxLibrary,
    pub(super) clock: ServerClock,
    pub(super) tokens: Tokens,
    pub(super) log: LiveLog,
    #[cfg(feature = "faults")]
    pub(super) faults: Faults,
    pub(super) results: ResultCache,
}

impl Stand {
    pub(super) fn new(config: SandboxConfig, library: SandboxLibrary, port: u16) -> Self {
        Self {
            endpoint: format!("http://127.0.0.1:{port}"),
            library,
            clock: ServerClock::default(),
            tokens: Tokens::new(&config.token, config.token_life),
            log: LiveLog::default(),
            #[cfg(feature = "faults")]
            faults: Faults::default(),
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
    listener: TcpListener,
    stand: Arc<Stand>,
    stop: oneshot::Receiver<()>,
) -> std::io::Result<()> {
    tokio::select! {
        result = serve(listener, stand) => result,
        // An error says that the sandbox is gone, which means the same.
        _ = stop => Ok(()),
    }
}

/// What the platform or the bucket answers.
pub(super) async fn answer(stand: &Arc<Stand>, request: &ReceivedRequest) -> HttpAnswer {
    if request.record.kind == RequestKind::Object {
        bucket::answer(stand, request).await
    } else {
        api::answer(stand, request)
    }
}
