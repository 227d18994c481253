//! Test tickets in a team: now and then a ticket that its reviewer called correct comes up once more, in the place of the
//! next one, with its rectangle moved. It stands beside the library, which knows nothing of it, and what is said of it is
//! an event of its own: it reaches no verdict, count, list or report.

use std::sync::Arc;

use crate::geometry::PageBox;
use crate::model::region::{Convention, RawRegion};
use crate::model::{
    Deed, Event, InvoiceId, InvoiceNr, Stamp, TestAnswer, TestBook, TestOutcome, TestTickets,
    TicketState, Verdict,
};
use crate::review::reading::number;
use crate::review::{Entry, Judged, is_drawn, pick, seed_of, shifted};

use super::action::Effect;
use super::focus::{open, release_pictures};
use super::judging::{go_to, record};
use super::{NoticeKind, State, team};

/// So many others were judged since, so that nobody remembers it.
const SINCE: usize = 50;
/// More would be work of its own.
pub const MOST_PERCENT: u8 = 20;

/// What this window knows of them.
#[derive(Debug, Default)]
pub struct Tests {
    /// The one that comes with one of the next steps.
    next: Option<NextTest>,
    posed: Option<Posed>,
    /// The one that was answered last, with its rectangle as it was shown.
    last: Option<(InvoiceNr, PageBox)>,
}

#[derive(Debug)]
struct NextTest {
    nr: InvoiceNr,
    /// What was said beside the verdict, where it was shown before and left.
    beside: Option<TicketState>,
}

/// One that is open now.
#[derive(Debug)]
struct Posed {
    nr: InvoiceNr,
    /// The ticket whose turn it is.
    instead_of: InvoiceNr,
    shown: PageBox,
    /// Whether it was answered: then it is only looked at.
    is_told: bool,
    /// The ticket as it is shown.
    entry: Box<Entry>,
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

    /// A ticket as it is shown: in the place of a test ticket that is open, with its rectangle moved and without what was
    /// said of it.
    pub fn shown_entry(&self, nr: InvoiceNr) -> Option<&Entry> {
        match &self.tests.posed {
            Some(posed) if posed.nr == nr => Some(&posed.entry),
            _ => self.library.get(nr),
        }
    }

    /// The ID that is shown of it: that of a test ticket is the one of the ticket whose turn it is. Where either has an
    /// invoice's number in it, it is its own: another one would contradict what is printed.
    pub fn shown_id(&self, nr: InvoiceNr) -> Option<&InvoiceId> {
        let own = &self.library.get(nr)?.id;
        let other = &self.library.get(self.place_of(nr))?.id;
        let has_number = |id: &InvoiceId| number(id, None).is_some();
        Some(if has_number(own) || has_number(other) {
            own
        } else {
            other
        })
    }

    /// Where it stands in the list: a test ticket in the place of the one whose turn it is.
    pub fn place_of(&self, nr: InvoiceNr) -> InvoiceNr {
        self.posed(nr).map_or(nr, |posed| posed.instead_of)
    }

    /// Where the reviewer is in the list.
    pub fn stands_at(&self) -> Option<InvoiceNr> {
        self.looked_at().map(|nr| self.place_of(nr))
    }

    /// Whether a verdict on what is open would answer a test ticket.
    pub(super) fn is_tested(&self, nr: InvoiceNr) -> bool {
        self.posed(nr).is_some()
    }

    /// Whether it is open as a test ticket that was answered: nothing is said of it there.
    pub(super) fn is_test_over(&self, nr: InvoiceNr) -> bool {
        let mut posed = self.tests.posed.iter();
        posed.any(|it| it.nr == nr && it.is_told)
    }

    /// The ticket in whose place a test ticket is open.
    pub(super) fn turn(&self) -> Option<InvoiceNr> {
        self.tests.posed.as_ref().map(|it| it.instead_of)
    }

    /// The test ticket that comes.
    pub(super) fn next_test(&self) -> Option<InvoiceNr> {
        self.tests.next.as_ref().map(|it| it.nr)
    }

    fn posed(&self, nr: InvoiceNr) -> Option<&Posed> {
        let posed = self.tests.posed.as_ref();
        posed.filter(|it| it.nr == nr && !it.is_told)
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

/// After a verdict on a ticket: whether a test ticket comes, and which one.
pub(super) fn draw(state: &mut State, judged: InvoiceNr) {
    let asked = state.test_tickets().filter(|it| it.percent > 0);
    let (Some(asked), true, None) = (asked, state.is_in_team(), &state.tests.next) else {
        return;
    };
    let (Some(user), Some(entry)) = (state.judging.user(), state.library.get(judged)) else {
        return;
    };
    let seed = seed_of(asked.seed, &["when", user, entry.id.as_str()]);
    if !is_drawn(seed, asked.percent) {
        return;
    }
    let all = candidates(state, user, asked.seed);
    if !all.is_empty() {
        let nr = all[pick(seed_of(seed, &["which"]), all.len())];
        state.tests.next = Some(NextTest { nr, beside: None });
    }
}

/// Those that this reviewer called correct long enough ago, and whose page is known around them.
fn candidates(state: &State, user: &str, seed: u64) -> Vec<InvoiceNr> {
    let lately = state.judging.history.judged_lately(user);
    let long_ago = lately.into_iter().skip(SINCE);
    let numbers = long_ago.filter_map(|id| state.library.number_of(id));
    numbers
        .filter(|nr| is_fit(state, *nr, user) && moved(state, *nr, user, seed).is_some())
        .collect()
}

fn is_fit(state: &State, nr: InvoiceNr, user: &str) -> bool {
    let Some(entry) = state.library.get(nr) else {
        return false;
    };
    let ticket = entry.truth();
    let own = ticket.judgement.as_ref();
    let is_own = own.is_some_and(|it| it.verdict == Verdict::Correct && *it.reviewer == *user);
    is_own
        && entry.behind.is_none()
        && ticket.corrected.is_none()
        && ticket.opinions.as_ref().is_none_or(|it| it.agree())
        && !entry.wants_another_look()
        && !state.judging.history.tests().has(user, &entry.id)
}

/// Its rectangle moved, where the page around it is known: the picture is the whole page, or its original is known.
fn moved(state: &State, nr: InvoiceNr, user: &str, seed: u64) -> Option<PageBox> {
    let entry = state.library.get(nr)?;
    let located = entry.located.as_ref()?;
    let whole = located.placement.as_deref().filter(|it| it.whole_page);
    let page = whole.or(located.original.as_deref())?.page_size?;
    let seed = seed_of(seed, &["how", user, entry.id.as_str()]);
    shifted(
        located.region.as_ref()?.page,
        PageBox::from_size(page),
        seed,
    )
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
    // The crop is cut out along the very rectangle that was moved.
    !shows_crop && state.original(nr).is_some()
}

/// Shows the test ticket that is to come in the place of the one that a verdict led to.
pub(super) fn pose(state: &mut State, judged: InvoiceNr) {
    let (Some(next), Some(viewer)) = (&state.tests.next, &state.viewer) else {
        return;
    };
    let (nr, instead_of) = (next.nr, viewer.nr);
    let is_turn = |it: &Entry| Judged::of(it) == Judged::Not;
    let leads_on = instead_of != judged && state.library.get(instead_of).is_some_and(is_turn);
    if !leads_on || !is_ready(state, nr) {
        return;
    }
    let (Some(asked), Some(user)) = (state.test_tickets(), state.judging.user()) else {
        return;
    };
    let shown = moved(state, nr, user, asked.seed).filter(|_| is_fit(state, nr, user));
    let entry = shown.and_then(|it| stand_in(state, nr, instead_of, it));
    let next = state.tests.next.take();
    let (Some(shown), Some(mut entry)) = (shown, entry) else {
        return;
    };
    if let Some(beside) = next.and_then(|it| it.beside) {
        entry.ticket = beside;
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
    });
    release_pictures(state);
}

/// The ticket with its rectangle elsewhere, and nothing of what was found or said because of where it is. What else stands
/// beside a ticket is that of the one in whose place it is.
fn stand_in(state: &State, nr: InvoiceNr, instead_of: InvoiceNr, shown: PageBox) -> Option<Entry> {
    let mut entry = state.library.get(nr)?.clone();
    let turn = state.library.get(instead_of)?;
    let located = Arc::make_mut(entry.located.as_mut()?);
    let region = located.region.as_mut()?;
    region.page = shown;
    let convention = region.convention;
    let placement = located.placement.as_ref();
    located.in_picture = placement.map(|it| it.in_picture(shown));
    located.set_claims(&[]);
    let size = [shown.width(), shown.height()];
    let [right, bottom] = match convention {
        Convention::Corners => [shown.max.x, shown.max.y],
        Convention::Size => size,
    };
    let sent = [shown.min.x, shown.min.y, right, bottom].map(f64::round);
    Arc::make_mut(entry.invoice.as_mut()?).region = RawRegion::new(sent);
    entry.read_findings.clear();
    entry.seen_findings.clear();
    entry.ticket = TicketState::default();
    entry.behind.clone_from(&turn.behind);
    entry.holder.clone_from(&turn.holder);
    Some(entry)
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
    state.notice = Some(NoticeKind::Tested(TestOutcome::of(&verdict), is_beside));
    state.tests.last = Some((posed.nr, posed.shown));
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
    let is_open = state.looked_at() == Some(nr);
    let tests = &mut state.tests;
    if let Some(posed) = tests.posed.as_mut().filter(|it| it.nr == nr) {
        if let Some(after) = posed.entry.ticket.after(&event) {
            posed.entry.ticket = after;
        }
        return Some(Vec::new());
    }
    // What was typed while it was there may come once it is not.
    if is_open {
        return None;
    }
    if let Some(next) = tests.next.as_mut().filter(|it| it.nr == nr) {
        let ticket = next.beside.as_mut()?;
        if let Some(after) = ticket.after(&event) {
            *ticket = after;
        }
        return Some(Vec::new());
    }
    let is_last = tests.last.is_some_and(|(last, _)| last == nr);
    match &mut state.notice {
        Some(NoticeKind::Tested(_, is_beside)) if is_last => {
            *is_beside = true;
            Some(Vec::new())
        }
        _ => None,
    }
}

fn look_again(state: &mut State) -> Vec<Effect> {
    let (Some((nr, shown)), Some(instead_of)) = (state.tests.last, state.stands_at()) else {
        return Vec::new();
    };
    let region = state.ocr_region(nr);
    let Some(mut entry) = stand_in(state, nr, nr, shown) else {
        return Vec::new();
    };
    // Drawn like a correction: what was shown, and where it should be.
    entry.ticket.corrected = region.map(|it| [it.min.x, it.min.y, it.max.x, it.max.y]);
    state.notice = None;
    let effects = open(state, nr);
    state.current = Some(instead_of);
    state.tests.posed = Some(Posed {
        nr,
        instead_of,
        shown,
        is_told: true,
        entry: Box::new(entry),
    });
    effects
}

/// Somebody who goes to this ticket is shown the real one, and is not tested with it.
pub(super) fn opened(state: &mut State, nr: InvoiceNr) {
    let tests = &mut state.tests;
    if tests.posed.as_ref().is_some_and(|it| it.nr == nr) {
        tests.posed = None;
    }
    if tests.next.as_ref().is_some_and(|it| it.nr == nr) {
        tests.next = None;
    }
}

/// After whatever happened: a test ticket that was left waits for its next turn, and one that is open follows what is
/// learnt of its picture.
pub(super) fn follow(state: &mut State) {
    let open = state.viewer.as_ref().map(|it| it.nr);
    let Some(mut posed) = state.tests.posed.take() else {
        return;
    };
    if open != Some(posed.nr) {
        forget_asking(state, posed.nr);
        if !posed.is_told {
            state.tests.next = Some(NextTest {
                nr: posed.nr,
                beside: Some(posed.entry.ticket),
            });
        }
        return;
    }
    let turn = if posed.is_told {
        posed.nr
    } else {
        posed.instead_of
    };
    if let Some(mut entry) = stand_in(state, posed.nr, turn, posed.shown) {
        entry.ticket = std::mem::take(&mut posed.entry.ticket);
        *posed.entry = entry;
    }
    state.tests.posed = Some(posed);
}

/// What was being typed about it has nowhere to go.
fn forget_asking(state: &mut State, nr: InvoiceNr) {
    use super::Asked;
    let asks = state.judging.asks;
    if matches!(asks, Some(Asked::Reason(of) | Asked::Note(of)) if of == nr) {
        state.judging.asks = None;
    }
}

#[cfg(test)]
#[path = "test_tickets_tests.rs"]
mod tests;
