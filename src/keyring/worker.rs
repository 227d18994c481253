//! The keyring's own thread, and the handle that never waits for it: what takes too long is given up for now.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use secrecy::SecretString;

use super::{KeyringError, PLATFORM, Saved, SecretStore};

/// How long a call may take before the user is told that it failed.
pub const LIMIT: Duration = Duration::from_secs(5);

/// What came of a call.
#[derive(Debug)]
pub enum KeyringAnswer {
    /// `None` where nothing was saved.
    Loaded(Result<Option<Saved>, KeyringError>),
    Saved(Result<(), KeyringError>),
    Forgotten(Result<(), KeyringError>),
    /// The password of a database's user; `None` where none was saved.
    Password(Result<Option<SecretString>, KeyringError>),
    /// Whether the password of this account was saved.
    PasswordSaved(String, Result<(), KeyringError>),
}

impl KeyringAnswer {
    fn is_ok(&self) -> bool {
        match self {
            Self::Loaded(result) => result.is_ok(),
            Self::Password(result) => result.is_ok(),
            Self::Saved(result) | Self::Forgotten(result) | Self::PasswordSaved(_, result) => {
                result.is_ok()
            }
        }
    }
}

enum KeyringRequest {
    Load,
    Save(Saved),
    Forget,
    /// Of this account.
    LoadPassword(String),
    SavePassword(String, SecretString),
}

impl KeyringRequest {
    fn failed(&self, error: KeyringError) -> KeyringAnswer {
        match self {
            Self::Load => KeyringAnswer::Loaded(Err(error)),
            Self::Save(_) => KeyringAnswer::Saved(Err(error)),
            Self::Forget => KeyringAnswer::Forgotten(Err(error)),
            Self::LoadPassword(_) => KeyringAnswer::Password(Err(error)),
            Self::SavePassword(account, _) => {
                KeyringAnswer::PasswordSaved(account.clone(), Err(error))
            }
        }
    }
}

/// The window's end of the keyring. Dropping it leaves a call that hangs behind; the end of the program ends that.
pub struct Keyring {
    requests: Sender<KeyringRequest>,
    answers: Receiver<KeyringAnswer>,
    /// Not answered yet, in the order in which they were asked and will be answered.
    pending: VecDeque<PendingRequest>,
    limit: Duration,
}

struct PendingRequest {
    asked: Instant,
    /// What to say when the limit is over; `None` once it was said.
    too_late: Option<KeyringAnswer>,
}

impl Keyring {
    /// `wake` is called after every answer, from the keyring's thread.
    pub fn start(
        store: Box<dyn SecretStore>,
        limit: Duration,
        wake: impl Fn() + Send + 'static,
    ) -> Self {
        let (requests, asked) = channel();
        let (answer, answers) = channel();
        let body = move || {
            for request in asked {
                if answer.send(obey(&*store, request)).is_err() {
                    break;
                }
                wake();
            }
        };
        let thread = thread::Builder::new()
            .name("keyring".to_owned())
            .spawn(body);
        if let Err(error) = thread {
            // Without the thread every call ends at its limit.
            log::warn!("the keyring has no thread: {}", error.kind());
        }
        Self {
            requests,
            answers,
            pending: VecDeque::new(),
            limit,
        }
    }

    /// Asks for what was saved.
    pub fn load(&mut self, now: Instant) {
        self.ask(KeyringRequest::Load, now);
    }

    /// Saves it in the place of what was saved before.
    pub fn save(&mut self, saved: Saved, now: Instant) {
        self.ask(KeyringRequest::Save(saved), now);
    }

    pub fn forget(&mut self, now: Instant) {
        self.ask(KeyringRequest::Forget, now);
    }

    /// Asks for the password of a database's user.
    pub fn load_password(&mut self, account: String, now: Instant) {
        self.ask(KeyringRequest::LoadPassword(account), now);
    }

    pub fn save_password(&mut self, account: String, password: SecretString, now: Instant) {
        self.ask(KeyringRequest::SavePassword(account, password), now);
    }

    fn ask(&mut self, request: KeyringRequest, now: Instant) {
        self.pending.push_back(PendingRequest {
            asked: now,
            too_late: Some(request.failed(KeyringError::TimedOut)),
        });
        // Where nobody listens any more the limit says so.
        drop(self.requests.send(request));
    }

    /// What was answered, and what took longer than the limit. Never waits.
    ///
    /// A success that comes after its limit is told all the same, as the user may have unlocked the keyring meanwhile;
    /// a failure was told already.
    pub fn answers(&mut self, now: Instant) -> Vec<KeyringAnswer> {
        let mut told = Vec::new();
        while let Ok(answer) = self.answers.try_recv() {
            let in_time = self
                .pending
                .pop_front()
                .is_some_and(|pending| pending.too_late.is_some());
            if in_time || answer.is_ok() {
                told.push(answer);
            }
        }
        for pending in &mut self.pending {
            if now.saturating_duration_since(pending.asked) >= self.limit {
                told.extend(pending.too_late.take());
            }
        }
        told
    }

    /// How long until the next call is given up.
    pub fn due_in(&self, now: Instant) -> Option<Duration> {
        let waiting = self.pending.iter().find(|it| it.too_late.is_some())?;
        Some((waiting.asked + self.limit).saturating_duration_since(now))
    }
}

fn obey(store: &dyn SecretStore, request: KeyringRequest) -> KeyringAnswer {
    let crashed = request.failed(KeyringError::Failed);
    let work = AssertUnwindSafe(|| match request {
        KeyringRequest::Load => {
            let text = store.read(PLATFORM);
            KeyringAnswer::Loaded(
                text.and_then(|text| text.as_ref().map(Saved::from_text).transpose()),
            )
        }
        KeyringRequest::Save(saved) => KeyringAnswer::Saved(
            saved
                .to_text()
                .and_then(|text| store.write(PLATFORM, &text)),
        ),
        KeyringRequest::LoadPassword(account) => KeyringAnswer::Password(store.read(&account)),
        KeyringRequest::SavePassword(account, password) => {
            let saved = store.write(&account, &password);
            KeyringAnswer::PasswordSaved(account, saved)
        }
        KeyringRequest::Forget => KeyringAnswer::Forgotten(store.delete(PLATFORM)),
    });
    catch_unwind(work).unwrap_or(crashed)
}

#[cfg(test)]
#[path = "worker_tests.rs"]
mod tests;
