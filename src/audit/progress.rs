//! What a run says on a terminal while it works: one line that counts.

use std::io::{self, IsTerminal as _};

use crate::review::{Library, Stage};

/// One line on a terminal that counts what is done; nothing elsewhere.
#[derive(Default)]
pub(super) struct Progress {
    shown: Option<(usize, usize)>,
}

impl Progress {
    pub fn show(&mut self, library: &Library) {
        let ready = library.count(Stage::Ready);
        let failed = library.count(Stage::Failed)
            + library.count(Stage::NotFound)
            + library.count(Stage::NoPicture);
        if self.shown == Some((ready, failed)) || !io::stderr().is_terminal() {
            return;
        }
        self.shown = Some((ready, failed));
        eprint!("\r{ready} + {failed} / {}", library.len());
    }

    /// Ends the line, so that what follows begins on its own.
    pub fn finish(&mut self) {
        if self.shown.take().is_some() {
            eprintln!();
        }
    }
}
