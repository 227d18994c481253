//! From the token to the end: blocks, pauses, clearing, closing, and secrets that never show.

use std::time::Duration;

use invoice_lens::engine::{EngineCommand, EngineConfig, EngineEvent, FailureKind, Interest};
use invoice_lens::sandbox::{
    Fault, FaultEffect, FaultTarget, OssErrorAnswer, RequestKind, SandboxInvoice,
};

use crate::harness::{Bench, impatient, nr, numbered, start_unconnected, visible};

#[test]
fn a_refused_token_waits_for_a_better_one() {
    let bench = Bench::with_library(numbered(2));
    let mut run = bench.start_with_token(impatient(), "wrong-token");
    run.add_numbered(2);
    run.until("the block", |told| {
        told.blocked == Some(FailureKind::TokenRefused)
    });
    assert!(run.told.failed.is_empty());
    run.connect(&bench, bench.sandbox.token());
    run.until("the pictures", |told| {
        told.thumbnails.len() == 2 && told.blocked.is_none()
    });
}

#[test]
fn without_a_token_the_run_says_so() {
    let bench = Bench::with_library(numbered(1));
    let mut run = start_unconnected(EngineConfig::default());
    run.add_numbered(1);
    run.until("the block", |told| {
        told.blocked == Some(FailureKind::TokenMissing)
    });
    assert!(bench.sandbox.log().records.is_empty());
}

#[test]
fn a_pause_starts_nothing_new() {
    let bench = Bench::with_library(numbered(3));
    let mut run = bench.start(EngineConfig::default());
    run.send(EngineCommand::Pause);
    run.add_numbered(3);
    // Told after all of the above was read.
    run.connect(&bench, bench.sandbox.token());
    run.until("two words of the pause", |told| told.pauses == 2);
    assert!(bench.sandbox.log().records.is_empty());
    run.send(EngineCommand::Resume);
    run.until("all pictures", |told| told.thumbnails.len() == 3);
}

#[test]
fn after_clearing_only_the_new_review_is_told_of() {
    let library = numbered(10).with_invoice(SandboxInvoice::new("OTHER1", "page0.png"));
    let bench = Bench::with_library(library);
    let gate = bench.sandbox.gate(FaultTarget::kind(RequestKind::Object));
    let mut run = bench.start(EngineConfig::default());
    run.add_numbered(10);
    gate.wait_for(6).expect("six downloads are under way");
    run.send(EngineCommand::Clear);
    run.add(&["OTHER1".into()]);
    gate.release();
    run.told.forget();
    run.until("the new picture", |told| told.thumbnails.len() == 1);
    assert!(run.told.answers.keys().all(|known| *known == nr(0)));
    assert_eq!(run.told.sizes.len(), 1);
}

#[test]
fn dropping_the_handle_ends_what_is_under_way() {
    let bench = Bench::with_library(numbered(20));
    let gate = bench.sandbox.gate(FaultTarget::kind(RequestKind::Object));
    // Patient enough that only the drop can end them.
    let mut config = EngineConfig::default();
    config.http.first_byte = Duration::from_hours(1);
    config.http.total = Duration::from_hours(1);
    let run = bench.start(config);
    run.add_numbered(20);
    gate.wait_for(6).expect("six downloads are under way");
    drop(run);
    gate.wait_for_none().expect("the downloads were given up");
}

#[test]
fn dropping_the_handle_ends_a_background_that_waits_for_the_window() {
    let bench = Bench::with_library(numbered(300));
    let config = EngineConfig {
        events: 16,
        ..EngineConfig::default()
    };
    let run = bench.start(config);
    run.add_numbered(300);
    // Nobody reads events: the queue fills up long before all is said.
    run.until_stuck();
    let downloads = bench.sandbox.log().count(RequestKind::Object);
    assert!(downloads < 100, "{downloads} downloads nobody hears of");
    drop(run);
}

#[test]
fn no_event_shows_a_token_or_a_link() {
    let bench = Bench::with_library(numbered(40));
    let objects = || FaultTarget::kind(RequestKind::Object);
    for (number, effect) in [
        FaultEffect::Oss(
            OssErrorAnswer::new(403, "SignatureDoesNotMatch", "No.", "")
                .with_detail("StringToSign", "security-token=CAIS"),
        ),
        FaultEffect::Expire,
        FaultEffect::Reset,
        FaultEffect::Redirect("https://login.example.com/?accessToken=sandbox-token".into()),
    ]
    .into_iter()
    .enumerate()
    {
        bench.sandbox.inject(Fault::always(
            objects().named(&format!("page{number}.png")),
            effect,
        ));
    }
    let echo = r#"{"errorCode":500,"errorMessage":"accessToken=sandbox-token"}"#;
    bench.sandbox.inject(Fault::times(
        FaultTarget::kind(RequestKind::Links),
        2,
        FaultEffect::status(200, echo),
    ));
    let mut run = bench.start(impatient());
    run.interest(Interest {
        open: Some(nr(5)),
        ..visible(0..10)
    });
    run.add_numbered(40);
    run.until("all pictures", |told| {
        told.thumbnails.len() + told.failed.len() == 40 && told.full.len() == 1
    });
    let shown = run
        .events
        .iter()
        .map(|event: &EngineEvent| format!("{event:?}\n"));
    let shown: String = shown.collect();
    for secret in [
        "sandbox-token",
        "Signature=",
        "security-token",
        "CAIS",
        "OSSAccessKeyId",
        "Expires=",
    ] {
        assert!(!shown.contains(secret), "{secret} is in an event");
    }
    assert!(shown.contains("page5.png"), "events were looked at");
}
