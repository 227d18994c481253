//! What the window is told of the run as a whole, whenever it changes.

use std::sync::Arc;
use std::time::Duration;

use super::Scheduler;
use crate::engine::{EngineEvent, Failure, FailureKind, RunState, Wait};

/// A [`RunState`] as it is compared: by when a wait ends, not by how long it still is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Standing {
    #[default]
    Running,
    Slowed(usize),
    Host(Arc<str>, Arc<Failure>),
    Throttled(Duration),
    Paused,
    Blocked(Arc<Failure>),
}

impl Scheduler {
    fn standing(&self) -> Standing {
        // Nobody misses a token before there is work for it.
        let is_idle = self.invoices.is_empty() && !self.bills.is_waiting();
        let blocked = self.blocked.as_ref();
        if let Some(failure) = blocked.filter(|it| !is_idle || it.kind != FailureKind::TokenMissing)
        {
            return Standing::Blocked(Arc::clone(failure));
        }
        if self.paused {
            return Standing::Paused;
        }
        if let Some((host, failure)) = self.hosts.paused() {
            return Standing::Host(Arc::clone(host), Arc::clone(failure));
        }
        let until = self.desk.throttled_until.max(self.hosts.hold_until());
        if until > self.now {
            return Standing::Throttled(until);
        }
        if let Some(connections) = self.hosts.narrowest() {
            return Standing::Slowed(connections);
        }
        Standing::Running
    }

    /// Tells how the run stands, changed or not: an answer to what the user did.
    pub(super) fn announce(&mut self) {
        let standing = self.standing();
        self.told = standing.clone();
        self.events.push(EngineEvent::Run(match standing {
            Standing::Running => RunState::Running,
            Standing::Slowed(connections) => RunState::Slowed { connections },
            Standing::Host(host, failure) => RunState::Waiting(Wait::Host { host, failure }),
            Standing::Throttled(until) => {
                let left = until.saturating_sub(self.now);
                let secs = left.as_millis().div_ceil(1000) as u64;
                RunState::Waiting(Wait::Throttled { secs })
            }
            Standing::Paused => RunState::Paused,
            Standing::Blocked(failure) => RunState::Blocked(failure),
        }));
    }

    pub(super) fn announce_changes(&mut self) {
        self.hosts.look_after(self.now);
        if self.standing() != self.told {
            self.announce();
        }
    }

    /// The user has to do something before work goes on.
    pub(super) fn block(&mut self, failure: Failure) {
        if self.blocked.is_none() {
            self.blocked = Some(Arc::new(failure));
            self.announce();
        }
    }
}
