//! A second review in a team: whoever may be asked for the second verdict on a ticket is not shown the first, nor what was
//! said beside it; where the two differ, a third person settles it.

use std::collections::HashSet;
use std::sync::Arc;

use crate::model::{
    Deed, Event, InvoiceId, InvoiceNr, Opinions, SecondReview, Stamp, TicketState, Verdict,
};
use crate::review::{Asked, Entry, draw_share};

use super::action::Effect;
use super::judging::{go_to, record, say};
use super::{State, Word};

/// What this window knows of it.
#[derive(Debug, Default)]
pub struct Second {
    asked: Asked,
    /// Those that one judged for all to see, or of which one was told what stands: never to be judged blind.
    spoken: HashSet<InvoiceNr>,
}

/// What happens to it.
#[derive(Clone, Debug, PartialEq)]
pub enum SecondAction {
    /// These get a second verdict from now on.
    Ask(SecondWanted, Stamp),
    /// This is what stands of a ticket on which two disagree.
    Settle(InvoiceNr, Verdict, Stamp),
}

/// Which tickets are wanted to be judged twice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SecondWanted {
    Nothing,
    #[default]
    All,
    /// So many in a hundred, drawn by this seed, or by that of the moment where nobody chose one.
    Share {
        percent: u8,
        seed: Option<u64>,
    },
    Wrong,
}

impl State {
    /// Whether one may ask for second verdicts here, and settle.
    pub fn may_settle(&self) -> bool {
        let judge = self.judging.judge.as_ref();
        self.is_in_team() && judge.is_some_and(|it| it.may_settle)
    }

    /// Which tickets get a second verdict; `None`: nobody asked for any.
    pub fn second_review(&self) -> Option<&SecondReview> {
        self.judging.history.second()
    }

    /// Whether something that others said is hidden here.
    pub fn is_blind(&self) -> bool {
        self.library.count_hidden() > 0
    }

    /// Tickets on which two disagree, and nobody settled it yet.
    pub fn disagreements(&self) -> impl Iterator<Item = (InvoiceNr, &Opinions)> {
        let entries = self.library.numbers().zip(self.library.entries());
        entries.filter_map(|(nr, entry)| {
            let opinions = entry.truth().opinions.as_deref()?;
            opinions.is_open().then_some((nr, opinions))
        })
    }

    /// How many were judged twice, and how many got a second verdict from oneself.
    pub fn judged_twice(&self) -> (usize, usize) {
        let user = self.judging.user();
        let entries = self.library.entries().iter();
        let opinions = entries.filter_map(|it| it.truth().opinions.as_deref());
        opinions.fold((0, 0), |(all, own), it| {
            (
                all + 1,
                own + usize::from(Some(&*it.second.reviewer) == user),
            )
        })
    }

    /// What two said of a ticket that one is to settle, as the third.
    pub fn to_settle(&self, nr: InvoiceNr) -> Option<&Opinions> {
        let opinions = self.library.get(nr)?.truth().opinions.as_deref()?;
        let is_third = |user: &str| !opinions.is_by(user);
        let may = self.may_settle() && self.judging.user().is_some_and(is_third);
        (may && opinions.is_open()).then_some(opinions)
    }

    /// Why no verdict can be given on it now.
    pub(super) fn may_judge(&self, nr: InvoiceNr) -> Result<(), Word> {
        self.may_change(nr)?;
        // What became of it among others meanwhile is another matter.
        if self.is_tested(nr) {
            return Ok(());
        }
        if self.is_test_over(nr) {
            return Err(Word::TestOver);
        }
        let entry = self.library.get(nr).filter(|it| it.behind.is_none());
        let opinions = entry.and_then(|it| it.truth().opinions.as_deref());
        let Some(opinions) = opinions.filter(|it| !it.agree() && self.is_in_team()) else {
            return Ok(());
        };
        if opinions.is_settled {
            return if self.may_settle() {
                Ok(())
            } else {
                Err(Word::Settled)
            };
        }
        let is_first = self.judging.user() == Some(&*opinions.first.reviewer);
        let may = self.to_settle(nr).is_some() || (is_first && !self.may_settle());
        if may { Ok(()) } else { Err(Word::ToSettle) }
    }

    /// Why nothing can be said beside the verdict: what was said first is not to be overwritten unseen.
    pub(super) fn may_add(&self, nr: InvoiceNr) -> Result<(), Word> {
        self.may_change(nr)?;
        if self.is_test_over(nr) {
            return Err(Word::TestOver);
        }
        let entry = self.shown_entry(nr);
        let is_hidden = entry.is_some_and(|it| it.behind.is_some());
        if is_hidden {
            Err(Word::VerdictsOnly)
        } else {
            Ok(())
        }
    }
}

pub(super) fn update(state: &mut State, action: SecondAction) -> Vec<Effect> {
    match action {
        SecondAction::Ask(wanted, stamp) => {
            if !state.may_settle() {
                return Vec::new();
            }
            let which = match wanted {
                SecondWanted::Nothing => SecondReview::Nothing,
                SecondWanted::All => SecondReview::All,
                SecondWanted::Wrong => SecondReview::Wrong,
                SecondWanted::Share { percent, seed } => {
                    let seed = seed.unwrap_or_else(|| stamp.at_utc_ms.unsigned_abs());
                    draw_share(&state.library, percent.min(100), seed)
                }
            };
            record(state, None, Deed::SecondAsked(which), stamp)
        }
        SecondAction::Settle(nr, verdict, stamp) => {
            if let Err(word) = state.may_judge(nr) {
                return say(state, word);
            }
            if state.to_settle(nr).is_none() {
                return Vec::new();
            }
            let on = state.library.get(nr).and_then(Entry::judged_on);
            record(state, Some(nr), Deed::Judged { verdict, on }, stamp)
        }
    }
}

/// What a verdict is of this ticket, and here: a second one, or one that settles.
pub(super) fn meant(state: &State, nr: Option<InvoiceNr>, deed: Deed) -> Deed {
    let Some(nr) = nr else {
        return deed;
    };
    let is_hidden = state.library.get(nr).is_some_and(|it| it.behind.is_some());
    match deed {
        Deed::Judged { verdict, on } if is_hidden => {
            let verdict = Some(verdict);
            Deed::Second { verdict, on }
        }
        Deed::Cleared if is_hidden => Deed::Second {
            verdict: None,
            on: None,
        },
        Deed::Judged { verdict, on } if state.to_settle(nr).is_some() => {
            Deed::Settled { verdict, on }
        }
        deed => deed,
    }
}

/// To the next ticket on which two disagree, around the end of the list.
pub(super) fn advance(state: &mut State, nr: InvoiceNr) -> Vec<Effect> {
    state.refresh();
    let is_wanted = |nr| state.to_settle(nr).is_some();
    match state.listing.next(Some(nr), true, is_wanted) {
        Some(next) => go_to(state, next),
        None => say(state, Word::AllSettled),
    }
}

/// Begins with what is in the review.
pub(super) fn begin(state: &mut State) {
    let history = &state.judging.history;
    let library = &state.library;
    let own = state.judging.user().unwrap_or_default();
    let judged = history.judged_by(own);
    let told = state.judging.judge.iter().flat_map(|it| &it.told);
    let spoken = judged.chain(told);
    let spoken = spoken.filter_map(|id| library.number_of(id)).collect();
    state.second.spoken = spoken;
    ask(state);
}

/// Takes in what an event says of it, before what it changes is shown.
pub(super) fn heard(state: &mut State, event: &Event, changed: &[(InvoiceId, TicketState)]) {
    if matches!(event.deed, Deed::TestsAsked(_) | Deed::Tested(_)) {
        state.library.asked_anew();
    }
    if matches!(event.deed, Deed::SecondAsked(_)) {
        return ask(state);
    }
    let is_seen = matches!(
        event.deed,
        Deed::Judged { .. } | Deed::Accepted(_) | Deed::Cleared
    );
    if is_seen && state.judging.user() == Some(&*event.reviewer) {
        told(state, changed.iter().map(|(id, _)| id));
    }
}

/// It is known here what stands of these.
pub(super) fn told<'a>(state: &mut State, ids: impl Iterator<Item = &'a InvoiceId>) {
    let library = &state.library;
    let numbers = ids.filter_map(|id| library.number_of(id));
    state.second.spoken.extend(numbers);
}

/// Other tickets get a second verdict than before.
fn ask(state: &mut State) {
    let which = state.judging.history.second();
    state.second.asked = which.map(Asked::of).unwrap_or_default();
    state.library.asked_anew();
    for nr in state.library.numbers() {
        let Some(entry) = state.library.get(nr) else {
            continue;
        };
        let truth = entry.truth();
        if entry.behind.is_some() || masked(state, nr, &entry.id, truth).is_some() {
            let truth = truth.clone();
            show(state, nr, truth);
        }
    }
}

/// Shows what is true of a ticket from now on, but for what is hidden here.
pub(super) fn show(state: &mut State, nr: InvoiceNr, truth: TicketState) {
    let entry = state.library.get(nr);
    match entry.and_then(|it| masked(state, nr, &it.id, &truth)) {
        Some(shown) => state.library.hide(nr, shown, truth),
        None => state.library.judge(nr, truth),
    }
}

/// What is shown instead, where one is to judge it a second time or did so: one's own verdict, and nothing that others
/// said. That stays so until it is settled: whoever knows both could think again.
fn masked(
    state: &State,
    nr: InvoiceNr,
    id: &InvoiceId,
    truth: &TicketState,
) -> Option<TicketState> {
    let (second, own) = (&state.second, state.judging.judge.as_ref()?);
    let first = truth.judgement.as_ref()?;
    let is_blind = second.asked.is_on() && !own.may_settle && state.is_in_team();
    if !is_blind || first.reviewer == own.user || second.spoken.contains(&nr) {
        return None;
    }
    let judgement = match truth.opinions.as_deref() {
        None if second.asked.takes(id, truth) => None,
        Some(it) if !it.is_settled && it.second.reviewer == own.user => {
            Some(Arc::clone(&it.second))
        }
        _ => return None,
    };
    Some(TicketState {
        judgement,
        newest: truth.newest,
        ..TicketState::default()
    })
}

#[cfg(test)]
#[path = "second_tests.rs"]
mod tests;
