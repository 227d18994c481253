//! An address that leads to no platform: how it is told from a server's bad day, and going on with another one in its
//! place.

use crate::engine::{EngineCommand, Failure, FailureKind, RunState, Wait};
use crate::model::InvoiceNr;
use crate::platform::Endpoint;
use crate::review::Stage;

use super::State;
use super::action::Effect;
use super::keeping;

impl State {
    /// What came of the platform's address, where it led to nothing so far and may be the wrong one.
    pub fn wrong_address(&self) -> Option<&Failure> {
        if self.is_demo || self.library.count_answered() > 0 {
            return None;
        }
        let of_run = match &self.run {
            RunState::Waiting(Wait::Host { failure, .. }) | RunState::Blocked(failure) => {
                Some(&**failure)
            }
            _ => None,
        };
        let failed = self.library.count(Stage::Failed) > 0;
        let of_first = || {
            let mut entries = self.library.entries().iter();
            let first = entries.find(|it| it.stage == Stage::Failed)?;
            first.failure.as_deref()
        };
        of_run
            .or_else(|| failed.then(of_first).flatten())
            .filter(|it| leads_nowhere(it.kind))
    }

    /// Whether another address can take its place: nothing was decided yet, and what lets in was typed for this run. What
    /// the keyring has is for its own address alone.
    pub fn can_mend_address(&self) -> bool {
        let Some((endpoint, _)) = &self.access else {
            return false;
        };
        let saved = self.remembered.kept();
        self.managed.locked_platform().is_none()
            && self.library.count_verdicts() == 0
            && saved.is_none_or(|it| it.endpoint != *endpoint)
    }
}

fn leads_nowhere(kind: FailureKind) -> bool {
    matches!(
        kind,
        FailureKind::Offline
            | FailureKind::Unreachable
            | FailureKind::ProxyRefused
            | FailureKind::Certificate
            | FailureKind::Redirected
            | FailureKind::AnswerUnreadable
            | FailureKind::Timeout
    )
}

/// Begins the same list at another address, with what let in to the first one.
pub(super) fn mend(state: &mut State, endpoint: Endpoint) -> Vec<Effect> {
    let Some((_, credentials)) = state.access.take() else {
        return Vec::new();
    };
    state.settings.endpoint = endpoint.to_string();
    state.endpoint = Some(endpoint.clone());
    state.access = Some((endpoint.clone(), credentials.clone()));
    state.run = RunState::Running;
    for nr in state.library.numbers() {
        state.library.reset(nr);
    }
    let entries = state.library.entries().iter();
    let ids = entries.map(|it| it.id.clone()).collect();
    let mut effects = vec![
        Effect::Engine(EngineCommand::Clear),
        Effect::Engine(EngineCommand::Connect {
            endpoint,
            credentials,
        }),
        Effect::Engine(EngineCommand::Add {
            first: InvoiceNr::from_index(0),
            ids,
        }),
    ];
    effects.extend(keeping::open_list(state, false));
    effects
}
