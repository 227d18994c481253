//! What the background is started with: how much at once, how much memory, how patient.

use std::time::Duration;

use crate::formats::Limits;
use crate::platform::HttpLimits;

use super::WorkerConfig;
use super::clock::Clock;

/// The defaults suit a window on an office computer and a bucket that is shared with others.
#[derive(Clone, Debug)]
pub struct EngineConfig {
    /// Downloads at one time. OSS picture processing has a quota per account, so it stays small.
    pub connections: usize,
    /// Links calls at one time.
    pub link_calls: usize,
    /// Events that may wait to be read; then the background waits for the window. More than come between two frames even
    /// where those are half a second apart.
    pub events: usize,
    /// Worker processes that decode.
    pub decoders: usize,
    /// Memory for files as they came.
    pub bytes_budget: usize,
    /// Memory for thumbnails and full pictures that the window may ask for again.
    pub pixels_budget: usize,
    /// IDs in one links call, at most [`crate::platform::MAX_IDS_PER_CALL`].
    pub chunk: usize,
    /// Links asked for ahead of the downloader; a link lives an hour, so more would go to waste.
    pub links_ahead: usize,
    /// Whether pictures are fetched that nobody asked to see, once those are there that somebody did.
    pub fetches_rest: bool,
    /// Lines of each picture that are read when there is nothing else to do, or none of them where only its other pixels are
    /// looked at; `None`: nothing is made of pictures.
    pub read_lines: Option<usize>,
    /// Whether downloads wait until what came before was read or looked at, so that every picture is.
    pub reads_all: bool,
    pub retry: RetryConfig,
    /// For everything that is done later.
    pub clock: Clock,
    pub http: HttpLimits,
    pub decode: Limits,
    pub worker: WorkerConfig,
}

/// How often and how soon something is tried again.
#[derive(Clone, Copy, Debug)]
pub struct RetryConfig {
    /// Attempts in all, the first one included.
    pub max_attempts: u32,
    /// Longest wait before the second attempt; doubles with every further one. The wait itself is a random
    /// part of it, so that many requests that failed together do not come back together.
    pub base: Duration,
    pub cap: Duration,
    /// Longest wait that a server may ask for; one that asks for more is asked again after this, and given up in the end.
    pub retry_after_cap: Duration,
    /// New links for one picture within [`RetryConfig::renewal_window`].
    pub max_renewals: u32,
    pub renewal_window: Duration,
    /// A token that was only just issued may be refused for a moment; within this time it is tried again.
    pub fresh_token: Duration,
    pub fresh_token_attempts: u32,
    /// A web page in place of a picture is mostly a network's login: the picture is fetched once more after this.
    pub web_page: Duration,
    /// Requests in a row that get no answer, or nothing but an error of the host itself, before it is left alone.
    pub host_failures: u32,
    /// How often a host that is left alone is probed.
    pub probe: Duration,
    /// How long it is probed; then all that waits for it fails.
    pub host_patience: Duration,
    /// Time between two links calls once the platform asked to slow down; doubles each time it asks again.
    pub call_interval: Duration,
    pub call_interval_cap: Duration,
}

impl Default for RetryConfig {
    fn default() -> Self {
        Self {
            max_attempts: 4,
            base: Duration::from_millis(500),
            cap: Duration::from_secs(20),
            retry_after_cap: Duration::from_mins(2),
            max_renewals: 2,
            renewal_window: Duration::from_hours(1),
            fresh_token: Duration::from_secs(10),
            fresh_token_attempts: 3,
            web_page: Duration::from_secs(30),
            host_failures: 10,
            probe: Duration::from_secs(10),
            host_patience: Duration::from_mins(10),
            call_interval: Duration::from_secs(1),
            call_interval_cap: Duration::from_mins(1),
        }
    }
}

/// More workers than this only heat the machine: downloads are slower than four decoders.
const MAX_DECODERS: usize = 4;

/// Pixels of a full picture at most: one with more comes in a smaller copy and in parts. A sheet scanned at 300 dots an
/// inch comes whole; a whole photo of 12 megapixels would take four times the memory and a noticeable time on its way.
pub const MAX_WHOLE_PIXELS: u64 = 10 << 20;

impl Default for EngineConfig {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self {
            connections: 6,
            link_calls: 2,
            events: 4096,
            decoders: cores.min(MAX_DECODERS),
            bytes_budget: 128 * 1024 * 1024,
            pixels_budget: 128 * 1024 * 1024,
            chunk: crate::platform::MAX_IDS_PER_CALL,
            links_ahead: 500,
            fetches_rest: true,
            read_lines: None,
            reads_all: false,
            retry: RetryConfig::default(),
            clock: Clock::default(),
            http: HttpLimits::default(),
            decode: Limits {
                max_whole_pixels: MAX_WHOLE_PIXELS,
                ..Limits::default()
            },
            worker: WorkerConfig::default(),
        }
    }
}
