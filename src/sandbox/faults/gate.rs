//! Gates hold requests until a test lets them go: an order of events without any waiting for time to pass.

use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use tokio::sync::Semaphore;

use super::fault::FaultTarget;
use super::steering::WaitError;
use crate::sandbox::locked;
use crate::sandbox::log::RequestRecord;

/// Long enough for a slow machine under load: only a test that fails ever waits this long.
pub(super) const WAIT_LIMIT: Duration = Duration::from_mins(1);

/// Holds the requests it was made for. Dropping it releases them, so that a failing test does not hang.
pub struct Gate(Arc<GateState>);

pub(super) struct GateState {
    on: FaultTarget,
    passes: Semaphore,
    waiting: Mutex<usize>,
    changed: Condvar,
}

impl Gate {
    /// Blocks until at least `count` requests wait here at the same time.
    pub fn wait_for(&self, count: usize) -> Result<(), WaitError> {
        self.wait_until(count, |waiting| waiting >= count)
    }

    /// Blocks until nobody waits here any more, because the clients gave up.
    pub fn wait_for_none(&self) -> Result<(), WaitError> {
        self.wait_until(0, |waiting| waiting == 0)
    }

    pub fn waiting(&self) -> usize {
        *locked(&self.0.waiting)
    }

    /// Lets `count` requests go, those waiting or the next to come.
    pub fn let_through(&self, count: usize) {
        self.0.passes.add_permits(count);
    }

    /// Lets all go, now and later.
    pub fn release(&self) {
        self.0.passes.close();
    }

    fn wait_until(&self, wanted: usize, reached: impl Fn(usize) -> bool) -> Result<(), WaitError> {
        let waiting = locked(&self.0.waiting);
        let result = self
            .0
            .changed
            .wait_timeout_while(waiting, WAIT_LIMIT, |waiting| !reached(*waiting));
        match result {
            Ok((waiting, timeout)) if timeout.timed_out() => Err(WaitError::Gate {
                wanted,
                waiting: *waiting,
            }),
            _ => Ok(()),
        }
    }
}

impl Drop for Gate {
    fn drop(&mut self) {
        self.release();
    }
}

#[derive(Default)]
pub(super) struct Gates(Mutex<Vec<Arc<GateState>>>);

impl Gates {
    pub(super) fn add(&self, on: FaultTarget) -> Gate {
        let state = Arc::new(GateState {
            on,
            passes: Semaphore::new(0),
            waiting: Mutex::new(0),
            changed: Condvar::new(),
        });
        let mut gates = locked(&self.0);
        gates.retain(|gate| !gate.passes.is_closed());
        gates.push(Arc::clone(&state));
        Gate(state)
    }

    /// Returns once every gate in the way of this request has let it go.
    pub(super) async fn pass(&self, request: &RequestRecord) {
        let in_the_way: Vec<Arc<GateState>> = locked(&self.0)
            .iter()
            .filter(|gate| gate.on.meets(request))
            .cloned()
            .collect();
        for gate in in_the_way {
            let waiting = WaitingRequest::enter(&gate);
            // An error says that the gate was released for good.
            if let Ok(permit) = gate.passes.acquire().await {
                permit.forget();
            }
            drop(waiting);
        }
    }
}

/// Counts a request as waiting until it is let go or its client leaves.
struct WaitingRequest<'a>(&'a GateState);

impl<'a> WaitingRequest<'a> {
    fn enter(gate: &'a GateState) -> Self {
        *locked(&gate.waiting) += 1;
        gate.changed.notify_all();
        Self(gate)
    }
}

impl Drop for WaitingRequest<'_> {
    fn drop(&mut self) {
        *locked(&self.0.waiting) -= 1;
        self.0.changed.notify_all();
    }
}
