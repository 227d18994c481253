//! How the C library hands memory back: of the program itself and of a graphics driver that draws without a graphics
//! processor and so keeps textures in it.
//!
//! By itself the library puts blocks of up to 32 MiB among the small ones as soon as it has seen a few come and go; what
//! files and thumbnails leave behind then stays with the program, because a text between them is still needed. In a
//! review of 100,000 invoices that was 80 MiB. Giving each of them pages of its own would cure that, but not for what a
//! frame is painted from: asking the system for that anew sixty times a second took longer than the frame. So only the
//! largest blocks are set apart, and the holes between the small ones are given back from time to time. A decoder keeps
//! what a file of the usual size needs, instead of giving it back and asking for it anew with every file. Elsewhere the
//! systems' own allocators do all this.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

/// Full pictures are larger; files, thumbnails and what a frame is painted from are not.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
const LARGE_BYTES: libc::c_int = 1 << 20;

/// So much may be free above all blocks before it goes back at once: some frames' worth. Each thread's heap may have it.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
const FREE_BYTES: libc::c_int = 2 << 20;

/// Gives each large block of memory pages of its own, so that they go back to the system with it. Once, at the start.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
pub fn set_large_blocks_apart() {
    let settings = [
        (libc::M_MMAP_THRESHOLD, LARGE_BYTES),
        (libc::M_TRIM_THRESHOLD, FREE_BYTES),
    ];
    for (name, bytes) in settings {
        #[expect(
            unsafe_code,
            reason = "no library offers this setting; the call takes two numbers and touches no memory of ours"
        )]
        // SAFETY: `mallopt` may be called at any time and from any thread (mallopt(3), MT-Safe); blocks that were handed
        // out before stay valid.
        let is_set = unsafe { libc::mallopt(name, bytes) } == 1;
        if !is_set {
            log::warn!("the C library takes no word on large blocks of memory");
        }
    }
}

#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub fn set_large_blocks_apart() {}

/// Gives pages that hold nothing any more back to the system, wherever they lie. Takes a millisecond or a few.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
pub fn give_back_memory() {
    #[expect(
        unsafe_code,
        reason = "no library offers this call; it takes a number and touches no memory that is in use"
    )]
    // SAFETY: `malloc_trim` may be called at any time and from any thread (malloc_trim(3), MT-Safe).
    unsafe {
        libc::malloc_trim(0);
    }
}

#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub fn give_back_memory() {}

/// How long things happen before memory is given back, and so how often it is: less often, more of it lies idle.
const PAUSE: Duration = Duration::from_millis(250);

/// Gives memory back some time after something happened. Where nothing happens, nothing is done.
pub struct Housekeeper(SyncSender<()>);

impl Housekeeper {
    /// Starts its thread, which ends when this is dropped.
    pub fn start() -> Self {
        Self::start_with(PAUSE, give_back_memory)
    }

    fn start_with(pause: Duration, work: impl Fn() + Send + 'static) -> Self {
        // One word is enough: further ones would say the same.
        let (words, receiver) = sync_channel(1);
        let thread = thread::Builder::new().name("housekeeper".into());
        if let Err(error) = thread.spawn(move || keep_house(&receiver, pause, work)) {
            log::warn!("memory is not given back: {}", error.kind());
        }
        Self(words)
    }

    /// Something happened. Never waits.
    pub fn note(&self) {
        // A word that finds no room, or nobody, need not be said.
        let _full_or_gone = self.0.try_send(());
    }
}

fn keep_house(words: &Receiver<()>, pause: Duration, work: impl Fn()) {
    while words.recv().is_ok() {
        let until = Instant::now() + pause;
        while words
            .recv_timeout(until.saturating_duration_since(Instant::now()))
            .is_ok()
        {}
        work();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::*;

    const PATIENCE: Duration = Duration::from_mins(1);

    #[test]
    fn memory_is_given_back_after_something_happened_and_not_otherwise() {
        let (done, doings) = channel();
        let housekeeper = Housekeeper::start_with(Duration::ZERO, move || {
            done.send(()).unwrap_or_default();
        });
        assert!(doings.try_recv().is_err());
        for _ in 0..3 {
            housekeeper.note();
            assert_eq!(doings.recv_timeout(PATIENCE), Ok(()));
        }
        drop(housekeeper);
        assert!(
            doings.recv_timeout(PATIENCE).is_err(),
            "its thread has ended"
        );
        assert!(doings.try_recv().is_err());
    }
}
