//! What of a review, or of the files beside it, could not be read.

use std::path::{Path, PathBuf};

use crate::store::{Opened, Recovered};

use super::{NoticeKind, State};

/// As it was found when a review was opened.
pub(super) struct Damage {
    recovered: Option<Recovered>,
    passed_over: Vec<PathBuf>,
    set_aside: Vec<PathBuf>,
    unreadable: usize,
}

impl Damage {
    pub fn take(opened: &mut Opened) -> Self {
        Self {
            recovered: opened.recovered.take(),
            passed_over: std::mem::take(&mut opened.passed_over),
            set_aside: std::mem::take(&mut opened.set_aside),
            unreadable: opened.contents.unreadable,
        }
    }
}

/// Says what became of it, or that a damaged file may be about this list: it matters more than how far the review is.
pub(super) fn say(state: &mut State, damage: Damage) {
    if let Some(Recovered { events, kept_as }) = damage.recovered {
        let kept_as = name(&kept_as);
        state.notice = Some(NoticeKind::ReviewRecovered { events, kept_as });
    } else if damage.unreadable > 0 {
        state.notice = Some(NoticeKind::EventsUnreadable(damage.unreadable));
    } else if let Some(Names { count, first }) = Names::of(&damage.passed_over) {
        state.notice = Some(NoticeKind::ReviewsPassedOver { count, first });
    } else if let Some(Names { count, first }) = Names::of(&damage.set_aside) {
        state.notice = Some(NoticeKind::ReviewsSetAside(count, first));
    }
}

/// How many files, and what one of them is called.
pub(super) struct Names {
    pub count: usize,
    pub first: String,
}

impl Names {
    pub fn of(paths: &[PathBuf]) -> Option<Self> {
        let first = paths.first().map(|path| name(path))?;
        let count = paths.len();
        Some(Self { count, first })
    }
}

fn name(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}
