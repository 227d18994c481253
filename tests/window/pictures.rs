//! Rendered pictures: both themes are drawn, and a region's outline stands where the demo page's ticket is. The
//! ticket's place is found in the pixels themselves, with the outline hidden, not with the window's geometry.

use egui::{Event, Key, Modifiers, Pos2, Rect, Theme, vec2};
use egui_kittest::kittest::Queryable as _;
use image::RgbaImage;
use invoice_lens::app::Launch;
use invoice_lens::model::InvoiceNr;
use invoice_lens::review::Stage;
use invoice_lens::sandbox::{Sandbox, SandboxInvoice, SandboxLibrary};
use invoice_lens::state::Framing;
use serde_json::{Value, json};

use crate::files::pdf;
use crate::harness::{App, Look, english, holds_picture};
use crate::pages;
use crate::renderer;
use crate::seen::{Area, Outline, Paper, Side, colours};

const DENSITIES: [f32; 3] = [1.0, 1.5, 2.0];
/// What the issue allows between outline and ticket, in pixels of the screen.
const TOLERANCE: f64 = 1.0;
/// Height of a tile's text, in points, with some to spare.
const CAPTION: f32 = 46.0;

#[test]
fn the_start_panel_is_drawn_in_both_themes() {
    if !renderer::is_there() {
        return;
    }
    let [dark, light] = [Theme::Dark, Theme::Light].map(|theme| {
        let look = Look {
            theme,
            ..Look::default()
        };
        let mut app = App::launch(look, english());
        renderer::render(&mut app, &format!("start-{theme:?}"))
    });
    assert!(colours(&dark) > 100 && colours(&light) > 100);
    assert!(lightness(&light) > lightness(&dark) + 100.0);
}

#[test]
fn the_demo_is_drawn_in_both_themes() {
    if !renderer::is_there() {
        return;
    }
    for theme in [Theme::Dark, Theme::Light] {
        let look = Look {
            theme,
            ..Look::default()
        };
        let launch = Launch {
            is_demo: true,
            ..english()
        };
        let mut app = App::launch(look, launch);
        app.until("the demo", |state| !state.library.is_empty());
        app.until_settled();
        let grid = renderer::render(&mut app, &format!("grid-{theme:?}"));
        assert!(colours(&grid) > 1000, "pictures have many colours");
        let whole = Demo::whole_page();
        open(&mut app, &whole.id);
        let viewer = renderer::render(&mut app, &format!("viewer-{theme:?}"));
        assert!(colours(&viewer) > 200);
        let name = format!("viewer-demo-{theme:?}");
        let paper = compare(&mut app, &name, Side::ALL);
        assert_is_ticket(&paper, whole.ticket);
    }
}

#[test]
fn the_outline_is_on_the_ticket_of_a_whole_page() {
    let Demo { id, ticket } = Demo::whole_page();
    in_the_viewer("whole", &[&id], ticket, demo(), true);
}

#[test]
fn the_outline_is_on_the_ticket_of_a_page_cut_by_the_server() {
    let process = "image/crop,w_1560,h_1050,x_20,y_30,g_nw";
    let ticket = Demo::whole_page().ticket;
    in_the_viewer(
        "cut",
        &["cut00001"],
        ticket,
        with_loose_cut("cut00001", process),
        true,
    );
}

#[test]
fn the_outline_is_on_the_ticket_of_a_page_cut_and_resized() {
    let process = "image/crop,w_1560,h_1050,x_20,y_30,g_nw/resize,w_800";
    let ticket = Demo::whole_page().ticket;
    in_the_viewer(
        "resized",
        &["cut00002"],
        ticket,
        with_loose_cut("cut00002", process),
        false,
    );
}

#[test]
fn the_outline_is_on_the_ticket_of_a_document() {
    // A light ticket on dark ground, drawn sharper as one comes closer.
    let page = "0.2 g 0 0 200 100 re f 0.9 g 20 10 150 80 re f";
    let ticket = [200, 100, 1700, 900];
    let mut invoice = SandboxInvoice::new("doc00001", "a.pdf");
    invoice.region = Some(json!(ticket));
    let library = demo()
        .with_object("a.pdf", pdf(&[page]))
        .with_invoice(invoice);
    in_the_viewer("document", &["doc00001"], ticket, library, true);
}

#[test]
fn the_outline_is_on_the_edge_of_a_ticket_cut_out_exactly() {
    let Demo { id, ticket } = Demo::cut_and_resized();
    in_the_viewer("exact", &[&id], ticket, demo(), true);
}

/// The ticket alone was delivered for its invoice; the ground around it comes from other crops of the page.
#[test]
fn the_outline_is_on_the_ticket_of_a_page_rebuilt_from_its_crops() {
    let ticket = Demo::whole_page().ticket;
    let [left, top, right, bottom] = ticket;
    let (width, height) = (right - left, bottom - top);
    let (x, y) = (u32::midpoint(left, right), u32::midpoint(top, bottom));
    let mut library = demo();
    for (id, crop) in [
        ("part0000", format!("w_{width},h_{height},x_{left},y_{top}")),
        ("part0001", format!("w_{x},h_{y}")),
        ("part0002", format!("h_{y},x_{x}")),
        ("part0003", format!("w_{x},y_{y}")),
        ("part0004", format!("x_{x},y_{y}")),
    ] {
        let mut part = on_whole_page(id);
        part.process = Some(format!("image/crop,{crop},g_nw"));
        if id != "part0000" {
            // Only the one ticket's outline is to be found in the pixels.
            part.region = None;
        }
        library = library.with_invoice(part);
    }
    let ids = ["part0000", "part0001", "part0002", "part0003", "part0004"];
    in_the_viewer("rebuilt", &ids, ticket, library, true);
}

#[test]
fn the_outline_is_on_the_ticket_of_a_tile() {
    if !renderer::is_there() {
        return;
    }
    let loose = "image/crop,w_1560,h_1050,x_20,y_30,g_nw/resize,w_800";
    for (name, process) in [("whole", None), ("cut", Some(loose))] {
        for density in DENSITIES {
            let region = json!(Demo::whole_page().ticket);
            let name = format!("tile-{name}-{density}");
            let (shown, area) = tile(region, process, density, &name);
            let (plain, _) = tile(Value::Null, process, density, &format!("{name}-plain"));
            let paper = Paper::find(&plain, &area);
            let outline = Outline::find(&shown, &area);
            for &side in Side::ALL {
                let line = side.line(&outline).expect("all of it is in view");
                // In a tile the line lies within the region: its outer side is the region's edge.
                let drawn = match side {
                    Side::Left | Side::Top => line.start,
                    Side::Right | Side::Bottom => line.end,
                };
                let edge = side.of(&paper).expect("all of it is in view");
                assert_near(&format!("{name}, {side:?}"), f64::from(drawn), edge);
            }
        }
    }
}

/// A grid of one tile, rendered, and where its picture is.
fn tile(region: Value, process: Option<&str>, density: f32, name: &str) -> (RgbaImage, Area) {
    let mut invoice = on_whole_page("tile0001");
    invoice.region = (!region.is_null()).then_some(region);
    invoice.process = process.map(str::to_owned);
    let sandbox = pages::start(demo().with_invoice(invoice));
    let look = Look {
        size: vec2(900.0, 800.0),
        density,
        ..Look::default()
    };
    let mut app = App::at_with(&sandbox, look);
    app.begin(sandbox.token(), &["tile0001".to_owned()]);
    app.until_stage(Stage::Ready, 1);
    app.harness.remove_cursor();
    app.settle();
    let image = renderer::render(&mut app, name);
    let mut rect = app.tile_of("tile0001");
    rect.max.y -= CAPTION;
    (image, Area::of(rect, density))
}

/// Looks at the first invoice from near and far, turned every way, on screens of every density.
fn in_the_viewer(case: &str, ids: &[&str], ticket: [u32; 4], library: SandboxLibrary, zooms: bool) {
    if !renderer::is_there() {
        return;
    }
    let sandbox = pages::start(library);
    for density in DENSITIES {
        let mut app = viewing(&sandbox, ids, density);
        // Edge spots show the page as well.
        app.press_with(Modifiers::SHIFT, Key::K);
        let name = |view: &str| format!("viewer-{case}-{density}-{view}");
        let fit = compare(&mut app, &name("fit"), Side::ALL);
        assert_is_ticket(&fit, ticket);
        for turn in ["right", "half", "left"] {
            app.press(Key::R);
            compare(&mut app, &name(turn), Side::ALL);
        }
        app.press(Key::R);
        if zooms {
            for (zoom, percent) in [(1.0, "100"), (4.0, "400")] {
                for (corner, sides) in CORNERS {
                    zoom_to(&mut app, place(&fit, sides, density), zoom, density);
                    compare(&mut app, &name(&format!("{percent}-{corner}")), sides);
                    app.press(Key::Z);
                }
            }
        }
    }
}

/// The corners that are looked at closely.
pub const CORNERS: [(&str, &[Side]); 2] = [
    ("first", &[Side::Left, Side::Top]),
    ("last", &[Side::Right, Side::Bottom]),
];

/// A corner of the ticket in points, as seen.
pub fn place(paper: &Paper, sides: &[Side], density: f32) -> Pos2 {
    let [x, y] = [sides[0], sides[1]].map(|side| side.of(paper).expect("in view"));
    Pos2::new(x as f32 / density, y as f32 / density)
}

/// So many pixels of the screen for one of the page; what is at `pointer` stays there.
pub fn zoom_to(app: &mut App, pointer: Pos2, zoom: f64, density: f32) {
    app.harness.hover_at(pointer);
    // Any zoom by hand shows in the state how large the page is now.
    app.event(Event::Zoom(1.01));
    let now = |app: &App| match app.state().viewer.as_ref().expect("open").framing {
        Framing::Free(viewport) => viewport.zoom * f64::from(density),
        other => panic!("{other:?}"),
    };
    app.event(Event::Zoom((zoom / now(app)) as f32));
    assert!((now(app) / zoom - 1.0).abs() < 1e-4, "{}", now(app));
}

/// The first of these is open, and the pictures of all are here.
pub fn viewing(sandbox: &Sandbox, ids: &[&str], density: f32) -> App {
    let look = Look {
        density,
        ..Look::default()
    };
    let mut app = App::at_with(sandbox, look);
    let asked: Vec<String> = ids.iter().map(|&id| id.to_owned()).collect();
    app.begin(sandbox.token(), &asked);
    // Pixels take time to render and to search; the ticket's edges need few of them.
    app.harness.set_size(vec2(680.0, 540.0));
    app.until_stage(Stage::Ready, ids.len());
    app.harness.remove_cursor();
    open(&mut app, ids[0]);
    for index in 1..ids.len() {
        let nr = InvoiceNr::from_index(index);
        app.until("another picture", |state| holds_picture(state, nr));
    }
    app
}

/// Opens an invoice of the grid and waits for its full picture.
pub fn open(app: &mut App, id: &str) {
    let mut entries = app.state().library.entries().iter();
    let index = entries.position(|entry| entry.id.as_str() == id);
    let nr = InvoiceNr::from_index(index.expect("it is in the review"));
    app.press(Key::Home);
    for _ in 0..nr.index() {
        app.press(Key::ArrowRight);
    }
    app.press(Key::Enter);
    app.until("the full picture", |state| holds_picture(state, nr));
}

/// Holds the middle of the outline's lines against these edges of the ticket, and says where it is.
pub fn compare(app: &mut App, name: &str, sides: &[Side]) -> Paper {
    let shown = renderer::render(app, name);
    let paper = hidden(app);
    let outline = Outline::find(&shown, &canvas(app));
    for &side in sides {
        let (Some(line), Some(edge)) = (side.line(&outline), side.of(&paper)) else {
            panic!("{name}, {side:?}: {outline:?} for {paper:?}");
        };
        let middle = f64::midpoint(f64::from(line.start), f64::from(line.end));
        assert_near(&format!("{name}, {side:?}"), middle, edge);
    }
    if sides.len() == Side::ALL.len() {
        let lines = [outline.upright.len(), outline.level.len()];
        assert_eq!(lines, [2, 2], "{name}: {outline:?}");
    }
    paper
}

/// Where the ticket is, seen while the key that hides the outline is held.
fn hidden(app: &mut App) -> Paper {
    app.harness.key_down(Key::H);
    app.settle();
    let image = app.harness.render().expect("the driver renders");
    app.harness.key_up(Key::H);
    app.settle();
    Paper::find(&image, &canvas(app))
}

fn canvas(app: &App) -> Area {
    let rect: Rect = app.harness.get_by_label(&app.text("viewer-canvas")).rect();
    Area::of(rect, app.harness.ctx.pixels_per_point())
}

pub fn assert_near(name: &str, drawn: f64, edge: f64) {
    let distance = drawn - edge;
    assert!(
        distance.abs() <= TOLERANCE,
        "{name}: drawn at {drawn}, the ticket's edge is at {edge:.2}"
    );
}

/// What was found in the pixels has the proportions of the ticket that the manifest names.
fn assert_is_ticket(paper: &Paper, ticket: [u32; 4]) {
    let [left, top, right, bottom] = ticket.map(f64::from);
    let (Some(x0), Some(x1)) = (paper.left, paper.right) else {
        panic!("{paper:?}");
    };
    let (Some(y0), Some(y1)) = (paper.top, paper.bottom) else {
        panic!("{paper:?}");
    };
    let (across, down) = ((x1 - x0) / (right - left), (y1 - y0) / (bottom - top));
    assert!((across / down - 1.0).abs() < 0.01, "{paper:?}");
}

fn lightness(image: &RgbaImage) -> f64 {
    let sum: u64 = image.pixels().map(|pixel| u64::from(pixel.0[1])).sum();
    sum as f64 / f64::from(image.width() * image.height())
}

pub fn demo() -> SandboxLibrary {
    SandboxLibrary::demo().expect("the demo is embedded")
}

/// The demo with one more invoice, whose link cuts more than the ticket.
pub fn with_loose_cut(id: &str, process: &str) -> SandboxLibrary {
    let mut invoice = on_whole_page(id);
    invoice.process = Some(process.to_owned());
    demo().with_invoice(invoice)
}

/// Another invoice for the ticket of [`Demo::whole_page`].
pub fn on_whole_page(id: &str) -> SandboxInvoice {
    let library = demo();
    let invoice = library.invoice(&Demo::whole_page().id);
    SandboxInvoice {
        id: id.to_owned(),
        ..invoice.expect("it is in the demo").clone()
    }
}

/// An invoice of the demo and where the manifest says that its ticket is, in page pixels.
pub struct Demo {
    pub id: String,
    pub ticket: [u32; 4],
}

impl Demo {
    /// The one ticket of a page with darker ground around it, delivered whole.
    pub fn whole_page() -> Self {
        Self::find(|invoice| invoice["process"].is_null())
    }

    /// A ticket that its link cuts out exactly and makes smaller.
    pub fn cut_and_resized() -> Self {
        let is_resized = |process: &str| process.contains("/resize");
        Self::find(|invoice| invoice["process"].as_str().is_some_and(is_resized))
    }

    /// The first such invoice with a right region on a sharp edge.
    fn find(is_wanted: impl Fn(&Value) -> bool) -> Self {
        let manifest = include_str!("../../assets/demo/manifest.json");
        let manifest: Value = serde_json::from_str(manifest).expect("the manifest is JSON");
        let invoices = manifest["invoices"].as_array().expect("a list");
        let is_right = |truth: &Value| truth["sharp"] == true && truth["mistake"].is_null();
        let invoice = invoices
            .iter()
            .find(|invoice| is_right(&invoice["truth"]) && is_wanted(invoice))
            .expect("the demo has such an invoice");
        let ticket = serde_json::from_value(invoice["truth"]["ticket"].clone());
        Self {
            id: invoice["id"].as_str().expect("a text").to_owned(),
            ticket: ticket.expect("four numbers"),
        }
    }
}
