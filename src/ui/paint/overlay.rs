//! What is laid over pictures: the region's outline, siblings, the dimming, the pattern of the unknown.
//! Drawn from plain triangles on whole pixels, so that an edge stands exactly where it is said to.

use std::sync::Arc;

use egui::text::{LayoutJob, TextWrapping};
use egui::{Color32, FontId, Galley, Mesh, Painter, Pos2, Rect, Shape, Stroke, Vec2, pos2, vec2};

use crate::ui::kit::theme::{Overlay, Palette};

/// Width of the outline's core in points at any zoom.
const CORE: f32 = 2.0;
/// Width of each of the two casings.
const CASING: f32 = 1.0;
/// Side of the marks on the corners of what was drawn by hand.
const CORNER: f32 = 6.0;
/// Length of a dash and of the space after it.
const DASH: f32 = 6.0;
/// Distance between the lines of the unknown's hatch.
const HATCH: f32 = 12.0;
/// Width of those lines.
const HATCH_LINE: f32 = 3.0;
/// The same for what is claimed twice, which is only marked along its rim: what is printed there is what counts.
const CLAIM_RIM: f32 = 12.0;
const CLAIM_HATCH: f32 = 12.0;
const CLAIM_LINE: f32 = 1.5;

/// Size of a plate's words.
const PLATE_FONT: f32 = 12.0;
/// Around them.
const PLATE_MARGIN: Vec2 = vec2(5.0, 2.0);

/// Outlines the region on whole pixels: the middle of the core is at most half a pixel off the rectangle's edge.
pub fn region_outline(painter: &Painter, rect: Rect, overlay: &Overlay) {
    let pixel = 1.0 / painter.ctx().pixels_per_point();
    let core = whole_pixels(CORE, pixel);
    let casing = whole_pixels(CASING, pixel);
    // The core's own sides are rounded, not the edge: an odd number of pixels has its middle within a pixel.
    let outer = on_pixels(rect.expand(core / 2.0), pixel);
    let inner = outer.shrink(core);
    let mut mesh = Mesh::default();
    ring(&mut mesh, outer.expand(casing), outer, overlay.casing_dark);
    ring(&mut mesh, outer, inner, overlay.region);
    ring(&mut mesh, inner, inner.shrink(casing), overlay.casing_light);
    painter.add(mesh);
}

/// A thin outline for small pictures: the core alone, of one point. Only what lies in `clip` is added.
pub fn thin_outline(mesh: &mut Mesh, rect: Rect, clip: Rect, pixel: f32, overlay: &Overlay) {
    let width = whole_pixels(1.5, pixel).max(pixel);
    let rect = on_pixels(rect, pixel);
    for part in ring_parts(rect, rect.shrink(width)) {
        let part = part.intersect(clip);
        if part.is_positive() {
            mesh.add_colored_rect(part, overlay.region);
        }
    }
}

/// That of a region that was drawn by hand: thin, with its corners marked.
pub fn corrected_outline(mesh: &mut Mesh, rect: Rect, clip: Rect, pixel: f32, overlay: &Overlay) {
    thin_outline(mesh, rect, clip, pixel, overlay);
    for corner in [
        rect.left_top(),
        rect.right_top(),
        rect.right_bottom(),
        rect.left_bottom(),
    ] {
        let mark = Rect::from_center_size(corner, vec2(CORNER, CORNER)).intersect(clip);
        if mark.is_positive() {
            mesh.add_colored_rect(on_pixels(mark, pixel), overlay.region);
        }
    }
}

/// The finest outline, for looking at an edge itself: one pixel, its middle at most half a pixel off the edge. Only
/// what lies in `clip` is added.
pub fn fine_outline(mesh: &mut Mesh, rect: Rect, clip: Rect, pixel: f32, overlay: &Overlay) {
    let outer = on_pixels(rect.expand(pixel / 2.0), pixel);
    let mut lines = Mesh::default();
    for part in ring_parts(outer, outer.shrink(pixel)) {
        let part = part.intersect(clip);
        if part.is_positive() {
            lines.add_colored_rect(part, overlay.region);
        }
    }
    mesh.append(lines);
}

/// Where OCR put a region that somebody corrected: thin and dashed, in the region's colour.
pub fn ghost_outline(painter: &Painter, rect: Rect, overlay: &Overlay) {
    dashed_outline(painter, rect, overlay.region, overlay);
}

/// Where a region's borders could go, if the reviewer wants them there.
pub fn suggested_outline(painter: &Painter, rect: Rect, overlay: &Overlay) {
    dashed_outline(painter, rect, overlay.on_plate, overlay);
}

/// Small squares on the corners of what was drawn by hand.
pub fn corner_marks(painter: &Painter, rect: Rect, overlay: &Overlay) {
    for corner in [
        rect.left_top(),
        rect.right_top(),
        rect.right_bottom(),
        rect.left_bottom(),
    ] {
        let mark = Rect::from_center_size(corner, vec2(CORNER, CORNER));
        painter.rect_filled(mark.expand(CASING), 0.0, overlay.casing_dark);
        painter.rect_filled(mark, 0.0, overlay.region);
    }
}

/// What can be taken hold of, around this place.
pub fn handle(painter: &Painter, at: Pos2, side: f32, is_held: bool, overlay: &Overlay) {
    let rect = Rect::from_center_size(at, vec2(side, side));
    let (fill, edge) = if is_held {
        (overlay.region, overlay.on_plate)
    } else {
        (overlay.on_plate, overlay.region)
    };
    painter.rect_filled(rect.expand(CASING), 2.0, overlay.casing_dark);
    painter.rect_filled(rect, 2.0, edge);
    painter.rect_filled(rect.shrink(1.5), 1.0, fill);
}

/// Marks a part of a corrected region for which there is no picture. The lines lean the other way than those of the
/// unknown.
pub fn undelivered(painter: &Painter, rect: Rect, overlay: &Overlay) {
    let rect = rect.intersect(painter.clip_rect());
    if rect.is_positive() {
        let painter = painter.with_clip_rect(rect);
        leaning_lines(&painter, rect, overlay.region, overlay);
    }
}

/// Marks a line of print that a region's border goes through.
pub fn cut_line(painter: &Painter, corners: [Pos2; 4], overlay: &Overlay) {
    for (width, color) in [
        (CLAIM_LINE + 2.0 * CASING, overlay.casing_dark),
        (CLAIM_LINE, overlay.claimed_twice),
    ] {
        painter.add(Shape::closed_line(
            corners.to_vec(),
            Stroke::new(width, color),
        ));
    }
}

/// Marks an area that two regions share. The lines lean the other way than those of the unknown.
pub fn claimed_twice(painter: &Painter, rect: Rect, overlay: &Overlay) {
    let rect = rect.intersect(painter.clip_rect());
    if !rect.is_positive() {
        return;
    }
    for part in ring_parts(
        rect,
        rect.shrink(CLAIM_RIM.min(rect.size().min_elem() / 2.0)),
    ) {
        let painter = painter.with_clip_rect(part);
        leaning_lines(&painter, rect, overlay.claimed_twice, overlay);
    }
}

fn leaning_lines(painter: &Painter, rect: Rect, color: Color32, overlay: &Overlay) {
    let first = ((rect.left() + rect.top()) / CLAIM_HATCH).floor() as i64;
    let last = ((rect.right() + rect.bottom()) / CLAIM_HATCH).ceil() as i64;
    for (width, color) in [
        (CLAIM_LINE + CASING, overlay.casing_dark),
        (CLAIM_LINE, color),
    ] {
        let stroke = Stroke::new(width, color);
        for line in first..=last {
            // Lines of x + y = const, so that the pattern stays put when the rectangle moves.
            let sum = line as f32 * CLAIM_HATCH;
            let ends = [
                pos2(sum - rect.top(), rect.top()),
                pos2(sum - rect.bottom(), rect.bottom()),
            ];
            painter.line_segment(ends, stroke);
        }
    }
}

/// A sibling's region: thin, dashed, with its number on a small plate, in a corner that is not on the open ticket.
pub fn sibling_outline(
    painter: &Painter,
    rect: Rect,
    own: Option<Rect>,
    number: usize,
    overlay: &Overlay,
) {
    if !rect.intersects(painter.clip_rect()) {
        return;
    }
    dashed_outline(painter, rect, overlay.sibling, overlay);
    let size = vec2(26.0, 20.0);
    let inner = rect.shrink(4.0);
    let corners = [
        inner.left_top(),
        pos2(inner.right() - size.x, inner.top()),
        pos2(inner.left(), inner.bottom() - size.y),
        inner.right_bottom() - size,
    ];
    let is_free =
        |at: &&Pos2| own.is_none_or(|own| !own.intersects(Rect::from_min_size(**at, size)));
    let at = corners.iter().find(is_free).unwrap_or(&corners[0]);
    plate(painter, *at, &number.to_string(), overlay);
}

fn dashed_outline(painter: &Painter, rect: Rect, color: Color32, overlay: &Overlay) {
    for edge in edges_in_view(rect, painter.clip_rect()) {
        for (color, width) in [(overlay.casing_dark, 3.0), (color, 1.5)] {
            let stroke = Stroke::new(width, color);
            painter.extend(Shape::dashed_line(&edge, stroke, DASH, DASH));
        }
    }
}

/// The parts of a rectangle's edges that a view shows: zoomed in, the whole of them has more dashes than a
/// frame has time for. Each begins a whole number of dashes from its corner, so that they stay put.
fn edges_in_view(rect: Rect, view: Rect) -> Vec<[Pos2; 2]> {
    let period = 2.0 * DASH;
    let span = |from: f32, to: f32, first: f32, last: f32| {
        let skipped = ((first - from) / period).floor().max(0.0) * period;
        (from + skipped, to.min(last + period))
    };
    let (left, right) = span(rect.left(), rect.right(), view.left(), view.right());
    let (top, bottom) = span(rect.top(), rect.bottom(), view.top(), view.bottom());
    let mut edges = Vec::new();
    for y in [rect.top(), rect.bottom()] {
        if left < right && view.y_range().expand(DASH).contains(y) {
            edges.push([pos2(left, y), pos2(right, y)]);
        }
    }
    for x in [rect.left(), rect.right()] {
        if top < bottom && view.x_range().expand(DASH).contains(x) {
            edges.push([pos2(x, top), pos2(x, bottom)]);
        }
    }
    edges
}

/// A word on a dark plate, its top left corner at `at`.
pub fn plate(painter: &Painter, at: Pos2, text: &str, overlay: &Overlay) -> Rect {
    let room = painter.clip_rect().right() - at.x - 3.0 * PLATE_MARGIN.x;
    let font = FontId::proportional(PLATE_FONT);
    let mut job = LayoutJob::simple_singleline(text.to_owned(), font, overlay.on_plate);
    job.wrap = TextWrapping::truncate_at_width(room.max(0.0));
    plate_of(painter, at, painter.layout_job(job), overlay)
}

/// The words of a plate, for one that is shown again and again.
pub fn plate_text(painter: &Painter, text: String, overlay: &Overlay) -> Arc<Galley> {
    painter.layout_no_wrap(text, FontId::proportional(PLATE_FONT), overlay.on_plate)
}

/// A plate of words that are laid out already.
pub fn plate_of(painter: &Painter, at: Pos2, galley: Arc<Galley>, overlay: &Overlay) -> Rect {
    let rect = Rect::from_min_size(at, galley.size() + PLATE_MARGIN * 2.0);
    painter.rect_filled(rect, 4.0, overlay.plate);
    painter.galley(at + PLATE_MARGIN, galley, overlay.on_plate);
    rect
}

/// Fills what lies in `area` outside `rect`.
pub fn fill_outside(painter: &Painter, area: Rect, rect: Rect, color: Color32) {
    let mut mesh = Mesh::default();
    let clear = rect.intersect(area);
    if clear.is_positive() {
        ring(&mut mesh, area, clear, color);
    } else {
        mesh.add_colored_rect(area, color);
    }
    painter.add(mesh);
}

/// Marks a part of a page of which nothing is known.
pub fn unknown(painter: &Painter, rect: Rect, palette: &Palette) {
    let rect = rect.intersect(painter.clip_rect());
    if !rect.is_positive() {
        return;
    }
    painter.rect_filled(rect, 0.0, palette.unknown);
    let painter = painter.with_clip_rect(rect);
    let stroke = Stroke::new(HATCH_LINE, palette.unknown_hatch);
    let first = ((rect.left() - rect.bottom()) / HATCH).floor() as i64;
    let last = ((rect.right() - rect.top()) / HATCH).ceil() as i64;
    for line in first..=last {
        // Lines of x - y = const, so that the pattern stays put when the rectangle moves.
        let shift = line as f32 * HATCH;
        painter.line_segment(
            [
                pos2(shift + rect.top(), rect.top()),
                pos2(shift + rect.bottom(), rect.bottom()),
            ],
            stroke,
        );
    }
}

/// The same for small parts of many tiles: plain triangles for one mesh, without an edge of their own.
pub fn unknown_into(mesh: &mut Mesh, rect: Rect, palette: &Palette) {
    mesh.add_colored_rect(rect, palette.unknown);
    let width = HATCH_LINE * std::f32::consts::SQRT_2;
    let first = ((rect.left() - rect.bottom() - width) / HATCH).ceil() as i64;
    let last = ((rect.right() - rect.top()) / HATCH).floor() as i64;
    for line in first..=last {
        let from = line as f32 * HATCH;
        let corners = [
            rect.left_top(),
            rect.right_top(),
            rect.right_bottom(),
            rect.left_bottom(),
        ];
        let band = cut_off(&corners, |at| at.x - at.y - from);
        let band = cut_off(&band, |at| from + width - (at.x - at.y));
        let start = mesh.vertices.len() as u32;
        for corner in &band {
            mesh.colored_vertex(*corner, palette.unknown_hatch);
        }
        for corner in 2..band.len() as u32 {
            mesh.add_triangle(start, start + corner - 1, start + corner);
        }
    }
}

/// The part of a convex shape where `inside`, which grows evenly, is not negative.
fn cut_off(shape: &[Pos2], inside: impl Fn(Pos2) -> f32) -> Vec<Pos2> {
    let mut kept = Vec::with_capacity(shape.len() + 1);
    let mut before = shape.last().copied();
    for &corner in shape {
        let (was, is) = (inside(before.unwrap_or(corner)), inside(corner));
        if let Some(before) = before.filter(|_| (was < 0.0) != (is < 0.0)) {
            kept.push(before.lerp(corner, was / (was - is)));
        }
        if is >= 0.0 {
            kept.push(corner);
        }
        before = Some(corner);
    }
    kept
}

/// The surface between two rectangles, one within the other.
fn ring(mesh: &mut Mesh, outer: Rect, inner: Rect, color: Color32) {
    for part in ring_parts(outer, inner) {
        if part.is_positive() {
            mesh.add_colored_rect(part, color);
        }
    }
}

fn ring_parts(outer: Rect, inner: Rect) -> [Rect; 4] {
    [
        Rect::from_min_max(outer.left_top(), pos2(outer.right(), inner.top())),
        Rect::from_min_max(pos2(outer.left(), inner.bottom()), outer.right_bottom()),
        Rect::from_min_max(
            pos2(outer.left(), inner.top()),
            pos2(inner.left(), inner.bottom()),
        ),
        Rect::from_min_max(
            pos2(inner.right(), inner.top()),
            pos2(outer.right(), inner.bottom()),
        ),
    ]
}

/// The rectangle with every side moved to the nearest whole pixel.
fn on_pixels(rect: Rect, pixel: f32) -> Rect {
    let on_pixel = |position: f32| (position / pixel).round() * pixel;
    Rect::from_min_max(
        pos2(on_pixel(rect.left()), on_pixel(rect.top())),
        pos2(on_pixel(rect.right()), on_pixel(rect.bottom())),
    )
}

/// A width in points as a whole number of pixels, one at least.
fn whole_pixels(points: f32, pixel: f32) -> f32 {
    (points / pixel).round().max(1.0) * pixel
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_unknown_stays_within_its_rectangle_and_leans_one_way() {
        let palette = Palette::of(egui::Theme::Dark);
        let rect = Rect::from_min_max(pos2(30.0, 17.0), pos2(90.0, 41.0));
        let mut mesh = Mesh::default();
        unknown_into(&mut mesh, rect, &palette);
        let hatch = mesh
            .vertices
            .iter()
            .filter(|it| it.color == palette.unknown_hatch);
        let grid = rect.expand(1e-3);
        let mut lines = std::collections::BTreeSet::new();
        for vertex in hatch {
            assert!(grid.contains(vertex.pos), "{:?}", vertex.pos);
            lines.insert(((vertex.pos.x - vertex.pos.y + 1e-3) / HATCH).floor() as i64);
        }
        assert!(lines.len() > 5, "{lines:?}");
    }

    #[test]
    fn a_fine_outline_is_one_pixel_on_the_edge_and_only_where_it_is_seen() {
        let overlay = &Palette::of(egui::Theme::Dark).overlay;
        let clip = Rect::from_min_max(pos2(0.0, 0.0), pos2(100.0, 40.0));
        let region = Rect::from_min_max(pos2(10.3, 20.2), pos2(90.0, 5000.0));
        let mut mesh = Mesh::default();
        fine_outline(&mut mesh, region, clip, 0.5, overlay);
        assert_eq!(mesh.vertices.len(), 12, "top, left and right");
        let bounds = mesh.calc_bounds();
        assert!(clip.contains_rect(bounds));
        assert!((bounds.top() - 20.0).abs() < 1e-3, "{bounds:?}");
    }

    #[test]
    fn only_edges_in_view_are_dashed_and_dashes_stay_put() {
        let view = Rect::from_min_max(pos2(0.0, 0.0), pos2(800.0, 600.0));
        let huge = Rect::from_min_max(pos2(-100_000.0, 100.0), pos2(100_000.0, 90_000.0));
        let edges = edges_in_view(huge, view);
        assert_eq!(edges.len(), 1, "only the top edge is in view");
        let [from, to] = edges[0];
        assert!(from.x <= 0.0 && to.x >= 800.0 && to.x - from.x < 900.0);
        let dashes = (from.x - huge.left()) / (2.0 * DASH);
        assert!((dashes - dashes.round()).abs() < 0.01);
        let whole = Rect::from_min_max(pos2(10.0, 10.0), pos2(50.0, 50.0));
        assert_eq!(edges_in_view(whole, view).len(), 4);
    }
}
