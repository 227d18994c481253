//! What keeps a run from being one: usage errors end with status 2, everything else with 1 and one line.

use invoice_lens::sandbox::{Sandbox, SandboxLibrary};

use crate::demo;
use crate::program::{Program, sandbox};

fn demo_platform() -> Sandbox {
    sandbox(SandboxLibrary::demo().expect("the demo is embedded"))
}

#[test]
fn usage_errors_end_with_2() {
    for arguments in [
        &["audit", "ID01x1", "--report", "r.json", "--frobnicate"][..],
        &["audit", "ID01x1"],
        &["audit", "--report"],
        &["audit", "ID01x1", "--report", "r.json", "--lang", "de"],
        &[
            "audit",
            "ID01x1",
            "--report",
            "r.json",
            "--concurrency",
            "0",
        ],
        &[
            "audit",
            "--report",
            "r.json",
            "--demo",
            "--endpoint",
            "https://x.example",
        ],
        &["audit", "ID01x1", "--report", "r.json", "--token", "secret"],
        &["sandbox", "--port", "many"],
        &["--frobnicate"],
    ] {
        let ended = Program::new(arguments).run();
        assert_eq!(ended.status, 2, "{arguments:?}: {}", ended.stderr);
        assert!(!ended.stderr.is_empty(), "{arguments:?}");
        assert_eq!(ended.stdout, "", "{arguments:?}");
        assert!(ended.files().is_empty(), "{arguments:?}");
    }
}

#[test]
fn help_and_version_are_no_errors() {
    for arguments in [&["--help"][..], &["audit", "--help"], &["--version"]] {
        let ended = Program::new(arguments).run();
        assert_eq!((ended.status, &*ended.stderr), (0, ""), "{arguments:?}");
        assert!(ended.stdout.contains("invoice-lens"), "{arguments:?}");
    }
}

#[test]
fn without_ids_there_is_no_run() {
    let sandbox = demo_platform();
    let no_ids = "No invoice ID was given. Name some, or - to read them from standard input.";
    let none = Program::audit(&sandbox, &[]).run();
    assert_eq!(none.refusal(), no_ids);
    let empty = Program::audit(&sandbox, &["-"]).input("").run();
    assert_eq!(empty.refusal(), no_ids);
    let words = Program::audit(&sandbox, &["-"]).input("发票\n合计\n").run();
    assert_eq!(words.refusal(), no_ids);
    let demo = Program::demo_audit(&["-"]).input("发票\n合计\n").run();
    assert_eq!(demo.refusal(), no_ids);
    assert!(sandbox.log().records.is_empty());
}

#[test]
fn a_report_that_cannot_be_written_is_noticed_before_the_first_request() {
    let sandbox = demo_platform();
    let id = demo::ids()[0];
    let run = |report: &str, lang: &str| {
        Program::new(&["audit", id, "--report", report, "--lang", lang])
            .args(&["--endpoint", &sandbox.endpoint()])
            .env("INVOICE_LENS_TOKEN", sandbox.token())
            .run()
    };
    let ended = run("missing/report.json", "en");
    let reason = ended.refusal();
    assert!(
        reason.starts_with("The folder missing cannot be written to."),
        "{reason}"
    );
    let ended = run("missing/report.json", "zh-CN");
    assert!(ended.refusal().starts_with("无法写入文件夹 missing，"));
    for report in ["report.pdf", "report", ".json"] {
        let ended = run(report, "en");
        assert_eq!(
            ended.refusal(),
            "The report's name must end in .json, .csv, .xlsx or .html",
            "{report}"
        );
    }
    assert!(sandbox.log().records.is_empty());
}

#[test]
fn a_folder_in_the_place_of_the_report_is_noticed_before_the_first_request() {
    let sandbox = demo_platform();
    let taken = tempfile::Builder::new().suffix(".json").tempdir();
    let taken = taken.expect("a folder for the test");
    let path = taken.path().to_str().expect("the path is UTF-8");
    let ended = Program::new(&["audit", demo::ids()[0], "--report", path, "--lang", "en"])
        .args(&["--endpoint", &sandbox.endpoint()])
        .env("INVOICE_LENS_TOKEN", sandbox.token())
        .run();
    assert!(ended.refusal().contains("cannot be replaced"));
    assert!(sandbox.log().records.is_empty());
}

#[test]
fn pictures_that_have_no_place_are_noticed_before_the_first_request() {
    let sandbox = demo_platform();
    let taken = tempfile::NamedTempFile::new().expect("a file for the test");
    let path = taken.path().to_str().expect("the path is UTF-8");
    let ended = Program::audit(&sandbox, &[demo::ids()[0], "--pictures", path]).run();
    assert!(ended.refusal().contains("cannot be written"));
    assert!(sandbox.log().records.is_empty());
}

#[test]
fn an_address_that_is_none_is_refused() {
    let ended = Program::new(&["audit", "ID01xO4NESQ6gD", "--report", "r.json"])
        .args(&["--endpoint", "ftp://example.com", "--lang", "zh-CN"])
        .env("INVOICE_LENS_TOKEN", "t0ken")
        .run();
    assert_eq!(ended.status, 1);
    assert_eq!(
        ended.stderr,
        "invoice-lens: 这不是有效的平台地址，地址应以 https:// 开头\n"
    );
}
