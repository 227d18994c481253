//! Composite objects and patterns: drawings that are drawn again and again.

use vello_cpu::kurbo::{Affine, Rect};

use super::Error;
use super::object::PlacedObject;
use super::object_place::ObjectPlace;
use super::painter::Painter;
use super::style::Style;
use super::xml::Element;

/// Cells of one pattern; more than these are too small to be seen.
const MAX_CELLS: f64 = 5_000.0;

impl Painter<'_, '_> {
    pub(super) fn composite(&mut self, unit: &PlacedObject<'_>) -> Result<(), Error> {
        self.budget.expand()?;
        let id = unit.element.attribute("ResourceID").unwrap_or_default();
        let Some(drawing) = unit.place.scope.composite(id) else {
            self.budget.skip();
            return Ok(());
        };
        let size = [drawing.number("Width"), drawing.number("Height")];
        let size = size.map(|side| side.unwrap_or(f64::MAX));
        let is_clipped = self.push_boundary(Rect::new(0.0, 0.0, size[0], size[1]), 0.0, unit)?;
        let place = ObjectPlace {
            canvas_from_outer: unit.canvas_from_object,
            alpha: 1.0,
            ..unit.place.deeper()?
        };
        let drawn = self.as_one(unit.place.alpha, |painter| {
            painter.children(&drawing, &place)
        });
        if is_clipped {
            self.canvas.pop_clip();
        }
        drawn
    }

    /// Repeats a pattern's cell over `area`, which is in the object's millimetres. The caller clips.
    pub(super) fn pattern(
        &mut self,
        pattern: &Element,
        area: Rect,
        unit: &PlacedObject<'_>,
    ) -> Result<(), Error> {
        // Cells are counted from the object's own corner, or from that of the page.
        let is_on_page = pattern.attribute("RelativeTo") == Some("Page");
        let canvas_from_base = if is_on_page {
            unit.place.canvas_from_page
        } else {
            unit.canvas_from_object
        };
        let base_from_object = canvas_from_base.inverse() * unit.canvas_from_object;
        let area = base_from_object.transform_rect_bbox(area);
        let Some(grid) = PatternCells::of(pattern, area) else {
            self.budget.skip();
            return Ok(());
        };
        let Some(cell) = pattern.child("CellContent") else {
            return Ok(());
        };
        let canvas_from_pattern = canvas_from_base * pattern.matrix("CTM");
        let place = ObjectPlace {
            style: Style::default(),
            ..unit.place.deeper()?
        };
        for row in grid.rows.0..grid.rows.1 {
            for column in grid.columns.0..grid.columns.1 {
                self.budget.expand()?;
                let at = (column as f64 * grid.step.0, row as f64 * grid.step.1);
                let cell_place = ObjectPlace {
                    canvas_from_outer: canvas_from_pattern
                        * Affine::translate(at)
                        * grid.mirrored(column, row),
                    ..place.clone()
                };
                self.children(cell, &cell_place)?;
            }
        }
        Ok(())
    }
}

/// Which cells of a pattern are needed.
struct PatternCells {
    cell: (f64, f64),
    step: (f64, f64),
    /// From the first to behind the last.
    columns: (i64, i64),
    rows: (i64, i64),
    mirrors: (bool, bool),
}

impl PatternCells {
    fn of(pattern: &Element, area: Rect) -> Option<Self> {
        let side = |name| pattern.number(name).filter(|side| *side > 0.0);
        let cell = (side("Width")?, side("Height")?);
        // Cells never overlap: a shorter step is none.
        let step = (
            side("XStep").unwrap_or(0.0).max(cell.0),
            side("YStep").unwrap_or(0.0).max(cell.1),
        );
        let transform = pattern.matrix("CTM");
        if transform.determinant().abs() < 1e-12 {
            return None;
        }
        let area = transform.inverse().transform_rect_bbox(area);
        let first = |from: f64, cell: f64, step: f64| ((from - cell) / step).ceil();
        let columns = (first(area.x0, cell.0, step.0), (area.x1 / step.0).ceil());
        let rows = (first(area.y0, cell.1, step.1), (area.y1 / step.1).ceil());
        // Rows of no columns are gone through as well.
        let cells = (columns.1 - columns.0).max(1.0) * (rows.1 - rows.0).max(1.0);
        if !(cells.is_finite() && cells <= MAX_CELLS) {
            return None;
        }
        let reflect = pattern.attribute("ReflectMethod").unwrap_or_default();
        Some(Self {
            cell,
            step,
            columns: (columns.0 as i64, columns.1 as i64),
            rows: (rows.0 as i64, rows.1 as i64),
            mirrors: (
                matches!(reflect, "Column" | "RowAndColumn"),
                matches!(reflect, "Row" | "RowAndColumn"),
            ),
        })
    }

    /// Every other cell may be seen in a mirror.
    fn mirrored(&self, column: i64, row: i64) -> Affine {
        let flip = |mirrors: bool, place: i64, side: f64| {
            if mirrors && place.rem_euclid(2) == 1 {
                (-1.0, side)
            } else {
                (1.0, 0.0)
            }
        };
        let (x_scale, x) = flip(self.mirrors.0, column, self.cell.0);
        let (y_scale, y) = flip(self.mirrors.1, row, self.cell.1);
        Affine::new([x_scale, 0.0, 0.0, y_scale, x, y])
    }
}
