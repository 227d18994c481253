//! Originals: searched for, used, held and forgotten.

use std::path::PathBuf;

use super::*;
use crate::engine::{OriginalEvent, OriginalSource};
use crate::state::OriginalsAction;

fn originals(state: &mut State, action: OriginalsAction) -> Vec<Effect> {
    update(state, Action::Originals(action))
}

#[test]
fn originals_are_searched_for_used_and_forgotten() {
    let mut state = ready(2);
    let path = PathBuf::from("/folder");
    let effects = originals(&mut state, OriginalsAction::Name(path.clone()));
    assert!(matches!(&effects[..], [Effect::FindOriginals(of)] if *of == path));
    assert_eq!(state.original_searches, 1);
    let effects = originals(&mut state, OriginalsAction::Found(found_files()));
    assert!(
        matches!(&effects[..], [Effect::Engine(EngineCommand::UseOriginals(files))] if files.len() == 1)
    );
    let notice = NoticeKind::OriginalsTaken {
        taken: 1,
        matched: 2,
        repeated: 0,
        is_cut: false,
    };
    assert_eq!(
        (state.original_searches, state.notice.clone()),
        (0, Some(notice))
    );
    let effects = originals(&mut state, OriginalsAction::Found(FoundFiles::default()));
    assert!(effects.is_empty());
    assert_eq!(state.notice, Some(NoticeKind::NoOriginals));
    let effects = originals(&mut state, OriginalsAction::Forget);
    assert!(
        matches!(&effects[..], [Effect::Engine(EngineCommand::UseOriginals(files))] if files.is_empty())
    );
    assert_eq!(state.originals.matched(), 0);
}

#[test]
fn an_original_is_drawn_where_it_fits_and_held_while_it_is_near() {
    let mut state = ready(1);
    drop(update(&mut state, Action::Open(nr(0))));
    let source = OriginalSource::Uncropped;
    let event = OriginalEvent::Ready {
        page: page_key(),
        source: source.clone(),
        picture: picture(facts()),
    };
    background(&mut state, EngineEvent::Original(event));
    let held = state.original(nr(0)).map(|(original, _)| &original.source);
    assert_eq!(held, Some(&source));
    assert_eq!(state.held_originals(&[nr(0)]), [nr(0)]);
    drop(update(&mut state, Action::CloseViewer));
    assert!(state.original(nr(0)).is_none());
    let failure = Arc::new(Failure::new(FailureKind::FileGone, ""));
    let event = OriginalEvent::Failed {
        page: page_key(),
        failure,
    };
    background(&mut state, EngineEvent::Original(event));
    assert!(state.originals.failure(&page_key()).is_some());
    let bucket = "files.example".to_owned();
    let event = OriginalEvent::UncroppedRefused { bucket };
    background(&mut state, EngineEvent::Original(event));
    assert!(state.originals.is_uncropped_refused(&page_key()));
}
