//! No secret leaves a run, whatever servers answer: not by the log at its most talkative, not by the report or the
//! pictures, not by arguments, environments or core dumps, and to no host but the one that it was given for.

use std::io;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;

use invoice_lens::sandbox::{
    Fault, FaultTarget, RequestKind, Sandbox, SandboxInvoice, SandboxLibrary,
};

use crate::canaries::{Canaries, answers_of_bucket, answers_of_calls, cookie, platform};
use crate::program::{Program, png};

/// Runs of the program at one time; most of their time they wait.
const AT_ONCE: usize = 4;

fn numbered(count: usize) -> SandboxLibrary {
    (0..count).fold(SandboxLibrary::new(), |library, number| {
        let key = format!("page{number}.png");
        library
            .with_object(&key, png(40 + number as u32, 30))
            .with_invoice(SandboxInvoice::new(&id(number), &key))
    })
}

fn id(number: usize) -> String {
    format!("ID{number:06}")
}

/// Somebody whom redirects name. Connections wait for being accepted, so the end is early enough to look.
struct Elsewhere(TcpListener);

impl Elsewhere {
    fn new() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
        listener.set_nonblocking(true).expect("a socket");
        Self(listener)
    }

    fn address(&self) -> String {
        self.0.local_addr().expect("it listens").to_string()
    }

    fn assert_nobody_came(&self) {
        let came = self.0.accept().map(|_| ()).map_err(|error| error.kind());
        assert_eq!(came, Err(io::ErrorKind::WouldBlock));
    }
}

/// How the run is let in.
#[derive(Clone, Copy)]
enum Way {
    Token,
    Key,
}

fn run(sandbox: &Sandbox, count: usize, way: Way) -> Command {
    let ids: Vec<String> = (0..count).map(id).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let program = Program::audit_without_token(sandbox, &ids)
        // A server that is down is waited for; what a run says of it is said sooner.
        .args(&["--pictures", ".", "--deadline", "0.2"])
        .env("RUST_LOG", "trace")
        .env("RUST_BACKTRACE", "1");
    let program = match way {
        Way::Token => program.env("INVOICE_LENS_TOKEN", sandbox.token()),
        Way::Key => program
            .env("INVOICE_LENS_APP_KEY", sandbox.app_key())
            .env("INVOICE_LENS_APP_SECURITY", sandbox.app_security()),
    };
    let (mut command, folder) = program.into_command();
    // The caller reads what is in it and the system clears it away.
    command.current_dir(folder.keep());
    command.stdin(Stdio::null());
    command
}

/// Runs to the end and looks through all that was said and written.
fn assert_silent(sandbox: &Sandbox, mut command: Command, what: &str) {
    let output = command.output().expect("the program can be run");
    let canaries = Canaries::of(sandbox);
    canaries.assert_absent(&format!("stdout, {what}"), &output.stdout);
    canaries.assert_absent(&format!("stderr, {what}"), &output.stderr);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("TRACE"), "the libraries are heard: {said}");
    assert!(!said.contains("panicked"), "{said}");
    let folder = command.get_current_dir().expect("it was set").to_owned();
    for file in std::fs::read_dir(&folder).expect("the folder is readable") {
        let path = file.expect("the folder is readable").path();
        let bytes = std::fs::read(&path).expect("the file is readable");
        canaries.assert_absent(&format!("{}, {what}", path.display()), &bytes);
    }
    for record in &sandbox.log().records {
        for name in ["referer", "cookie", "authorization"] {
            assert_eq!(record.header(name), None, "{what}");
        }
    }
    std::fs::remove_dir_all(folder).expect("the folder is ours");
}

/// Each answer with a platform, a run and a thread of its own, a few at a time.
fn with_each(kind: RequestKind, way: Way) {
    let elsewhere = Elsewhere::new();
    let effects = answers_of_calls(kind, &elsewhere.address());
    assert!(!effects.is_empty());
    for effects in effects.chunks(AT_ONCE) {
        thread::scope(|scope| {
            for effect in effects {
                scope.spawn(move || {
                    let sandbox = platform(numbered(2));
                    let what: String = format!("{effect:?}").chars().take(60).collect();
                    sandbox.inject(Fault::always(FaultTarget::kind(kind), effect.clone()));
                    assert_silent(&sandbox, run(&sandbox, 2, way), &what);
                    assert!(sandbox.log().count(kind) > 0, "{what}");
                });
            }
        });
    }
    elsewhere.assert_nobody_came();
}

#[test]
fn no_answer_to_a_links_call_makes_a_secret_public() {
    with_each(RequestKind::Links, Way::Token);
}

#[test]
fn no_answer_to_a_token_call_makes_a_secret_public() {
    with_each(RequestKind::Token, Way::Key);
}

#[test]
fn no_answer_of_the_bucket_makes_a_secret_public() {
    let elsewhere = Elsewhere::new();
    let count = answers_of_bucket(&platform(numbered(1)), &elsewhere.address()).len();
    let sandbox = platform(numbered(count + 1));
    let effects = answers_of_bucket(&sandbox, &elsewhere.address());
    sandbox.inject(Fault::always(FaultTarget::any(), cookie()));
    for (number, effect) in effects.into_iter().enumerate() {
        let page = FaultTarget::kind(RequestKind::Object).named(&format!("page{number}.png"));
        sandbox.inject(Fault::always(page, effect));
    }
    let command = run(&sandbox, count + 1, Way::Key);
    assert_silent(&sandbox, command, "all pictures");
    for number in 0..=count {
        let key = format!("page{number}.png");
        assert!(sandbox.log().count_object(&key) > 0, "{key} was asked for");
    }
    let canaries = Canaries::of(&sandbox);
    canaries.assert_known(&[
        "token",
        "app key",
        "app security",
        "issued token",
        "refresh token",
        "OSSAccessKeyId",
        "signature",
        "security-token",
    ]);
    elsewhere.assert_nobody_came();
}

/// What the system shows of a process to others.
#[cfg(target_os = "linux")]
#[test]
fn nothing_of_a_running_program_shows_a_secret() {
    let sandbox = platform(numbered(1));
    let gate = sandbox.gate(FaultTarget::kind(RequestKind::Object));
    let mut command = run(&sandbox, 1, Way::Key);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn().expect("the program can be run");
    gate.wait_for(1).expect("the download begins");
    let canaries = Canaries::of(&sandbox);
    canaries.assert_known(&["issued token"]);
    let proc = Path::new("/proc").join(child.id().to_string());
    let read = |path: &Path| std::fs::read(path).expect("the process is ours");
    canaries.assert_absent("arguments", &read(&proc.join("cmdline")));
    let limits = String::from_utf8(read(&proc.join("limits"))).expect("text");
    let core = limits
        .lines()
        .find(|line| line.starts_with("Max core file size"))
        .expect("a limit");
    let limits: Vec<&str> = core.split_whitespace().skip(4).take(2).collect();
    assert_eq!(limits, ["0", "0"], "{core}");
    let own = read(&proc.join("cmdline"));
    for descendant in descendants(child.id()) {
        let proc = Path::new("/proc").join(descendant.to_string());
        // One that was begun just now is a copy of the program until it becomes another one.
        while std::fs::read(proc.join("cmdline")).is_ok_and(|it| it == own) {
            thread::yield_now();
        }
        for name in ["cmdline", "environ"] {
            // One that has ended meanwhile shows nothing.
            let shown = std::fs::read(proc.join(name)).unwrap_or_default();
            canaries.assert_absent(&format!("{name} of a child"), &shown);
        }
    }
    gate.release();
    assert!(child.wait().expect("it ends").success());
    let folder = command.get_current_dir().expect("it was set");
    std::fs::remove_dir_all(folder).expect("the folder is ours");
}

#[cfg(target_os = "linux")]
fn descendants(process: u32) -> Vec<u32> {
    let tasks = std::fs::read_dir(format!("/proc/{process}/task"));
    let tasks = tasks.into_iter().flatten().flatten();
    let children: Vec<u32> = tasks
        .filter_map(|task| std::fs::read_to_string(task.path().join("children")).ok())
        .flat_map(|text| {
            let numbers = text.split_whitespace().filter_map(|it| it.parse().ok());
            numbers.collect::<Vec<u32>>()
        })
        .collect();
    let below = children.iter().flat_map(|&child| descendants(child));
    children.iter().copied().chain(below).collect()
}

/// Set in the process that is to panic.
const PANICS: &str = "INVOICE_LENS_TEST_PANICS";

/// What the other test runs in a process of its own; on its own there is nothing to see.
#[test]
fn panicking() {
    let Ok(secret) = std::env::var(PANICS) else {
        return;
    };
    invoice_lens::startup::guard();
    log::error!("asking https://a.example/?accessToken={secret}&x=1");
    let answer = format!("{{\"accessToken\":\"{secret}\"}}");
    panic!("no list of links: {answer:?}");
}

#[test]
fn a_panic_and_a_log_line_do_not_show_a_secret() {
    let sandbox = platform(numbered(1));
    let this = std::env::current_exe().expect("a test has a file");
    let output = Command::new(this)
        .args(["--exact", "canary::panicking", "--nocapture"])
        .env(PANICS, sandbox.token())
        .env("RUST_BACKTRACE", "1")
        .env("RUST_LOG", "error")
        .output()
        .expect("the test can be run");
    assert!(!output.status.success());
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        said.contains("panicked at") && said.contains("accessToken"),
        "{said}"
    );
    assert!(
        said.contains("asking https://a.example/?accessToken=…&x=1"),
        "{said}"
    );
    let canaries = Canaries::of(&sandbox);
    canaries.assert_absent("stderr", &output.stderr);
    canaries.assert_absent("stdout", &output.stdout);
}

#[test]
fn a_usage_error_does_not_repeat_a_secret() {
    let sandbox = platform(numbered(1));
    let lang = format!("accessToken={}", sandbox.token());
    let ended = Program::new(&["audit", "ID01x1", "--report", "r.json", "--lang", &lang]).run();
    assert_eq!(ended.status, 2);
    assert!(ended.stderr.contains("--lang"), "{}", ended.stderr);
    Canaries::of(&sandbox).assert_absent("stderr", ended.stderr.as_bytes());
}
