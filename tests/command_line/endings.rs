//! However a run ends, it ends with a report that says what was not checked and why.

use std::fs;
use std::io::Read as _;
use std::process::{Child, Command, Stdio};

use invoice_lens::sandbox::{
    Fault, FaultEffect, FaultTarget, Gate, RequestKind, Sandbox, SandboxInvoice, SandboxLibrary,
};
use serde_json::Value;
use tempfile::TempDir;

use crate::program::{Program, assert_nothing_secret, invoice, names_in, png, sandbox};

/// The one whose picture is held back, and one that comes.
pub const HELD: &str = "ID01held000001";
pub const READY: &str = "ID01ready00001";

pub fn library() -> SandboxLibrary {
    SandboxLibrary::new()
        .with_object("ready.png", png(30, 20))
        .with_object("held.png", png(40, 20))
        .with_invoice(SandboxInvoice::new(READY, "ready.png"))
        .with_invoice(SandboxInvoice::new(HELD, "held.png"))
}

/// A run under way. Ends with the test, however that ends.
pub struct Running {
    child: Child,
    pub folder: TempDir,
}

impl Drop for Running {
    fn drop(&mut self) {
        // It has mostly ended by itself.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

impl Running {
    pub fn start(program: Program) -> Self {
        let (mut command, folder) = program.into_command();
        command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        let child = command.spawn().expect("the program can be run");
        Self { child, folder }
    }

    /// By `kill`, as people do it.
    pub fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        let sent = Command::new("kill").args(["-s", name, &id]).status();
        assert!(sent.expect("there is a kill").success(), "{name}");
    }

    /// Those that it has started by now.
    #[cfg(target_os = "linux")]
    fn kill_decoders(&self) {
        let tasks = format!("/proc/{}/task", self.child.id());
        for task in fs::read_dir(tasks).expect("it runs") {
            let children = task.expect("it runs").path().join("children");
            for id in fs::read_to_string(children).unwrap_or_default().split(' ') {
                if !id.is_empty() {
                    // It may have ended by itself.
                    let killed = Command::new("kill").args(["-s", "KILL", id]).status();
                    killed.expect("there is a kill");
                }
            }
        }
    }

    /// Its status and what it said.
    pub fn end(&mut self) -> (Option<i32>, String) {
        let mut said = String::new();
        let mut stderr = self.child.stderr.take().expect("it was asked for");
        stderr.read_to_string(&mut said).expect("it prints UTF-8");
        assert_nothing_secret(&said);
        let status = self.child.wait().expect("it ended");
        (status.code(), said)
    }

    pub fn report(&self) -> Value {
        let path = self.folder.path().join("report.json");
        let text = fs::read_to_string(path).expect("the report was written");
        assert_nothing_secret(&text);
        serde_json::from_str(&text).expect("the report is JSON")
    }
}

/// Starts an audit of both, and waits until one is held and the other was answered.
pub fn held(arguments: &[&str]) -> (Sandbox, Gate, Running) {
    let sandbox = sandbox(library());
    let gate = sandbox.gate(FaultTarget::kind(RequestKind::Object).named("held.png"));
    let running = Running::start(Program::audit(&sandbox, &[READY, HELD]).args(arguments));
    gate.wait_for(1).expect("it is asked for");
    let answered = sandbox.wait_answered(RequestKind::Object, 1);
    answered.expect("the other comes");
    (sandbox, gate, running)
}

/// That the report says so of the one that was held, and that nothing unfinished lies beside it.
fn assert_not_checked(running: &Running, code: &str) {
    let report = running.report();
    let held = invoice(&report, HELD);
    assert_eq!(held["status"], "not_checked");
    assert_eq!(held["error"]["code"], code);
    assert_ne!(held["error"]["message"], "");
    assert_eq!(report["summary"]["asked"], 2);
    assert!(report["summary"]["not_checked"].as_u64() >= Some(1));
    for name in names_in(running.folder.path()) {
        assert!(!name.contains(".part"), "{name}");
    }
}

#[cfg(unix)]
#[test]
fn a_signal_ends_a_run_with_a_report() {
    for name in ["INT", "TERM"] {
        let (_sandbox, _gate, mut running) = held(&[]);
        running.signal(name);
        let (status, said) = running.end();
        assert_eq!(status, Some(3), "{name}: {said}");
        assert!(said.contains("interrupted"), "{said}");
        assert_not_checked(&running, "interrupted");
    }
}

#[cfg(unix)]
#[test]
fn what_was_not_read_is_not_done() {
    let (_sandbox, _gate, mut running) = held(&["--read"]);
    running.signal("TERM");
    assert_eq!(running.end().0, Some(3));
    assert_not_checked(&running, "interrupted");
    let report = running.report();
    let rows = report["invoices"].as_array().expect("rows");
    // One that was read may still lack what OCR read of it.
    for row in rows.iter().filter(|row| row["status"] == "ready") {
        assert!(!row["reading"].is_null(), "{row}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_terminal_that_is_closed_ends_a_run_with_a_report_unless_it_was_to_outlive_it() {
    let sandbox = sandbox(library());
    let gate = sandbox.gate(FaultTarget::kind(RequestKind::Object).named("held.png"));
    let run = |signals: &str| {
        let program = Program::audit(&sandbox, &[READY, HELD]);
        let running = Running::start(program.under("env", &[signals]));
        gate.wait_for(1).expect("it is asked for");
        running.signal("HUP");
        running
    };
    let mut running = run("--default-signal=HUP");
    assert_eq!(running.end().0, Some(3));
    assert_not_checked(&running, "interrupted");
    gate.wait_for_none().expect("it ended");
    let mut running = run("--ignore-signal=HUP");
    gate.release();
    assert_eq!(running.end().0, Some(0));
    assert_eq!(running.report()["summary"]["ready"], 2);
}

#[test]
fn a_run_whose_time_is_up_ends_with_a_report() {
    let (_sandbox, _gate, mut running) = held(&["--deadline", "0.05"]);
    assert_eq!(running.end().0, Some(3));
    assert_not_checked(&running, "deadline");
}

#[test]
fn every_format_says_what_was_not_checked() {
    let formats = [
        "--report", "r.csv", "--report", "r.html", "--report", "r.xlsx",
    ];
    let (_sandbox, _gate, mut running) = held(&[&formats[..], &["--deadline", "0.05"]].concat());
    assert_eq!(running.end().0, Some(3));
    let read = |name: &str| fs::read(running.folder.path().join(name)).expect("it was written");
    for name in ["r.csv", "r.html"] {
        let text = String::from_utf8(read(name)).expect("UTF-8");
        assert!(
            text.contains("Not checked (deadline): The run"),
            "{name}: {text}"
        );
    }
    assert!(read("r.xlsx").starts_with(b"PK"));
}

#[test]
fn a_token_that_is_refused_half_way_ends_a_run_with_a_report() {
    let sandbox = sandbox(library());
    let gate = sandbox.gate(FaultTarget::kind(RequestKind::Object).named("held.png"));
    // The link of the held one ends, and the token is none any more when another is asked for.
    let expired = FaultTarget::kind(RequestKind::Object).named("held.png");
    sandbox.inject(Fault::always(expired, FaultEffect::Expire));
    let mut running = Running::start(Program::audit(&sandbox, &[READY, HELD]));
    gate.wait_for(1).expect("it is asked for");
    let answered = sandbox.wait_answered(RequestKind::Object, 1);
    answered.expect("the other comes");
    sandbox.revoke_tokens();
    gate.release();
    let (status, said) = running.end();
    assert_eq!(status, Some(3), "{said}");
    assert_not_checked(&running, "token_refused");
}

#[cfg(target_os = "linux")]
#[test]
fn a_decoder_that_is_gone_ends_a_run_with_a_report() {
    let sandbox = sandbox(library());
    let links = sandbox.gate(FaultTarget::kind(RequestKind::Links));
    let mut running = Running::start(Program::audit(&sandbox, &[READY, HELD]).copied());
    links.wait_for(1).expect("links are asked for");
    fs::remove_file(running.folder.path().join("copy")).expect("it is gone");
    running.kill_decoders();
    links.release();
    let (status, said) = running.end();
    assert_eq!(status, Some(3), "{said}");
    let report = running.report();
    for id in [READY, HELD] {
        let error = &invoice(&report, id)["error"];
        assert_eq!(error["code"], "decoder_missing", "{report}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_run_without_file_handles_to_spare_ends_with_a_report() {
    let sandbox = sandbox(library());
    for handles in ["8", "10", "14", "24", "32"] {
        let program = Program::audit(&sandbox, &[READY, HELD]);
        let limit = format!("ulimit -n {handles}; exec \"$0\" \"$@\"");
        let mut running = Running::start(program.under("sh", &["-c", &limit]));
        let (status, said) = running.end();
        assert!(matches!(status, Some(0 | 3)), "{handles}: {said}");
        assert_eq!(running.report()["summary"]["asked"], 2);
    }
}

/// Threads count as processes do, those of the test as well: one who is asked for has a user of his own, where that can be.
#[cfg(target_os = "linux")]
#[test]
fn a_run_without_processes_to_spare_ends_with_a_report() {
    let sandbox = sandbox(library());
    let is_root = rustix::process::geteuid().is_root();
    for processes in ["1", "2", "3", "4", "7", "10"] {
        // Whoever is not root has more of them already.
        let (program, user) = (Program::audit(&sandbox, &[READY, HELD]), "64999");
        let user_id = format!("--reuid={user}");
        let limit = format!("--nproc={processes}");
        let program = if is_root {
            let program = program.copied();
            for path in [program.path(), &program.path().join("copy")] {
                let given = std::os::unix::fs::chown(path, user.parse().ok(), None);
                given.expect("root may give files away");
            }
            let user = ["setpriv", &user_id, "--clear-groups", "prlimit", &limit];
            program.under("timeout", &[&["--signal=KILL", "100"], &user[..]].concat())
        } else {
            program.under("timeout", &["--signal=KILL", "100", "prlimit", &limit])
        };
        let mut running = Running::start(program);
        let (status, said) = running.end();
        assert!(matches!(status, Some(0 | 3)), "{processes}: {said}");
        assert_eq!(running.report()["summary"]["asked"], 2, "{processes}");
    }
}

#[cfg(unix)]
#[test]
fn pictures_that_can_no_longer_be_written_end_a_run_with_a_report() {
    let (_sandbox, gate, mut running) = held(&["--pictures", "pictures"]);
    let path = running.folder.path().join("pictures");
    fs::remove_dir_all(&path).expect("it was made");
    gate.release();
    let (status, said) = running.end();
    assert_eq!(status, Some(3), "{said}");
    assert_not_checked(&running, "pictures_unwritable");
}

#[cfg(target_os = "linux")]
#[test]
fn nobody_who_hears_it_changes_nothing() {
    let sandbox = sandbox(library());
    for to in ["2>&-", "2>/dev/full", ">&-", ">/dev/full", ">&- 2>&-"] {
        let script = format!("exec \"$0\" \"$@\" {to}");
        let program = Program::audit(&sandbox, &[READY, READY, "ID01unknown001"]);
        let program = program
            .env("RUST_LOG", "invoice_lens=debug")
            .under("sh", &["-c", &script]);
        let ended = program.run();
        assert_eq!(ended.report_of_status(0)["summary"]["ready"], 1, "{to}");
    }
    let unknown = Program::audit(&sandbox, &["--frobnicate"]);
    let ended = unknown
        .under("sh", &["-c", "exec \"$0\" \"$@\" 2>/dev/full"])
        .run();
    assert_eq!(ended.status, 2);
    let none = Program::audit(&sandbox, &[]);
    let ended = none
        .under("sh", &["-c", "exec \"$0\" \"$@\" 2>/dev/full"])
        .run();
    assert_eq!(ended.status, 1);
}

#[cfg(unix)]
#[test]
fn a_picture_replaces_a_link_in_the_folder_and_not_what_it_leads_to() {
    let sandbox = sandbox(library());
    let elsewhere = tempfile::NamedTempFile::new().expect("a file for the test");
    fs::write(elsewhere.path(), "mine").expect("written");
    let program = Program::audit(&sandbox, &[READY, "--pictures", "pictures"]);
    let path = program.path().join("pictures");
    fs::create_dir(&path).expect("made");
    let name = path.join(format!("{READY}.png"));
    std::os::unix::fs::symlink(elsewhere.path(), &name).expect("linked");
    let ended = program.run();
    assert_eq!(ended.report()["summary"]["ready"], 1);
    assert_eq!(
        fs::read_to_string(elsewhere.path()).expect("readable"),
        "mine"
    );
    let names = names_in(&path);
    assert_eq!(names, [format!("{READY}.png")].into());
    let written = fs::symlink_metadata(&name).expect("it is there");
    assert!(written.is_file());
}
