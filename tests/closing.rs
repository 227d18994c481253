//! Closing with a thousand downloads under way. A program of its own, so that every thread in it is known.
#![cfg(target_os = "linux")]

use std::fs;
use std::time::{Duration, Instant};

use invoice_lens::engine::{Engine, EngineCommand, EngineConfig, EngineEvent};
use invoice_lens::model::{InvoiceId, InvoiceNr};
use invoice_lens::platform::{Endpoint, Token};
use invoice_lens::sandbox::{
    FaultTarget, RequestKind, Sandbox, SandboxConfig, SandboxInvoice, SandboxLibrary,
};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

const DOWNLOADS: usize = 1000;
/// Each download is a handle at both ends of it, and both ends are in this program.
const HANDLES: u64 = 2 * DOWNLOADS as u64 + 200;
/// What a person would call at once; far above what it takes.
const AT_ONCE: Duration = Duration::from_secs(2);

fn allow_handles() {
    let limit = getrlimit(Resource::Nofile);
    if limit.current.is_some_and(|current| current < HANDLES) {
        let raised = Rlimit {
            current: Some(HANDLES),
            maximum: limit.maximum,
        };
        setrlimit(Resource::Nofile, raised).expect("the system allows a few thousand handles");
    }
}

/// The names of all threads but those of the test and of the stand-in.
fn threads() -> Vec<String> {
    let tasks = fs::read_dir("/proc/self/task").expect("Linux lists threads");
    let mut names: Vec<String> = tasks
        .flatten()
        .filter_map(|task| fs::read_to_string(task.path().join("comm")).ok())
        .map(|name| name.trim_end().to_owned())
        .filter(|name| {
            ["engine", "decode"]
                .iter()
                .any(|ours| name.starts_with(ours))
        })
        .collect();
    names.sort();
    names
}

/// The numbers of processes that this one started and that are still there.
fn children() -> String {
    let tasks = fs::read_dir("/proc/self/task").expect("Linux lists threads");
    tasks
        .flatten()
        .filter_map(|task| fs::read_to_string(task.path().join("children")).ok())
        .collect()
}

#[test]
fn a_thousand_downloads_end_at_once_and_leave_nothing_behind() {
    allow_handles();
    let library = (0..DOWNLOADS).fold(SandboxLibrary::new(), |library, number| {
        let key = format!("page{number}.png");
        library
            .with_object(&key, vec![0; 100])
            .with_invoice(SandboxInvoice::new(&format!("ID{number:06}"), &key))
    });
    let sandbox = Sandbox::start(SandboxConfig::with_library(library)).expect("a free port");
    let gate = sandbox.gate(FaultTarget::kind(RequestKind::Object));
    let mut config = EngineConfig {
        connections: DOWNLOADS,
        links_ahead: 2 * DOWNLOADS,
        ..EngineConfig::default()
    };
    // Patient enough that only closing can end them.
    config.http.connect = Duration::from_mins(10);
    config.http.first_byte = Duration::from_hours(1);
    config.http.total = Duration::from_hours(1);
    let engine = Engine::start(config, |_| {}).expect("threads");
    let ids =
        (0..DOWNLOADS).map(|number| InvoiceId::new(&format!("ID{number:06}")).expect("valid"));
    let connect = EngineCommand::Connect {
        endpoint: Endpoint::parse(&sandbox.endpoint()).expect("loopback"),
        credentials: Token::new(sandbox.token()).expect("a token").into(),
    };
    let add = EngineCommand::Add {
        first: InvoiceNr(0),
        ids: ids.collect(),
    };
    for command in [connect, add] {
        engine.send(command).expect("the queue has room");
    }
    let mut loading = 0;
    while loading < DOWNLOADS {
        let event = engine.next_event(Duration::from_mins(1));
        if let EngineEvent::Loading { invoices } = event.expect("downloads begin") {
            loading += invoices.len();
        }
    }
    gate.wait_for(DOWNLOADS)
        .expect("all downloads are under way");
    assert!(
        !threads().is_empty(),
        "the background has threads of its own"
    );
    let begun = Instant::now();
    drop(engine);
    let taken = begun.elapsed();
    assert!(taken < AT_ONCE, "{taken:?}");
    gate.wait_for_none().expect("every download was given up");
    assert_eq!(threads(), Vec::<String>::new());
    assert_eq!(children(), "");
}
