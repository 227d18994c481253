//! Outlines as OFD abbreviates them: `M 0 0 L 5 0 B … C`.

use vello_cpu::kurbo::{Arc, BezPath, Point, SvgArc, Vec2};

use super::values::{number, words};

/// Longer outlines are cut: rasterising them takes seconds.
const MAX_SEGMENTS: usize = 100_000;

/// Of arcs, in millimetres.
const ARC_TOLERANCE: f64 = 1e-3;

/// As far as it can be read.
pub(super) fn parse(data: &str) -> BezPath {
    let mut outline = OutlinePen::default();
    let mut words = words(data).flat_map(parted).peekable();
    let mut operator = "M";
    while let Some(word) = words.peek() {
        if number(word).is_none() {
            operator = word;
            words.next();
        } else if operator == "M" || operator == "S" {
            // Further pairs after the first are lines.
            operator = if outline.has_begun { "L" } else { operator };
        } else if operator == "C" {
            break;
        }
        let Some(count) = operands(operator) else {
            break;
        };
        let operands: Vec<f64> = words.by_ref().take(count).map_while(number).collect();
        // An arc is several of them.
        let segments = outline.path.elements().len();
        if operands.len() < count || segments > MAX_SEGMENTS {
            break;
        }
        outline.apply(operator, &operands);
    }
    outline.path
}

/// An operator may touch the numbers beside it.
fn parted(word: &str) -> impl Iterator<Item = &str> {
    let is_operator = |c: char| matches!(c, 'S' | 'M' | 'L' | 'Q' | 'B' | 'A' | 'C');
    word.split_inclusive(is_operator).flat_map(move |piece| {
        let operator = usize::from(piece.ends_with(is_operator));
        let (number, operator) = piece.split_at(piece.len() - operator);
        [number, operator]
            .into_iter()
            .filter(|part| !part.is_empty())
    })
}

fn operands(operator: &str) -> Option<usize> {
    Some(match operator {
        "S" | "M" | "L" => 2,
        "Q" => 4,
        "B" => 6,
        "A" => 7,
        "C" => 0,
        _ => return None,
    })
}

/// An outline being drawn.
#[derive(Default)]
struct OutlinePen {
    path: BezPath,
    /// Where the open part began.
    start: Point,
    pen: Point,
    has_begun: bool,
}

impl OutlinePen {
    fn apply(&mut self, operator: &str, operands: &[f64]) {
        let end = match operands {
            [.., x, y] => Point::new(*x, *y),
            _ => self.start,
        };
        if matches!(operator, "S" | "M") {
            self.begin(end);
            return;
        }
        if !self.has_begun {
            // Lines without a beginning begin where the pen was left.
            self.begin(self.pen);
        }
        match (operator, operands) {
            ("L", _) => self.path.line_to(end),
            ("Q", [x1, y1, ..]) => self.path.quad_to(Point::new(*x1, *y1), end),
            ("B", [x1, y1, x2, y2, ..]) => {
                let (first, second) = (Point::new(*x1, *y1), Point::new(*x2, *y2));
                self.path.curve_to(first, second, end);
            }
            ("A", [rx, ry, degrees, large, sweep, ..]) => {
                let arc = SvgArc {
                    from: self.pen,
                    to: end,
                    radii: Vec2::new(rx.abs(), ry.abs()),
                    x_rotation: degrees.to_radians(),
                    large_arc: *large != 0.0,
                    sweep: *sweep != 0.0,
                };
                self.arc(&arc);
            }
            _ => {
                self.path.close_path();
                self.has_begun = false;
            }
        }
        self.pen = end;
    }

    fn begin(&mut self, at: Point) {
        self.path.move_to(at);
        (self.start, self.pen, self.has_begun) = (at, at, true);
    }

    /// A straight line where no arc fits.
    fn arc(&mut self, svg: &SvgArc) {
        match Arc::from_svg_arc(svg) {
            Some(arc) => {
                for element in arc.append_iter(ARC_TOLERANCE) {
                    self.path.push(element);
                }
            }
            None => self.path.line_to(svg.to),
        }
    }
}

#[cfg(test)]
mod tests {
    use vello_cpu::kurbo::{PathEl, Shape as _};

    use super::*;

    fn svg(data: &str) -> String {
        parse(data).to_svg()
    }

    #[test]
    fn every_operator_draws() {
        assert_eq!(svg("S 1 2 L 3 4 C"), "M1,2 L3,4 Z");
        assert_eq!(svg("M1 2L3 4C M-5,6L7 8C"), "M1,2 L3,4 Z M-5,6 L7,8 Z");
        assert_eq!(svg("M 0 0 Q 1 1 2 0"), "M0,0 Q1,1 2,0");
        assert_eq!(svg("M 0 0 B 0 1 1 1 1 0"), "M0,0 C0,1 1,1 1,0");
        assert_eq!(
            svg("M 0,0 L 5,0\nL 5 5 C M 9 9 L 8 8"),
            "M0,0 L5,0 L5,5 Z M9,9 L8,8"
        );
    }

    #[test]
    fn an_arc_goes_round_the_side_that_its_flags_say() {
        let above = parse("M 0 0 A 5 5 0 0 1 10 0").bounding_box();
        let below = parse("M 0 0 A 5 5 0 0 0 10 0").bounding_box();
        assert!(
            (above.y0 + 5.0).abs() < 0.01 && above.y1 < 0.01,
            "{above:?}"
        );
        assert!(
            (below.y1 - 5.0).abs() < 0.01 && below.y0 > -0.01,
            "{below:?}"
        );
        let large = parse("M 0 0 A 5 5 0 1 1 5 5").bounding_box();
        assert!((large.width() - 10.0).abs() < 0.01, "{large:?}");
        assert_eq!(svg("M 0 0 A 0 0 0 0 1 10 0"), "M0,0 L10,0");
    }

    #[test]
    fn drawing_goes_on_where_a_closed_part_began() {
        assert_eq!(
            svg("M 1 1 L 2 1 L 2 2 C L 5 5"),
            "M1,1 L2,1 L2,2 Z M1,1 L5,5"
        );
        assert_eq!(svg("L 5 5"), "M0,0 L5,5");
    }

    #[test]
    fn what_cannot_be_read_ends_the_outline() {
        assert_eq!(svg("M 0 0 L 1 1 L 2"), "M0,0 L1,1");
        assert_eq!(svg("M 0 0 L 1 1 Z 5 5"), "M0,0 L1,1");
        assert_eq!(svg("M 0 0 L 1 1 2 2"), "M0,0 L1,1 L2,2");
        assert_eq!(svg("M 0 0 L NaN 1"), "M0,0");
        assert_eq!(svg(""), "");
        assert_eq!(svg("hello"), "");
    }

    #[test]
    fn an_endless_outline_is_cut() {
        let path = parse(&format!("M 0 0 {}", "L 1 1 ".repeat(MAX_SEGMENTS + 100)));
        assert!(path.elements().len() <= MAX_SEGMENTS + 2);
        let is_line = |element: &PathEl| matches!(element, PathEl::LineTo(_));
        assert!(path.elements().iter().skip(1).all(is_line));
    }
}
