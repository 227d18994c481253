//! Token and app key: taken from the environment, shown nowhere, refused in one line and few requests.

use invoice_lens::sandbox::{RequestKind, Sandbox, SandboxLibrary};

use crate::demo;
use crate::program::{Program, sandbox};

/// Requests that a refused token may cost.
const MOST_REQUESTS: usize = 5;

fn demo_platform() -> Sandbox {
    sandbox(SandboxLibrary::demo().expect("the demo is embedded"))
}

fn audit(sandbox: &Sandbox) -> Program {
    Program::audit_without_token(sandbox, &[demo::ids()[0]])
}

#[test]
fn without_a_token_nobody_is_asked() {
    let sandbox = demo_platform();
    let expected = "No token was given. \
        Set INVOICE_LENS_TOKEN, or INVOICE_LENS_APP_KEY and INVOICE_LENS_APP_SECURITY.";
    assert_eq!(audit(&sandbox).run().refusal(), expected);
    let empty = audit(&sandbox).env("INVOICE_LENS_TOKEN", " ");
    assert_eq!(empty.run().refusal(), expected);
    assert!(sandbox.log().records.is_empty());
}

#[test]
fn what_is_no_token_is_not_sent() {
    let sandbox = demo_platform();
    let ended = audit(&sandbox).env("INVOICE_LENS_TOKEN", "two w0rds").run();
    assert!(
        ended
            .refusal()
            .starts_with("What INVOICE_LENS_TOKEN holds is no token.")
    );
    assert!(!ended.stderr.contains("w0rds"));
    assert!(sandbox.log().records.is_empty());
}

#[test]
fn a_refused_token_ends_the_run_after_a_few_requests() {
    let sandbox = demo_platform();
    let run = |lang: &str| {
        let ids = demo::ids();
        Program::audit_without_token(&sandbox, &ids)
            .args(&["--pictures", "."])
            .env("INVOICE_LENS_TOKEN", "wr0ng")
            .args(&["--concurrency", "8"])
            .env("LANG", lang)
            .run()
    };
    let ended = run("en_US.UTF-8");
    assert!(
        ended
            .refusal()
            .starts_with("The platform refuses the token: ")
    );
    assert!(!ended.stderr.contains("wr0ng"));
    let requests = sandbox.log().records.len();
    assert!(
        (1..=MOST_REQUESTS).contains(&requests),
        "{requests} requests"
    );
}

#[test]
fn a_token_is_given_for_the_app_key() {
    let sandbox = demo_platform();
    let ended = audit(&sandbox)
        .env("INVOICE_LENS_APP_KEY", sandbox.app_key())
        .env("INVOICE_LENS_APP_SECURITY", sandbox.app_security())
        .run();
    assert_eq!(ended.quiet_report()["summary"]["ready"], 1);
    assert_eq!(sandbox.log().count(RequestKind::Token), 1);
}

#[test]
fn a_token_that_is_there_comes_before_the_app_key() {
    let sandbox = demo_platform();
    let ended = Program::audit(&sandbox, &[demo::ids()[0]])
        .env("INVOICE_LENS_APP_KEY", "wr0ng")
        .env("INVOICE_LENS_APP_SECURITY", "wr0ng")
        .run();
    assert_eq!(ended.quiet_report()["summary"]["ready"], 1);
    assert_eq!(sandbox.log().count(RequestKind::Token), 0);
}

#[test]
fn a_refused_app_key_ends_the_run() {
    let sandbox = demo_platform();
    let ended = audit(&sandbox)
        .env("INVOICE_LENS_APP_KEY", sandbox.app_key())
        .env("INVOICE_LENS_APP_SECURITY", "wr0ng")
        .run();
    assert!(
        ended
            .refusal()
            .starts_with("The platform refuses the app key.")
    );
    assert!(!ended.stderr.contains("wr0ng"));
    assert_eq!(sandbox.log().records.len(), 1);
}

#[test]
fn half_an_app_key_is_not_sent() {
    let sandbox = demo_platform();
    for name in ["INVOICE_LENS_APP_KEY", "INVOICE_LENS_APP_SECURITY"] {
        let ended = audit(&sandbox).env(name, "half").run();
        assert!(
            ended.refusal().contains("belong together"),
            "{}",
            ended.stderr
        );
    }
    assert!(sandbox.log().records.is_empty());
}
