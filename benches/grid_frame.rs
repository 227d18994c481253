//! One frame of the grid, from input to triangles, with a hundred and with a hundred thousand invoices.
//! Only what is in view is laid out, so both should take the same time.
//!
//! Before that, a table of many frames with 120 tiles in view: their median and their slowest ones, in processor time
//! of the one thread, so that a busy machine does not count.

use std::collections::HashSet;
use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use egui::{Context, Event, RawInput, Rect, pos2};

use invoice_lens::engine::{Answer, EngineEvent};
use invoice_lens::formats::Raster;
use invoice_lens::geometry::PictureSize;
use invoice_lens::locale::{Lang, Locale};
use invoice_lens::model::paste::PasteReport;
use invoice_lens::model::region::RawRegion;
use invoice_lens::model::{Invoice, InvoiceNr, MediaType, PageKey, PictureFacts, PictureKey};
use invoice_lens::platform::{Endpoint, Token};
use invoice_lens::state::{Action, Move, ParsePurpose, Settings, State, update};
use invoice_lens::ui::Window;
use invoice_lens::ui::kit::{fonts, theme};

/// Width and height of the pictures in pixels: so small that memory decides nothing.
const SMALL: (u32, u32) = (32, 24);
/// A window of the usual size.
const USUAL: [f32; 2] = [1600.0, 1000.0];

struct Bench {
    ctx: Context,
    window: Window,
    state: State,
    locale: Locale,
    events: Vec<Event>,
    frame_nr: u64,
    /// Invoices whose pictures the window has.
    held: HashSet<InvoiceNr>,
    raster: Arc<Raster>,
}

impl Bench {
    fn new(count: usize) -> Self {
        let ctx = Context::default();
        fonts::install(&ctx);
        theme::install(&ctx);
        let pixels = vec![u32::MAX; (SMALL.0 * SMALL.1) as usize];
        let raster = Raster::new(SMALL.0, SMALL.1, pixels).expect("as long");
        let mut bench = Self {
            ctx,
            window: Window::new("https://app.ekuaibao.com"),
            state: State::new(Settings {
                tile_points: 120.0,
                ..Settings::default()
            }),
            locale: Locale::new(Lang::ZhCn),
            events: Vec::new(),
            frame_nr: 0,
            held: HashSet::new(),
            raster: Arc::new(raster),
        };
        let ids: Vec<String> = (0..count).map(|nr| format!("ID01bench{nr:06}")).collect();
        let report = PasteReport::parse(&ids.join("\n"));
        bench.act(Action::Parsed(ParsePurpose::Preview, report));
        bench.act(Action::Start {
            endpoint: Endpoint::parse("https://app.ekuaibao.com").expect("an address"),
            credentials: Token::new("token").expect("a token").into(),
        });
        bench.load(count);
        bench
    }

    fn act(&mut self, action: Action) {
        if let Action::Engine(event) = &action {
            self.window.take_pixels(&self.state, event);
        }
        for effect in update(&mut self.state, action) {
            if let invoice_lens::state::Effect::Reveal(nr) = effect {
                self.window.reveal(nr);
            }
        }
    }

    /// Every invoice has its picture.
    fn load(&mut self, count: usize) {
        for index in 0..count {
            let nr = InvoiceNr::from_index(index);
            let id = self.state.library.entries()[index].id.clone();
            let invoice = Invoice {
                nr,
                id,
                picture_key: PictureKey {
                    page: PageKey::new(&format!("files.example/{index}")),
                    process: "image/crop,x_10,y_0,w_700,h_500".into(),
                },
                region: RawRegion::new([10.0, 0.0, 710.0, 500.0]),
                source: "ocr".into(),
                file_name: format!("{index}.jpg").into(),
            };
            let answer = Answer::Found(Arc::new(invoice));
            self.act(Action::Engine(EngineEvent::Answered(vec![(nr, answer)])));
            self.act(Action::Engine(EngineEvent::Thumbnail {
                invoices: vec![nr],
                facts: PictureFacts::whole(PictureSize::new(700, 500), MediaType::Jpeg),
                raster: None,
            }));
        }
        self.settle(USUAL);
    }

    /// Until all that is in view and comes next is there.
    fn settle(&mut self, window: [f32; 2]) {
        for _ in 0..3 {
            self.frame(window);
            self.supply();
        }
        self.frame(window);
    }

    /// Sends the pictures that the window wants and has not, as the background does.
    fn supply(&mut self) {
        for nr in self.window.take_dropped() {
            self.held.remove(&nr);
        }
        let interest = self.window.interest(&self.state);
        for nr in interest.visible.into_iter().chain(interest.ahead) {
            if self.held.insert(nr) {
                self.send(nr, Arc::clone(&self.raster));
            }
        }
    }

    fn send(&mut self, nr: InvoiceNr, raster: Arc<Raster>) {
        let entry = &self.state.library.entries()[nr.index()];
        let facts = entry.facts.expect("ready");
        self.act(Action::Engine(EngineEvent::Thumbnail {
            invoices: vec![nr],
            facts,
            raster: Some(raster),
        }));
    }

    fn frame(&mut self, window: [f32; 2]) -> usize {
        self.state.refresh();
        let input = RawInput {
            screen_rect: Some(Rect::from_min_max(pos2(0.0, 0.0), window.into())),
            ..RawInput::default()
        };
        let (window, state, locale) = (&mut self.window, &self.state, &self.locale);
        let mut output = self.ctx.run_ui(input, |ui| {
            black_box(window.ui(ui, state, locale));
        });
        output.textures_delta.clear();
        self.ctx
            .tessellate(output.shapes, output.pixels_per_point)
            .len()
    }
}

fn frames(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("grid_frame");
    for count in [100, 100_000] {
        let mut bench = Bench::new(count);
        group.bench_function(BenchmarkId::new("scrolling", count), |bencher| {
            bencher.iter(|| {
                bench.act(Action::MoveSelection(Move::By(7)));
                if bench.state.current == bench.state.listing.shown().last().copied() {
                    bench.act(Action::MoveSelection(Move::First));
                }
                bench.supply();
                black_box(bench.frame(USUAL))
            });
        });
    }
    group.finish();
}

/// Frames in each row of the table.
const FRAMES: usize = 1000;
/// A window in which [`TILES`] tiles of the least size are in view, parts of them included.
const WINDOW: [f32; 2] = [2200.0, 1200.0];
const TILES: usize = 120;

/// Processor time of what a frame is made of, in milliseconds.
#[derive(Clone, Copy)]
struct Cost {
    layout: f64,
    triangles: f64,
}

impl Cost {
    fn sum(self) -> f64 {
        self.layout + self.triangles
    }
}

fn table(_criterion: &mut Criterion) {
    paste();
    let mut bench = Bench::new(100_000);
    println!("| 100,000 invoices, ms a frame | layout | triangles | median | p99 | slowest |");
    println!("| --- | --- | --- | --- | --- | --- |");
    for (name, points) in [
        ("at rest", 0.0),
        ("scrolled slowly", 3.0),
        ("by the wheel", 40.0),
        ("fast", 100.0),
    ] {
        let costs = bench.costs(|bench| bench.scroll(points));
        print_row(name, costs);
    }
    let mut round = 0;
    let costs = bench.costs(|bench| {
        bench.scroll(40.0);
        bench.arrive(round);
        round += 1;
    });
    print_row("by the wheel, pictures arriving", costs);
}

/// The same 100,000 IDs in three ways that people paste them.
fn paste() {
    let ids: Vec<String> = (0..100_000).map(|nr| format!("ID01bench{nr:07}")).collect();
    let rows = ids
        .iter()
        .map(|id| format!("B24000123\t171.00\t2024-03-07\t{id}\t张三"));
    let rows: Vec<String> = rows.collect();
    let texts = [
        ("a line each", ids.join("\n")),
        (
            "a column of five",
            format!("单号\t金额\t日期\t票据ID\t备注\n{}", rows.join("\n")),
        ),
        (
            "JSON",
            format!("{{\"invoiceId\":[\"{}\"]}}", ids.join("\",\"")),
        ),
    ];
    for (name, text) in texts {
        let begun = thread_time();
        let count = black_box(PasteReport::parse(&text)).ids.len();
        let millis = millis(begun, thread_time());
        println!("{count} pasted IDs, {name}, read in {millis:.1} ms");
    }
}

fn print_row(name: &str, mut costs: Vec<Cost>) {
    costs.sort_by(|a, b| a.sum().total_cmp(&b.sum()));
    let (median, p99) = (costs[costs.len() / 2], costs[costs.len() * 99 / 100]);
    let slowest = costs[costs.len() - 1].sum();
    println!(
        "| {name} | {:.3} | {:.3} | {:.3} | {:.3} | {slowest:.3} |",
        median.layout,
        median.triangles,
        median.sum(),
        p99.sum(),
    );
}

impl Bench {
    fn costs(&mut self, mut before: impl FnMut(&mut Self)) -> Vec<Cost> {
        self.settle(WINDOW);
        let frames = 0..FRAMES;
        frames
            .map(|_| {
                before(self);
                self.supply();
                self.cost()
            })
            .collect()
    }

    /// The wheel turned by so many points, with the pointer over the grid.
    fn scroll(&mut self, points: f32) {
        self.events
            .push(Event::PointerMoved(pos2(WINDOW[0] / 2.0, WINDOW[1] / 2.0)));
        if points > 0.0 {
            self.events.push(Event::MouseWheel {
                unit: egui::MouseWheelUnit::Point,
                delta: egui::vec2(0.0, -points),
                phase: egui::TouchPhase::Move,
                modifiers: egui::Modifiers::NONE,
                source: egui::MouseWheelSource::Unknown,
            });
        }
    }

    /// Eight pictures that were not there before.
    fn arrive(&mut self, round: u32) {
        for index in 0..8 {
            let nr = InvoiceNr((round * 8 + index) % 100);
            let pixels = vec![0xFF00_0000 | round; 320 * 240];
            let raster = Arc::new(Raster::new(320, 240, pixels).expect("as long"));
            self.send(nr, raster);
        }
    }

    fn cost(&mut self) -> Cost {
        self.frame_nr += 1;
        let input = RawInput {
            screen_rect: Some(Rect::from_min_max(pos2(0.0, 0.0), WINDOW.into())),
            time: Some(self.frame_nr as f64 / 60.0),
            events: std::mem::take(&mut self.events),
            ..RawInput::default()
        };
        let begun = thread_time();
        self.state.refresh();
        let (window, state, locale) = (&mut self.window, &self.state, &self.locale);
        let mut output = self.ctx.run_ui(input, |ui| {
            black_box(window.ui(ui, state, locale));
        });
        let laid_out = thread_time();
        output.textures_delta.clear();
        let triangles = self.ctx.tessellate(output.shapes, output.pixels_per_point);
        let ended = thread_time();
        drop(black_box(triangles));
        let drawn = self.window.drawn(&self.state);
        assert!(
            drawn.tiles >= TILES && drawn.tiles == drawn.tiles_ready,
            "{drawn:?}"
        );
        Cost {
            layout: millis(begun, laid_out),
            triangles: millis(laid_out, ended),
        }
    }
}

fn millis(from: Duration, to: Duration) -> f64 {
    to.saturating_sub(from).as_secs_f64() * 1e3
}

/// Processor time that this thread has used.
#[cfg(unix)]
fn thread_time() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

/// Time that has gone by.
#[cfg(not(unix))]
fn thread_time() -> Duration {
    static SINCE: std::sync::LazyLock<std::time::Instant> =
        std::sync::LazyLock::new(std::time::Instant::now);
    SINCE.elapsed()
}

criterion_group!(benches, table, frames);
criterion_main!(benches);
