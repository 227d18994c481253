//! A decoded picture in memory: rows of RGBA pixels, top to bottom, and nothing else.

use std::fmt;

use ofd::Bitmap;

/// From here on each channel of white paper is: out of a JPEG it has a few shades.
const PAPER_FROM: u8 = 250;

/// Pixels of an upright picture, premultiplied: whatever was transparent lies on white paper, so that alpha is 255; only
/// borders cut out of a picture are transparent where it ends.
#[derive(Clone, PartialEq, Eq)]
pub struct Raster(Bitmap);

impl From<Bitmap> for Raster {
    fn from(bitmap: Bitmap) -> Self {
        Self(bitmap)
    }
}

impl Raster {
    /// `None` unless both sides are at least one pixel and `pixels` holds exactly `width` × `height` of them, each as in a
    /// [`Bitmap`].
    pub fn new(width: u32, height: u32, pixels: Vec<u32>) -> Option<Self> {
        Bitmap::new(width, height, pixels).map(Self)
    }

    /// Width and height in pixels.
    pub fn size(&self) -> (u32, u32) {
        self.0.size()
    }

    /// Row by row from the top left corner.
    pub fn pixels(&self) -> &[u32] {
        self.0.pixels()
    }

    /// The same pixels as RGBA bytes.
    pub fn bytes(&self) -> &[u8] {
        self.0.bytes()
    }

    /// Memory that the pixels take, for cache budgets.
    pub fn byte_len(&self) -> usize {
        size_of_val(self.pixels())
    }

    /// Whether all of it is white paper. Where there is something to see, that is found after a few rows.
    pub(super) fn is_blank(&self) -> bool {
        let is_paper = |pixel: &u32| pixel.to_ne_bytes().iter().all(|part| *part >= PAPER_FROM);
        self.pixels().iter().all(is_paper)
    }

    /// Red, green, blue and alpha of one pixel; `None` outside the picture.
    pub fn rgba(&self, x: u32, y: u32) -> Option<[u8; 4]> {
        self.0.rgba(x, y)
    }
}

impl fmt::Debug for Raster {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (width, height) = self.size();
        write!(f, "Raster({width}x{height})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_says_its_size_alone() {
        let raster = Raster::new(3, 2, vec![7; 6]).expect("six pixels");
        assert_eq!(raster.byte_len(), 24);
        assert_eq!(format!("{raster:?}"), "Raster(3x2)");
    }
}
