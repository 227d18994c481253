//! What is asked before verdicts are lost, and where else they go.

use super::*;
use crate::model::Verdict;
use crate::state::judging::tests::{id, judge, kept, review, verdicts};
use crate::state::{Action, Screen, update};
use crate::store::StoreAnswer;

/// A review whose file has a note of the second and nothing of what was judged since its disk was full.
fn stuck() -> State {
    let mut state = review(3);
    kept(&mut state);
    judge(&mut state, Verdict::Correct);
    judge(&mut state, Verdict::Unsure);
    let told = StoreAnswer::NotSaved(StoreError::Full);
    drop(update(&mut state, Action::Store(told)));
    state
}

fn leave(state: &mut State, action: LeaveAction) -> Vec<Effect> {
    update(state, Action::Leave(action))
}

#[test]
fn the_whole_review_goes_to_another_file_before_the_window_closes() {
    let mut state = stuck();
    let folder = tempfile::tempdir().expect("a folder");
    state.reviews.elsewhere = Some(folder.path().to_owned());
    drop(leave(&mut state, LeaveAction::Ask));
    assert_eq!(state.leaving, Some(Leaving::Window));
    let typed = folder.path().join("other").display().to_string();
    let mut effects = leave(&mut state, LeaveAction::SaveTo(typed));
    let Some(Effect::SaveElsewhere(whole, to)) = effects.pop() else {
        panic!("{effects:?}");
    };
    assert_eq!(to, folder.path().join("other.ilens"));
    assert_eq!(whole.tickets.len(), 3);
    assert_eq!(whole.unsaved.len(), 2);
    assert!(state.elsewhere.is_saving);
    assert!(
        leave(&mut state, LeaveAction::SaveTo("again".to_owned())).is_empty(),
        "one at a time"
    );
    // Nothing is closed before it is said to be there.
    store::save_elsewhere(*whole, &to).expect("saved");
    let effects = leave(&mut state, LeaveAction::Saved(Ok(to.clone())));
    assert!(matches!(effects[..], [Effect::CloseWindow]), "{effects:?}");
    assert!(!state.would_lose());
    let saved = store::read(&to).expect("a review");
    assert_eq!(saved.ids, [id(0), id(1), id(2)]);
    let judged: Vec<_> = saved.states.iter().map(|(_, it)| it.verdict()).collect();
    assert_eq!(judged, [Some(&Verdict::Correct), Some(&Verdict::Unsure)]);
}

#[test]
fn what_cannot_be_saved_there_either_is_said_and_nothing_is_left() {
    let mut state = stuck();
    drop(update(&mut state, Action::NewReview));
    assert_eq!(state.leaving, Some(Leaving::Review));
    assert!(leave(&mut state, LeaveAction::SaveTo("  ".to_owned())).is_empty());
    assert_eq!(state.elsewhere.trouble, Some(StoreError::Missing));
    drop(leave(&mut state, LeaveAction::SaveTo("/x/y".to_owned())));
    let failed = LeaveAction::Saved(Err(StoreError::Full));
    assert!(leave(&mut state, failed).is_empty());
    assert_eq!(state.elsewhere.trouble, Some(StoreError::Full));
    assert!(!state.elsewhere.is_saving && state.would_lose());
    assert_eq!(state.leaving, Some(Leaving::Review));
    assert_eq!(verdicts(&state).iter().flatten().count(), 2);
    drop(leave(&mut state, LeaveAction::SaveTo("/x/z".to_owned())));
    let there = LeaveAction::Saved(Ok("/x/z.ilens".into()));
    drop(leave(&mut state, there));
    assert_eq!(state.screen, Screen::Start);
    assert_eq!(
        state.notice,
        Some(NoticeKind::SavedElsewhere("/x/z.ilens".to_owned()))
    );
}

#[test]
fn who_stays_has_nothing_saved_in_the_own_file_by_the_other_one() {
    let mut state = stuck();
    drop(update(&mut state, Action::NewReview));
    drop(leave(&mut state, LeaveAction::SaveTo("/x/y".to_owned())));
    drop(leave(&mut state, LeaveAction::Stay));
    let there = LeaveAction::Saved(Ok("/x/y.ilens".into()));
    assert!(leave(&mut state, there).is_empty());
    assert_eq!(state.screen, Screen::Review);
    assert_eq!(state.judging.unsaved(), 2);
}

#[test]
fn a_file_with_its_own_name_is_proposed() {
    let mut state = stuck();
    state.reviews.elsewhere = Some("/home/li".into());
    let name = match &state.judging.keeping {
        Keeping::Kept { at, .. } => {
            let path = at.file().expect("a file");
            path.file_name().expect("a name").to_owned()
        }
        other => panic!("{other:?}"),
    };
    let proposed = PathBuf::from("/home/li").join(name);
    assert_eq!(state.proposed_file(), proposed);
    state.judging.keeping = Keeping::Failed(StoreError::Full);
    let made_up = state.proposed_file().display().to_string();
    assert!(made_up.ends_with("ID01test0000 +2.ilens"), "{made_up}");
}
