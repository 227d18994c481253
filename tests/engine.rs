//! The real background against the stand-in platform, over loopback. What orders events are gates and wakes,
//! never time that passes.

mod engine_bench;

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::time::Duration;

use invoice_lens::engine::{
    Answer, EngineCommand, EngineConfig, EngineEvent, FailureKind, Interest, RunState,
};
use invoice_lens::model::InvoiceNr;
use invoice_lens::model::region::RawRegion;
use invoice_lens::platform::{Endpoint, PlatformError, Token, exchange_token};
use invoice_lens::sandbox::{
    Bytes, Effect, Fault, Library, OssError, RequestKind, SandboxInvoice, Target, Thumb,
};
use serde_json::{Value, json};

use engine_bench::{Bench, id, impatient, nr, numbered, png, visible};

#[test]
fn pictures_load_while_links_are_asked_for() {
    let bench = Bench::with_library(numbered(250));
    let third_call = bench
        .sandbox
        .gate(Target::kind(RequestKind::Links).named(&id(200)));
    let mut run = bench.start(EngineConfig::default());
    run.add_numbered(250);
    run.until("the pictures of the first two calls", |told| {
        told.thumbnails.len() == 200
    });
    third_call.wait_for(1).expect("the third call is under way");
    third_call.release();
    run.until("all pictures", |told| told.thumbnails.len() == 250);
    let log = bench.sandbox.log();
    let mut sizes: Vec<_> = log
        .of(RequestKind::Links)
        .map(|call| call.asked.len())
        .collect();
    sizes.sort_unstable();
    assert_eq!(sizes, [50, 100, 100]);
    assert_eq!(log.count(RequestKind::Object), 250);
    assert!(
        log.most_objects_at_once <= 6,
        "{}",
        log.most_objects_at_once
    );
}

#[test]
fn answers_are_joined_by_id_and_the_unknown_are_told() {
    let bench = Bench::with_library(numbered(5));
    let mut run = bench.start(EngineConfig::default());
    let ids = [id(3), "stranger1".into(), id(0), id(4), "stranger2".into()];
    run.add(&ids);
    run.until("all answers", |told| told.answers.len() == 5);
    for (number, asked) in ids.iter().enumerate() {
        match &run.told.answers[&InvoiceNr::from_index(number)] {
            Answer::Found(invoice) => assert_eq!(invoice.id.as_str(), asked),
            Answer::NotFound => assert!(asked.starts_with("stranger"), "{asked}"),
        }
    }
    let found = |answer: &&Answer| matches!(answer, Answer::Found(_));
    assert_eq!(run.told.answers.values().filter(found).count(), 3);
}

#[test]
fn regions_arrive_as_they_were_sent() {
    let forms = [
        Some(json!([64, 0, 1776, 941])),
        Some(json!([901.0, 58.5, 1665.0, 969.25])),
        Some(json!([])),
        Some(Value::Null),
        None,
        Some(json!("901,58")),
    ];
    let mut library = Library::new().with_object("page.png", png(8, 8));
    for (number, region) in forms.iter().enumerate() {
        library = library.with_invoice(SandboxInvoice {
            region: region.clone(),
            ..SandboxInvoice::new(&id(number), "page.png")
        });
    }
    let bench = Bench::with_library(library);
    let mut run = bench.start(EngineConfig::default());
    run.add_numbered(forms.len());
    run.until("all answers", |told| told.answers.len() == forms.len());
    for (number, sent) in forms.iter().enumerate() {
        let Answer::Found(invoice) = &run.told.answers[&InvoiceNr::from_index(number)] else {
            panic!("{sent:?} is known");
        };
        assert_eq!(
            invoice.region,
            RawRegion::from_json(sent.as_ref()),
            "{sent:?}"
        );
        assert_eq!((&*invoice.source, &*invoice.file_name), ("ocr", "page.png"));
    }
}

#[test]
fn one_picture_is_one_download() {
    let crop = |number: usize, process: &str| SandboxInvoice {
        process: Some(process.to_owned()),
        ..SandboxInvoice::new(&id(number), "page.png")
    };
    let library = Library::new()
        .with_object("page.png", png(20, 10))
        .with_invoice(crop(0, "image/crop,w_6,h_4,x_2,y_1"))
        .with_invoice(crop(1, "image/crop,w_6,h_4,x_2,y_1"))
        .with_invoice(crop(2, "image/crop,w_5,h_5"));
    let bench = Bench::with_library(library);
    let mut run = bench.start(EngineConfig::default());
    run.interest(visible(0..3));
    run.add_numbered(3);
    run.until("all thumbnails", |told| told.thumbnails.len() == 3);
    assert_eq!(bench.sandbox.log().count(RequestKind::Object), 2);
    assert_eq!(run.told.sizes[&nr(1)], (6, 4));
    assert_eq!(run.told.sizes[&nr(2)], (5, 5));
    let key = |number| match &run.told.answers[&nr(number)] {
        Answer::Found(invoice) => invoice.picture_key.clone(),
        Answer::NotFound => panic!("invoice {number} is known"),
    };
    assert_eq!(key(0), key(1));
    assert_eq!(key(0).page, key(2).page);
    assert_ne!(key(0), key(2));
}

#[test]
fn opening_what_was_fetched_needs_no_network() {
    let library = Library::new()
        .with_object("page.png", png(400, 300))
        .with_invoice(SandboxInvoice {
            thumb: Thumb::SameAsUrl,
            ..SandboxInvoice::new(&id(0), "page.png")
        });
    let bench = Bench::with_library(library);
    let mut run = bench.start(EngineConfig::default());
    run.interest(visible(0..1));
    run.add_numbered(1);
    run.until("the thumbnail", |told| {
        told.thumbnails.get(&nr(0)) == Some(&true)
    });
    run.interest(Interest {
        open: Some(nr(0)),
        ..visible(0..1)
    });
    run.until("the full picture", |told| told.full.len() == 1);
    assert_eq!(run.told.full[0].1.pyramid.full_size(), (400, 300));
    let log = bench.sandbox.log();
    assert_eq!(
        (
            log.count(RequestKind::Links),
            log.count(RequestKind::Object)
        ),
        (1, 1)
    );
}

#[test]
fn links_of_the_stand_in_are_sent_byte_for_byte() {
    let odd = "票据/1-29东莞 小勺+100%.png";
    let library = Library::new()
        .with_object(odd, png(20, 10))
        .with_invoice(SandboxInvoice {
            process: Some("image/crop,w_6,h_4,x_2,y_1,g_nw".into()),
            ..SandboxInvoice::new(&id(0), odd)
        })
        .with_invoice(SandboxInvoice::new(&id(1), odd));
    let bench = Bench::with_library(library);
    let mut run = bench.start(EngineConfig::default());
    run.add_numbered(2);
    run.until("both pictures", |told| told.thumbnails.len() == 2);
    let log = bench.sandbox.log();
    assert_eq!(log.count(RequestKind::Object), 2);
    for request in log.of(RequestKind::Object) {
        assert!(request.verbatim);
        assert_eq!(request.header("referer"), None);
        assert_eq!(request.header("cookie"), None);
    }
}

#[test]
fn escapes_of_any_kind_are_sent_as_written() {
    let targets = [
        "/a%2Fb%2fc.jpg?Signature=x%3D%3d%2B+y%20z",
        "/%E4%B8%9C%e8%8e%9e.jpg?x-oss-process=image%2Fcrop,w_1",
        "/a//b;v=1/c@d!$&()*.jpg?a=&b&&c=/?:@,;",
    ];
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let origin = format!("http://{}", listener.local_addr().expect("bound"));
    let mut library = Library::new();
    for (number, target) in targets.iter().enumerate() {
        library = library.with_invoice(SandboxInvoice {
            url: Some(json!(format!("{origin}{target}"))),
            ..SandboxInvoice::new(&id(number), "elsewhere.jpg")
        });
    }
    let bench = Bench::with_library(library);
    let mut run = bench.start(EngineConfig::default());
    let mut received = std::thread::scope(|scope| {
        let server = scope.spawn(|| -> Vec<String> {
            (0..targets.len()).map(|_| refuse_one(&listener)).collect()
        });
        run.add_numbered(targets.len());
        run.until("all refusals", |told| told.failed.len() == targets.len());
        server.join().expect("no panic")
    });
    received.sort();
    let mut expected = targets.map(String::from);
    expected.sort();
    assert_eq!(received, expected);
    assert!(
        run.told
            .failed
            .values()
            .all(|kind| *kind == FailureKind::FileGone)
    );
}

/// Answers one connection with 404 and returns what it asked for, as it came over the wire.
fn refuse_one(listener: &TcpListener) -> String {
    let (mut stream, _) = listener.accept().expect("a client");
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") && stream.read_exact(&mut byte).is_ok() {
        head.extend_from_slice(&byte);
    }
    let refusal = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    stream.write_all(refusal).expect("the client listens");
    let head = String::from_utf8(head).expect("ASCII");
    let target = head.split(' ').nth(1).expect("a request line");
    target.to_owned()
}

#[test]
fn links_that_must_not_be_fetched_are_told_and_not_fetched() {
    let bad = [
        ("", FailureKind::NoLink),
        ("file:///etc/passwd", FailureKind::LinkUnsafe),
        ("http://169.254.169.254/latest", FailureKind::LinkUnsafe),
        (
            "https://me:secret@f.example.com/a.jpg",
            FailureKind::LinkUnsafe,
        ),
        ("https://f.example.com/a/../b.jpg", FailureKind::LinkUnsafe),
    ];
    let mut library = Library::new();
    for (number, (url, _)) in bad.iter().enumerate() {
        library = library.with_invoice(SandboxInvoice {
            url: Some(json!(url)),
            thumb: Thumb::Empty,
            ..SandboxInvoice::new(&id(number), "a.jpg")
        });
    }
    let bench = Bench::with_library(library);
    let mut run = bench.start(EngineConfig::default());
    run.add_numbered(bad.len());
    run.until("all failures", |told| told.failed.len() == bad.len());
    for (number, (url, kind)) in bad.iter().enumerate() {
        assert_eq!(
            run.told.failed[&InvoiceNr::from_index(number)],
            *kind,
            "{url}"
        );
    }
}

#[test]
fn what_is_on_screen_comes_first_then_ahead_then_the_rest() {
    let bench = Bench::with_library(numbered(30));
    let gate = bench.sandbox.gate(Target::kind(RequestKind::Object));
    let mut run = bench.start(EngineConfig {
        connections: 1,
        ..EngineConfig::default()
    });
    run.interest(Interest {
        visible: vec![nr(20), nr(21)],
        ahead: vec![nr(25)],
        ..Interest::default()
    });
    run.add_numbered(30);
    for begun in 1..4 {
        run.until("a download", |told| told.loading.len() == begun);
        gate.wait_for(1).expect("one download at a time");
        gate.let_through(1);
    }
    run.until("a picture of the rest is loading", |told| {
        told.loading.contains(&nr(0))
    });
    run.interest(visible(28..29));
    run.until_interest_was_read();
    gate.release();
    run.until("all pictures", |told| told.thumbnails.len() == 30);
    let log = bench.sandbox.log();
    let order: Vec<_> = log
        .of(RequestKind::Object)
        .filter_map(|request| request.object_key.clone())
        .collect();
    let expected = [20, 21, 25, 0, 28, 1, 2].map(|number| format!("page{number}.png"));
    assert_eq!(order[..7], expected);
}

#[test]
fn an_expired_link_is_replaced_without_a_word() {
    let bench = Bench::with_library(numbered(1));
    bench.sandbox.inject(Fault::times(
        Target::kind(RequestKind::Object),
        2,
        Effect::Expire,
    ));
    let mut run = bench.start(EngineConfig::default());
    run.add_numbered(1);
    run.until("the picture", |told| told.thumbnails.len() == 1);
    assert_eq!(bench.sandbox.log().count(RequestKind::Links), 3);
    assert!(run.told.failed.is_empty());
}

#[test]
fn links_that_expire_again_and_again_are_told() {
    let bench = Bench::with_library(numbered(1));
    bench.sandbox.inject(Fault::always(
        Target::kind(RequestKind::Object),
        Effect::Expire,
    ));
    let mut run = bench.start(EngineConfig::default());
    run.add_numbered(1);
    run.until("the failure", |told| !told.failed.is_empty());
    assert_eq!(run.told.failed[&nr(0)], FailureKind::LinkExpired);
    assert_eq!(bench.sandbox.log().count(RequestKind::Object), 3);
    bench.sandbox.clear_faults();
    run.send(EngineCommand::Retry(vec![nr(0)]));
    run.until("the picture", |told| told.thumbnails.len() == 1);
}

#[test]
fn a_wrong_clock_of_the_server_does_no_harm() {
    let bench = Bench::with_library(numbered(3));
    bench.sandbox.set_clock_offset_secs(-400 * 86_400);
    let mut run = bench.start(EngineConfig::default());
    run.add_numbered(3);
    run.until("all pictures", |told| told.thumbnails.len() == 3);
    assert_eq!(bench.sandbox.log().count(RequestKind::Links), 1);
}

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
    let mut run = bench.start_unconnected(EngineConfig::default());
    run.add_numbered(1);
    run.until("the block", |told| {
        told.blocked == Some(FailureKind::TokenMissing)
    });
    assert!(bench.sandbox.log().records.is_empty());
}

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
    run.until("both failures", |told| told.failed.len() == 2);
    assert_eq!(run.told.failed[&nr(0)], FailureKind::DataFile);
    assert_eq!(run.told.failed[&nr(1)], FailureKind::FileTooLarge);
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
    let gate = bench.sandbox.gate(Target::kind(RequestKind::Object));
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
    let gate = bench.sandbox.gate(Target::kind(RequestKind::Object));
    let run = bench.start(EngineConfig::default());
    run.add_numbered(20);
    gate.wait_for(6).expect("six downloads are under way");
    drop(run);
    gate.wait_for_none().expect("the downloads were given up");
}

#[test]
fn dropping_the_handle_ends_a_background_that_waits_for_the_window() {
    let bench = Bench::with_library(numbered(300));
    let run = bench.start(EngineConfig::default());
    run.add_numbered(300);
    // Nobody reads events; the queue of 256 fills up long before all is said.
    bench
        .sandbox
        .wait_answered(RequestKind::Object, 100)
        .expect("downloads");
    drop(run);
}

#[test]
fn no_event_shows_a_token_or_a_link() {
    let bench = Bench::with_library(numbered(40));
    let objects = || Target::kind(RequestKind::Object);
    for (number, effect) in [
        Effect::Oss(
            OssError::new(403, "SignatureDoesNotMatch", "No.", "")
                .with_detail("StringToSign", "security-token=CAIS"),
        ),
        Effect::Expire,
        Effect::Reset,
        Effect::Redirect("https://login.example.com/?accessToken=sandbox-token".into()),
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
        Target::kind(RequestKind::Links),
        2,
        Effect::status(200, echo),
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

#[test]
fn a_thumbnail_let_go_comes_back_without_the_network() {
    let bench = Bench::with_library(numbered(4));
    let mut run = bench.start(EngineConfig::default());
    run.interest(visible(0..2));
    run.add_numbered(4);
    run.until("all pictures", |told| told.thumbnails.len() == 4);
    let with_pixels = |number| run.told.thumbnails[&nr(number)];
    assert_eq!([0, 1, 2, 3].map(with_pixels), [true, true, false, false]);
    run.told.thumbnails.clear();
    run.interest(visible(1..4));
    run.send(EngineCommand::Dropped(vec![nr(1)]));
    run.until("pixels of three", |told| told.thumbnails.len() == 3);
    assert!(run.told.thumbnails.values().all(|has_pixels| *has_pixels));
    assert_eq!(bench.sandbox.log().count(RequestKind::Object), 4);
}

#[test]
fn pictures_one_after_the_other_are_fetched_ahead() {
    let bench = Bench::with_library(numbered(12));
    let mut run = bench.start(EngineConfig::default());
    run.add_numbered(12);
    for open in 0..12 {
        run.interest(Interest {
            open: Some(nr(open)),
            neighbours: (open + 1..12).take(4).map(InvoiceNr).collect(),
            ..Interest::default()
        });
        run.until("the open picture", |told| {
            let key = format!("/page{open}.png");
            told.full.iter().any(|(page, _)| page.ends_with(&key))
        });
    }
    assert_eq!(
        run.told.full.len(),
        12,
        "each is sent once while it stays near"
    );
    assert_eq!(bench.sandbox.log().count(RequestKind::Object), 12);
}

#[test]
fn keys_are_exchanged_for_a_token() {
    let bench = Bench::with_library(numbered(1));
    let endpoint = Endpoint::parse(&bench.sandbox.endpoint()).expect("loopback");
    let (key, security) = (bench.sandbox.app_key(), bench.sandbox.app_security());
    let token = exchange_token(&endpoint, key, security).expect("the right keys");
    let mut run = bench.start_with_token(EngineConfig::default(), token.expose());
    run.add_numbered(1);
    run.until("the picture", |told| told.thumbnails.len() == 1);
    assert!(matches!(
        exchange_token(&endpoint, key, "wrong"),
        Err(PlatformError::TokenRefused { .. })
    ));
}

#[test]
fn nobody_listening_is_told_as_such() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("bound");
    drop(listener);
    let bench = Bench::with_library(numbered(1));
    let mut run = bench.start_unconnected(impatient());
    run.send(EngineCommand::Connect {
        endpoint: Endpoint::parse(&format!("http://{address}")).expect("loopback"),
        token: Token::new("any-token").expect("a token"),
    });
    run.add_numbered(1);
    run.until("the failure", |told| told.failed.len() == 1);
    assert_eq!(run.told.failed[&nr(0)], FailureKind::Unreachable);
    let state = |event: &&EngineEvent| matches!(event, EngineEvent::Run(RunState::Running));
    assert_eq!(run.events.iter().filter(state).count(), 1);
}
