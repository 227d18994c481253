//! What the background is started with: how much at once, how much memory, how patient.

use std::time::Duration;

use crate::formats::Limits;
use crate::platform::HttpLimits;

use super::{THUMBNAIL_SIDE, WorkerConfig};

/// The defaults suit a window on an office computer and a bucket that is shared with others.
#[derive(Clone, Debug)]
pub struct EngineConfig {
    /// Downloads at one time. OSS picture processing has a quota per account, so it stays small.
    pub connections: usize,
    /// Links calls at one time.
    pub link_calls: usize,
    /// Worker processes that decode.
    pub decoders: usize,
    /// Longer side of thumbnails in pixels.
    pub thumbnail_side: u32,
    /// Memory for files as they came.
    pub bytes_budget: usize,
    /// Memory for thumbnails and full pictures that the window may ask for again.
    pub pixels_budget: usize,
    /// IDs in one links call, at most [`crate::platform::MAX_IDS_PER_CALL`].
    pub chunk: usize,
    /// Links asked for ahead of the downloader; a link lives an hour, so more would go to waste.
    pub links_ahead: usize,
    pub retry: RetryConfig,
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
    /// Longest wait that a server may ask for.
    pub retry_after_cap: Duration,
    /// New links for one picture within [`RetryConfig::renewal_window`].
    pub max_renewals: u32,
    pub renewal_window: Duration,
    /// A token that was only just issued may be refused for a moment; within this time it is tried again.
    pub fresh_token: Duration,
    pub fresh_token_attempts: u32,
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
        }
    }
}

/// More workers than this only heat the machine: downloads are slower than four decoders.
const MAX_DECODERS: usize = 4;

impl Default for EngineConfig {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self {
            connections: 6,
            link_calls: 2,
            decoders: cores.min(MAX_DECODERS),
            thumbnail_side: THUMBNAIL_SIDE,
            bytes_budget: 128 * 1024 * 1024,
            pixels_budget: 128 * 1024 * 1024,
            chunk: crate::platform::MAX_IDS_PER_CALL,
            links_ahead: 500,
            retry: RetryConfig::default(),
            http: HttpLimits::default(),
            decode: Limits::default(),
            worker: WorkerConfig::default(),
        }
    }
}
