//! The viewer: what is open, and how it is looked at.

use super::*;
use crate::geometry::{PageBox, PagePoint, QuarterTurn, UiBox, UiPoint, Viewport};
use crate::model::MediaType;
use crate::review::ListOrder;
use crate::state::{Framing, ViewerAction};

#[test]
fn an_invoice_is_opened_and_closed_and_keeps_the_focus() {
    let mut state = ready(3);
    assert_eq!(revealed(&mut state, Action::Open(nr(9))), None, "unknown");
    assert_eq!(revealed(&mut state, Action::Open(nr(1))), Some(nr(1)));
    assert_eq!(state.viewer.as_ref().map(|it| it.nr), Some(nr(1)));
    let neighbours = state.neighbours();
    assert_eq!(neighbours, [nr(2), nr(0)]);
    assert_eq!(revealed(&mut state, Action::CloseViewer), Some(nr(1)));
    assert!(state.viewer.is_none() && state.neighbours().is_empty());
}

fn viewer_action(state: &mut State, action: ViewerAction) -> Option<u32> {
    drop(update(state, Action::Viewer(action)));
    state.viewer.as_ref().map(|it| it.nr.0)
}

#[test]
fn the_viewer_steps_through_the_order_and_over_the_page() {
    let mut state = review(4);
    background(
        &mut state,
        found(&[(0, "a.jpg"), (1, "b.jpg"), (2, "a.jpg"), (3, "b.jpg")]),
    );
    assert_eq!(viewer_action(&mut state, ViewerAction::Step(1)), None);
    drop(update(&mut state, Action::Open(nr(0))));
    let mut after = |action| viewer_action(&mut state, action);
    assert_eq!(after(ViewerAction::Step(1)), Some(1));
    assert_eq!(after(ViewerAction::StepOnPage(1)), Some(3));
    assert_eq!(after(ViewerAction::StepOnPage(1)), Some(3), "the last");
    assert_eq!(after(ViewerAction::StepOnPage(-1)), Some(1));
    assert_eq!(after(ViewerAction::Step(-9)), Some(0));
    assert_eq!(after(ViewerAction::TurnPage(1)), Some(1), "one page");
    drop(update(&mut state, Action::SetOrder(ListOrder::ByPage)));
    drop(update(&mut state, Action::Open(nr(0))));
    assert_eq!(
        viewer_action(&mut state, ViewerAction::Step(1)),
        Some(2),
        "as they are shown"
    );
}

#[test]
fn pages_of_a_document_are_turned_within_it() {
    let mut state = review(1);
    background(&mut state, found(&[(0, "page.jpg")]));
    let document = PictureFacts {
        media_type: MediaType::Pdf,
        frames: 3,
        ..facts()
    };
    background(
        &mut state,
        EngineEvent::Thumbnail {
            invoices: vec![nr(0)],
            facts: document,
            raster: None,
        },
    );
    drop(update(&mut state, Action::Open(nr(0))));
    assert_eq!(state.lacking_pages(), [1]);
    for (steps, page) in [(1, 1), (5, 2), (-1, 1)] {
        quiet(&mut state, Action::Viewer(ViewerAction::TurnPage(steps)));
        assert_eq!(state.viewer.as_ref().map(|it| it.page), Some(page));
    }
    let page = DecodedPixels::Picture(picture(document));
    background(&mut state, came(Pixels::Page(1), page));
    assert!(state.documents.page(&picture_key(), 1).is_some());
    assert_eq!(state.lacking_pages(), [2]);
}

#[test]
fn looks_change_the_look_and_nothing_else() {
    let mut state = ready(2);
    drop(update(&mut state, Action::Open(nr(0))));
    let framing = |state: &State| state.viewer.as_ref().expect("open").framing;
    quiet(&mut state, Action::Viewer(ViewerAction::FitRegion));
    assert_eq!(framing(&state), Framing::Region);
    let canvas = UiBox::new(UiPoint::new(0.0, 0.0), UiPoint::new(100.0, 100.0));
    let page = PageBox::new(PagePoint::new(0.0, 0.0), PagePoint::new(10.0, 10.0));
    let by_hand = Viewport::fit(page, canvas, QuarterTurn::None, 0.0);
    quiet(
        &mut state,
        Action::Viewer(ViewerAction::Look(nr(1), by_hand)),
    );
    assert_eq!(framing(&state), Framing::Region, "another one was meant");
    quiet(
        &mut state,
        Action::Viewer(ViewerAction::Look(nr(0), by_hand)),
    );
    assert_eq!(framing(&state), Framing::Free(by_hand));
    quiet(&mut state, Action::Viewer(ViewerAction::Fit));
    assert_eq!(framing(&state), Framing::Whole);
    for action in [
        ViewerAction::Turn(QuarterTurn::Right),
        ViewerAction::ToggleOverlay,
        ViewerAction::ToggleCrop,
        ViewerAction::ToggleDim,
    ] {
        quiet(&mut state, Action::Viewer(action));
    }
    let viewer = state.viewer.as_ref().expect("open");
    assert_eq!(viewer.turn, QuarterTurn::Right);
    assert!(!viewer.shows_overlay && viewer.shows_crop && !state.settings.dims_outside);
}

#[test]
fn each_ticket_opens_on_its_own_region_unless_the_view_is_locked() {
    let mut state = ready(3);
    let seen = |state: &State| {
        let viewer = state.viewer.as_ref().expect("open");
        (viewer.framing, viewer.turn)
    };
    let own = (Framing::Region, QuarterTurn::None);
    drop(update(&mut state, Action::Open(nr(0))));
    assert_eq!(seen(&state), own);
    let canvas = UiBox::new(UiPoint::new(0.0, 0.0), UiPoint::new(100.0, 100.0));
    let page = PageBox::new(PagePoint::new(0.0, 0.0), PagePoint::new(10.0, 10.0));
    let by_hand = Viewport::fit(page, canvas, QuarterTurn::None, 0.0);
    let look = |state: &mut State, nr| {
        quiet(state, Action::Viewer(ViewerAction::Look(nr, by_hand)));
        quiet(state, Action::Viewer(ViewerAction::Turn(QuarterTurn::Left)));
    };
    look(&mut state, nr(0));
    assert_eq!(
        seen(&state),
        (Framing::Free(by_hand), QuarterTurn::Left),
        "turning keeps what is looked at"
    );
    drop(update(&mut state, Action::Viewer(ViewerAction::Step(1))));
    assert_eq!(seen(&state), own, "one zoom is not for all");

    look(&mut state, nr(1));
    quiet(&mut state, Action::Viewer(ViewerAction::ToggleLock));
    let located = state.library.get(nr(1)).and_then(|it| it.located.as_ref());
    let region = located.and_then(|it| it.region.as_ref()).expect("ready");
    let beside = Framing::Beside {
        offset: by_hand.centre - region.page.center(),
        zoom: by_hand.zoom,
    };
    for action in [
        Action::Viewer(ViewerAction::Step(1)),
        Action::CloseViewer,
        Action::Open(nr(0)),
    ] {
        drop(update(&mut state, action));
        if state.viewer.is_some() {
            assert_eq!(seen(&state), (beside, QuarterTurn::Left));
        }
    }
    quiet(&mut state, Action::Viewer(ViewerAction::ToggleLock));
    drop(update(&mut state, Action::Viewer(ViewerAction::Step(1))));
    assert_eq!(seen(&state), own);
}
