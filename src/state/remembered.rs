//! What the keyring keeps for the next start, as far as the window knows.

use crate::keyring::{KeyringAnswer, KeyringError, Saved};

use super::action::{Effect, KeyringCall};
use super::{NoticeKind, State, joining};

/// What an earlier start left in the keyring, or this one.
#[derive(Clone, Debug, Default)]
pub enum Remembered {
    #[default]
    Nothing,
    /// The keyring was asked.
    Loading,
    /// The keyring was given it and has not said that it has it.
    Saving(Saved),
    Kept(Saved),
}

impl Remembered {
    /// What can be used without typing it again.
    pub fn kept(&self) -> Option<&Saved> {
        match self {
            Self::Kept(saved) => Some(saved),
            Self::Nothing | Self::Loading | Self::Saving(_) => None,
        }
    }
}

/// Only a keyring that was used before is asked, since asking may open its window.
pub(super) fn load(state: &mut State) -> Vec<Effect> {
    if !state.settings.remembers {
        return Vec::new();
    }
    state.remembered = Remembered::Loading;
    vec![Effect::Keyring(KeyringCall::Load)]
}

pub(super) fn remember(state: &mut State, saved: Saved) -> Vec<Effect> {
    state.remembered = Remembered::Saving(saved.clone());
    vec![Effect::Keyring(KeyringCall::Save(saved))]
}

pub(super) fn forget(state: &mut State) -> Vec<Effect> {
    state.remembered = Remembered::Nothing;
    // Nor does what is in memory let in by itself any more.
    state.access = None;
    vec![Effect::Keyring(KeyringCall::Forget)]
}

pub(super) fn answered(state: &mut State, answer: KeyringAnswer) -> Vec<Effect> {
    match answer {
        KeyringAnswer::Password(read) => return joining::password_read(state, read),
        KeyringAnswer::PasswordSaved(account, saved) => {
            return joining::password_saved(state, &account, saved);
        }
        KeyringAnswer::Loaded(result) => loaded(state, result),
        KeyringAnswer::Saved(result) => saved(state, result),
        KeyringAnswer::Forgotten(Ok(())) => {
            state.settings.remembers = false;
            state.notice = Some(NoticeKind::Forgotten);
        }
        KeyringAnswer::Forgotten(Err(error)) => {
            state.notice = Some(NoticeKind::NotForgotten(error));
        }
    }
    Vec::new()
}

fn loaded(state: &mut State, result: Result<Option<Saved>, KeyringError>) {
    if !matches!(state.remembered, Remembered::Loading) {
        // Something else was given, or all was forgotten, meanwhile.
        return;
    }
    match result {
        Ok(Some(saved)) => state.remembered = Remembered::Kept(saved),
        Ok(None) => {
            state.remembered = Remembered::Nothing;
            state.settings.remembers = false;
        }
        // The person may still be unlocking it.
        Err(error @ KeyringError::TimedOut) => state.notice = Some(NoticeKind::NotLoaded(error)),
        Err(error) => {
            state.remembered = Remembered::Nothing;
            state.notice = Some(NoticeKind::NotLoaded(error));
        }
    }
}

fn saved(state: &mut State, result: Result<(), KeyringError>) {
    let before = std::mem::take(&mut state.remembered);
    state.remembered = match (before, result) {
        (Remembered::Saving(saved), Ok(())) => Remembered::Kept(saved),
        (Remembered::Saving(_), Err(error)) if error != KeyringError::TimedOut => {
            Remembered::Nothing
        }
        (before, _) => before,
    };
    match result {
        Ok(()) => {
            state.settings.remembers = true;
            state.notice = Some(NoticeKind::Remembered);
        }
        Err(error) => state.notice = Some(NoticeKind::NotRemembered(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::{Endpoint, Token};
    use crate::state::{Action, Settings, update};

    fn saved() -> Saved {
        Saved {
            endpoint: Endpoint::parse("https://app.ekuaibao.com").expect("an address"),
            credentials: Token::new("t0ken").expect("a token").into(),
        }
    }

    fn answer(state: &mut State, answer: KeyringAnswer) {
        assert!(update(state, Action::Keyring(answer)).is_empty());
    }

    #[test]
    fn a_keyring_that_was_never_used_is_not_asked() {
        let mut state = State::new(Settings::default());
        assert!(update(&mut state, Action::LoadSaved).is_empty());
        state.settings.remembers = true;
        let effects = update(&mut state, Action::LoadSaved);
        assert!(
            matches!(effects[..], [Effect::Keyring(KeyringCall::Load)]),
            "{effects:?}"
        );
        answer(&mut state, KeyringAnswer::Loaded(Ok(Some(saved()))));
        assert!(state.remembered.kept().is_some());
        assert_eq!(state.notice, None);
    }

    #[test]
    fn what_is_not_kept_is_said_and_not_looked_for_again() {
        let mut state = State::new(Settings::default());
        drop(update(&mut state, Action::Remember(saved())));
        answer(&mut state, KeyringAnswer::Saved(Err(KeyringError::Absent)));
        let notice = NoticeKind::NotRemembered(KeyringError::Absent);
        assert_eq!(state.notice, Some(notice));
        assert!(!state.settings.remembers);
        assert!(state.remembered.kept().is_none());
    }

    #[test]
    fn what_is_kept_late_is_kept() {
        let mut state = State::new(Settings::default());
        drop(update(&mut state, Action::Remember(saved())));
        let late = KeyringAnswer::Saved(Err(KeyringError::TimedOut));
        answer(&mut state, late);
        assert!(!state.settings.remembers);
        answer(&mut state, KeyringAnswer::Saved(Ok(())));
        assert!(state.settings.remembers);
        assert!(state.remembered.kept().is_some());
        assert_eq!(state.notice, Some(NoticeKind::Remembered));
    }

    #[test]
    fn what_comes_after_forgetting_is_not_taken() {
        let mut state = State::new(Settings {
            remembers: true,
            ..Settings::default()
        });
        drop(update(&mut state, Action::LoadSaved));
        let effects = update(&mut state, Action::Forget);
        assert!(
            matches!(effects[..], [Effect::Keyring(KeyringCall::Forget)]),
            "{effects:?}"
        );
        answer(&mut state, KeyringAnswer::Loaded(Ok(Some(saved()))));
        assert!(state.remembered.kept().is_none());
        answer(
            &mut state,
            KeyringAnswer::Forgotten(Err(KeyringError::Locked)),
        );
        assert!(state.settings.remembers, "it is still there");
        answer(&mut state, KeyringAnswer::Forgotten(Ok(())));
        assert!(!state.settings.remembers);
    }

    #[test]
    fn a_new_review_keeps_what_is_remembered() {
        let mut state = State::new(Settings::default());
        drop(update(&mut state, Action::Remember(saved())));
        answer(&mut state, KeyringAnswer::Saved(Ok(())));
        drop(update(&mut state, Action::NewReview));
        assert!(state.remembered.kept().is_some());
    }
}
