//! `--resume`: a run that was ended and the one that goes on with it find together what one run finds.

use std::fs;

use invoice_lens::sandbox::{
    Fault, FaultEffect, FaultTarget, RequestKind, SandboxInvoice, SandboxLibrary,
};
use serde_json::{Value, json};

use crate::demo;
use crate::endings::{HELD, READY, Running};
use crate::program::{Program, codes, invoice, names_in, png, sandbox};

const GONE: &str = "ID01gone000001";
const UNKNOWN: &str = "ID01unknown001";

/// The report of a run with one that is ready, one that is unknown, and two that failed: one for good.
fn library() -> SandboxLibrary {
    // Both lie on one page and claim the same place: what is found of one depends on the other.
    let on_page = |id: &str| SandboxInvoice {
        process: Some("image/crop,x_0,y_0,w_20,h_20".to_owned()),
        region: Some(json!([0, 0, 20, 20])),
        ..SandboxInvoice::new(id, "page.png")
    };
    SandboxLibrary::new()
        .with_object("page.png", png(60, 60))
        .with_object("held.png", png(40, 20))
        .with_object("late.png", png(40, 20))
        .with_invoice(on_page(READY))
        .with_invoice(SandboxInvoice {
            process: Some("image/crop,x_0,y_0,w_40,h_40".to_owned()),
            region: Some(json!([0, 0, 20, 20])),
            ..SandboxInvoice::new(HELD, "page.png")
        })
        .with_invoice(SandboxInvoice::new(GONE, "gone.png"))
        .with_invoice(SandboxInvoice::new("ID01late000001", "late.png"))
}

/// That both have the same rows, or which part of which differs.
fn assert_same(left: &Value, right: &Value) {
    let (left, right) = (rows(left), rows(right));
    assert_eq!(left.len(), right.len());
    for (left, right) in left.iter().zip(&right) {
        for (key, value) in right.as_object().expect("an object") {
            assert_eq!(&left[key], value, "{key} of {}", right["id"]);
        }
    }
}

fn rows(report: &Value) -> Vec<Value> {
    report["invoices"].as_array().expect("a list").clone()
}

#[test]
fn what_was_ended_and_gone_on_with_is_what_one_run_finds() {
    let ids = [READY, HELD, UNKNOWN, GONE, "ID01late000001"];
    let sandbox = sandbox(library());
    let whole = Program::audit(&sandbox, &ids)
        .args(&["--pictures", "pictures"])
        .run();
    let pictures = names_in(&whole.path("pictures"));
    let whole = whole.report();
    assert!(!codes(invoice(&whole, READY)).is_empty(), "{whole}");

    let gate = sandbox.gate(FaultTarget::kind(RequestKind::Object).named("w_40"));
    let program = Program::audit(&sandbox, &ids);
    let mut running = Running::start(
        program
            .args(&["--pictures", "pictures"])
            .args(&["--deadline", "0.05"]),
    );
    gate.wait_for(1).expect("it is asked for");
    assert_eq!(running.end().0, Some(3));
    gate.release();
    let first = running.report();
    assert_eq!(invoice(&first, HELD)["status"], "not_checked");
    assert_eq!(invoice(&first, READY)["status"], "ready");

    let before = sandbox.log().records.len();
    let old = running.folder.path().join("report.json");
    let folder = running.folder.path().join("pictures");
    let old = old.to_str().expect("UTF-8");
    // The address comes from the report, and the new one takes the place of the old.
    let ended = Program::new(&["audit", "--resume", old, "--report", old, "--lang", "en"])
        .args(&["--pictures", folder.to_str().expect("UTF-8")])
        .env("INVOICE_LENS_TOKEN", sandbox.token())
        .run();
    assert_eq!(ended.status, 0, "{}", ended.stderr);
    let second = running.report();
    assert_same(&second, &whole);
    for part in ["summary", "reconciliation", "review", "platform", "scope"] {
        assert_eq!(second[part], whole[part], "{part}");
    }
    assert_eq!(names_in(&folder), pictures);
    let log = sandbox.log();
    let again = log.records[before..].iter();
    let ready_again = again.filter(|it| it.asked.iter().any(|id| id == READY || id == UNKNOWN));
    assert_eq!(
        ready_again.count(),
        0,
        "what was done is not asked for again"
    );
}

#[test]
fn a_failure_that_may_pass_is_tried_again_and_another_kept() {
    let sandbox = sandbox(library());
    let ids = [GONE, "ID01late000001"];
    let late = FaultTarget::kind(RequestKind::Object).named("late.png");
    sandbox.inject(Fault::always(
        late,
        FaultEffect::TruncateUnnoticed { after: 40 },
    ));
    let first = Program::audit(&sandbox, &ids).run();
    assert_eq!(first.report()["summary"]["failed"], 2);
    assert_eq!(first.status, 3);
    sandbox.clear_faults();
    let old = first.path("report.json");
    let ended = Program::new(&["audit", "--report", "report.json", "--lang", "en"])
        .args(&["--resume", old.to_str().expect("UTF-8")])
        .env("INVOICE_LENS_TOKEN", sandbox.token())
        .run();
    let report = ended.report();
    assert_eq!(invoice(&report, GONE)["error"]["code"], "file_gone");
    assert_eq!(invoice(&report, "ID01late000001")["status"], "ready");
}

#[test]
fn a_run_of_the_demo_goes_on_with_the_demo() {
    let first = Program::demo_audit(&["--deadline", "0.00001"]).run();
    let report = first.report();
    assert_eq!(report["platform"], "demo");
    let old = first.path("report.json");
    let ended = Program::new(&["audit", "--report", "report.json", "--lang", "en"])
        .args(&["--resume", old.to_str().expect("UTF-8")])
        .run();
    let (now, whole) = (rows(&ended.report()), rows(demo::report()));
    assert_eq!(now.len(), whole.len());
    for (now, whole) in now.iter().zip(&whole) {
        // Not the page: the demo has another port each time.
        for part in ["id", "status", "picture", "region", "findings"] {
            assert_eq!(now[part], whole[part], "{part} of {}", whole["id"]);
        }
    }
}

#[test]
fn what_is_no_report_to_go_on_with_is_a_usage_error() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let whole = demo::report();
    let with = |part: &str, value: Value| {
        let mut report = whole.clone();
        report[part] = value;
        report.to_string()
    };
    let mut short = whole.to_string();
    short.truncate(short.len() / 2);
    for (name, text, says) in [
        ("newer.json", with("version", json!(2)), "newer version"),
        ("cut.json", short, "no whole JSON report"),
        (
            "less.json",
            with("invoices", json!([])),
            "no whole JSON report",
        ),
        ("other.json", "[1, 2]".to_owned(), "no whole JSON report"),
        (
            "part.json",
            with("scope", json!("wrong")),
            "no report of all invoices",
        ),
    ] {
        let path = folder.path().join(name);
        fs::write(&path, text).expect("written");
        let path = path.to_str().expect("UTF-8");
        let ended = Program::new(&[
            "audit", "--resume", path, "--report", "r.json", "--lang", "en",
        ])
        .run();
        assert_eq!(ended.status, 2, "{name}: {}", ended.stderr);
        assert!(ended.stderr.contains(says), "{name}: {}", ended.stderr);
        assert!(ended.files().is_empty());
    }
    let ended = Program::new(&["audit", "--resume", "none.json", "--report", "r.json"]).run();
    assert_eq!(ended.status, 2, "{}", ended.stderr);
}
