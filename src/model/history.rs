//! What was done to a review, so that it can be taken back and done again.

use super::{Deed, Event, EventId, InvoiceId, TicketState};

/// What was done and not taken back, and what was taken back and can be done again.
#[derive(Clone, Debug, Default)]
pub struct History {
    done: Vec<Step>,
    undone: Vec<Step>,
}

/// What one event changed.
#[derive(Clone, Debug)]
struct Step {
    event: EventId,
    invoice: InvoiceId,
    before: TicketState,
    after: TicketState,
}

impl History {
    /// Takes in an event. What it changes comes back: the invoice and what is true of it now.
    /// `current` tells what was true of an invoice until now.
    pub fn apply(
        &mut self,
        event: &Event,
        current: impl Fn(&InvoiceId) -> TicketState,
    ) -> Option<(InvoiceId, TicketState)> {
        let (step, state) = match &event.deed {
            Deed::Undone(id) => {
                let step = take(&mut self.done, *id)?;
                let state = step.before.clone();
                self.undone.push(step.clone());
                (step, state)
            }
            Deed::Redone(id) => {
                let step = take(&mut self.undone, *id)?;
                let state = step.after.clone();
                self.done.push(step.clone());
                (step, state)
            }
            _ => {
                let invoice = event.invoice.clone()?;
                let before = current(&invoice);
                let after = before.after(event)?;
                let step = Step {
                    event: event.stamp.id,
                    invoice,
                    before,
                    after: after.clone(),
                };
                // What was taken back before is no longer what comes next.
                self.undone.clear();
                self.done.push(step.clone());
                (step, after)
            }
        };
        let newest = Some(event.stamp.id);
        Some((step.invoice, TicketState { newest, ..state }))
    }

    /// What can be taken back next: the event and the invoice that it is about.
    pub fn to_undo(&self) -> Option<(EventId, &InvoiceId)> {
        self.done.last().map(|step| (step.event, &step.invoice))
    }

    /// What can be done again next.
    pub fn to_redo(&self) -> Option<(EventId, &InvoiceId)> {
        self.undone.last().map(|step| (step.event, &step.invoice))
    }

    /// Invoices of what was done, the newest first, as often as something was done to them.
    pub fn latest(&self) -> impl Iterator<Item = &InvoiceId> {
        self.done.iter().rev().map(|step| &step.invoice)
    }

    /// Puts what happened earlier before what happened here.
    pub fn begin_with(&mut self, mut earlier: Self) {
        earlier.done.append(&mut self.done);
        if self.undone.is_empty() && !earlier.done.is_empty() {
            self.undone = earlier.undone;
        }
        self.done = earlier.done;
    }
}

fn take(steps: &mut Vec<Step>, event: EventId) -> Option<Step> {
    let at = steps.iter().rposition(|step| step.event == event)?;
    Some(steps.remove(at))
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use uuid::Uuid;

    use super::*;
    use crate::model::{Stamp, Verdict};

    #[derive(Default)]
    struct Review {
        history: History,
        states: HashMap<InvoiceId, TicketState>,
        events: u128,
    }

    impl Review {
        fn does(&mut self, invoice: Option<&str>, deed: Deed) -> Option<InvoiceId> {
            self.events += 1;
            let event = Event {
                stamp: Stamp {
                    id: Uuid::from_u128(self.events),
                    at_utc_ms: 0,
                    offset_min: 0,
                },
                reviewer: "li".into(),
                invoice: invoice.map(|id| InvoiceId::new(id).expect("an ID")),
                base: None,
                deed,
            };
            let states = &self.states;
            let current = |id: &InvoiceId| states.get(id).cloned().unwrap_or_default();
            let (id, state) = self.history.apply(&event, current)?;
            self.states.insert(id.clone(), state);
            Some(id)
        }

        fn judges(&mut self, id: &str, verdict: Verdict) {
            let deed = Deed::Judged { verdict, on: None };
            assert!(self.does(Some(id), deed).is_some());
        }

        fn undoes(&mut self) -> Option<InvoiceId> {
            let (event, _) = self.history.to_undo()?;
            self.does(None, Deed::Undone(event))
        }

        fn redoes(&mut self) -> Option<InvoiceId> {
            let (event, _) = self.history.to_redo()?;
            self.does(None, Deed::Redone(event))
        }

        fn verdict(&self, id: &str) -> Option<&Verdict> {
            let id = InvoiceId::new(id).expect("an ID");
            self.states.get(&id)?.verdict()
        }
    }

    #[test]
    fn all_that_was_done_can_be_taken_back_and_done_again() {
        let mut review = Review::default();
        review.judges("ID0001", Verdict::Correct);
        review.judges("ID0002", Verdict::Wrong(None));
        review.judges("ID0001", Verdict::Unsure);
        assert_eq!(review.undoes().expect("undone").as_str(), "ID0001");
        assert_eq!(review.verdict("ID0001"), Some(&Verdict::Correct));
        assert_eq!(review.undoes().expect("undone").as_str(), "ID0002");
        assert_eq!(review.verdict("ID0002"), None);
        assert_eq!(review.undoes().expect("undone").as_str(), "ID0001");
        assert_eq!(review.verdict("ID0001"), None);
        assert_eq!(review.undoes(), None);
        for _ in 0..3 {
            assert!(review.redoes().is_some());
        }
        assert_eq!(review.redoes(), None);
        assert_eq!(review.verdict("ID0001"), Some(&Verdict::Unsure));
        assert_eq!(review.verdict("ID0002"), Some(&Verdict::Wrong(None)));
    }

    #[test]
    fn what_is_done_after_undoing_takes_the_place_of_what_was_undone() {
        let mut review = Review::default();
        review.judges("ID0001", Verdict::Correct);
        assert!(review.undoes().is_some());
        review.judges("ID0001", Verdict::Unsure);
        assert_eq!(review.redoes(), None);
        assert!(review.undoes().is_some());
        assert_eq!(review.verdict("ID0001"), None);
    }

    #[test]
    fn what_happened_earlier_can_be_taken_back_too() {
        let mut review = Review::default();
        review.judges("ID0001", Verdict::Correct);
        let earlier = std::mem::take(&mut review.history);
        review.judges("ID0002", Verdict::Correct);
        review.history.begin_with(earlier);
        assert_eq!(review.undoes().expect("undone").as_str(), "ID0002");
        assert_eq!(review.undoes().expect("undone").as_str(), "ID0001");
    }

    #[test]
    fn a_note_is_apart_from_the_verdict() {
        let mut review = Review::default();
        review.judges("ID0001", Verdict::Correct);
        let id = "ID0001";
        assert!(
            review
                .does(Some(id), Deed::Noted("blurred".to_owned()))
                .is_some()
        );
        assert!(review.does(Some(id), Deed::Cleared).is_some());
        let state = &review.states[&InvoiceId::new(id).expect("an ID")];
        assert_eq!((state.verdict(), &*state.note), (None, "blurred"));
    }
}
