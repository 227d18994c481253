//! One frame of the grid, from input to triangles, with a hundred and with a hundred thousand invoices.
//! Only what is in view is laid out, so both should take the same time.

use std::hint::black_box;
use std::sync::Arc;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use egui::{Context, RawInput, Rect, pos2};

use invoice_lens::engine::{Answer, EngineEvent};
use invoice_lens::formats::Raster;
use invoice_lens::geometry::{OssChain, PictureSize};
use invoice_lens::locale::{Lang, Locale};
use invoice_lens::model::paste::PasteReport;
use invoice_lens::model::region::RawRegion;
use invoice_lens::model::{Invoice, InvoiceNr, PageKey, PictureFacts, PictureKey};
use invoice_lens::platform::{Endpoint, Token};
use invoice_lens::state::{Action, Move, ParsePurpose, Settings, State, update};
use invoice_lens::ui::{Window, fonts, theme};

/// Pictures that the invoices share among them.
const PICTURES: u32 = 200;

struct Bench {
    ctx: Context,
    window: Window,
    state: State,
    locale: Locale,
}

impl Bench {
    fn new(count: usize) -> Self {
        let ctx = Context::default();
        fonts::install(&ctx);
        theme::install(&ctx);
        let mut bench = Self {
            ctx,
            window: Window::new("https://app.ekuaibao.com"),
            state: State::new(Settings {
                tile_points: 120.0,
                ..Settings::default()
            }),
            locale: Locale::new(Lang::ZhCn),
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

    /// Every invoice has its picture, and every picture its texture.
    fn load(&mut self, count: usize) {
        let raster = Arc::new(Raster::new(256, 180, vec![u32::MAX; 256 * 180]).expect("as long"));
        for index in 0..count {
            let nr = InvoiceNr::from_index(index);
            let id = self.state.library.entries()[index].id.clone();
            let invoice = Invoice {
                nr,
                id,
                picture_key: PictureKey {
                    page: PageKey::new(&format!("files.example/{}", nr.0 % PICTURES)),
                    process: format!("image/crop,x_{},y_0,w_700,h_500", nr.0 % PICTURES).into(),
                },
                chain: OssChain::parse("image/crop,x_10,y_0,w_700,h_500"),
                region: RawRegion::new([10.0, 0.0, 710.0, 500.0]),
                source: "ocr".to_owned(),
                file_name: format!("{index}.jpg"),
            };
            let answer = Answer::Found(Arc::new(invoice));
            self.act(Action::Engine(EngineEvent::Answered(vec![(nr, answer)])));
            let is_first = nr.0 < PICTURES;
            self.act(Action::Engine(EngineEvent::Thumbnail {
                invoices: vec![nr],
                facts: PictureFacts {
                    size: PictureSize::new(700, 500),
                    mime: "image/jpeg",
                    orientation: 1,
                    frames: 1,
                    complete: true,
                    substituted: false,
                    skipped: 0,
                },
                raster: is_first.then(|| Arc::clone(&raster)),
            }));
        }
        for _ in 0..PICTURES {
            self.frame();
        }
    }

    fn frame(&mut self) -> usize {
        self.state.refresh();
        let input = RawInput {
            screen_rect: Some(Rect::from_min_max(pos2(0.0, 0.0), pos2(1600.0, 1000.0))),
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
                if bench.state.current == bench.state.order.shown().last().copied() {
                    bench.act(Action::MoveSelection(Move::First));
                }
                black_box(bench.frame())
            });
        });
    }
    group.finish();
}

criterion_group!(benches, frames);
criterion_main!(benches);
