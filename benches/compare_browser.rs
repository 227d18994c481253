//! From IDs to a first screen full of pictures, to all 400 of them, and the memory that takes: this program under a
//! virtual screen, and headless Chromium with a page of lazy images, in turn, from the same server on loopback.
//!
//! Both times begin with the start of the program; for this one they hold the press of its button too. Needs Xvfb,
//! xdotool and chromium, and Linux for the memory.

#[expect(dead_code, reason = "not every bench needs all of them")]
mod pictures;
mod processes;

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use invoice_lens::sandbox::{Bytes, Library, Sandbox, SandboxConfig, SandboxInvoice};
use processes::{Peak, Watch};
use serde_json::Value;

const PICTURES: usize = 400;
/// Of each in turn; the middle one counts.
const ROUNDS: usize = 5;
/// Longest that either is waited for.
const PATIENCE: Duration = Duration::from_mins(3);
/// Between two looks at what the program wrote.
const PAUSE: Duration = Duration::from_millis(2);
/// The button that starts loading, in a window of the default size and in English.
const BUTTON: [&str; 2] = ["408", "687"];

/// What one run came to.
#[derive(Clone, Copy)]
struct Run {
    first_screen: Duration,
    all: Duration,
    peak: Peak,
}

fn main() {
    for (program, package) in [
        ("Xvfb", "xvfb"),
        ("xdotool", "xdotool"),
        ("chromium", "chromium"),
    ] {
        if !is_there(program) {
            println!("{program} is not there (Debian: {package}): nothing to compare");
            return;
        }
    }
    let config = SandboxConfig::with_library(library());
    let sandbox = Sandbox::start(config).expect("a free port");
    let page = Page::serve(&sandbox);
    let screen = Screen::start();
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        // Each is first as often as second.
        if round % 2 == 0 {
            ours.push(run_here(&sandbox, &screen));
            theirs.push(run_browser(&page));
        } else {
            theirs.push(run_browser(&page));
            ours.push(run_here(&sandbox, &screen));
        }
    }
    println!("\n{PICTURES} pictures, in the middle of {ROUNDS} runs of each in turn");
    println!("| | this program | Chromium | ratio |");
    println!("| --- | ---: | ---: | ---: |");
    tell("first screen, s", &ours, &theirs, |run| {
        run.first_screen.as_secs_f64()
    });
    tell("all, s", &ours, &theirs, |run| run.all.as_secs_f64());
    tell("memory at one time (PSS), MiB", &ours, &theirs, |run| {
        Peak::mib(run.peak.together) as f64
    });
}

fn tell(what: &str, ours: &[Run], theirs: &[Run], of: fn(&Run) -> f64) {
    let middle = |runs: &[Run]| {
        let mut values: Vec<f64> = runs.iter().map(of).collect();
        values.sort_by(f64::total_cmp);
        values[values.len() / 2]
    };
    let (here, there) = (middle(ours), middle(theirs));
    println!("| {what} | {here:.2} | {there:.2} | {:.2} |", here / there);
}

fn is_there(program: &str) -> bool {
    let paths = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&paths).any(|folder| folder.join(program).is_file())
}

fn library() -> Library {
    let mut bytes = 0;
    let library = (0..PICTURES).fold(Library::new(), |library, number| {
        let picture = pictures::page(number as u32);
        bytes += picture.len();
        let key = key(number);
        library
            .with_object(&key, Bytes::from(picture.to_vec()))
            .with_invoice(SandboxInvoice::new(&id(number), &key))
    });
    println!(
        "{PICTURES} pictures of 1000x1400 px, {} MB in all",
        bytes / 1_000_000
    );
    library
}

fn id(number: usize) -> String {
    format!("ID01page{number:04}")
}

fn key(number: usize) -> String {
    format!("page{number}.jpg")
}

/// A virtual screen.
struct Screen {
    server: Child,
    display: String,
}

impl Screen {
    fn start() -> Self {
        let mut server = Command::new("Xvfb")
            .args([
                "-displayfd",
                "1",
                "-screen",
                "0",
                "1280x800x24",
                "-nolisten",
                "tcp",
            ])
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

    fn click(&self) {
        let mut click = Command::new("xdotool");
        click.args(["mousemove", BUTTON[0], BUTTON[1], "click", "1"]);
        let clicked = click.env("DISPLAY", &self.display).status();
        assert!(clicked.is_ok_and(|status| status.success()), "xdotool");
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        end(&mut self.server);
    }
}

fn end(child: &mut Child) {
    child.kill().expect("it is ours");
    child.wait().expect("it was ended");
}

/// The one named on the command line. The build that benchmarks come with has a second way to draw in it, for the tests,
/// and takes that one: it starts later and needs more memory than the one that people run.
fn program() -> String {
    let named = std::env::args().skip(1).find(|it| !it.starts_with('-'));
    named.unwrap_or_else(|| env!("CARGO_BIN_EXE_invoice-lens").to_owned())
}

fn run_here(sandbox: &Sandbox, screen: &Screen) -> Run {
    let folder = tempfile::tempdir().expect("a folder for the log");
    let log = folder.path().join("frames");
    let begun = Instant::now();
    let mut program = Command::new(program())
        .args(["-", "--lang", "en", "--endpoint", &sandbox.endpoint()])
        .env("INVOICE_LENS_TOKEN", sandbox.token())
        .env("INVOICE_LENS_FRAME_LOG", &log)
        .env("DISPLAY", &screen.display)
        .env_remove("WAYLAND_DISPLAY")
        .env("LIBGL_ALWAYS_SOFTWARE", "1")
        .envs(["XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"].map(|it| (it, folder.path())))
        .stdin(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let watch = Watch::start(program.id());
    let ids: Vec<String> = (0..PICTURES).map(id).collect();
    let mut stdin = program.stdin.take().expect("it was asked for");
    stdin
        .write_all(ids.join("\n").as_bytes())
        .expect("it reads");
    drop(stdin);
    let number = |line: &Value, name: &str| line[name].as_u64().unwrap_or_default();
    wait_for_frame(&log, begun, |line| {
        // The window is there once one frame is painted.
        number(line, "pasted") == PICTURES as u64 && line["last_frame_ms"].is_number()
    });
    screen.click();
    let loading = wait_for_frame(&log, begun, |line| {
        number(line, "invoices") == PICTURES as u64
    });
    let first_screen = wait_for_frame(&log, begun, |line| {
        let tiles = number(line, "tiles");
        tiles > 0 && tiles == number(line, "tiles_ready")
    });
    let all = wait_for_frame(&log, begun, |line| number(line, "ready") == PICTURES as u64);
    end(&mut program);
    let peak = watch.end();
    println!(
        "this program: loading after {loading:.2?}, first screen {first_screen:.2?}, all {all:.2?}, {} MiB (added up {})",
        Peak::mib(peak.together),
        Peak::mib(peak.apart)
    );
    Run {
        first_screen,
        all,
        peak,
    }
}

/// When the first frame was drawn that is like this, counted from `begun`.
#[expect(
    clippy::disallowed_methods,
    reason = "the program tells by a file alone"
)]
fn wait_for_frame(log: &Path, begun: Instant, is_it: impl Fn(&Value) -> bool) -> Duration {
    let mut read = 0;
    loop {
        assert!(begun.elapsed() < PATIENCE, "no such frame");
        let text = fs::read_to_string(log).unwrap_or_default();
        let lines: Vec<&str> = text
            .split_inclusive('\n')
            .filter(|it| it.ends_with('\n'))
            .collect();
        for line in &lines[read..] {
            let line: Value = serde_json::from_str(line).expect("a line is JSON");
            if is_it(&line) {
                let millis = line["t_ms"].as_f64().unwrap_or_default();
                return Duration::from_secs_f64(millis / 1000.0);
            }
        }
        read = lines.len();
        thread::sleep(PAUSE);
    }
}

/// A page of lazy images that says when they are there.
struct Page {
    address: String,
    said: Receiver<(String, Instant)>,
}

/// Scrolls on as soon as a screen is full: lazy images are fetched when they come near.
const SCRIPT: &str = "
const images = [...document.images];
const said = what => fetch('/said/' + what);
const drawn = () => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
const inView = () => images.filter(image => {
  const box = image.getBoundingClientRect();
  return box.top < innerHeight && box.bottom > 0;
});
const full = async () => { await Promise.all(inView().map(image => image.decode())); await drawn(); };
(async () => {
  await full();
  await said('first-' + inView().length);
  for (let top = innerHeight; top < document.documentElement.scrollHeight; top += innerHeight) {
    scrollTo(0, top);
    await full();
  }
  await said('all-' + images.filter(image => image.complete).length);
})();";

impl Page {
    fn serve(sandbox: &Sandbox) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = format!("http://{}/", listener.local_addr().expect("it is bound"));
        let images: String = (0..PICTURES)
            .map(|number| sandbox.link(&key(number), None).replace('&', "&amp;"))
            .fold(String::new(), |page, link| {
                page + "<img loading=lazy src=\"" + &link + "\">\n"
            });
        let style = "body{margin:8px;display:grid;gap:8px;grid-template-columns:repeat(auto-fill,200px)}\
                     img{width:200px;height:200px;object-fit:contain}";
        let page =
            format!("<!doctype html><style>{style}</style>{images}<script>{SCRIPT}</script>");
        let (say, said) = channel();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                answer(stream, &page, &say);
            }
        });
        Self { address, said }
    }

    /// When the page said this, with how many images.
    fn wait_for(&self, what: &str) -> (Instant, String) {
        loop {
            let (said, at) = self.said.recv_timeout(PATIENCE).expect("the page says so");
            if let Some(count) = said.strip_prefix(what) {
                return (at, count.to_owned());
            }
        }
    }
}

fn answer(mut stream: TcpStream, page: &str, say: &Sender<(String, Instant)>) {
    let mut head = Vec::new();
    let mut buffer = [0; 4096];
    while !head.windows(4).any(|it| it == b"\r\n\r\n") {
        match stream.read(&mut buffer) {
            Ok(count) if count > 0 => head.extend(&buffer[..count]),
            _ => return,
        }
    }
    let head = String::from_utf8_lossy(&head);
    let path = head.split(' ').nth(1).unwrap_or_default();
    let body = match path.strip_prefix("/said/") {
        Some(what) => {
            // Nobody listens any more once the comparison is over.
            say.send((what.to_owned(), Instant::now()))
                .unwrap_or_default();
            ""
        }
        None => page,
    };
    let answer = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
    // A browser that was ended needs no answer.
    stream.write_all(answer.as_bytes()).unwrap_or_default();
}

fn run_browser(page: &Page) -> Run {
    let folder = tempfile::tempdir().expect("a folder for the profile");
    let begun = Instant::now();
    let mut browser = Command::new("chromium")
        .args([
            "--headless",
            "--no-sandbox",
            "--no-first-run",
            "--window-size=1280,800",
        ])
        .arg(format!("--user-data-dir={}", folder.path().display()))
        .arg(&page.address)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("it was looked for");
    let watch = Watch::start(browser.id());
    let (first, seen) = page.wait_for("first-");
    let (all, loaded) = page.wait_for("all-");
    assert_eq!(loaded, PICTURES.to_string());
    end(&mut browser);
    let peak = watch.end();
    let run = Run {
        first_screen: first - begun,
        all: all - begun,
        peak,
    };
    println!(
        "Chromium: first screen of {seen} {:.2?}, all {:.2?}, {} MiB (added up {})",
        run.first_screen,
        run.all,
        Peak::mib(peak.together),
        Peak::mib(peak.apart)
    );
    run
}
