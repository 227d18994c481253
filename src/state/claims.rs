//! What of a team's review is one's own: whole pages in batches, taken as one goes, and who works on the others.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::model::InvoiceNr;
use crate::review::{Entry, Judged};
use crate::store::{Access, Board, Order, Present, StoreError};

use super::action::{Effect, StoreCall};
use super::judging::{Keeping, go_to, say};
use super::next_ticket::next;
use super::{State, Word, focus};

/// Tickets that a reviewer has to judge.
const BATCH: usize = 20;
/// With fewer left, the next are taken before one waits for them.
const FEW: usize = 6;

/// What this window knows of who works on what.
#[derive(Debug, Default)]
pub struct Claims {
    own: HashSet<InvoiceNr>,
    /// Grows with everything that is told of them.
    pub revision: u64,
    /// Everybody who was here, those who did something last first.
    pub present: Vec<Present>,
    /// More were asked for, and no answer came.
    is_asked: bool,
    /// Where to go with the answer.
    leads_on: Option<LeadsOn>,
}

/// What waits for the next batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum LeadsOn {
    /// The review was opened: to the first of one's own, if somebody else is where one was.
    Opened,
    /// Somebody wants to go on, forward or backward.
    Next(bool),
}

/// One of those who judge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Colleague {
    pub reviewer: Arc<str>,
    pub is_self: bool,
    /// Tickets that they are at.
    pub held: usize,
    pub judged: usize,
    /// How long nothing was heard of them; `None`: they only judged before this was noted.
    pub idle: Option<std::time::Duration>,
}

/// How far all are with the first verdicts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    pub judged: usize,
    /// Those that can be judged, or are.
    pub total: usize,
    /// Not judged yet, and somebody is at them.
    pub held: usize,
    pub free: usize,
}

impl State {
    /// Whether this review is judged by several, and this one may judge.
    pub fn is_in_team(&self) -> bool {
        let judging = &self.judging;
        let may_write =
            matches!(&judging.keeping, Keeping::Kept { access, .. } if *access == Access::Write);
        judging.judge.is_some() && may_write
    }

    /// Why this one of the review cannot be changed now.
    pub(super) fn may_change(&self, nr: InvoiceNr) -> Result<(), Word> {
        self.judging.may_write().map_err(Word::OnlyToLookAt)?;
        let holder = self.shown_entry(nr).and_then(|it| it.holder.clone());
        holder.map_or(Ok(()), |holder| Err(Word::HeldBy(holder)))
    }

    /// Whether it is to be judged here: by whoever holds it, or while the server is gone, by whoever is at it.
    pub(super) fn is_own(&self, nr: InvoiceNr) -> bool {
        if !self.is_in_team() {
            return true;
        }
        let is_alone = self.judging.trouble == Some(StoreError::Unreachable);
        let is_free = |it: &Entry| it.holder.is_none();
        self.claims.own.contains(&nr) || (is_alone && self.library.get(nr).is_some_and(is_free))
    }

    /// How many tickets are held here and still to be judged.
    pub fn own_left(&self) -> usize {
        self.claims.left(self)
    }

    /// How far all are together, with what is hidden here.
    pub fn progress(&self) -> Progress {
        let mut progress = Progress::default();
        for (nr, entry) in self.library.numbers().zip(self.library.entries()) {
            let is_judged = entry.truth().judgement.is_some();
            if !is_judged && !entry.can_be_correct() {
                continue;
            }
            let is_held = entry.holder.is_some() || self.claims.own.contains(&nr);
            progress.total += 1;
            progress.judged += usize::from(is_judged);
            progress.held += usize::from(!is_judged && is_held);
            progress.free += usize::from(!is_judged && !is_held);
        }
        progress
    }

    /// Everybody who judges or judged, those who did something last first.
    pub fn colleagues(&self) -> Vec<Colleague> {
        let own = self.judging.judge.as_ref().map(|it| Arc::clone(&it.user));
        let new = |reviewer: &Arc<str>, idle| Colleague {
            reviewer: Arc::clone(reviewer),
            is_self: own.as_ref() == Some(reviewer),
            held: 0,
            judged: 0,
            idle,
        };
        let present = self.claims.present.iter();
        let mut all: Vec<Colleague> = present.map(|it| new(&it.reviewer, Some(it.idle))).collect();
        let mut places: HashMap<Arc<str>, usize> = HashMap::new();
        for (place, it) in all.iter().enumerate() {
            places.insert(Arc::clone(&it.reviewer), place);
        }
        let mut count = |reviewer: &Arc<str>, of: fn(&mut Colleague) -> &mut usize| {
            let place = *places.entry(Arc::clone(reviewer)).or_insert_with(|| {
                all.push(new(reviewer, None));
                all.len() - 1
            });
            *of(&mut all[place]) += 1;
        };
        for entry in self.library.entries() {
            if let Some(holder) = &entry.holder {
                count(holder, |it| &mut it.held);
            }
            if let Some(judgement) = &entry.truth().judgement {
                count(&judgement.reviewer, |it| &mut it.judged);
            }
            if let Some(opinions) = &entry.truth().opinions {
                count(&opinions.second.reviewer, |it| &mut it.judged);
            }
        }
        let left = self.own_left();
        for it in all.iter_mut().filter(|it| it.is_self) {
            it.held += left;
        }
        all
    }
}

impl Claims {
    /// So many of the first are one's own.
    #[cfg(test)]
    pub(super) fn own_all(&mut self, count: u32) {
        self.own = (0..count).map(InvoiceNr).collect();
    }

    fn left(&self, state: &State) -> usize {
        let entries = self.own.iter().filter_map(|nr| state.library.get(*nr));
        entries.filter(|it| Judged::of(it) == Judged::Not).count()
    }
}

/// Has a team's review handed to the one who opened it.
pub(super) fn begin(state: &mut State) -> Vec<Effect> {
    if !state.is_in_team() {
        return Vec::new();
    }
    state.claims.leads_on = Some(LeadsOn::Opened);
    ask(state)
}

/// Takes more before one's own run out.
pub(super) fn refill(state: &mut State) -> Vec<Effect> {
    if !state.is_in_team() || state.own_left() > FEW {
        return Vec::new();
    }
    ask(state)
}

fn ask(state: &mut State) -> Vec<Effect> {
    if state.claims.is_asked {
        return Vec::new();
    }
    state.claims.is_asked = true;
    // Those with nothing to judge stay with who has them, and are no work.
    let idle = state.claims.own.len() - state.own_left();
    let order = Order::Claim(BATCH + idle);
    vec![Effect::Store(StoreCall::Keep(order))]
}

/// None of one's own is left: takes the next, and goes on once they are here.
pub(super) fn go_on(state: &mut State, is_forward: bool) -> Vec<Effect> {
    if !state.is_in_team() {
        return say(state, Word::AllJudged);
    }
    state.claims.leads_on = Some(LeadsOn::Next(is_forward));
    let effects = ask(state);
    state.judging.word = Some(Word::NextBatch);
    effects
}

/// Takes in who holds what.
pub(super) fn told(state: &mut State, board: Board) -> Vec<Effect> {
    let library = &state.library;
    let own = board.own.iter().filter_map(|id| library.number_of(id));
    state.claims.own = own.collect();
    state.claims.revision += 1;
    let held = board.held.into_iter();
    let held = held.filter_map(|(id, holder)| Some((library.number_of(&id)?, holder)));
    let held: HashMap<InvoiceNr, Arc<str>> = held.collect();
    state.library.hold(&held);
    state.claims.present = board.present;
    if state.judging.unsaved.is_empty() {
        // The server answers again.
        state.judging.trouble = None;
    }
    if !board.is_answer {
        return Vec::new();
    }
    state.claims.is_asked = false;
    match state.claims.leads_on.take() {
        None => Vec::new(),
        Some(LeadsOn::Opened) => settle(state),
        Some(LeadsOn::Next(is_forward)) => {
            state.judging.word = None;
            match next(state, is_forward, Judged::Not) {
                Some(nr) => go_to(state, nr),
                None => say_the_rest(state),
            }
        }
    }
}

/// Leaves the ticket that one was at, where somebody else is at it now.
fn settle(state: &mut State) -> Vec<Effect> {
    let here = state.stands_at();
    let user = state.judging.user();
    let is_done_here = |entry: &Entry| {
        let judgement = entry.ticket.judgement.as_ref();
        judgement.is_some_and(|it| Some(&*it.reviewer) == user)
    };
    let stays = here.is_some_and(|nr| {
        let entry = state.library.get(nr);
        let is_open = entry.is_some_and(|it| Judged::of(it) == Judged::Not);
        (is_open && state.is_own(nr)) || entry.is_some_and(is_done_here)
    });
    if stays {
        return Vec::new();
    }
    match next(state, true, Judged::Not) {
        Some(nr) if state.viewer.is_some() => go_to(state, nr),
        Some(nr) => focus::select(state, Some(nr)),
        None => Vec::new(),
    }
}

/// Nobody hands out any more: all is judged, or what is left is with others, or outside of what is shown.
fn say_the_rest(state: &mut State) -> Vec<Effect> {
    let entries = state.library.entries().iter();
    let left = entries.filter(|it| Judged::of(it) == Judged::Not && it.holder.is_some());
    let word = match left.count() {
        0 => Word::AllJudged,
        count => Word::RestWithOthers(count),
    };
    say(state, word)
}

#[cfg(test)]
#[path = "claims_tests.rs"]
mod tests;
