//! Bills on the command line: their invoices, what OCR read, and what the platform holds against them, in the report.

use invoice_lens::sandbox::{
    Fault, FaultEffect, FaultTarget, RequestKind, Sandbox, SandboxInvoice, SandboxLibrary,
};
use serde_json::{Value, json};

use crate::program::{Program, codes, invoice, png, sandbox};

const TAXI: &str = "5-sbyDJSOI0800";
const VAT: &str = "corp0000x:044002105112:13116949";
const BILL: &str = "B24000123";

fn library() -> SandboxLibrary {
    let fields = json!({
        "E_system_发票主体_发票号码": "13116949",
        "E_system_发票主体_价税合计": {"standard": "171.00", "standardSymbol": "¥"},
        "E_system_发票主体_发票日期": 1_729_008_000_000_i64,
        "E_system_发票主体_验真": true,
    });
    let of_bill = |id: &str, kind: &str| SandboxInvoice {
        bill: Some(BILL.to_owned()),
        invoice_type: kind.to_owned(),
        ..SandboxInvoice::new(id, "page.png")
    };
    SandboxLibrary::new()
        .with_object("page.png", png(30, 20))
        .with_invoice(SandboxInvoice {
            fields: fields.as_object().cloned().unwrap_or_default(),
            risk_tags: vec!["存在疑似发票重复".to_owned()],
            ..of_bill(VAT, "invoice")
        })
        .with_invoice(of_bill(TAXI, "taxi"))
}

fn field<'a>(invoice: &'a Value, name: &str) -> &'a Value {
    let fields = invoice["fields"].as_array().expect("fields came");
    fields
        .iter()
        .find(|it| it["name"] == name)
        .expect("it was read")
}

#[test]
fn bills_become_their_invoices_with_what_ocr_read() {
    let sandbox = sandbox(library());
    let ended = Program::audit(&sandbox, &[BILL, "B24009999", "--bills"]).run();
    let report = ended.report();
    assert!(
        ended.stderr.contains("without invoices: 1"),
        "{}",
        ended.stderr
    );
    let bills = json!({"asked": 2, "empty": ["B24009999"], "failed": []});
    assert_eq!(report["summary"]["bills"], bills);
    assert_eq!(report["summary"]["ready"], 2);
    let vat = invoice(&report, VAT);
    assert_eq!(
        (&vat["bill"], &vat["type"]),
        (&json!(BILL), &json!("invoice"))
    );
    assert_eq!(field(vat, "total")["text"], "¥171.00");
    assert_eq!(field(vat, "total")["value"], "171.00");
    assert_eq!(field(vat, "date")["value"], "2024-10-16");
    let verified = field(vat, "验真");
    assert_eq!(
        (&verified["value"], &verified["is_label"]),
        (&json!("true"), &json!(true))
    );
    assert_eq!(invoice(&report, TAXI)["type"], "taxi");
    assert_eq!(vat["field_corrections"], json!([]));
    // By its number nothing is known of what the platform holds against it.
    assert_eq!(codes(vat), ["region_missing"]);
}

#[test]
fn a_bill_named_by_id_brings_what_the_platform_holds_against_its_invoices() {
    let sandbox = sandbox(library());
    let list = format!("单据ID\n{}\n", Sandbox::bill_id(BILL));
    let ended = Program::audit(&sandbox, &["-"]).input(&list).run();
    let report = ended.quiet_report();
    let vat = invoice(&report, VAT);
    assert!(codes(vat).contains(&"platform_risk"), "{vat}");
    let findings = vat["findings"].as_array().expect("a list");
    let says = |it: &Value| {
        it["message"]
            .as_str()
            .is_some_and(|it| it.contains("存在疑似发票重复"))
    };
    assert!(findings.iter().any(says), "{findings:?}");
    // Nobody asked what OCR read.
    assert_eq!(vat["fields"], Value::Null);
    assert_eq!(sandbox.log().count(RequestKind::Fields), 0);
    assert!(!codes(invoice(&report, TAXI)).contains(&"platform_risk"));
}

#[test]
fn kinds_are_found_out_where_no_bill_says_them() {
    let sandbox = sandbox(library());
    let ended = Program::audit(&sandbox, &[VAT, "--bills"]).run();
    let report = ended.quiet_report();
    assert_eq!(invoice(&report, VAT)["type"], "invoice");
    assert_eq!(report["summary"]["bills"], Value::Null);
    let asked = sandbox.log().count(RequestKind::Fields);
    assert_eq!(asked, 1, "a printed number is one of a VAT invoice first");
}

#[test]
fn a_platform_that_forbids_these_calls_is_told_and_the_report_is_written() {
    let sandbox = sandbox(library());
    for kind in [RequestKind::Bills, RequestKind::Fields] {
        sandbox.inject(Fault::always(
            FaultTarget::kind(kind),
            FaultEffect::status(403, "未授权"),
        ));
    }
    let ended = Program::audit(&sandbox, &[VAT, BILL, "--bills"]).run();
    let report = ended.report();
    assert!(
        ended.stderr.contains("could not be asked about: 1"),
        "{}",
        ended.stderr
    );
    assert_eq!(report["summary"]["bills"]["failed"], json!([BILL]));
    assert_eq!(invoice(&report, VAT)["status"], "ready");
    assert_eq!(invoice(&report, VAT)["fields"], Value::Null);
}

#[test]
fn what_ocr_read_and_could_not_be_had_is_told_and_asked_for_again() {
    let sandbox = sandbox(library());
    sandbox.inject(Fault::always(
        FaultTarget::kind(RequestKind::Fields),
        FaultEffect::status(403, "未授权"),
    ));
    let first = Program::audit(&sandbox, &[VAT, "--read"]).run();
    let report = first.report_of_status(3);
    assert!(
        first.stderr.contains("What OCR read of one invoice"),
        "{}",
        first.stderr
    );
    let vat = invoice(&report, VAT);
    assert_eq!(vat["status"], "ready");
    assert_eq!(vat["fields_error"]["code"], "not_permitted");
    sandbox.clear_faults();
    let old = first.path("report.json");
    let go_on = |options: &[&str]| {
        Program::new(&["audit", "--report", "report.json", "--lang", "en"])
            .args(options)
            .args(&["--resume", old.to_str().expect("UTF-8")])
            .env("INVOICE_LENS_TOKEN", sandbox.token())
            .run()
    };
    // Where nobody asks again it stays so, and what was read stays too.
    let kept = go_on(&[]).report_of_status(3);
    let (now, before) = (invoice(&kept, VAT), vat);
    assert_eq!(now["fields_error"], before["fields_error"]);
    assert_eq!(now["reading"], before["reading"]);
    let report = go_on(&["--read"]).report();
    let vat = invoice(&report, VAT);
    assert_eq!(vat["fields_error"], Value::Null);
    assert_eq!(field(vat, "total")["value"], "171.00");
}
