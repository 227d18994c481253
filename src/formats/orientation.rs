//! Turns a stored picture upright, as EXIF says how the camera was held, however that is written.

use image::metadata::Orientation;

use super::raster::Raster;

/// What stands before EXIF in a JPEG; some programs put it before EXIF elsewhere, and the last byte need not be zero.
const EXIF_PREFIX: &[u8] = b"Exif\0";
const ORIENTATION: u16 = 0x0112;
const DIRECTORY_ENTRY: usize = 12;

/// How the picture of this EXIF lies. Read as browsers and image libraries together do: with a prefix or without, the
/// number in one, two or four bytes, and in the other order of bytes where there is none in the order that is named.
pub(super) fn from_exif(mut exif: &[u8]) -> Option<Orientation> {
    while let Some(rest) = exif.strip_prefix(EXIF_PREFIX) {
        exif = rest.get(1..)?;
    }
    let is_big_endian = match exif.first_chunk()? {
        b"MM" => true,
        b"II" => false,
        _ => return None,
    };
    from_directory(exif, is_big_endian).or_else(|| from_directory(exif, !is_big_endian))
}

fn from_directory(exif: &[u8], is_big_endian: bool) -> Option<Orientation> {
    let short = |at: usize| -> Option<u16> {
        let bytes = *exif.get(at..)?.first_chunk()?;
        Some(if is_big_endian {
            u16::from_be_bytes(bytes)
        } else {
            u16::from_le_bytes(bytes)
        })
    };
    let long = |at: usize| -> Option<u32> {
        let halves = (u32::from(short(at)?), u32::from(short(at + 2)?));
        let (high, low) = if is_big_endian {
            halves
        } else {
            (halves.1, halves.0)
        };
        Some(high << 16 | low)
    };
    if short(2)? != 42 {
        return None;
    }
    let directory = long(4)? as usize;
    let entries = usize::from(short(directory)?);
    for at in (directory + 2..).step_by(DIRECTORY_ENTRY).take(entries) {
        if short(at)? != ORIENTATION {
            continue;
        }
        let value_at = at + 8;
        let orientation = |number: u32| Orientation::from_exif(u8::try_from(number).ok()?);
        let byte = || orientation((*exif.get(value_at)?).into());
        return match short(at + 2)? {
            1 | 6 | 7 => byte(),
            // Not all who write two bytes put them first.
            3 | 8 => orientation(short(value_at)?.into()).or_else(|| orientation(long(value_at)?)),
            4 | 9 => orientation(long(value_at)?),
            _ => None,
        };
    }
    None
}

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
    fn orientation_is_read_however_it_is_written() {
        let short = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0";
        let long = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x04\0\0\0\x01\0\0\0\x06";
        let last = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\x06";
        let byte = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x01\0\0\0\x01\x06\0\0\0";
        let little = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0";
        let little_long = b"II*\0\x08\0\0\0\x01\0\x12\x01\x04\0\x01\0\0\0\x06\0\0\0";
        let mut named_wrongly = *little;
        named_wrongly[..2].copy_from_slice(b"MM");
        let kinds: [&[u8]; 7] = [short, long, last, byte, little, little_long, &named_wrongly];
        for kind in kinds {
            for prefix in [&b""[..], b"Exif\0\0", b"Exif\0\xFF", b"Exif\0\0Exif\0\0"] {
                let exif = [prefix, kind].concat();
                assert_eq!(from_exif(&exif), Some(Orientation::Rotate90), "{exif:?}");
                for cut in 0..exif.len() {
                    let _may_be_none = from_exif(&exif[..cut]);
                }
            }
        }
        let mut nonsense = *short;
        nonsense[19] = 9;
        assert_eq!(from_exif(&nonsense), None);
        let mut elsewhere = *short;
        elsewhere[4..8].fill(0xFF);
        assert_eq!(from_exif(&elsewhere), None);
    }

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
