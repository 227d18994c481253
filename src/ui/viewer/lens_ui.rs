//! The edge lens of the viewer: a frame of four strips around the canvas, each with one border of the region magnified.
//! How much, [`lens_projection`] says.

use egui::{Mesh, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::formats::PagePart;
use crate::geometry::{Side, lens_projection};

use super::canvas::{Scene, View, ui_box};
use crate::ui::Cx;
use crate::ui::kit::theme;
use crate::ui::paint::overlay;
use crate::ui::paint::tiles::Tiles;

/// Thickness of a strip as a part of the shorter side of what the frame may take, and its range in points.
const THICKNESS_PART: f32 = 0.13;
const THICKNESS: std::ops::RangeInclusive<f32> = 56.0..=104.0;
/// A canvas smaller than this is not made smaller still.
const CANVAS_MIN: egui::Vec2 = vec2(360.0, 220.0);

/// Where the canvas and the strips stand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LensFrame {
    pub canvas: Rect,
    pub strips: [(Side, Rect); 4],
}

impl LensFrame {
    /// `None` where there is no room for strips.
    pub fn around(area: Rect) -> Option<Self> {
        let short = area.width().min(area.height());
        let thickness = (short * THICKNESS_PART).clamp(*THICKNESS.start(), *THICKNESS.end());
        let frame = Self::with_thickness(area, thickness.round(), theme::GAP);
        let size = frame.canvas.size();
        (size.x >= CANVAS_MIN.x && size.y >= CANVAS_MIN.y).then_some(frame)
    }

    /// Top and bottom take the whole width, left and right the height between them.
    pub fn with_thickness(area: Rect, thickness: f32, gap: f32) -> Self {
        let canvas = area.shrink(thickness + gap);
        let strip = |min, max| Rect::from_min_max(min, max);
        Self {
            canvas,
            strips: [
                (
                    Side::Top,
                    strip(area.min, pos2(area.right(), area.top() + thickness)),
                ),
                (
                    Side::Bottom,
                    strip(pos2(area.left(), area.bottom() - thickness), area.max),
                ),
                (
                    Side::Left,
                    strip(
                        pos2(area.left(), canvas.top()),
                        pos2(area.left() + thickness, canvas.bottom()),
                    ),
                ),
                (
                    Side::Right,
                    strip(
                        pos2(area.right() - thickness, canvas.top()),
                        pos2(area.right(), canvas.bottom()),
                    ),
                ),
            ],
        }
    }
}

/// What is laid over the strips.
#[derive(Clone, Copy)]
pub struct LensLook {
    pub shows_overlay: bool,
    pub dims_outside: bool,
}

/// Draws the strips around the canvas of `view`, out of the same scene. What they want of a picture that came smaller
/// than it is comes back.
pub fn lens_ui(
    ui: &Ui,
    cx: &Cx<'_>,
    frame: &LensFrame,
    scene: &Scene<'_>,
    view: &View,
    tiles: &mut Tiles,
    look: LensLook,
) -> Vec<PagePart> {
    let mut wanted = Vec::new();
    for (side, rect) in frame.strips {
        let id = egui::Id::unique(("edge lens", side));
        let response = ui.interact(rect, id, Sense::hover());
        let name = cx.text(name_key(side));
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, name.as_ref()));
        let painter = ui.painter().with_clip_rect(rect);
        painter.rect_filled(rect, 0.0, cx.palette.picture_back);
        let viewport = view.viewport;
        let projection = scene.current_region().and_then(|region| {
            lens_projection(region, side, viewport.turn, ui_box(rect), viewport.zoom)
        });
        let (Some(projection), Some(region)) = (projection, scene.current_region()) else {
            continue;
        };
        let strip = View::through(rect, projection);
        scene.paint(&painter, cx, &strip, tiles);
        if scene.picture.is_reduced() {
            wanted.extend(scene.picture.wanted_part(&strip, ui.pixels_per_point()));
        }
        if look.shows_overlay {
            let region = strip.rect(region);
            if look.dims_outside {
                overlay::fill_outside(&painter, rect, region, cx.palette.overlay.dim);
            }
            let pixel = 1.0 / ui.pixels_per_point();
            let mut mesh = Mesh::default();
            overlay::fine_outline(&mut mesh, region, rect, pixel, &cx.palette.overlay);
            painter.add(mesh);
        }
    }
    wanted
}

fn name_key(side: Side) -> &'static str {
    match side {
        Side::Top => "lens-top",
        Side::Bottom => "lens-bottom",
        Side::Left => "lens-left",
        Side::Right => "lens-right",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strips_and_canvas_share_the_area_without_overlap() {
        let area = Rect::from_min_max(pos2(10.0, 40.0), pos2(810.0, 640.0));
        let frame = LensFrame::around(area).expect("there is room");
        assert!(frame.canvas.width() > 600.0);
        let mut parts = vec![frame.canvas];
        parts.extend(frame.strips.map(|(_, rect)| rect));
        for (index, part) in parts.iter().enumerate() {
            assert!(area.contains_rect(*part), "{part:?}");
            for other in &parts[..index] {
                assert!(!part.intersect(*other).is_positive(), "{part:?} {other:?}");
            }
        }
        let thickness = frame.strips.map(|(side, rect)| {
            if side.is_level() {
                rect.height()
            } else {
                rect.width()
            }
        });
        assert!(
            thickness.iter().all(|it| (it - 78.0).abs() < 1e-3),
            "{thickness:?}"
        );
    }

    #[test]
    fn a_small_canvas_has_no_strips() {
        let area = |width, height| Rect::from_min_size(pos2(0.0, 0.0), vec2(width, height));
        assert_eq!(LensFrame::around(area(440.0, 800.0)), None);
        assert_eq!(LensFrame::around(area(900.0, 320.0)), None);
        assert!(LensFrame::around(area(560.0, 400.0)).is_some());
    }
}
