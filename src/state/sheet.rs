//! Sheet mode: whole screens of tickets at region zoom; exceptions are marked, the rest is accepted with one key.

use std::collections::BTreeSet;

use crate::model::{Accepted, Deed, EventId, InvoiceNr, JudgedOn, Stamp, Verdict};
use crate::review::{Entry, Judged, Stage};

use super::action::Effect;
use super::focus::{open, select};
use super::judging::{give, record, say};
use super::next_ticket::to_unjudged;
use super::{State, Word};

/// How the grid is looked at.
#[derive(Debug, Default)]
pub struct Sheet {
    pub is_on: bool,
    /// What the last click on a tile did: a second one that opens the ticket takes it back.
    marked: Option<EventId>,
    /// Marked by a click since the mode began, which another click takes back. What was judged with more thought is
    /// not undone by a click.
    by_click: BTreeSet<InvoiceNr>,
}

/// What happens in sheet mode.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum SheetAction {
    Toggle,
    /// So many screens on, each of so many tickets.
    Turn {
        by: isize,
        per: usize,
    },
    /// Wrong, and with the next click not judged again.
    Mark(InvoiceNr, Stamp),
    /// Opens a ticket whose tile was clicked a moment ago.
    Open(InvoiceNr, Stamp),
    /// Accepts what can be of this screen, and goes on to the next.
    Accept(Stamp),
}

/// What becomes of each ticket of the screen when it is accepted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Acceptance {
    /// Those that become correct, in the list's order.
    pub numbers: Vec<InvoiceNr>,
    /// How many of those the program itself has not read yet, where it reads: a warning may still come.
    pub unread: usize,
    /// They keep the verdict that they have, or get one of somebody else who is at them.
    pub judged: usize,
    /// With a finding that wants a look, or with a region that somebody corrected.
    pub warned: usize,
    /// Their pixels are not here, or too coarse.
    pub unseen: usize,
    /// There is no region that could be correct.
    pub impossible: usize,
}

impl Acceptance {
    pub fn left_out(&self) -> usize {
        self.warned + self.unseen + self.impossible
    }
}

impl State {
    /// Whether screens are shown, and not an open ticket.
    pub fn shows_sheet(&self) -> bool {
        self.sheet.is_on && self.viewer.is_none()
    }

    /// What accepting the screen would do now.
    pub fn acceptance(&self) -> Acceptance {
        let mut all = Acceptance::default();
        for &nr in &self.sight.screen {
            let Some(entry) = self.library.get(nr) else {
                continue;
            };
            let is_listed = self.listing.position(nr).is_some();
            let located = entry.located.as_ref();
            if entry.ticket.verdict().is_some() || entry.holder.is_some() {
                all.judged += 1;
            } else if !entry.can_be_correct() {
                all.impossible += 1;
            } else if entry.is_suspicious() || entry.ticket.corrected.is_some() {
                all.warned += 1;
            } else if is_listed
                && entry.stage == Stage::Ready
                && located.is_some()
                && self.sight.ready.contains(&nr)
            {
                all.unread += usize::from(self.settings.reads_pictures && !entry.is_read());
                all.numbers.push(nr);
            } else {
                all.unseen += 1;
            }
        }
        all
    }
}

pub(super) fn update(state: &mut State, action: SheetAction) -> Vec<Effect> {
    match action {
        SheetAction::Toggle => {
            state.sheet.is_on = !state.sheet.is_on;
            state.sheet.by_click.clear();
            state.selection.give_up();
            state.judging.word = None;
            let first = || state.listing.shown().first().copied();
            let current = state.current.or_else(first);
            select(state, current)
        }
        SheetAction::Turn { by, per } => turn(state, by, per),
        SheetAction::Mark(nr, stamp) => mark(state, nr, stamp),
        SheetAction::Open(nr, stamp) => open_marked(state, nr, stamp),
        SheetAction::Accept(stamp) => accept(state, stamp),
    }
}

/// To the first ticket of another screen.
fn turn(state: &mut State, by: isize, per: usize) -> Vec<Effect> {
    state.refresh();
    state.selection.give_up();
    let per = per.max(1);
    let here = state.current.and_then(|nr| state.listing.position(nr));
    let screen = here.unwrap_or_default() / per;
    let last = state.listing.shown().len().saturating_sub(1) / per;
    let screen = screen.saturating_add_signed(by).min(last);
    match state.listing.shown().get(screen * per).copied() {
        Some(nr) => select(state, Some(nr)),
        None => Vec::new(),
    }
}

fn mark(state: &mut State, nr: InvoiceNr, stamp: Stamp) -> Vec<Effect> {
    state.judging.word = None;
    state.sheet.marked = None;
    state.selection.give_up();
    let mut effects = select(state, Some(nr));
    if let Err(access) = state.judging.may_write() {
        return say(state, Word::OnlyToLookAt(access));
    }
    let entry = state.library.get(nr);
    let verdict = entry.and_then(|entry| entry.ticket.verdict());
    match verdict {
        Some(Verdict::Wrong(None)) if state.sheet.by_click.remove(&nr) => {
            effects.extend(record(state, Some(nr), Deed::Cleared, stamp));
        }
        Some(Verdict::Wrong(_) | Verdict::Unsure) => return effects,
        Some(Verdict::Correct) | None => match give(state, nr, Verdict::Wrong(None), stamp) {
            Ok(given) => {
                state.sheet.by_click.insert(nr);
                effects.extend(given);
            }
            Err(word) => return say(state, word),
        },
    }
    state.sheet.marked = Some(stamp.id);
    effects
}

/// The first click of a double one was no verdict.
fn open_marked(state: &mut State, nr: InvoiceNr, stamp: Stamp) -> Vec<Effect> {
    let marked = state.sheet.marked.take();
    let last = state.judging.history.to_undo();
    let last = last.and_then(|turn| turn.events.into_iter().next());
    let mut effects = Vec::new();
    if let (Some(marked), Some((event, _))) = (marked, last)
        && marked == event
    {
        effects = record(state, Some(nr), Deed::Undone(marked), stamp);
    }
    effects.extend(open(state, nr));
    effects
}

/// One event for the whole screen.
fn accept(state: &mut State, stamp: Stamp) -> Vec<Effect> {
    state.judging.word = None;
    state.selection.give_up();
    if let Err(access) = state.judging.may_write() {
        return say(state, Word::OnlyToLookAt(access));
    }
    let acceptance = state.acceptance();
    if acceptance.numbers.is_empty() && acceptance.unseen > 0 {
        return say(state, Word::NotShownYet);
    }
    let is_hidden = |nr: &InvoiceNr| {
        let entry = state.library.get(*nr);
        entry.is_some_and(|it| it.behind.is_some())
    };
    // Second verdicts are events of their own, which those who wait for them are not told of.
    let (twice, once): (Vec<InvoiceNr>, Vec<InvoiceNr>) =
        acceptance.numbers.iter().partition(|nr| is_hidden(nr));
    let accepted = once.iter().filter_map(|nr| {
        let entry = state.library.get(*nr)?;
        Some(Accepted {
            invoice: entry.id.clone(),
            on: entry.judged_on()?,
        })
    });
    let accepted: Vec<Accepted> = accepted.collect();
    let count = accepted.len() + twice.len();
    let mut effects = Vec::new();
    if !accepted.is_empty() {
        effects = record(state, None, Deed::Accepted(accepted), stamp);
    }
    for nr in twice {
        let on = state.library.get(nr).and_then(Entry::judged_on);
        let on = on.map(|on| JudgedOn {
            on_sheet: true,
            ..on
        });
        let verdict = Verdict::Correct;
        let stamp = Stamp {
            batch: Some(stamp.id),
            ..stamp.another()
        };
        effects.extend(record(state, Some(nr), Deed::Judged { verdict, on }, stamp));
    }
    let places = state.sight.screen.iter();
    let last = places.filter_map(|nr| state.listing.position(*nr)).max();
    let next = last.and_then(|last| state.listing.shown().get(last + 1).copied());
    if next.is_some() {
        effects.extend(select(state, next));
    }
    state.judging.word = Some(Word::Accepted {
        accepted: count,
        left_out: acceptance.left_out(),
    });
    effects
}

/// After a verdict: to the next of this screen that is not judged, around its end. A screen that is not done is not left
/// by itself.
pub(super) fn advance(state: &mut State, nr: InvoiceNr) -> Option<Vec<Effect>> {
    if !state.shows_sheet() {
        return None;
    }
    let screen = &state.sight.screen;
    let is_open = |nr: &&InvoiceNr| {
        let entry = state.library.get(**nr);
        entry.is_some_and(|it| Judged::of(it) == Judged::Not && it.holder.is_none())
    };
    let behind = screen.iter().position(|it| *it == nr)? + 1;
    let mut around = screen[behind..].iter().chain(&screen[..behind]);
    match around.find(is_open).copied() {
        Some(next) => Some(select(state, Some(next))),
        None => Some(to_unjudged(state, true)),
    }
}

#[cfg(test)]
#[path = "sheet_tests.rs"]
mod tests;
