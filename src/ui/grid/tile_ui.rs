//! One tile of the grid: the whole picture, never cropped, with the region drawn on it, and where it stands.

use std::sync::Arc;

use egui::text::LayoutJob;
use egui::{
    Align, Align2, Color32, FontId, Mesh, Painter, Rect, Stroke, StrokeKind, TextureId, pos2, vec2,
};

use crate::geometry::PictureBox;
use crate::model::Severity;
use crate::review::{Entry, Stage};

use super::grid_layout::CAPTION_HEIGHT;
use super::tile_edges::TileEdges;
use super::tile_texts::TileTexts;
use crate::ui::Cx;
use crate::ui::kit::theme::Palette;
use crate::ui::kit::{icons, texts, theme};
use crate::ui::paint::overlay;

/// Space between a tile's edge and its picture.
const INSET: f32 = 4.0;
/// Space between a tile's edge and its words.
pub(super) const SIDE: f32 = 8.0;
/// A picture that is so many times as high as wide has its words beside it, as it would leave most of its area empty.
const TALL: f32 = 1.5;
/// In a smaller tile there is no room for words beside a picture.
const TALL_TILE: f32 = 170.0;
/// Points that words have beside a high picture at least.
const BESIDE: f32 = 80.0;
/// Side of the mark of a selected tile.
const SELECTED: f32 = 20.0;

/// A tile ready to be painted, in several passes over all tiles: what shares a texture is drawn together.
#[expect(clippy::struct_excessive_bools, reason = "each is drawn by itself")]
pub struct Tile<'a> {
    pub rect: Rect,
    pub entry: &'a Entry,
    pub texture: Option<(TextureId, egui::Vec2)>,
    /// The borders of its region, where the tile is large enough to show them.
    pub edges: Option<TileEdges>,
    pub is_current: bool,
    /// One of several that the next verdict means.
    pub is_selected: bool,
    pub is_hovered: bool,
    /// Its picture is much higher than wide: it has the tile's height, and the words stand beside it.
    pub is_tall: bool,
    /// Its picture does not come before a token is given.
    pub needs_token: bool,
    pub texts: Arc<TileTexts>,
}

impl Tile<'_> {
    /// First pass: its surfaces, the ground of its borders, and the mark of the current one.
    pub fn paint_back(&self, painter: &Painter, palette: &Palette) {
        let fill = if self.is_selected {
            palette.accent_faint
        } else if self.is_hovered {
            palette.hovered
        } else {
            palette.raised
        };
        painter.rect_filled(self.rect, theme::RADIUS, fill);
        let back = if self.texture.is_some() {
            palette.picture_back
        } else if self.awaits_picture() {
            palette.skeleton
        } else {
            palette.panel
        };
        painter.rect_filled(self.picture_area(), theme::RADIUS - 2, back);
        if let Some(edges) = self.shown_edges() {
            edges.paint_back(painter, self.whole_area(), palette);
        }
        if self.is_current || self.is_selected {
            let width = if self.is_current { 2.0 } else { 1.0 };
            let stroke = Stroke::new(width, palette.accent);
            painter.rect_stroke(
                self.rect,
                f32::from(theme::RADIUS),
                stroke,
                StrokeKind::Outside,
            );
        }
    }

    /// Second pass: the picture.
    pub fn paint_picture(&self, painter: &Painter) {
        if let Some((texture, size)) = self.texture {
            let whole = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
            painter.image(texture, self.picture_rect(size), whole, Color32::WHITE);
        }
    }

    /// Second pass too: the pixels around its borders.
    pub fn paint_edges(&self, painter: &Painter) {
        if let Some(edges) = self.shown_edges() {
            edges.paint_pixels(painter, self.whole_area());
        }
    }

    /// Last pass: badges and words.
    pub fn paint_front(&self, painter: &Painter, cx: &Cx<'_>) {
        if self.texture.is_none() {
            self.paint_placeholder(painter, cx);
        } else if let Some(edges) = self.shown_edges() {
            edges.paint_lines(painter, self.whole_area(), cx.palette);
        }
        self.paint_badges(painter, cx);
        self.paint_caption(painter, cx);
        if self.is_selected {
            self.paint_selected(painter, cx.palette);
        }
    }

    /// A mark by its shape: a tick on a square, in the tile's corner.
    fn paint_selected(&self, painter: &Painter, palette: &Palette) {
        let corner = self.picture_area().right_bottom() - vec2(SELECTED + INSET, SELECTED + INSET);
        let rect = Rect::from_min_size(corner, vec2(SELECTED, SELECTED));
        painter.rect_filled(rect, 4.0, palette.accent);
        painter.text(
            rect.center(),
            Align2::CENTER_CENTER,
            icons::CORRECT,
            FontId::proportional(theme::BODY),
            palette.on_accent,
        );
    }

    /// Whether its picture is still to come.
    pub fn awaits_picture(&self) -> bool {
        let may_come = match self.entry.stage {
            Stage::Waiting | Stage::Linked | Stage::Loading | Stage::Ready => true,
            Stage::Failed | Stage::NotFound | Stage::NoPicture => false,
        };
        may_come && self.texture.is_none()
    }

    fn is_held_up(&self) -> bool {
        self.needs_token && self.awaits_picture()
    }

    /// Nothing is magnified of a picture that is not shown.
    fn shown_edges(&self) -> Option<&TileEdges> {
        self.edges.as_ref().filter(|_| self.texture.is_some())
    }

    /// The picture and what stands around it.
    fn whole_area(&self) -> Rect {
        match aspect(self.entry).filter(|_| self.is_tall) {
            Some(aspect) => tall_area(self.rect, aspect),
            None => Self::picture_area_of(self.rect),
        }
    }

    /// Of a tile that shows no borders.
    pub fn picture_area_of(tile: Rect) -> Rect {
        let mut area = tile.shrink(INSET);
        area.max.y = tile.bottom() - CAPTION_HEIGHT;
        area
    }

    pub fn picture_area(&self) -> Rect {
        let area = self.whole_area();
        self.shown_edges().map_or(area, |_| TileEdges::inner(area))
    }

    /// Where the picture of this size stands: as large as fits, in the middle, on whole points.
    fn picture_rect(&self, size: egui::Vec2) -> Rect {
        let area = self.picture_area();
        let scale = (area.width() / size.x).min(area.height() / size.y);
        let size = (size * scale).round().max(vec2(1.0, 1.0));
        let min = area.center() - size / 2.0;
        Rect::from_min_size(pos2(min.x.round(), min.y.round()), size)
    }

    /// Third pass: the region, those of all tiles in one mesh.
    pub fn add_region(&self, mesh: &mut Mesh, pixel: f32, palette: &Palette) {
        let (Some((_, size)), Some(located), Some(facts)) =
            (self.texture, &self.entry.located, &self.entry.facts)
        else {
            return;
        };
        let corrected = self.entry.ticket.corrected_box();
        let is_shown = corrected.is_some() || !is_exact_crop(self.entry);
        let Some(region) = located.in_picture.filter(|_| is_shown) else {
            return;
        };
        let placement = located.placement.as_deref();
        let corrected = corrected.and_then(|it| Some(placement?.in_picture(it)));
        let picture = self.picture_rect(size);
        let scale = vec2(
            picture.width() / facts.size.width as f32,
            picture.height() / facts.size.height as f32,
        );
        let at = |x: f64, y: f64| picture.min + vec2(x as f32, y as f32) * scale;
        let rect =
            |it: PictureBox| Rect::from_min_max(at(it.min.x, it.min.y), at(it.max.x, it.max.y));
        let clip = self.picture_area();
        if let Some(corrected) = corrected {
            // OCR's is a hair beside it.
            overlay::fine_outline(mesh, rect(region), clip, pixel, &palette.overlay);
            overlay::corrected_outline(mesh, rect(corrected), clip, pixel, &palette.overlay);
        } else {
            overlay::thin_outline(mesh, rect(region), clip, pixel, &palette.overlay);
        }
    }

    fn paint_placeholder(&self, painter: &Painter, cx: &Cx<'_>) {
        let palette = cx.palette;
        let (icon, color) = match self.entry.stage {
            _ if self.is_held_up() => (icons::WAITING, palette.weak),
            Stage::Waiting | Stage::Linked => (icons::WAITING, palette.weak),
            Stage::Loading | Stage::Ready => (icons::LOADER, palette.weak),
            Stage::Failed => (icons::ERROR, palette.error),
            Stage::NotFound => (icons::FILE_X, palette.warning),
            Stage::NoPicture => (icons::FILE_TEXT, palette.info),
        };
        let area = self.picture_area();
        let text = self.placeholder_text(cx);
        let font = FontId::proportional(theme::SMALL);
        let mut job = LayoutJob::simple(text, font, palette.weak, area.width() - 16.0);
        job.halign = Align::Center;
        let galley = painter.layout_job(job);
        let height = galley.size().y + 28.0;
        let top = area.center().y - height / 2.0;
        painter.text(
            pos2(area.center().x, top),
            Align2::CENTER_TOP,
            icon,
            FontId::proportional(20.0),
            color,
        );
        painter
            .with_clip_rect(area.intersect(painter.clip_rect()))
            .galley(pos2(area.center().x, top + 28.0), galley, palette.weak);
    }

    fn placeholder_text(&self, cx: &Cx<'_>) -> String {
        match (self.entry.stage, &self.entry.failure) {
            (Stage::Failed, Some(failure)) => texts::failure(cx, failure),
            (Stage::NoPicture, _) => self.summary_text(cx),
            _ if self.is_held_up() => cx.text("tile-needs-token").into_owned(),
            _ => cx.text(texts::stage_key(self.entry.stage)).into_owned(),
        }
    }

    /// The few words of a data file that tell it from others.
    fn summary_text(&self, cx: &Cx<'_>) -> String {
        let Some(summary) = &self.entry.summary else {
            return cx.text("stage-no-picture").into_owned();
        };
        let lines = [
            &summary.title,
            &summary.number,
            &summary.date,
            &summary.seller,
            &summary.total,
        ];
        let said: Vec<&str> = lines
            .into_iter()
            .map(String::as_str)
            .filter(|line| !line.is_empty())
            .collect();
        said.join("\n")
    }

    fn paint_badges(&self, painter: &Painter, cx: &Cx<'_>) {
        let area = self.picture_area();
        if let Some(text) = &self.texts.on_page {
            let corner = area.left_top() + vec2(4.0, 4.0);
            overlay::plate_of(painter, corner, Arc::clone(text), &cx.palette.overlay);
        }
        if let Some(severity) = self.worst_finding() {
            let color = match severity {
                Severity::Error => cx.palette.error,
                Severity::Warning => cx.palette.warning,
                Severity::Info => return,
            };
            let corner = area.right_top();
            let side = 22.0;
            let wedge = vec![corner, corner + vec2(-side, 0.0), corner + vec2(0.0, side)];
            painter.add(egui::Shape::convex_polygon(wedge, color, Stroke::NONE));
            painter.text(
                corner + vec2(-3.0, 1.0),
                Align2::RIGHT_TOP,
                "!",
                FontId::proportional(theme::SMALL),
                cx.palette.on_accent,
            );
        }
    }

    fn worst_finding(&self) -> Option<Severity> {
        let codes = self.entry.findings().map(|it| it.code);
        codes.map(|code| self.entry.weight(code)).max()
    }

    fn paint_caption(&self, painter: &Painter, cx: &Cx<'_>) {
        if self.is_tall {
            self.paint_beside(painter, cx);
            return;
        }
        let left = self.rect.left() + SIDE;
        let top = self.rect.bottom() - CAPTION_HEIGHT + 6.0;
        let color = cx.palette.text;
        painter.galley(pos2(left, top), Arc::clone(&self.texts.id), color);
        let caption = Arc::clone(&self.texts.caption);
        painter.galley(pos2(left, top + 17.0), caption, color);
        let kind = Arc::clone(&self.texts.kind);
        let right = self.rect.right() - SIDE - kind.size().x;
        painter.galley(pos2(right, top + 17.0), kind, cx.palette.weak);
    }

    /// From the tile's foot upwards, beside the picture.
    fn paint_beside(&self, painter: &Painter, cx: &Cx<'_>) {
        let left = self.picture_area().right() + SIDE;
        let texts = &self.texts;
        let mut bottom = self.rect.bottom() - 6.0;
        for (text, color) in [
            (&texts.kind, cx.palette.weak),
            (&texts.caption, cx.palette.text),
            (&texts.id, cx.palette.text),
        ] {
            if text.text().is_empty() {
                continue;
            }
            bottom -= text.size().y + 2.0;
            painter.galley(pos2(left, bottom), Arc::clone(text), color);
        }
    }
}

/// Height of the whole picture as a part of its width, once that is known.
pub(super) fn aspect(entry: &Entry) -> Option<f32> {
    let size = entry.facts?.size;
    (size.width > 0).then(|| size.height as f32 / size.width as f32)
}

/// Whether the words of a tile of this width stand beside its picture.
pub fn is_tall(entry: &Entry, width: f32) -> bool {
    width >= TALL_TILE && aspect(entry).is_some_and(|it| it >= TALL)
}

/// Where a high picture stands: at the left, as high as the tile.
fn tall_area(tile: Rect, aspect: f32) -> Rect {
    let inner = tile.shrink(INSET);
    let width = (inner.height() / aspect)
        .min(inner.width() - BESIDE)
        .round();
    Rect::from_min_size(inner.min, vec2(width, inner.height()))
}

/// Width of the words beside a high picture, in a tile of this size.
pub(super) fn beside_width(tile: Rect, aspect: f32) -> f32 {
    tile.right() - tall_area(tile, aspect).right() - 2.0 * SIDE
}

/// Whether the picture is no more than the region: an outline around it would say nothing, and seem to say that it fits.
pub fn is_exact_crop(entry: &Entry) -> bool {
    /// Pixels that a crop may be off, as crops are whole pixels.
    const SLACK: f64 = 1.5;
    let (Some(located), Some(facts)) = (&entry.located, &entry.facts) else {
        return false;
    };
    let is_crop = located
        .placement
        .as_deref()
        .is_some_and(|it| !it.whole_page);
    let size = facts.size.to_f64();
    is_crop
        && located.in_picture.is_some_and(|region| {
            region.min.x.abs().max(region.min.y.abs()) <= SLACK
                && (region.max.x - size.width).abs() <= SLACK
                && (region.max.y - size.height).abs() <= SLACK
        })
}
