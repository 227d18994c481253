//! No verdict that was acknowledged is lost: a program that writes through the real store is killed at random instants,
//! and what it was told to be kept is looked for in the file. `INVOICE_LENS_KILLS` says how often; 20 by default.
//! Then its calls to the system fail one after the other, and the same is asked of it: `INVOICE_LENS_FAULTS` says how many
//! of each kind; 2 by default.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use invoice_lens::model::region::RawRegion;
use invoice_lens::model::{
    Accepted, Deed, Event, InvoiceId, JudgedOn, Stamp, TicketState, Verdict,
};
use invoice_lens::store::{
    OpenRequest, Order, Record, ReviewAddress, ReviewFile, Store, StoreAnswer,
};

/// Where the program that is killed writes.
const WRITES_TO: &str = "INVOICE_LENS_TEST_WRITES_TO";
/// How many verdicts it gives, where it is not killed.
const VERDICTS: &str = "INVOICE_LENS_TEST_VERDICTS";
const INVOICES: usize = 500;
/// Every so many events one is of a screen of so many tickets.
const SCREEN: usize = 12;

fn ids() -> Vec<InvoiceId> {
    let id = |nr| InvoiceId::new(&format!("ID01test{nr:04}")).expect("an ID");
    (0..INVOICES).map(id).collect()
}

fn record(id: &InvoiceId) -> Record {
    let event = Event {
        stamp: Stamp::now(),
        reviewer: "li".into(),
        invoice: Some(id.clone()),
        base: None,
        deed: Deed::Judged {
            verdict: Verdict::Correct,
            on: None,
        },
    };
    let state = TicketState::default().after(&event);
    Record {
        states: state.map(|state| (id.clone(), state)).into_iter().collect(),
        event,
    }
}

/// A whole screen that is accepted with one event.
fn sheet(ids: &[InvoiceId]) -> Record {
    let on = JudgedOn {
        region: RawRegion::new([1.0, 2.0, 3.0, 4.0]),
        chain: "".into(),
        picture: Some((640, 480)),
        on_sheet: false,
    };
    let accepted = ids.iter().map(|invoice| Accepted {
        invoice: invoice.clone(),
        on: on.clone(),
    });
    let event = Event {
        stamp: Stamp::now(),
        reviewer: "li".into(),
        invoice: None,
        base: None,
        deed: Deed::Accepted(accepted.collect()),
    };
    let after = |id: &InvoiceId| (id.clone(), TicketState::default().accepted(&event, &on));
    Record {
        states: ids.iter().map(after).collect(),
        event,
    }
}

/// Not a test by itself: what the others start and kill. Judges on and on, and prints what was acknowledged.
#[test]
fn writer() {
    let Some(folder) = std::env::var_os(WRITES_TO) else {
        return;
    };
    let request = OpenRequest::List {
        folder: PathBuf::from(folder),
        platform: "https://a.example".to_owned(),
        ids: ids(),
        anew: false,
        stamp: Stamp::now(),
        reviewer: Arc::from("li"),
    };
    let store = Store::open(request, || {}).expect("a thread");
    let ids = ids();
    let mut out = std::io::stderr().lock();
    let most = std::env::var(VERDICTS).ok();
    let most = most.and_then(|it| it.parse().ok()).unwrap_or(usize::MAX);
    for (nr, id) in ids.iter().enumerate().cycle().take(most) {
        let record = Box::new(match nr % SCREEN {
            0 => sheet(&ids[nr..(nr + SCREEN).min(INVOICES)]),
            _ => record(id),
        });
        store
            .send(Order::Append(record))
            .expect("room in the queue");
        while let Some(answer) = store.wait_for_answer() {
            match answer {
                StoreAnswer::Saved(event) => {
                    writeln!(out, "saved {event}").expect("somebody listens");
                    break;
                }
                StoreAnswer::Opened(Ok(_)) => {}
                // Tried again by itself.
                StoreAnswer::Opened(Err(error)) | StoreAnswer::NotSaved(error) => {
                    writeln!(out, "failed {error}").expect("somebody listens");
                }
                other => panic!("{other:?}"),
            }
        }
    }
}

/// Starts the writer, lets it write for so many verdicts, kills it, and returns what it said was kept.
fn killed_after(folder: &Path, verdicts: usize) -> Vec<String> {
    let program = std::env::current_exe().expect("this test");
    let mut child = Command::new(program)
        .args(["--exact", "writer", "--nocapture"])
        .env(WRITES_TO, folder)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    let mut said = BufReader::new(child.stderr.take().expect("it is piped"));
    let mut kept = Vec::new();
    let mut line = String::new();
    let mut read = |said: &mut BufReader<_>, kept: &mut Vec<String>| {
        line.clear();
        let is_more = said.read_line(&mut line).expect("text") > 0;
        // A line that the kill cut says nothing.
        let whole = line
            .strip_suffix('\n')
            .and_then(|it| it.strip_prefix("saved "));
        kept.extend(whole.map(str::to_owned));
        is_more
    };
    while kept.len() < verdicts && read(&mut said, &mut kept) {}
    child.kill().expect("it runs");
    while read(&mut said, &mut kept) {}
    child.wait().expect("it ended");
    kept
}

#[test]
fn what_was_acknowledged_survives_a_kill() {
    let kills = std::env::var("INVOICE_LENS_KILLS").ok();
    let kills: usize = kills.and_then(|it| it.parse().ok()).unwrap_or(20);
    let folder = tempfile::tempdir().expect("a folder");
    let mut kept = Vec::new();
    let mut random = [0; 8];
    for _ in 0..kills {
        std::fs::File::open("/dev/urandom")
            .and_then(|mut file| file.read_exact(&mut random))
            .expect("random bytes");
        let verdicts = u64::from_le_bytes(random) % 200;
        kept.extend(killed_after(folder.path(), 1 + verdicts as usize));
        let review = invoice_lens::store::recent(folder.path());
        let [review] = review.as_slice() else {
            panic!("one review, not {review:?}");
        };
        let file = ReviewFile::open(&review.path).expect("it opens");
        file.check().expect("it is whole");
        let events = file.events_after(0).expect("readable");
        // Of a screen all tickets are judged, or none is.
        let contents = file.contents().expect("readable");
        let judged: std::collections::HashSet<&InvoiceId> =
            contents.states.iter().map(|(id, _)| id).collect();
        for event in &events {
            if let Deed::Accepted(accepted) = &event.deed {
                assert!(accepted.iter().all(|it| judged.contains(&it.invoice)));
            }
        }
        let there: std::collections::HashSet<String> = events
            .iter()
            .map(|event| event.stamp.id.to_string())
            .collect();
        let lost: Vec<&String> = kept.iter().filter(|id| !there.contains(*id)).collect();
        assert!(lost.is_empty(), "{} of {} lost", lost.len(), kept.len());
    }
    println!(
        "{kills} kills, {} acknowledged verdicts, none lost",
        kept.len()
    );
}

/// Runs the writer with one call to the system that fails; what it said was kept, and whether anything failed.
fn written_with_fault(folder: &Path, call: &str, error: &str, when: usize) -> (Vec<String>, bool) {
    let program = std::env::current_exe().expect("this test");
    let fault = format!("inject={call}:error={error}:when={when}");
    let output = Command::new("strace")
        .args(["-f", "-o", "/dev/null", "-e", &format!("trace={call}")])
        .args(["-e", &fault])
        .arg(program)
        .args(["--exact", "writer", "--nocapture"])
        .env(WRITES_TO, folder)
        .env(VERDICTS, "6")
        .output()
        .expect("it starts");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let kept = said.lines().filter_map(|line| line.strip_prefix("saved "));
    let has_failed = said.lines().any(|line| line.starts_with("failed "));
    (kept.map(str::to_owned).collect(), has_failed)
}

#[test]
fn what_was_acknowledged_is_there_whatever_call_fails() {
    let may_trace = Command::new("strace")
        .args(["-o", "/dev/null", "true"])
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    if !may_trace {
        println!("skipped, as strace is not there or may not trace");
        return;
    }
    let faults = std::env::var("INVOICE_LENS_FAULTS").ok();
    let faults: usize = faults.and_then(|it| it.parse().ok()).unwrap_or(2);
    let (mut runs, mut failed, mut acknowledged) = (0, 0, 0);
    for call in ["pwrite64", "fsync", "fdatasync", "ftruncate"] {
        for error in ["EIO", "ENOSPC"] {
            for when in 1..=faults {
                let folder = tempfile::tempdir().expect("a folder");
                let (kept, has_failed) = written_with_fault(folder.path(), call, error, when);
                runs += 1;
                failed += usize::from(has_failed);
                acknowledged += kept.len();
                let there = kept_in(folder.path());
                let lost: Vec<&String> = kept.iter().filter(|id| !there.contains(*id)).collect();
                assert!(
                    lost.is_empty(),
                    "{call} {error} {when}: {} of {} lost",
                    lost.len(),
                    kept.len()
                );
            }
        }
    }
    println!(
        "{runs} runs with one failing call each, {failed} told of it, {acknowledged} acknowledged verdicts, none lost"
    );
}

/// The events of the whole reviews in the folder. A call that failed while a file was made may have left one behind.
fn kept_in(folder: &Path) -> std::collections::HashSet<String> {
    let mut there = std::collections::HashSet::new();
    let reviews = invoice_lens::store::recent(folder);
    for review in reviews.into_iter().filter(|it| !it.is_damaged) {
        let file = ReviewFile::open(&review.path).expect("it opens");
        file.check().expect("it is whole");
        let events = file.events_after(0).expect("readable");
        there.extend(events.iter().map(|event| event.stamp.id.to_string()));
    }
    there
}

/// Nothing is closed here: whoever copies the file while the window is open, or after the session ended, copies that.
#[test]
fn what_was_acknowledged_is_soon_in_the_one_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let list = ids();
    let request = OpenRequest::List {
        folder: folder.path().to_owned(),
        platform: "https://a.example".to_owned(),
        ids: list.clone(),
        anew: false,
        stamp: Stamp::now(),
        reviewer: Arc::from("li"),
    };
    let store = Store::open(request, || {}).expect("a thread");
    let Some(StoreAnswer::Opened(Ok(opened))) = store.wait_for_answer() else {
        panic!("it is opened");
    };
    let ReviewAddress::File(path) = &opened.at else {
        panic!("{:?} is no file", opened.at);
    };
    let record = record(&list[0]);
    let event = record.event.stamp.id;
    let append = Order::Append(Box::new(record));
    store.send(append).expect("room in the queue");
    let saved = store.wait_for_answer();
    assert!(matches!(saved, Some(StoreAnswer::Saved(it)) if it == event));
    let copied = folder.path().join("copied.ilens");
    let until = Instant::now() + Duration::from_mins(1);
    loop {
        std::fs::copy(path, &copied).expect("copied");
        let contents = invoice_lens::store::read(&copied);
        if contents.is_ok_and(|it| it.states.iter().any(|(id, _)| *id == list[0])) {
            break;
        }
        assert!(Instant::now() < until, "it is only in the file beside it");
        drop(store.answer_within(Duration::from_millis(100)));
    }
}
