//! A run that is to fail where something is found: its status says so, and the report is there all the same.

use invoice_lens::sandbox::{FaultTarget, RequestKind, Sandbox, SandboxInvoice, SandboxLibrary};
use serde_json::{Value, json};

use crate::program::{Program, codes, invoice, png, sandbox};

const CLEAN: &str = "ID01clean00001";
const WARNED: &str = "ID01warned0001";
const BROKEN: &str = "ID01broken0001";

fn start() -> Sandbox {
    let ticket = |id: &str, region: Value| SandboxInvoice {
        region: Some(region),
        ..SandboxInvoice::new(id, &format!("{id}.png"))
    };
    let library = [CLEAN, WARNED, BROKEN]
        .into_iter()
        .zip(200..)
        .fold(SandboxLibrary::new(), |library, (id, height)| {
            library.with_object(&format!("{id}.png"), png(300, height))
        });
    sandbox(
        library
            .with_invoice(ticket(CLEAN, json!([10, 10, 200, 150])))
            .with_invoice(ticket(WARNED, json!([200, 10, 340, 150])))
            .with_invoice(ticket(BROKEN, json!("nowhere"))),
    )
}

#[test]
fn the_status_follows_the_severity_that_was_named() {
    let sandbox = start();
    for (ids, least, status) in [
        (&[CLEAN][..], "warning", 0),
        (&[CLEAN, WARNED], "warning", 4),
        (&[CLEAN, WARNED], "error", 0),
        (&[WARNED, BROKEN], "error", 4),
        (&[BROKEN], "warning", 4),
    ] {
        let run = Program::audit(&sandbox, ids)
            .args(&["--fail-on", least])
            .run();
        let report = run.report_of_status(status);
        assert_eq!(report["summary"]["asked"], ids.len(), "{ids:?} {least}");
    }
    let report = Program::audit(&sandbox, &[WARNED, BROKEN]).run().report();
    assert_eq!(codes(invoice(&report, WARNED)), ["region_beyond_picture"]);
    assert_eq!(codes(invoice(&report, BROKEN)), ["region_unreadable"]);
}

#[test]
fn what_was_found_says_more_than_what_was_not_checked() {
    let sandbox = start();
    let _held = sandbox.gate(FaultTarget::kind(RequestKind::Object).named(&format!("{CLEAN}.png")));
    let run = Program::audit(&sandbox, &[CLEAN, WARNED])
        .args(&["--fail-on", "warning", "--deadline", "0.05"])
        .run();
    let report = run.report_of_status(4);
    assert_eq!(invoice(&report, CLEAN)["status"], "not_checked");
}

#[test]
fn another_severity_is_none() {
    let ended = Program::demo_audit(&["--fail-on", "info"]).run();
    assert_eq!(ended.status, 2, "{}", ended.stderr);
    assert!(
        ended.stderr.contains("error or warning"),
        "{}",
        ended.stderr
    );
}
