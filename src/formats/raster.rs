//! A decoded picture in memory: rows of RGBA pixels, top to bottom, and nothing else.

use std::fmt;

/// From here on each channel of white paper is: out of a JPEG it has a few shades.
const PAPER_FROM: u8 = 250;

/// Pixels of an upright picture.
///
/// Each pixel is one `u32` whose bytes in memory are red, green, blue, alpha (sRGB, premultiplied; whatever was
/// transparent lies on white paper, so alpha is 255; only borders cut out of a picture are transparent where it ends).
/// `u32` and not bytes, because a window can cast aligned pixels to
/// its own colour type without copying them.
#[derive(Clone, PartialEq, Eq)]
pub struct Raster {
    width: u32,
    height: u32,
    pixels: Vec<u32>,
}

impl Raster {
    /// `None` unless both sides are at least one pixel and `pixels` holds exactly `width` × `height` of them.
    pub fn new(width: u32, height: u32, pixels: Vec<u32>) -> Option<Self> {
        let expected = u64::from(width) * u64::from(height);
        (expected > 0 && pixels.len() as u64 == expected).then_some(Self {
            width,
            height,
            pixels,
        })
    }

    /// Width and height in pixels.
    pub fn size(&self) -> (u32, u32) {
        (self.width, self.height)
    }

    /// Row by row from the top left corner.
    pub fn pixels(&self) -> &[u32] {
        &self.pixels
    }

    /// The same pixels as RGBA bytes.
    pub fn bytes(&self) -> &[u8] {
        bytemuck::cast_slice(&self.pixels)
    }

    /// Memory that the pixels take, for cache budgets.
    pub fn byte_len(&self) -> usize {
        size_of_val(self.pixels.as_slice())
    }

    /// Whether all of it is white paper. Where there is something to see, that is found after a few rows.
    pub(super) fn is_blank(&self) -> bool {
        let is_paper = |pixel: &u32| pixel.to_ne_bytes().iter().all(|part| *part >= PAPER_FROM);
        self.pixels.iter().all(is_paper)
    }

    /// Red, green, blue and alpha of one pixel; `None` outside the picture.
    pub fn rgba(&self, x: u32, y: u32) -> Option<[u8; 4]> {
        if x >= self.width || y >= self.height {
            return None;
        }
        let index = y as usize * self.width as usize + x as usize;
        self.pixels.get(index).map(|pixel| pixel.to_ne_bytes())
    }
}

impl fmt::Debug for Raster {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Raster({}x{})", self.width, self.height)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_raster_holds_exactly_its_pixels() {
        assert!(Raster::new(2, 2, vec![0; 4]).is_some());
        assert!(Raster::new(2, 2, vec![0; 3]).is_none());
        assert!(Raster::new(2, 2, vec![0; 5]).is_none());
        assert!(Raster::new(0, 2, Vec::new()).is_none());
        assert!(Raster::new(u32::MAX, u32::MAX, vec![0; 1]).is_none());
    }

    #[test]
    fn bytes_are_rgba_in_memory_order() {
        let pixels = vec![
            u32::from_ne_bytes([1, 2, 3, 4]),
            u32::from_ne_bytes([5, 6, 7, 8]),
        ];
        let raster = Raster::new(2, 1, pixels).expect("two pixels");
        assert_eq!(raster.bytes(), [1, 2, 3, 4, 5, 6, 7, 8]);
        assert_eq!(raster.byte_len(), 8);
        assert_eq!(raster.rgba(1, 0), Some([5, 6, 7, 8]));
        assert_eq!(raster.rgba(2, 0), None);
        assert_eq!(raster.rgba(0, 1), None);
    }

    #[test]
    fn debug_prints_the_size_alone() {
        let raster = Raster::new(3, 2, vec![7; 6]).expect("six pixels");
        assert_eq!(format!("{raster:?}"), "Raster(3x2)");
    }
}
