//! The four borders of a region as windows of a picture's own pixels: what is cut out for small views, where a
//! thumbnail has too few pixels to tell whether a digit is cut off.

use euclid::{Box2D, Point2D, Size2D};
use serde::{Deserialize, Serialize};

use super::edge_spot::{DEPTH_PART, Side};
use super::space::{Picture, PictureBox, PictureSize};

/// Picture pixels beside a border that are cut out at least.
const DEPTH_MIN: f64 = 8.0;

/// Pixels on each side of a border at most: on a tile, more would be smaller than on the thumbnail.
const DEPTH_MAX: f64 = 64.0;
/// Pixels along a border in a packed raster at most; longer ones are shrunk along. More than a tile has on any screen.
const COLUMNS_MAX: u32 = 1024;
/// Regions that reach further than this are nonsense; what is within cannot overflow.
const FARTHEST: f64 = (1 << 24) as f64;

/// Which pixels of a picture show the borders of a region. Small, comparable, and the same on both sides of a pipe.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct EdgeCut {
    /// Left, top, right and bottom in delivered, upright picture pixels; may reach outside the picture.
    region: [i32; 4],
    /// Pixels on each side of a border.
    depth: u32,
}

impl EdgeCut {
    /// The cut for a region, on whole pixels. `None` where the picture shows nothing of its borders.
    pub fn around(region: PictureBox, picture: PictureSize) -> Option<Self> {
        let edges = [region.min.x, region.min.y, region.max.x, region.max.y];
        if !edges.iter().all(|edge| edge.abs() < FARTHEST) {
            return None;
        }
        let region = edges.map(|edge| edge.round() as i32);
        let [left, top, right, bottom] = region;
        if left >= right || top >= bottom {
            return None;
        }
        let short = f64::from((right - left).min(bottom - top));
        let depth = (short * DEPTH_PART).clamp(DEPTH_MIN, DEPTH_MAX).round() as u32;
        let cut = Self { region, depth };
        let whole = Box2D::from_size(picture.to_i32());
        let is_shown = |side: Side| cut.window(side).intersects(&whole);
        Side::ALL.into_iter().any(is_shown).then_some(cut)
    }

    /// Pixels on each side of a border.
    pub fn depth(self) -> u32 {
        self.depth
    }

    /// The pixels around one border, its corners and as much beyond them as beside it included.
    pub fn window(self, side: Side) -> Box2D<i32, Picture> {
        let [left, top, right, bottom] = self.region;
        let border = match side {
            Side::Top => [left, top, right, top],
            Side::Bottom => [left, bottom, right, bottom],
            Side::Left => [left, top, left, bottom],
            Side::Right => [right, top, right, bottom],
        };
        let depth = self.depth as i32;
        let [left, top, right, bottom] = border;
        Box2D::new(
            Point2D::new(left - depth, top - depth),
            Point2D::new(right + depth, bottom + depth),
        )
    }

    /// Pixels along one border's window.
    pub fn length(self, side: Side) -> u32 {
        let window = self.window(side);
        if side.is_level() {
            window.width() as u32
        } else {
            window.height() as u32
        }
    }

    /// Width and height of a raster that holds all four windows, one below the other in the order of [`Side::ALL`].
    /// Every border runs from left to right in it: rows and columns of the upright ones are exchanged.
    pub fn packed_size(self) -> (u32, u32) {
        let columns = self.columns(Side::Top).max(self.columns(Side::Left));
        (columns, 4 * self.rows())
    }

    /// Where one border's window lies in the packed raster.
    pub fn packed(self, side: Side) -> Box2D<u32, Packed> {
        let corner = Point2D::new(0, side as u32 * self.rows());
        Box2D::from_origin_and_size(corner, Size2D::new(self.columns(side), self.rows()))
    }

    fn columns(self, side: Side) -> u32 {
        self.length(side).min(COLUMNS_MAX)
    }

    fn rows(self) -> u32 {
        2 * self.depth
    }
}

/// Pixels of a packed raster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Packed {}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(edges: [f64; 4], picture: [u32; 2]) -> Option<EdgeCut> {
        let [left, top, right, bottom] = edges;
        let region = Box2D::new(Point2D::new(left, top), Point2D::new(right, bottom));
        EdgeCut::around(region, Size2D::new(picture[0], picture[1]))
    }

    fn edges<U>(window: Box2D<i32, U>) -> [i32; 4] {
        [window.min.x, window.min.y, window.max.x, window.max.y]
    }

    #[test]
    fn windows_lie_around_the_borders_and_reach_beyond_the_corners() {
        let cut = cut([100.4, 50.0, 580.0, 290.0], [1000, 800]).expect("in the picture");
        assert_eq!(cut.depth(), 10);
        assert_eq!(edges(cut.window(Side::Top)), [90, 40, 590, 60]);
        assert_eq!(edges(cut.window(Side::Bottom)), [90, 280, 590, 300]);
        assert_eq!(edges(cut.window(Side::Left)), [90, 40, 110, 300]);
        assert_eq!(edges(cut.window(Side::Right)), [570, 40, 590, 300]);
    }

    #[test]
    fn the_packed_raster_is_small_however_large_the_region_is() {
        let cut = cut([-9e6, 3.0, 9e6, 1e7], [4000, 30_000]).expect("its top is in the picture");
        assert_eq!(cut.depth(), 64);
        assert_eq!(cut.packed_size(), (1024, 512));
        let small = self::cut([0.0, 0.0, 30.0, 400.0], [30, 400]).expect("exactly the picture");
        assert_eq!(small.depth(), 8);
        assert_eq!(small.packed_size(), (416, 64));
    }

    #[test]
    fn packed_windows_do_not_overlap() {
        let cut = cut([10.0, 10.0, 500.0, 300.0], [600, 400]).expect("in the picture");
        let all = Side::ALL.map(|side| cut.packed(side));
        let (width, height) = cut.packed_size();
        for (index, window) in all.iter().enumerate() {
            assert!(window.max.x <= width && window.max.y <= height);
            assert!(all[..index].iter().all(|other| !other.intersects(window)));
        }
    }

    #[test]
    fn what_the_picture_does_not_show_is_not_cut() {
        let picture = [600, 400];
        assert_eq!(cut([700.0, 0.0, 900.0, 100.0], picture), None, "beside");
        assert_eq!(
            cut([-999.0, -999.0, 9999.0, 9999.0], picture),
            None,
            "around"
        );
        assert_eq!(
            cut([10.0, 10.0, 10.2, 90.0], picture),
            None,
            "no pixel wide"
        );
        assert_eq!(cut([0.0, 0.0, f64::NAN, 90.0], picture), None);
        assert_eq!(cut([0.0, 0.0, 1e12, 90.0], picture), None);
    }
}
