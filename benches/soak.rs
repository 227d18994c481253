//! Half an hour of work in the real window on a virtual screen, at a script's speed, while the platform and its bucket fail
//! in turn and all memory budgets are small: what is shown, judged and searched, the least memory of each minute, and what
//! is left once it is closed.
//!
//! `cargo bench --profile dev --bench soak -- PROGRAM [MINUTES]`

#[expect(dead_code, reason = "not every bench needs all of it")]
mod desktop;
#[expect(dead_code, reason = "not every bench needs all of them")]
mod pictures;
#[expect(dead_code, reason = "not every bench needs all of it")]
mod processes;

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use desktop::{Desktop, Screen, is_full_screen, number};
use invoice_lens::sandbox::{
    Bytes, Fault, FaultEffect, FaultTarget, OssErrorAnswer, RequestKind, Sandbox, SandboxConfig,
    SandboxInvoice, SandboxLibrary,
};
use serde_json::json;

const INVOICES: usize = 24_000;
/// Pictures that they share: more than the budgets hold.
const PICTURES: usize = 1200;
/// Different ones among the pictures; the program does not know which are alike.
const PRINTS: u32 = 10;
/// So many at most, at an even pace over the whole run.
const VERDICTS: f64 = 23_000.0;
/// Keys pressed between two looks at the window.
const KEYS: usize = 64;
/// Longest that a screen is waited for: what is at fault may not come at all.
const PATIENCE: Duration = Duration::from_secs(3);
/// The same for what mostly comes at once.
const SHORT: Duration = Duration::from_millis(700);
/// No verdict for so long: none is to come.
const STILL: Duration = Duration::from_millis(250);
/// No ticket has it in it, and it is no command: what it does says whether the search has the keys.
const PROBE: &str = "w";
/// How long a fault lasts, and how long there is none between two.
const TROUBLE: Duration = Duration::from_secs(8);
const PEACE: Duration = Duration::from_secs(22);
/// Between two looks at memory.
const LOOK: Duration = Duration::from_millis(500);
/// Minutes after which memory should stay where it is.
const WARM: usize = 5;
/// Longest that is waited until every ticket's picture was there once: what is known of a ticket is kept, and it is not
/// what this looks for.
const ARRIVAL: Duration = Duration::from_mins(4);
/// Reading would take both processors of a small machine for the whole of it.
const SETTINGS: &str =
    r#"{"reads_pictures":false,"memory":{"files_mib":64,"pixels_mib":64,"textures_mib":64}}"#;

fn main() {
    if !desktop::has_programs(&[("Xvfb", "xvfb"), ("xdotool", "xdotool")]) {
        return;
    }
    let minutes = std::env::args()
        .filter_map(|it| it.parse::<u64>().ok())
        .next_back();
    let length = Duration::from_secs(60 * minutes.unwrap_or(30));
    let ids: Vec<String> = (0..INVOICES).map(id).collect();
    let sandbox = Sandbox::start(SandboxConfig::with_library(library(&ids))).expect("a free port");
    let screen = Screen::start();
    let mut program = Desktop::with_settings(&sandbox, &screen, &ids, SETTINGS);
    program.load();
    program.focus();
    let is_over = AtomicBool::new(false);
    let memory = Mutex::new(Vec::new());
    let mut work = Work::new(length);
    let window = program.id();
    thread::scope(|scope| {
        scope.spawn(|| fail_in_turn(&sandbox, &is_over));
        scope.spawn(|| look_at_memory(window, &is_over, &memory));
        work.wait_for_all(&mut program);
        while work.is_on() {
            work.go_on(&mut program);
        }
        is_over.store(true, Ordering::Relaxed);
    });
    work.tell(&mut program);
    println!("requests: {}", sandbox.log().records.len());
    tell_memory(&memory.into_inner().expect("nobody panicked"));
    let left = program.close();
    println!(
        "closed within {:.1?}; processes left: {}; files: {}",
        left.took,
        left.processes,
        left.files.join(", ")
    );
}

fn id(number: usize) -> String {
    format!("ID01soak{number:06}")
}

fn library(ids: &[String]) -> SandboxLibrary {
    let prints: Vec<Bytes> = (0..PRINTS)
        .map(|number| pictures::page(number).to_vec().into())
        .collect();
    let key = |number: usize| format!("page{}.jpg", number % PICTURES);
    let mut library = SandboxLibrary::new();
    for number in 0..PICTURES {
        library = library.with_object(&key(number), prints[number % prints.len()].clone());
    }
    for (number, id) in ids.iter().enumerate() {
        // Those of one page lie side by side.
        let left = 45 * (number / PICTURES);
        library = library.with_invoice(SandboxInvoice {
            region: Some(json!([left, 100, left + 44, 900])),
            ..SandboxInvoice::new(id, &key(number))
        });
    }
    library
}

/// One kind of trouble after the other, with peace between them.
#[expect(
    clippy::disallowed_methods,
    reason = "trouble comes when it comes, whatever the window does"
)]
fn fail_in_turn(sandbox: &Sandbox, is_over: &AtomicBool) {
    let page = |status| FaultEffect::status(status, "<html>trouble</html>");
    let kinds: [(RequestKind, FaultEffect); 10] = [
        (RequestKind::Object, page(500)),
        (RequestKind::Object, FaultEffect::Reset),
        (RequestKind::Links, page(503)),
        (RequestKind::Object, FaultEffect::Hang),
        (RequestKind::Object, FaultEffect::Truncate { after: 1000 }),
        (RequestKind::Object, FaultEffect::Expire),
        (RequestKind::Links, FaultEffect::Reset),
        (
            RequestKind::Object,
            FaultEffect::Oss(OssErrorAnswer::new(
                503,
                "DownloadTrafficRateLimitExceeded",
                "Please reduce your request rate.",
                "0048-00000001",
            )),
        ),
        (RequestKind::Object, page(200)),
        (
            RequestKind::Object,
            FaultEffect::Delay(Duration::from_secs(1)),
        ),
    ];
    let wait = |length: Duration| {
        let begun = Instant::now();
        while begun.elapsed() < length && !is_over.load(Ordering::Relaxed) {
            thread::sleep(LOOK);
        }
    };
    for turn in 0.. {
        wait(PEACE);
        if is_over.load(Ordering::Relaxed) {
            return;
        }
        match kinds.get(turn % (kinds.len() + 1)) {
            Some((of, effect)) => {
                sandbox.inject(Fault::always(FaultTarget::kind(*of), effect.clone()));
            }
            None => sandbox.close_doors(),
        }
        wait(TROUBLE);
        sandbox.clear_faults();
        sandbox.open_doors();
    }
}

/// What the window and all of its processes have at one time.
#[derive(Clone, Copy)]
struct Memory {
    at: Duration,
    /// Of the window's own process (RSS), in bytes.
    window: u64,
    /// Of all processes, what several share counted once (PSS), in bytes.
    together: u64,
    /// Open files of the window, and its processes with itself.
    handles: usize,
    processes: usize,
}

#[expect(
    clippy::disallowed_methods,
    reason = "nobody tells when memory is taken"
)]
fn look_at_memory(window: u32, is_over: &AtomicBool, seen: &Mutex<Vec<Memory>>) {
    let begun = Instant::now();
    while !is_over.load(Ordering::Relaxed) {
        let now = Memory {
            at: begun.elapsed(),
            window: processes::field(window, "status", "VmRSS:"),
            together: processes::together(window),
            handles: processes::handles(window),
            processes: processes::family(window).len(),
        };
        seen.lock().expect("nobody panicked").push(now);
        thread::sleep(LOOK);
    }
}

fn tell_memory(seen: &[Memory]) {
    println!(
        "minute  least window, MiB  least together, MiB  most together, MiB  handles  processes"
    );
    let minute_of = |it: &Memory| (it.at.as_secs() / 60) as usize;
    let mut least = Vec::new();
    for minute in 0..=seen.last().map_or(0, minute_of) {
        let of_minute: Vec<&Memory> = seen.iter().filter(|it| minute_of(it) == minute).collect();
        // The last one is mostly none.
        if of_minute.len() < 60 {
            continue;
        }
        let mib = |bytes: u64| bytes as f64 / f64::from(1 << 20);
        let window = of_minute.iter().map(|it| it.window).min().unwrap_or(0);
        let together = of_minute.iter().map(|it| it.together).min().unwrap_or(0);
        let most = of_minute.iter().map(|it| it.together).max().unwrap_or(0);
        let handles = of_minute.iter().map(|it| it.handles).max().unwrap_or(0);
        let processes = of_minute.iter().map(|it| it.processes).max().unwrap_or(0);
        println!(
            "{minute:>6}  {:>17.1}  {:>19.1}  {:>18.1}  {handles:>7}  {processes:>9}",
            mib(window),
            mib(together),
            mib(most),
        );
        least.push((window, together));
    }
    let Some(((window, together), later)) = least.get(WARM..).and_then(<[_]>::split_first) else {
        return;
    };
    let rise =
        |most: Option<u64>, first: u64| 100.0 * (most.unwrap_or(first) as f64 / first as f64 - 1.0);
    println!(
        "after {WARM} minutes the least memory of a minute rose by {:.1} % (window), {:.1} % (together)",
        rise(later.iter().map(|it| it.0).max(), *window),
        rise(later.iter().map(|it| it.1).max(), *together),
    );
}

/// What somebody does at the window, again and again.
struct Work {
    begun: Instant,
    length: Duration,
    turn: usize,
    /// Keys that gave a verdict.
    keys: usize,
    opened: usize,
    searched: usize,
    found: usize,
    /// Screens that were not there in time.
    late: usize,
}

impl Work {
    fn new(length: Duration) -> Self {
        Self {
            begun: Instant::now(),
            length,
            turn: 0,
            keys: 0,
            opened: 0,
            searched: 0,
            found: 0,
            late: 0,
        }
    }

    fn is_on(&self) -> bool {
        self.begun.elapsed() < self.length
    }

    fn wait_for_all(&self, program: &mut Desktop<'_>) {
        let is_there = program.is_or_becomes(ARRIVAL, |frame| {
            number(frame, "ready") == number(frame, "invoices")
        });
        println!(
            "all pictures there: {is_there}, after {:.0?}",
            self.begun.elapsed()
        );
    }

    fn go_on(&mut self, program: &mut Desktop<'_>) {
        self.turn += 1;
        self.show(program);
        self.judge(program, KEYS);
        if self.turn.is_multiple_of(8) {
            self.open(program);
        }
        if self.turn.is_multiple_of(4) {
            self.search(program);
        }
        if self.turn.is_multiple_of(9) {
            program.act(&["key", "F5"]);
        }
        if self.turn.is_multiple_of(25) {
            self.look_around(program);
        }
        self.rest(program);
    }

    /// Waits until all in view is there, as far as it comes.
    fn show(&mut self, program: &mut Desktop<'_>) {
        if !program.is_or_becomes(PATIENCE, is_full_screen) {
            self.late += 1;
        }
    }

    fn judge(&mut self, program: &mut Desktop<'_>, count: usize) {
        let keys = vec!["1"; count];
        let due = program.last(|frame| number(frame, "judged")) + count as u64;
        program.act(&[&["key", "--delay", "4"], &keys[..]].concat());
        self.keys += count;
        // What is not on the screen yet is not judged, so that some are refused.
        let mut judged = due - count as u64;
        while judged < due
            && program
                .wait_at_most(STILL, |frame| number(frame, "judged") > judged)
                .is_some()
        {
            judged = program.last(|frame| number(frame, "judged"));
        }
    }

    /// One after the other, as large as the window.
    fn open(&mut self, program: &mut Desktop<'_>) {
        program.act(&["key", "Return"]);
        for _ in 0..3 {
            if !program.is_or_becomes(PATIENCE, |frame| frame["open"] == "full") {
                self.late += 1;
            }
            self.opened += 1;
            self.keys += 1;
            program.act(&["key", "1"]);
        }
        program.act(&["key", "Escape"]);
    }

    /// For one of them, somewhere, and back.
    fn search(&mut self, program: &mut Desktop<'_>) {
        let number_of = self.turn * 7919 % INVOICES;
        if !Self::begin_search(program) {
            Self::end_search(program);
            Self::go_back(program);
            return;
        }
        program.act(&["key", "ctrl+a"]);
        program.act(&["type", "--delay", "0", &id(number_of)]);
        let found = program.is_or_becomes(PATIENCE, |frame| {
            is_full_screen(frame) && number(frame, "tiles") == 1
        });
        self.searched += 1;
        self.found += usize::from(found);
        Self::end_search(program);
        Self::go_back(program);
    }

    /// Whether the search has the keys: what is typed before would be taken for commands.
    fn begin_search(program: &mut Desktop<'_>) -> bool {
        for _ in 0..5 {
            program.act(&["key", "ctrl+f"]);
            program.wait_at_most(SHORT / 4, |_| false);
            program.act(&["type", PROBE]);
            if program.is_or_becomes(SHORT, |frame| number(frame, "tiles") == 0) {
                return true;
            }
        }
        false
    }

    /// Empties the search, and leaves it.
    fn end_search(program: &mut Desktop<'_>) {
        for _ in 0..5 {
            program.act(&["key", "ctrl+f"]);
            program.wait_at_most(SHORT / 4, |_| false);
            program.act(&["key", "ctrl+a"]);
            program.act(&["key", "BackSpace"]);
            program.is_or_becomes(SHORT, |frame| number(frame, "tiles") > 1);
            program.act(&["key", "Escape"]);
            program.wait_at_most(SHORT / 4, |_| false);
            program.act(&["type", PROBE]);
            program.wait_at_most(SHORT / 2, |frame| number(frame, "tiles") == 0);
            if program.last(|frame| number(frame, "tiles") > 0) {
                return;
            }
        }
    }

    fn look_around(&mut self, program: &mut Desktop<'_>) {
        for key in ["End", "Prior", "Prior", "Home", "Next", "Next"] {
            program.act(&["key", key]);
            self.show(program);
        }
        Self::go_back(program);
        self.show(program);
    }

    /// To where judging stood.
    fn go_back(program: &mut Desktop<'_>) {
        program.act(&["key", "BackSpace", "n"]);
    }

    /// No more in a minute than was meant.
    #[expect(clippy::disallowed_methods, reason = "a pace is kept by the clock")]
    fn rest(&mut self, program: &mut Desktop<'_>) {
        let judged = program.last(|frame| number(frame, "judged"));
        let due = self.length.mul_f64(judged as f64 / VERDICTS);
        thread::sleep(due.saturating_sub(self.begun.elapsed()));
        program.take_costs();
    }

    fn tell(&self, program: &mut Desktop<'_>) {
        let last = |program: &mut Desktop<'_>, what| program.last(|frame| number(frame, what));
        println!(
            "{:.1} minutes: {} tickets shown, {} judged with {} verdicts saved ({} keys), {} opened, {} searched and {} found, {} screens late",
            self.begun.elapsed().as_secs_f64() / 60.0,
            program.shown(),
            last(program, "judged"),
            last(program, "saved"),
            self.keys,
            self.opened,
            self.searched,
            self.found,
            self.late,
        );
    }
}
