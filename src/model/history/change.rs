//! What an event made of invoices, in little memory: a long review has one of these for every verdict.

use std::slice;
use std::sync::Arc;

use crate::model::{EventId, InvoiceId, Judgement, TicketState};

/// What one event changed: mostly one invoice.
#[derive(Clone, Debug)]
pub(super) enum StepChanges {
    One(Change),
    Many(Vec<Change>),
}

impl StepChanges {
    pub fn as_slice(&self) -> &[Change] {
        match self {
            Self::One(change) => slice::from_ref(change),
            Self::Many(changes) => changes,
        }
    }
}

impl FromIterator<Change> for StepChanges {
    fn from_iter<T: IntoIterator<Item = Change>>(changes: T) -> Self {
        let mut changes = changes.into_iter();
        match (changes.next(), changes.next()) {
            (None, _) => Self::Many(Vec::new()),
            (Some(one), None) => Self::One(one),
            (Some(first), Some(second)) => {
                Self::Many([first, second].into_iter().chain(changes).collect())
            }
        }
    }
}

/// What was true of an invoice, and what is since.
#[derive(Clone, Debug)]
pub(super) struct Change {
    pub invoice: InvoiceId,
    states: States,
}

#[derive(Clone, Debug)]
enum States {
    /// Of a ticket of which nothing else was ever said.
    Verdicts {
        judgements: [Option<Arc<Judgement>>; 2],
        newest: [Option<EventId>; 2],
    },
    Whole(Box<[TicketState; 2]>),
}

impl Change {
    pub fn new(invoice: InvoiceId, before: TicketState, after: TicketState) -> Self {
        let states = if says_no_more(&before) && says_no_more(&after) {
            States::Verdicts {
                judgements: [before.judgement, after.judgement],
                newest: [before.newest, after.newest],
            }
        } else {
            States::Whole(Box::new([before, after]))
        };
        Self { invoice, states }
    }

    pub fn before(&self) -> TicketState {
        self.state(0)
    }

    pub fn after(&self) -> TicketState {
        self.state(1)
    }

    fn state(&self, at: usize) -> TicketState {
        match &self.states {
            States::Verdicts { judgements, newest } => TicketState {
                judgement: judgements[at].clone(),
                newest: newest[at],
                ..TicketState::default()
            },
            States::Whole(states) => states[at].clone(),
        }
    }

    /// Whether its verdict is another one, or there is one now, or none any more.
    pub fn is_of_verdict(&self) -> bool {
        match &self.states {
            States::Verdicts { judgements, .. } => judgements[0] != judgements[1],
            States::Whole(states) => states[0].judgement != states[1].judgement,
        }
    }
}

/// Whether nothing but a verdict was said of a ticket.
fn says_no_more(state: &TicketState) -> bool {
    let bare = TicketState {
        judgement: state.judgement.clone(),
        newest: state.newest,
        ..TicketState::default()
    };
    bare == *state
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Deed, Event, Stamp, Verdict};

    fn judged(state: &TicketState, verdict: Verdict) -> TicketState {
        let event = Event {
            stamp: Stamp::now(),
            reviewer: "li".into(),
            invoice: InvoiceId::new("ID01xO4jZjprrx").ok(),
            base: None,
            deed: Deed::Judged { verdict, on: None },
        };
        state.after(&event).expect("a verdict")
    }

    #[test]
    fn both_states_come_back_as_they_were() {
        let id = InvoiceId::new("ID01xO4jZjprrx").expect("one");
        let fresh = TicketState::default();
        let noted = TicketState {
            note: "see page 2".into(),
            ..judged(&fresh, Verdict::Unsure)
        };
        let correct = judged(&fresh, Verdict::Correct);
        for (before, after) in [
            (fresh.clone(), correct.clone()),
            (correct.clone(), judged(&correct, Verdict::Unsure)),
            (correct.clone(), noted.clone()),
            (noted.clone(), judged(&noted, Verdict::Correct)),
        ] {
            let change = Change::new(id.clone(), before.clone(), after.clone());
            assert_eq!((change.before(), change.after()), (before, after));
        }
    }

    #[test]
    fn a_verdict_takes_little_memory() {
        assert!(
            size_of::<StepChanges>() <= 80,
            "{}",
            size_of::<StepChanges>()
        );
    }

    #[test]
    fn as_many_as_there_are() {
        let id = InvoiceId::new("ID01xO4jZjprrx").expect("one");
        let change = || Change::new(id.clone(), TicketState::default(), TicketState::default());
        for count in 0..4 {
            let changes: StepChanges = (0..count).map(|_| change()).collect();
            assert_eq!(changes.as_slice().len(), count);
        }
    }
}
