//! The program in a window on a virtual screen, worked with keys and a mouse, and told apart by its frame log. Needs Xvfb
//! and xdotool.

use std::collections::{BTreeSet, VecDeque};
use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use invoice_lens::sandbox::Sandbox;
use serde_json::Value;
use tempfile::TempDir;

use crate::processes::{self, Peak, Watch};

/// Longest that a frame is waited for.
const PATIENCE: Duration = Duration::from_mins(10);
/// Longest that processes are waited for once the program ended.
const GONE: Duration = Duration::from_secs(5);
/// Between two looks at what the program wrote.
const PAUSE: Duration = Duration::from_millis(2);

/// Whether all of these are installed; says which one is not, and the Debian package that has it.
pub fn has_programs(programs: &[(&str, &str)]) -> bool {
    let paths = std::env::var_os("PATH").unwrap_or_default();
    let is_there =
        |program: &str| std::env::split_paths(&paths).any(|folder| folder.join(program).is_file());
    for (program, package) in programs {
        if !is_there(program) {
            println!("{program} is not there (Debian: {package}): nothing to measure");
            return false;
        }
    }
    true
}

/// A virtual screen.
pub struct Screen {
    server: Child,
    display: String,
}

impl Screen {
    pub fn start() -> Self {
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", "1280x800x24"])
            .args(["-nolisten", "tcp"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("it was looked for");
        let mut line = String::new();
        let said = server.stdout.take().expect("it was asked for");
        BufReader::new(said)
            .read_line(&mut line)
            .expect("its number");
        let display = format!(":{}", line.trim());
        Self { server, display }
    }

    /// Moves the mouse or presses keys, as `xdotool` has it.
    pub fn act(&self, what: &[&str]) {
        let mut tool = Command::new("xdotool");
        let acted = tool.args(what).env("DISPLAY", &self.display).status();
        assert!(acted.is_ok_and(|status| status.success()), "xdotool");
    }

    /// Whether it has an answer to this.
    fn answers(&self, what: &[&str]) -> bool {
        let mut tool = Command::new("xdotool");
        let tool = tool.args(what).env("DISPLAY", &self.display);
        let asked = tool.stdout(Stdio::null()).stderr(Stdio::null()).status();
        asked.is_ok_and(|status| status.success())
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        processes::end(&mut self.server);
    }
}

/// The program, started with IDs to paste.
pub struct Desktop<'a> {
    screen: &'a Screen,
    child: Child,
    watch: Option<Watch>,
    count: usize,
    /// A little before the program counts from.
    started: Instant,
    log: FrameLog,
    folder: TempDir,
}

impl<'a> Desktop<'a> {
    pub fn start(sandbox: &Sandbox, screen: &'a Screen, ids: &[String]) -> Self {
        Self::with_settings(sandbox, screen, ids, "{}")
    }

    /// The same, with settings that somebody chose at an earlier start, as JSON.
    pub fn with_settings(
        sandbox: &Sandbox,
        screen: &'a Screen,
        ids: &[String],
        settings: &str,
    ) -> Self {
        let folder = tempfile::tempdir().expect("a folder for the log");
        let data = folder.path().join("invoice-lens");
        fs::create_dir(&data).expect("a folder for settings");
        let kept = format!("{{\"settings\": {settings:?}}}");
        fs::write(data.join("app.ron"), kept).expect("settings are written");
        let homes = ["XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"];
        let started = Instant::now();
        let mut child = Command::new(program())
            .args(["-", "--lang", "en", "--endpoint", &sandbox.endpoint()])
            .env("INVOICE_LENS_TOKEN", sandbox.token())
            .env("INVOICE_LENS_FRAME_LOG", folder.path().join(LOG))
            .env("DISPLAY", &screen.display)
            .env("TMPDIR", folder.path())
            .env_remove("WAYLAND_DISPLAY")
            .env("LIBGL_ALWAYS_SOFTWARE", "1")
            .envs(homes.map(|it| (it, folder.path())))
            .stdin(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        processes::feed(&mut child, ids);
        Self {
            screen,
            child,
            watch: None,
            count: ids.len(),
            started,
            log: FrameLog::new(folder.path().join(LOG)),
            folder,
        }
    }

    /// Of its process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Has its memory watched, which takes a part of the processor.
    pub fn watched(mut self) -> Self {
        self.watch = Some(Watch::start(self.child.id()));
        self
    }

    /// Loading begins by itself, as all that it needs was given; when the review was there.
    pub fn load(&mut self) -> Duration {
        let count = self.count as u64;
        self.wait(|frame| number(frame, "invoices") == count)
    }

    /// Has keys go to the window: on a screen without a window manager they go nowhere of themselves.
    pub fn focus(&mut self) {
        let name = ["search", "--onlyvisible", "--name", "invoice-lens"];
        let taken = || self.screen.answers(&["getwindowfocus"]);
        // Nothing says so where the window does not take it at once.
        while !taken() {
            self.screen.act(&[&name[..], &["windowfocus"]].concat());
        }
    }

    /// As [`Screen::act`]; only frames after it count from now on.
    pub fn act(&mut self, what: &[&str]) {
        self.log.read();
        self.log.frames.clear();
        self.screen.act(what);
    }

    /// The same; when it was done, as frames count it.
    pub fn acted(&mut self, what: &[&str]) -> Duration {
        self.act(what);
        self.started.elapsed()
    }

    /// Processor time of the frames since the last call, in milliseconds.
    pub fn take_costs(&mut self) -> Vec<f64> {
        self.log.read();
        std::mem::take(&mut self.log.costs)
    }

    /// When the first frame was drawn that is like this, from the start of the program on.
    pub fn wait(&mut self, is_it: impl Fn(&Value) -> bool) -> Duration {
        self.wait_at_most(PATIENCE, is_it).expect("such a frame")
    }

    /// The same; `None` where none was drawn in this time.
    #[expect(
        clippy::disallowed_methods,
        reason = "the program tells by a file alone"
    )]
    pub fn wait_at_most(
        &mut self,
        patience: Duration,
        is_it: impl Fn(&Value) -> bool,
    ) -> Option<Duration> {
        let begun = Instant::now();
        while begun.elapsed() < patience {
            self.log.read();
            while let Some(frame) = self.log.frames.pop_front() {
                if is_it(&frame) {
                    let millis = frame["t_ms"].as_f64().unwrap_or_default();
                    return Some(Duration::from_secs_f64(millis / 1000.0));
                }
            }
            thread::sleep(PAUSE);
        }
        None
    }

    /// The same where the last frame may be like this already; whether there was one.
    pub fn is_or_becomes(&mut self, patience: Duration, is_it: impl Fn(&Value) -> bool) -> bool {
        self.log.read();
        self.log.last.as_ref().is_some_and(&is_it) || self.wait_at_most(patience, is_it).is_some()
    }

    /// What the last frame says of this.
    pub fn last<T>(&mut self, what: impl Fn(&Value) -> T) -> T {
        self.log.read();
        what(self.log.last.as_ref().expect("there is one"))
    }

    /// How many places of the grid were ever in view with all that was beside them there.
    pub fn shown(&self) -> usize {
        self.log.shown.len()
    }

    /// Memory of the window's process as it is now (RSS), in MiB.
    pub fn resident_mib(&self) -> u64 {
        Peak::mib(processes::field(self.child.id(), "status", "VmRSS:"))
    }

    /// The same at its worst until now.
    pub fn most_resident_mib(&self) -> u64 {
        Peak::mib(processes::field(self.child.id(), "status", "VmHWM:"))
    }

    /// Of the window and its decoders as it is now (PSS), in MiB.
    pub fn together_mib(&self) -> u64 {
        Peak::mib(processes::together(self.child.id()))
    }

    /// Ends the program as a system does that shuts down, and says what is left of it.
    #[expect(
        clippy::disallowed_methods,
        reason = "nobody tells when a program's processes are gone"
    )]
    pub fn close(mut self) -> Left {
        let family = processes::family(self.child.id());
        let begun = Instant::now();
        let id = self.child.id().to_string();
        let sent = Command::new("kill").args(["-s", "TERM", &id]).status();
        assert!(sent.is_ok_and(|status| status.success()), "kill");
        self.child.wait().expect("it was ended");
        let is_left = |id: &&u32| processes::is_alive(**id);
        while begun.elapsed() < GONE && family.iter().any(|id| is_left(&id)) {
            thread::sleep(PAUSE);
        }
        let mut files = Vec::new();
        list(self.folder.path(), "", &mut files);
        Left {
            took: begun.elapsed(),
            processes: family.iter().filter(is_left).count(),
            files,
        }
    }

    /// Ends the program; the most memory that it had, if that was watched.
    pub fn end(mut self) -> Option<Peak> {
        let peak = self.watch.map(Watch::end);
        processes::end(&mut self.child);
        peak
    }
}

/// What is left of a program that was closed.
pub struct Left {
    /// Until all of its processes had ended.
    pub took: Duration,
    /// Those that go on.
    pub processes: usize,
    /// Below the folder that it had for everything.
    pub files: Vec<String>,
}

fn list(folder: &Path, name: &str, files: &mut Vec<String>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let own = format!("{name}/{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            list(&entry.path(), &own, files);
        } else {
            files.push(own);
        }
    }
    files.sort();
}

/// Name of the log in its folder.
const LOG: &str = "frames";

/// What the program writes about its frames. Each line is read once: the log of a long review is not short.
struct FrameLog {
    path: PathBuf,
    /// Bytes that were read.
    read: u64,
    /// A line that is not written to its end.
    begun: String,
    /// Not looked at yet.
    frames: VecDeque<Value>,
    /// Processor time of each, in milliseconds.
    costs: Vec<f64>,
    /// Places of the grid in frames that had all in view.
    shown: BTreeSet<u64>,
    last: Option<Value>,
}

impl FrameLog {
    fn new(path: PathBuf) -> Self {
        Self {
            path,
            read: 0,
            begun: String::new(),
            frames: VecDeque::new(),
            costs: Vec::new(),
            shown: BTreeSet::new(),
            last: None,
        }
    }

    /// Takes in what was written since.
    fn read(&mut self) {
        // It is not there before the program has begun.
        let Ok(mut log) = File::open(&self.path) else {
            return;
        };
        log.seek(SeekFrom::Start(self.read)).expect("a file");
        self.read += log.read_to_string(&mut self.begun).expect("text") as u64;
        let Some(end) = self.begun.rfind('\n') else {
            return;
        };
        let before = self.frames.len();
        let lines = self.begun[..end].lines();
        let frames = lines.map(|line| serde_json::from_str(line).expect("a line is JSON"));
        self.frames.extend(frames);
        self.begun.drain(..=end);
        let costs = self.frames.iter().skip(before);
        let costs = costs.filter_map(|frame| frame["cpu_ms"].as_f64());
        self.costs.extend(costs);
        for frame in self.frames.range(before..).filter(|it| is_full_screen(it)) {
            let first = number(frame, "first");
            self.shown.extend(first..first + number(frame, "tiles"));
        }
        self.last = self.frames.back().cloned();
    }
}

/// Of a field of the frame log.
pub fn number(frame: &Value, name: &str) -> u64 {
    frame[name].as_u64().unwrap_or_default()
}

/// Whether all in view is there.
pub fn is_full_screen(frame: &Value) -> bool {
    let tiles = number(frame, "tiles");
    tiles > 0 && tiles == number(frame, "tiles_ready")
}

/// The one named on the command line. The build that benchmarks come with has a second way to draw in it, for the tests,
/// and takes that one: it starts later and needs more memory than the one that people run.
fn program() -> String {
    let named = std::env::args().skip(1).find(|it| !it.starts_with('-'));
    named.unwrap_or_else(|| env!("CARGO_BIN_EXE_invoice-lens").to_owned())
}
