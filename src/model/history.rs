//! What was done to a review, so that it can be taken back and done again.

mod change;

use std::collections::HashSet;
use std::slice;
use std::sync::Arc;

use change::{Change, StepChanges};

use super::{
    Deed, Event, EventId, FindingCode, FindingSet, Ignoring, InvoiceId, Sample, SecondReview,
    TestBook, TicketState,
};

/// What was done and not taken back, and what was taken back and can be done again.
#[derive(Clone, Debug, Default)]
pub struct History {
    done: Vec<Step>,
    undone: Vec<Step>,
    /// The sample that was drawn last.
    sample: Option<Sample>,
    /// Which tickets get a second verdict, as it was asked last.
    second: Option<SecondReview>,
    tests: TestBook,
    /// Kinds of findings that say nothing in this review.
    ignored: FindingSet,
    /// Whose deeds can be taken back here; everybody's where nobody is named.
    own: Option<Arc<str>>,
}

/// What one event changed.
#[derive(Clone, Debug)]
struct Step {
    event: EventId,
    reviewer: Arc<str>,
    batch: Option<EventId>,
    changes: StepChanges,
    /// A kind of finding that was heeded before and is ignored since, or the other way round.
    ignoring: Option<Ignoring>,
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
        let (before, after) = (change.before(), change.after());
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

impl Step {
    fn changes(&self) -> slice::Iter<'_, Change> {
        self.changes.as_slice().iter()
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
        // Whoever goes on from a ticket has to know the newest of it, and a second verdict is not for everybody.
        let newest = (!matches!(event.deed, Deed::Second { .. })).then_some(event.stamp.id);
        let now = |change: &Change, state: TicketState| {
            let newest = newest.or(state.newest);
            (change.invoice.clone(), TicketState { newest, ..state })
        };
        match &event.deed {
            Deed::Sampled(sample) => {
                self.sample = Some(sample.clone());
                Vec::new()
            }
            Deed::SecondAsked(which) => {
                self.second = Some(which.clone());
                Vec::new()
            }
            Deed::TestsAsked(_) | Deed::Tested(_) => {
                self.tests.note(event);
                Vec::new()
            }
            Deed::Undone(id) => {
                let Some(step) = take(&mut self.done, *id) else {
                    return Vec::new();
                };
                let changed = step.changes().map(|it| now(it, it.before())).collect();
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
                let changed = step.changes().map(|it| now(it, it.after())).collect();
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
                if changes.as_slice().is_empty() && ignoring.is_none() {
                    return Vec::new();
                }
                if let Some(it) = ignoring {
                    self.ignored.set(it.finding, it.ignored);
                }
                let after = changes.as_slice().iter();
                let after = after.map(|it| now(it, it.after())).collect();
                // What was taken back before is no longer what comes next, unless somebody else goes on with others.
                self.undone.retain(|step| {
                    let is_touched = |change: &Change| {
                        let mut changes = changes.as_slice().iter();
                        changes.any(|it| it.invoice == change.invoice)
                    };
                    step.reviewer != event.reviewer && !step.changes().any(is_touched)
                });
                self.done.push(Step {
                    event: event.stamp.id,
                    reviewer: Arc::clone(&event.reviewer),
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
        let mut turn = turn(&self.own_of(&self.done))?;
        turn.invoices.reverse();
        Some(turn)
    }

    /// What can be done again next.
    pub fn to_redo(&self) -> Option<Turn> {
        let mut turn = turn(&self.own_of(&self.undone))?;
        if turn.events.len() == 1 {
            turn.invoices.reverse();
        }
        Some(turn)
    }

    /// From now on only what this reviewer did can be taken back here.
    pub fn belong_to(&mut self, reviewer: Arc<str>) {
        self.own = Some(reviewer);
    }

    /// Forgets an event that changed nothing after all.
    pub fn forget(&mut self, event: EventId) {
        self.done.retain(|step| step.event != event);
        self.undone.retain(|step| step.event != event);
    }

    /// Those that can be taken back or done again here: not what is somebody else's, nor what somebody else went on from.
    fn own_of<'a>(&self, steps: &'a [Step]) -> Vec<&'a Step> {
        let Some(own) = &self.own else {
            return steps.iter().collect();
        };
        let mut touched: HashSet<&InvoiceId> = HashSet::new();
        let mut found = Vec::new();
        for step in steps.iter().rev() {
            let invoices = step.changes().map(|it| &it.invoice);
            let is_own = step.reviewer == *own;
            if is_own && !invoices.clone().any(|it| touched.contains(it)) {
                found.push(step);
            } else {
                // What lies below a step that stays, stays with it: each ticket's are taken back in order.
                touched.extend(invoices);
            }
        }
        found.reverse();
        found
    }

    /// Invoices of what was done, the newest first, as often as something was done to them.
    pub fn latest(&self) -> impl Iterator<Item = &InvoiceId> {
        let steps = self.done.iter().rev();
        steps.flat_map(|step| step.changes().rev().map(|it| &it.invoice))
    }

    /// The sample that was drawn last.
    pub fn sample(&self) -> Option<&Sample> {
        self.sample.as_ref()
    }

    /// Which tickets get a second verdict; `None`: nobody ever asked for any.
    pub fn second(&self) -> Option<&SecondReview> {
        self.second.as_ref()
    }

    /// What became of test tickets.
    pub fn tests(&self) -> &TestBook {
        &self.tests
    }

    /// The invoices on which this reviewer gave a verdict that others see, each once, the one that was judged last first.
    pub fn judged_lately(&self, reviewer: &str) -> Vec<&InvoiceId> {
        let mut seen = HashSet::new();
        let steps = self.done.iter().rev();
        let steps = steps.filter(|step| *step.reviewer == *reviewer);
        let changes = steps.flat_map(|step| step.changes().rev());
        let judged = changes.filter(|it| it.is_of_verdict() && it.after().judgement.is_some());
        let judged = judged.map(|it| &it.invoice);
        judged.filter(|id| seen.insert(*id)).collect()
    }

    /// The invoices of which this reviewer gave a verdict that others see, also where it was taken back.
    pub fn judged_by<'a>(&'a self, reviewer: &'a str) -> impl Iterator<Item = &'a InvoiceId> {
        let steps = self.done.iter().chain(&self.undone);
        let steps = steps.filter(move |step| *step.reviewer == *reviewer);
        let changes = steps.flat_map(Step::changes);
        let judged = changes.filter(|it| it.is_of_verdict());
        judged.map(|it| &it.invoice)
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
        self.second = self.second.take().or(earlier.second);
        self.tests.begin_with(earlier.tests);
    }
}

/// What this event changes. One of a whole screen changes many.
fn changes(event: &Event, current: impl Fn(&InvoiceId) -> TicketState) -> StepChanges {
    if let Deed::Accepted(accepted) = &event.deed {
        let change = |it: &super::Accepted| {
            let before = current(&it.invoice);
            let after = before.accepted(event, &it.on);
            Change::new(it.invoice.clone(), before, after)
        };
        return accepted.iter().map(change).collect();
    }
    let change = || {
        let invoice = event.invoice.clone()?;
        let before = current(&invoice);
        let after = before.after(event)?;
        Some(Change::new(invoice, before, after))
    };
    change().into_iter().collect()
}

/// The last step with those before it of the same batch; invoices from the last to the first.
fn turn(steps: &[&Step]) -> Option<Turn> {
    let last = steps.last()?;
    let is_of_it = |step: &&&Step| {
        step.event == last.event || (last.batch.is_some() && step.batch == last.batch)
    };
    let mut turn = Turn::default();
    for step in steps.iter().rev().take_while(is_of_it) {
        let invoice = match step.changes.as_slice() {
            [one] => Some(one.invoice.clone()),
            _ => None,
        };
        turn.events.push((step.event, invoice));
        turn.part = step.changes().next().map(Part::of).unwrap_or_default();
        turn.finding = step.ignoring.map(|it| it.finding).or(turn.finding);
        let invoices = step.changes().rev().map(|it| it.invoice.clone());
        turn.invoices.extend(invoices);
    }
    Some(turn)
}

fn take(steps: &mut Vec<Step>, event: EventId) -> Option<Step> {
    let at = steps.iter().rposition(|step| step.event == event)?;
    Some(steps.remove(at))
}

#[cfg(test)]
#[path = "history_tests.rs"]
mod tests;
