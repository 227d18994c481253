//! Worker processes: what they deliver, what they survive, what they may not do, and that nothing of them remains.
//!
//! Unix only, as the tests look at processes and send signals; elsewhere the other tests go through workers as well.
#![cfg(unix)]

mod cage;
mod deaths;
mod ends;
mod harness;
#[path = "../support/workbooks.rs"]
mod made;
mod pictures;
mod workbooks;
