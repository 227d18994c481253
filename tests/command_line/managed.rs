//! What an administrator set for a machine: it holds without a window too, and what cannot be meant is not passed over.

use std::fs;

use invoice_lens::sandbox::SandboxLibrary;
use serde_json::json;

use crate::demo;
use crate::program::{Program, sandbox};
use crate::proxy::Proxy;
use crate::tls::{Front, INSIDE};

/// The same program on a machine with this file.
fn on_machine(program: Program, defaults: &serde_json::Value) -> (Program, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let path = folder.path().join("defaults.json");
    fs::write(&path, defaults.to_string()).expect("room for a file");
    let path = path.to_str().expect("UTF-8").to_owned();
    (program.env("INVOICE_LENS_DEFAULTS", &path), folder)
}

#[test]
fn platform_authority_and_proxy_are_those_of_the_machine() {
    let sandbox = sandbox(SandboxLibrary::demo().expect("the demo is embedded"));
    let front = Front::of(&sandbox);
    let proxy = Proxy::socks(None);
    let folder = tempfile::tempdir().expect("a folder for the test");
    let authority = folder.path().join("ca.pem");
    fs::write(&authority, front.authority_pem()).expect("room for a file");
    let defaults = json!({
        "platform": {"value": format!("https://{INSIDE}:{}", front.port())},
        "ca_file": {"value": authority, "locked": true},
        "proxy": {"value": format!("socks5h://{}", proxy.address())},
    });
    let program = Program::new(&["audit", demo::ids()[0], "--report", "report.json"])
        .args(&["--lang", "en"])
        // Locked: nobody names another.
        .env("INVOICE_LENS_CA_FILE", "/no/such/file.pem")
        .env("INVOICE_LENS_TOKEN", sandbox.token());
    let (program, _file) = on_machine(program, &defaults);
    let report = program.run().report();
    // The stand-in's files are on this machine, where this platform is not: the platform itself was asked.
    let code = &report["invoices"][0]["error"]["code"];
    assert_eq!(code, "link_unsafe", "{report}");
    assert!(!proxy.asked().is_empty(), "it went by way of the proxy");
}

#[test]
fn a_locked_platform_is_the_only_one() {
    let sandbox = sandbox(SandboxLibrary::demo().expect("the demo is embedded"));
    let defaults = json!({
        "managed_by": "IT, ext. 1234",
        "platform": {"value": "https://expenses.example.com", "locked": true},
    });
    let program = Program::audit(&sandbox, &[demo::ids()[0]]);
    let (program, _file) = on_machine(program, &defaults);
    let ended = program.run();
    assert_eq!(ended.status, 2, "{}", ended.stderr);
    assert!(ended.stderr.contains("IT, ext. 1234"), "{}", ended.stderr);
    // The demo is nobody's platform.
    let (program, _file) = on_machine(Program::demo_audit(&[demo::ids()[0]]), &defaults);
    program.run().report();
}

#[test]
fn a_run_that_cannot_know_what_is_locked_does_not_begin() {
    let broken = json!({"platfrom": {"value": "https://expenses.example.com"}});
    let (program, _file) = on_machine(Program::demo_audit(&[]), &broken);
    let ended = program.run();
    assert!(ended.refusal().contains("platfrom"), "{}", ended.refusal());
}
