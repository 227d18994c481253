//! What one said in a team's review although somebody else had been first: theirs stands, and it is decided ticket by
//! ticket whether it stays so.

use crate::model::{Deed, Event, EventId, InvoiceId, Stamp, Verdict};
use crate::store::{Order, Unheard};

use super::State;
use super::action::{Effect, StoreCall};
use super::judging::{record_real, say};

/// What is decided of one ticket.
#[derive(Clone, Debug, PartialEq)]
pub enum UnheardAction {
    /// One's own counts now, as one has seen the other.
    TakeOwn(EventId, InvoiceId, Stamp),
    /// What somebody else said stays.
    KeepTheirs(EventId, InvoiceId),
}

/// What is to be decided: what one said of a ticket.
#[derive(Clone, Debug, PartialEq)]
pub struct Unsettled<'a> {
    pub event: &'a Event,
    pub invoice: &'a InvoiceId,
}

impl State {
    /// What is still to be decided, one ticket after the other.
    pub fn unsettled(&self) -> impl Iterator<Item = Unsettled<'_>> {
        self.unheard.iter().flat_map(|it| {
            let event = &it.event;
            let invoices = it.invoices.iter();
            invoices.map(move |invoice| Unsettled { event, invoice })
        })
    }
}

impl Unsettled<'_> {
    /// The verdict that one gave, if it was one.
    pub fn verdict(&self) -> Option<Verdict> {
        verdict(self.event)
    }
}

/// The verdict that an event gives.
pub(super) fn verdict(event: &Event) -> Option<Verdict> {
    match &event.deed {
        Deed::Judged { verdict, .. } => Some(verdict.clone()),
        Deed::Accepted(_) => Some(Verdict::Correct),
        _ => None,
    }
}

pub(super) fn update(state: &mut State, action: UnheardAction) -> Vec<Effect> {
    match action {
        UnheardAction::KeepTheirs(event, invoice) => decide(state, event, &invoice),
        UnheardAction::TakeOwn(event, invoice, stamp) => {
            let Some(nr) = state.library.number_of(&invoice) else {
                return decide(state, event, &invoice);
            };
            if let Err(word) = state.may_change(nr) {
                return say(state, word);
            }
            let mut own = state.unheard.iter().map(|it| &it.event);
            let deed = own.find(|it| it.stamp.id == event);
            let deed = deed.and_then(|it| deed_of(it, &invoice));
            let mut effects = decide(state, event, &invoice);
            if let Some(deed) = deed {
                effects.extend(record_real(state, Some(nr), deed, stamp));
            }
            effects
        }
    }
}

/// The same said of one ticket; `None` where it cannot be said again, as what was taken back.
fn deed_of(event: &Event, invoice: &InvoiceId) -> Option<Deed> {
    match &event.deed {
        Deed::Accepted(all) => {
            let one = all.iter().find(|it| it.invoice == *invoice)?;
            Some(Deed::Judged {
                verdict: Verdict::Correct,
                on: Some(one.on.clone()),
            })
        }
        deed @ (Deed::Judged { .. }
        | Deed::Cleared
        | Deed::Noted(_)
        | Deed::Corrected(_)
        | Deed::FieldMarked(_)) => Some(deed.clone()),
        _ => None,
    }
}

fn decide(state: &mut State, event: EventId, invoice: &InvoiceId) -> Vec<Effect> {
    let Some(at) = state
        .unheard
        .iter()
        .position(|it| it.event.stamp.id == event)
    else {
        return Vec::new();
    };
    let of_it = &mut state.unheard[at].invoices;
    of_it.retain(|it| it != invoice);
    if !of_it.is_empty() {
        return Vec::new();
    }
    state.unheard.remove(at);
    vec![Effect::Store(StoreCall::Keep(Order::Decided(event)))]
}

/// Notes what is to be decided, each once.
pub(super) fn note(state: &mut State, unheard: Unheard) {
    let id = unheard.event.stamp.id;
    if !state.unheard.iter().any(|it| it.event.stamp.id == id) {
        state.unheard.push(unheard);
    }
}
