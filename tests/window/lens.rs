//! The edge lens: the line in every strip stands on the ticket's edge, which is found in the strip's own pixels; and what
//! two invoices claim is marked on the page.

use std::ops::Range;

use egui::{Event, Key, Modifiers, Rect, vec2};
use egui_kittest::kittest::Queryable as _;
use image::RgbaImage;
use invoice_lens::review::Stage;
use invoice_lens::sandbox::SandboxLibrary;
use invoice_lens::ui::kit::theme::CLAIMED_TWICE;
use serde_json::json;

use crate::harness::{App, Look};
use crate::pages;
use crate::pictures::{Demo, assert_near, demo, on_whole_page, open, viewing, with_loose_cut};
use crate::renderer;
use crate::seen::{Area, Outline, Paper, Side};

const STRIPS: [(&str, Side); 4] = [
    ("lens-top", Side::Top),
    ("lens-bottom", Side::Bottom),
    ("lens-left", Side::Left),
    ("lens-right", Side::Right),
];

fn strip(app: &App, key: &str) -> Rect {
    app.harness.get_by_label(&app.text(key)).rect()
}

/// Edge spots beside the ticket.
fn spots(app: &App) -> usize {
    let names = ["edge-top", "edge-right", "edge-bottom", "edge-left"];
    names.iter().filter(|key| app.shows(&app.text(key))).count()
}

fn strips(app: &App) -> usize {
    STRIPS
        .iter()
        .filter(|(key, _)| app.shows(&app.text(key)))
        .count()
}

#[test]
fn every_strips_line_is_on_the_ticket_of_a_whole_page() {
    in_strips("whole", &Demo::whole_page().id, demo());
}

#[test]
fn every_strips_line_is_on_the_ticket_of_a_loose_cut() {
    let process = "image/crop,w_1560,h_1050,x_20,y_30,g_nw";
    in_strips("cut", "cut00003", with_loose_cut("cut00003", process));
}

#[test]
fn every_strips_line_is_on_the_edge_of_a_ticket_cut_out_exactly() {
    in_strips("exact", &Demo::cut_and_resized().id, demo());
}

/// Looks at all four strips, the page turned every way.
fn in_strips(case: &str, id: &str, library: SandboxLibrary) {
    if !renderer::is_there() {
        return;
    }
    let sandbox = pages::start(library);
    for density in [1.0, 2.0] {
        let mut app = viewing(&sandbox, &[id], density);
        for turn in ["upright", "right", "half", "left"] {
            let name = format!("lens-{case}-{density}-{turn}");
            app.harness.key_down(Key::K);
            app.settle();
            let shown = renderer::render(&mut app, &name);
            app.harness.key_down(Key::H);
            app.settle();
            let plain = app.harness.render().expect("the driver renders");
            app.harness.key_up(Key::H);
            app.settle();
            for (key, side) in STRIPS {
                let area = Area::of(strip(&app, key), density);
                let (line, edge) = line_and_edge(&shown, &plain, &area, side);
                let middle = f64::midpoint(f64::from(line.start), f64::from(line.end));
                assert_near(&format!("{name}, {side:?}"), middle, edge);
                assert_eq!(line.len(), 1, "{name}, {side:?}: as fine as can be");
            }
            app.harness.key_up(Key::K);
            app.settle();
            app.press(Key::R);
        }
    }
}

/// The drawn line of a border, and where the pixels say that the paper ends on that side.
fn line_and_edge(
    shown: &RgbaImage,
    plain: &RgbaImage,
    area: &Area,
    side: Side,
) -> (Range<u32>, f64) {
    let outline = Outline::find(shown, area);
    let paper = Paper::find(plain, area);
    let (Some(line), Some(edge)) = (side.line(&outline), side.of(&paper)) else {
        panic!("{side:?}: {outline:?} for {paper:?}");
    };
    (line, edge)
}

#[test]
fn strips_come_and_go_with_their_key_and_with_the_room() {
    let sandbox = pages::start(pages::numbered(2));
    let mut app = App::reviewing(&sandbox, &pages::ids(2));
    app.until_stage(Stage::Ready, 2);
    open(&mut app, &pages::id(0));
    assert_eq!(spots(&app), 4, "in the details");
    app.harness.key_down(Key::K);
    app.settle();
    assert_eq!(strips(&app), 4, "large while the key is held");
    app.harness.key_up(Key::K);
    app.settle();
    assert_eq!(strips(&app), 0);
    app.press(Key::F9);
    assert_eq!(spots(&app), 4, "beside the ticket");
    let with = strip(&app, "viewer-canvas");
    app.press_with(Modifiers::SHIFT, Key::K);
    assert_eq!(spots(&app), 0);
    assert!(!app.state().settings.shows_lens);
    let without = strip(&app, "viewer-canvas");
    assert!(without.width() > with.width() + 80.0);
    app.press_with(Modifiers::SHIFT, Key::K);
    assert_eq!(spots(&app), 4);
    app.harness.set_size(vec2(620.0, 420.0));
    app.settle();
    assert_eq!(spots(&app), 0, "too little room");
}

#[test]
fn without_a_region_there_are_no_strips() {
    let mut invoice = on_whole_page("none0001");
    invoice.region = None;
    let sandbox = pages::start(demo().with_invoice(invoice));
    let mut app = App::reviewing(&sandbox, &["none0001".to_owned()]);
    app.until_stage(Stage::Ready, 1);
    open(&mut app, "none0001");
    assert_eq!(strips(&app), 0);
}

/// Height of a tile's strips, and what stands above the first of them, in points.
const TILE_STRIP: f32 = 34.0;
const TILE_INSET: f32 = 4.0;
/// Height of a tile's text.
const CAPTION: f32 = 44.0;

#[test]
fn large_tiles_show_the_borders_from_near() {
    if !renderer::is_there() {
        return;
    }
    let [left, top, right, bottom] = Demo::whole_page().ticket;
    let exact = format!(
        "image/crop,w_{},h_{},x_{left},y_{top},g_nw",
        right - left,
        bottom - top
    );
    for (case, process) in [("whole", None), ("exact", Some(exact))] {
        for density in [1.0, 2.0] {
            let mut invoice = on_whole_page("large001");
            invoice.region = Some(json!([left, top, right, bottom]));
            invoice.process.clone_from(&process);
            let sandbox = pages::start(demo().with_invoice(invoice));
            let look = Look {
                size: vec2(900.0, 880.0),
                density,
                ..Look::default()
            };
            let mut app = App::at_with(&sandbox, look);
            app.begin(sandbox.token(), &["large001".to_owned()]);
            app.until_stage(Stage::Ready, 1);
            app.harness.remove_cursor();
            // Around an exact crop an outline would say nothing.
            let outlines = usize::from(case == "whole");
            assert_eq!(app.outlines(), outlines, "small tiles have no strips");
            for _ in 0..10 {
                app.event(Event::Zoom(2.0));
            }
            app.until_drawn("the borders", |app| app.outlines() > outlines);
            let name = format!("large-{case}-{density}");
            let image = renderer::render(&mut app, &name);
            let tile = app.tile_of("large001");
            for (side, area) in tile_strips(tile) {
                let (line, edge) = line_and_edge(&image, &image, &Area::of(area, density), side);
                // The paper begins beside the line that lies on its edge.
                let drawn = match side {
                    Side::Top | Side::Left => line.end,
                    Side::Bottom | Side::Right => line.start,
                };
                assert_near(&format!("{name}, {side:?}"), f64::from(drawn), edge);
            }
        }
    }
}

fn tile_strips(tile: Rect) -> [(Side, Rect); 4] {
    let mut area = tile.shrink(TILE_INSET);
    area.max.y = tile.bottom() - CAPTION;
    let inner = area.shrink(TILE_STRIP + 2.0);
    [
        (
            Side::Top,
            Rect::from_min_max(area.min, egui::pos2(area.right(), inner.top() - 2.0)),
        ),
        (
            Side::Bottom,
            Rect::from_min_max(egui::pos2(area.left(), inner.bottom() + 2.0), area.max),
        ),
        (
            Side::Left,
            Rect::from_x_y_ranges(area.left()..=inner.left() - 2.0, inner.y_range()),
        ),
        (
            Side::Right,
            Rect::from_x_y_ranges(inner.right() + 2.0..=area.right(), inner.y_range()),
        ),
    ]
}

#[test]
fn what_two_invoices_claim_is_marked_where_it_is_and_said() {
    if !renderer::is_there() {
        return;
    }
    let with_region = |id: &str, region: [u32; 4]| {
        let mut invoice = on_whole_page(id);
        invoice.region = Some(json!(region));
        invoice
    };
    let library = demo()
        .with_invoice(with_region("claim001", [100, 84, 900, 1017]))
        .with_invoice(with_region("claim002", [700, 300, 1500, 800]))
        .with_invoice(with_region("claim003", [102, 84, 900, 1015]));
    let sandbox = pages::start(library);
    let look = Look {
        size: vec2(900.0, 700.0),
        density: 2.0,
        ..Look::default()
    };
    let ids = ["claim001", "claim002"].map(str::to_owned);
    let mut app = App::at_with(&sandbox, look);
    app.begin(sandbox.token(), &ids);
    app.until_stage(Stage::Ready, 2);
    assert_eq!(app.state().library.count_with_findings(), 2);
    app.harness.remove_cursor();
    open(&mut app, "claim001");
    app.press_with(Modifiers::SHIFT, Key::K);
    let image = renderer::render(&mut app, "claimed-overlap");
    let area = Area::of(strip(&app, "viewer-canvas"), 2.0);
    let outline = Outline::find(&image, &area);
    let edge = |side: Side| f64::from(side.line(&outline).expect("in view").start) + 2.0;
    let per_page = (edge(Side::Right) - edge(Side::Left)) / 800.0;
    let x = |page: f64| edge(Side::Left) + (page - 100.0) * per_page;
    let y = |page: f64| edge(Side::Top) + (page - 84.0) * per_page;
    let marked = marked(&image, &area);
    // As much as the lines leave: they begin and end at the corners of the area.
    for (found, expected) in [
        (marked[0], x(700.0)),
        (marked[1], y(300.0)),
        (marked[2], x(900.0)),
        (marked[3], y(800.0)),
    ] {
        assert!((found - expected).abs() < 40.0, "{marked:?}: {expected}");
    }
    assert!(
        marked[0] >= x(700.0) - 2.0 && marked[2] <= x(900.0) + 2.0,
        "{marked:?}"
    );
    assert!(
        marked[1] >= y(300.0) - 2.0 && marked[3] <= y(800.0) + 2.0,
        "{marked:?}"
    );
    // On the line below the ticket, and among the details instead.
    assert!(app.shows_part("overlaps that of ticket 2 on the same page"));
    app.press(Key::F9);
    assert!(app.shows_part("overlaps that of ticket 2 on the same page"));
    app.press(Key::Escape);
    app.event(Event::Paste("claim003".to_owned()));
    app.until_stage(Stage::Ready, 3);
    open(&mut app, "claim001");
    assert!(app.shows_part("Ticket 3 on the same page claims the same region"));
}

/// Left, top, right and bottom of what has the colour of a mark, in pixels.
fn marked(image: &RgbaImage, area: &Area) -> [f64; 4] {
    let is_marked = |x: u32, y: u32| {
        let [red, green, blue, _] = image.get_pixel(x, y).0;
        let near = |found: u8, wanted: u8| found.abs_diff(wanted) < 24;
        near(red, CLAIMED_TWICE.r())
            && near(green, CLAIMED_TWICE.g())
            && near(blue, CLAIMED_TWICE.b())
    };
    let mut bounds = [f64::MAX, f64::MAX, f64::MIN, f64::MIN];
    for y in area.y.clone() {
        for x in area.x.clone().filter(|&x| is_marked(x, y)) {
            let (x, y) = (f64::from(x), f64::from(y));
            bounds = [
                bounds[0].min(x),
                bounds[1].min(y),
                bounds[2].max(x),
                bounds[3].max(y),
            ];
        }
    }
    bounds
}
