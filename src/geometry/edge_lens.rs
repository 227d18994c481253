//! The edge lens: how each border of a region is magnified in a strip beside the canvas.
//!
//! The rule, the same for all four borders as they are seen after turning:
//! - the border runs along the middle of its strip, from corner to corner, with as much beyond the corners as beside
//!   the border;
//! - across, half a strip shows a 24th of the region's shorter side, about a line of print on a ticket, or half as much
//!   of the page as the canvas shows on the same points, whichever is less; but 8 page pixels at least;
//! - along, the scale is the same, unless the border is too long for its strip: then it is squeezed to fit. What lies
//!   across a border is never squeezed, as that is where digits are cut off.

use euclid::Vector2D;

use super::orientation::Orientation;
use super::projection::{Projection, turned, turned_size};
use super::space::{PageBox, UiBox, UiVector};

/// What half a strip shows across the border, as a part of the region's shorter side.
pub(super) const DEPTH_PART: f64 = 1.0 / 24.0;
/// Page or picture pixels that half a strip shows at least: with fewer there is nothing to recognise.
pub(super) const DEPTH_MIN: f64 = 8.0;
/// How much larger than the canvas a strip is across, at least, while [`DEPTH_MIN`] allows.
const MAGNIFICATION: f64 = 2.0;
/// The part of a strip's length that a border may take at least, however thick the strip is.
const BORDER_PART_MIN: f64 = 0.5;

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
}

/// How the page is laid on `strip` so that it shows the border of `region` that is seen on this side. `canvas_zoom` is
/// that of the canvas, in ui points per page pixel. `None` where there is no border or no strip.
pub fn lens_projection(
    region: PageBox,
    side: Side,
    turn: Orientation,
    strip: UiBox,
    canvas_zoom: f64,
) -> Option<Projection> {
    let seen = turned_size(region.size(), turn);
    let strip = strip.size();
    let (border, extent, length, thickness) = if side.is_level() {
        (seen.width, seen.height, strip.width, strip.height)
    } else {
        (seen.height, seen.width, strip.height, strip.width)
    };
    let half = thickness / 2.0;
    let across = (half / (border.min(extent) * DEPTH_PART))
        .max(MAGNIFICATION * canvas_zoom)
        .min(half / DEPTH_MIN);
    let room = (length - thickness).max(length * BORDER_PART_MIN);
    let along = across.min(room / border);
    let is_sound = |zoom: f64| zoom.is_finite() && zoom > 0.0;
    if region.is_empty() || !region.is_finite() || !is_sound(across) || !is_sound(along) {
        return None;
    }
    let outward = turned(turn.inverse()).transform_vector(side.outward::<super::space::Ui>());
    Some(Projection {
        centre: region.center() + outward * (extent / 2.0),
        zoom: if side.is_level() {
            UiVector::new(along, across)
        } else {
            UiVector::new(across, along)
        },
        turn,
    })
}

#[cfg(test)]
mod tests {
    use euclid::Box2D;

    use super::super::space::{PagePoint, UiPoint};
    use super::*;

    const REGION: PageBox = Box2D {
        min: PagePoint::new(900.0, 58.0),
        max: PagePoint::new(1680.0, 970.0),
    };
    const LEVEL: UiBox = Box2D {
        min: UiPoint::new(0.0, 0.0),
        max: UiPoint::new(900.0, 80.0),
    };
    const UPRIGHT: UiBox = Box2D {
        min: UiPoint::new(10.0, 80.0),
        max: UiPoint::new(90.0, 600.0),
    };

    fn strip(side: Side) -> UiBox {
        if side.is_level() { LEVEL } else { UPRIGHT }
    }

    fn near(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-9
    }

    /// The region's edges as seen in a strip: left, top, right, bottom, in points.
    fn seen(projection: &Projection, strip: UiBox) -> [f64; 4] {
        let ui_from_page = projection.ui_from_page(strip);
        let seen = ui_from_page.outer_transformed_box(&REGION);
        [seen.min.x, seen.min.y, seen.max.x, seen.max.y]
    }

    #[test]
    fn the_whole_border_stands_in_the_middle_of_its_strip_however_the_page_is_turned() {
        for turn in Orientation::ALL {
            for side in Side::ALL {
                let strip = strip(side);
                let projection =
                    lens_projection(REGION, side, turn, strip, 0.3).expect("a border and a strip");
                let [left, top, right, bottom] = seen(&projection, strip);
                let middle = strip.center();
                let (at, wanted) = match side {
                    Side::Top => (top, middle.y),
                    Side::Bottom => (bottom, middle.y),
                    Side::Left => (left, middle.x),
                    Side::Right => (right, middle.x),
                };
                assert!(near(at, wanted), "{turn:?} {side:?}: {at} for {wanted}");
                let (start, end, from, to) = if side.is_level() {
                    (left, right, strip.min.x, strip.max.x)
                } else {
                    (top, bottom, strip.min.y, strip.max.y)
                };
                assert!(start > from + 39.0 && end < to - 39.0, "{turn:?} {side:?}");
                assert!(near(start - from, to - end), "as much beyond both corners");
            }
        }
    }

    #[test]
    fn across_is_magnified_and_only_along_is_squeezed() {
        for canvas_zoom in [0.1, 0.5, 0.6, 1.5] {
            let top = lens_projection(REGION, Side::Top, Orientation::Upright, LEVEL, canvas_zoom)
                .expect("a border");
            let left =
                lens_projection(REGION, Side::Left, Orientation::Right, UPRIGHT, canvas_zoom)
                    .expect("a border");
            assert!(top.zoom.y >= 2.0 * canvas_zoom && left.zoom.x >= 2.0 * canvas_zoom);
            assert!(top.zoom.x <= top.zoom.y && left.zoom.y <= left.zoom.x);
            assert!(near(top.zoom.y, left.zoom.x), "the same on all sides");
        }
    }

    #[test]
    fn a_short_border_is_magnified_alike_both_ways() {
        let ticket = Box2D::new(PagePoint::new(0.0, 0.0), PagePoint::new(160.0, 240.0));
        let top = lens_projection(ticket, Side::Top, Orientation::Upright, LEVEL, 0.2);
        let zoom = top.expect("a border").zoom;
        assert!(near(zoom.x, zoom.y) && near(zoom.y, 40.0 / 8.0), "{zoom:?}");
    }

    #[test]
    fn a_long_receipt_is_squeezed_along_and_as_large_as_ever_across() {
        let receipt = Box2D::new(PagePoint::new(0.0, 0.0), PagePoint::new(480.0, 9600.0));
        let left = lens_projection(receipt, Side::Left, Orientation::Upright, UPRIGHT, 0.06);
        let zoom = left.expect("a border").zoom;
        assert!(
            near(zoom.x, 2.0),
            "half of 80 points for a 24th of 480 pixels"
        );
        assert!(near(zoom.y, 440.0 / 9600.0), "all of it");
    }

    #[test]
    fn however_far_the_canvas_is_zoomed_in_there_is_something_to_recognise() {
        let top = lens_projection(REGION, Side::Top, Orientation::Upright, LEVEL, 64.0);
        assert!(near(top.expect("a border").zoom.y, 40.0 / 8.0));
    }

    #[test]
    fn without_a_border_or_a_strip_there_is_nothing_to_show() {
        let nothing = Box2D::new(REGION.min, REGION.min);
        let no_number = Box2D::new(REGION.min, PagePoint::new(f64::NAN, 9.0));
        let nowhere = Box2D::new(LEVEL.min, LEVEL.min);
        for (region, strip) in [(nothing, LEVEL), (no_number, LEVEL), (REGION, nowhere)] {
            let shown = lens_projection(region, Side::Top, Orientation::Upright, strip, 1.0);
            assert_eq!(shown, None, "{region:?} {strip:?}");
        }
    }
}
