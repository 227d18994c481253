//! Who is to blame for a worker's end: the file, somebody outside, or a decoder that ends at every file.
//!
//! A file that came to harm for nothing would otherwise never be looked at again.

use std::process::ExitStatus;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use crate::formats::{DecodeJob, Limits, Pixels};

/// So many ends in a row, each of another file, are suspicious.
const SUSPICIOUS: usize = 3;

/// A bitmap of one white pixel.
const HARMLESS: &[u8] = b"BM\x3a\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\x01\0\0\0\x01\0\0\0\x01\0\x18\0\
    \0\0\0\0\x04\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\xff\xff\xff\0";

/// Whether a process was ended by a signal that neither it nor this program sends: somebody's `kill`, the end of a session,
/// a system without memory.
pub(super) fn is_from_outside(status: ExitStatus) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::process::ExitStatusExt as _;
        const HANGUP: i32 = 1;
        const INTERRUPT: i32 = 2;
        const KILL: i32 = 9;
        const TERMINATE: i32 = 15;
        matches!(status.signal(), Some(HANGUP | INTERRUPT | KILL | TERMINATE))
    }
    #[cfg(not(unix))]
    {
        let _ = status;
        false
    }
}

/// What the workers of a pool came to lately.
#[derive(Default)]
pub(super) struct Suspicion {
    /// Held for reading by every job, for writing by one that has all memory and every processor to itself.
    at_work: RwLock<()>,
    /// Ends since the last answer.
    ends: AtomicUsize,
}

impl Suspicion {
    pub fn among_others(&self) -> RwLockReadGuard<'_, ()> {
        self.at_work.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until no other job is under way, and lets none begin.
    pub fn alone(&self) -> RwLockWriteGuard<'_, ()> {
        self.at_work.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// A worker answered.
    pub fn answered(&self) {
        self.ends.store(0, Ordering::Relaxed);
    }

    /// A worker ended. How many did in a row, where that makes the decoder suspicious.
    pub fn ended(&self) -> Option<usize> {
        let ends = self.ends.fetch_add(1, Ordering::Relaxed) + 1;
        (ends >= SUSPICIOUS).then_some(ends)
    }
}

/// What any decoder can do.
pub(super) fn harmless() -> DecodeJob {
    DecodeJob {
        bytes: HARMLESS.into(),
        want: Pixels::Full,
        limits: Limits::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_harmless_file_is_a_picture() {
        let job = harmless();
        let decoded = crate::formats::decode(&job);
        let decoded = decoded.expect("a picture");
        assert_eq!(decoded.raster.size(), (1, 1));
    }

    #[test]
    fn only_ends_in_a_row_are_suspicious() {
        let suspicion = Suspicion::default();
        assert_eq!((suspicion.ended(), suspicion.ended()), (None, None));
        suspicion.answered();
        assert_eq!((suspicion.ended(), suspicion.ended()), (None, None));
        assert_eq!(suspicion.ended(), Some(3));
        assert_eq!(suspicion.ended(), Some(4));
    }
}
