//! The real background against the stand-in platform, over loopback. What orders events are gates and wakes,
//! never time that passes.

mod bills;
mod canary;
mod decoding;
mod documents;
mod elsewhere;
#[path = "../support/files.rs"]
mod files;
mod harness;
mod leases;
mod life;
mod links;
mod matrix;
mod on_screen;
mod originals;
mod outages;
mod pictures;
#[path = "../support/png.rs"]
mod png;
mod tokens;

#[path = "../support/canaries.rs"]
mod canaries;
