//! Test tickets in a team: now and then a ticket that its reviewer called correct comes up once more, in the place of the
//! next one, with its rectangle moved. It stands beside the library, which knows nothing of it, and what is said of it is
//! an event of its own: it reaches no verdict, count, list or report.

use std::collections::HashSet;
use std::sync::Arc;

use crate::geometry::PageBox;
use crate::model::{
    Deed, Event, InvoiceNr, Stamp, TestAnswer, TestBook, TestOutcome, TestTickets, TicketState,
    Verdict,
};
use crate::review::{Entry, Judged};
use crate::store::StoreAnswer;

use super::action::{Action, Effect, ViewerAction};
use super::focus::{open, release_pictures};
use super::judging::{go_to, record};
use super::test_drawing::{instead_of_it, is_answerable, is_fit, moved};
use super::test_shown::{Posed, cut_out, forget_asking, stand_in};
use super::{JudgeAction, NoticeKind, State, team};

/// More would be work of its own.
pub const MOST_PERCENT: u8 = 20;

/// So often one that is not ready is waited for, before another one comes instead.
const PATIENCE: u8 = 5;

/// What this window knows of them.
#[derive(Debug, Default)]
pub struct Tests {
    /// The one that comes with one of the next steps, or was left without an answer.
    pub(super) next: Option<NextTest>,
    pub(super) posed: Option<Posed>,
    /// The one that was answered last.
    last: Option<LastTest>,
    /// What was typed on this one while it was open as a test ticket may still come.
    late: Option<InvoiceNr>,
    /// Those that were open as themselves: another ticket in their place would be noticed.
    seen: HashSet<InvoiceNr>,
}

#[derive(Debug)]
pub(super) struct NextTest {
    nr: InvoiceNr,
    /// As it was shown before it was left; `None`: it never was.
    before: Option<Before>,
    /// So often it could have come, and was not ready.
    missed: u8,
}

impl NextTest {
    pub(super) fn new(nr: InvoiceNr) -> Self {
        Self {
            nr,
            before: None,
            missed: 0,
        }
    }
}

#[derive(Debug)]
struct Before {
    /// The ticket whose turn it was. Whoever comes back to that finds it again.
    instead_of: InvoiceNr,
    shown: PageBox,
    /// What was said beside the verdict.
    ticket: Arc<TicketState>,
}

#[derive(Clone, Copy, Debug)]
struct LastTest {
    nr: InvoiceNr,
    shown: PageBox,
    outcome: TestOutcome,
}

/// What happens to them.
#[derive(Clone, Debug, PartialEq)]
pub enum TestAction {
    /// So many are mixed in beside a hundred tickets from now on.
    Ask(u8, Stamp),
    /// Shows the one that was answered last, with the rectangle that it has.
    LookAgain,
}

impl State {
    /// How many test tickets are mixed in; `None`: nobody ever asked for any.
    pub fn test_tickets(&self) -> Option<TestTickets> {
        self.test_book().asked
    }

    /// What became of them.
    pub fn test_book(&self) -> &TestBook {
        self.judging.history.tests()
    }

    /// The test ticket that comes.
    pub(super) fn next_test(&self) -> Option<InvoiceNr> {
        self.tests.next.as_ref().map(|it| it.nr)
    }

    /// The one that is found again by whoever comes back to it.
    pub(super) fn left_test(&self) -> Option<InvoiceNr> {
        let is_shown = self.tests.posed.is_some();
        let left = self
            .tests
            .next
            .as_ref()
            .is_some_and(|it| it.before.is_some());
        self.open_test().filter(|_| is_shown || left)
    }

    /// The one that is still to be answered, wherever it is.
    pub(super) fn open_test(&self) -> Option<InvoiceNr> {
        let posed = self.tests.posed.as_ref().filter(|it| !it.is_told);
        posed.map(|it| it.nr).or(self.next_test())
    }

    /// Whether it is to be judged here and now.
    fn is_turn(&self, nr: InvoiceNr) -> bool {
        let is_open = |it: &Entry| Judged::of(it) == Judged::Not && it.holder.is_none();
        self.library.get(nr).is_some_and(is_open) && self.is_own(nr)
    }
}

pub(super) fn update(state: &mut State, action: &TestAction) -> Vec<Effect> {
    match *action {
        TestAction::Ask(percent, stamp) => {
            if !state.may_settle() {
                return Vec::new();
            }
            // The seed of the moment is as good as any, and is kept.
            let asked = TestTickets {
                percent: percent.min(MOST_PERCENT),
                seed: stamp.at_utc_ms.unsigned_abs(),
            };
            record(state, None, Deed::TestsAsked(asked), stamp)
        }
        TestAction::LookAgain => look_again(state),
    }
}

/// Another window is to show the one that this reviewer left in theirs.
pub(super) fn go_on(state: &mut State, nr: InvoiceNr) {
    if state.judging.is_in_database() && state.open_test().is_none() {
        state.tests.next = Some(NextTest::new(nr));
    }
}

/// Whether it can be shown with what is around it, as of now.
fn is_ready(state: &State, nr: InvoiceNr) -> bool {
    let located = state
        .library
        .get(nr)
        .and_then(|entry| entry.located.as_ref());
    let placement = located.and_then(|it| it.placement.as_ref());
    if placement.is_some_and(|it| it.whole_page) {
        return state.has_picture(nr);
    }
    let shows_crop = state.viewer.as_ref().is_some_and(|it| it.shows_crop);
    // Whoever looks at crops alone would see too little of what was moved.
    !shows_crop && state.original(nr).is_some()
}

/// Shows the test ticket that is to come in the place of the one to which somebody went on.
fn pose(state: &mut State, instead_of: InvoiceNr) {
    let (Some(asked), Some(user)) = (state.test_tickets(), state.judging.user()) else {
        return;
    };
    let Some(next) = &state.tests.next else {
        return;
    };
    let nr = next.nr;
    let is_elsewhere = |it: &Before| it.instead_of != instead_of && state.is_turn(it.instead_of);
    if !state.is_turn(instead_of) || next.before.as_ref().is_some_and(is_elsewhere) {
        return;
    }
    if next.before.is_none() && state.tests.seen.contains(&instead_of) {
        return;
    }
    // Its own ID would be there a second time.
    if state.library.on_same_page(nr).contains(&instead_of) {
        return;
    }
    let is_new = next.before.is_none();
    if !is_answerable(state, nr, user) || is_new && asked.percent == 0 {
        state.tests.next = None;
        return;
    }
    let before = next.before.as_ref().map(|it| it.shown);
    let shown = before.or_else(|| moved(state, nr, user, asked.seed));
    let is_ready = shown.is_some() && is_ready(state, nr);
    let is_late = next.missed >= PATIENCE && !is_ready;
    if is_late || is_new && !is_fit(state, nr, user) {
        // It comes with a later step.
        state.tests.next = instead_of_it(state, nr, user, asked.seed);
    } else if let Some(shown) = shown.filter(|_| is_ready) {
        show(state, nr, instead_of, shown);
    } else if let Some(next) = &mut state.tests.next {
        next.missed += 1;
    }
}

/// Opens it; what was said beside its verdict before is there.
fn show(state: &mut State, nr: InvoiceNr, instead_of: InvoiceNr, shown: PageBox) {
    let Some(mut entry) = stand_in(state, nr, instead_of, shown) else {
        return;
    };
    let before = state.tests.next.take().and_then(|it| it.before);
    if let Some(before) = before {
        entry.ticket = before.ticket;
    }
    let look = state.next_look();
    if let Some(viewer) = &mut state.viewer {
        viewer.show(nr, look);
    }
    state.tests.posed = Some(Posed {
        nr,
        instead_of,
        shown,
        is_told: false,
        entry: Box::new(entry),
        cut: None,
    });
    release_pictures(state);
}

/// The verdict is what was asked for: it is kept as the answer, and the reviewer is told at once.
pub(super) fn answer(state: &mut State, verdict: Verdict, stamp: Stamp) -> Vec<Effect> {
    state.hold_look();
    let Some(posed) = state.tests.posed.take() else {
        return Vec::new();
    };
    let said = &posed.entry.ticket;
    let is_beside =
        !said.note.is_empty() || said.corrected.is_some() || !said.corrections().is_empty();
    let outcome = TestOutcome::of(&verdict);
    state.notice = Some(NoticeKind::Tested(outcome, is_beside));
    state.tests.last = Some(LastTest {
        nr: posed.nr,
        shown: posed.shown,
        outcome,
    });
    state.tests.late = Some(posed.nr);
    forget_asking(state, posed.nr);
    let shown = posed.shown;
    let shown = [shown.min.x, shown.min.y, shown.max.x, shown.max.y];
    let deed = Deed::Tested(TestAnswer { verdict, shown });
    let mut effects = record(state, Some(posed.nr), deed, stamp);
    effects.extend(go_to(state, posed.instead_of));
    effects
}

/// What is said beside the verdict of a test ticket stays with it until it is answered. `None`: it is about a real one.
pub(super) fn beside(
    state: &mut State,
    nr: InvoiceNr,
    deed: &Deed,
    stamp: Stamp,
) -> Option<Vec<Effect>> {
    let is_beside = matches!(
        deed,
        Deed::Noted(_) | Deed::Corrected(_) | Deed::FieldMarked(_)
    );
    if !is_beside {
        return None;
    }
    let event = Event {
        stamp,
        reviewer: team::reviewer(state),
        invoice: None,
        base: None,
        deed: deed.clone(),
    };
    let tests = &mut state.tests;
    let posed = tests.posed.as_mut().filter(|it| it.nr == nr);
    let posed = posed.map(|it| &mut it.entry.ticket);
    if posed.is_none() && tests.late != Some(nr) {
        return None;
    }
    // What was typed while it was there may come once it is not.
    let left = tests.next.as_mut().filter(|it| it.nr == nr);
    let left = left.and_then(|it| Some(&mut it.before.as_mut()?.ticket));
    if let Some(ticket) = posed.or(left) {
        if let Some(after) = ticket.after(&event) {
            *ticket = after.into();
        }
    } else if let Some(last) = tests.last.filter(|it| it.nr == nr) {
        state.notice = Some(NoticeKind::Tested(last.outcome, true));
    }
    Some(Vec::new())
}

fn look_again(state: &mut State) -> Vec<Effect> {
    let (Some(last), Some(instead_of)) = (state.tests.last, state.stands_at()) else {
        return Vec::new();
    };
    let LastTest { nr, shown, .. } = last;
    let region = state.ocr_region(nr);
    let Some(mut entry) = stand_in(state, nr, nr, shown) else {
        return Vec::new();
    };
    // Drawn like a correction: what was shown, and where it should be.
    Arc::make_mut(&mut entry.ticket).corrected =
        region.map(|it| [it.min.x, it.min.y, it.max.x, it.max.y]);
    state.notice = None;
    let effects = open(state, nr);
    state.current = Some(instead_of);
    state.tests.posed = Some(Posed {
        nr,
        instead_of,
        shown,
        is_told: true,
        entry: Box::new(entry),
        cut: None,
    });
    effects
}

/// Somebody goes to this ticket. Whoever left a test ticket in its place finds that, as does whoever comes back to it from
/// another ticket of its page; anybody else is shown the real one. The ticket to go to instead comes back.
pub(super) fn led_to(state: &mut State, nr: InvoiceNr) -> InvoiceNr {
    let from = state.viewer.as_ref().map(|it| it.nr);
    leave(state);
    let next = state.tests.next.as_ref();
    let left = next.and_then(|it| Some((it.nr, it.before.as_ref()?.instead_of)));
    let Some((test, instead_of)) = left else {
        return nr;
    };
    let on_page = state.library.on_same_page(test);
    let is_back = nr == test && from.is_some_and(|it| it != test && on_page.contains(&it));
    if is_back && state.is_turn(instead_of) {
        instead_of
    } else {
        nr
    }
}

/// Shows the test ticket that was left in the place of the ticket that is open now.
pub(super) fn pose_again(state: &mut State) {
    let Some(open) = state.viewer.as_ref().map(|it| it.nr) else {
        return;
    };
    let (Some(next), Some(user)) = (&state.tests.next, state.judging.user()) else {
        return;
    };
    let (nr, before) = (next.nr, next.before.as_ref());
    let Some(before) = before.filter(|it| it.instead_of == open && state.is_turn(open)) else {
        return;
    };
    let shown = before.shown;
    if is_answerable(state, nr, user) {
        show(state, nr, open, shown);
    } else {
        state.tests.next = None;
    }
}

/// The one that is open waits until somebody comes back.
fn leave(state: &mut State) {
    let Some(posed) = state.tests.posed.take() else {
        return;
    };
    forget_asking(state, posed.nr);
    state.tests.late = Some(posed.nr);
    if !posed.is_told {
        let before = Before {
            instead_of: posed.instead_of,
            shown: posed.shown,
            ticket: posed.entry.ticket,
        };
        state.tests.next = Some(NextTest {
            before: Some(before),
            ..NextTest::new(posed.nr)
        });
    }
}

/// Whether this is a way to the ticket that is to be judged next.
pub(super) fn leads_on(action: &Action) -> bool {
    match action {
        Action::Judge(it) => matches!(
            it,
            JudgeAction::Judge { .. } | JudgeAction::Answer(..) | JudgeAction::NextUnjudged
        ),
        Action::Viewer(ViewerAction::Step(steps) | ViewerAction::TurnPage(steps)) => *steps > 0,
        // What was waited for is handed out.
        Action::Store(StoreAnswer::Board(_)) => true,
        _ => false,
    }
}

/// After whatever happened: a test ticket that was left waits, and one that is open follows what is learnt of its picture.
/// Whoever went on from a ticket may come to one.
pub(super) fn follow(state: &mut State, went_on_from: Option<InvoiceNr>) {
    let open = state.viewer.as_ref().map(|it| it.nr);
    match &state.tests.posed {
        Some(posed) if open == Some(posed.nr) => follow_picture(state),
        Some(_) => leave(state),
        None => {
            let led_to = went_on_from
                .and(open)
                .filter(|it| went_on_from != Some(*it));
            if let Some(nr) = led_to {
                pose(state, nr);
            }
        }
    }
    cut_out(state);
    if state.tests.posed.is_none() {
        state.tests.seen.extend(open);
        // Whatever is typed from now on is of the real one.
        if state.tests.late == state.looked_at() {
            state.tests.late = None;
        }
    }
}

fn follow_picture(state: &mut State) {
    let Some(mut posed) = state.tests.posed.take() else {
        return;
    };
    let turn = if posed.is_told {
        posed.nr
    } else {
        posed.instead_of
    };
    if let Some(mut entry) = stand_in(state, posed.nr, turn, posed.shown) {
        entry.ticket = Arc::clone(&posed.entry.ticket);
        *posed.entry = entry;
        state.tests.posed = Some(posed);
        return;
    }
    // Its original was let go: what was delivered of it would show how it was moved.
    state.tests.posed = Some(posed);
    leave(state);
    let look = state.next_look();
    if let Some(viewer) = &mut state.viewer {
        viewer.show(turn, look);
    }
}

#[cfg(test)]
#[path = "test_tickets_tests.rs"]
pub(super) mod tests;
