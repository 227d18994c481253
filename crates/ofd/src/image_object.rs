//! Picture objects: a picture on the unit square, which the object's transform puts in place.

use vello_cpu::kurbo::{Affine, BezPath, Rect, Shape as _, Vec2};
use vello_cpu::peniko::{Fill, ImageQuality, ImageSampler};
use vello_cpu::{Image, ImageSource};

use super::Error;
use super::canvas::Paint;
use super::ink::Ink;
use super::object::PlacedObject;
use super::painter::Painter;
use super::picture::UnpackedPicture;
use super::style::Style;

const UNIT_SQUARE: Rect = Rect::new(0.0, 0.0, 1.0, 1.0);

/// From so many screen pixels a picture's pixel on, its edges are shown sharp: the squares of a QR code.
const SHARP_FROM: f64 = 1.5;

impl Painter<'_, '_> {
    pub(super) fn image(&mut self, unit: &PlacedObject<'_>) -> Result<(), Error> {
        let scope = &unit.place.scope;
        let resource = |name| unit.element.attribute(name).map(|id| scope.media(id));
        let (file, mask) = (resource("ResourceID"), resource("ImageMask"));
        let (Some(Some(file)), mask) = (file, mask.flatten()) else {
            self.budget.skip();
            return Ok(());
        };
        let canvas_from_square = canvas_from_square(unit);
        let shown = shown(canvas_from_square);
        let picture = self
            .pictures
            .get(file, mask, shown, self.archive, self.budget);
        let Some(picture) = picture else {
            return Ok(());
        };
        let is_clipped = self.push_boundary(UNIT_SQUARE, 0.0, unit)?;
        self.picture(&picture, canvas_from_square, unit.place.alpha)?;
        if is_clipped {
            self.canvas.pop_clip();
        }
        self.border(unit)
    }

    /// Draws a picture on the square from (0, 0) to (1, 1).
    pub(super) fn picture(
        &mut self,
        picture: &UnpackedPicture,
        canvas_from_square: Affine,
        alpha: f32,
    ) -> Result<(), Error> {
        let square = UNIT_SQUARE.to_path(0.1);
        let Some(square) = self.canvas.on_sheet(&square, canvas_from_square) else {
            return Ok(());
        };
        let pixmap = &picture.pixmap;
        let (width, height) = (f64::from(pixmap.width()), f64::from(pixmap.height()));
        let shown = shown(canvas_from_square);
        let is_magnified = shown.0 / width >= SHARP_FROM && shown.1 / height >= SHARP_FROM;
        let quality = if is_magnified {
            ImageQuality::Low
        } else {
            ImageQuality::Medium
        };
        let paint = Paint {
            brush: Image {
                image: ImageSource::Pixmap(pixmap.clone()),
                sampler: ImageSampler::new().with_quality(quality).with_alpha(alpha),
            }
            .into(),
            canvas_from_brush: canvas_from_square
                * Affine::scale_non_uniform(1.0 / width, 1.0 / height),
        };
        self.canvas
            .fill(&square, Fill::NonZero, &paint, self.budget)
    }

    fn border(&mut self, unit: &PlacedObject<'_>) -> Result<(), Error> {
        let (Some(border), Some(boundary)) = (unit.element.child("Border"), unit.boundary) else {
            return Ok(());
        };
        let radius = border
            .number("HorizonalCornerRadius")
            .unwrap_or(0.0)
            .max(0.0);
        let frame = Rect::from_origin_size((0.0, 0.0), boundary.size());
        let frame: BezPath = if radius > 0.0 {
            frame.to_rounded_rect(radius).to_path(0.01)
        } else {
            frame.to_path(0.01)
        };
        let color = border.child("BorderColor");
        let ink = color.map_or(Ink::BLACK, |color| Ink::parse(color, &unit.place.scope));
        let line = Style::of(border, &unit.place.scope, &Style::default()).line();
        let around = PlacedObject {
            canvas_from_object: unit.canvas_from_boundary,
            place: unit.place.clone(),
            ..*unit
        };
        self.stroke(&frame, &line, &ink, &around)
    }
}

/// Without a transform of its own a picture fills its boundary.
fn canvas_from_square(unit: &PlacedObject<'_>) -> Affine {
    match (unit.element.attribute("CTM"), unit.boundary) {
        (None, Some(boundary)) => {
            let size = boundary.size();
            unit.canvas_from_object * Affine::scale_non_uniform(size.width, size.height)
        }
        _ => unit.canvas_from_object,
    }
}

/// Width and height in pixels of the unit square.
fn shown(canvas_from_square: Affine) -> (f64, f64) {
    let [a, b, c, d, _, _] = canvas_from_square.as_coeffs();
    (Vec2::new(a, b).hypot(), Vec2::new(c, d).hypot())
}
