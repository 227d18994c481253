//! Network work: turns the scheduler's jobs into requests on a small runtime and answers into plain data.

use std::collections::HashMap;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};
use tokio::task::AbortHandle;

use crate::model::{Invoice, InvoiceId, InvoiceNr, PictureKey};
use crate::platform::{
    BucketClient, Credentials, Endpoint, ExtraRoots, FetchError, HttpLimits, LinkItem, LinksAnswer,
    PlatformError, ProxyChoice, SignedUrl, TransportError,
};

use super::access::PlatformAccess;
use super::inquiry::{Inquiry, Reply};
use super::jobs::{AttemptFailed, Delivered, Ended, FoundLink, LinksFound, TokenSource};
use super::{Failure, FailureKind};

/// Threads of the runtime. Requests wait far more than they compute.
pub(super) const IO_THREADS: usize = 2;
/// How long closing waits for a name lookup that cannot be cancelled.
const SHUTDOWN: Duration = Duration::from_millis(300);

/// Where ended work is reported to.
pub(super) type Report = Arc<dyn Fn(Ended) + Send + Sync>;

pub(super) struct Io {
    runtime: Runtime,
    limits: HttpLimits,
    bucket: Result<BucketClient, TransportError>,
    platform: Result<PlatformAccess, Failure>,
    roots: ExtraRoots,
    proxy: ProxyChoice,
    running: Vec<AbortHandle>,
}

fn no_token() -> Failure {
    Failure::new(FailureKind::TokenMissing, "")
}

impl Io {
    pub fn new(limits: HttpLimits) -> io::Result<Self> {
        let runtime = Builder::new_multi_thread()
            .worker_threads(IO_THREADS)
            .thread_name("engine-io")
            .enable_all()
            .build()?;
        Ok(Self {
            runtime,
            limits,
            bucket: BucketClient::new(limits),
            platform: Err(no_token()),
            roots: ExtraRoots::default(),
            proxy: ProxyChoice::default(),
            running: Vec::new(),
        })
    }

    /// Trusts servers of these authorities too from now on; what is under way ends as it began.
    pub fn trust(&mut self, roots: ExtraRoots) -> Result<(), TransportError> {
        self.roots = roots;
        if let Ok(bucket) = &mut self.bucket {
            bucket.trust(&self.roots)?;
        }
        if let Ok(platform) = &mut self.platform {
            platform.client.trust(&self.roots)?;
        }
        Ok(())
    }

    /// Fetches from inside the network too from now on, or no longer.
    pub fn reach_private(&mut self, is_allowed: bool) -> Result<(), TransportError> {
        match &mut self.bucket {
            Ok(bucket) => bucket.reach_private(is_allowed),
            Err(_) => Ok(()),
        }
    }

    /// Asks by way of this proxy from now on; what is under way ends as it began.
    pub fn use_proxy(&mut self, proxy: ProxyChoice) -> Result<(), TransportError> {
        self.proxy = proxy;
        if let Ok(bucket) = &mut self.bucket {
            bucket.use_proxy(&self.proxy)?;
        }
        if let Ok(platform) = &mut self.platform {
            platform.client.use_proxy(&self.proxy)?;
        }
        Ok(())
    }

    /// Further calls go nowhere; why, comes back.
    pub fn disconnect(&mut self) -> Failure {
        self.platform = Err(no_token());
        no_token()
    }

    /// Further calls go to this platform.
    pub fn connect(&mut self, endpoint: Endpoint, credentials: Credentials) -> Result<(), Failure> {
        let platform =
            PlatformAccess::new(endpoint, credentials, self.limits).and_then(|mut access| {
                access.client.trust(&self.roots)?;
                access.client.use_proxy(&self.proxy)?;
                Ok(access)
            });
        self.platform = platform.map_err(|error| Failure::from(&error));
        self.platform.as_ref().map(|_| ()).map_err(Clone::clone)
    }

    /// Has a token issued or renewed; everything asked after it was reported uses it.
    pub fn authorise(
        &mut self,
        source: TokenSource,
        ended: impl FnOnce(Result<Duration, AttemptFailed>) -> Ended + Send + 'static,
        report: Report,
    ) {
        let platform = self.platform.clone();
        self.spawn(async move {
            let result = match platform {
                Ok(platform) => platform
                    .authorise(source)
                    .await
                    .map_err(|error| attempt_failed(&error, platform.host())),
                Err(failure) => Err(failure.into()),
            };
            report(ended(result));
        });
    }

    pub fn ask_links(
        &mut self,
        ids: Vec<(InvoiceNr, InvoiceId)>,
        ended: impl FnOnce(Result<LinksFound, AttemptFailed>) -> Ended + Send + 'static,
        report: Report,
    ) {
        let platform = self.platform.clone();
        self.spawn(async move {
            let result = match platform {
                Ok(platform) => ask_links(&platform, ids).await,
                Err(failure) => Err(failure.into()),
            };
            report(ended(result));
        });
    }

    pub fn inquire(
        &mut self,
        inquiry: Inquiry,
        ended: impl FnOnce(Result<Reply, AttemptFailed>) -> Ended + Send + 'static,
        report: Report,
    ) {
        let platform = self.platform.clone();
        self.spawn(async move {
            let result = match platform {
                Ok(platform) => inquire(&platform, &inquiry).await,
                Err(failure) => Err(failure.into()),
            };
            report(ended(result));
        });
    }

    pub fn fetch(
        &mut self,
        link: SignedUrl,
        ended: impl FnOnce(Result<Delivered, AttemptFailed>) -> Ended + Send + 'static,
        report: Report,
    ) {
        let bucket = self.bucket.clone();
        self.spawn(async move {
            let result = match bucket {
                Ok(bucket) => bucket.fetch(&link).await,
                Err(error) => Err(error.into()),
            };
            report(ended(match result {
                Ok(fetched) => Ok(Delivered {
                    bytes: fetched.bytes.into(),
                    was_slowed: fetched.was_slowed,
                }),
                Err(error) => Err(fetch_failed(&error, link.host())),
            }));
        });
    }

    /// Runs work that waits for a disk and reports what it comes to.
    pub fn run_blocking(&mut self, work: impl FnOnce() -> Ended + Send + 'static, report: Report) {
        let work = self.runtime.spawn_blocking(work);
        self.spawn(async move {
            match work.await {
                Ok(ended) => report(ended),
                Err(error) => log::error!("work on a file ended early: {error}"),
            }
        });
    }

    fn spawn(&mut self, work: impl Future<Output = ()> + Send + 'static) {
        self.running.retain(|task| !task.is_finished());
        self.running.push(self.runtime.spawn(work).abort_handle());
    }

    /// Ends all requests under way; none of them reports.
    pub fn abort(&mut self) {
        for task in self.running.drain(..) {
            task.abort();
        }
    }

    pub fn shut_down(mut self) {
        self.abort();
        self.runtime.shutdown_timeout(SHUTDOWN);
    }
}

async fn inquire(platform: &PlatformAccess, inquiry: &Inquiry) -> Result<Reply, AttemptFailed> {
    let Some(token) = platform.token() else {
        return Err(no_token().into());
    };
    let reply = inquiry.ask(platform, &token).await;
    reply.map_err(|error| attempt_failed(&error, platform.host()))
}

async fn ask_links(
    platform: &PlatformAccess,
    asked: Vec<(InvoiceNr, InvoiceId)>,
) -> Result<LinksFound, AttemptFailed> {
    let mut numbers: HashMap<InvoiceId, Vec<InvoiceNr>> = HashMap::new();
    let mut ids = Vec::with_capacity(asked.len());
    for (nr, id) in asked {
        let known = numbers.entry(id.clone()).or_default();
        if known.is_empty() {
            ids.push(id);
        }
        known.push(nr);
    }
    let Some(token) = platform.token() else {
        return Err(no_token().into());
    };
    let answer = platform.client.links(&token, &ids).await;
    let mut answer = answer.map_err(|error| attempt_failed(&error, platform.host()))?;
    let mut links = LinksFound::default();
    for item in std::mem::take(&mut answer.items) {
        for nr in numbers.get(&item.id).into_iter().flatten() {
            match &item.link {
                Ok(link) => links.found.push(found(*nr, &item, link, &answer)),
                Err(problem) => links.unusable.push((*nr, problem.into())),
            }
        }
    }
    Ok(links)
}

fn found(nr: InvoiceNr, item: &LinkItem, link: &SignedUrl, answer: &LinksAnswer) -> FoundLink {
    FoundLink {
        invoice: Invoice {
            nr,
            id: item.id.clone(),
            picture_key: PictureKey {
                page: link.page_key().clone(),
                process: Arc::clone(link.process()),
            },
            region: item.region.clone(),
            source: Arc::clone(&item.source),
            file_name: item.file_name.as_str().into(),
        },
        life: answer.life_of(link),
        link: link.clone(),
    }
}

impl From<Failure> for AttemptFailed {
    fn from(failure: Failure) -> Self {
        Self {
            failure,
            retry_after: None,
            splits: false,
            is_rejected: false,
        }
    }
}

fn attempt_failed(error: &PlatformError, host: &str) -> AttemptFailed {
    let failure = Failure::from(error);
    AttemptFailed {
        failure: match error {
            PlatformError::Transport(_) => failure.at(host),
            _ => failure,
        },
        retry_after: match error {
            PlatformError::Throttled { retry_after, .. } => *retry_after,
            _ => None,
        },
        // One ID among many that the platform stumbles over, or too many of them.
        splits: matches!(
            error,
            PlatformError::Server { status: 500 }
                | PlatformError::Rejected { status: 413 }
                | PlatformError::Transport(TransportError::TooLarge(_))
        ),
        is_rejected: matches!(error, PlatformError::Rejected { .. }),
    }
}

fn fetch_failed(error: &FetchError, host: &str) -> AttemptFailed {
    let failure = Failure::from(error);
    AttemptFailed {
        failure: match error {
            FetchError::Transport(_) => failure.at(host),
            _ => failure,
        },
        retry_after: match error {
            FetchError::Throttled { retry_after, .. } => *retry_after,
            _ => None,
        },
        splits: false,
        is_rejected: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_too_large_is_asked_for_in_halves() {
        let large = PlatformError::Transport(TransportError::TooLarge(1_000));
        assert!(attempt_failed(&large, "host").splits);
        let gone = PlatformError::Server { status: 503 };
        assert!(!attempt_failed(&gone, "host").splits);
    }
}
