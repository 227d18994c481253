//! The page canvas: page space laid on the window. The delivered picture stands at its offset, regions
//! stand where OCR put them, and what was never delivered is marked as unknown.

use egui::{Color32, Mesh, Painter, Pos2, Rect, Vec2, pos2};

use crate::engine::FullPicture;
use crate::geometry::{
    Orientation, PageBox, PageFromPicture, PagePoint, PictureBox, PictureFromPage, PictureSize,
    Placement, QuarterTurn, UiBox, UiFromPage, UiPoint, Viewport, uncovered,
};
use crate::model::{Located, PictureKey, Sibling, shared_areas};
use crate::state::{DetailPart, Framing};

use crate::ui::kit::theme::Overlay;
use crate::ui::paint::layer::Layer;
use crate::ui::paint::overlay;
use crate::ui::paint::tiles::{TileKey, Tiles};
use crate::ui::{Cx, ONE_FRAME_MORE};

/// From this many screen pixels per picture pixel on, single pixels are shown as squares.
pub(in crate::ui) const SHARP_FROM: f64 = 2.0;
/// Regions of a page that are held against each other for what they share; beyond, a page is more than crowded.
const MAX_CLAIMS: usize = 64;

/// What there is to show of one invoice and of the page that it lies on.
pub struct Scene<'a> {
    pub picture: PagePicture<'a>,
    pub located: &'a Located,
    /// Where a reviewer put the region, or is putting it.
    pub corrected: Option<PageBox>,
    pub siblings: &'a [Sibling],
    /// What was delivered for the siblings: other parts of the same page.
    pub others: Vec<PagePicture<'a>>,
}

/// A delivered picture at its place on the page.
pub struct PagePicture<'a> {
    pub key: &'a PictureKey,
    /// Of a document the page that it is, counted from 0.
    pub page: u32,
    /// Parts of it, or of other pages, that have more pixels.
    pub sharp: &'a [DetailPart],
    /// Whether there can be more of them.
    pub has_parts: bool,
    /// Drawn from lines and letters: its pixels are never shown as squares.
    pub is_document: bool,
    pub full: Option<&'a FullPicture>,
    /// Shown while the full picture is on its way.
    pub thumbnail: Option<egui::TextureId>,
    /// Upright pixels of the full picture.
    pub size: PictureSize,
    /// `None` where it cannot be said; then the picture stands for the page and no region is drawn on it.
    pub placement: Option<&'a Placement>,
}

/// A scene seen through a viewport on a canvas.
pub struct CanvasView {
    pub canvas: Rect,
    pub viewport: Viewport,
    ui_from_page: UiFromPage,
}

impl Scene<'_> {
    /// The part of the page that is worth showing: all pictures, the regions, the page where its size is known.
    pub fn whole(&self) -> PageBox {
        let mut whole = self.picture.in_page();
        for other in &self.others {
            whole = whole.union(&other.in_page());
        }
        if let Some(region) = &self.located.region {
            whole = whole.union(&region.page);
        }
        if let Some(corrected) = &self.corrected {
            whole = whole.union(corrected);
        }
        if let Some(size) = self.picture.placement.and_then(|it| it.page_size) {
            whole = whole.union(&PageBox::from_size(size));
        }
        whole
    }

    /// `None` also where the shown picture's place is not known, and so not that of the region in it.
    pub fn region(&self) -> Option<PageBox> {
        self.picture.placement?;
        self.located.region.as_ref().map(|region| region.page)
    }

    /// What is looked at: the corrected region, or else OCR's.
    pub fn current_region(&self) -> Option<PageBox> {
        let region = self.region()?;
        Some(self.corrected.unwrap_or(region))
    }

    /// What is framed: OCR's region and where it should be.
    fn framed(&self) -> Option<PageBox> {
        let region = self.region()?;
        Some(self.corrected.map_or(region, |it| it.union(&region)))
    }

    /// `turn` is the user's: the page is seen upright without it, whatever pixels its regions count.
    pub fn view(&self, canvas: Rect, framing: Framing, turn: QuarterTurn) -> CanvasView {
        let placement = self.picture.placement;
        let turn = placement
            .map_or_else(Orientation::default, |it| it.orientation)
            .then(turn);
        let viewport = framing.viewport(self.whole(), self.framed(), ui_box(canvas), turn);
        CanvasView::through(canvas, viewport)
    }

    /// Paints everything but the overlay.
    pub fn paint(&self, painter: &Painter, cx: &Cx<'_>, view: &CanvasView, tiles: &mut Tiles) {
        let unknown = self.unknown(view).intersect(view.canvas);
        if !self.picture.hides(unknown, view) {
            overlay::unknown(painter, unknown, cx.palette);
        }
        for other in &self.others {
            other.paint(painter, view, tiles);
        }
        // On top of what siblings show of the same place: it is what the region is judged by.
        self.picture.paint(painter, view, tiles);
        if tiles.is_waiting() {
            painter.ctx().request_repaint_after(ONE_FRAME_MORE);
        }
    }

    /// What tells a corrected region from OCR's: its corners, and hatching where nothing was delivered to check it by.
    fn paint_corrected(
        &self,
        painter: &Painter,
        view: &CanvasView,
        region: PageBox,
        colors: &Overlay,
    ) {
        for part in self.undelivered(region) {
            overlay::undelivered(painter, view.rect(part), colors);
        }
        overlay::corner_marks(painter, view.rect(region), colors);
    }

    /// The parts of a rectangle of the page that no picture shows.
    pub fn undelivered(&self, rect: PageBox) -> Vec<PageBox> {
        let pictures = std::iter::once(&self.picture).chain(&self.others);
        uncovered(rect, pictures.map(PagePicture::in_page))
    }

    /// Where the page is, or may be: all of the canvas while nobody knows where the page ends.
    fn unknown(&self, view: &CanvasView) -> Rect {
        match self.picture.placement {
            Some(placement) if placement.page_size.is_none() => view.canvas,
            _ => view.rect(self.whole()),
        }
    }

    /// Paints the region, the siblings and the dimming.
    pub fn paint_overlay(
        &self,
        painter: &Painter,
        cx: &Cx<'_>,
        view: &CanvasView,
        dims_outside: bool,
    ) {
        let colors = &cx.palette.overlay;
        let region = self.current_region().map(|region| view.rect(region));
        if let Some(region) = region.filter(|_| dims_outside) {
            overlay::fill_outside(painter, view.canvas, region, colors.dim);
        }
        let siblings = &self.siblings[..self.siblings.len().min(MAX_CLAIMS)];
        for shared in shared_areas(self.region(), siblings) {
            overlay::claimed_twice(painter, view.rect(shared.area), colors);
        }
        for sibling in self.siblings {
            let rect = view.rect(sibling.region);
            overlay::sibling_outline(painter, rect, region, sibling.position, colors);
        }
        if let Some(ocr) = self.region().filter(|_| self.corrected.is_some()) {
            overlay::ghost_outline(painter, view.rect(ocr), colors);
        }
        if let Some(region) = region {
            overlay::region_outline(painter, region, colors);
            if let Some(corrected) = self.corrected {
                self.paint_corrected(painter, view, corrected, colors);
            }
        }
    }
}

impl<'a> PagePicture<'a> {
    pub fn in_page(&self) -> PageBox {
        let picture = PictureBox::from_size(self.size.to_f64());
        self.page_from_picture().outer_transformed_box(&picture)
    }

    /// Whether it stands in front of all of `rect`, if only as a thumbnail.
    fn hides(&self, rect: Rect, view: &CanvasView) -> bool {
        self.thumbnail.is_some() && view.rect(self.in_page()).contains_rect(rect)
    }

    fn page_from_picture(&self) -> PageFromPicture {
        self.placement
            .map_or_else(PageFromPicture::identity, Placement::page_from_picture)
    }

    /// The thumbnail, the full picture over it and sharper parts over that, from the first one on that hides all below.
    fn paint(&self, painter: &Painter, view: &CanvasView, tiles: &mut Tiles) {
        let Some(visible) = self.visible_in_picture(view) else {
            return;
        };
        let ppp = f64::from(painter.ctx().pixels_per_point());
        let levels = self.full.map(|full| self.levels(full, view, ppp));
        let mut layers = levels.unwrap_or_default();
        layers.extend(self.sharp_parts(view, ppp));
        let hiding = layers.iter().rposition(|it| it.covers(&visible, tiles));
        if let Some(thumbnail) = self.thumbnail.filter(|_| hiding.is_none()) {
            self.paint_thumbnail(painter, view, thumbnail);
        }
        for layer in &layers[hiding.unwrap_or_default()..] {
            layer.paint(painter, self, view, &visible, tiles);
        }
    }

    pub(in crate::ui) fn first_tile(&self) -> TileKey {
        TileKey::first(self.key.clone(), self.page)
    }

    fn paint_thumbnail(&self, painter: &Painter, view: &CanvasView, texture: egui::TextureId) {
        let whole = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
        let picture = PictureBox::from_size(self.size.to_f64());
        self.paint_quad(painter, view, texture, picture, whole);
    }

    /// Levels of the full picture, as far as they are worth painting: the coarsest, which is small, there at once, and
    /// fills in where finer tiles are missing, and the one that the screen has pixels for.
    fn levels(
        &self,
        picture: &'a FullPicture,
        view: &CanvasView,
        pixels_per_point: f64,
    ) -> Vec<Layer<'a>> {
        let scale = self.screen_pixels_per_picture_pixel(view) * pixels_per_point;
        let pyramid = &picture.pyramid;
        let coarsest = pyramid.levels().len() - 1;
        let wanted = pyramid.level_for(scale / self.density());
        let is_sharp = scale >= SHARP_FROM && !self.is_document && !self.is_reduced();
        let place = PictureBox::from_size(self.size.to_f64());
        let level = |number: usize, is_sharp: bool| {
            let key = TileKey {
                level: number,
                is_sharp,
                ..self.first_tile()
            };
            Layer::new(pyramid.level(number), place, key)
        };
        let mut levels = vec![level(coarsest, false)];
        if wanted != coarsest || is_sharp {
            levels.push(level(wanted, is_sharp));
        }
        levels
    }

    /// The part of the picture that the canvas shows.
    pub(in crate::ui) fn visible_in_picture(&self, view: &CanvasView) -> Option<PictureBox> {
        let page = view.viewport.visible(ui_box(view.canvas));
        let picture_from_page = self
            .placement
            .map_or_else(PictureFromPage::identity, |it| it.picture_from_page);
        let visible = picture_from_page.outer_transformed_box(&page);
        visible.intersection(&PictureBox::from_size(self.size.to_f64()))
    }

    pub(in crate::ui) fn screen_pixels_per_picture_pixel(&self, view: &CanvasView) -> f64 {
        let page_from_picture = self.page_from_picture();
        // Page pixels per picture pixel along the picture's first axis; turns keep lengths.
        let along = (page_from_picture.m11.powi(2) + page_from_picture.m12.powi(2)).sqrt();
        along * view.viewport.zoom
    }

    /// Draws a part of the picture; its corners go where the transforms put them, whatever the turn.
    pub(in crate::ui) fn paint_quad(
        &self,
        painter: &Painter,
        view: &CanvasView,
        texture: egui::TextureId,
        part: PictureBox,
        uv: Rect,
    ) {
        let page_from_picture = self.page_from_picture();
        let at = |x: f64, y: f64| {
            view.point(page_from_picture.transform_point(euclid::Point2D::new(x, y)))
        };
        let mut mesh = Mesh::with_texture(texture);
        let corners = [
            (at(part.min.x, part.min.y), uv.left_top()),
            (at(part.max.x, part.min.y), uv.right_top()),
            (at(part.max.x, part.max.y), uv.right_bottom()),
            (at(part.min.x, part.max.y), uv.left_bottom()),
        ];
        for (pos, uv) in corners {
            mesh.vertices.push(egui::epaint::Vertex {
                pos,
                uv,
                color: Color32::WHITE,
            });
        }
        mesh.add_triangle(0, 1, 2);
        mesh.add_triangle(0, 2, 3);
        painter.add(mesh);
    }
}

impl CanvasView {
    pub fn through(canvas: Rect, viewport: Viewport) -> Self {
        Self {
            canvas,
            viewport,
            ui_from_page: viewport.ui_from_page(ui_box(canvas)),
        }
    }

    /// The place of the page under a place of the window.
    pub fn page_point(&self, at: Pos2) -> PagePoint {
        let page_from_ui = self.viewport.page_from_ui(ui_box(self.canvas));
        page_from_ui.transform_point(ui_point(at))
    }

    pub fn point(&self, page: PagePoint) -> Pos2 {
        let point = self.ui_from_page.transform_point(page);
        pos2(point.x as f32, point.y as f32)
    }

    /// Where a rectangle of the page stands in the window.
    pub fn rect(&self, page: PageBox) -> Rect {
        let seen = self.ui_from_page.outer_transformed_box(&page);
        Rect::from_min_max(
            pos2(seen.min.x as f32, seen.min.y as f32),
            pos2(seen.max.x as f32, seen.max.y as f32),
        )
    }

    /// The viewport zoomed by `factor`; what is under `pointer` stays there.
    pub fn zoomed(&self, pointer: Pos2, factor: f32) -> Viewport {
        let mut viewport = self.viewport;
        viewport.zoom_at(ui_point(pointer), ui_box(self.canvas), f64::from(factor));
        viewport
    }

    /// The viewport moved along with the pointer.
    pub fn panned(&self, delta: Vec2, content: PageBox) -> Viewport {
        let mut viewport = self.viewport;
        viewport.pan(euclid::vec2(f64::from(delta.x), f64::from(delta.y)));
        viewport.clamp(content);
        viewport
    }
}

pub fn ui_box(rect: Rect) -> UiBox {
    UiBox::new(ui_point(rect.min), ui_point(rect.max))
}

fn ui_point(pos: Pos2) -> UiPoint {
    UiPoint::new(f64::from(pos.x), f64::from(pos.y))
}

#[cfg(test)]
mod tests;
