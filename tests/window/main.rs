//! The real window, driven without a screen, against the real background and the stand-in platform over loopback.
//! What it waits for are wakes, never time that passes; pictures are rendered where there is a driver for it.

mod canary;
mod documents;
mod elsewhere;
mod fields;
#[path = "../support/files.rs"]
mod files;
mod frame_log;
mod grid;
mod handover;
mod harness;
mod ignoring;
mod judging;
mod keyring;
mod large;
mod layout;
mod lens;
mod many;
mod originals;
mod pages;
mod pictures;
#[path = "../support/png.rs"]
mod png;
#[expect(dead_code, reason = "other tests ask for more of it")]
#[path = "../support/postgres.rs"]
mod postgres;
mod region;
mod renderer;
mod seen;
mod settings;
mod sharing;
mod sheet;
mod start;
mod team;
mod turned;
mod viewer;
mod views;
mod work;
#[path = "../support/workbooks.rs"]
mod workbooks;

#[path = "../support/canaries.rs"]
mod canaries;
