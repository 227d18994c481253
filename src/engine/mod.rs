//! The background: links, downloads, decoding and caches behind one plain-data seam.
//!
//! [`EngineHandle`] is the window's end. A coordinator thread feeds the pure scheduler and starts what it
//! decides: requests on a small runtime, decoding in a few worker processes.

mod access;
mod bounded_cache;
mod causes;
mod clock;
mod config;
mod coordinator;
mod decoders;
mod failure;
mod handle;
mod inquiry;
mod io;
mod jobs;
mod mailbox;
mod originals;
mod outbox;
mod protocol;
mod room;
mod scheduler;
mod workers;

use crate::formats::Pixels;

pub use clock::Clock;
pub use config::{EngineConfig, MAX_WHOLE_PIXELS, RetryConfig};
pub use failure::{Failure, FailureKind};
pub use handle::{Engine, EngineHandle};
pub use originals::{OriginalEvent, OriginalSource};
pub use protocol::{
    Answer, DecodedPixels, EngineCommand, EngineEvent, FullPicture, Interest, News, RunState, Wait,
};
pub use room::SpareHandles;
#[cfg(any(test, fuzzing))]
pub(crate) use workers::read_workbook_answer;
pub use workers::{
    Patience, SUBCOMMAND, WITHOUT_CAGE, Worker, WorkerConfig, WorkerError, Workers,
    keeps_files_away, read_workbook, serve,
};

/// Longer side of a thumbnail in pixels.
pub const THUMBNAIL_SIDE: u32 = 256;

/// The one size of thumbnails that is ever asked for.
const THUMBNAIL: Pixels = Pixels::Thumbnail {
    max_side: THUMBNAIL_SIDE,
};
