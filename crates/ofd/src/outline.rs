//! Path objects.

use vello_cpu::kurbo::{Rect, Shape as _};
use vello_cpu::peniko::Fill;

use super::Error;
use super::ink::Ink;
use super::object::{PlacedObject, fill_rule, path_data};
use super::painter::Painter;

/// Millimetres that an outline may reach beyond its boundary: boundaries are written with few digits.
const SLACK: f64 = 0.2;

impl Painter<'_, '_> {
    pub(super) fn outline(&mut self, unit: &PlacedObject<'_>) -> Result<(), Error> {
        let outline = path_data(unit.element);
        if outline.elements().is_empty() {
            return Ok(());
        }
        let style = unit.place.style.clone();
        let line = style.line();
        let is_stroked = unit.element.flag("Stroke").unwrap_or(true);
        let is_filled = unit.element.flag("Fill").unwrap_or(false);
        let around = outline
            .bounding_box()
            .inflate(line.width / 2.0, line.width / 2.0);
        let is_clipped = self.push_boundary(around, SLACK + line.width / 2.0, unit)?;
        if is_filled && let Some(ink) = &style.fill {
            self.fill(&outline, fill_rule(unit.element), ink, unit)?;
        }
        if is_stroked {
            let ink = style.stroke.unwrap_or(Ink::BLACK);
            self.stroke(&outline, &line, &ink, unit)?;
        }
        if is_clipped {
            self.canvas.pop_clip();
        }
        Ok(())
    }

    /// Clips to the object's boundary where `around`, in the object's millimetres, reaches out of it. An empty boundary
    /// clips nothing.
    pub(super) fn push_boundary(
        &mut self,
        around: Rect,
        slack: f64,
        unit: &PlacedObject<'_>,
    ) -> Result<bool, Error> {
        let Some(boundary) = unit.boundary else {
            return Ok(false);
        };
        let size = boundary.size();
        if size.width <= 0.0 || size.height <= 0.0 {
            return Ok(false);
        }
        let allowed = Rect::from_origin_size((0.0, 0.0), size).inflate(slack, slack);
        let boundary_from_object = unit.element.matrix("CTM");
        let reached = boundary_from_object.transform_rect_bbox(around);
        if allowed.contains_rect(reached) {
            return Ok(false);
        }
        let clip = unit.canvas_from_boundary * allowed.to_path(0.1);
        self.canvas.push_clip(&clip, Fill::NonZero, self.budget)?;
        Ok(true)
    }
}
