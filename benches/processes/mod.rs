//! How much memory a program and all that it starts have, as Linux counts it; and what a program is given to read.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write as _;
use std::process::Child;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// Between two looks.
const PAUSE: Duration = Duration::from_millis(50);

/// Longest that processes are waited for after their first one was ended.
const PATIENCE: Duration = Duration::from_secs(10);

/// The most that was seen, in bytes.
#[derive(Clone, Copy, Debug, Default)]
pub struct Peak {
    /// Of all processes at one time, what several of them share counted once (PSS).
    pub together: u64,
    /// Each process at its own worst time (`VmHWM`), one added to the other: never less than the truth.
    pub apart: u64,
    /// The first process alone, at its worst time.
    pub alone: u64,
}

impl Peak {
    pub fn mib(bytes: u64) -> u64 {
        bytes >> 20
    }
}

/// Watches a process and its descendants until it is asked.
pub struct Watch {
    stop: Arc<AtomicBool>,
    watching: JoinHandle<Peak>,
}

impl Watch {
    #[expect(
        clippy::disallowed_methods,
        reason = "nobody tells when memory is taken"
    )]
    pub fn start(root: u32) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let told = Arc::clone(&stop);
        let watching = thread::spawn(move || {
            let mut high: BTreeMap<u32, u64> = BTreeMap::new();
            let mut peak = Peak::default();
            while !told.load(Ordering::Relaxed) {
                let family = family(root);
                peak.together = peak.together.max(shared(&family));
                for id in family {
                    let own = high.entry(id).or_default();
                    *own = (*own).max(field(id, "status", "VmHWM:"));
                }
                thread::sleep(PAUSE);
            }
            peak.apart = high.values().sum();
            peak.alone = high.get(&root).copied().unwrap_or_default();
            peak
        });
        Self { stop, watching }
    }

    pub fn end(self) -> Peak {
        self.stop.store(true, Ordering::Relaxed);
        self.watching.join().expect("it only reads")
    }
}

/// Ends a program, and waits until all that it started is gone: what goes on tidying up slows what is measured next.
#[expect(
    clippy::disallowed_methods,
    reason = "nobody tells when somebody else's process is gone"
)]
pub fn end(program: &mut Child) {
    let family = family(program.id());
    program.kill().expect("it is ours");
    program.wait().expect("it was ended");
    let begun = Instant::now();
    while begun.elapsed() < PATIENCE && family.iter().any(|id| is_alive(*id)) {
        thread::sleep(PAUSE);
    }
}

pub fn is_alive(id: u32) -> bool {
    stat(id).is_some_and(|stat| stat.state != "Z")
}

/// Gives a program all of its input, IDs in lines, and ends it.
pub fn feed(program: &mut Child, ids: &[String]) {
    let mut stdin = program.stdin.take().expect("it was asked for");
    stdin
        .write_all(ids.join("\n").as_bytes())
        .expect("it reads");
}

/// What the process and all that descend from it have now, what several of them share counted once (PSS).
pub fn together(root: u32) -> u64 {
    shared(&family(root))
}

fn shared(family: &BTreeSet<u32>) -> u64 {
    let each = family.iter().map(|id| field(*id, "smaps_rollup", "Pss:"));
    each.sum()
}

/// The process and all that descend from it.
pub fn family(root: u32) -> BTreeSet<u32> {
    let parents: Vec<(u32, u32)> = fs::read_dir("/proc")
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .filter_map(|id| Some((id, parent(id)?)))
        .collect();
    let mut family = BTreeSet::from([root]);
    loop {
        let before = family.len();
        let children = parents.iter().filter(|(_, parent)| family.contains(parent));
        let children: Vec<u32> = children.map(|(id, _)| *id).collect();
        family.extend(children);
        if family.len() == before {
            return family;
        }
    }
}

fn parent(id: u32) -> Option<u32> {
    Some(stat(id)?.parent)
}

/// Files, pipes and connections that a process has open.
pub fn handles(id: u32) -> usize {
    fs::read_dir(format!("/proc/{id}/fd")).map_or(0, Iterator::count)
}

struct Stat {
    /// One letter.
    state: String,
    parent: u32,
}

/// `None` once the process is gone.
fn stat(id: u32) -> Option<Stat> {
    let stat = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    // Behind the name, which may hold anything.
    let (_, behind) = stat.rsplit_once(')')?;
    let mut fields = behind.split_whitespace();
    Some(Stat {
        state: fields.next()?.to_owned(),
        parent: fields.next()?.parse().ok()?,
    })
}

/// A number of kilobytes in bytes; 0 once the process is gone.
pub fn field(id: u32, file: &str, name: &str) -> u64 {
    let text = fs::read_to_string(format!("/proc/{id}/{file}")).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix(name));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    kilobytes.unwrap_or_default() * 1024
}

/// Processor time of all processes that ended and were waited for, with what they waited for (proc(5), `cutime` and
/// `cstime`).
pub fn time_of_ended() -> Duration {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let behind = stat.rsplit_once(')').map_or("", |(_, behind)| behind);
    let fields = behind.split_whitespace().skip(13).take(2);
    let ticks: u64 = fields.filter_map(|it| it.parse::<u64>().ok()).sum();
    // A hundred a second, whatever the kernel's own clock.
    Duration::from_millis(10 * ticks)
}
