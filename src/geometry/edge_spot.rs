//! One place of a border of a region, looked at closely: which part of the page shows it, at the same scale both ways.
//!
//! A spot has the border in its middle. Across, half of the spot's shorter side shows a 24th of the region's shorter
//! side, about a line of print on a ticket, but 12 page pixels at least, so that as much of what lies outside is seen.

use euclid::Vector2D;

use super::orientation::Orientation;
use super::space::{PageBox, PagePoint, Ui, UiBox};
use super::viewport::{Viewport, turned, turned_size};

/// What half a spot shows across the border, as a part of the region's shorter side.
pub(super) const DEPTH_PART: f64 = 1.0 / 24.0;
/// Page pixels beside the border that are shown at least: with fewer there is nothing to recognise.
const DEPTH_MIN: f64 = 12.0;

/// One of the four borders of a rectangle, as it is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Side {
    Top,
    Bottom,
    Left,
    Right,
}

impl Side {
    pub const ALL: [Self; 4] = [Self::Top, Self::Bottom, Self::Left, Self::Right];

    /// Whether the border runs from left to right.
    pub fn is_level(self) -> bool {
        matches!(self, Self::Top | Self::Bottom)
    }

    /// Away from the rectangle.
    pub fn outward<U>(self) -> Vector2D<f64, U> {
        match self {
            Self::Top => Vector2D::new(0.0, -1.0),
            Self::Bottom => Vector2D::new(0.0, 1.0),
            Self::Left => Vector2D::new(-1.0, 0.0),
            Self::Right => Vector2D::new(1.0, 0.0),
        }
    }

    /// Along the border, from left to right or from top to bottom.
    fn along<U>(self) -> Vector2D<f64, U> {
        if self.is_level() {
            Vector2D::new(1.0, 0.0)
        } else {
            Vector2D::new(0.0, 1.0)
        }
    }
}

/// A border of a region on its page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Border {
    /// As it is seen: the left or the upper end first.
    pub from: PagePoint,
    pub to: PagePoint,
    turn: Orientation,
    /// Page pixels shown on each side of it.
    depth: f64,
}

impl Border {
    /// The border of `region` that is seen on this side once the page is turned. `None` where there is none.
    pub fn of(region: PageBox, side: Side, turn: Orientation) -> Option<Self> {
        if region.is_empty() || !region.is_finite() {
            return None;
        }
        let seen = turned_size(region.size(), turn);
        let (length, extent) = if side.is_level() {
            (seen.width, seen.height)
        } else {
            (seen.height, seen.width)
        };
        let page_from_seen = turned(turn.inverse());
        let outward = page_from_seen.transform_vector(side.outward::<Ui>());
        let along = page_from_seen.transform_vector(side.along::<Ui>());
        let middle = region.center() + outward * (extent / 2.0);
        Some(Self {
            from: middle - along * (length / 2.0),
            to: middle + along * (length / 2.0),
            turn,
            depth: (length.min(extent) * DEPTH_PART).max(DEPTH_MIN),
        })
    }

    /// Its length in page pixels.
    pub fn length(&self) -> f64 {
        (self.to - self.from).length()
    }

    /// The point at this part of its length, from 0 to 1.
    pub fn at(&self, part: f64) -> PagePoint {
        self.from.lerp(self.to, part)
    }

    /// Ui points per page pixel in a spot of this size.
    pub fn zoom(&self, spot: UiBox) -> f64 {
        spot.width().min(spot.height()) / 2.0 / self.depth
    }

    /// How the page is laid on `spot` so that it shows the border at this part of its length.
    pub fn viewport(&self, part: f64, spot: UiBox) -> Viewport {
        Viewport {
            centre: self.at(part),
            zoom: self.zoom(spot),
            turn: self.turn,
        }
    }
}

#[cfg(test)]
mod tests {
    use euclid::Box2D;

    use super::super::space::UiPoint;
    use super::*;

    const REGION: PageBox = Box2D {
        min: PagePoint::new(900.0, 58.0),
        max: PagePoint::new(1680.0, 970.0),
    };
    const SPOT: UiBox = Box2D {
        min: UiPoint::new(10.0, 80.0),
        max: UiPoint::new(146.0, 144.0),
    };

    fn near(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-9
    }

    #[test]
    fn the_border_stands_in_the_middle_of_its_spot_however_the_page_is_turned() {
        for turn in Orientation::ALL {
            for side in Side::ALL {
                let border = Border::of(REGION, side, turn).expect("a border");
                for part in [0.0, 0.3, 1.0] {
                    let ui_from_page = border.viewport(part, SPOT).ui_from_page(SPOT);
                    let seen = ui_from_page.outer_transformed_box(&REGION);
                    let middle = SPOT.center();
                    let (at, wanted) = match side {
                        Side::Top => (seen.min.y, middle.y),
                        Side::Bottom => (seen.max.y, middle.y),
                        Side::Left => (seen.min.x, middle.x),
                        Side::Right => (seen.max.x, middle.x),
                    };
                    assert!(near(at, wanted), "{turn:?} {side:?}: {at} for {wanted}");
                    let (start, end, centre) = if side.is_level() {
                        (seen.min.x, seen.max.x, middle.x)
                    } else {
                        (seen.min.y, seen.max.y, middle.y)
                    };
                    let shown = (centre - start) / (end - start);
                    assert!(near(shown, part), "{turn:?} {side:?}: {shown} for {part}");
                }
            }
        }
    }

    #[test]
    fn as_much_is_shown_outside_as_a_line_of_print_and_twelve_pixels_at_least() {
        let shown = |region: PageBox| {
            let border = Border::of(region, Side::Left, Orientation::Upright).expect("a border");
            SPOT.height() / 2.0 / border.zoom(SPOT)
        };
        assert!(near(shown(REGION), 780.0 / 24.0));
        let small = Box2D::new(PagePoint::zero(), PagePoint::new(160.0, 240.0));
        assert!(near(shown(small), 12.0));
        let receipt = Box2D::new(PagePoint::zero(), PagePoint::new(480.0, 9600.0));
        assert!(near(shown(receipt), 20.0), "however long it is");
    }

    #[test]
    fn without_a_region_there_is_no_border() {
        let nothing = Box2D::new(REGION.min, REGION.min);
        let no_number = Box2D::new(REGION.min, PagePoint::new(f64::NAN, 9.0));
        for region in [nothing, no_number] {
            assert_eq!(Border::of(region, Side::Top, Orientation::Upright), None);
        }
    }
}
