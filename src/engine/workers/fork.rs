//! Starting a process where the system has none to give, or no handle for its pipes, at the moment.

use std::io::{self, ErrorKind};
use std::time::Duration;

/// Pauses between attempts: the first, and how many, each twice as long as the one before. Twelve seconds in all.
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const PAUSES: u32 = 7;

/// What may pass by itself: too many processes, no memory, no handle left, a program that is just being replaced.
fn may_pass(error: &io::Error) -> bool {
    let is_kind = matches!(
        error.kind(),
        ErrorKind::WouldBlock
            | ErrorKind::OutOfMemory
            | ErrorKind::ResourceBusy
            | ErrorKind::ExecutableFileBusy
            | ErrorKind::Interrupted
    );
    // These two have no kind: no handle left, of this process or of the whole system.
    is_kind || (cfg!(unix) && matches!(error.raw_os_error(), Some(23 | 24)))
}

/// Starts until it succeeds, fails for good, or `pause` says that there is no point in going on.
pub(super) fn patiently<T>(
    mut start: impl FnMut() -> io::Result<T>,
    mut pause: impl FnMut(Duration) -> bool,
) -> io::Result<T> {
    let mut wait = FIRST_PAUSE;
    for _ in 0..PAUSES {
        match start() {
            Err(error) if may_pass(&error) => {
                log::warn!("a decoder could not be started yet: {}", error.kind());
                if !pause(wait) {
                    return Err(error);
                }
                wait *= 2;
            }
            started => return started,
        }
    }
    start()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How often it was started and how long it waited, with an end.
    fn tried(errors: Vec<io::Error>, goes_on: bool) -> (io::Result<usize>, usize, Duration) {
        let mut errors = errors.into_iter();
        let (mut starts, mut waited) = (0, Duration::ZERO);
        let result = patiently(
            || {
                starts += 1;
                errors.next().map_or(Ok(7), Err)
            },
            |wait| {
                waited += wait;
                goes_on
            },
        );
        (result, starts, waited)
    }

    #[test]
    fn a_failed_fork_is_tried_again() {
        let short_of = || {
            vec![
                io::Error::from(ErrorKind::WouldBlock),
                io::Error::from(ErrorKind::OutOfMemory),
                io::Error::from(ErrorKind::ExecutableFileBusy),
            ]
        };
        let (result, starts, waited) = tried(short_of(), true);
        assert_eq!((result.ok(), starts), (Some(7), 4));
        assert_eq!(waited, FIRST_PAUSE * 7);
        let (result, starts, _) = tried(short_of(), false);
        assert_eq!((result.is_err(), starts), (true, 1), "nobody waits for it");
    }

    #[test]
    #[cfg(unix)]
    fn so_is_one_without_a_handle_left() {
        let no_handle = || io::Error::from_raw_os_error(24);
        assert_eq!(tried(vec![no_handle()], true).0.ok(), Some(7));
        let (result, starts, _) = tried((0..20).map(|_| no_handle()).collect(), true);
        assert_eq!((result.is_err(), starts), (true, PAUSES as usize + 1));
    }

    #[test]
    fn a_program_that_is_gone_is_told_at_once() {
        let (result, starts, _) = tried(vec![ErrorKind::NotFound.into()], true);
        assert_eq!((result.is_err(), starts), (true, 1));
    }
}
