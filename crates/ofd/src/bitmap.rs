//! Pixels in memory: rows of RGBA, top to bottom, and nothing else.

use std::fmt;

/// Pixels from the top left corner on, row by row.
///
/// Each is one `u32` whose bytes in memory are red, green, blue and alpha (sRGB). Pages are drawn on white paper: alpha is
/// 255 throughout what is drawn here. `u32` and not bytes, because a window can cast aligned pixels to its own colour type
/// without copying them.
#[derive(Clone, PartialEq, Eq)]
pub struct Bitmap {
    width: u32,
    height: u32,
    pixels: Vec<u32>,
}

impl Bitmap {
    /// `None` unless there is at least one pixel, and as many as the sides say.
    pub fn new(width: u32, height: u32, pixels: Vec<u32>) -> Option<Self> {
        let expected = u64::from(width) * u64::from(height);
        (expected > 0 && pixels.len() as u64 == expected).then_some(Self {
            width,
            height,
            pixels,
        })
    }

    /// Width and height.
    pub fn size(&self) -> (u32, u32) {
        (self.width, self.height)
    }

    /// Row by row from the top left corner.
    pub fn pixels(&self) -> &[u32] {
        &self.pixels
    }

    /// The pixels as bytes: red, green, blue, alpha, and so on.
    pub fn bytes(&self) -> &[u8] {
        bytemuck::cast_slice(&self.pixels)
    }

    /// Red, green, blue and alpha of one pixel; `None` beyond the sides.
    pub fn rgba(&self, x: u32, y: u32) -> Option<[u8; 4]> {
        if x >= self.width || y >= self.height {
            return None;
        }
        let index = y as usize * self.width as usize + x as usize;
        self.pixels.get(index).map(|pixel| pixel.to_ne_bytes())
    }
}

impl fmt::Debug for Bitmap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Bitmap({}x{})", self.width, self.height)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bitmap_holds_exactly_its_pixels() {
        assert!(Bitmap::new(2, 2, vec![0; 4]).is_some());
        assert!(Bitmap::new(2, 2, vec![0; 3]).is_none());
        assert!(Bitmap::new(2, 2, vec![0; 5]).is_none());
        assert!(Bitmap::new(0, 2, Vec::new()).is_none());
        assert!(Bitmap::new(u32::MAX, u32::MAX, vec![0; 1]).is_none());
    }

    #[test]
    fn bytes_are_red_green_blue_alpha() {
        let pixels = [[1, 2, 3, 4], [5, 6, 7, 8]].map(u32::from_ne_bytes);
        let bitmap = Bitmap::new(2, 1, pixels.to_vec()).expect("two pixels");
        assert_eq!(bitmap.bytes(), [1, 2, 3, 4, 5, 6, 7, 8]);
        assert_eq!(bitmap.rgba(1, 0), Some([5, 6, 7, 8]));
        assert_eq!((bitmap.rgba(2, 0), bitmap.rgba(0, 1)), (None, None));
        assert_eq!(format!("{bitmap:?}"), "Bitmap(2x1)");
    }
}
