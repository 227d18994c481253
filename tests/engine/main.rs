//! The real background against the stand-in platform, over loopback. What orders events are gates and wakes,
//! never time that passes.

mod bench;
mod canary;
mod decoding;
mod documents;
mod elsewhere;
#[path = "../files/mod.rs"]
mod files;
mod leases;
mod life;
mod links;
mod matrix;
mod originals;
mod pictures;
mod tokens;

#[path = "../canary/mod.rs"]
mod canaries;
