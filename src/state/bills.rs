//! Bills that were pasted in the place of invoice IDs: which are still asked for, which gave nothing, and how their
//! invoices become part of the review.

use std::sync::Arc;

use indexmap::IndexSet;

use crate::engine::{EngineCommand, EngineEvent, Failure};
use crate::model::paste::Intake;
use crate::model::{BillContents, BillKey, InvoiceId};

use super::action::Effect;
use super::{NoticeKind, State, keeping};

/// What became of the bills of a review.
#[derive(Debug, Default)]
pub struct Bills {
    /// All of them.
    asked: IndexSet<BillKey>,
    /// Asked for, and not answered yet.
    waiting: IndexSet<BillKey>,
    /// The platform knows no invoices of these, or not these bills.
    empty: IndexSet<BillKey>,
    /// The platform could not be asked about these.
    failed: IndexSet<BillKey>,
    failure: Option<Arc<Failure>>,
    /// The review is opened once all have been heard of: its list is made of what they give.
    opens_list: bool,
}

impl Bills {
    /// What a review kept of them on an earlier day.
    pub(super) fn of(intake: &Intake) -> Self {
        let set = |bills: &[BillKey]| bills.iter().cloned().collect();
        Self {
            asked: set(&intake.bills),
            empty: set(&intake.empty_bills),
            failed: set(&intake.failed_bills),
            ..Self::default()
        }
    }

    /// Notes them in the books of a review. Those that are awaited count as failed until they are heard of.
    pub(super) fn note(&self, intake: &mut Intake) {
        intake.bills = self.asked.iter().cloned().collect();
        intake.empty_bills = self.empty.iter().cloned().collect();
        intake.failed_bills = self.failed.iter().chain(&self.waiting).cloned().collect();
    }

    pub fn waiting(&self) -> usize {
        self.waiting.len()
    }

    /// In the order in which they were pasted.
    pub fn empty(&self) -> impl ExactSizeIterator<Item = &BillKey> {
        self.empty.iter()
    }

    pub fn failed(&self) -> impl ExactSizeIterator<Item = &BillKey> {
        self.failed.iter()
    }

    /// Why the last of the failed ones failed.
    pub fn failure(&self) -> Option<&Failure> {
        self.failure.as_deref()
    }
}

/// Asks which invoices these bills have. `opens_list`: whether there is nothing else in the review yet.
pub(super) fn ask(state: &mut State, bills: Vec<BillKey>, opens_list: bool) -> Vec<Effect> {
    if bills.is_empty() {
        return Vec::new();
    }
    let known = &mut state.bills;
    for bill in &bills {
        known.asked.insert(bill.clone());
        known.empty.shift_remove(bill);
        known.failed.shift_remove(bill);
        known.waiting.insert(bill.clone());
    }
    known.opens_list |= opens_list;
    vec![Effect::Engine(EngineCommand::ResolveBills(bills))]
}

/// Asks once more about those that failed.
pub(super) fn retry(state: &mut State) -> Vec<Effect> {
    let bills: Vec<BillKey> = state.bills.failed.drain(..).collect();
    state.bills.failure = None;
    ask(state, bills, false)
}

/// Takes in what the background says of bills. The invoices of a bill are in the review before anything else is learnt of
/// them.
pub(super) fn told(state: &mut State, event: &EngineEvent) -> Vec<Effect> {
    let mut effects = match event {
        EngineEvent::BillsResolved(bills) => resolved(state, bills),
        EngineEvent::BillsEmpty(bills) => {
            for bill in bills {
                state.bills.waiting.shift_remove(bill);
                state.bills.empty.insert(bill.clone());
            }
            state.notice = Some(NoticeKind::BillsEmpty);
            Vec::new()
        }
        EngineEvent::BillsFailed { bills, failure } => {
            for bill in bills {
                state.bills.waiting.shift_remove(bill);
                state.bills.failed.insert(bill.clone());
            }
            state.bills.failure = Some(Arc::clone(failure));
            state.notice = Some(NoticeKind::BillsFailed);
            Vec::new()
        }
        _ => return Vec::new(),
    };
    if state.bills.opens_list && state.bills.waiting.is_empty() {
        state.bills.opens_list = false;
        if !state.library.is_empty() {
            effects.extend(keeping::open_list(state, false));
        }
    } else {
        effects.extend(keeping::keep_intake(state));
    }
    effects
}

fn resolved(state: &mut State, bills: &[BillContents]) -> Vec<Effect> {
    let mut found: Vec<InvoiceId> = Vec::new();
    for contents in bills {
        state.bills.waiting.shift_remove(&contents.bill);
        if contents.invoices.is_empty() {
            state.bills.empty.insert(contents.bill.clone());
        }
        found.extend(contents.invoices.iter().map(|invoice| invoice.id.clone()));
    }
    let (first, ids) = state.library.add(found);
    let mut effects = Vec::new();
    if !ids.is_empty() {
        if !state.bills.opens_list {
            effects.extend(keeping::added(state, &ids));
        }
        effects.push(Effect::Engine(EngineCommand::Add { first, ids }));
    }
    // The background asks by kind from now on, whichever of these was here before.
    let kinds = bills.iter().flat_map(|contents| &contents.invoices);
    let kinds = kinds.filter_map(|it| Some((state.library.number_of(&it.id)?, it.kind.clone()?)));
    effects.push(Effect::Engine(EngineCommand::KnowTypes(kinds.collect())));
    if state.current.is_none() {
        state.refresh();
        state.current = state.listing.shown().first().copied();
    }
    effects
}

#[cfg(test)]
#[path = "bills_tests.rs"]
mod tests;
