//! Correcting the open ticket's region: beginning, keeping, giving up. What was drawn is never lost in silence: whatever
//! leads away from it keeps it first.

use crate::engine::FullPicture;
use crate::formats::snaps;
use crate::geometry::{
    Grip, Orientation, PageBox, PagePoint, PageVector, PictureBox, Placement, Side, UiVector,
};
use crate::model::{Deed, InvoiceNr, Stamp};
use crate::review::Stage;

use super::action::{Action, Effect, ViewerAction};
use super::judging::{JudgeAction, record};
use super::region_edit::{RegionEdit, RegionPart, RegionWord, Suggestion};
use super::{State, Word};

/// How far a page may reach whose size nobody knows, in its pixels.
const FARTHEST: f64 = 100_000.0;

/// What a reviewer does to a region.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum RegionAction {
    /// Begins, or keeps what was begun.
    Edit(Stamp),
    Keep(Stamp),
    /// Drops the suggestion, or else what was drawn.
    GiveUp,
    /// Back to OCR's region: while editing one more step, else the correction is taken away.
    Revert(Stamp),
    /// Looks for edges near the borders, or takes those that were found.
    Snap,
    /// The pointer took hold of `from` and is so far from there by now.
    Drag {
        grip: Grip,
        from: PageBox,
        by: PageVector,
    },
    /// A key moves this part of it, in page pixels along a direction of the screen.
    Push {
        part: RegionPart,
        by: UiVector,
    },
}

impl State {
    pub fn can_undo(&self) -> bool {
        match &self.region_edit {
            Some(edit) => edit.can_undo(),
            None => self.judging.can_undo(),
        }
    }

    pub fn can_redo(&self) -> bool {
        match &self.region_edit {
            Some(edit) => edit.can_redo(),
            None => self.judging.can_redo(),
        }
    }

    /// How the open ticket's page pixels are turned to be seen as they are.
    pub fn seen_turn(&self) -> Orientation {
        let turn = self.viewer.as_ref().map(|it| it.turn).unwrap_or_default();
        let placement = self.looked_at().and_then(|nr| self.shown_placement(nr));
        let upright = placement.map(|it| it.orientation).unwrap_or_default();
        upright.then(turn)
    }

    /// Where OCR put the region of this ticket.
    pub fn ocr_region(&self, nr: InvoiceNr) -> Option<PageBox> {
        let located = self.shown_entry(nr)?.located.as_ref()?;
        located.region.as_ref().map(|it| it.page)
    }

    /// The region as it is being corrected, or else as it was.
    pub fn corrected_region(&self, nr: InvoiceNr) -> Option<PageBox> {
        let edit = self.region_edit.as_ref().filter(|edit| edit.nr == nr);
        edit.map(RegionEdit::rect)
            .or_else(|| self.shown_entry(nr)?.ticket.corrected_box())
    }

    /// Whether an original stands in the place of the delivered picture.
    fn shows_original(&self, nr: InvoiceNr) -> bool {
        let wants_crop = self.viewer.as_ref().is_some_and(|it| it.shows_crop);
        let facts = self.library.get(nr).and_then(|entry| entry.facts);
        let is_document = facts.is_some_and(|it| it.is_document());
        !wants_crop && !is_document && self.original(nr).is_some()
    }

    /// Where the picture that the viewer shows lies on the page.
    fn shown_placement(&self, nr: InvoiceNr) -> Option<&Placement> {
        if self.shows_original(nr) {
            return self.original(nr).map(|(_, placement)| placement);
        }
        self.shown_entry(nr)?.located.as_ref()?.placement.as_deref()
    }

    fn shown_picture(&self, nr: InvoiceNr) -> Option<&FullPicture> {
        if self.shows_original(nr) {
            return self.original(nr).map(|(original, _)| &*original.picture);
        }
        if let Some((_, picture, _)) = self.shown_crop(nr) {
            return Some(picture);
        }
        let invoice = self.library.get(nr)?.invoice.as_ref()?;
        self.pictures.get(&invoice.picture_key).map(AsRef::as_ref)
    }

    /// Why there is nothing on the screen that could be corrected.
    fn objection(&self, nr: InvoiceNr) -> Result<(PageBox, &Placement), RegionWord> {
        let entry = self.shown_entry(nr).ok_or(RegionWord::NoPicture)?;
        if self.viewer.as_ref().is_some_and(|viewer| viewer.page > 0) {
            return Err(RegionWord::OtherPage);
        }
        let Some(located) = &entry.located else {
            return Err(match entry.stage {
                Stage::Failed | Stage::NotFound | Stage::NoPicture => RegionWord::NoPicture,
                _ => RegionWord::NotShownYet,
            });
        };
        let placement = self.shown_placement(nr).ok_or(RegionWord::NotPlaced)?;
        let region = located.region.as_ref().ok_or(RegionWord::NoRegion)?;
        Ok((region.page, placement))
    }
}

pub(super) fn update(state: &mut State, action: RegionAction) -> Vec<Effect> {
    state.judging.word = None;
    let turn = state.seen_turn();
    match action {
        RegionAction::Edit(stamp) if state.region_edit.is_some() => return keep(state, stamp),
        RegionAction::Edit(_) => begin(state),
        RegionAction::Keep(stamp) => return keep(state, stamp),
        RegionAction::GiveUp => give_up(state),
        RegionAction::Revert(stamp) => return revert(state, stamp),
        RegionAction::Snap => snap(state),
        RegionAction::Drag { grip, from, by } => {
            if let Some(edit) = &mut state.region_edit {
                edit.drag(grip, from, by);
            }
        }
        RegionAction::Push { part, by } => {
            if let Some(edit) = &mut state.region_edit {
                edit.push(part, by, turn);
            }
        }
    }
    Vec::new()
}

fn say(state: &mut State, word: RegionWord) {
    state.judging.word = Some(Word::Region(word));
}

fn begin(state: &mut State) {
    let Some(nr) = state.viewer.as_ref().map(|viewer| viewer.nr) else {
        return;
    };
    if let Err(word) = state.may_add(nr) {
        state.judging.word = Some(word);
        return;
    }
    let (ocr, page) = match state.objection(nr) {
        Ok((region, placement)) => (region, placement.page_size),
        Err(word) => return say(state, word),
    };
    if state.shown_picture(nr).is_none() {
        return say(state, RegionWord::NotShownYet);
    }
    let bounds = page.map_or(
        PageBox::new(PagePoint::origin(), PagePoint::new(FARTHEST, FARTHEST)),
        PageBox::from_size,
    );
    let from = state.corrected_region(nr).unwrap_or(ocr);
    state.region_edit = Some(RegionEdit::new(nr, from, bounds.union(&ocr)));
}

/// Ends the edit; what was drawn becomes part of the review.
fn keep(state: &mut State, stamp: Stamp) -> Vec<Effect> {
    let Some(edit) = state.region_edit.take() else {
        return Vec::new();
    };
    let rect = edit.rect();
    if rect == edit.started_from() {
        return Vec::new();
    }
    let is_ocr = state.ocr_region(edit.nr) == Some(rect);
    let corners = [rect.min.x, rect.min.y, rect.max.x, rect.max.y];
    let deed = Deed::Corrected((!is_ocr).then_some(corners));
    let effects = record(state, Some(edit.nr), deed, stamp);
    let word = if is_ocr {
        RegionWord::Reverted
    } else {
        RegionWord::Kept
    };
    say(state, word);
    effects
}

fn give_up(state: &mut State) {
    let Some(edit) = &mut state.region_edit else {
        return;
    };
    if edit.suggestion.take().is_some() {
        return;
    }
    let is_drawn = edit.rect() != edit.started_from();
    state.region_edit = None;
    if is_drawn {
        say(state, RegionWord::GivenUp);
    }
}

fn revert(state: &mut State, stamp: Stamp) -> Vec<Effect> {
    let Some(nr) = state.looked_at() else {
        return Vec::new();
    };
    let ocr = state.ocr_region(nr);
    if let Some(edit) = &mut state.region_edit {
        if let Some(ocr) = ocr {
            edit.set(ocr);
        }
        return Vec::new();
    }
    if let Err(word) = state.may_add(nr) {
        state.judging.word = Some(word);
        return Vec::new();
    }
    let entry = state.shown_entry(nr);
    if entry.is_none_or(|entry| entry.ticket.corrected.is_none()) {
        say(state, RegionWord::NotCorrected);
        return Vec::new();
    }
    let effects = record(state, Some(nr), Deed::Corrected(None), stamp);
    say(state, RegionWord::Reverted);
    effects
}

fn snap(state: &mut State) {
    let Some(edit) = &mut state.region_edit else {
        return;
    };
    if let Some(suggestion) = edit.suggestion.take() {
        edit.set(suggestion.rect);
        return;
    }
    let (nr, rect) = (edit.nr, edit.rect());
    let word = match suggestion(state, nr, rect) {
        None => RegionWord::NotShownYet,
        Some(found) if found.found.is_empty() => RegionWord::NothingFound,
        Some(found) if found.rect == rect && found.found.len() == 4 => RegionWord::IsThere,
        Some(found) if found.rect == rect => RegionWord::SomeAreThere,
        Some(found) => {
            if let Some(edit) = &mut state.region_edit {
                edit.suggestion = Some(found);
            }
            RegionWord::Suggested
        }
    };
    say(state, word);
}

/// The edges near the borders of `rect` in the picture that is shown; `None` while it is not here.
fn suggestion(state: &State, nr: InvoiceNr, rect: PageBox) -> Option<Suggestion> {
    let placement = state.shown_placement(nr)?;
    let picture = state.shown_picture(nr)?;
    let in_picture = placement.in_picture(rect);
    let page_from_picture = placement.page_from_picture();
    let mut snapped = in_picture;
    let mut found = Vec::new();
    for snap in snaps(&picture.pyramid, picture.facts.size, in_picture) {
        match snap.side {
            Side::Top => snapped.min.y = snap.at,
            Side::Bottom => snapped.max.y = snap.at,
            Side::Left => snapped.min.x = snap.at,
            Side::Right => snapped.max.x = snap.at,
        }
        let outward = page_from_picture.transform_vector(snap.side.outward());
        found.push((Grip::along(outward.normalize()), snap.edge));
    }
    let is_sane = |it: &PictureBox| it.width() >= 1.0 && it.height() >= 1.0;
    let snapped = Some(snapped).filter(is_sane).unwrap_or(in_picture);
    let wanted = page_from_picture.outer_transformed_box(&snapped);
    // Border by border, so that those without an edge stay exactly where they are.
    let bounds = state.region_edit.as_ref()?.bounds;
    let moved = found.iter().fold(rect, |rect, (grip, _)| {
        let by = grip.at(wanted) - grip.at(rect);
        grip.moved(rect, by, bounds)
    });
    Some(Suggestion { rect: moved, found })
}

/// Takes back or makes again a step of what is being drawn; `None` where nothing is.
pub(super) fn undo(state: &mut State) -> Option<bool> {
    state.region_edit.as_mut().map(RegionEdit::undo)
}

pub(super) fn redo(state: &mut State) -> Option<bool> {
    state.region_edit.as_mut().map(RegionEdit::redo)
}

/// Keeps what is being drawn where this action judges the ticket, or leads away from it or from the review.
pub(super) fn keep_before(state: &mut State, action: &Action) -> Vec<Effect> {
    if state.region_edit.is_none() {
        return Vec::new();
    }
    let ends = match action {
        Action::Judge(action) => !matches!(
            action,
            JudgeAction::Undo(_)
                | JudgeAction::Redo(_)
                | JudgeAction::NotYet
                | JudgeAction::AskNote
                | JudgeAction::CancelAsking
                | JudgeAction::RefreshList
        ),
        Action::Viewer(action) => matches!(
            action,
            ViewerAction::Step(_) | ViewerAction::StepOnPage(_) | ViewerAction::TurnPage(_)
        ),
        Action::NewReview
        | Action::Leave(_)
        | Action::Reviews(_)
        | Action::Start { .. }
        | Action::StartDemo
        | Action::DemoStarted(_)
        | Action::Open(_)
        | Action::CloseViewer
        | Action::ShowAll(_) => true,
        _ => false,
    };
    if ends {
        keep(state, Stamp::now())
    } else {
        Vec::new()
    }
}

/// Keeps what was drawn on a ticket that is no longer the open one, or whose region can no longer be shown.
pub(super) fn keep_if_left(state: &mut State) -> Vec<Effect> {
    let Some(edit) = &state.region_edit else {
        return Vec::new();
    };
    let is_open = state
        .viewer
        .as_ref()
        .is_some_and(|viewer| viewer.nr == edit.nr);
    if is_open && state.objection(edit.nr).is_ok() {
        return Vec::new();
    }
    keep(state, Stamp::now())
}

#[cfg(test)]
#[path = "correcting_tests.rs"]
mod tests;
