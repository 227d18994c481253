//! What tests ask of a running sandbox: to misbehave, to hold requests, to let its clock jump, to tell what it has done.

use std::time::Duration;

use super::fault::{Fault, FaultTarget};
use super::gate::{Gate, WAIT_LIMIT};
use crate::sandbox::handle::Sandbox;
use crate::sandbox::log::RequestKind;

/// What was waited for did not come.
#[derive(Debug, thiserror::Error)]
pub enum WaitError {
    #[error("{waiting} requests wait at the gate where {wanted} were expected")]
    Gate { wanted: usize, waiting: usize },
    #[error("{answered} requests were answered where {wanted} were expected")]
    Answers { wanted: usize, answered: usize },
}

impl Sandbox {
    /// Blocks until `wanted` requests of this kind have been answered since the start.
    pub fn wait_answered(&self, kind: RequestKind, wanted: usize) -> Result<(), WaitError> {
        if self.stand.log.wait_answered(kind, wanted, WAIT_LIMIT) {
            return Ok(());
        }
        let log = self.log();
        let answered = log.of(kind).filter(|record| record.status.is_some());
        Err(WaitError::Answers {
            wanted,
            answered: answered.count(),
        })
    }

    pub fn inject(&self, fault: Fault) {
        self.stand.faults.board.inject(fault);
    }

    /// Gates stay: they belong to their handles.
    pub fn clear_faults(&self) {
        self.stand.faults.board.clear();
    }

    /// Holds such requests from now on. Gates come before all faults.
    pub fn gate(&self, target: FaultTarget) -> Gate {
        self.stand.faults.gates.add(target)
    }

    /// Nobody listens from now on: whoever comes is refused, and connections kept open are broken off.
    pub fn close_doors(&self) {
        self.stand.faults.doors.set_open(false);
    }

    /// Listens again, at the same port.
    pub fn open_doors(&self) {
        self.stand.faults.doors.set_open(true);
    }

    /// Lets the server's clock jump: links and tokens expire by it, `Date` shows it.
    pub fn advance(&self, by: Duration) {
        self.stand.clock.advance(by);
    }

    /// Stops the server's clock: from now on it moves only by [`Self::advance`].
    pub fn stop_clock(&self) {
        self.stand.clock.stop();
    }

    /// Sets the server's clock relative to the system's.
    pub fn set_clock_offset_secs(&self, offset_secs: i64) {
        self.stand.clock.set_offset_secs(offset_secs);
    }

    /// Every access token that was issued for the key or renewed, with its refresh token.
    pub fn issued_tokens(&self) -> Vec<(String, String)> {
        self.stand.tokens.issued()
    }

    /// From now on every token handed out so far, [`Self::token`] included, is answered 403.
    pub fn revoke_tokens(&self) {
        self.stand.tokens.revoke_all();
    }
}
