//! Links: asked for in chunks, joined by ID, sent byte for byte, renewed in time.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;

use invoice_lens::engine::{Answer, EngineCommand, EngineConfig, FailureKind};
use invoice_lens::model::InvoiceNr;
use invoice_lens::model::region::RawRegion;
use invoice_lens::sandbox::{
    Fault, FaultEffect, FaultTarget, RequestKind, SandboxInvoice, SandboxLibrary, Thumb,
};
use serde_json::{Value, json};

use crate::harness::{Bench, id, nr, numbered, png};

#[test]
fn pictures_load_while_links_are_asked_for() {
    let bench = Bench::with_library(numbered(250));
    let third_call = bench
        .sandbox
        .gate(FaultTarget::kind(RequestKind::Links).named(&id(200)));
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
    let no_numbers = RawRegion {
        not_numbers: true,
        ..RawRegion::default()
    };
    let forms = [
        (
            Some(json!([64, 0, 1776, 941])),
            RawRegion::new([64.0, 0.0, 1776.0, 941.0]),
        ),
        (
            Some(json!([901.0, 58.5, 1665.0, 969.25])),
            RawRegion::new([901.0, 58.5, 1665.0, 969.25]),
        ),
        (Some(json!([])), RawRegion::default()),
        (Some(Value::Null), RawRegion::default()),
        (None, RawRegion::default()),
        (Some(json!("901,58")), no_numbers),
    ];
    let mut library = SandboxLibrary::new().with_object("page.png", png(8, 8));
    for (number, (region, _)) in forms.iter().enumerate() {
        library = library.with_invoice(SandboxInvoice {
            region: region.clone(),
            ..SandboxInvoice::new(&id(number), "page.png")
        });
    }
    let bench = Bench::with_library(library);
    let mut run = bench.start(EngineConfig::default());
    run.add_numbered(forms.len());
    run.until("all answers", |told| told.answers.len() == forms.len());
    for (number, (sent, meant)) in forms.iter().enumerate() {
        let Answer::Found(invoice) = &run.told.answers[&InvoiceNr::from_index(number)] else {
            panic!("{sent:?} is known");
        };
        assert_eq!(invoice.region, *meant, "{sent:?}");
        assert_eq!((&*invoice.source, &*invoice.file_name), ("ocr", "page.png"));
    }
}

#[test]
fn links_of_the_stand_in_are_sent_byte_for_byte() {
    let odd = "票据/1-29东莞 小勺+100%.png";
    let library = SandboxLibrary::new()
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
    let mut library = SandboxLibrary::new();
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
    let mut library = SandboxLibrary::new();
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
fn an_expired_link_is_replaced_without_a_word() {
    let bench = Bench::with_library(numbered(1));
    bench.sandbox.inject(Fault::times(
        FaultTarget::kind(RequestKind::Object),
        2,
        FaultEffect::Expire,
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
        FaultTarget::kind(RequestKind::Object),
        FaultEffect::Expire,
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
