//! Tokens: issued for the key, renewed in time, and asked for once however many wait for one.

use invoice_lens::engine::{EngineConfig, FailureKind};
use invoice_lens::sandbox::{Fault, FaultEffect, FaultTarget, RequestKind};

use crate::harness::{Bench, id, impatient, numbered, start_unconnected};

#[test]
fn keys_are_exchanged_for_one_token() {
    let bench = Bench::with_library(numbered(250));
    let mut run = bench.start_with_key(EngineConfig::default());
    run.add_numbered(250);
    run.until("all pictures", |told| told.thumbnails.len() == 250);
    assert_eq!(bench.sandbox.log().count(RequestKind::Token), 1);
}

#[test]
fn a_refused_key_blocks_after_one_request_and_a_better_one_goes_on() {
    let bench = Bench::with_library(numbered(150));
    let mut run = start_unconnected(impatient());
    run.connect_with_key(&bench, "wrong");
    run.add_numbered(150);
    run.until("the block", |told| {
        told.blocked == Some(FailureKind::KeyRefused)
    });
    assert_eq!(bench.sandbox.log().records.len(), 1);
    run.connect_with_key(&bench, bench.sandbox.app_security());
    run.until("all pictures", |told| told.thumbnails.len() == 150);
    assert!(run.told.failed.is_empty());
}

#[test]
fn a_new_token_that_is_not_accepted_yet_is_tried_again() {
    let bench = Bench::with_library(numbered(1));
    let refused = FaultEffect::status(403, "未授权");
    let links = FaultTarget::kind(RequestKind::Links);
    bench.sandbox.inject(Fault::times(links, 2, refused));
    let mut run = bench.start_with_key(impatient());
    run.add_numbered(1);
    run.until("the picture", |told| told.thumbnails.len() == 1);
    let log = bench.sandbox.log();
    assert_eq!(log.count(RequestKind::Token), 1);
    assert_eq!(log.count(RequestKind::Links), 3);
}

#[test]
fn a_token_that_stops_working_is_replaced_once_for_all_who_wait() {
    let bench = Bench::with_library(numbered(400));
    let gates = [200, 300].map(|number| {
        let call = FaultTarget::kind(RequestKind::Links).named(&id(number));
        bench.sandbox.gate(call)
    });
    let mut run = bench.start_with_key(impatient());
    run.add_numbered(400);
    for gate in &gates {
        gate.wait_for(1).expect("two calls are under way");
    }
    bench.sandbox.revoke_tokens();
    drop(gates);
    run.until("all pictures", |told| told.thumbnails.len() == 400);
    let log = bench.sandbox.log();
    assert_eq!(log.count(RequestKind::Token), 2);
    assert_eq!(log.count(RequestKind::Links), 6);
}
