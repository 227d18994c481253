//! Outages in the middle of a run, over a real network: servers that answer with errors, break off, say nothing or are not
//! there, for a while. `cargo run --example outage` plays them at their full size.

use std::time::Duration;

use invoice_lens::engine::{EngineConfig, RunState, Wait};
use invoice_lens::sandbox::{Fault, FaultEffect, FaultTarget, RequestKind};

use crate::harness::{Bench, Told, impatient, numbered};

const COUNT: usize = 400;
/// Enough for a host to be left alone, and for some probes.
const LONG: u32 = 25;

fn hurried() -> EngineConfig {
    let mut config = impatient();
    config.http.connect = Duration::from_millis(300);
    config.http.first_byte = Duration::from_millis(300);
    config
}

fn waited(told: &Told) -> bool {
    let waits = |state: &RunState| matches!(state, RunState::Waiting(Wait::Host { .. }));
    told.runs.iter().any(waits)
}

/// The first hundred come, then so many requests of this kind meet trouble; all is there in the end.
fn play(on: RequestKind, effect: FaultEffect) {
    let what = format!("{on:?}, {effect:?}");
    let bench = Bench::with_library(numbered(COUNT));
    let mut run = bench.start(hurried());
    if on == RequestKind::Links {
        // All links of a list this short are asked for at once.
        bench
            .sandbox
            .inject(Fault::times(FaultTarget::kind(on), LONG, effect));
        run.add_numbered(COUNT);
    } else {
        run.add_numbered(COUNT);
        run.until("the first", |told| told.thumbnails.len() >= COUNT / 4);
        bench
            .sandbox
            .inject(Fault::times(FaultTarget::kind(on), LONG, effect));
    }
    run.until(&what, |told| {
        told.thumbnails.len() + told.failed.len() == COUNT
    });
    assert!(run.told.failed.is_empty(), "{what}");
    assert!(waited(&run.told), "{what}");
    let requests = bench.sandbox.log().records.len();
    assert!(requests <= COUNT + COUNT / 2, "{what}: {requests} requests");
}

#[test]
fn a_bucket_with_errors_for_a_while_loses_nothing() {
    play(RequestKind::Object, FaultEffect::status(500, ""));
    play(RequestKind::Object, FaultEffect::status(502, "<html>"));
    play(RequestKind::Object, FaultEffect::Reset);
}

#[test]
fn a_platform_with_errors_for_a_while_loses_nothing() {
    play(RequestKind::Links, FaultEffect::status(500, ""));
    play(RequestKind::Links, FaultEffect::status(502, "<html>"));
    play(RequestKind::Links, FaultEffect::Reset);
}

#[test]
fn servers_that_say_nothing_for_a_while_lose_nothing() {
    for on in [RequestKind::Object, RequestKind::Links] {
        let bench = Bench::with_library(numbered(60));
        let mut run = bench.start(EngineConfig {
            chunk: 10,
            ..hurried()
        });
        let hung = Fault::times(FaultTarget::kind(on), 14, FaultEffect::Hang);
        bench.sandbox.inject(hung);
        run.add_numbered(60);
        run.until("all", |told| {
            told.thumbnails.len() + told.failed.len() == 60
        });
        assert!(run.told.failed.is_empty(), "{on:?}");
        assert!(waited(&run.told), "{on:?}");
    }
}

#[test]
fn a_server_that_is_not_there_for_a_while_loses_nothing() {
    let bench = Bench::with_library(numbered(COUNT));
    let mut config = impatient();
    config.retry.host_patience = Duration::MAX / 4;
    let mut run = bench.start(config);
    run.add_numbered(COUNT);
    run.until("the first", |told| told.thumbnails.len() >= COUNT / 4);
    bench.sandbox.close_doors();
    run.until("the pause", waited);
    bench.sandbox.open_doors();
    run.until("all", |told| {
        told.thumbnails.len() + told.failed.len() == COUNT
    });
    assert!(run.told.failed.is_empty());
}
