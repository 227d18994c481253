//! One picture in halving sizes (mip levels), so that a small view of a large picture is sharp and cheap.

use std::sync::Arc;

use super::raster::Raster;
use super::resize;

/// A picture and its halves. Level 0 is the full picture; each next level has half its sides, rounded up.
#[derive(Debug, Clone)]
pub struct Pyramid {
    levels: Vec<Arc<Raster>>,
}

/// No further level below this longer side in pixels: a texture of this size is cheap enough at any zoom.
const SMALLEST_SIDE: u32 = 1024;

impl Pyramid {
    pub fn build(full: Raster) -> Self {
        let mut last = Arc::new(full);
        let mut levels = vec![Arc::clone(&last)];
        loop {
            let (width, height) = last.size();
            if width.max(height) <= SMALLEST_SIDE {
                return Self { levels };
            }
            let half = (width.div_ceil(2), height.div_ceil(2));
            last = Arc::new(resize::resize_raster(&last, half));
            levels.push(Arc::clone(&last));
        }
    }

    /// From the full picture to the smallest; never empty.
    pub fn levels(&self) -> &[Arc<Raster>] {
        &self.levels
    }

    /// The level, or the smallest one if there are not that many.
    pub fn level(&self, level: usize) -> &Arc<Raster> {
        &self.levels[level.min(self.levels.len() - 1)]
    }

    /// Size of the picture itself in pixels.
    pub fn full_size(&self) -> (u32, u32) {
        self.levels[0].size()
    }

    /// Memory of all levels, for cache budgets.
    pub fn byte_len(&self) -> usize {
        self.levels.iter().map(|level| level.byte_len()).sum()
    }

    /// The smallest level that has at least as many pixels as the screen shows at `scale` device pixels for each pixel
    /// of the full picture. A scale that is not a number asks for the full picture.
    pub fn level_for(&self, scale: f64) -> usize {
        let mut level = 0;
        let mut next_scale = 0.5;
        while level + 1 < self.levels.len() && scale <= next_scale {
            level += 1;
            next_scale /= 2.0;
        }
        level
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pyramid(width: u32, height: u32) -> Pyramid {
        let pixel = u32::from_ne_bytes([10, 20, 30, 255]);
        let pixels = vec![pixel; width as usize * height as usize];
        Pyramid::build(Raster::new(width, height, pixels).expect("flat"))
    }

    fn sizes(pyramid: &Pyramid) -> Vec<(u32, u32)> {
        pyramid.levels().iter().map(|level| level.size()).collect()
    }

    #[test]
    fn sides_halve_rounding_up_until_they_are_small() {
        assert_eq!(sizes(&pyramid(1024, 700)), [(1024, 700)]);
        assert_eq!(
            sizes(&pyramid(4097, 3)),
            [(4097, 3), (2049, 2), (1025, 1), (513, 1)]
        );
        let tall = pyramid(100, 2050);
        assert_eq!(sizes(&tall), [(100, 2050), (50, 1025), (25, 513)]);
        assert_eq!(tall.byte_len(), 4 * (100 * 2050 + 50 * 1025 + 25 * 513));
        assert_eq!(tall.full_size(), (100, 2050));
    }

    #[test]
    fn flat_colour_stays_flat_on_every_level() {
        for level in pyramid(2049, 100).levels() {
            assert!(
                level
                    .bytes()
                    .chunks(4)
                    .all(|pixel| pixel == [10, 20, 30, 255])
            );
        }
    }

    #[test]
    fn the_level_has_enough_pixels_and_no_more_than_needed() {
        let pyramid = pyramid(5000, 10);
        assert_eq!(pyramid.levels().len(), 4);
        for (scale, level) in [
            (f64::INFINITY, 0),
            (3.0, 0),
            (1.0, 0),
            (0.51, 0),
            (0.5, 1),
            (0.26, 1),
            (0.25, 2),
            (0.126, 2),
            (0.125, 3),
            (0.001, 3),
            (0.0, 3),
            (-1.0, 3),
            (f64::NAN, 0),
        ] {
            assert_eq!(pyramid.level_for(scale), level, "{scale}");
        }
        assert_eq!(pyramid.level(99).size(), (625, 2));
    }
}
