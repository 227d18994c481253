//! What a sandbox is started with.

use std::time::Duration;

use super::library::SandboxLibrary;

/// Where the sandbox listens, what it holds and how it behaves. The secrets are its own and worth nothing elsewhere.
#[derive(Clone)]
pub struct SandboxConfig {
    /// Port on 127.0.0.1; 0 takes any that is free.
    pub port: u16,
    /// `None` is the embedded demo library.
    pub library: Option<SandboxLibrary>,
    /// Accepted by every call from the start, and never expires by itself.
    pub token: String,
    pub app_key: String,
    pub app_security: String,
    /// How long a token lives that was exchanged for the key.
    pub token_life: Duration,
    /// How long a link lives.
    pub link_life: Duration,
    /// A call for links with more IDs than this is answered 413; `None` takes any number.
    pub links_limit: Option<usize>,
    /// Whether the bucket also delivers the stored object for a link whose `x-oss-process` was taken out after signing.
    /// OSS does not.
    pub allows_uncropped: bool,
    /// Added to every answer.
    pub latency: Duration,
}

impl SandboxConfig {
    pub fn with_library(library: SandboxLibrary) -> Self {
        Self {
            library: Some(library),
            ..Self::default()
        }
    }
}

impl Default for SandboxConfig {
    fn default() -> Self {
        Self {
            port: 0,
            library: None,
            token: "sandbox-token".to_owned(),
            app_key: "sandbox-key".to_owned(),
            app_security: "sandbox-security".to_owned(),
            token_life: Duration::from_hours(2),
            link_life: Duration::from_hours(1),
            links_limit: None,
            allows_uncropped: false,
            latency: Duration::ZERO,
        }
    }
}
