//! Kinds of findings that say nothing in this review: they neither keep a ticket from being accepted nor count.

use crate::model::{Deed, FindingCode, Ignoring, Stamp};

use super::action::Effect;
use super::judging::{record, say};
use super::{State, Word};

/// Leaves this kind of finding out of account from now on, or heeds it again.
pub(super) fn ignore(
    state: &mut State,
    finding: FindingCode,
    is_ignored: bool,
    stamp: Stamp,
) -> Vec<Effect> {
    if let Err(access) = state.judging.may_write() {
        return say(state, Word::OnlyToLookAt(access));
    }
    if state.library.ignored().has(finding) == is_ignored {
        return Vec::new();
    }
    let deed = Deed::Ignored(Ignoring {
        finding,
        ignored: is_ignored,
    });
    let effects = record(state, None, deed, stamp);
    say_ignored(state, finding);
    effects
}

/// Says how it is with this kind now.
pub(super) fn say_ignored(state: &mut State, finding: FindingCode) {
    let is_ignored = state.library.ignored().has(finding);
    state.judging.word = Some(Word::Ignoring {
        finding,
        is_ignored,
    });
}

#[cfg(test)]
#[path = "ignoring_tests.rs"]
mod tests;
