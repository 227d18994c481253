//! What the background says, and what is asked of it.

use super::*;
use crate::engine::Wait;
use crate::formats::{DataFile, PagePart};

#[test]
fn what_the_background_says_is_known() {
    let mut state = review(4);
    background(&mut state, found(&[(0, "a.jpg"), (1, "page.jpg")]));
    let not_found = vec![(nr(2), Answer::NotFound)];
    background(&mut state, EngineEvent::Answered(not_found));
    background(
        &mut state,
        EngineEvent::LinksFailed {
            invoices: vec![nr(3)],
            failure: Arc::new(Failure::new(FailureKind::NoLink, "")),
        },
    );
    background(
        &mut state,
        EngineEvent::Loading {
            invoices: vec![nr(0), nr(1)],
        },
    );
    background(&mut state, thumbnail(0..1));
    let expected = [Stage::Ready, Stage::Loading, Stage::NotFound, Stage::Failed];
    assert_eq!(stages(&state), expected);
    let data = DataFile {
        root: "receipt".to_owned(),
        invoice: None,
        fields: Vec::new(),
    };
    background(
        &mut state,
        EngineEvent::Data {
            invoices: vec![nr(1)],
            summary: Arc::new(data.summary()),
        },
    );
    assert_eq!(stages(&state)[1], Stage::NoPicture);
    drop(update(&mut state, Action::Open(nr(1))));
    background(
        &mut state,
        came(Pixels::Full, DecodedPixels::Data(Arc::new(data))),
    );
    assert!(state.has_picture(nr(1)), "its data is what is shown");
    let waiting = RunState::Waiting(Wait::Throttled { secs: 3 });
    background(&mut state, EngineEvent::Run(waiting.clone()));
    assert_eq!(state.run, waiting);
}

#[test]
fn full_pictures_are_held_while_they_are_near() {
    let mut state = ready(1);
    let full = || came(Pixels::Full, DecodedPixels::Picture(picture(facts())));
    background(&mut state, full());
    assert!(!state.has_picture(nr(0)), "nothing is open");
    drop(update(&mut state, Action::Open(nr(0))));
    background(&mut state, full());
    assert!(state.has_picture(nr(0)));
    let part = PagePart {
        page: 0,
        scale: 1,
        shrink: 1,
        left: 0,
        top: 0,
        width: 2,
        height: 2,
    };
    let raster = Arc::new(Raster::new(2, 2, vec![0; 4]).expect("four pixels"));
    let decoded = DecodedPixels::Raster {
        facts: facts(),
        raster,
    };
    background(&mut state, came(Pixels::Part(part), decoded));
    assert_eq!(state.documents.parts(&picture_key()).len(), 1);
    drop(update(&mut state, Action::CloseViewer));
    assert!(!state.has_picture(nr(0)));
    assert!(state.documents.parts(&picture_key()).is_empty());
}

#[test]
fn what_failed_is_tried_again() {
    let mut state = ready(3);
    quiet(&mut state, Action::RetryFailed);
    background(&mut state, failed(FailureKind::Timeout, &[0, 2]));
    let EngineCommand::Retry(again) = command(&mut state, Action::RetryFailed) else {
        panic!("they are tried again");
    };
    assert_eq!(again, [nr(0), nr(2)]);
    assert_eq!(stages(&state), [Stage::Linked, Stage::Ready, Stage::Linked]);
    let one = command(&mut state, Action::Retry(vec![nr(1)]));
    assert!(matches!(one, EngineCommand::Retry(numbers) if numbers == [nr(1)]));
    quiet(&mut state, Action::Retry(Vec::new()));
}

#[test]
fn work_is_stopped_and_goes_on() {
    let mut state = review(1);
    let toggled = |state: &mut State| command(state, Action::TogglePause);
    assert!(matches!(toggled(&mut state), EngineCommand::Pause));
    background(&mut state, EngineEvent::Run(RunState::Paused));
    assert!(matches!(toggled(&mut state), EngineCommand::Resume));
    let now = command(&mut state, Action::TryNow);
    assert!(matches!(now, EngineCommand::Resume));
}
