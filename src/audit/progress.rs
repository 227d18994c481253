//! What a run says on standard error while it works: one line that counts on a terminal, a line now and then elsewhere.

use std::io::{self, IsTerminal as _, Write};
use std::time::{Duration, Instant};

use crate::review::{Library, Stage};

/// How often a line is written where no terminal shows one that changes.
const INTERVAL: Duration = Duration::from_secs(30);

/// How many are done of how many. Where it cannot be written nobody misses it.
pub(super) struct Progress<W> {
    out: W,
    is_terminal: bool,
    shown: Option<(usize, usize)>,
    /// When the last line was due.
    said: Instant,
}

impl Progress<io::Stderr> {
    pub fn on_stderr(now: Instant) -> Self {
        let out = io::stderr();
        let is_terminal = out.is_terminal();
        Self::new(out, is_terminal, now)
    }
}

impl<W: Write> Progress<W> {
    fn new(out: W, is_terminal: bool, now: Instant) -> Self {
        Self {
            out,
            is_terminal,
            shown: None,
            said: now,
        }
    }

    pub fn show(&mut self, library: &Library, now: Instant) {
        let ready = library.count(Stage::Ready);
        let failed = library.count(Stage::Failed)
            + library.count(Stage::NotFound)
            + library.count(Stage::NoPicture);
        self.count(ready, failed, library.len(), now);
    }

    fn count(&mut self, ready: usize, failed: usize, of: usize, now: Instant) {
        if self.is_terminal {
            if self.shown.replace((ready, failed)) != Some((ready, failed)) {
                drop(write!(self.out, "\r{ready} + {failed} / {of}"));
            }
        } else if now.saturating_duration_since(self.said) >= INTERVAL {
            self.said = now;
            drop(writeln!(self.out, "{ready} + {failed} / {of}"));
        }
    }

    /// Ends the line, so that what follows begins on its own.
    pub fn finish(&mut self) {
        if self.shown.take().is_some() {
            drop(writeln!(self.out));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(is_terminal: bool, counts: &[(u64, usize)]) -> String {
        let begin = Instant::now();
        let mut out = Vec::new();
        let mut progress = Progress::new(&mut out, is_terminal, begin);
        for &(secs, ready) in counts {
            progress.count(ready, 1, 9, begin + Duration::from_secs(secs));
        }
        progress.finish();
        String::from_utf8(out).expect("UTF-8")
    }

    #[test]
    fn without_a_terminal_there_is_a_line_every_half_minute() {
        let counts = [(0, 1), (29, 2), (30, 3), (31, 4), (59, 5), (75, 5)];
        assert_eq!(said(false, &counts), "3 + 1 / 9\n5 + 1 / 9\n");
        assert_eq!(said(false, &[(5, 1)]), "");
    }

    #[test]
    fn a_terminal_has_one_line_that_changes_with_what_it_counts() {
        assert_eq!(
            said(true, &[(0, 1), (40, 1), (41, 2)]),
            "\r1 + 1 / 9\r2 + 1 / 9\n"
        );
    }
}
