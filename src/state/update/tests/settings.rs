//! The window and its settings, the keyring and what is trusted.

use super::*;
use crate::geometry::FramePreference;
use crate::keyring::{KeyringAnswer, KeyringError, Saved};
use crate::locale::Lang;
use crate::model::region::Convention;
use crate::platform::ExtraRoots;
use crate::state::{CaFileUse, KeyringCall, MemoryBudgets, ThemeChoice};

#[test]
fn settings_of_the_background_reach_it_in_their_range() {
    let mut state = new();
    let count = command(&mut state, Action::SetConnections(1000));
    assert!(matches!(count, EngineCommand::SetConnections(32)));
    assert_eq!(state.settings.connections, 32);
    let memory = MemoryBudgets {
        files_mib: 64,
        ..MemoryBudgets::default()
    };
    let EngineCommand::SetBudgets { bytes, .. } = command(&mut state, Action::SetMemory(memory))
    else {
        panic!("budgets are set");
    };
    assert_eq!(bytes, 64 << 20);
}

#[test]
fn settings_of_the_look_restyle_where_they_must() {
    let mut state = new();
    for action in [
        Action::SetLang(Lang::En),
        Action::SetTheme(ThemeChoice::Dark),
        Action::SetScale(1000),
    ] {
        let effects = update(&mut state, action);
        assert!(matches!(effects[..], [Effect::Restyle]), "{effects:?}");
    }
    assert_eq!(state.settings.lang, Some(Lang::En));
    assert_eq!(state.settings.theme, ThemeChoice::Dark);
    assert_eq!(state.settings.scale_percent, 200);
    quiet(&mut state, Action::SetTileSize(9.0));
    assert!((state.settings.tile_points - 120.0).abs() < f32::EPSILON);
    let before = state.settings.clone();
    for action in [
        Action::ToggleLens,
        Action::ToggleFilters,
        Action::ToggleDetails,
        Action::ToggleHelp,
    ] {
        quiet(&mut state, action);
    }
    let after = &state.settings;
    assert_ne!(after.shows_lens, before.shows_lens);
    assert_ne!(after.shows_filters, before.shows_filters);
    assert_ne!(after.shows_details, before.shows_details);
    assert!(state.shows_help);
}

#[test]
fn regions_are_read_as_the_settings_say() {
    let mut state = ready(1);
    // As corners and as a corner with its size.
    let page = |state: &State| {
        let entry = state.library.get(nr(0)).expect("there");
        let located = entry.located.as_ref().expect("placed");
        located.region.as_ref().map(|region| region.page.max.x)
    };
    assert_eq!(page(&state), Some(20.0));
    quiet(&mut state, Action::SetConvention(Some(Convention::Size)));
    assert_eq!(page(&state), Some(30.0));
    quiet(&mut state, Action::SetFrame(FramePreference::Upright));
    assert_eq!(state.settings.frame, FramePreference::Upright);
}

#[test]
fn notices_come_and_go() {
    let mut state = new();
    let notice = NoticeKind::Copied("ID".to_owned());
    quiet(&mut state, Action::Notify(notice.clone()));
    assert_eq!(state.notice, Some(notice));
    quiet(&mut state, Action::DismissNotice);
    assert_eq!(state.notice, None);
    (state.is_reading_ids, state.is_busy) = (true, true);
    quiet(&mut state, Action::TaskCrashed);
    assert_eq!(state.notice, Some(NoticeKind::TaskCrashed));
    assert!(!state.is_reading_ids && !state.is_busy);
}

// What follows from each answer is tested where it stands.

#[test]
fn the_keyring_is_asked_to_load_to_keep_and_to_forget() {
    let mut state = new();
    quiet(&mut state, Action::LoadSaved);
    let saved = Saved {
        endpoint: endpoint(),
        credentials: credentials(),
    };
    let effects = update(&mut state, Action::Remember(saved));
    assert!(matches!(
        effects[..],
        [Effect::Keyring(KeyringCall::Save(_))]
    ));
    let kept = KeyringAnswer::Saved(Ok(()));
    quiet(&mut state, Action::Keyring(kept));
    assert!(state.settings.remembers && state.remembered.kept().is_some());
    let effects = update(&mut state, Action::Forget);
    assert!(matches!(
        effects[..],
        [Effect::Keyring(KeyringCall::Forget)]
    ));
    let locked = KeyringAnswer::Forgotten(Err(KeyringError::Locked));
    quiet(&mut state, Action::Keyring(locked));
    let notice = NoticeKind::NotForgotten(KeyringError::Locked);
    assert_eq!(state.notice, Some(notice));
}

#[test]
fn a_file_of_authorities_is_read_and_trusted() {
    let mut state = new();
    let effects = update(&mut state, Action::SetCaFile("/ca.pem".to_owned()));
    assert!(matches!(
        effects[..],
        [Effect::ReadCaFile(CaFileUse::New, _)]
    ));
    let read = Action::CaFileRead(CaFileUse::Start, Ok(ExtraRoots::default()));
    let trusted = command(&mut state, read);
    assert!(matches!(trusted, EngineCommand::Trust(_)));
    assert_eq!(state.notice, None, "nothing new");
}
