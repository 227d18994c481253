//! What is made of the strokes that a document asks for, so that they can be seen and drawn in time.

use vello_cpu::kurbo::{Affine, BezPath, PathEl, Point, Stroke};

/// Curves that reach further than this many pixels are drawn as lines: nobody sees the difference, and flattening them
/// would take long.
pub(super) const FAR: f64 = 100_000.0;

/// Strokes are at least this wide, in pixels: rules of width 0 are hairlines.
const HAIRLINE: f64 = 0.75;

/// Strokes are at most this wide, in pixels: more than any sheet, and round ends of it are still quickly drawn.
const MAX_STROKE: f64 = 60_000.0;

/// More dashes than this on one outline are drawn as a solid line.
const MAX_DASHES: f64 = 20_000.0;

/// A stroke that can be seen and does not fall to pieces, and how many pieces it has.
pub(super) fn sensible(stroke: &Stroke, scale: f64, on_canvas: &BezPath) -> (Stroke, f64) {
    let mut stroke = stroke.clone();
    stroke.width = stroke.width.clamp(HAIRLINE / scale, MAX_STROKE / scale);
    let period: f64 = stroke.dash_pattern.iter().sum();
    let periods = length(on_canvas, FAR) / (period * scale);
    let dashes = periods.max(1.0) * stroke.dash_pattern.len() as f64;
    let is_sound = stroke.dash_pattern.iter().all(|dash| *dash >= 0.0);
    if !(is_sound && periods.is_finite() && dashes <= MAX_DASHES) {
        stroke.dash_pattern.clear();
        return (stroke, 0.0);
    }
    // Where they begin within their pattern is all that counts.
    stroke.dash_offset = stroke.dash_offset.rem_euclid(period);
    (stroke, dashes)
}

/// In other units.
pub(super) fn scaled(stroke: &Stroke, scale: f64) -> Stroke {
    let mut stroke = stroke.clone();
    stroke.width *= scale;
    stroke.dash_offset *= scale;
    for dash in &mut stroke.dash_pattern {
        *dash *= scale;
    }
    stroke
}

/// Whether a circle stays a circle.
pub(super) fn scale_is_even(transform: Affine) -> bool {
    let [a, b, c, d, _, _] = transform.as_coeffs();
    let tolerance = 1e-6 * (a.abs() + b.abs() + c.abs() + d.abs());
    let is_rotation = (a - d).abs() <= tolerance && (b + c).abs() <= tolerance;
    let is_mirrored = (a + d).abs() <= tolerance && (b - c).abs() <= tolerance;
    is_rotation || is_mirrored
}

/// Roughly how long an outline is, with no segment counted longer than `most`.
pub(super) fn length(path: &BezPath, most: f64) -> f64 {
    let mut pen = Point::ZERO;
    let mut length = 0.0;
    for element in path.elements() {
        let Some(end) = element.end_point() else {
            continue;
        };
        if !matches!(element, PathEl::MoveTo(_)) {
            length += pen.distance(end).min(most);
        }
        pen = end;
    }
    length
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endless_dashes_become_a_line() {
        let mut path = BezPath::new();
        path.move_to((0.0, 0.0));
        path.line_to((1000.0, 0.0));
        let dashed = |dash: f64| {
            let stroke = Stroke::new(1.0).with_dashes(0.0, [dash, dash]);
            sensible(&stroke, 1.0, &path).0.dash_pattern.len()
        };
        assert_eq!(dashed(5.0), 2);
        assert_eq!(dashed(1e-5), 0);
        assert_eq!(dashed(0.0), 0);
        assert_eq!(dashed(-1.0), 0);
        let many = Stroke::new(1.0).with_dashes(0.0, vec![0.1; 50_000]);
        assert_eq!(sensible(&many, 1.0, &path).0.dash_pattern.len(), 0);
    }
}
