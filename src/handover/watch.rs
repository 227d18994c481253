//! Somebody who waits for a report: is told how far it is, and may give it up.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// What is under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Pictures are fetched that are not at hand.
    Fetching,
    Writing,
}

/// Shared between who works and who waits.
#[derive(Debug, Default)]
pub struct Watch {
    is_cancelled: AtomicBool,
    is_writing: AtomicBool,
    done: AtomicUsize,
    of: AtomicUsize,
}

impl Watch {
    /// Has the work end as soon as it can.
    pub fn cancel(&self) {
        self.is_cancelled.store(true, Ordering::Relaxed);
    }

    pub fn is_cancelled(&self) -> bool {
        self.is_cancelled.load(Ordering::Relaxed)
    }

    /// What is under way, how many of it are done, and of how many.
    pub fn progress(&self) -> (Phase, usize, usize) {
        let phase = if self.is_writing.load(Ordering::Relaxed) {
            Phase::Writing
        } else {
            Phase::Fetching
        };
        let (done, of) = (&self.done, &self.of);
        (
            phase,
            done.load(Ordering::Relaxed),
            of.load(Ordering::Relaxed),
        )
    }

    pub(super) fn begin(&self, phase: Phase, of: usize) {
        self.done.store(0, Ordering::Relaxed);
        self.of.store(of, Ordering::Relaxed);
        self.is_writing
            .store(phase == Phase::Writing, Ordering::Relaxed);
    }

    pub(super) fn step(&self) {
        self.done.fetch_add(1, Ordering::Relaxed);
    }
}
