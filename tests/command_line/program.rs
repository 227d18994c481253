//! Runs the program and gathers what it leaves behind.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

use invoice_lens::engine::FailureKind;
use invoice_lens::sandbox::{Sandbox, SandboxConfig, SandboxLibrary};
use serde_json::Value;
use tempfile::TempDir;

/// What of the surroundings must not decide how a test ends. Without the two displays no window could open.
const UNSET: [&str; 16] = [
    "HTTPS_PROXY",
    "https_proxy",
    "ALL_PROXY",
    "all_proxy",
    "NO_PROXY",
    "no_proxy",
    "INVOICE_LENS_TOKEN",
    "INVOICE_LENS_APP_KEY",
    "INVOICE_LENS_APP_SECURITY",
    "INVOICE_LENS_CA_FILE",
    "INVOICE_LENS_DEFAULTS",
    "SSL_CERT_FILE",
    "RUST_LOG",
    "DISPLAY",
    "WAYLAND_DISPLAY",
    "WAYLAND_SOCKET",
];

/// What appears in links, and the sandbox's secrets. None of it may appear anywhere.
const SECRET: [&str; 10] = [
    "http",
    "Signature",
    "security-token",
    "Expires=",
    "AccessKeyId",
    "accessToken=",
    "x-oss",
    "sandbox-token",
    "sandbox-key",
    "sandbox-security",
];

/// One call of the program in a folder of its own.
pub struct Program {
    command: Command,
    input: Option<Vec<u8>>,
    folder: TempDir,
}

/// How a call ended.
pub struct Ended {
    pub status: i32,
    pub stdout: String,
    pub stderr: String,
    folder: TempDir,
}

impl Program {
    pub fn new(arguments: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let mut command = Command::new(env!("CARGO_BIN_EXE_invoice-lens"));
        command.args(arguments).current_dir(folder.path());
        for name in UNSET {
            command.env_remove(name);
        }
        Self {
            command,
            input: None,
            folder,
        }
    }

    /// `audit … --report report.json --lang en`, with the demo's invoices.
    pub fn demo_audit(arguments: &[&str]) -> Self {
        Self::new(&["audit", "--demo", "--report", "report.json"])
            .args(&["--lang", "en"])
            .args(arguments)
    }

    /// The same against this sandbox, with its token.
    pub fn audit(sandbox: &Sandbox, arguments: &[&str]) -> Self {
        Self::audit_without_token(sandbox, arguments).env("INVOICE_LENS_TOKEN", sandbox.token())
    }

    pub fn audit_without_token(sandbox: &Sandbox, arguments: &[&str]) -> Self {
        Self::new(&["audit", "--report", "report.json", "--lang", "en"])
            .args(&["--endpoint", &sandbox.endpoint()])
            .args(arguments)
    }

    pub fn args(mut self, arguments: &[&str]) -> Self {
        self.command.args(arguments);
        self
    }

    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    pub fn input(mut self, text: impl AsRef<[u8]>) -> Self {
        self.input = Some(text.as_ref().to_vec());
        self
    }

    /// The folder that it will run in.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The same, started by another program that has these arguments before its own.
    pub fn under(self, starter: &str, arguments: &[&str]) -> Self {
        let mut command = Command::new(starter);
        command.args(arguments).arg(self.command.get_program());
        self.with(command)
    }

    /// The same as a copy of the program in its folder, which can be taken away.
    pub fn copied(self) -> Self {
        let copy = self.folder.path().join("copy");
        fs::copy(self.command.get_program(), &copy).expect("it can be copied");
        let command = Command::new(copy);
        self.with(command)
    }

    fn with(self, mut command: Command) -> Self {
        command
            .args(self.command.get_args())
            .current_dir(self.folder.path());
        for (name, value) in self.command.get_envs() {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        Self { command, ..self }
    }

    /// For what a test starts and ends by itself.
    pub fn into_command(self) -> (Command, TempDir) {
        (self.command, self.folder)
    }

    pub fn run(mut self) -> Ended {
        let output = match &self.input {
            None => self.command.stdin(Stdio::null()).output(),
            Some(input) => fed(&mut self.command, input),
        }
        .expect("the program can be run");
        let text = |bytes| String::from_utf8(bytes).expect("it prints UTF-8");
        Ended {
            status: output.status.code().expect("it ended by itself"),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
            folder: self.folder,
        }
    }
}

fn fed(command: &mut Command, input: &[u8]) -> std::io::Result<Output> {
    command.stdin(Stdio::piped());
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let mut stdin = child.stdin.take().expect("it was asked for");
    stdin.write_all(input)?;
    drop(stdin);
    child.wait_with_output()
}

impl Ended {
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn files(&self) -> BTreeSet<String> {
        names_in(self.folder.path())
    }

    /// The report of a run that succeeded and had nothing to say.
    pub fn quiet_report(&self) -> Value {
        let is_progress = |line: &&str| {
            let counts = |c: char| c.is_ascii_digit() || " +/".contains(c);
            line.chars().all(counts)
        };
        let said = self.stderr.lines().find(|line| !is_progress(line));
        assert_eq!(said, None);
        self.report()
    }

    /// The report of a run that wrote one, whose status says whether another run may have more. Nothing secret is in it or
    /// was printed.
    pub fn report(&self) -> Value {
        let report = self.written();
        let status = if is_whole(&report) { 0 } else { 3 };
        assert_eq!(self.status, status, "{}", self.stderr);
        report
    }

    /// The report of a run that ended so.
    pub fn report_of_status(&self, status: i32) -> Value {
        assert_eq!(self.status, status, "{}", self.stderr);
        self.written()
    }

    fn written(&self) -> Value {
        assert_eq!(self.stdout, "", "{}", self.stderr);
        let text = fs::read_to_string(self.path("report.json")).expect("the report was written");
        assert_nothing_secret(&text);
        assert_nothing_secret(&self.stderr);
        serde_json::from_str(&text).expect("the report is JSON")
    }

    /// The reason of a run that could not be: one line, and nothing was written.
    pub fn refusal(&self) -> &str {
        assert_eq!(self.status, 1, "{}", self.stderr);
        assert_eq!(self.stdout, "");
        assert_nothing_secret(&self.stderr);
        assert_eq!(self.files(), BTreeSet::new());
        let line = self.stderr.strip_suffix('\n').expect("a whole line");
        assert!(!line.contains('\n'), "one line: {line}");
        line.strip_prefix("invoice-lens: ")
            .expect("says who speaks")
    }
}

/// Whether nothing in the report was left unchecked or failed for a cause that may pass.
fn is_whole(report: &Value) -> bool {
    let may_pass = |error: &Value| {
        let code = error["code"].as_str();
        code.and_then(FailureKind::from_code)
            .is_some_and(FailureKind::may_pass)
    };
    let invoices = report["invoices"].as_array().expect("a list");
    let bills = report["summary"]["bills"]["failed"].as_array();
    bills.is_none_or(Vec::is_empty)
        && !invoices.iter().any(|it| match it["status"].as_str() {
            Some("not_checked") => true,
            Some("failed") => may_pass(&it["error"]),
            _ => may_pass(&it["fields_error"]) || codes(it).contains(&"picture_not_read"),
        })
}

pub fn names_in(folder: &Path) -> BTreeSet<String> {
    fs::read_dir(folder)
        .expect("the folder is readable")
        .map(|entry| entry.expect("the folder is readable").file_name())
        .map(|name| name.to_string_lossy().into_owned())
        .collect()
}

pub fn assert_nothing_secret(text: &str) {
    for secret in SECRET {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
}

pub fn sandbox(library: SandboxLibrary) -> Sandbox {
    Sandbox::start(SandboxConfig::with_library(library)).expect("the sandbox starts")
}

/// The report's entry for this ID.
pub fn invoice<'a>(report: &'a Value, id: &str) -> &'a Value {
    let invoices = report["invoices"].as_array().expect("a list");
    let mut found = invoices.iter().filter(|invoice| invoice["id"] == id);
    let invoice = found.next().expect("the invoice is in the report");
    assert!(found.next().is_none(), "{id} stands twice");
    invoice
}

pub fn codes(invoice: &Value) -> Vec<&str> {
    let findings = invoice["findings"].as_array().expect("a list");
    findings
        .iter()
        .filter_map(|it| it["code"].as_str())
        .collect()
}

/// A grey PNG of this size. No two are the same file, which would be a finding: one pixel in a corner tells them apart.
pub fn png(width: u32, height: u32) -> Vec<u8> {
    static DRAWN: AtomicU32 = AtomicU32::new(0);
    let mut grey = image::RgbImage::from_pixel(width, height, image::Rgb([190; 3]));
    let [low, high, ..] = DRAWN.fetch_add(1, Ordering::Relaxed).to_le_bytes();
    grey.put_pixel(width - 1, height - 1, image::Rgb([190, low, high]));
    crate::png::png(&grey)
}
