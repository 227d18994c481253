//! Edge spots: of each border of the region the place where most print crosses it, from near. A click goes there; while
//! their key is held, all four are large.

use egui::{Align2, FontId, Mesh, Rect, Role, Sense, Ui, Vec2, WidgetInfo, vec2};

use crate::formats::{PagePart, most_ink};
use crate::geometry::{Border, PageBox, PictureFromPage, Side, Viewport};
use crate::model::{InvoiceNr, PictureKey};
use crate::state::{Action, ViewerAction};

use super::canvas::{CanvasView, PagePicture, Scene, ui_box};
use crate::ui::Cx;
use crate::ui::kit::theme;
use crate::ui::kit::tooltip::WithTooltip as _;
use crate::ui::paint::overlay;
use crate::ui::paint::tiles::Tiles;

/// Size of a spot in the panel.
const IN_PANEL: Vec2 = vec2(136.0, 64.0);
/// The same in the column where the panel is closed.
const IN_COLUMN: Vec2 = vec2(88.0, 64.0);
/// Width of that column with its margins.
pub const COLUMN_WIDTH: f32 = 96.0;
/// How much closer than the spot a click goes.
const CLOSER: f64 = 2.0;
/// As one reads them: above, right, below, left.
const ORDER: [Side; 4] = [Side::Top, Side::Right, Side::Bottom, Side::Left];

/// Where ink crosses the borders of the open ticket, as it was found last.
#[derive(Default)]
pub struct EdgeSpots {
    of: Option<Looked>,
    /// The part of each border's length, in the order of [`ORDER`]; `None` without ink.
    ink: [Option<f64>; 4],
}

/// What was looked at; anything else is looked at anew.
#[derive(Clone, PartialEq)]
struct Looked {
    key: PictureKey,
    borders: [Option<Border>; 4],
    has_pixels: bool,
}

/// The ticket whose borders are shown, as the canvas shows it.
pub struct Spotted<'a> {
    pub nr: InvoiceNr,
    pub scene: &'a Scene<'a>,
    pub region: PageBox,
    pub view: &'a CanvasView,
    pub shows_overlay: bool,
    pub dims_outside: bool,
}

/// One border, and where it is looked at.
struct BorderSpot {
    side: Side,
    border: Option<Border>,
    ink: Option<f64>,
}

impl EdgeSpots {
    /// In rows for the panel, or one below the other for the column. What they want of a picture that came smaller than
    /// it is comes back.
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        cx: &mut Cx<'_>,
        of: &Spotted<'_>,
        tiles: &mut Tiles,
        is_column: bool,
    ) -> Vec<PagePart> {
        let spots = self.look(of);
        let (size, in_row) = if is_column {
            (IN_COLUMN, 1)
        } else {
            (IN_PANEL, 2)
        };
        let mut wanted = Vec::new();
        for row in spots.chunks(in_row) {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 2.0 * theme::GAP;
                for spot in row {
                    wanted.extend(spot_ui(ui, cx, of, tiles, spot, size));
                }
            });
        }
        wanted
    }

    /// All four over the canvas, with or without ink.
    pub fn large_ui(
        &mut self,
        ui: &Ui,
        cx: &Cx<'_>,
        of: &Spotted<'_>,
        tiles: &mut Tiles,
    ) -> Vec<PagePart> {
        let area = of.view.canvas;
        ui.painter().rect_filled(area, 0.0, cx.palette.picture_gap);
        let size = (area.size() - Vec2::splat(theme::GAP)) / 2.0;
        let mut wanted = Vec::new();
        for (index, spot) in self.look(of).iter().enumerate() {
            let Some(border) = spot.border else {
                continue;
            };
            let cell = vec2((index % 2) as f32, (index / 2) as f32);
            let rect =
                Rect::from_min_size(area.min + cell * (size + Vec2::splat(theme::GAP)), size);
            let name = cx.text(large_key(spot.side));
            let response = ui.interact(rect, egui::Id::unique(("edge", spot.side)), Sense::hover());
            response.widget_info(|| WidgetInfo::labeled(Role::Image, true, name.as_ref()));
            let viewport = border.viewport(spot.ink.unwrap_or(0.5), ui_box(rect));
            wanted.extend(paint(ui, cx, of, tiles, rect, viewport));
            let at = rect.left_top() + Vec2::splat(2.0 * theme::GAP);
            overlay::plate(ui.painter(), at, &name, &cx.palette.overlay);
        }
        wanted
    }

    /// Looks for ink, where that was not done yet.
    fn look(&mut self, of: &Spotted<'_>) -> [BorderSpot; 4] {
        let borders = ORDER.map(|side| Border::of(of.region, side, of.view.viewport.turn));
        let looked = Looked {
            key: of.scene.picture.key.clone(),
            borders,
            has_pixels: of.scene.picture.full.is_some(),
        };
        if self.of.as_ref() != Some(&looked) {
            let spot = Rect::from_min_size(egui::Pos2::ZERO, IN_PANEL);
            self.ink = borders.map(|border| ink_on(&of.scene.picture, &border?, spot));
            self.of = Some(looked);
        }
        std::array::from_fn(|index| BorderSpot {
            side: ORDER[index],
            border: borders[index],
            ink: self.ink[index],
        })
    }
}

/// Where on the border most ink crosses within what a spot shows.
fn ink_on(picture: &PagePicture<'_>, border: &Border, spot: Rect) -> Option<f64> {
    let raster = picture.full?.pyramid.level(0);
    let picture_from_page = picture
        .placement
        .map_or_else(PictureFromPage::identity, |it| it.picture_from_page);
    let (width, height) = raster.size();
    let scale = [
        f64::from(width) / f64::from(picture.size.width.max(1)),
        f64::from(height) / f64::from(picture.size.height.max(1)),
    ];
    let [from, to] = [border.from, border.to].map(|end| {
        let end = picture_from_page.transform_point(end);
        [end.x * scale[0], end.y * scale[1]]
    });
    let shown = f64::from(spot.height()) / border.zoom(ui_box(spot));
    let pixels = (to[0] - from[0]).hypot(to[1] - from[1]) / border.length();
    most_ink(raster, from, to, shown * pixels)
}

/// A spot that goes there when it is clicked, or a word that there is no ink.
fn spot_ui(
    ui: &mut Ui,
    cx: &mut Cx<'_>,
    of: &Spotted<'_>,
    tiles: &mut Tiles,
    spot: &BorderSpot,
    size: Vec2,
) -> Option<PagePart> {
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let name = cx.text(name_key(spot.side)).into_owned();
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    let mut wanted = None;
    let viewport = spot
        .border
        .map(|border| border.viewport(spot.ink.unwrap_or(0.5), ui_box(rect)));
    if let Some(viewport) = viewport.filter(|_| spot.ink.is_some()) {
        wanted = paint(ui, cx, of, tiles, rect, viewport);
    } else {
        ui.painter().rect_filled(rect, 0.0, cx.palette.raised);
        let text = if of.scene.picture.full.is_some() {
            cx.with("edge-no-ink", &[("side", name.as_str().into())])
        } else {
            name.clone()
        };
        let font = FontId::proportional(theme::SMALL);
        let galley = ui
            .painter()
            .layout(text, font, cx.palette.weak, size.x - 8.0);
        let place = Align2::CENTER_CENTER.align_size_within_rect(galley.size(), rect);
        ui.painter().galley(place.min, galley, cx.palette.weak);
    }
    let edge = if response.hovered() {
        cx.palette.accent
    } else {
        cx.palette.line
    };
    let stroke = egui::Stroke::new(1.0, edge);
    ui.painter()
        .rect_stroke(rect, 0.0, stroke, egui::StrokeKind::Inside);
    let response = response.with_tooltip(cx.with("edge-go", &[("side", name.into())]));
    if let Some(viewport) = viewport.filter(|_| response.clicked()) {
        let zoom = (viewport.zoom * CLOSER).max(of.view.viewport.zoom);
        let there = Viewport { zoom, ..viewport };
        cx.push(Action::Viewer(ViewerAction::Look(of.nr, there)));
    }
    wanted
}

/// Paints what `viewport` shows of the page, as the canvas would.
fn paint(
    ui: &Ui,
    cx: &Cx<'_>,
    of: &Spotted<'_>,
    tiles: &mut Tiles,
    rect: Rect,
    viewport: Viewport,
) -> Option<PagePart> {
    let view = CanvasView::through(rect, viewport);
    let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
    painter.rect_filled(rect, 0.0, cx.palette.picture_back);
    of.scene.paint(&painter, cx, &view, tiles);
    if of.shows_overlay {
        let region = view.rect(of.region);
        if of.dims_outside {
            overlay::fill_outside(&painter, rect, region, cx.palette.overlay.dim);
        }
        let pixel = 1.0 / ui.pixels_per_point();
        let mut mesh = Mesh::default();
        overlay::fine_outline(&mut mesh, region, rect, pixel, &cx.palette.overlay);
        painter.add(mesh);
    }
    let picture = &of.scene.picture;
    let part = picture.wanted_part(&view, ui.pixels_per_point());
    part.filter(|_| picture.is_reduced())
}

fn name_key(side: Side) -> &'static str {
    match side {
        Side::Top => "edge-top",
        Side::Bottom => "edge-bottom",
        Side::Left => "edge-left",
        Side::Right => "edge-right",
    }
}

fn large_key(side: Side) -> &'static str {
    match side {
        Side::Top => "lens-top",
        Side::Bottom => "lens-bottom",
        Side::Left => "lens-left",
        Side::Right => "lens-right",
    }
}
