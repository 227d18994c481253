//! Opening a team's review: what is asked until the server lets somebody in, and the list of those opened before.

use secrecy::SecretString;
use serde::{Deserialize, Serialize};

use crate::keyring::KeyringError;
use crate::model::Stamp;
use crate::platform::{Credentials, Endpoint};
use crate::store::{DatabaseAddress, ReviewAddress, StoreError};

use super::action::{Effect, KeyringCall, StoreCall};
use super::judging::Keeping;
use super::keeping::Reopening;
use super::{NoticeKind, Screen, State};

/// Reviews of databases that are remembered.
const REMEMBERED: usize = 20;

/// A team's review that was opened here before. Nothing of it is secret.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TeamRecent {
    pub address: String,
    pub platform: String,
    /// How far it was when it was last seen.
    pub judged: usize,
    pub total: usize,
    /// Milliseconds since 1970, UTC.
    pub seen_utc_ms: i64,
}

/// What is asked before a team's review is open.
#[derive(Debug, Default)]
pub struct Joining {
    /// Whether the dialog that asks for the address is shown.
    pub is_shown: bool,
    /// Why the review that it named could not be opened.
    pub trouble: Option<StoreError>,
    /// The server lets nobody in without a password, or not with the one that was given.
    pub asks: Option<Asks>,
}

/// A password that is asked for.
#[derive(Debug)]
pub struct Asks {
    pub address: DatabaseAddress,
    /// Whether one was given that is not right.
    pub was_given: bool,
    access: Option<(Endpoint, Credentials)>,
}

/// A team's review on its way to the screen.
#[derive(Debug)]
pub(super) struct Door {
    address: DatabaseAddress,
    /// `None`: it is looked for where PostgreSQL's own programs look.
    password: Option<SecretString>,
    /// Whether the keyring is to have the password once it has let in.
    keeps: bool,
    /// The keyring was asked for it and has not answered.
    is_looked_up: bool,
}

/// What happens around a team's review.
#[derive(Debug)]
pub enum JoinAction {
    /// Ask for the address, or not any more.
    Show(bool),
    Open {
        address: Box<DatabaseAddress>,
        /// What lets in to the platform, and to which one.
        access: Option<(Endpoint, Credentials)>,
    },
    /// The password that was asked for.
    Password {
        password: SecretString,
        /// Whether the keyring is to keep it.
        keeps: bool,
    },
    GiveUp,
    /// Have the keyring keep the password of this account.
    Keep {
        address: Box<DatabaseAddress>,
        password: SecretString,
    },
    /// Take this address off the list of those opened before; the review stays.
    Forget(String),
}

pub(super) fn update(state: &mut State, action: JoinAction) -> Vec<Effect> {
    match action {
        JoinAction::Show(is_shown) => {
            state.joining.is_shown = is_shown;
            state.joining.trouble = None;
            Vec::new()
        }
        JoinAction::Open { address, access } => open(state, *address, access),
        JoinAction::Password { password, keeps } => {
            let Some(asks) = state.joining.asks.take() else {
                return Vec::new();
            };
            let door = Door {
                address: asks.address,
                password: Some(password),
                keeps,
                is_looked_up: false,
            };
            knock(state, door, asks.access)
        }
        JoinAction::GiveUp => {
            state.joining.asks = None;
            Vec::new()
        }
        JoinAction::Keep { address, password } => {
            let call = KeyringCall::SavePassword(address.account(), password);
            vec![Effect::Keyring(call)]
        }
        JoinAction::Forget(address) => {
            let known = &mut state.settings.team_reviews;
            known.retain(|it| it.address != address);
            Vec::new()
        }
    }
}

/// Opens a team's review with the password that the keyring has of it, if it has one.
pub(super) fn open(
    state: &mut State,
    address: DatabaseAddress,
    access: Option<(Endpoint, Credentials)>,
) -> Vec<Effect> {
    if state.reviews.opening.is_some() || state.screen != Screen::Start {
        return Vec::new();
    }
    let account = address.account();
    let has_password = state.settings.team_accounts.contains(&account);
    let door = Door {
        address,
        password: None,
        keeps: false,
        is_looked_up: has_password,
    };
    if !has_password {
        return knock(state, door, access);
    }
    state.is_busy = true;
    state.reviews.opening = Some(Reopening {
        access,
        door: Some(door),
    });
    vec![Effect::Keyring(KeyringCall::LoadPassword(account))]
}

fn knock(state: &mut State, door: Door, access: Option<(Endpoint, Credentials)>) -> Vec<Effect> {
    state.is_busy = true;
    state.joining.trouble = None;
    let call = StoreCall::OpenDatabase(Box::new(door.address.clone()), door.password.clone());
    state.reviews.opening = Some(Reopening {
        access,
        door: Some(door),
    });
    vec![Effect::Store(call)]
}

/// The keyring gave a password, or has none after all: then the server is asked without.
pub(super) fn password_read(
    state: &mut State,
    read: Result<Option<SecretString>, KeyringError>,
) -> Vec<Effect> {
    let is_waited_for = |it: &Reopening| it.door.as_ref().is_some_and(|door| door.is_looked_up);
    if !state.reviews.opening.as_ref().is_some_and(is_waited_for) {
        return Vec::new();
    }
    let Some(Reopening {
        access,
        door: Some(mut door),
    }) = state.reviews.opening.take()
    else {
        return Vec::new();
    };
    door.is_looked_up = false;
    match read {
        Ok(password) => door.password = password,
        Err(error) => state.notice = Some(NoticeKind::NotLoaded(error)),
    }
    knock(state, door, access)
}

/// The keyring has the password from now on, or not.
pub(super) fn password_saved(
    state: &mut State,
    account: &str,
    saved: Result<(), KeyringError>,
) -> Vec<Effect> {
    state.notice = Some(match saved {
        Ok(()) => {
            let known = &mut state.settings.team_accounts;
            known.retain(|it| it != account);
            known.insert(0, account.to_owned());
            known.truncate(REMEMBERED);
            NoticeKind::Remembered
        }
        Err(error) => NoticeKind::NotRemembered(error),
    });
    Vec::new()
}

/// Whoever is not let in is asked for a password; what else is wrong is said where the address was given.
pub(super) fn not_opened(state: &mut State, reopening: Reopening, error: StoreError) {
    if let (StoreError::Refused, Some(door)) = (error, reopening.door) {
        state.joining.asks = Some(Asks {
            address: door.address,
            was_given: door.password.is_some(),
            access: reopening.access,
        });
    } else if state.joining.is_shown {
        state.joining.trouble = Some(error);
    } else {
        state.notice = Some(NoticeKind::ReviewNotOpened(error));
    }
}

/// It is open: it is remembered, and its password where that is wished.
pub(super) fn opened(state: &mut State, door: Option<Door>) -> Vec<Effect> {
    note_progress(state);
    let Some(door) = door else {
        return Vec::new();
    };
    state.joining.is_shown = false;
    match door.password.filter(|_| door.keeps) {
        Some(password) => {
            let call = KeyringCall::SavePassword(door.address.account(), password);
            vec![Effect::Keyring(call)]
        }
        None => Vec::new(),
    }
}

/// Notes how far the open review is, for the list on the start page. Nothing where it is no team's.
pub(super) fn note_progress(state: &mut State) {
    let Keeping::Kept {
        at: ReviewAddress::Database(address),
        ..
    } = &state.judging.keeping
    else {
        return;
    };
    let address = address.to_string();
    let known = &mut state.settings.team_reviews;
    known.retain(|it| it.address != address);
    let recent = TeamRecent {
        address,
        platform: super::keeping::platform_name(state).unwrap_or_default(),
        judged: state.library.count_verdicts(),
        total: state.library.len(),
        seen_utc_ms: Stamp::now().at_utc_ms,
    };
    let known = &mut state.settings.team_reviews;
    known.insert(0, recent);
    known.truncate(REMEMBERED);
}

impl State {
    /// The settings as they are kept for the next start.
    pub fn settings_to_keep(&mut self) -> &super::Settings {
        note_progress(self);
        &self.settings
    }
}

#[cfg(test)]
#[path = "joining_tests.rs"]
mod tests;
