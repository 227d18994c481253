//! Correcting a region without a window: what begins it, what keeps it, and that nothing of it is lost.

use std::sync::Arc;

use super::*;
use crate::engine::{Answer, DecodedPixels, EngineEvent};
use crate::formats::{Edge, Pixels, Pyramid, Raster};
use crate::geometry::QuarterTurn;
use crate::model::{InvoiceId, PictureFacts, Verdict, fixtures};
use crate::review::fixtures::invoice;
use crate::state::{Keeping, Screen, Settings, update};
use crate::store::{Access, ReviewAddress};

const OCR: [f64; 4] = [50.0, 40.0, 150.0, 110.0];

/// A review of so many invoices, each alone on a page of 200 × 150 pixels, the first one open with its picture: white
/// paper from 60, 50 to 140, 100 on black.
fn opened(count: u32) -> State {
    let mut state = State::new(Settings::default());
    state.screen = Screen::Review;
    let id = |nr| InvoiceId::new(&format!("ID01test{nr:04}")).expect("an ID");
    state.library.add((0..count).map(id).collect());
    let answers = (0..count).map(|nr| {
        let invoice = invoice(nr, &format!("{nr}.png"), OCR);
        (InvoiceNr(nr), Answer::Found(Arc::new(invoice)))
    });
    state
        .library
        .apply(&EngineEvent::Answered(answers.collect()));
    let facts = fixtures::facts(200, 150);
    for nr in state.library.numbers() {
        state.library.apply(&EngineEvent::Thumbnail {
            invoices: vec![nr],
            facts,
            raster: None,
        });
    }
    state.refresh();
    drop(update(&mut state, Action::Open(InvoiceNr(0))));
    for nr in 0..count {
        arrives(&mut state, nr, facts);
    }
    state
}

fn arrives(state: &mut State, nr: u32, facts: PictureFacts) {
    let shade = |x, y| match (x, y) {
        (60..140, 50..100) => u32::MAX,
        _ => u32::from_ne_bytes([0, 0, 0, 255]),
    };
    let pixels = (0..150).flat_map(|y| (0..200).map(move |x| shade(x, y)));
    let raster = Raster::new(200, 150, pixels.collect()).expect("as many pixels");
    let picture = FullPicture {
        facts,
        pyramid: Pyramid::build(raster),
    };
    let event = EngineEvent::Pixels {
        key: invoice(nr, &format!("{nr}.png"), OCR).picture_key,
        pixels: Pixels::Full,
        result: Ok(DecodedPixels::Picture(Arc::new(picture))),
    };
    drop(update(state, Action::Engine(event)));
}

fn act(state: &mut State, action: RegionAction) {
    drop(update(state, Action::Region(action)));
}

fn begin(state: &mut State) {
    act(state, RegionAction::Edit(Stamp::now()));
}

fn push(state: &mut State, part: RegionPart, x: f64, y: f64) {
    let by = UiVector::new(x, y);
    act(state, RegionAction::Push { part, by });
}

fn keep_it(state: &mut State) {
    act(state, RegionAction::Keep(Stamp::now()));
}

fn judge(state: &mut State, action: JudgeAction) {
    drop(update(state, Action::Judge(action)));
}

fn corrected(state: &State, nr: usize) -> Option<[f64; 4]> {
    state.library.entries()[nr].ticket.corrected
}

fn word(state: &State) -> Option<RegionWord> {
    match state.judging.word {
        Some(Word::Region(word)) => Some(word),
        _ => None,
    }
}

#[test]
fn a_region_is_pushed_kept_undone_and_redone() {
    let mut state = opened(1);
    begin(&mut state);
    push(&mut state, RegionPart::Whole, 1.0, 0.0);
    push(&mut state, RegionPart::Far, 0.0, 10.0);
    assert_eq!(corrected(&state, 0), None, "not before it is kept");
    keep_it(&mut state);
    assert!(state.region_edit.is_none());
    assert_eq!(corrected(&state, 0), Some([51.0, 40.0, 151.0, 120.0]));
    assert_eq!(word(&state), Some(RegionWord::Kept));
    assert_eq!(state.library.count_verdicts(), 0, "it is no verdict");
    judge(&mut state, JudgeAction::Undo(Stamp::now()));
    assert_eq!(corrected(&state, 0), None);
    judge(&mut state, JudgeAction::Redo(Stamp::now()));
    assert_eq!(corrected(&state, 0), Some([51.0, 40.0, 151.0, 120.0]));
    // It goes on from there; back where OCR put it, there is no correction.
    begin(&mut state);
    act(&mut state, RegionAction::Revert(Stamp::now()));
    assert!(state.region_edit.is_some(), "a step like any other");
    assert!(state.can_undo());
    keep_it(&mut state);
    assert_eq!(corrected(&state, 0), None);
    assert_eq!(word(&state), Some(RegionWord::Reverted));
}

#[test]
fn undo_takes_steps_back_while_something_is_drawn() {
    let mut state = opened(1);
    judge(
        &mut state,
        JudgeAction::Judge {
            verdict: Verdict::Unsure,
            stamp: Stamp::now(),
            is_turned: true,
        },
    );
    begin(&mut state);
    assert!(!state.can_undo());
    push(&mut state, RegionPart::Whole, 5.0, 0.0);
    judge(&mut state, JudgeAction::Undo(Stamp::now()));
    judge(&mut state, JudgeAction::Undo(Stamp::now()));
    assert_eq!(state.judging.word, Some(Word::NothingToUndo));
    assert_eq!(state.library.count_verdicts(), 1, "the verdict stays");
    judge(&mut state, JudgeAction::Redo(Stamp::now()));
    let edit = state.region_edit.as_ref().expect("still under way");
    assert!((edit.rect().min.x - 55.0).abs() < 1e-9);
}

#[test]
fn escape_drops_the_suggestion_first_and_then_what_was_drawn() {
    let mut state = opened(1);
    begin(&mut state);
    act(&mut state, RegionAction::Snap);
    assert_eq!(word(&state), Some(RegionWord::Suggested));
    act(&mut state, RegionAction::GiveUp);
    assert!(
        state
            .region_edit
            .as_ref()
            .is_some_and(|it| it.suggestion.is_none())
    );
    push(&mut state, RegionPart::Near, -3.0, 0.0);
    act(&mut state, RegionAction::GiveUp);
    assert!(state.region_edit.is_none());
    assert_eq!(
        (corrected(&state, 0), word(&state)),
        (None, Some(RegionWord::GivenUp))
    );
    assert!(state.viewer.is_some());
}

#[test]
fn a_suggestion_is_taken_by_asking_again_and_never_by_itself() {
    let mut state = opened(1);
    begin(&mut state);
    act(&mut state, RegionAction::Snap);
    let edit = state.region_edit.as_ref().expect("under way");
    let suggestion = edit.suggestion.as_ref().expect("paper is found");
    assert!(
        suggestion
            .found
            .iter()
            .all(|(_, edge)| *edge == Edge::Paper)
    );
    assert_eq!(suggestion.found.len(), 4);
    assert_eq!(edit.rect(), edit.started_from());
    act(&mut state, RegionAction::Snap);
    act(&mut state, RegionAction::Snap);
    assert_eq!(word(&state), Some(RegionWord::IsThere));
    keep_it(&mut state);
    assert_eq!(corrected(&state, 0), Some([60.0, 50.0, 140.0, 100.0]));
}

#[test]
fn a_verdict_keeps_what_was_drawn_and_stands_beside_it() {
    let mut state = opened(2);
    begin(&mut state);
    push(&mut state, RegionPart::Whole, 10.0, 0.0);
    judge(
        &mut state,
        JudgeAction::Judge {
            verdict: Verdict::Wrong(None),
            stamp: Stamp::now(),
            is_turned: false,
        },
    );
    assert!(state.region_edit.is_none());
    let ticket = &state.library.entries()[0].ticket;
    assert_eq!(ticket.verdict(), Some(&Verdict::Wrong(None)));
    assert_eq!(ticket.corrected, Some([60.0, 40.0, 160.0, 110.0]));
    assert_eq!(state.looked_at(), Some(InvoiceNr(1)));
    judge(&mut state, JudgeAction::Undo(Stamp::now()));
    assert_eq!(state.library.count_verdicts(), 0);
    assert!(corrected(&state, 0).is_some(), "the verdict came last");
}

#[test]
fn whatever_leads_away_keeps_what_was_drawn() {
    let ways: [fn() -> Action; 7] = [
        || Action::Judge(JudgeAction::NextUnjudged),
        || Action::Judge(JudgeAction::AskReason),
        || Action::Viewer(ViewerAction::Step(1)),
        || Action::Viewer(ViewerAction::StepOnPage(1)),
        || Action::Open(InvoiceNr(1)),
        || Action::CloseViewer,
        || Action::ShowAll(crate::review::Filter::All),
    ];
    for way in ways {
        let mut state = opened(2);
        begin(&mut state);
        push(&mut state, RegionPart::Far, 4.0, 0.0);
        let described = format!("{:?}", way());
        drop(update(&mut state, way()));
        assert!(state.region_edit.is_none(), "{described}");
        assert_eq!(
            corrected(&state, 0),
            Some([50.0, 40.0, 154.0, 110.0]),
            "{described}"
        );
        assert_eq!(corrected(&state, 1), None, "{described}");
    }
    let mut state = opened(2);
    begin(&mut state);
    for look in [
        ViewerAction::Turn(QuarterTurn::Left),
        ViewerAction::FitRegion,
        ViewerAction::ToggleDim,
    ] {
        drop(update(&mut state, Action::Viewer(look)));
        assert!(state.region_edit.is_some(), "another look ends nothing");
    }
    drop(update(&mut state, Action::CloseViewer));
    assert!(
        !state.judging.can_undo(),
        "nothing was drawn, nothing is kept"
    );
}

#[test]
fn leaving_the_review_keeps_what_was_drawn_before_it_asks() {
    let mut state = opened(1);
    state.judging.keeping = Keeping::Opening;
    begin(&mut state);
    push(&mut state, RegionPart::Far, 4.0, 0.0);
    drop(update(&mut state, Action::NewReview));
    assert!(state.leaving.is_some(), "it is not on the disk");
    assert!(corrected(&state, 0).is_some());
}

#[test]
fn keys_follow_the_turned_view() {
    let mut state = opened(1);
    drop(update(
        &mut state,
        Action::Viewer(ViewerAction::Turn(QuarterTurn::Right)),
    ));
    begin(&mut state);
    // Up on the screen is left on the page.
    push(&mut state, RegionPart::Near, 0.0, -10.0);
    keep_it(&mut state);
    assert_eq!(corrected(&state, 0), Some([40.0, 40.0, 150.0, 110.0]));
}

#[test]
fn a_region_stays_on_its_page() {
    let mut state = opened(1);
    begin(&mut state);
    push(&mut state, RegionPart::Far, 9e9, 0.0);
    push(&mut state, RegionPart::Near, 0.0, -9e9);
    keep_it(&mut state);
    assert_eq!(corrected(&state, 0), Some([50.0, 0.0, 200.0, 110.0]));
}

#[test]
fn what_cannot_be_corrected_says_why() {
    let said = |change: fn(&mut State)| {
        let mut state = opened(1);
        change(&mut state);
        begin(&mut state);
        assert!(state.region_edit.is_none());
        state.judging.word
    };
    let region = |word| Some(Word::Region(word));
    let other_page = said(|state| {
        if let Some(viewer) = &mut state.viewer {
            viewer.page = 1;
        }
    });
    assert_eq!(other_page, region(RegionWord::OtherPage));
    let no_pixels = said(|state| state.pictures.keep_only(&[]));
    assert_eq!(no_pixels, region(RegionWord::NotShownYet));
    let described = |state: &mut State, process: &str, numbers: &[f64]| {
        let mut invoice = invoice(0, "0.png", OCR);
        invoice.picture_key.process = process.into();
        invoice.region = crate::model::region::RawRegion::new(numbers);
        let answer = Answer::Found(Arc::new(invoice));
        state.library.reset(InvoiceNr(0));
        let event = EngineEvent::Answered(vec![(InvoiceNr(0), answer)]);
        state.library.apply(&event);
        state.library.apply(&EngineEvent::Thumbnail {
            invoices: vec![InvoiceNr(0)],
            facts: fixtures::facts(200, 150),
            raster: None,
        });
        arrives(state, 0, fixtures::facts(200, 150));
    };
    let mut state = opened(1);
    described(&mut state, "", &[]);
    begin(&mut state);
    assert_eq!(word(&state), Some(RegionWord::NoRegion));
    let mut state = opened(1);
    described(&mut state, "image/shear,x_3", &OCR);
    begin(&mut state);
    assert_eq!(word(&state), Some(RegionWord::NotPlaced));
    let only_to_look_at = said(|state| {
        state.judging.keeping = Keeping::Kept {
            at: ReviewAddress::File("review.ilens".into()),
            access: Access::Protected,
        };
    });
    assert_eq!(only_to_look_at, Some(Word::OnlyToLookAt(Access::Protected)));
    let mut state = opened(1);
    act(&mut state, RegionAction::Revert(Stamp::now()));
    assert_eq!(word(&state), Some(RegionWord::NotCorrected));
}
