//! Turns a stored picture upright, as EXIF says how the camera was held.

use image::metadata::Orientation;

use super::raster::Raster;

/// Size of a stored picture once it is upright.
pub(super) fn upright_size(size: (u32, u32), orientation: Orientation) -> (u32, u32) {
    if swaps_sides(orientation) {
        (size.1, size.0)
    } else {
        size
    }
}

pub(super) fn upright(stored: Raster, orientation: Orientation) -> Raster {
    if orientation == Orientation::NoTransforms {
        return stored;
    }
    let (width, height) = upright_size(stored.size(), orientation);
    let walk = Walk::new(stored.size(), orientation);
    let source = stored.pixels();
    let mut pixels = Vec::with_capacity(source.len());
    for y in 0..height as isize {
        let row = walk.start + y * walk.per_row;
        pixels.extend((0..width as isize).map(|x| source[(row + x * walk.per_column) as usize]));
    }
    Raster::new(width, height, pixels).expect("turning keeps the number of pixels")
}

/// How to step through stored pixels so that they come out upright, row by row.
pub(super) struct Walk {
    start: isize,
    per_column: isize,
    per_row: isize,
}

impl Walk {
    pub(super) fn new(stored: (u32, u32), orientation: Orientation) -> Self {
        let (width, height) = (stored.0 as isize, stored.1 as isize);
        let (top_right, bottom_left) = (width - 1, width * (height - 1));
        let bottom_right = bottom_left + top_right;
        let (start, per_column, per_row) = match orientation {
            Orientation::NoTransforms => (0, 1, width),
            Orientation::FlipHorizontal => (top_right, -1, width),
            Orientation::Rotate180 => (bottom_right, -1, -width),
            Orientation::FlipVertical => (bottom_left, 1, -width),
            Orientation::Rotate90FlipH => (0, width, 1),
            Orientation::Rotate90 => (bottom_left, -width, 1),
            Orientation::Rotate270FlipH => (bottom_right, -width, -1),
            Orientation::Rotate270 => (top_right, width, -1),
        };
        Self {
            start,
            per_column,
            per_row,
        }
    }

    /// Where the upright picture's pixel is stored.
    pub(super) fn index(&self, x: u32, y: u32) -> usize {
        (self.start + y as isize * self.per_row + x as isize * self.per_column) as usize
    }

    /// Whether pixels side by side are stored side by side.
    pub(super) fn is_along_rows(&self) -> bool {
        self.per_column == 1
    }
}

fn swaps_sides(orientation: Orientation) -> bool {
    orientation.to_exif() >= 5
}

#[cfg(test)]
mod tests {
    use image::{DynamicImage, RgbaImage};

    use super::*;

    #[test]
    fn all_eight_agree_with_the_image_crate() {
        let pixels: Vec<u32> = (0..12).map(|n| 0xFF00_0000 | n).collect();
        let stored = Raster::new(4, 3, pixels).expect("twelve pixels");
        for exif in 1..=8 {
            let orientation = Orientation::from_exif(exif).expect("1 to 8 are defined");
            let image = RgbaImage::from_raw(4, 3, stored.bytes().to_vec()).expect("same size");
            let mut expected = DynamicImage::ImageRgba8(image);
            expected.apply_orientation(orientation);

            let turned = upright(stored.clone(), orientation);
            assert_eq!(
                turned.size(),
                (expected.width(), expected.height()),
                "{exif}"
            );
            assert_eq!(turned.bytes(), expected.as_bytes(), "{exif}");
            assert_eq!(upright_size(stored.size(), orientation), turned.size());
        }
    }
}
