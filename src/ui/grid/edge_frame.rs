//! The frame of a large tile: four strips around its picture, one for each border of the region.

use egui::{Rect, pos2};

use crate::geometry::Side;

/// Where the picture and the strips stand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EdgeFrame {
    pub picture: Rect,
    pub strips: [(Side, Rect); 4],
}

impl EdgeFrame {
    /// Top and bottom take the whole width, left and right the height between them.
    pub fn new(area: Rect, thickness: f32, gap: f32) -> Self {
        let picture = area.shrink(thickness + gap);
        let strip = |min, max| Rect::from_min_max(min, max);
        let top = strip(area.min, pos2(area.right(), area.top() + thickness));
        let bottom = strip(pos2(area.left(), area.bottom() - thickness), area.max);
        let left = strip(
            pos2(area.left(), picture.top()),
            pos2(area.left() + thickness, picture.bottom()),
        );
        let right = strip(
            pos2(area.right() - thickness, picture.top()),
            pos2(area.right(), picture.bottom()),
        );
        Self {
            picture,
            strips: [
                (Side::Top, top),
                (Side::Bottom, bottom),
                (Side::Left, left),
                (Side::Right, right),
            ],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strips_and_picture_share_the_area_without_overlap() {
        let area = Rect::from_min_max(pos2(10.0, 40.0), pos2(310.0, 340.0));
        let frame = EdgeFrame::new(area, 34.0, 2.0);
        let mut parts = vec![frame.picture];
        parts.extend(frame.strips.map(|(_, rect)| rect));
        for (index, part) in parts.iter().enumerate() {
            assert!(area.contains_rect(*part), "{part:?}");
            for other in &parts[..index] {
                assert!(!part.intersect(*other).is_positive(), "{part:?} {other:?}");
            }
        }
    }
}
