//! What was done to a review, so that it can be taken back and done again.

use super::{
    Deed, Event, EventId, FindingCode, FindingSet, Ignoring, InvoiceId, Sample, TicketState,
};

/// What was done and not taken back, and what was taken back and can be done again.
#[derive(Clone, Debug, Default)]
pub struct History {
    done: Vec<Step>,
    undone: Vec<Step>,
    /// The sample that was drawn last.
    sample: Option<Sample>,
    /// Kinds of findings that say nothing in this review.
    ignored: FindingSet,
}

/// What one event changed.
#[derive(Clone, Debug)]
struct Step {
    event: EventId,
    batch: Option<EventId>,
    changes: Vec<Change>,
    /// A kind of finding that was heeded before and is ignored since, or the other way round.
    ignoring: Option<Ignoring>,
}

#[derive(Clone, Debug)]
struct Change {
    invoice: InvoiceId,
    before: TicketState,
    after: TicketState,
}

/// What is taken back at once, or done again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Turn {
    /// In the order in which they are named, with the invoice of those that are about one.
    pub events: Vec<(EventId, Option<InvoiceId>)>,
    /// In the order in which something was done to them.
    pub invoices: Vec<InvoiceId>,
    /// What of the ticket changes, where it is only one.
    pub part: Part,
    /// The kind of finding that is ignored or heeded again.
    pub finding: Option<FindingCode>,
}

/// What of a ticket a deed of the reviewer changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Part {
    #[default]
    Verdict,
    Note,
    Region,
    Fields,
}

impl Part {
    fn of(change: &Change) -> Self {
        let Change { before, after, .. } = change;
        if before.note != after.note {
            Self::Note
        } else if before.corrected != after.corrected {
            Self::Region
        } else if before.wrong_fields != after.wrong_fields {
            Self::Fields
        } else {
            Self::Verdict
        }
    }
}

impl History {
    /// Takes in an event. What it changes comes back: the invoices and what is true of them now.
    /// `current` tells what was true of an invoice until now.
    pub fn apply(
        &mut self,
        event: &Event,
        current: impl Fn(&InvoiceId) -> TicketState,
    ) -> Vec<(InvoiceId, TicketState)> {
        let newest = Some(event.stamp.id);
        let now = |change: &Change, state: &TicketState| {
            let state = state.clone();
            (change.invoice.clone(), TicketState { newest, ..state })
        };
        match &event.deed {
            Deed::Sampled(sample) => {
                self.sample = Some(sample.clone());
                Vec::new()
            }
            Deed::Undone(id) => {
                let Some(step) = take(&mut self.done, *id) else {
                    return Vec::new();
                };
                let changed = step.changes.iter().map(|it| now(it, &it.before)).collect();
                if let Some(it) = step.ignoring {
                    self.ignored.set(it.finding, !it.ignored);
                }
                self.undone.push(step);
                changed
            }
            Deed::Redone(id) => {
                let Some(step) = take(&mut self.undone, *id) else {
                    return Vec::new();
                };
                let changed = step.changes.iter().map(|it| now(it, &it.after)).collect();
                if let Some(it) = step.ignoring {
                    self.ignored.set(it.finding, it.ignored);
                }
                self.done.push(step);
                changed
            }
            _ => {
                let changes = changes(event, current);
                let ignoring = match &event.deed {
                    Deed::Ignored(it) if self.ignored.has(it.finding) != it.ignored => Some(*it),
                    _ => None,
                };
                if changes.is_empty() && ignoring.is_none() {
                    return Vec::new();
                }
                if let Some(it) = ignoring {
                    self.ignored.set(it.finding, it.ignored);
                }
                let after = changes.iter().map(|it| now(it, &it.after)).collect();
                // What was taken back before is no longer what comes next.
                self.undone.clear();
                self.done.push(Step {
                    event: event.stamp.id,
                    batch: event.stamp.batch,
                    changes,
                    ignoring,
                });
                after
            }
        }
    }

    /// Kinds of findings that say nothing in this review.
    pub fn ignored(&self) -> FindingSet {
        self.ignored
    }

    /// What can be taken back next.
    pub fn to_undo(&self) -> Option<Turn> {
        let mut turn = turn(&self.done)?;
        turn.invoices.reverse();
        Some(turn)
    }

    /// What can be done again next.
    pub fn to_redo(&self) -> Option<Turn> {
        let mut turn = turn(&self.undone)?;
        if turn.events.len() == 1 {
            turn.invoices.reverse();
        }
        Some(turn)
    }

    /// Invoices of what was done, the newest first, as often as something was done to them.
    pub fn latest(&self) -> impl Iterator<Item = &InvoiceId> {
        let steps = self.done.iter().rev();
        steps.flat_map(|step| step.changes.iter().rev().map(|it| &it.invoice))
    }

    /// The sample that was drawn last.
    pub fn sample(&self) -> Option<&Sample> {
        self.sample.as_ref()
    }

    /// Puts what happened earlier before what happened here.
    pub fn begin_with(&mut self, mut earlier: Self) {
        // What was done here came later.
        for it in self.done.iter().filter_map(|step| step.ignoring) {
            earlier.ignored.set(it.finding, it.ignored);
        }
        self.ignored = earlier.ignored;
        earlier.done.append(&mut self.done);
        if self.undone.is_empty() && !earlier.done.is_empty() {
            self.undone = earlier.undone;
        }
        self.done = earlier.done;
        self.sample = self.sample.take().or(earlier.sample);
    }
}

/// What this event changes. One of a whole screen changes many.
fn changes(event: &Event, current: impl Fn(&InvoiceId) -> TicketState) -> Vec<Change> {
    if let Deed::Accepted(accepted) = &event.deed {
        let change = |it: &super::Accepted| {
            let before = current(&it.invoice);
            Change {
                invoice: it.invoice.clone(),
                after: before.accepted(event, &it.on),
                before,
            }
        };
        return accepted.iter().map(change).collect();
    }
    let change = || {
        let invoice = event.invoice.clone()?;
        let before = current(&invoice);
        let after = before.after(event)?;
        Some(Change {
            invoice,
            before,
            after,
        })
    };
    change().into_iter().collect()
}

/// The last step with those before it of the same batch; invoices from the last to the first.
fn turn(steps: &[Step]) -> Option<Turn> {
    let last = steps.last()?;
    let is_of_it = |step: &&Step| {
        step.event == last.event || (last.batch.is_some() && step.batch == last.batch)
    };
    let mut turn = Turn::default();
    for step in steps.iter().rev().take_while(is_of_it) {
        let invoice = match step.changes.as_slice() {
            [one] => Some(one.invoice.clone()),
            _ => None,
        };
        turn.events.push((step.event, invoice));
        turn.part = step.changes.first().map(Part::of).unwrap_or_default();
        turn.finding = step.ignoring.map(|it| it.finding).or(turn.finding);
        let invoices = step.changes.iter().rev().map(|it| it.invoice.clone());
        turn.invoices.extend(invoices);
    }
    Some(turn)
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
    use crate::model::region::RawRegion;
    use crate::model::{Accepted, JudgedOn, Stamp, Verdict};

    #[derive(Default)]
    struct Review {
        history: History,
        states: HashMap<InvoiceId, TicketState>,
        events: u128,
        batch: Option<Uuid>,
    }

    impl Review {
        fn does(&mut self, invoice: Option<&str>, deed: Deed) -> Option<InvoiceId> {
            self.events += 1;
            let event = Event {
                stamp: Stamp {
                    id: Uuid::from_u128(self.events),
                    at_utc_ms: 0,
                    offset_min: 0,
                    batch: self.batch,
                },
                reviewer: "li".into(),
                invoice: invoice.map(|id| InvoiceId::new(id).expect("an ID")),
                base: None,
                deed,
            };
            let states = &self.states;
            let current = |id: &InvoiceId| states.get(id).cloned().unwrap_or_default();
            let changed = self.history.apply(&event, current);
            let first = changed.first().map(|(id, _)| id.clone());
            self.states.extend(changed);
            first
        }

        fn judges(&mut self, id: &str, verdict: Verdict) {
            let deed = Deed::Judged { verdict, on: None };
            assert!(self.does(Some(id), deed).is_some());
        }

        fn undoes(&mut self) -> Option<InvoiceId> {
            let turn = self.history.to_undo()?;
            for (event, _) in turn.events {
                self.does(None, Deed::Undone(event));
            }
            turn.invoices.first().cloned()
        }

        fn redoes(&mut self) -> Option<InvoiceId> {
            let turn = self.history.to_redo()?;
            for (event, _) in turn.events {
                self.does(None, Deed::Redone(event));
            }
            turn.invoices.first().cloned()
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
    fn what_was_done_at_once_is_taken_back_at_once_and_nothing_else() {
        let mut review = Review::default();
        review.judges("ID0001", Verdict::Unsure);
        for (batch, ids) in [(7, ["ID0001", "ID0002"]), (8, ["ID0003", "ID0004"])] {
            review.batch = Some(Uuid::from_u128(batch));
            for id in ids {
                review.judges(id, Verdict::Correct);
            }
            review.batch = None;
        }
        assert_eq!(review.undoes().expect("undone").as_str(), "ID0003");
        assert_eq!(review.verdict("ID0003"), None);
        assert_eq!(review.verdict("ID0002"), Some(&Verdict::Correct));
        assert_eq!(review.undoes().expect("undone").as_str(), "ID0001");
        assert_eq!(review.verdict("ID0001"), Some(&Verdict::Unsure));
        assert_eq!(review.verdict("ID0002"), None);
        assert_eq!(review.redoes().expect("redone").as_str(), "ID0001");
        assert_eq!(review.verdict("ID0002"), Some(&Verdict::Correct));
        assert_eq!(review.verdict("ID0003"), None);
        assert_eq!(review.redoes().expect("redone").as_str(), "ID0003");
        assert_eq!(review.redoes(), None);
    }

    #[test]
    fn a_screen_is_one_event_and_is_taken_back_as_one() {
        let mut review = Review::default();
        review.judges("ID0002", Verdict::Unsure);
        let accepted = ["ID0001", "ID0003"].map(|id| Accepted {
            invoice: InvoiceId::new(id).expect("an ID"),
            on: JudgedOn {
                region: RawRegion::new([1.0, 2.0, 3.0, 4.0]),
                chain: "".into(),
                picture: None,
                on_sheet: false,
            },
        });
        review.does(None, Deed::Accepted(accepted.to_vec()));
        let by_sheet = |review: &Review, id: &str| {
            let state = &review.states[&InvoiceId::new(id).expect("an ID")];
            (
                state.verdict() == Some(&Verdict::Correct),
                state.is_by_sheet(),
            )
        };
        assert_eq!(by_sheet(&review, "ID0001"), (true, true));
        assert_eq!(by_sheet(&review, "ID0002"), (false, false));
        assert_eq!(review.undoes().expect("undone").as_str(), "ID0001");
        assert_eq!(review.verdict("ID0003"), None);
        assert_eq!(review.redoes().expect("redone").as_str(), "ID0001");
        assert_eq!(by_sheet(&review, "ID0003"), (true, true));
        // One that is judged again by itself is no longer the screen's.
        review.judges("ID0003", Verdict::Correct);
        assert_eq!(by_sheet(&review, "ID0003"), (true, false));
    }

    #[test]
    fn a_kind_of_finding_is_ignored_and_heeded_again() {
        let mut review = Review::default();
        let overlaps = FindingCode::RegionOverlaps;
        let ignoring = |ignored| {
            Deed::Ignored(Ignoring {
                finding: overlaps,
                ignored,
            })
        };
        review.does(None, ignoring(true));
        assert!(review.history.ignored().has(overlaps));
        // The same again is nothing that could be taken back.
        review.does(None, ignoring(true));
        review.judges("ID0001", Verdict::Correct);
        assert_eq!(review.undoes().expect("undone").as_str(), "ID0001");
        let turn = review.history.to_undo().expect("ignoring");
        assert_eq!((turn.finding, turn.events.len()), (Some(overlaps), 1));
        assert_eq!(review.undoes(), None, "no invoice is concerned");
        assert!(review.history.ignored().is_empty());
        assert_eq!(review.history.to_undo(), None);
        review.redoes();
        assert!(review.history.ignored().has(overlaps));
        // What happened here meanwhile is newer than what a file says.
        let earlier = std::mem::take(&mut review.history);
        review.does(None, ignoring(false));
        assert!(
            !review.history.ignored().has(overlaps),
            "nothing is known of the file yet"
        );
        review.history.begin_with(earlier);
        assert!(review.history.ignored().has(overlaps));
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
