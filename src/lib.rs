//! Verify by eye that OCR cut every invoice out of its page where it should have.
//!
//! The layers, `a ← b` reads "b may use a" (a test in `tests/layering` enforces it):
//!
//! `{geometry, locale, redact} ← model ← {platform, formats, report, store, id_list} ← {engine, keyring, managed} ← review ← handover ← state ← ui ← {app, startup, fuzzed} ← main`
//!
//! - [`geometry`] coordinate spaces, the `x-oss-process` chain, where a region lies in a picture
//! - [`locale`] texts in Chinese and English; used from `report` upwards, uses nothing
//! - [`redact`] texts without the values of secrets
//! - [`model`] invoices, regions, pasted text → IDs, findings
//! - [`platform`] the expense platform over HTTP
//! - [`formats`] bytes → pixels
//! - [`report`] what is handed over
//! - [`store`] keeps a review from one start to the next
//! - [`id_list`] lists of IDs from files, arguments and standard input
//! - [`engine`] the background: links, downloads, decoding, caches
//! - [`keyring`] what a user gave to be let in, kept by the system
//! - [`managed`] what an administrator set for everybody at a machine
//! - [`review`] what a review is: its invoices, their order, the rows of its report
//! - [`handover`] hands a review over: fetches pictures again, writes all files of a report
//! - [`state`] what the window knows and how it changes
//! - [`ui`] how it is drawn
//! - `fuzzed` what a fuzzer calls, and tests with the inputs that it left; in no other build
//! - [`sandbox`] an embedded stand-in for the platform; shares no code with the layers above

pub mod app;
pub mod audit;
pub mod engine;
pub mod formats;
#[cfg(any(test, fuzzing))]
pub mod fuzzed;
pub mod geometry;
pub mod handover;
pub mod id_list;
pub mod keyring;
pub mod locale;
pub mod managed;
pub mod model;
pub mod platform;
pub mod redact;
pub mod report;
pub mod review;
pub mod sandbox;
pub mod startup;
pub mod state;
pub mod store;
pub mod ui;
