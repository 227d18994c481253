//! Several tickets at once: which are selected in the grid, and one verdict for all of them.

use std::collections::BTreeSet;

use crate::model::{Deed, InvoiceNr, Reason, Stamp, Verdict};
use crate::review::Entry;

use super::action::{Effect, Move};
use super::focus::{select, target};
use super::judging::{Asked, give, objection, record, say};
use super::next_ticket::advance;
use super::{State, Word};

/// A selection of more is asked about first.
pub const ASKS_ABOVE: usize = 20;

/// The tickets that are selected. Only what the list shows can be.
#[derive(Debug, Default)]
pub struct Selection {
    chosen: BTreeSet<InvoiceNr>,
    /// Where a range begins, and what was selected beside it.
    anchor: Option<(InvoiceNr, BTreeSet<InvoiceNr>)>,
    /// What waits for a yes.
    pub question: Option<Question>,
    /// Those that a reason is typed for.
    asked: Vec<InvoiceNr>,
}

/// What the window shows of the grid: of nothing else can anybody say whether it is correct.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sight {
    /// All that have a tile in view, in the list's order; of a sheet, those that are on it.
    pub screen: Vec<InvoiceNr>,
    /// Those of them whose pixels are there, sharp enough for what the tile is for.
    pub ready: Vec<InvoiceNr>,
}

/// What is asked before many tickets are judged at once.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    pub given: Given,
    /// In the list's order.
    pub numbers: Vec<InvoiceNr>,
    /// Selected ones that cannot be judged so now.
    pub left_out: usize,
    /// Those that have another verdict now, which is overwritten or taken away.
    pub overwritten: usize,
    /// Those with a finding that wants a look.
    pub warned: usize,
    is_turned: bool,
}

/// What all of the selection is given.
#[derive(Clone, Debug, PartialEq)]
pub enum Given {
    Verdict(Verdict),
    /// Their verdicts are taken away.
    Nothing,
}

/// What happens to the selection.
#[derive(Clone, Debug, PartialEq)]
pub enum SelectAction {
    Toggle(InvoiceNr),
    /// From the last one to this one, in the order shown.
    Range(InvoiceNr),
    /// The range goes so far on from the focus.
    Extend(Move),
    All,
    GiveUp,
    /// What the last frame showed.
    InSight(Sight),
    /// The question is answered.
    Confirm(Stamp),
    Decline,
}

impl Selection {
    pub fn len(&self) -> usize {
        self.chosen.len()
    }

    pub fn is_empty(&self) -> bool {
        self.chosen.is_empty()
    }

    pub fn has(&self, nr: InvoiceNr) -> bool {
        self.chosen.contains(&nr)
    }

    pub(super) fn give_up(&mut self) {
        self.chosen.clear();
        self.anchor = None;
        self.question = None;
    }

    /// Only what is shown stays selected.
    pub(super) fn keep_shown(&mut self, is_shown: impl Fn(InvoiceNr) -> bool) {
        if !self.chosen.is_empty() {
            self.chosen.retain(|nr| is_shown(*nr));
        }
    }
}

impl State {
    /// Whether a verdict means the selection, and not one ticket.
    pub fn means_selection(&self) -> bool {
        self.viewer.is_none() && !self.selection.is_empty()
    }
}

pub(super) fn update(state: &mut State, action: SelectAction) -> Vec<Effect> {
    state.refresh();
    match action {
        SelectAction::Toggle(nr) => toggle(state, nr),
        SelectAction::Range(nr) => range(state, nr),
        SelectAction::Extend(to) => match target(state, to) {
            Some(nr) => range(state, nr),
            None => Vec::new(),
        },
        SelectAction::All => {
            state.selection.anchor = None;
            state.selection.chosen = state.listing.shown().iter().copied().collect();
            Vec::new()
        }
        SelectAction::GiveUp => {
            state.selection.give_up();
            Vec::new()
        }
        SelectAction::InSight(sight) => {
            state.sight = sight;
            Vec::new()
        }
        SelectAction::Confirm(stamp) => match state.selection.question.take() {
            Some(question) => judge_all(state, question, stamp),
            None => Vec::new(),
        },
        SelectAction::Decline => {
            state.selection.question = None;
            Vec::new()
        }
    }
}

fn toggle(state: &mut State, nr: InvoiceNr) -> Vec<Effect> {
    if state.listing.position(nr).is_none() {
        return Vec::new();
    }
    let chosen = &mut state.selection.chosen;
    if !chosen.remove(&nr) {
        chosen.insert(nr);
    }
    state.selection.anchor = Some((nr, state.selection.chosen.clone()));
    select(state, Some(nr))
}

fn range(state: &mut State, to: InvoiceNr) -> Vec<Effect> {
    let from_focus = || (state.current.unwrap_or(to), BTreeSet::new());
    let (from, beside) = state.selection.anchor.take().unwrap_or_else(from_focus);
    let place = |nr| state.listing.position(nr);
    let (Some(start), Some(end)) = (place(from).or(place(to)), place(to)) else {
        return Vec::new();
    };
    let shown = &state.listing.shown()[start.min(end)..=start.max(end)];
    state.selection.chosen = beside.iter().chain(shown).copied().collect();
    state.selection.anchor = Some((from, beside));
    select(state, Some(to))
}

/// Gives it to all that it can be given to; asks first where they are many.
pub(super) fn judge(state: &mut State, given: Given, stamp: Stamp, is_turned: bool) -> Vec<Effect> {
    let chosen = in_order(state);
    judge_these(state, &chosen, given, stamp, is_turned)
}

/// The same for those that own words were asked for.
pub(super) fn judge_asked(state: &mut State, verdict: Verdict, stamp: Stamp) -> Vec<Effect> {
    let mut chosen = std::mem::take(&mut state.selection.asked);
    chosen.retain(|nr| state.listing.position(*nr).is_some());
    judge_these(state, &chosen, Given::Verdict(verdict), stamp, false)
}

fn judge_these(
    state: &mut State,
    chosen: &[InvoiceNr],
    given: Given,
    stamp: Stamp,
    is_turned: bool,
) -> Vec<Effect> {
    if let Err(access) = state.judging.may_write() {
        return say(state, Word::OnlyToLookAt(access));
    }
    let can_be = |nr: &InvoiceNr| can_be_given(state, *nr, &given);
    let numbers: Vec<InvoiceNr> = chosen.iter().copied().filter(can_be).collect();
    let left_out = match given {
        Given::Verdict(_) => chosen.len() - numbers.len(),
        // What has no verdict loses none.
        Given::Nothing => 0,
    };
    let entries = || numbers.iter().filter_map(|nr| state.library.get(*nr));
    let is_another = |entry: &&Entry| {
        let verdict = entry.ticket.verdict();
        let is_same = matches!(&given, Given::Verdict(it) if verdict == Some(it));
        verdict.is_some() && !is_same
    };
    let question = Question {
        overwritten: entries().filter(is_another).count(),
        warned: entries().filter(|it| it.is_suspicious()).count(),
        given,
        numbers,
        left_out,
        is_turned,
    };
    if chosen.len() > ASKS_ABOVE && !question.numbers.is_empty() {
        state.selection.question = Some(question);
        return Vec::new();
    }
    judge_all(state, question, stamp)
}

/// Begins to type what is wrong with all of them.
pub(super) fn ask(state: &mut State) -> Vec<Effect> {
    let chosen = in_order(state);
    let given = Given::Verdict(Verdict::Wrong(Some(Reason::Other(String::new()))));
    if let Err(access) = state.judging.may_write() {
        return say(state, Word::OnlyToLookAt(access));
    }
    if !chosen.iter().any(|nr| can_be_given(state, *nr, &given)) {
        let left_out = chosen.len();
        return say(
            state,
            Word::Many {
                judged: 0,
                left_out,
                corrected: 0,
            },
        );
    }
    state.judging.asks = Some(Asked::ReasonOfMany(chosen.len()));
    state.selection.asked = chosen;
    Vec::new()
}

fn in_order(state: &State) -> Vec<InvoiceNr> {
    let shown = state.listing.shown().iter().copied();
    shown.filter(|nr| state.selection.has(*nr)).collect()
}

fn can_be_given(state: &State, nr: InvoiceNr, given: &Given) -> bool {
    let Some(entry) = state.library.get(nr) else {
        return false;
    };
    match given {
        Given::Nothing => entry.ticket.verdict().is_some() && state.may_judge(nr).is_ok(),
        Given::Verdict(verdict) => {
            let is_in_sight = if *verdict == Verdict::Correct || !entry.stage.is_settled() {
                state.sight.ready.contains(&nr)
            } else {
                state.sight.screen.contains(&nr)
            };
            is_in_sight && objection(state, nr, verdict).is_none()
        }
    }
}

/// One event each, of one batch. Leads on from the last of them.
fn judge_all(state: &mut State, question: Question, stamp: Stamp) -> Vec<Effect> {
    let Question {
        given,
        numbers,
        left_out,
        is_turned,
        ..
    } = question;
    let entries = numbers.iter().filter_map(|nr| state.library.get(*nr));
    let corrected = match given {
        Given::Verdict(Verdict::Correct) => {
            entries.filter(|it| it.ticket.corrected.is_some()).count()
        }
        _ => 0,
    };
    let mut effects = Vec::new();
    let mut judged = 0;
    let mut next = Stamp {
        batch: (numbers.len() > 1).then_some(stamp.id),
        ..stamp
    };
    for nr in &numbers {
        let done = match &given {
            Given::Verdict(verdict) => give(state, *nr, verdict.clone(), next),
            Given::Nothing => Ok(record(state, Some(*nr), Deed::Cleared, next)),
        };
        if let Ok(done) = done {
            judged += 1;
            effects.extend(done);
        }
        next = next.another();
    }
    if let Some(last) = numbers.last() {
        state.selection.give_up();
        let leads_on = given != Given::Nothing && state.settings.advances != is_turned;
        if leads_on {
            state.current = Some(*last);
            effects.extend(advance(state, *last));
        }
    }
    state.judging.word = Some(Word::Many {
        judged,
        left_out,
        corrected,
    });
    effects
}

#[cfg(test)]
#[path = "selection_tests.rs"]
mod tests;
