//! The report as it is written down: every key, what is counted, how an invoice ends.

use std::collections::{BTreeMap, BTreeSet};

use invoice_lens::sandbox::{
    Fault, FaultEffect, FaultTarget, OssErrorAnswer, RequestKind, SandboxInvoice, SandboxLibrary,
};
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::demo;
use crate::program::{Program, codes, invoice, png, sandbox};

const READY: &str = "ID01ready00001";
const GONE: &str = "ID01gone000001";
const XML: &str = "ID01xml0000001";
const UNKNOWN: &str = "ID01unknown001";

fn keys(value: &Value) -> BTreeSet<&str> {
    let object = value.as_object().expect("an object");
    object.keys().map(String::as_str).collect()
}

/// One invoice that is ready, one whose file is XML and one whose file is there until a test takes it away.
fn library() -> SandboxLibrary {
    SandboxLibrary::new()
        .with_object("page.png", png(30, 20))
        .with_object("gone.png", png(30, 20))
        .with_object(
            "data.xml",
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><EInvoice><Header/></EInvoice>",
        )
        .with_invoice(SandboxInvoice {
            region: Some(json!([3, 2, 13, 12])),
            ..SandboxInvoice::new(READY, "page.png")
        })
        .with_invoice(SandboxInvoice::new(GONE, "gone.png"))
        .with_invoice(SandboxInvoice::new(XML, "data.xml"))
}

#[test]
fn every_key_of_the_format_is_there_and_no_other() {
    let report = demo::report();
    assert_eq!(
        keys(report),
        [
            "version",
            "generated",
            "platform",
            "scope",
            "summary",
            "reconciliation",
            "review",
            "invoices"
        ]
        .into()
    );
    assert_eq!(report["version"], 1);
    assert_eq!(
        keys(&report["summary"]),
        [
            "asked",
            "ready",
            "not_found",
            "failed",
            "no_picture",
            "not_checked",
            "correct",
            "wrong",
            "unsure",
            "unjudged",
            "accepted_by_sheet",
            "ignored_findings"
        ]
        .into()
    );
    assert_eq!(
        keys(&report["review"]),
        [
            "reviewers",
            "from",
            "to",
            "per_hour",
            "remaining_secs",
            "reasons",
            "findings",
            "sample",
            "second",
            "tests"
        ]
        .into()
    );
    let invoices = report["invoices"].as_array().expect("a list");
    for invoice in invoices {
        assert_eq!(
            keys(invoice),
            [
                "id",
                "status",
                "error",
                "file_name",
                "source",
                "media_type",
                "page_key",
                "page_number",
                "page_position",
                "page_invoices",
                "picture",
                "region",
                "corrected_region",
                "corrected_iou",
                "accepted_by_sheet",
                "second",
                "verdict",
                "reason",
                "note",
                "reviewer",
                "judged",
                "findings",
                "bill",
                "type",
                "fields",
                "fields_error",
                "field_corrections",
                "learned",
                "reading",
            ]
            .into()
        );
        assert_eq!(keys(&invoice["picture"]), ["width", "height"].into());
        if !invoice["region"].is_null() {
            let expected = ["raw", "convention", "page", "picture"].into();
            assert_eq!(keys(&invoice["region"]), expected);
        }
        for finding in invoice["findings"].as_array().expect("a list") {
            assert_eq!(
                keys(finding),
                ["code", "severity", "message", "about"].into()
            );
        }
    }
}

#[test]
fn what_nobody_judged_is_null_and_the_note_is_empty() {
    let ready = invoice(demo::report(), demo::ids()[0]);
    for key in [
        "error",
        "corrected_region",
        "verdict",
        "reason",
        "reviewer",
        "judged",
        "second",
    ] {
        assert!(ready[key].is_null(), "{key}: {}", ready[key]);
    }
    assert_eq!(ready["note"], "");
}

#[test]
fn an_invoice_says_what_the_platform_said_and_what_the_file_is() {
    for expected in demo::invoices() {
        let found = invoice(demo::report(), demo::id(expected));
        assert_eq!(found["status"], "ready");
        assert_eq!(found["source"], expected["source"]);
        assert_eq!(found["file_name"], expected["file_name"]);
        assert_eq!(found["page_number"], 1);
        let page_key = found["page_key"].as_str().expect("a text");
        let key = expected["object"].as_str().expect("a text");
        assert!(page_key.ends_with(&format!("/{key}")), "{page_key}");
        let media_type = found["media_type"].as_str().expect("a text");
        assert!(
            matches!(media_type, "image/jpeg" | "image/png"),
            "{media_type}"
        );
    }
}

/// What a finding calls "ticket 2 of the page" can be looked up.
#[test]
fn each_invoice_has_a_place_of_its_own_among_those_of_its_page() {
    let mut pages: BTreeMap<&str, Vec<&Value>> = BTreeMap::new();
    for found in demo::report()["invoices"].as_array().expect("a list") {
        if let Some(page) = found["page_key"].as_str() {
            pages.entry(page).or_default().push(found);
        }
    }
    assert!(pages.values().any(|page| page.len() > 2));
    for page in pages.values() {
        for (position, found) in (1..).zip(page) {
            let place = [&found["page_position"], &found["page_invoices"]];
            match page.len() {
                1 => assert_eq!(place, [&Value::Null, &Value::Null]),
                of => assert_eq!(place, [&json!(position), &json!(of)]),
            }
        }
    }
}

#[test]
fn the_time_is_utc_to_the_second() {
    let before = Timestamp::now().as_second();
    let id = demo::ids()[0];
    let report = Program::demo_audit(&[id]).run().quiet_report();
    let after = Timestamp::now().as_second();
    let text = report["generated"].as_str().expect("a text");
    assert_eq!(text.len(), "2026-11-22T10:00:00Z".len());
    assert!(text.ends_with('Z'), "{text}");
    let generated: Timestamp = text.parse().expect("a time");
    assert!((before..=after).contains(&generated.as_second()), "{text}");
}

#[test]
fn invoices_come_in_the_order_in_which_they_were_asked_for() {
    let asked: Vec<&str> = demo::ids().into_iter().rev().step_by(5).collect();
    let report = Program::demo_audit(&asked).run().quiet_report();
    let invoices = report["invoices"].as_array().expect("a list");
    let found: Vec<&str> = invoices.iter().filter_map(|it| it["id"].as_str()).collect();
    assert_eq!(found, asked);
    assert_eq!(demo::report()["summary"]["asked"], demo::ids().len());
}

#[test]
fn every_end_is_counted_and_none_is_an_error_of_the_run() {
    let sandbox = sandbox(library());
    sandbox.inject(Fault::always(
        FaultTarget::kind(RequestKind::Object).named("gone.png"),
        FaultEffect::Oss(OssErrorAnswer::no_such_key("gone.png")),
    ));
    let ended = Program::audit(&sandbox, &[UNKNOWN, READY, GONE, XML]).run();
    let report = ended.quiet_report();
    assert_eq!(
        report["summary"],
        json!({
            "asked": 4, "ready": 1, "not_found": 1, "failed": 1, "no_picture": 1,
            "not_checked": 0, "correct": 0, "wrong": 0, "unsure": 0, "unjudged": 4,
            "accepted_by_sheet": 0, "ignored_findings": []
        })
    );
    let counted = &report["reconciliation"];
    assert_eq!(
        *counted,
        json!({
            "pasted": 4, "unique": 4, "repeated": 0, "left_out": 0, "missing": 1,
            "without_picture": 1, "failed": 1, "not_checked": 0, "ready": 1, "judged": 0,
            "unjudged": 4
        })
    );
    let status = |id| invoice(&report, id)["status"].as_str();
    assert_eq!(status(UNKNOWN), Some("not_found"));
    assert_eq!(status(READY), Some("ready"));
    assert_eq!(status(GONE), Some("failed"));
    assert_eq!(status(XML), Some("no_picture"));
}

#[test]
fn a_picture_that_cannot_be_had_says_why() {
    let sandbox = sandbox(library());
    sandbox.inject(Fault::always(
        FaultTarget::kind(RequestKind::Object),
        FaultEffect::status(404, "<html>nothing here</html>"),
    ));
    let report = Program::audit(&sandbox, &[GONE]).run().quiet_report();
    let gone = invoice(&report, GONE);
    assert_eq!(gone["status"], "failed");
    assert_eq!(keys(&gone["error"]), ["code", "message"].into());
    assert_eq!(gone["error"]["code"], "file_gone");
    let message = "The file is no longer stored on the server. Look it up on the platform.";
    assert_eq!(gone["error"]["message"], message);
    assert_eq!(gone["file_name"], "gone.png");
    for key in ["media_type", "picture", "region"] {
        assert!(gone[key].is_null(), "{key}: {}", gone[key]);
    }
}

#[test]
fn an_id_that_the_platform_does_not_know_has_nothing_but_its_status() {
    let report = Program::demo_audit(&[UNKNOWN]).run().quiet_report();
    let unknown = invoice(&report, UNKNOWN);
    assert_eq!(unknown["status"], "not_found");
    for key in [
        "error",
        "file_name",
        "source",
        "page_key",
        "page_number",
        "picture",
        "region",
    ] {
        assert!(unknown[key].is_null(), "{key}: {}", unknown[key]);
    }
    assert_eq!(codes(unknown), Vec::<&str>::new());
}

#[test]
fn a_report_takes_the_place_of_the_one_before() {
    let sandbox = sandbox(library());
    let first = Program::audit(&sandbox, &[READY]).run();
    let path = first.path("report.json");
    let again = Program::new(&["audit", READY, "--report"])
        .args(&[path.to_str().expect("the path is UTF-8")])
        .args(&["--endpoint", &sandbox.endpoint(), "--lang", "en"])
        .env("INVOICE_LENS_TOKEN", sandbox.token())
        .run();
    assert_eq!((again.status, &*again.stderr), (0, ""));
    assert_eq!(first.quiet_report()["summary"]["ready"], 1);
    assert_eq!(first.files(), ["report.json".to_owned()].into());
}

#[test]
fn a_picture_that_many_invoices_show_is_fetched_once() {
    const PICTURES: usize = 7;
    let ids: Vec<String> = (0..700)
        .map(|number| format!("ID01many{number:04}"))
        .collect();
    let mut library = SandboxLibrary::new();
    for (number, id) in ids.iter().enumerate() {
        let key = format!("page{}.png", number % PICTURES);
        library = library
            .with_object(&key, png(30, 20))
            .with_invoice(SandboxInvoice::new(id, &key));
    }
    let sandbox = sandbox(library);
    let ended = Program::audit(&sandbox, &["-"]).input(ids.join("\n")).run();
    assert_eq!(ended.quiet_report()["summary"]["ready"], 700);
    assert_eq!(sandbox.log().count(RequestKind::Object), PICTURES);
}
