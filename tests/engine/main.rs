//! The real background against the stand-in platform, over loopback. What orders events are gates and wakes,
//! never time that passes.

mod bench;
mod documents;
mod faults;
#[path = "../files/mod.rs"]
mod files;
mod life;
mod links;
mod pictures;
mod tokens;
