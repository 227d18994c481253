//! Changing a rectangle of a page by what one takes hold of: a border, a corner, or the whole of it.

use euclid::{Point2D, Vector2D};

use super::edge_spot::Side;
use super::orientation::Orientation;
use super::space::{Page, PageBox, PagePoint, PageVector, Ui, UiVector};
use super::viewport::turned;

/// No rectangle is made smaller than this along an axis, in page pixels.
const LEAST_SIDE: f64 = 1.0;

/// What of a rectangle moves: along each axis of the page its lower border (-1), its upper one (1) or none (0); where no
/// border does, all of it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Grip {
    x: i8,
    y: i8,
}

impl Grip {
    pub const WHOLE: Self = Self { x: 0, y: 0 };

    pub const BORDERS: [Self; 4] = [
        Self { x: -1, y: 0 },
        Self { x: 0, y: -1 },
        Self { x: 1, y: 0 },
        Self { x: 0, y: 1 },
    ];

    pub const CORNERS: [Self; 4] = [
        Self { x: -1, y: -1 },
        Self { x: 1, y: -1 },
        Self { x: 1, y: 1 },
        Self { x: -1, y: 1 },
    ];

    /// The border that is seen on this side.
    pub fn of_side(side: Side, turn: Orientation) -> Self {
        Self::along(page_from_seen(side.outward(), turn))
    }

    /// The border that lies in this direction of the page.
    pub fn along(direction: PageVector) -> Self {
        let sign = |value: f64| match value.round() {
            value if value > 0.0 => 1,
            value if value < 0.0 => -1,
            _ => 0,
        };
        Self {
            x: sign(direction.x),
            y: sign(direction.y),
        }
    }

    /// The sides on which it is seen: one of a border, two of a corner, the level one first.
    pub fn seen_on(self, turn: Orientation) -> Vec<Side> {
        let (x, y) = (f64::from(self.x), f64::from(self.y));
        let seen: UiVector = turned::<Page, Ui>(turn).transform_vector(Vector2D::new(x, y));
        let is_there = |side: &Side| side.outward().dot(seen) > 0.5;
        Side::ALL.into_iter().filter(is_there).collect()
    }

    /// Where one takes hold of it.
    pub fn at(self, rect: PageBox) -> PagePoint {
        let place = |sign: i8, min: f64, max: f64| match sign {
            -1 => min,
            1 => max,
            _ => f64::midpoint(min, max),
        };
        Point2D::new(
            place(self.x, rect.min.x, rect.max.x),
            place(self.y, rect.min.y, rect.max.y),
        )
    }

    /// How far this border lies further out than that of another rectangle; of a corner or the whole, 0.
    pub fn outward_change(self, from: PageBox, to: PageBox) -> f64 {
        match (self.x, self.y) {
            (-1, 0) => from.min.x - to.min.x,
            (1, 0) => to.max.x - from.max.x,
            (0, -1) => from.min.y - to.min.y,
            (0, 1) => to.max.y - from.max.y,
            _ => 0.0,
        }
    }

    /// The rectangle after the move. What moves comes to stand on whole pixels, within `bounds`, and never beyond the
    /// opposite border.
    pub fn moved(self, rect: PageBox, by: PageVector, bounds: PageBox) -> PageBox {
        if !by.is_finite() {
            return rect;
        }
        if self == Self::WHOLE {
            let along = |min: f64, max: f64, by: f64, low: f64, high: f64| {
                let shift = landed(min, by) - min;
                shift.min(high - max).max(low - min)
            };
            let shift = Vector2D::new(
                along(rect.min.x, rect.max.x, by.x, bounds.min.x, bounds.max.x),
                along(rect.min.y, rect.max.y, by.y, bounds.min.y, bounds.max.y),
            );
            return rect.translate(shift);
        }
        let (min_x, max_x) = span(
            self.x,
            (rect.min.x, rect.max.x),
            by.x,
            (bounds.min.x, bounds.max.x),
        );
        let (min_y, max_y) = span(
            self.y,
            (rect.min.y, rect.max.y),
            by.y,
            (bounds.min.y, bounds.max.y),
        );
        PageBox::new(Point2D::new(min_x, min_y), Point2D::new(max_x, max_y))
    }
}

/// One axis of a rectangle after one of its borders moved.
fn span(sign: i8, (min, max): (f64, f64), by: f64, bounds: (f64, f64)) -> (f64, f64) {
    match sign {
        -1 => (landed(min, by).min(max - LEAST_SIDE).max(bounds.0), max),
        1 => (min, landed(max, by).max(min + LEAST_SIDE).min(bounds.1)),
        _ => (min, max),
    }
}

/// What does not move keeps the fraction that it has.
fn landed(place: f64, by: f64) -> f64 {
    if by == 0.0 {
        place
    } else {
        (place + by).round()
    }
}

/// A direction on the screen as one of the page.
pub fn page_from_seen(seen: UiVector, turn: Orientation) -> PageVector {
    turned::<Ui, Page>(turn.inverse()).transform_vector(seen)
}

/// What two rectangles share as a part of what they cover together: 1 where they are the same.
pub fn intersection_over_union(a: PageBox, b: PageBox) -> f64 {
    let shared = a.intersection(&b).map_or(0.0, |it| it.area());
    let union = a.area() + b.area() - shared;
    if union > 0.0 { shared / union } else { 0.0 }
}

/// The parts of a rectangle that none of `covers` covers.
pub fn uncovered(rect: PageBox, covers: impl IntoIterator<Item = PageBox>) -> Vec<PageBox> {
    let mut left = vec![rect];
    for cover in covers {
        left = left
            .into_iter()
            .flat_map(|part| around(part, cover))
            .collect();
    }
    left
}

/// What is left of `part` around `cover`.
fn around(part: PageBox, cover: PageBox) -> Vec<PageBox> {
    let Some(hole) = part.intersection(&cover) else {
        return vec![part];
    };
    let piece =
        |x: (f64, f64), y: (f64, f64)| PageBox::new(Point2D::new(x.0, y.0), Point2D::new(x.1, y.1));
    let level = (part.min.x, part.max.x);
    let beside = (hole.min.y, hole.max.y);
    [
        piece(level, (part.min.y, hole.min.y)),
        piece(level, (hole.max.y, part.max.y)),
        piece((part.min.x, hole.min.x), beside),
        piece((hole.max.x, part.max.x), beside),
    ]
    .into_iter()
    .filter(|it| !it.is_empty())
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rect(left: f64, top: f64, right: f64, bottom: f64) -> PageBox {
        PageBox::new(Point2D::new(left, top), Point2D::new(right, bottom))
    }

    const BOUNDS: (f64, f64) = (1000.0, 800.0);

    fn bounds() -> PageBox {
        rect(0.0, 0.0, BOUNDS.0, BOUNDS.1)
    }

    #[test]
    fn a_border_moves_alone_and_lands_on_whole_pixels() {
        let region = rect(100.5, 200.0, 300.25, 400.0);
        let right = Grip::of_side(Side::Right, Orientation::Upright);
        let moved = right.moved(region, Vector2D::new(9.6, 55.0), bounds());
        assert_eq!(moved, rect(100.5, 200.0, 310.0, 400.0));
        let whole = Grip::WHOLE.moved(region, Vector2D::new(2.0, 0.0), bounds());
        assert_eq!(whole.size(), region.size());
        assert_eq!(
            whole.min,
            Point2D::new(103.0, 200.0),
            "rounded, and only along x"
        );
    }

    #[test]
    fn nothing_gets_out_of_bounds_or_smaller_than_a_pixel() {
        let region = rect(100.0, 200.0, 300.0, 400.0);
        let far = Vector2D::new(-1e7, 1e7);
        for grip in Grip::BORDERS.into_iter().chain(Grip::CORNERS) {
            for by in [far, -far, Vector2D::new(f64::NAN, 0.0)] {
                let moved = grip.moved(region, by, bounds());
                assert!(bounds().contains_box(&moved), "{grip:?} {moved:?}");
                assert!(moved.width() >= 1.0 && moved.height() >= 1.0, "{moved:?}");
            }
        }
        let moved = Grip::WHOLE.moved(region, far, bounds());
        assert_eq!(moved, rect(0.0, 600.0, 200.0, 800.0));
    }

    #[test]
    fn a_side_is_the_border_that_is_seen_there_however_the_page_is_turned() {
        let region = rect(10.0, 20.0, 30.0, 60.0);
        for turn in Orientation::ALL {
            for side in Side::ALL {
                let grip = Grip::of_side(side, turn);
                assert_eq!(grip.seen_on(turn), [side], "{turn:?}");
                let out = page_from_seen(side.outward(), turn) * 5.0;
                let moved = grip.moved(region, out, rect(-99.0, -99.0, 999.0, 999.0));
                assert!((grip.outward_change(region, moved) - 5.0).abs() < 1e-9);
                assert!(moved.contains_box(&region), "{turn:?} {side:?}");
            }
        }
        let right = Grip::of_side(Side::Top, Orientation::Right);
        assert_eq!(right.at(region), Point2D::new(10.0, 40.0), "its left is up");
        assert_eq!(
            Grip::CORNERS[0].seen_on(Orientation::Upright),
            [Side::Top, Side::Left]
        );
    }

    #[test]
    fn what_two_rectangles_share_is_a_figure() {
        let a = rect(0.0, 0.0, 10.0, 10.0);
        assert!((intersection_over_union(a, a) - 1.0).abs() < 1e-12);
        assert!((intersection_over_union(a, rect(5.0, 0.0, 15.0, 10.0)) - 1.0 / 3.0).abs() < 1e-12);
        assert!(intersection_over_union(a, rect(10.0, 0.0, 20.0, 10.0)).abs() < 1e-12);
    }

    #[test]
    fn what_nothing_covers_is_left() {
        let a = rect(0.0, 0.0, 10.0, 10.0);
        let area = |parts: Vec<PageBox>| parts.iter().map(PageBox::area).sum::<f64>();
        assert!((area(uncovered(a, [])) - 100.0).abs() < 1e-9);
        let covers = [rect(2.0, 2.0, 12.0, 8.0), rect(0.0, 0.0, 10.0, 3.0)];
        assert!((area(uncovered(a, covers)) - (100.0 - 48.0 - 22.0)).abs() < 1e-9);
        assert!(uncovered(a, [a]).is_empty());
    }
}
