//! What servers and links do that no document asks for: packed answers, a network's own refusal, links as only browsers
//! take them, spellings of the documentation, regions that stick out.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use invoice_lens::sandbox::{
    Fault, FaultEffect, FaultTarget, RequestKind, SandboxInvoice, SandboxLibrary,
};
use serde_json::{Value, json};

use crate::program::{Program, codes, invoice, png, sandbox};

const ID: &str = "ID01odd00000001";

/// One invoice on a page of 300 × 200 px.
fn library(change: impl FnOnce(&mut SandboxInvoice)) -> SandboxLibrary {
    let mut invoice = SandboxInvoice {
        region: Some(json!([30, 20, 130, 120])),
        ..SandboxInvoice::new(ID, "page.png")
    };
    change(&mut invoice);
    SandboxLibrary::new()
        .with_object("page.png", png(300, 200))
        .with_invoice(invoice)
}

fn asked(library: SandboxLibrary) -> Value {
    let report = Program::audit(&sandbox(library), &[ID])
        .run()
        .quiet_report();
    invoice(&report, ID).clone()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory")
}

#[test]
fn packed_answers_of_platform_and_bucket_are_unpacked() {
    let library = library(|_| {}).with_object("packed.png", gzip(&png(300, 200)));
    let sandbox = sandbox(library);
    let link = sandbox.link("packed.png", None);
    let item = json!({"id": ID, "url": link, "thumbUrl": link, "source": "ocr",
        "fileName": "page.png", "region": [30, 20, 130, 120]});
    let body = gzip(json!({"items": [item]}).to_string().as_bytes());
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    let answer = [head.as_bytes(), &body].concat();
    sandbox.inject(Fault::always(
        FaultTarget::kind(RequestKind::Links),
        FaultEffect::Raw(answer.into()),
    ));
    let packed = vec![("Content-Encoding".to_owned(), "gzip".to_owned())];
    sandbox.inject(Fault::always(
        FaultTarget::kind(RequestKind::Object),
        FaultEffect::Headers(packed),
    ));
    let report = Program::audit(&sandbox, &[ID]).run().quiet_report();
    let found = invoice(&report, ID);
    assert_eq!(found["status"], "ready", "{found}");
    assert_eq!(found["picture"], json!({"width": 300, "height": 200}));
}

#[test]
fn a_network_s_own_refusal_gets_one_fresh_link() {
    let refusal = || FaultEffect::status(403, "<html><h1>403 Forbidden</h1></html>");
    let object = || FaultTarget::kind(RequestKind::Object);
    let sandbox = sandbox(library(|_| {}));
    sandbox.inject(Fault::times(object(), 1, refusal()));
    let report = Program::audit(&sandbox, &[ID]).run().quiet_report();
    assert_eq!(invoice(&report, ID)["status"], "ready");
    assert_eq!(sandbox.log().count(RequestKind::Links), 2);
    sandbox.inject(Fault::always(object(), refusal()));
    let report = Program::audit(&sandbox, &[ID]).run().quiet_report();
    assert_eq!(invoice(&report, ID)["status"], "failed");
    assert_eq!(
        sandbox.log().count(RequestKind::Links),
        4,
        "one more, and no more"
    );
}

#[test]
fn links_that_only_browsers_take_as_they_stand_are_fetched() {
    const KEY: &str = "a {\"<`' b.png";
    let sandbox = sandbox(library(|_| {}).with_object(KEY, png(300, 200)));
    let link = sandbox.link(KEY, None);
    let plain = ["%20", "%7B", "%22", "%3C", "%60", "%27"]
        .into_iter()
        .zip([" ", "{", "\"", "<", "`", "'"]);
    let mut links: Vec<String> = plain.map(|(from, to)| link.replace(from, to)).collect();
    assert!(!links.contains(&link), "each is written in another way");
    links.extend([format!(" {link}\n"), format!("{link}#page=2")]);
    for link in links {
        let item = json!({"id": ID, "url": link, "thumbUrl": link, "source": "ocr",
            "fileName": "page.png", "region": [30, 20, 130, 120]});
        sandbox.clear_faults();
        sandbox.inject(Fault::always(
            FaultTarget::kind(RequestKind::Links),
            FaultEffect::WrongContent {
                body: json!({"items": [item]}).to_string().into(),
                content_type: "application/json".into(),
            },
        ));
        let report = Program::audit(&sandbox, &[ID]).run().quiet_report();
        let found = invoice(&report, ID);
        assert_eq!(found["status"], "ready", "{link}: {found}");
    }
}

#[test]
fn spellings_of_the_documentation_are_placed() {
    for (process, size, page) in [
        (
            "image/crop,w_0,h_0,x_50,y_40",
            [250, 160],
            [50, 40, 300, 200],
        ),
        (
            "image/crop,w_100,h_0,x_50,y_40",
            [100, 160],
            [50, 40, 150, 200],
        ),
        (
            "image/crop,w_100,h_80,x_50,y_40/auto-orient,1",
            [100, 80],
            [50, 40, 150, 120],
        ),
    ] {
        let found = asked(library(|invoice| {
            invoice.process = Some(process.to_owned());
            invoice.region = Some(json!(page));
        }));
        assert_eq!(codes(&found), [] as [&str; 0], "{process}: {found}");
        let picture = json!({"width": size[0], "height": size[1]});
        assert_eq!(found["picture"], picture, "{process}");
        let whole = json!([0, 0, size[0], size[1]]);
        assert_eq!(found["region"]["picture"], whole, "{process}");
    }
}

#[test]
fn regions_that_stick_out_or_are_texts_are_drawn_and_fractions_are_told() {
    for (sent, page, expected) in [
        (
            json!([-3, -2, 290, 190]),
            json!([-3, -2, 290, 190]),
            &["region_beyond_picture"][..],
        ),
        (
            json!([10, 20, 304, 203]),
            json!([10, 20, 304, 203]),
            &["region_beyond_picture"],
        ),
        (
            json!(["30", "20", "130", "120"]),
            json!([30, 20, 130, 120]),
            &[],
        ),
        (
            json!([0.1, 0.1, 0.9, 0.8]),
            Value::Null,
            &["region_in_fractions"],
        ),
    ] {
        let found = asked(library(|invoice| invoice.region = Some(sent.clone())));
        assert_eq!(found["region"]["page"], page, "{sent}: {found}");
        assert_eq!(codes(&found), expected, "{sent}");
    }
}
