//! Being let in to a team's review: at once, with the keyring's password, with a typed one, or not at all.

use super::*;
use crate::keyring::KeyringAnswer;
use crate::state::{Action, Settings, update};
use crate::store::{Access, Contents, Judge, Opened, StoreAnswer};

const ADDRESS: &str = "postgres://li@db.example/audit?review=March";

fn address() -> DatabaseAddress {
    ADDRESS.parse().expect("an address")
}

fn knocked(state: &mut State) -> Vec<Effect> {
    let address = Box::new(address());
    let access = None;
    update(state, Action::Join(JoinAction::Open { address, access }))
}

fn refused(state: &mut State) {
    let answer = StoreAnswer::Opened(Err(StoreError::Refused));
    drop(update(state, Action::Store(answer)));
}

fn let_in(state: &mut State) -> Vec<Effect> {
    let mut contents = Contents::default();
    contents.header.platform = "https://app.ekuaibao.com".to_owned();
    let opened = Opened {
        at: ReviewAddress::Database(address()),
        access: Access::Write,
        is_known: true,
        recovered: None,
        passed_over: Vec::new(),
        set_aside: Vec::new(),
        judge: Some(Judge {
            user: "li".into(),
            seen: None,
            may_settle: false,
            told: Vec::new(),
        }),
        contents,
    };
    let answer = StoreAnswer::Opened(Ok(Box::new(opened)));
    update(state, Action::Store(answer))
}

fn password(effects: &[Effect]) -> Option<bool> {
    effects.iter().find_map(|it| match it {
        Effect::Store(StoreCall::OpenDatabase(_, password)) => Some(password.is_some()),
        _ => None,
    })
}

#[test]
fn whoever_is_let_in_finds_the_review_in_the_list_again() {
    let mut state = State::new(Settings::default());
    drop(update(&mut state, Action::Join(JoinAction::Show(true))));
    assert_eq!(password(&knocked(&mut state)), Some(false));
    drop(let_in(&mut state));
    assert!(!state.joining.is_shown && state.screen == Screen::Review);
    let known = &state.settings.team_reviews;
    assert_eq!((known.len(), &*known[0].address), (1, ADDRESS));
    drop(update(&mut state, Action::NewReview));
    assert_eq!(state.settings.team_reviews.len(), 1, "once");
    let forget = JoinAction::Forget(ADDRESS.to_owned());
    drop(update(&mut state, Action::Join(forget)));
    assert_eq!(state.settings.team_reviews, []);
}

#[test]
fn a_password_is_asked_for_and_kept_only_where_that_is_wished() {
    for keeps in [false, true] {
        let mut state = State::new(Settings::default());
        drop(knocked(&mut state));
        refused(&mut state);
        assert!(!state.joining.asks.as_ref().expect("asked").was_given);
        assert_eq!(state.notice, None);
        let given = |text: &str| {
            let password = SecretString::from(text);
            Action::Join(JoinAction::Password { password, keeps })
        };
        assert_eq!(password(&update(&mut state, given("wrong"))), Some(true));
        refused(&mut state);
        assert!(state.joining.asks.as_ref().expect("asked").was_given);
        drop(update(&mut state, given("right")));
        let effects = let_in(&mut state);
        let is_kept = |it: &Effect| matches!(it, Effect::Keyring(KeyringCall::SavePassword(..)));
        assert_eq!(effects.iter().any(is_kept), keeps);
        assert!(!format!("{:?}", state.settings).contains("right"));
        let account = address().account();
        let told = KeyringAnswer::PasswordSaved(account.clone(), Ok(()));
        drop(update(&mut state, Action::Keyring(told)));
        assert_eq!(state.settings.team_accounts, [account]);
    }
}

#[test]
fn the_keyring_is_asked_where_it_has_the_password_and_does_not_hold_anything_up() {
    for (read, wanted) in [
        (Ok(Some(SecretString::from("right"))), true),
        (Ok(None), false),
        (Err(KeyringError::TimedOut), false),
    ] {
        let mut state = State::new(Settings::default());
        state.settings.team_accounts = vec![address().account()];
        let effects = knocked(&mut state);
        let asks = [Effect::Keyring(KeyringCall::LoadPassword(
            address().account(),
        ))];
        assert_eq!(format!("{effects:?}"), format!("{asks:?}"));
        let answer = KeyringAnswer::Password(read);
        let effects = update(&mut state, Action::Keyring(answer));
        assert_eq!(password(&effects), Some(wanted));
        let late = KeyringAnswer::Password(Ok(Some("late".into())));
        assert!(update(&mut state, Action::Keyring(late)).is_empty());
    }
}

#[test]
fn what_else_is_wrong_is_said_where_the_address_was_given() {
    let error = StoreError::Absent;
    let mut state = State::new(Settings::default());
    drop(update(&mut state, Action::Join(JoinAction::Show(true))));
    drop(knocked(&mut state));
    let answer = StoreAnswer::Opened(Err(error));
    drop(update(&mut state, Action::Store(answer)));
    assert_eq!(
        (state.joining.trouble, state.notice.take()),
        (Some(error), None)
    );
    drop(update(&mut state, Action::Join(JoinAction::Show(false))));
    drop(knocked(&mut state));
    let answer = StoreAnswer::Opened(Err(error));
    drop(update(&mut state, Action::Store(answer)));
    assert_eq!(state.notice, Some(NoticeKind::ReviewNotOpened(error)));
    assert!(!state.is_busy);
}
