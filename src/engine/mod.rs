//! The background: links, downloads, decoding and caches behind one plain-data seam.

mod failure;
mod protocol;

pub use failure::{Failure, FailureKind};
pub use protocol::{Answer, EngineCommand, EngineEvent, Interest, Picture, RunState};

/// Longer side of a thumbnail in pixels.
pub const THUMBNAIL_SIDE: u32 = 320;
