//! The start panel: what is pasted, dropped and begun.

use std::path::PathBuf;

use super::*;
use crate::state::OriginalsAction;

fn list(text: &str) -> IdList {
    IdList {
        text: text.to_owned(),
        sheet: None,
    }
}

#[test]
fn a_pasted_text_is_read_and_then_known() {
    let mut state = new();
    let effects = update(&mut state, Action::IdsEdited("ID01test0000".to_owned()));
    let [Effect::Parse(ParsePurpose::Preview, text, None)] = &effects[..] else {
        panic!("{effects:?}");
    };
    assert_eq!(text, "ID01test0000");
    assert!(state.is_reading_ids);
    assert!(!state.is_busy, "a review can be opened meanwhile");
    quiet(&mut state, parsed_preview(3));
    assert!(!state.is_reading_ids);
    assert_eq!(state.pasted.ids.len(), 3);
}

#[test]
fn dropped_files_are_looked_at_and_become_ids_and_originals() {
    let mut state = new();
    let path = PathBuf::from("/folder");
    let effects = update(&mut state, Action::FilesDropped(vec![path.clone()]));
    assert!(matches!(&effects[..], [Effect::ReadDropped(paths)] if *paths == [path]));
    assert!(state.is_reading_ids);
    let dropped = DroppedFiles {
        ids: Some(Ok(list("ID01test0000"))),
        originals: Some(found_files()),
    };
    let effects = update(&mut state, Action::DroppedFilesRead(dropped));
    let [
        Effect::Engine(EngineCommand::UseOriginals(_)),
        Effect::Parse(ParsePurpose::Preview, _, None),
    ] = &effects[..]
    else {
        panic!("{effects:?}");
    };
    assert!(state.is_reading_ids, "the text is being read");
}

#[test]
fn a_file_dropped_on_a_review_adds_to_it() {
    let mut state = review(1);
    let dropped = |ids| {
        Action::DroppedFilesRead(DroppedFiles {
            ids: Some(ids),
            originals: None,
        })
    };
    let effects = update(&mut state, dropped(Ok(list("more"))));
    assert!(matches!(
        effects[..],
        [Effect::Parse(ParsePurpose::Add, _, None)]
    ));
    quiet(&mut state, dropped(Err(IdListError::NotText)));
    let notice = NoticeKind::FileFailed(IdListError::NotText.into());
    assert_eq!(state.notice, Some(notice));
}

#[test]
fn the_sheet_of_a_workbook_is_said_and_another_column_can_be_read() {
    let mut state = new();
    let dropped = DroppedFiles {
        ids: Some(Ok(IdList {
            text: "a table".to_owned(),
            sheet: Some("报销".to_owned()),
        })),
        originals: None,
    };
    drop(update(&mut state, Action::DroppedFilesRead(dropped)));
    assert_eq!(state.notice, Some(NoticeKind::SheetRead("报销".to_owned())));
    let effects = update(&mut state, Action::PickColumn("a table".to_owned(), 2));
    assert!(matches!(
        &effects[..],
        [Effect::Parse(ParsePurpose::Preview, text, Some(2))] if text == "a table"
    ));
    assert!(state.is_reading_ids);
}

#[test]
fn a_start_connects_and_hands_over_what_was_pasted() {
    let mut state = new();
    quiet(&mut state, parsed_preview(3));
    let start = Action::Start {
        endpoint: endpoint(),
        credentials: credentials(),
    };
    let effects = update(&mut state, start);
    let [
        Effect::Engine(EngineCommand::Connect { .. }),
        Effect::Engine(EngineCommand::Add { first, ids }),
    ] = &effects[..]
    else {
        panic!("{effects:?}");
    };
    assert_eq!((*first, ids.len()), (nr(0), 3));
    assert_eq!(state.screen, Screen::Review);
    assert_eq!((state.library.len(), state.current), (3, Some(nr(0))));
    assert_eq!(state.settings.endpoint, "https://app.ekuaibao.com");
    assert!(state.pasted.ids.is_empty() && !state.is_demo);
}

#[test]
fn the_demo_comes_from_the_stand_in_and_only_to_the_start_panel() {
    let source = || DemoSource {
        endpoint: endpoint(),
        token: Token::new("t0ken").expect("a token"),
        ids: ids(0..2),
    };
    let mut state = new();
    let effects = update(&mut state, Action::StartDemo);
    assert!(matches!(effects[..], [Effect::StartDemo]) && state.is_busy);
    assert_eq!(
        update(&mut state, Action::DemoStarted(Ok(source()))).len(),
        2
    );
    assert!(state.is_demo && !state.is_busy);
    assert_eq!(state.library.len(), 2);

    let mut late = review(1);
    quiet(&mut late, Action::DemoStarted(Ok(source())));
    assert_eq!((late.library.len(), late.is_demo), (1, false));

    let mut broken = new();
    let error = ReadError::Demo("no port".to_owned());
    quiet(&mut broken, Action::DemoStarted(Err(error.clone())));
    assert_eq!(broken.notice, Some(NoticeKind::FileFailed(error)));
}

#[test]
fn another_token_goes_to_the_same_platform() {
    let again = || Action::Reconnect {
        credentials: credentials(),
    };
    quiet(&mut new(), again());
    let mut state = review(1);
    let refused = Failure::new(FailureKind::TokenRefused, "");
    background(
        &mut state,
        EngineEvent::Run(RunState::Blocked(Arc::new(refused))),
    );
    assert!(state.needs_token());
    let EngineCommand::Connect { endpoint: to, .. } = command(&mut state, again()) else {
        panic!("it connects");
    };
    assert_eq!(to, endpoint());
    assert!(!state.needs_token());
}

#[test]
fn a_new_review_forgets_all_but_settings_and_files() {
    let mut state = ready(2);
    drop(update(
        &mut state,
        Action::Originals(OriginalsAction::Found(found_files())),
    ));
    drop(update(&mut state, Action::Open(nr(1))));
    state.settings.tile_points = 300.0;
    let cleared = command(&mut state, Action::NewReview);
    assert!(matches!(cleared, EngineCommand::Clear));
    assert_eq!(state.screen, Screen::Start);
    assert!(state.library.is_empty() && state.viewer.is_none() && state.current.is_none());
    assert!((state.settings.tile_points - 300.0).abs() < f32::EPSILON);
    assert_eq!(state.originals.files().len(), 1);
    assert_eq!(state.originals.matched(), 0);
}

#[test]
fn pasted_ids_are_added_and_those_known_are_told_apart() {
    let mut state = review(2);
    let effects = update(&mut state, Action::AddIds("some text".to_owned()));
    assert!(
        matches!(&effects[..], [Effect::Parse(ParsePurpose::Add, text, None)] if text == "some text")
    );
    let add = |ids, rejected| Action::Parsed(ParsePurpose::Add, pasted(ids, rejected));
    let EngineCommand::Add { first, ids: new } = command(&mut state, add(ids(1..4), 5)) else {
        panic!("they are added");
    };
    assert_eq!((first, new), (nr(2), ids(2..4)));
    let notice = NoticeKind::Added {
        bills: 0,
        repeated: 0,
        added: 2,
        known: 1,
        rejected: 5,
    };
    assert_eq!(state.notice, Some(notice));
    quiet(&mut state, add(ids(0..4), 0));
    quiet(&mut state, add(Vec::new(), 7));
    assert_eq!(state.notice, Some(NoticeKind::NothingToAdd));
    assert_eq!(state.library.len(), 4);
}
