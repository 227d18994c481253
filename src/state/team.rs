//! A review of several reviewers at once: as whom one judges, from which state, and what becomes of what two said at the
//! same time.

use std::sync::Arc;

use crate::model::{Deed, EventId};
use crate::review::Entry;
use crate::store::{Collided, Unheard};

use super::action::Effect;
use super::unheard::{self, verdict};
use super::{NoticeKind, State, second};

/// Who does here what is done.
pub(super) fn reviewer(state: &State) -> Arc<str> {
    match &state.judging.judge {
        Some(judge) => Arc::clone(&judge.user),
        None => state.settings.reviewer.as_str().into(),
    }
}

impl State {
    /// Whether this is the one who judges here, as the database knows them.
    pub fn is_oneself(&self, reviewer: &str) -> bool {
        self.judging.user() == Some(reviewer)
    }
}

/// The event after which something is done: the newest of the invoice, or where several are concerned the newest of others
/// that is shown.
pub(super) fn base(state: &State, entry: Option<&Entry>) -> Option<EventId> {
    match entry {
        Some(entry) => entry.ticket.newest,
        None => state.judging.judge.as_ref().and_then(|it| it.seen),
    }
}

/// Somebody else was there first: theirs stands, and both are told.
pub(super) fn collided(state: &mut State, collided: &Collided) -> Vec<Effect> {
    let judging = &mut state.judging;
    let id = collided.event.stamp.id;
    judging.history.forget(id);
    judging.settled(id);
    judging.trouble = None;
    let is_second = matches!(collided.event.deed, Deed::Second { .. });
    if !is_second {
        second::told(state, collided.invoices.iter());
    }
    for (id, ticket) in &collided.states {
        if let Some(nr) = state.library.number_of(id) {
            second::show(state, nr, ticket.clone());
        }
    }
    let Some(first) = collided.invoices.first() else {
        return Vec::new();
    };
    if is_second {
        state.notice = Some(NoticeKind::SecondTaken(first.clone()));
        return Vec::new();
    }
    let unheard = Unheard {
        event: collided.event.clone(),
        invoices: collided.invoices.clone(),
    };
    unheard::note(state, unheard);
    let entry = state.library.number_of(first);
    let entry = entry.and_then(|nr| state.library.get(nr));
    let theirs = entry.and_then(|entry| entry.ticket.judgement.as_ref());
    state.notice = Some(NoticeKind::Collided {
        invoice: first.clone(),
        more: collided.invoices.len() - 1,
        own: verdict(&collided.event),
        theirs: theirs.map(|it| it.verdict.clone()),
        reviewer: theirs.map(|it| it.reviewer.to_string()).unwrap_or_default(),
    });
    Vec::new()
}

#[cfg(test)]
#[path = "team_tests.rs"]
mod tests;
