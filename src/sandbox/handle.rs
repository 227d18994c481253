//! The handle of a running sandbox: what the program holds and asks.

use std::fmt;
use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::sync::Arc;
use std::thread::JoinHandle;

use tokio::sync::oneshot;

use super::api;
use super::config::SandboxConfig;
use super::library::SandboxLibrary;
use super::log::RequestLog;
use super::manifest::LibraryError;
use super::server::{self, Stand};

#[derive(Debug, thiserror::Error)]
pub enum SandboxError {
    /// The port is taken or not allowed.
    #[error("the sandbox cannot listen on 127.0.0.1:{port}")]
    Bind {
        port: u16,
        #[source]
        source: io::Error,
    },
    /// The system gave no thread or no event queue.
    #[error("the sandbox's server cannot be started")]
    Start(#[source] io::Error),
    #[error(transparent)]
    Library(#[from] LibraryError),
}

/// A running stand-in on its own thread. Dropping it stops the server and closes its connections.
pub struct Sandbox {
    pub(super) stand: Arc<Stand>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Sandbox {
    /// Listens when this returns.
    pub fn start(config: SandboxConfig) -> Result<Self, SandboxError> {
        let library = match &config.library {
            Some(library) => library.clone(),
            None => SandboxLibrary::demo()?,
        };
        let port = config.port;
        let bound = TcpListener::bind((Ipv4Addr::LOCALHOST, port));
        let listener = bound.map_err(|source| SandboxError::Bind { port, source })?;
        let address = listener.local_addr().map_err(SandboxError::Start)?;
        listener
            .set_nonblocking(true)
            .map_err(SandboxError::Start)?;
        let stand = Arc::new(Stand::new(config, library, address.port()));
        let (stop, stopped) = oneshot::channel();
        let thread = spawn(listener, Arc::clone(&stand), stopped).map_err(SandboxError::Start)?;
        Ok(Self {
            stand,
            stop: Some(stop),
            thread: Some(thread),
        })
    }

    /// `http://127.0.0.1:PORT`: the prefix of every call.
    pub fn endpoint(&self) -> String {
        self.stand.endpoint.clone()
    }

    /// A token that every call accepts.
    pub fn token(&self) -> &str {
        &self.stand.config.token
    }

    pub fn app_key(&self) -> &str {
        &self.stand.config.app_key
    }

    pub fn app_security(&self) -> &str {
        &self.stand.config.app_security
    }

    pub fn library(&self) -> &SandboxLibrary {
        &self.stand.library
    }

    /// Invoice IDs in the library's order.
    pub fn ids(&self) -> Vec<String> {
        let invoices = self.stand.library.invoices();
        invoices.map(|invoice| invoice.id.clone()).collect()
    }

    /// Bill numbers in the library's order.
    pub fn bills(&self) -> Vec<String> {
        self.stand.library.bills()
    }

    /// What the bills call of type `id` takes for this bill number.
    pub fn bill_id(code: &str) -> String {
        api::bill_id(code)
    }

    /// A signed link to this object, as the links call hands them out.
    pub fn link(&self, object_key: &str, process: Option<&str>) -> String {
        self.stand.link(object_key, process, None)
    }

    pub fn log(&self) -> RequestLog {
        self.stand.log.snapshot()
    }

    /// Blocks for as long as the server runs: until the process ends.
    pub fn wait(mut self) {
        if let Some(thread) = self.thread.take() {
            join(thread);
        }
    }
}

impl fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sandbox")
            .field("endpoint", &self.stand.endpoint)
            .finish_non_exhaustive()
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        // Dropping the sender stops the server.
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            join(thread);
        }
    }
}

fn spawn(
    listener: TcpListener,
    stand: Arc<Stand>,
    stop: oneshot::Receiver<()>,
) -> io::Result<JoinHandle<()>> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .thread_name("sandbox-pixels")
        .build()?;
    std::thread::Builder::new()
        .name("sandbox".to_owned())
        .spawn(move || {
            if let Err(error) = runtime.block_on(server::run(listener, stand, stop)) {
                log::error!("the sandbox stopped: {error}");
            }
        })
}

fn join(thread: JoinHandle<()>) {
    if thread.join().is_err() {
        log::error!("the sandbox's thread panicked");
    }
}
