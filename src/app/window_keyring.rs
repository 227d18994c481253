//! The keyring as the window uses it: started with the first call, asked without waiting, its answers as actions.

use std::time::{Duration, Instant};

use crate::keyring::{Keyring, LIMIT, SecretStore, SystemKeyring};
use crate::state::{Action, KeyringCall};

/// Which keyring, and how long it may take.
pub struct KeyringLaunch {
    pub store: Box<dyn SecretStore>,
    pub limit: Duration,
}

impl Default for KeyringLaunch {
    /// The system's own.
    fn default() -> Self {
        Self {
            store: Box::new(SystemKeyring::default()),
            limit: LIMIT,
        }
    }
}

/// The keyring, once anything was asked of it.
pub(super) enum WindowKeyring {
    Unused(Option<KeyringLaunch>),
    Used(Keyring),
}

impl WindowKeyring {
    pub fn new(launch: KeyringLaunch) -> Self {
        Self::Unused(Some(launch))
    }

    /// The answer comes as an action, at the latest when the limit is over.
    pub fn call(&mut self, ctx: &egui::Context, call: KeyringCall) {
        let now = Instant::now();
        let keyring = self.started(ctx);
        match call {
            KeyringCall::Load => keyring.load(now),
            KeyringCall::Save(saved) => keyring.save(saved, now),
            KeyringCall::Forget => keyring.forget(now),
            KeyringCall::LoadPassword(account) => keyring.load_password(account, now),
            KeyringCall::SavePassword(account, password) => {
                keyring.save_password(account, password, now);
            }
        }
        ctx.request_repaint();
    }

    /// What was answered since the last frame; has the window drawn again when the next limit is over.
    pub fn answers(&mut self, ctx: &egui::Context) -> Vec<Action> {
        let Self::Used(keyring) = self else {
            return Vec::new();
        };
        let now = Instant::now();
        let answers = keyring.answers(now);
        if let Some(due) = keyring.due_in(now) {
            ctx.request_repaint_after(due);
        }
        answers.into_iter().map(Action::Keyring).collect()
    }

    fn started(&mut self, ctx: &egui::Context) -> &mut Keyring {
        if let Self::Unused(launch) = self {
            let launch = launch.take().unwrap_or_default();
            let ctx = ctx.clone();
            let wake = move || ctx.request_repaint();
            *self = Self::Used(Keyring::start(launch.store, launch.limit, wake));
        }
        match self {
            Self::Used(keyring) => keyring,
            Self::Unused(_) => unreachable!("it was started above"),
        }
    }
}
