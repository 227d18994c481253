//! Faults, gates and a clock that jumps, for tests alone: what of the stand-in no user asks for. Compiled with the feature
//! `faults`, which tests, examples and benches turn on and the program that is handed out has not.

mod cut;
mod doors;
mod fault;
mod gate;
mod serving;
mod steering;
mod wire;

pub use fault::{Fault, FaultEffect, FaultTarget};
pub use gate::Gate;
pub use steering::WaitError;

pub(super) use serving::serve;

/// What stands in the way of requests.
#[derive(Default)]
pub(super) struct Faults {
    board: fault::FaultBoard,
    gates: gate::Gates,
    doors: doors::Doors,
}
