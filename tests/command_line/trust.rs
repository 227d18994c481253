//! Servers whose certificate nobody trusts are refused, whatever is set; those of a company's own authority are not,
//! once a file names it.

use std::fs;
use std::path::PathBuf;

use invoice_lens::sandbox::{Sandbox, SandboxLibrary};
use tempfile::TempDir;

use crate::demo;
use crate::program::{Ended, Program, sandbox};
use crate::tls::Front;

/// A stand-in platform behind TLS, and its authority in a file.
struct Bench {
    sandbox: Sandbox,
    front: Front,
    folder: TempDir,
}

impl Bench {
    fn new() -> Self {
        let sandbox = sandbox(SandboxLibrary::demo().expect("the demo is embedded"));
        let front = Front::of(&sandbox);
        Self {
            sandbox,
            front,
            folder: tempfile::tempdir().expect("a folder for the test"),
        }
    }

    fn file(&self, text: &str) -> PathBuf {
        let path = self.folder.path().join("ca.pem");
        fs::write(&path, text).expect("room for a file");
        path
    }

    fn audit(&self, environment: &[(&str, &str)]) -> Ended {
        let program = Program::new(&["audit", demo::ids()[0], "--report", "report.json"])
            .args(&["--lang", "en", "--endpoint", &self.front.endpoint()])
            .env("INVOICE_LENS_TOKEN", self.sandbox.token());
        environment
            .iter()
            .fold(program, |program, (name, value)| program.env(name, value))
            .run()
    }
}

#[test]
fn a_server_nobody_trusts_is_refused_whatever_is_set() {
    let bench = Bench::new();
    let other = crate::tls::authority_pem();
    let other = bench.file(&other);
    let other = other.to_str().expect("the path is UTF-8");
    for environment in [
        &[][..],
        &[("INVOICE_LENS_CA_FILE", other)],
        &[("SSL_CERT_FILE", other)],
        &[
            ("NODE_TLS_REJECT_UNAUTHORIZED", "0"),
            ("CURL_INSECURE", "1"),
        ],
    ] {
        let ended = bench.audit(environment);
        assert_eq!(codes_of(&ended), ["certificate"], "{environment:?}");
    }
    assert!(
        bench.sandbox.log().records.is_empty(),
        "nothing was sent to a server that nobody trusts"
    );
}

#[test]
fn a_company_s_own_authority_can_be_added() {
    let bench = Bench::new();
    // Editors on Windows put a byte order mark in front.
    for mark in ["", "\u{feff}"] {
        let path = bench.file(&format!("{mark}{}", bench.front.authority_pem()));
        let path = path.to_str().expect("the path is UTF-8");
        for name in ["INVOICE_LENS_CA_FILE", "SSL_CERT_FILE"] {
            let ended = bench.audit(&[(name, path)]);
            assert_eq!(ended.quiet_report()["summary"]["ready"], 1, "{name}");
        }
    }
}

#[test]
fn a_certificate_for_another_name_is_refused_also_from_a_trusted_authority() {
    let bench = Bench::new();
    let path = bench.file(&bench.front.authority_pem());
    let path = path.to_str().expect("the path is UTF-8");
    let by_number = bench.front.endpoint().replace("localhost", "127.0.0.1");
    let ended = Program::new(&["audit", demo::ids()[0], "--report", "report.json"])
        .args(&["--lang", "en", "--endpoint", &by_number])
        .env("INVOICE_LENS_TOKEN", bench.sandbox.token())
        .env("INVOICE_LENS_CA_FILE", path)
        .run();
    assert_eq!(codes_of(&ended), ["certificate"]);
    assert!(bench.sandbox.log().records.is_empty());
}

#[test]
fn a_file_without_an_authority_ends_the_run_before_the_first_request() {
    let bench = Bench::new();
    let missing = bench.folder.path().join("missing.pem");
    let empty = bench.file("no certificate");
    for path in [missing, empty] {
        let path = path.to_str().expect("the path is UTF-8");
        let ended = bench.audit(&[("INVOICE_LENS_CA_FILE", path)]);
        let reason = ended.refusal();
        assert!(reason.contains("INVOICE_LENS_CA_FILE"), "{reason}");
        assert!(reason.contains(path), "{reason}");
    }
    assert!(bench.sandbox.log().records.is_empty());
}

/// Why the run, or all of its invoices, could not be: the failure's code.
fn codes_of(ended: &Ended) -> Vec<String> {
    if ended.status == 1 {
        let is_certificate = ended.refusal().contains("certificate is not trusted");
        assert!(is_certificate, "{}", ended.stderr);
        return vec!["certificate".to_owned()];
    }
    let report = ended.report();
    let invoices = report["invoices"].as_array().expect("a list");
    invoices
        .iter()
        .filter_map(|invoice| invoice["error"]["code"].as_str().map(str::to_owned))
        .collect()
}
