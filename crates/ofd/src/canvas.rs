//! The sheet that pages are drawn on: fills, strokes, clips and groups in pixels, on white paper. Counts what drawing
//! costs, and empties the rasteriser in between so that its memory stays small.

use std::sync::Arc;

use vello_cpu::kurbo::{Affine, BezPath, PathEl, Rect, Stroke};
use vello_cpu::peniko::{BlendMode, Color, Fill, ImageQuality, ImageSampler};
use vello_cpu::{
    Image, ImageSource, PaintType, Pixmap, PixmapMut, RasterizerSettings, RenderContext, Resources,
    TargetInit,
};

use super::bitmap::Bitmap;
use super::budget::DrawBudget;
use super::error::Error;
use super::stroke::{FAR, length, scale_is_even, scaled, sensible};

/// Tiles of 4×4 px kept before the rasteriser is emptied; each takes 16 bytes.
const TILES_PER_BATCH: u64 = 4_000_000;
/// More than this of one outline takes too long to be stopped in between. A page full of hatching takes a tenth.
const MAX_TILES_AT_ONCE: u64 = 4_000_000;
/// Inside a clip or a group it cannot be emptied; then this many tiles are too many.
const MAX_TILES_HELD: u64 = 16_000_000;
const TILE_SIDE: f64 = 4.0;

/// What reaches even further is not drawn.
const TOO_FAR: f64 = 1e8;

/// Curves of one outline that are stroked as such; where there are more, they are as good as lines.
const MAX_STROKED_CURVES: usize = 10_000;

/// Pixels that take as long to be painted as a tile takes, in one colour and from a picture.
const COLOR_PIXELS_PER_TILE: f64 = 64.0;
const PICTURE_PIXELS_PER_TILE: f64 = 16.0;

/// What a group costs, in tiles: so many, and one more for so many pixels of the sheet. It takes half a millisecond.
const TILES_PER_GROUP: u64 = 4_000;
const PIXELS_PER_GROUP_TILE: u64 = 256;

/// What to draw with.
#[derive(Clone)]
pub(super) struct Paint {
    pub(super) brush: PaintType,
    /// Pixels from the brush's own coordinates. Plain colours have none.
    pub(super) canvas_from_brush: Affine,
}

impl Paint {
    pub(super) fn color(color: Color) -> Self {
        Self {
            brush: color.into(),
            canvas_from_brush: Affine::IDENTITY,
        }
    }
}

pub(super) struct PageCanvas {
    context: RenderContext,
    width: u16,
    height: u16,
    /// Clips and groups that are open.
    open: u32,
    batch_tiles: u64,
}

impl PageCanvas {
    /// White paper of at least one pixel.
    pub(super) fn new(width: u16, height: u16) -> Self {
        let mut canvas = Self {
            context: RenderContext::new(width, height),
            width,
            height,
            open: 0,
            batch_tiles: 0,
        };
        canvas.context.set_paint(Color::WHITE);
        canvas.context.fill_rect(&canvas.sheet());
        canvas
    }

    /// Everything that can be drawn on, in pixels.
    pub(super) fn sheet(&self) -> Rect {
        Rect::new(0.0, 0.0, f64::from(self.width), f64::from(self.height))
    }

    /// An outline in pixels; `None` if nothing of it is on the sheet.
    pub(super) fn on_sheet(&self, path: &BezPath, canvas_from_path: Affine) -> Option<BezPath> {
        let path = tamed(canvas_from_path * path)?;
        let bounds = path.control_box();
        bounds.overlaps(self.sheet()).then_some(path)
    }

    /// Fills an outline in pixels.
    pub(super) fn fill(
        &mut self,
        path: &BezPath,
        rule: Fill,
        paint: &Paint,
        budget: &mut DrawBudget,
    ) -> Result<(), Error> {
        let pixels = path.control_box().intersect(self.sheet()).area();
        let per_tile = if matches!(paint.brush, PaintType::Solid(_)) {
            COLOR_PIXELS_PER_TILE
        } else {
            PICTURE_PIXELS_PER_TILE
        };
        self.count(path, 1.0, pixels / per_tile, budget)?;
        self.set_paint(paint);
        self.context.reset_transform();
        self.context.set_fill_rule(rule);
        self.context.fill_path(path);
        Ok(())
    }

    /// Strokes an outline; widths and dashes are in the outline's own units.
    pub(super) fn stroke(
        &mut self,
        path: &BezPath,
        canvas_from_path: Affine,
        stroke: &Stroke,
        paint: &Paint,
        budget: &mut DrawBudget,
    ) -> Result<(), Error> {
        let scale = canvas_from_path.determinant().abs().sqrt();
        if !(scale.is_finite() && scale > 0.0) {
            budget.skip();
            return Ok(());
        }
        let Some(mut on_canvas) = tamed(canvas_from_path * path) else {
            budget.skip();
            return Ok(());
        };
        if curves(&on_canvas) > MAX_STROKED_CURVES {
            straighten(&mut on_canvas);
        }
        let (stroke, dashes) = sensible(stroke, scale, &on_canvas);
        let reach = stroke.width * scale * stroke.miter_limit.max(1.5);
        if !on_canvas
            .control_box()
            .inflate(reach, reach)
            .overlaps(self.sheet())
        {
            return Ok(());
        }
        // Two sides, and the ends of every segment and dash.
        let ends = (on_canvas.elements().len() as f64 + dashes) * stroke.width * scale;
        self.count(&on_canvas, 2.0, ends / TILE_SIDE, budget)?;
        self.set_paint(paint);
        self.context.set_fill_rule(Fill::NonZero);
        self.context.set_stroke(stroke);
        self.context.set_transform(canvas_from_path);
        if scale_is_even(canvas_from_path) {
            // Then the pen stays round, and coordinates need not be trusted again.
            let in_pixels = scaled(self.context.stroke(), scale);
            self.context.set_stroke(in_pixels);
            self.context.reset_transform();
            self.context.stroke_path(&on_canvas);
        } else {
            // What is painted with lies in pixels, and not in the outline's units.
            let path_from_brush = canvas_from_path.inverse() * paint.canvas_from_brush;
            self.context.set_paint_transform(path_from_brush);
            let mut path = path.clone();
            if curves(&on_canvas) < curves(&path) {
                straighten(&mut path);
            }
            self.context.stroke_path(&path);
        }
        Ok(())
    }

    fn set_paint(&mut self, paint: &Paint) {
        self.context.set_paint(paint.brush.clone());
        self.context.set_paint_transform(paint.canvas_from_brush);
        if !matches!(paint.brush, PaintType::Solid(_)) {
            return;
        }
        self.context.reset_paint_transform();
    }

    /// Everything until [`Self::pop_clip`] shows only inside this outline in pixels.
    pub(super) fn push_clip(
        &mut self,
        path: &BezPath,
        rule: Fill,
        budget: &mut DrawBudget,
    ) -> Result<(), Error> {
        self.count(path, 1.0, 0.0, budget)?;
        self.context.reset_transform();
        self.context.set_fill_rule(rule);
        self.context.push_clip_path(path);
        self.open += 1;
        Ok(())
    }

    pub(super) fn pop_clip(&mut self) {
        self.context.pop_clip();
        self.open -= 1;
    }

    /// Everything until [`Self::pop_group`] is laid down at once.
    pub(super) fn push_group(
        &mut self,
        blend: BlendMode,
        opacity: f32,
        budget: &mut DrawBudget,
    ) -> Result<(), Error> {
        let pixels = u64::from(self.width) * u64::from(self.height);
        let tiles = TILES_PER_GROUP + pixels / PIXELS_PER_GROUP_TILE;
        self.count_tiles(tiles, budget)?;
        self.context
            .push_layer(None, Some(blend), Some(opacity), None, None);
        self.open += 1;
        Ok(())
    }

    pub(super) fn pop_group(&mut self) {
        self.context.pop_layer();
        self.open -= 1;
    }

    /// Counts the tiles that an outline crosses, `sides` times, and `further` ones.
    fn count(
        &mut self,
        path: &BezPath,
        sides: f64,
        further: f64,
        budget: &mut DrawBudget,
    ) -> Result<(), Error> {
        let most = 2.0 * f64::from(self.width) + 2.0 * f64::from(self.height);
        let crossed = sides * length(path, most) / TILE_SIDE + further;
        self.count_tiles(crossed as u64 + path.elements().len() as u64, budget)
    }

    fn count_tiles(&mut self, tiles: u64, budget: &mut DrawBudget) -> Result<(), Error> {
        if tiles > MAX_TILES_AT_ONCE {
            return Err(Error::TooComplex);
        }
        budget.tiles(tiles)?;
        self.batch_tiles += tiles;
        if self.batch_tiles > TILES_PER_BATCH && self.open == 0 {
            self.empty();
        }
        if self.batch_tiles > MAX_TILES_HELD {
            return Err(Error::TooComplex);
        }
        Ok(())
    }

    /// Rasterises what was drawn so far and goes on with the result as the sheet.
    fn empty(&mut self) {
        let drawn = self.rasterise();
        self.context.reset();
        self.batch_tiles = 0;
        let sampler = ImageSampler::new().with_quality(ImageQuality::Low);
        self.context.set_paint(Image {
            image: ImageSource::Pixmap(Arc::new(drawn)),
            sampler,
        });
        self.context.fill_rect(&self.sheet());
    }

    fn rasterise(&mut self) -> Pixmap {
        let mut pixmap = Pixmap::new(self.width, self.height);
        self.context.flush();
        self.context.render(&mut pixmap, &mut Resources::new());
        pixmap
    }

    /// The drawn sheet. All clips and groups must have been closed.
    pub(super) fn finish(mut self) -> Option<Bitmap> {
        self.context.flush();
        // Straight into the bitmap's own buffer: a page's pixels are worth not copying.
        let mut pixels = vec![0_u32; usize::from(self.width) * usize::from(self.height)];
        let bytes = bytemuck::cast_slice_mut(&mut pixels);
        let target = PixmapMut::new(self.width, self.height, bytes)?;
        let on_paper = RasterizerSettings {
            target_init: TargetInit::Clear(Color::WHITE),
            ..RasterizerSettings::default()
        };
        let mut resources = Resources::new();
        self.context.render_with(target, &mut resources, on_paper);
        Bitmap::new(u32::from(self.width), u32::from(self.height), pixels)
    }
}

/// An outline that the rasteriser can be trusted with, or `None`.
fn tamed(mut path: BezPath) -> Option<BezPath> {
    let bounds = path.control_box();
    let furthest = [bounds.x0, bounds.y0, bounds.x1, bounds.y1]
        .into_iter()
        .fold(0.0, |far: f64, side| far.max(side.abs()));
    if !path.is_finite() || furthest > TOO_FAR || path.elements().is_empty() {
        return None;
    }
    if furthest > FAR {
        straighten(&mut path);
    }
    Some(path)
}

fn is_curve(element: &PathEl) -> bool {
    matches!(element, PathEl::QuadTo(..) | PathEl::CurveTo(..))
}

fn curves(path: &BezPath) -> usize {
    path.elements().iter().filter(|it| is_curve(it)).count()
}

fn straighten(path: &mut BezPath) {
    for element in path.elements_mut() {
        if is_curve(element)
            && let Some(end) = element.end_point()
        {
            *element = PathEl::LineTo(end);
        }
    }
}

#[cfg(test)]
mod tests {
    use vello_cpu::kurbo::Shape as _;

    use super::*;

    fn pixel(bitmap: &Bitmap, x: u32, y: u32) -> [u8; 4] {
        bitmap.rgba(x, y).expect("inside")
    }

    #[test]
    fn paper_is_white_and_fills_cover_what_they_should() {
        let mut canvas = PageCanvas::new(20, 10);
        let mut budget = DrawBudget::new();
        let path = Rect::new(5.0, 2.0, 10.0, 8.0).to_path(0.1);
        let red = Paint::color(Color::from_rgba8(255, 0, 0, 255));
        canvas
            .fill(&path, Fill::NonZero, &red, &mut budget)
            .expect("cheap");
        let bitmap = canvas.finish().expect("a sheet");
        assert_eq!(bitmap.size(), (20, 10));
        assert_eq!(pixel(&bitmap, 7, 5), [255, 0, 0, 255]);
        assert_eq!(pixel(&bitmap, 4, 5), [255; 4]);
        assert_eq!(pixel(&bitmap, 10, 5), [255; 4]);
    }

    #[test]
    fn emptying_in_between_changes_nothing() {
        let draw = |empties: bool| {
            let mut canvas = PageCanvas::new(32, 32);
            let mut budget = DrawBudget::new();
            for step in 0..20 {
                let at = f64::from(step);
                let path = Rect::new(at, at, at + 9.5, at + 7.3).to_path(0.1);
                let color = Color::from_rgba8(200 - step as u8 * 5, 90, step as u8 * 9, 160);
                if step % 3 == 0 {
                    canvas
                        .push_group(vello_cpu::peniko::Mix::Darken.into(), 1.0, &mut budget)
                        .expect("cheap");
                }
                canvas
                    .fill(&path, Fill::NonZero, &Paint::color(color), &mut budget)
                    .expect("cheap");
                if step % 3 == 0 {
                    canvas.pop_group();
                }
                if empties {
                    canvas.empty();
                }
            }
            canvas.finish().expect("a sheet")
        };
        let (at_once, in_batches) = (draw(false), draw(true));
        let differences = at_once.bytes().iter().zip(in_batches.bytes());
        let worst = differences.map(|(a, b)| a.abs_diff(*b)).max();
        assert!(worst <= Some(2), "{worst:?}");
    }

    #[test]
    fn what_is_far_away_or_no_number_is_harmless() {
        let canvas = PageCanvas::new(8, 8);
        let line = |x: f64| {
            let mut path = BezPath::new();
            path.move_to((0.0, 0.0));
            path.curve_to((x, 1.0), (x, 2.0), (x, 8.0));
            path
        };
        assert!(canvas.on_sheet(&line(5.0), Affine::IDENTITY).is_some());
        assert!(canvas.on_sheet(&line(f64::NAN), Affine::IDENTITY).is_none());
        assert!(canvas.on_sheet(&line(1e300), Affine::IDENTITY).is_none());
        assert!(
            canvas
                .on_sheet(&line(5.0), Affine::translate((99.0, 0.0)))
                .is_none()
        );
        let far = canvas
            .on_sheet(&line(1e6), Affine::IDENTITY)
            .expect("partly here");
        assert!(
            far.elements()
                .iter()
                .all(|e| !matches!(e, PathEl::CurveTo(..)))
        );
    }
}
