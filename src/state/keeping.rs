//! The review as it is kept: opening it, going on where it was, and what became of what was written.

use std::path::PathBuf;
use std::sync::Arc;

use crate::engine::{EngineCommand, RunState};
use crate::model::paste::Intake;
use crate::model::{Deed, Event, FindingSet, InvoiceId, Learned, TicketState};
use crate::platform::{Credentials, Endpoint};
use crate::review::Entry;
use crate::store::{Access, Opened, Order, Recent, ReviewAddress, StoreAnswer, StoreError};

use super::action::{Effect, StoreCall};
use super::damage::{self, Damage, Names};
use super::focus::refocus;
use super::joining::{self, Door};
use super::judging::{Judging, Keeping};
use super::update::read_regions;
use super::{
    Bills, KeptPlace, NoticeKind, Screen, Selection, State, claims, second, sharing, team, unheard,
};

/// The name under which the demo's reviews are kept: its address is another one each time.
const DEMO_PLATFORM: &str = "demo";

/// Reviews of earlier days, and the one that is being opened.
#[derive(Debug, Default)]
pub struct Reviews {
    /// Where they lie; `None` where none are kept.
    pub folder: Option<PathBuf>,
    pub recent: Vec<Recent>,
    /// Whether it is known which there are.
    is_read: bool,
    /// The folder that is proposed for a review that cannot be written to its own.
    pub elsewhere: Option<PathBuf>,
    /// One of them is being opened, with what lets in to its platform.
    pub(super) opening: Option<Reopening>,
}

impl Reviews {
    /// Whether nobody has reviewed anything here so far.
    pub fn is_first_start(&self) -> bool {
        self.is_read && self.recent.is_empty()
    }
}

/// A review of an earlier day on its way to the screen.
#[derive(Debug)]
pub(super) struct Reopening {
    /// What lets in, and to which platform.
    pub access: Option<(Endpoint, Credentials)>,
    /// Where it is, if it is a team's.
    pub door: Option<Door>,
}

/// What happens to reviews on the start page, and to the one that is open as a whole.
#[derive(Debug)]
pub enum ReviewsAction {
    /// Those that there are.
    Found(Vec<Recent>),
    /// Go on with one.
    Open {
        at: ReviewAddress,
        /// What lets in, and to which platform: to no other one is it sent.
        access: Option<(Endpoint, Credentials)>,
    },
    /// Judge the loaded list again from the begin; what was decided before stays in its own review.
    StartAnew,
    /// Take one away for good.
    Delete(PathBuf),
    Deleted(Result<(), StoreError>),
}

pub(super) fn update(state: &mut State, action: ReviewsAction) -> Vec<Effect> {
    match action {
        ReviewsAction::Found(recent) => {
            state.reviews.recent = recent;
            state.reviews.is_read = true;
            Vec::new()
        }
        ReviewsAction::Open { at, access } => match at {
            ReviewAddress::File(path) => open_review(state, path, access),
            ReviewAddress::Database(address) => joining::open(state, address, access),
        },
        ReviewsAction::StartAnew => start_anew(state),
        ReviewsAction::Delete(path) => vec![Effect::Store(StoreCall::Delete(path))],
        ReviewsAction::Deleted(result) => deleted(state, result),
    }
}

fn deleted(state: &mut State, result: Result<(), StoreError>) -> Vec<Effect> {
    state.notice = Some(match result {
        Ok(()) => NoticeKind::ReviewDeleted,
        Err(error) => NoticeKind::ReviewNotDeleted(error),
    });
    vec![Effect::Store(StoreCall::ReadRecents)]
}

/// What the review's platform is called in its file.
pub(super) fn platform_name(state: &State) -> Option<String> {
    let endpoint = state.endpoint.as_ref()?;
    Some(if state.is_demo {
        DEMO_PLATFORM.to_owned()
    } else {
        endpoint.to_string()
    })
}

/// Asks for the review of the list that was loaded just now.
pub(super) fn open_list(state: &mut State, anew: bool) -> Vec<Effect> {
    let Some(platform) = platform_name(state).filter(|_| state.reviews.folder.is_some()) else {
        return Vec::new();
    };
    state.judging.keeping = Keeping::Opening;
    let ids = state.library.entries().iter().map(|entry| entry.id.clone());
    vec![Effect::Store(StoreCall::OpenList {
        platform,
        ids: ids.collect(),
        anew,
        is_demo: state.is_demo,
    })]
}

/// Begins the review of this list anew; the other one stays as it is.
fn start_anew(state: &mut State) -> Vec<Effect> {
    state.notice = None;
    state.judging = Judging::default();
    state.selection = Selection::default();
    for nr in state.library.numbers() {
        state.library.judge(nr, TicketState::default());
    }
    state.library.ignore(FindingSet::default());
    state.library.learn_again();
    state.listing.thaw();
    state.current = None;
    let mut effects = open_list(state, true);
    effects.extend(refocus(state));
    effects
}

/// Opens a review of an earlier day.
fn open_review(
    state: &mut State,
    path: PathBuf,
    access: Option<(Endpoint, Credentials)>,
) -> Vec<Effect> {
    state.is_busy = true;
    state.reviews.opening = Some(Reopening { access, door: None });
    vec![Effect::Store(StoreCall::OpenFile(path))]
}

pub(super) fn answered(state: &mut State, answer: StoreAnswer) -> Vec<Effect> {
    match answer {
        StoreAnswer::Opened(Ok(opened)) => self::opened(state, *opened),
        StoreAnswer::Opened(Err(error)) => not_opened(state, error),
        StoreAnswer::Saved(event) => {
            state.judging.settled(event);
            state.judging.saved += 1;
            state.judging.trouble = None;
            Vec::new()
        }
        StoreAnswer::NotSaved(error) => {
            state.judging.trouble = Some(error);
            Vec::new()
        }
        StoreAnswer::CopiesSetAside(copies) => {
            let names = Names::of(&copies);
            state.notice = names.map(|it| NoticeKind::CopiesSetAside(it.count, it.first));
            Vec::new()
        }
        StoreAnswer::SavedHere(event) => {
            if state.judging.unsaved.contains_key(&event) {
                state.judging.kept_here.insert(event);
            }
            Vec::new()
        }
        StoreAnswer::SentLater(count) => {
            // What collided on the way matters more.
            if !matches!(state.notice, Some(NoticeKind::Collided { .. })) {
                state.notice = Some(NoticeKind::SentLater(count));
            }
            Vec::new()
        }
        StoreAnswer::Away(is_away) => {
            state.judging.is_away = is_away;
            Vec::new()
        }
        StoreAnswer::Unheard(all) => {
            for it in all {
                unheard::note(state, it);
            }
            Vec::new()
        }
        StoreAnswer::Board(board) => claims::told(state, *board),
        StoreAnswer::Collided(collided) => team::collided(state, &collided),
        StoreAnswer::Followed(events) => followed(state, &events),
        StoreAnswer::Learned(learned) => {
            restore(state, &learned);
            Vec::new()
        }
        StoreAnswer::Parted(parted) => {
            sharing::ended(state, *parted);
            Vec::new()
        }
        StoreAnswer::TookOver => {
            if let Keeping::Kept { access, .. } = &mut state.judging.keeping {
                *access = Access::Write;
            }
            Vec::new()
        }
    }
}

fn not_opened(state: &mut State, error: StoreError) -> Vec<Effect> {
    if let Some(reopening) = state.reviews.opening.take() {
        state.is_busy = false;
        joining::not_opened(state, reopening, error);
        return vec![Effect::Store(StoreCall::Close)];
    }
    state.judging.keeping = Keeping::Failed(error);
    Vec::new()
}

fn opened(state: &mut State, mut opened: Opened) -> Vec<Effect> {
    let damaged = Damage::take(&mut opened);
    let mut effects = Vec::new();
    let is_reopened = state.reviews.opening.is_some();
    let mut door = None;
    if let Some(reopening) = state.reviews.opening.take() {
        let access = reopening.access;
        door = reopening.door;
        state.is_busy = false;
        let Ok(endpoint) = Endpoint::parse(&opened.contents.header.platform) else {
            state.notice = Some(NoticeKind::ReviewNotOpened(StoreError::Damaged));
            return vec![Effect::Store(StoreCall::Close)];
        };
        state.is_demo = false;
        // Nobody chose the address that a file has: it does not become the one of the settings.
        state.endpoint = Some(endpoint.clone());
        state.screen = Screen::Review;
        state.run = RunState::Running;
        effects.extend(read_regions(state));
        let given = [access, state.access.take()].into_iter().flatten();
        let access = given.into_iter().find(|(of, _)| *of == endpoint);
        state.access.clone_from(&access);
        effects.push(Effect::Engine(match access {
            Some((endpoint, credentials)) => EngineCommand::Connect {
                endpoint,
                credentials,
            },
            // What let in before is not for this platform.
            None => EngineCommand::Disconnect,
        }));
    }
    // Of a list that was loaded, those that were added to its review later.
    let (first, added) = state.library.add(opened.contents.ids);
    if !added.is_empty() {
        effects.push(Effect::Engine(EngineCommand::Add { first, ids: added }));
    }
    restore(state, &opened.contents.learned);
    let kinds = state.library.known_types();
    if !kinds.is_empty() {
        effects.push(Effect::Engine(EngineCommand::KnowTypes(kinds)));
    }
    for (id, ticket) in opened.contents.states {
        // What was decided while it was being opened is newer.
        let nr = state.library.number_of(&id);
        let nr = nr.filter(|&nr| state.library.get(nr).is_some_and(is_untouched));
        if let Some(nr) = nr {
            state.library.judge(nr, ticket);
        }
    }
    if let Some(judge) = &opened.judge {
        state.judging.history.belong_to(Arc::clone(&judge.user));
    }
    state.judging.judge = opened.judge;
    state.judging.history.begin_with(opened.contents.history);
    state.library.ignore(state.judging.history.ignored());
    if opened.access != Access::Write {
        // Nothing of it will be acknowledged.
        state.judging.unsaved.clear();
        state.judging.kept_here.clear();
    }
    state.judging.keeping = Keeping::Kept {
        at: opened.at,
        access: opened.access,
    };
    second::begin(state);
    if state.exporting.intake.is_some() {
        effects.extend(keep_intake(state));
    } else if let Some(intake) = Intake::read(&opened.contents.header.intake) {
        state.bills = Bills::of(&intake);
        state.exporting.intake = Some(intake);
    }
    if opened.is_known {
        let place = KeptPlace::read(&opened.contents.header.place);
        effects.extend(place.go_to(state));
        let judged = state.library.count_verdicts();
        if !is_reopened && judged > 0 {
            state.notice = Some(NoticeKind::ReviewGoesOn {
                judged,
                total: state.library.len(),
            });
        }
    } else {
        state.refresh();
    }
    effects.extend(joining::opened(state, door));
    effects.extend(claims::begin(state));
    damage::say(state, damaged);
    effects
}

fn restore(state: &mut State, learned: &[(InvoiceId, Learned)]) {
    for (id, learned) in learned {
        if let Some(nr) = state.library.number_of(id) {
            state.library.restore(nr, learned);
        }
    }
}

/// The books of its lists go with the review.
pub(super) fn keep_intake(state: &State) -> Option<Effect> {
    if matches!(state.judging.keeping, Keeping::Nowhere) {
        return None;
    }
    let order = Order::Intake(state.intake_text());
    Some(Effect::Store(StoreCall::Keep(order)))
}

/// Takes in what another window did to the review.
fn followed(state: &mut State, events: &[Event]) -> Vec<Effect> {
    let mut effects = Vec::new();
    for event in events {
        if let Deed::Ids(ids) = &event.deed {
            let (first, ids) = state.library.add(ids.clone());
            if !ids.is_empty() {
                effects.push(Effect::Engine(EngineCommand::Add { first, ids }));
            }
        }
        apply(state, event);
        if let Some(judge) = &mut state.judging.judge {
            judge.seen = Some(event.stamp.id);
        }
    }
    effects
}

/// Takes in an event; what it changes comes back.
pub(super) fn apply(state: &mut State, event: &Event) -> Vec<(InvoiceId, TicketState)> {
    let library = &state.library;
    let current = |id: &InvoiceId| {
        let entry = library.number_of(id).and_then(|nr| library.get(nr));
        entry.map(|entry| entry.truth().clone()).unwrap_or_default()
    };
    let changed = state.judging.history.apply(event, current);
    state.library.ignore(state.judging.history.ignored());
    second::heard(state, event, &changed);
    for (id, ticket) in &changed {
        if let Some(nr) = state.library.number_of(id) {
            second::show(state, nr, ticket.clone());
        }
    }
    changed
}

fn is_untouched(entry: &Entry) -> bool {
    entry.ticket.newest.is_none()
}

/// What is added to the review later.
pub(super) fn added(state: &State, ids: &[InvoiceId]) -> Vec<Effect> {
    match state.judging.keeping {
        Keeping::Nowhere => Vec::new(),
        _ => vec![Effect::Store(StoreCall::Added(ids.to_vec()))],
    }
}

impl State {
    /// What of its lists is no invoice, bills included; `None` where that is not known.
    pub(super) fn books(&self) -> Option<Intake> {
        let mut intake = self.exporting.intake.clone()?;
        self.bills.note(&mut intake);
        Some(intake)
    }

    /// The books of its lists as a review keeps them; empty where they are not known.
    pub(super) fn intake_text(&self) -> String {
        self.books()
            .as_ref()
            .map(Intake::to_text)
            .unwrap_or_default()
    }
}

#[cfg(test)]
#[path = "keeping_tests.rs"]
mod tests;
