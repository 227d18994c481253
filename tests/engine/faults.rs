//! Faults of the platform, the bucket and the files: sat out where they pass, told by their cause where they stay.

use std::net::TcpListener;
use std::time::Duration;

use invoice_lens::engine::{EngineCommand, EngineConfig, EngineEvent, FailureKind, RunState};
use invoice_lens::model::InvoiceNr;
use invoice_lens::platform::{Endpoint, Token};
use invoice_lens::sandbox::{
    Bytes, Effect, Fault, Library, OssError, RequestKind, SandboxInvoice, Target,
};

use crate::bench::{Bench, id, impatient, nr, numbered, start_unconnected};

#[test]
fn a_passing_trouble_of_the_platform_is_sat_out() {
    let effects = [
        Effect::WrongContent {
            body: Bytes::from_static(b"<html>gateway</html>"),
            content_type: "text/html".into(),
        },
        Effect::Status {
            status: 429,
            body: String::new(),
            headers: vec![("Retry-After".into(), "600".into())],
        },
        Effect::status(502, "<html>bad gateway</html>"),
        Effect::Reset,
        Effect::Truncate { after: 20 },
    ];
    for effect in effects {
        let bench = Bench::with_library(numbered(1));
        let fault = Fault::times(Target::kind(RequestKind::Links), 3, effect.clone());
        bench.sandbox.inject(fault);
        let mut run = bench.start(impatient());
        run.add_numbered(1);
        run.until("the picture", |told| told.thumbnails.len() == 1);
        assert_eq!(
            bench.sandbox.log().count(RequestKind::Links),
            4,
            "{effect:?}"
        );
        assert!(run.told.failed.is_empty(), "{effect:?}");
    }
}

#[test]
fn a_lasting_trouble_of_the_platform_is_told_by_its_cause() {
    let html = Effect::WrongContent {
        body: Bytes::from_static(b"<html>gateway</html>"),
        content_type: "text/html".into(),
    };
    let causes = [
        (html, FailureKind::AnswerUnreadable),
        (Effect::status(429, ""), FailureKind::Throttled),
        (Effect::status(500, ""), FailureKind::ServerError),
        (
            Effect::status(200, r#"{"errorCode":500}"#),
            FailureKind::PlatformError,
        ),
    ];
    for (effect, kind) in causes {
        let bench = Bench::with_library(numbered(2));
        bench
            .sandbox
            .inject(Fault::always(Target::kind(RequestKind::Links), effect));
        let mut run = bench.start(impatient());
        run.add_numbered(2);
        run.until("the failures", |told| told.failed.len() == 2);
        assert_eq!(run.told.failed[&nr(0)], kind);
        assert_eq!(bench.sandbox.log().count(RequestKind::Links), 4);
        bench.sandbox.clear_faults();
        run.send(EngineCommand::Retry(vec![nr(0), nr(1)]));
        run.until("the pictures", |told| told.thumbnails.len() == 2);
    }
}

#[test]
fn a_platform_elsewhere_blocks_and_is_not_followed() {
    let bench = Bench::with_library(numbered(1));
    let target = Target::kind(RequestKind::Links);
    let elsewhere = Effect::Redirect("https://login.example.com/?accessToken=x".into());
    bench.sandbox.inject(Fault::always(target, elsewhere));
    let mut run = bench.start(EngineConfig::default());
    run.add_numbered(1);
    run.until("the block", |told| {
        told.blocked == Some(FailureKind::Redirected)
    });
    bench.sandbox.clear_faults();
    run.send(EngineCommand::Resume);
    run.until("the picture", |told| told.thumbnails.len() == 1);
}

#[test]
fn a_passing_trouble_of_the_bucket_is_sat_out() {
    let effects = [
        Effect::status(500, ""),
        Effect::Oss(OssError::new(
            503,
            "DownloadTrafficRateLimitExceeded",
            "Slow down.",
            "",
        )),
        Effect::Reset,
        Effect::Truncate { after: 30 },
        Effect::TruncateChunked { after: 30 },
    ];
    for effect in effects {
        let bench = Bench::with_library(numbered(1));
        let fault = Fault::times(Target::kind(RequestKind::Object), 3, effect.clone());
        bench.sandbox.inject(fault);
        let mut run = bench.start(impatient());
        run.add_numbered(1);
        run.until("the picture", |told| told.thumbnails.len() == 1);
        assert_eq!(
            bench.sandbox.log().count(RequestKind::Object),
            4,
            "{effect:?}"
        );
    }
}

#[test]
fn every_trouble_of_a_file_is_told_by_its_cause() {
    let html = Effect::WrongContent {
        body: Bytes::from_static(b"<!DOCTYPE html><html>log in</html>"),
        content_type: "text/html".into(),
    };
    let empty = Effect::WrongContent {
        body: Bytes::new(),
        content_type: "image/png".into(),
    };
    let outside = OssError::new(
        400,
        "BadRequest",
        "Advance cut's position is out of image.",
        "",
    );
    let altered = OssError::new(403, "SignatureDoesNotMatch", "It does not match.", "");
    let causes = [
        (html, FailureKind::NotAPicture),
        (empty, FailureKind::FileEmpty),
        (Effect::Oss(outside), FailureKind::ProcessingRefused),
        (Effect::Oss(altered), FailureKind::LinkAltered),
        (
            Effect::Oss(OssError::new(404, "NoSuchKey", "Gone.", "")),
            FailureKind::FileGone,
        ),
        (
            Effect::Oss(OssError::new(403, "UserDisable", "No.", "")),
            FailureKind::Refused,
        ),
        (
            Effect::Redirect("https://login.example.com/".into()),
            FailureKind::Redirected,
        ),
        (Effect::Reset, FailureKind::CutShort),
        (Effect::status(500, ""), FailureKind::ServerError),
    ];
    let bench = Bench::with_library(numbered(causes.len() + 1));
    for (number, (effect, _)) in causes.iter().enumerate() {
        let target = Target::kind(RequestKind::Object).named(&format!("page{number}.png"));
        bench.sandbox.inject(Fault::always(target, effect.clone()));
    }
    let mut run = bench.start(impatient());
    run.add_numbered(causes.len() + 1);
    run.until("all failures and the one picture", |told| {
        told.failed.len() == causes.len() && told.thumbnails.len() == 1
    });
    for (number, (effect, kind)) in causes.iter().enumerate() {
        assert_eq!(
            run.told.failed[&InvoiceNr::from_index(number)],
            *kind,
            "{effect:?}"
        );
    }
}

#[test]
fn a_stalled_transfer_is_given_up() {
    let bench = Bench::with_library(numbered(1));
    let stall = Effect::Stall { after: 30 };
    bench
        .sandbox
        .inject(Fault::always(Target::kind(RequestKind::Object), stall));
    let mut config = impatient();
    config.http.slow = Duration::from_millis(50);
    let mut run = bench.start(config);
    run.add_numbered(1);
    run.until("the failure", |told| told.failed.len() == 1);
    assert_eq!(run.told.failed[&nr(0)], FailureKind::Timeout);
    assert_eq!(bench.sandbox.log().count(RequestKind::Object), 4);
}

#[test]
fn data_files_and_files_beyond_the_limit_are_told_apart() {
    let library = Library::new()
        .with_object("data.xml", b"<?xml version=\"1.0\"?><EInvoice/>".to_vec())
        .with_object("large.png", vec![0; 5000])
        .with_invoice(SandboxInvoice::new(&id(0), "data.xml"))
        .with_invoice(SandboxInvoice::new(&id(1), "large.png"));
    let bench = Bench::with_library(library);
    let mut config = EngineConfig::default();
    config.http.file_bytes = 4000;
    let mut run = bench.start(config);
    run.add_numbered(2);
    run.until("both", |told| told.failed.len() + told.data.len() == 2);
    assert_eq!(run.told.data[&nr(0)], "电子发票");
    assert_eq!(run.told.failed[&nr(1)], FailureKind::FileTooLarge);
}

#[test]
fn nobody_listening_is_told_as_such() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("bound");
    drop(listener);
    let mut run = start_unconnected(impatient());
    run.send(EngineCommand::Connect {
        endpoint: Endpoint::parse(&format!("http://{address}")).expect("loopback"),
        credentials: Token::new("any-token").expect("a token").into(),
    });
    run.add_numbered(1);
    run.until("the failure", |told| told.failed.len() == 1);
    assert_eq!(run.told.failed[&nr(0)], FailureKind::Unreachable);
    let state = |event: &&EngineEvent| matches!(event, EngineEvent::Run(RunState::Running));
    assert_eq!(run.events.iter().filter(state).count(), 1);
}
