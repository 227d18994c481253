//! A picture of 200 megapixels in the window, as JPEG and as PNG: opened, zoomed into, moved about in and zoomed out of.
//! Prints how soon it shows, what the frames cost, and the memory of this process and of the one that decodes.
//! Needs no screen: the frames are laid out and cut into triangles, not painted.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use egui::{Event, Key, Pos2, vec2};
use egui_kittest::Harness;
use image::{DynamicImage, GrayImage, ImageFormat, Luma};
use invoice_lens::app::{FrameLogLaunch, InvoiceLens, Launch};
use invoice_lens::engine::EngineConfig;
use invoice_lens::id_list::IdList;
use invoice_lens::locale::Lang;
use invoice_lens::model::InvoiceNr;
use invoice_lens::review::Stage;
use invoice_lens::sandbox::{Sandbox, SandboxConfig, SandboxInvoice, SandboxLibrary};
use invoice_lens::state::{Screen, State};
use serde_json::{Value, json};

const SIZE: (u32, u32) = (20_000, 10_000);
/// The first argument of a run of this program that only makes the picture: its memory is not to be counted.
const MAKE: &str = "--make-picture";
/// Between two frames, so that what works in the background comes to work.
const PAUSE: Duration = Duration::from_millis(8);
const PATIENCE: Duration = Duration::from_mins(2);

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, make, path] = arguments.as_slice()
        && make == MAKE
    {
        make_picture(Path::new(path));
        return;
    }
    println!(
        "| 20,000 × 10,000 px | file | shown | sharp | frames | median | p99 | slowest | memory |"
    );
    println!("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
    for name in ["large.jpg", "large.png"] {
        run(name);
    }
}

/// Rows of marks as fine as print, grey as scans are.
fn make_picture(path: &Path) {
    let image = GrayImage::from_fn(SIZE.0, SIZE.1, |x, y| {
        let mark = (x / 7).wrapping_mul(0x9E37_79B1) ^ (y / 9).wrapping_mul(0x85EB_CA77);
        let is_ink = y % 80 < 36 && (mark ^ mark >> 15).is_multiple_of(3);
        Luma([if is_ink { 40 } else { 235 - (x / 1000) as u8 }])
    });
    let rgb = DynamicImage::from(image).to_rgb8();
    let format = ImageFormat::from_path(path).expect("a name that says the format");
    rgb.save_with_format(path, format).expect("room for it");
}

fn picture(name: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    if !path.exists() {
        let program = std::env::current_exe().expect("this program has a name");
        let made = Command::new(program).arg(MAKE).arg(&path).status();
        assert!(made.expect("it starts").success());
    }
    path
}

struct App {
    harness: Harness<'static, InvoiceLens>,
    begun: Instant,
}

impl App {
    fn state(&self) -> &State {
        self.harness.state().state()
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "a frame follows the other as on a screen, whatever happens"
    )]
    fn frame(&mut self) {
        self.harness.step();
        thread::sleep(PAUSE);
    }

    /// Returns when it was reached, from the start of the window.
    fn until(&mut self, what: &str, reached: impl Fn(&State) -> bool) -> Duration {
        let since = Instant::now();
        while !reached(self.state()) {
            assert!(since.elapsed() < PATIENCE, "{what} does not come");
            self.frame();
        }
        self.begun.elapsed()
    }
}

fn run(name: &str) {
    let file = fs::read(picture(name)).expect("it was made");
    let bytes = file.len();
    let mut invoice = SandboxInvoice::new("large001", name);
    invoice.region = Some(json!([4000, 3000, 9000, 6000]));
    let library = SandboxLibrary::new()
        .with_object(name, file)
        .with_invoice(invoice);
    let sandbox = Sandbox::start(SandboxConfig::with_library(library)).expect("a free port");
    let log = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("frames.jsonl");
    let mut app = launch(&sandbox, &log);
    app.until("the review", |state| state.screen == Screen::Review);
    app.until("the thumbnail", |state| {
        state.library.count(Stage::Ready) == 1
    });
    app.harness.key_press(Key::Enter);
    let opened = app.begun.elapsed();
    let shown = app.until("the picture", |state| state.has_picture(InvoiceNr(0)));
    let sharp = look_around(&mut app);
    let worker = workers_peak();
    let frames = frames(&log);
    println!(
        "| {name} | {} MB | {} ms | {} ms | {} | {:.2} | {:.2} | {:.2} | {} MB, decoder {worker} MB |",
        bytes >> 20,
        shown.saturating_sub(opened).as_millis(),
        sharp.as_millis(),
        frames.len(),
        frames[frames.len() / 2],
        frames[frames.len() * 99 / 100],
        frames[frames.len() - 1],
        peak(Path::new("/proc/self/status")),
    );
}

fn launch(sandbox: &Sandbox, log: &Path) -> App {
    let begun = Instant::now();
    let mut engine = EngineConfig::default();
    // By default it would be this very program.
    engine.worker.program = env!("CARGO_BIN_EXE_invoice-lens").into();
    engine.http.file_bytes = 1 << 30;
    let launch = Launch {
        endpoint: Some(sandbox.endpoint()),
        token: Some(sandbox.token().to_owned()),
        ids: Some(IdList {
            text: "large001".to_owned(),
            sheet: None,
        }),
        lang: Some(Lang::En),
        engine,
        frame_log: Some(FrameLogLaunch {
            path: log.to_owned(),
            since: begun,
        }),
        ..Launch::default()
    };
    let harness = Harness::builder()
        .with_size(vec2(1600.0, 1000.0))
        .with_step_dt(1.0 / 60.0)
        .build_eframe(|cc| InvoiceLens::new(cc, launch).expect("the system has threads"));
    let mut app = App { harness, begun };
    app.until("the pasted ID", |state| state.pasted.ids.len() == 1);
    let load = egui_kittest::kittest::Queryable::get_by_label(&app.harness, "Load 1 invoice");
    load.click();
    app
}

/// Into the picture, about in it, out again; how long the sharpest part took to come when it was first wanted.
fn look_around(app: &mut App) -> Duration {
    let middle = Pos2::new(600.0, 500.0);
    app.harness.hover_at(middle);
    for _ in 0..120 {
        app.harness.event(Event::Zoom(1.03));
        app.frame();
    }
    let wanted = Instant::now();
    app.until("its own pixels", |state| {
        let entry = state.library.get(InvoiceNr(0)).expect("the only one");
        let invoice = entry.invoice.as_ref().expect("described");
        let mut parts = state.documents.parts(&invoice.picture_key).iter();
        parts.any(|it| it.part.shrink == 1)
    });
    let sharp = wanted.elapsed();
    for step in 0..400 {
        let angle = step as f32 / 20.0;
        app.harness.drag_at(middle);
        app.harness
            .hover_at(middle + 60.0 * vec2(angle.cos(), angle.sin()));
        app.harness
            .drop_at(middle + 60.0 * vec2(angle.cos(), angle.sin()));
        app.frame();
    }
    for _ in 0..200 {
        app.harness.event(Event::Zoom(1.0 / 1.03));
        app.frame();
    }
    sharp
}

/// Processor time of every frame with an open viewer, the shortest first.
fn frames(log: &Path) -> Vec<f64> {
    let text = fs::read_to_string(log).expect("the log was written");
    let lines = text.lines().map(serde_json::from_str);
    let lines = lines.map(|line: Result<Value, _>| line.expect("JSON"));
    let mut costs: Vec<f64> = lines
        .skip_while(|line| line["open"] == "none")
        .filter_map(|line| line["cpu_ms"].as_f64())
        .collect();
    costs.sort_by(f64::total_cmp);
    costs
}

/// Most memory that a process has held, in MB; 0 where the system does not say.
fn peak(status: &Path) -> u64 {
    let text = fs::read_to_string(status).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|it| it.trim().trim_end_matches(" kB").parse::<u64>().ok());
    kilobytes.unwrap_or_default() >> 10
}

/// The same of the process that decoded most.
fn workers_peak() -> u64 {
    let own = std::process::id().to_string();
    let children = fs::read_dir("/proc").into_iter().flatten().flatten();
    let children = children.filter(|it| {
        let status = fs::read_to_string(it.path().join("status")).unwrap_or_default();
        let parent = status.lines().find_map(|line| line.strip_prefix("PPid:"));
        parent.is_some_and(|parent| parent.trim() == own)
    });
    children
        .map(|it| peak(&it.path().join("status")))
        .max()
        .unwrap_or_default()
}
