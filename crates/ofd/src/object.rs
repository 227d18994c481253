//! What all objects of a page have in common: where they stand, what clips them, how they mix with what lies below.

use vello_cpu::kurbo::{Affine, BezPath, Rect, Shape as _};
use vello_cpu::peniko::{BlendMode, Fill};

use super::Error;
use super::canvas::Paint;
use super::color::alpha;
use super::ink::Ink;
use super::object_place::ObjectPlace;
use super::painter::Painter;
use super::path;
use super::style::{Style, blend_mode};
use super::xml::Element;

/// An object about to be drawn.
pub(super) struct PlacedObject<'e> {
    pub(super) element: &'e Element,
    /// In the space around the object. Careless writers make it empty or turn it inside out.
    pub(super) boundary: Option<Rect>,
    /// Pixels from the object's own millimetres.
    pub(super) canvas_from_object: Affine,
    /// The same without the object's own transform.
    pub(super) canvas_from_boundary: Affine,
    /// With the object's own share in it.
    pub(super) place: ObjectPlace,
}

impl Painter<'_, '_> {
    /// Draws everything in a layer, a block, an appearance or a cell.
    pub(super) fn children(&mut self, parent: &Element, place: &ObjectPlace) -> Result<(), Error> {
        for child in &parent.children {
            match child.name.as_str() {
                "PageBlock" => {
                    self.budget.object()?;
                    self.children(child, &place.deeper()?)?;
                }
                "TextObject" => self.object(child, place, Self::text)?,
                "PathObject" => self.object(child, place, Self::outline)?,
                "ImageObject" => self.object(child, place, Self::image)?,
                "CompositeObject" | "CompositeGraphicUnit" => {
                    self.object(child, place, Self::composite)?;
                }
                "Layer" | "Content" => self.children(child, &place.deeper()?)?,
                _ => {}
            }
        }
        Ok(())
    }

    fn object(
        &mut self,
        element: &Element,
        place: &ObjectPlace,
        draw: fn(&mut Self, &PlacedObject<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        self.budget.object()?;
        if element.flag("Visible") == Some(false) {
            return Ok(());
        }
        if place.scope.misses(element) {
            self.budget.skip();
        }
        let unit = unit(element, place);
        let clips = self.push_clips(&unit)?;
        let blend = blend_mode(element);
        if let Some(blend) = blend {
            self.canvas.push_group(blend, 1.0, self.budget)?;
        }
        let drawn = draw(self, &unit);
        if blend.is_some() {
            self.canvas.pop_group();
        }
        for _ in 0..clips {
            self.canvas.pop_clip();
        }
        drawn
    }

    /// Returns how many clips have to be popped.
    fn push_clips(&mut self, unit: &PlacedObject<'_>) -> Result<u32, Error> {
        let mut pushed = 0;
        let Some(clips) = unit.element.child("Clips") else {
            return Ok(pushed);
        };
        let base = if clips.flag("TransFlag") == Some(false) {
            unit.canvas_from_boundary
        } else {
            unit.canvas_from_object
        };
        for clip in clips.children_named("Clip") {
            let (area, rule) = self.clip_area(clip, base, unit)?;
            if let Some(area) = area {
                self.canvas.push_clip(&area, rule, self.budget)?;
                pushed += 1;
            }
        }
        Ok(pushed)
    }

    /// The union of a clip's areas in pixels; `None` if none of them can be read, for then nothing would be left.
    fn clip_area(
        &mut self,
        clip: &Element,
        base: Affine,
        unit: &PlacedObject<'_>,
    ) -> Result<(Option<BezPath>, Fill), Error> {
        let mut union = BezPath::new();
        let mut rule = Fill::NonZero;
        let mut areas = 0;
        for area in clip.children_named("Area") {
            let base = base * area.matrix("CTM");
            for shape in &area.children {
                self.budget.object()?;
                let outer = ObjectPlace {
                    canvas_from_outer: base,
                    ..unit.place.clone()
                };
                let shape_unit = self::unit(shape, &outer);
                let outline = match shape.name.as_str() {
                    "Path" => {
                        rule = fill_rule(shape);
                        path_data(shape)
                    }
                    "Text" => self.text_outline(&shape_unit),
                    _ => continue,
                };
                let outline = shape_unit.canvas_from_object * outline;
                areas += 1;
                // All turn the same way, so that areas that overlap do not cancel each other.
                let outline = if outline.area() < 0.0 {
                    outline.reverse_subpaths()
                } else {
                    outline
                };
                union.extend(outline);
            }
        }
        if areas > 1 {
            rule = Fill::NonZero;
        }
        let is_sound = areas > 0 && union.is_finite();
        Ok((is_sound.then_some(union), rule))
    }

    /// Fills an outline, which is in the object's millimetres.
    pub(super) fn fill(
        &mut self,
        outline: &BezPath,
        rule: Fill,
        ink: &Ink,
        unit: &PlacedObject<'_>,
    ) -> Result<(), Error> {
        let Some(on_sheet) = self.canvas.on_sheet(outline, unit.canvas_from_object) else {
            return Ok(());
        };
        let Ink::Pattern(pattern) = ink else {
            let Some(paint) = self.paint(ink, on_sheet.control_box(), unit) else {
                return Ok(());
            };
            return self.canvas.fill(&on_sheet, rule, &paint, self.budget);
        };
        self.canvas.push_clip(&on_sheet, rule, self.budget)?;
        let drawn = self.pattern(pattern, outline.bounding_box(), unit);
        self.canvas.pop_clip();
        drawn
    }

    pub(super) fn stroke(
        &mut self,
        outline: &BezPath,
        stroke: &vello_cpu::kurbo::Stroke,
        ink: &Ink,
        unit: &PlacedObject<'_>,
    ) -> Result<(), Error> {
        let canvas_from_object = unit.canvas_from_object;
        let reach = stroke.width * stroke.miter_limit.max(1.5);
        let around = outline.control_box().inflate(reach, reach);
        let around = canvas_from_object.transform_rect_bbox(around);
        let Some(paint) = self.paint(ink, around, unit) else {
            return Ok(());
        };
        self.canvas
            .stroke(outline, canvas_from_object, stroke, &paint, self.budget)
    }

    /// What to draw with inside `bounds`, which are in pixels; `None` if that would show nothing. A pattern that is to be
    /// stroked, which nobody writes, shows as black.
    fn paint(&mut self, ink: &Ink, bounds: Rect, unit: &PlacedObject<'_>) -> Option<Paint> {
        let alpha = unit.place.alpha;
        match ink {
            Ink::Color(color) => Some(Paint::color(color.multiply_alpha(alpha))),
            Ink::Shade(shade) => {
                let bounds = self.canvas.sheet().intersect(bounds).expand();
                let fits = self.budget.image(bounds.area() as u64);
                self.budget
                    .tolerate(fits)
                    .and_then(|()| shade.paint(unit.canvas_from_object, bounds, alpha))
            }
            Ink::Pattern(_) => Some(Paint::color(
                vello_cpu::peniko::Color::BLACK.multiply_alpha(alpha),
            )),
        }
    }

    /// Draws `draw` as one, seen through by `alpha`.
    pub(super) fn as_one(
        &mut self,
        alpha: f32,
        draw: impl FnOnce(&mut Self) -> Result<(), Error>,
    ) -> Result<(), Error> {
        if alpha >= 1.0 {
            return draw(self);
        }
        self.canvas
            .push_group(BlendMode::default(), alpha, self.budget)?;
        let drawn = draw(self);
        self.canvas.pop_group();
        drawn
    }
}

fn unit<'e>(element: &'e Element, place: &ObjectPlace) -> PlacedObject<'e> {
    let boundary = element.rect("Boundary");
    let origin = boundary.map_or(Affine::IDENTITY, |rect| {
        Affine::translate((rect.x0, rect.y0))
    });
    let canvas_from_boundary = place.canvas_from_outer * origin;
    let style = Style::of(element, &place.scope, &place.style);
    let own_alpha = f32::from(alpha(element)) / 255.0;
    PlacedObject {
        element,
        boundary,
        canvas_from_object: canvas_from_boundary * element.matrix("CTM"),
        canvas_from_boundary,
        place: ObjectPlace {
            style,
            alpha: place.alpha * own_alpha,
            ..place.clone()
        },
    }
}

pub(super) fn fill_rule(element: &Element) -> Fill {
    match element.attribute("Rule") {
        Some(rule) if rule.to_ascii_lowercase().starts_with("even") => Fill::EvenOdd,
        _ => Fill::NonZero,
    }
}

pub(super) fn path_data(element: &Element) -> BezPath {
    path::parse(element.value("AbbreviatedData").unwrap_or_default())
}
