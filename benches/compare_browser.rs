//! From IDs to a first screen full of pictures, to all 400 of them, and the memory that takes: this program under a
//! virtual screen, and headless Chromium, in turn, from the same server on loopback. Chromium shows a page of lazy images
//! and scrolls through it, so that all of them are seen, and another page that asks for all at once and waits until they
//! are decoded.
//!
//! Both times begin with the start of the program; for this one they hold the press of its button too. Needs Xvfb,
//! xdotool and chromium, and Linux for the memory.

#[expect(dead_code, reason = "not every bench needs all of it")]
mod desktop;
#[expect(dead_code, reason = "not every bench needs all of them")]
mod pictures;
#[expect(dead_code, reason = "not every bench needs all of it")]
mod processes;

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use desktop::{Desktop, Screen};
use invoice_lens::sandbox::{Bytes, Sandbox, SandboxConfig, SandboxInvoice, SandboxLibrary};
use processes::{Peak, Watch};

const PICTURES: usize = 400;
/// Of each in turn; the middle one counts.
const ROUNDS: usize = 5;
/// The same while memory is watched, which takes a part of the processor from both: these do not count for times.
const ROUNDS_OF_MEMORY: usize = 3;
/// Longest that either is waited for.
const PATIENCE: Duration = Duration::from_mins(3);

/// What one run came to.
#[derive(Clone, Copy)]
struct Run {
    /// Not known where all are asked for at once.
    first_screen: Option<Duration>,
    all: Duration,
    /// Where it was watched.
    peak: Option<Peak>,
}

fn main() {
    let programs = [
        ("Xvfb", "xvfb"),
        ("xdotool", "xdotool"),
        ("chromium", "chromium"),
    ];
    if !desktop::has_programs(&programs) {
        return;
    }
    let config = SandboxConfig::with_library(library());
    let sandbox = Sandbox::start(config).expect("a free port");
    let page = Page::serve(&sandbox);
    let screen = Screen::start();
    let round = |number: usize, measure: Measure| {
        let here = || run_here(&sandbox, &screen, measure);
        let browser = |way| run_browser(&page, way, measure);
        // Each is first as often as second.
        if number.is_multiple_of(2) {
            [here(), browser(Way::Scrolled), browser(Way::AtOnce)]
        } else {
            let [at_once, scrolled] = [Way::AtOnce, Way::Scrolled].map(browser);
            [here(), scrolled, at_once]
        }
    };
    let times: Vec<[Run; 3]> = (0..ROUNDS).map(|it| round(it, Measure::Time)).collect();
    let memory = (0..ROUNDS_OF_MEMORY).map(|it| round(it, Measure::Memory));
    let memory: Vec<[Run; 3]> = memory.collect();
    println!("\n{PICTURES} pictures, in the middle of {ROUNDS} runs of each in turn");
    println!("| | this program | Chromium, scrolled | ratio | Chromium, all at once | ratio |");
    println!("| --- | ---: | ---: | ---: | ---: | ---: |");
    tell("first screen, s", &times, |run| {
        run.first_screen.map(|it| it.as_secs_f64())
    });
    tell("all, s", &times, |run| Some(run.all.as_secs_f64()));
    tell("memory at one time (PSS), MiB", &memory, |run| {
        run.peak.map(|it| Peak::mib(it.together) as f64)
    });
}

/// Runs of this program, of a page that is scrolled, and of one that asks for all at once.
fn tell(what: &str, rounds: &[[Run; 3]], of: fn(&Run) -> Option<f64>) {
    let middle = |whose: usize| {
        let mut values: Vec<f64> = rounds.iter().filter_map(|it| of(&it[whose])).collect();
        values.sort_by(f64::total_cmp);
        values.get(values.len() / 2).copied()
    };
    let here = middle(0).expect("there are runs");
    let beside = |there: Option<f64>| {
        there.map_or("| |".to_owned(), |it| {
            format!("| {it:.2} | {:.2} ", here / it)
        })
    };
    let (theirs, at_once) = (beside(middle(1)), beside(middle(2)));
    println!("| {what} | {here:.2} {theirs}{at_once}|");
}

fn library() -> SandboxLibrary {
    let mut bytes = 0;
    let library = (0..PICTURES).fold(SandboxLibrary::new(), |library, number| {
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

fn run_here(sandbox: &Sandbox, screen: &Screen, measure: Measure) -> Run {
    let ids: Vec<String> = (0..PICTURES).map(id).collect();
    let mut program = Desktop::start(sandbox, screen, &ids);
    if measure == Measure::Memory {
        program = program.watched();
    }
    let loading = program.load();
    let first_screen = program.wait(desktop::is_full_screen);
    let all = program.wait(|frame| desktop::number(frame, "ready") == PICTURES as u64);
    let peak = program.end();
    println!(
        "this program: loading after {loading:.2?}, first screen {first_screen:.2?}, all {all:.2?}{}",
        told(peak)
    );
    Run {
        first_screen: Some(first_screen),
        all,
        peak,
    }
}

fn told(peak: Option<Peak>) -> String {
    let told = |it: Peak| {
        let [together, apart] = [it.together, it.apart].map(Peak::mib);
        format!(", {together} MiB (added up {apart})")
    };
    peak.map_or(String::new(), told)
}

/// What a run is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Measure {
    Time,
    Memory,
}

/// How a browser comes to show all images.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Scrolled,
    AtOnce,
}

/// A page of images that says when they are there.
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

/// Path of the page that asks for all images at once.
const AT_ONCE: &str = "/at-once";
/// As soon as all are loaded, they are decoded.
const SCRIPT_AT_ONCE: &str = "
const images = [...document.images];
onload = async () => {
  await Promise.all(images.map(image => image.decode()));
  fetch('/said/all-' + images.filter(image => image.complete).length);
};";

impl Page {
    fn serve(sandbox: &Sandbox) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = format!("http://{}", listener.local_addr().expect("it is bound"));
        let images: String = (0..PICTURES)
            .map(|number| sandbox.link(&key(number), None).replace('&', "&amp;"))
            .fold(String::new(), |page, link| {
                page + "<img loading=lazy src=\"" + &link + "\">\n"
            });
        let style = "body{margin:8px;display:grid;gap:8px;grid-template-columns:repeat(auto-fill,200px)}\
                     img{width:200px;height:200px;object-fit:contain}";
        let page = |images: &str, script: &str| {
            format!("<!doctype html><style>{style}</style>{images}<script>{script}</script>")
        };
        let scrolled = page(&images, SCRIPT);
        let at_once = page(&images.replace(" loading=lazy", ""), SCRIPT_AT_ONCE);
        let (say, said) = channel();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                answer(stream, [&scrolled, &at_once], &say);
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

fn answer(mut stream: TcpStream, [scrolled, at_once]: [&str; 2], say: &Sender<(String, Instant)>) {
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
        None if path == AT_ONCE => at_once,
        None => scrolled,
    };
    let answer = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
    // A browser that was ended needs no answer.
    stream.write_all(answer.as_bytes()).unwrap_or_default();
}

fn run_browser(page: &Page, way: Way, measure: Measure) -> Run {
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
        .arg(match way {
            Way::Scrolled => page.address.clone() + "/",
            Way::AtOnce => page.address.clone() + AT_ONCE,
        })
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("it was looked for");
    let watch = (measure == Measure::Memory).then(|| Watch::start(browser.id()));
    let first = (way == Way::Scrolled).then(|| page.wait_for("first-"));
    let (all, loaded) = page.wait_for("all-");
    assert_eq!(loaded, PICTURES.to_string());
    let peak = watch.map(Watch::end);
    processes::end(&mut browser);
    let run = Run {
        first_screen: first.as_ref().map(|(at, _)| *at - begun),
        all: all - begun,
        peak,
    };
    let seen = first.map_or("all at once".to_owned(), |(at, seen)| {
        format!("first screen of {seen} {:.2?}", at - begun)
    });
    println!("Chromium: {seen}, all {:.2?}{}", run.all, told(run.peak));
    run
}
