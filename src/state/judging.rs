//! Judging: verdicts and notes, taking them back, and moving on to what is still to be judged.

use std::collections::HashSet;

use indexmap::IndexMap;

use crate::model::{
    Deed, Event, EventId, FindingCode, History, InvoiceId, InvoiceNr, MOST_CHARS, Reason, Stamp,
    Verdict, plain_line,
};
use crate::review::{Entry, Stage};
use crate::store::{Access, Judge, Order, Record, ReviewAddress, StoreError};

use super::action::{Effect, StoreCall};
use super::focus::{open, select};
use super::keeping::apply;
use super::next_ticket::{advance, to_last_judged, to_unjudged};
use super::place::is_judged;
use super::selection::{self, Given};
use super::{State, Word};
use super::{claims, ignoring, noting, second, team, test_drawing, test_tickets, undo};

/// What was done to the review, and how far it is kept.
#[derive(Debug, Default)]
pub struct Judging {
    pub(super) history: History,
    /// As whom somebody judges in a team's review.
    pub(super) judge: Option<Judge>,
    pub keeping: Keeping,
    /// Events that are not on the disk yet, in order.
    pub(super) unsaved: IndexMap<EventId, Event>,
    /// Those of them that are on this machine, and sent by the next window if not by this one.
    pub(super) kept_here: HashSet<EventId>,
    /// How many events were acknowledged.
    pub saved: usize,
    /// Why nothing is written at the moment; it is tried again by itself.
    pub trouble: Option<StoreError>,
    /// The server of a team's review does not answer.
    pub is_away: bool,
    /// A word about the last key, until the next one.
    pub word: Option<Word>,
    /// What the reviewer is typing.
    pub asks: Option<Asked>,
}

/// Where the review is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Keeping {
    /// Nowhere: nobody asked for it.
    #[default]
    Nowhere,
    Opening,
    Kept {
        at: ReviewAddress,
        access: Access,
    },
    /// It could not be opened: what is judged now is gone with the window.
    Failed(StoreError),
}

/// A text that is asked for in the verdict bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// What is wrong with this one, in the reviewer's own words.
    Reason(InvoiceNr),
    /// The same of so many selected ones.
    ReasonOfMany(usize),
    Note(InvoiceNr),
}

/// What a reviewer does.
#[derive(Clone, Debug, PartialEq)]
pub enum JudgeAction {
    /// Of the open invoice, or else of the selection, or else of the one with the focus.
    Judge {
        verdict: Verdict,
        stamp: Stamp,
        /// Whether to do the opposite of the setting about moving on.
        is_turned: bool,
    },
    /// A verdict came too early to be one.
    NotYet,
    Clear(Stamp),
    /// Begins to type the reason or the note.
    AskReason,
    AskNote,
    /// What was typed as the note of this one.
    Note(InvoiceNr, String, Stamp),
    /// The text that was asked for is here.
    Answer(String, Stamp),
    CancelAsking,
    Undo(Stamp),
    Redo(Stamp),
    /// To the next that is still to be judged, or the previous one.
    NextUnjudged,
    PreviousUnjudged,
    /// To the one that was judged last, and from there to those before it.
    LastJudged,
    /// Leaves a kind of finding out of account in this review, or heeds it again.
    Ignore {
        finding: FindingCode,
        is_ignored: bool,
        stamp: Stamp,
    },
    /// Lets the list follow what happened while somebody was judging.
    RefreshList,
}

impl Judging {
    /// How many events would be lost now.
    pub fn unsaved(&self) -> usize {
        self.unsaved.len().saturating_sub(self.kept_here.len())
    }

    /// How many events are on this machine alone.
    pub fn kept_here(&self) -> usize {
        self.kept_here.len()
    }

    /// Nothing has to be done for this event any more.
    pub(super) fn settled(&mut self, event: EventId) {
        self.unsaved.shift_remove(&event);
        self.kept_here.remove(&event);
    }

    /// As whom somebody judges in a team's review.
    pub fn user(&self) -> Option<&str> {
        self.judge.as_ref().map(|it| &*it.user)
    }

    /// Whether others judge the same review in a database.
    pub fn is_in_database(&self) -> bool {
        self.judge.is_some()
    }

    /// Whether there is anything to take back, or to do again.
    pub fn can_undo(&self) -> bool {
        self.history.to_undo().is_some()
    }

    pub fn can_redo(&self) -> bool {
        self.history.to_redo().is_some()
    }

    /// The invoice that was judged last.
    pub fn last(&self) -> Option<&InvoiceId> {
        self.history.latest().next()
    }

    pub(super) fn may_write(&self) -> Result<(), Access> {
        match &self.keeping {
            Keeping::Kept { access, .. } if *access != Access::Write => Err(*access),
            _ => Ok(()),
        }
    }
}

pub(super) fn update(state: &mut State, action: JudgeAction) -> Vec<Effect> {
    let said = state.judging.word.take();
    match action {
        JudgeAction::Judge {
            verdict,
            stamp,
            is_turned,
        } => {
            if let Some(last) = just_judged_last(state, said.as_ref(), &verdict) {
                return say(state, Word::LastJudged(last));
            }
            judge(state, verdict, stamp, is_turned)
        }
        JudgeAction::NotYet => say(state, Word::NotShownYet),
        JudgeAction::Clear(stamp) => clear(state, stamp),
        JudgeAction::AskReason if state.means_selection() => selection::ask(state),
        JudgeAction::AskReason => ask(state, Asked::Reason),
        JudgeAction::Note(nr, text, stamp) => noting::note(state, nr, text.trim(), stamp),
        JudgeAction::AskNote => ask(state, Asked::Note),
        JudgeAction::Answer(text, stamp) => answer(state, &text, stamp),
        JudgeAction::CancelAsking => {
            state.judging.asks = None;
            Vec::new()
        }
        JudgeAction::Undo(stamp) => undo::undo(state, stamp),
        JudgeAction::Redo(stamp) => undo::redo(state, stamp),
        JudgeAction::NextUnjudged => to_unjudged(state, true),
        JudgeAction::PreviousUnjudged => to_unjudged(state, false),
        JudgeAction::LastJudged => to_last_judged(state),
        JudgeAction::Ignore {
            finding,
            is_ignored,
            stamp,
        } => ignoring::ignore(state, finding, is_ignored, stamp),
        JudgeAction::RefreshList => {
            state.listing.thaw();
            super::focus::refocus(state)
        }
    }
}

pub(super) fn say(state: &mut State, word: Word) -> Vec<Effect> {
    state.judging.word = Some(word);
    Vec::new()
}

fn judge(state: &mut State, verdict: Verdict, stamp: Stamp, is_turned: bool) -> Vec<Effect> {
    if state.means_selection() {
        return selection::judge(state, Given::Verdict(verdict), stamp, is_turned);
    }
    let Some(nr) = state.looked_at() else {
        return Vec::new();
    };
    let is_correct = verdict == Verdict::Correct;
    let settles = state.to_settle(nr).is_some();
    let is_tested = state.is_tested(nr);
    let mut effects = match give(state, nr, verdict, stamp) {
        Ok(effects) => effects,
        Err(word) => return say(state, word),
    };
    if is_tested {
        return effects;
    }
    test_drawing::draw(state, nr);
    if state.settings.advances != is_turned {
        effects.extend(if settles {
            second::advance(state, nr)
        } else {
            advance(state, nr)
        });
    }
    let corrected = state
        .library
        .get(nr)
        .filter(|it| is_correct && it.ticket.corrected.is_some());
    if let Some(entry) = corrected {
        state.judging.word = Some(Word::CorrectButCorrected(entry.id.clone()));
    }
    effects
}

/// The invoice, where it was the last to be judged a moment ago and would get another verdict now: whoever judges fast
/// presses a key more than there are tickets.
fn just_judged_last(state: &State, said: Option<&Word>, verdict: &Verdict) -> Option<InvoiceId> {
    let entry = state.library.get(state.stands_at()?)?;
    let is_last = said == Some(&Word::AllJudged)
        && !state.means_selection()
        && state.judging.last() == Some(&entry.id)
        && entry.ticket.verdict() != Some(verdict);
    is_last.then(|| entry.id.clone())
}

/// Gives a verdict on an invoice. The one that it has already is not given again.
pub(super) fn give(
    state: &mut State,
    nr: InvoiceNr,
    verdict: Verdict,
    stamp: Stamp,
) -> Result<Vec<Effect>, Word> {
    if let Some(word) = objection(state, nr, &verdict) {
        return Err(word);
    }
    if state.is_tested(nr) {
        return Ok(test_tickets::answer(state, verdict, stamp));
    }
    let entry = state.library.get(nr);
    let is_settled = state.to_settle(nr).is_none();
    let is_given = |entry: &Entry| is_settled && entry.ticket.verdict() == Some(&verdict);
    if entry.is_some_and(|entry| is_given(entry) && !entry.wants_another_look()) {
        state.listing.freeze();
        return Ok(Vec::new());
    }
    let on = entry.and_then(Entry::judged_on);
    Ok(record(state, Some(nr), Deed::Judged { verdict, on }, stamp))
}

/// Why this verdict cannot be given now.
pub(super) fn objection(state: &State, nr: InvoiceNr, verdict: &Verdict) -> Option<Word> {
    let entry = state.library.get(nr)?;
    if let Err(word) = state.may_judge(nr) {
        return Some(word);
    }
    let is_open = state.viewer.as_ref().is_some_and(|viewer| viewer.nr == nr);
    let is_shown = match entry.stage {
        Stage::Waiting | Stage::Linked | Stage::Loading => false,
        Stage::Ready => !is_open || state.has_picture(nr),
        Stage::Failed | Stage::NotFound | Stage::NoPicture => true,
    };
    if !is_shown {
        return Some(Word::NotShownYet);
    }
    (*verdict == Verdict::Correct && !entry.can_be_correct()).then_some(Word::CannotBeCorrect)
}

fn clear(state: &mut State, stamp: Stamp) -> Vec<Effect> {
    if state.means_selection() {
        return selection::judge(state, Given::Nothing, stamp, false);
    }
    let Some(nr) = state.looked_at() else {
        return Vec::new();
    };
    if let Err(word) = state.may_judge(nr) {
        return say(state, word);
    }
    if !is_judged(state, nr) {
        return Vec::new();
    }
    record(state, Some(nr), Deed::Cleared, stamp)
}

fn ask(state: &mut State, asked: impl FnOnce(InvoiceNr) -> Asked) -> Vec<Effect> {
    let Some(nr) = state.looked_at() else {
        return Vec::new();
    };
    let asked = asked(nr);
    let objection = match asked {
        Asked::Reason(nr) => objection(state, nr, &Verdict::Wrong(None)),
        Asked::Note(nr) => state.may_add(nr).err(),
        Asked::ReasonOfMany(_) => state.judging.may_write().err().map(Word::OnlyToLookAt),
    };
    if let Some(word) = objection {
        return say(state, word);
    }
    state.judging.asks = Some(asked);
    Vec::new()
}

fn answer(state: &mut State, text: &str, stamp: Stamp) -> Vec<Effect> {
    let text = plain_line(text, MOST_CHARS);
    match state.judging.asks.take() {
        Some(Asked::Reason(nr)) if !text.is_empty() => {
            let verdict = in_own_words(state, text);
            let mut effects = match give(state, nr, verdict, stamp) {
                Ok(effects) => effects,
                Err(word) => return say(state, word),
            };
            if state.looked_at() != Some(nr) {
                return effects;
            }
            test_drawing::draw(state, nr);
            if state.settings.advances {
                effects.extend(advance(state, nr));
            }
            effects
        }
        Some(Asked::ReasonOfMany(_)) if !text.is_empty() => {
            let verdict = in_own_words(state, text);
            selection::judge_asked(state, verdict, stamp)
        }
        Some(Asked::Note(nr)) => noting::note(state, nr, &text, stamp),
        _ => Vec::new(),
    }
}

fn in_own_words(state: &mut State, text: String) -> Verdict {
    let words = &mut state.settings.reasons;
    words.retain(|it| *it != text);
    words.insert(0, text.clone());
    words.truncate(REASONS);
    Verdict::Wrong(Some(Reason::Other(text)))
}

/// Own words that are offered again.
pub const REASONS: usize = 5;

/// Adds an event to the review, about this invoice or about several. What it changes shows at once; it is kept in the background.
pub(super) fn record(
    state: &mut State,
    nr: Option<InvoiceNr>,
    deed: Deed,
    stamp: Stamp,
) -> Vec<Effect> {
    match nr.and_then(|nr| test_tickets::beside(state, nr, &deed, stamp)) {
        Some(effects) => effects,
        None => record_real(state, nr, deed, stamp),
    }
}

/// The same of what cannot be about a test ticket.
pub(super) fn record_real(
    state: &mut State,
    nr: Option<InvoiceNr>,
    deed: Deed,
    stamp: Stamp,
) -> Vec<Effect> {
    let deed = second::meant(state, nr, deed);
    let entry = nr.and_then(|nr| state.library.get(nr));
    let event = Event {
        stamp,
        reviewer: team::reviewer(state),
        invoice: entry.map(|entry| entry.id.clone()),
        base: team::base(state, entry),
        deed,
    };
    let states = apply(state, &event);
    state.listing.freeze();
    if matches!(state.judging.keeping, Keeping::Nowhere) {
        return Vec::new();
    }
    state.judging.unsaved.insert(event.stamp.id, event.clone());
    let record = Box::new(Record { event, states });
    let mut effects = vec![Effect::Store(StoreCall::Keep(Order::Append(record)))];
    effects.extend(claims::refill(state));
    effects
}

/// Shows an invoice: where one is open, in its place.
pub(super) fn go_to(state: &mut State, nr: InvoiceNr) -> Vec<Effect> {
    state.selection.give_up();
    if state.viewer.is_some() || state.listing.position(nr).is_none() {
        open(state, nr)
    } else {
        select(state, Some(nr))
    }
}

#[cfg(test)]
#[path = "judging_tests.rs"]
pub(super) mod tests;
