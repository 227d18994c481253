//! Cuts the borders of a region out of a decoded picture, pixel by pixel.

use euclid::{Box2D, Point2D, Size2D};

use crate::geometry::{EdgeCut, Packed, Picture, Side};

use super::PagePart;
use super::raster::Raster;
use super::resize;

/// Outside the picture.
const CLEAR: u32 = 0;

/// The four windows of `cut`, packed as it says. Pixels are those of the picture; along borders with more pixels than a
/// packed raster has columns they are shrunk, across never.
pub(super) fn cut_out(picture: &Raster, cut: EdgeCut) -> Raster {
    let piece = |part: &PagePart| {
        let [left, top] = [part.left, part.top].map(|edge| edge as i32);
        let size = Size2D::new(part.width as i32, part.height as i32);
        copy(
            picture,
            Box2D::from_origin_and_size(Point2D::new(left, top), size),
        )
    };
    cut_pieces(picture.size(), piece, cut)
}

/// The same of a picture of `size` that is not at hand as a whole: `piece` has any part of it.
pub(super) fn cut_pieces(
    size: (u32, u32),
    piece: impl Fn(&PagePart) -> Option<Raster>,
    cut: EdgeCut,
) -> Raster {
    let (columns, rows) = cut.packed_size();
    let mut packed = vec![CLEAR; columns as usize * rows as usize];
    for side in Side::ALL {
        if let Some((strip, at)) = strip(size, &piece, cut, side) {
            lay(&strip, at, &mut packed, columns);
        }
    }
    Raster::new(columns, rows, packed).expect("a cut has borders and a depth")
}

/// What the picture has of one window, its border from left to right, and where that belongs in the packed raster.
fn strip(
    (width, height): (u32, u32),
    piece: impl Fn(&PagePart) -> Option<Raster>,
    cut: EdgeCut,
    side: Side,
) -> Option<(Raster, Point2D<u32, Packed>)> {
    let (window, place) = (cut.window(side), cut.packed(side));
    let whole = Box2D::new(Point2D::zero(), Point2D::new(width as i32, height as i32));
    let inside = window.intersection(&whole)?;
    let before = inside.min - window.min;
    if inside.is_empty() {
        return None;
    }
    let strip = piece(&PagePart {
        page: 0,
        scale: 1,
        shrink: 1,
        left: inside.min.x as u32,
        top: inside.min.y as u32,
        width: inside.width() as u32,
        height: inside.height() as u32,
    })?;
    let (strip, along, across) = if side.is_level() {
        (strip, before.x, before.y)
    } else {
        (turned(&strip), before.y, before.x)
    };
    let (length, rows) = strip.size();
    let column = |position: u32| {
        let scaled = u64::from(position) * u64::from(place.width());
        (scaled / u64::from(cut.length(side))) as u32
    };
    let first = column(along as u32);
    let columns = (column(along as u32 + length) - first).max(1);
    let strip = if columns == length {
        strip
    } else {
        resize::resize_raster(&strip, (columns, rows))
    };
    let at = Point2D::new(first, place.min.y + across as u32);
    Some((strip, at))
}

/// A part of the picture.
fn copy(picture: &Raster, part: Box2D<i32, Picture>) -> Option<Raster> {
    let stride = picture.size().0 as usize;
    let columns = part.min.x as usize..part.max.x as usize;
    let rows = part.min.y as usize..part.max.y as usize;
    let (width, height) = (columns.len() as u32, rows.len() as u32);
    let pixels = picture.pixels();
    let copied = rows.flat_map(|y| &pixels[y * stride..][columns.clone()]);
    Raster::new(width, height, copied.copied().collect())
}

/// Rows and columns exchanged.
fn turned(raster: &Raster) -> Raster {
    let (width, height) = raster.size();
    let (stride, pixels) = (width as usize, raster.pixels());
    let copied = (0..stride).flat_map(|x| pixels.iter().skip(x).step_by(stride).copied());
    Raster::new(height, width, copied.collect()).expect("turning keeps the number of pixels")
}

fn lay(strip: &Raster, at: Point2D<u32, Packed>, packed: &mut [u32], columns: u32) {
    let width = strip.size().0 as usize;
    for (row, pixels) in strip.pixels().chunks_exact(width).enumerate() {
        let start = (at.y as usize + row) * columns as usize + at.x as usize;
        packed[start..start + width].copy_from_slice(pixels);
    }
}

#[cfg(test)]
mod tests {
    use image::metadata::Orientation;
    use image::{DynamicImage, ImageFormat, Rgb, RgbImage};

    use super::*;
    use crate::formats::{DecodeJob, Limits, Pixels, decode, fixtures};
    use crate::geometry::{PictureBox, PictureSize};

    /// A picture of which every pixel says where it is.
    fn numbered(width: u32, height: u32) -> Raster {
        let pixel = |n: u32| u32::from_ne_bytes([n as u8, (n >> 8) as u8, (n >> 16) as u8, 255]);
        Raster::new(width, height, (0..width * height).map(pixel).collect()).expect("its pixels")
    }

    fn cut(edges: [f64; 4], picture: &Raster) -> EdgeCut {
        let [left, top, right, bottom] = edges;
        let region = PictureBox::new(Point2D::new(left, top), Point2D::new(right, bottom));
        let (width, height) = picture.size();
        EdgeCut::around(region, PictureSize::new(width, height)).expect("in the picture")
    }

    /// Holds every packed pixel of a cut that is not shrunk against the picture.
    fn assert_same_pixels(packed: &Raster, cut: EdgeCut, picture: &Raster) {
        assert_eq!(packed.size(), cut.packed_size());
        let mut inside = 0;
        for side in Side::ALL {
            let (window, place) = (cut.window(side), cut.packed(side));
            for y in window.min.y..window.max.y {
                for x in window.min.x..window.max.x {
                    let (dx, dy) = ((x - window.min.x) as u32, (y - window.min.y) as u32);
                    let (along, across) = if side.is_level() { (dx, dy) } else { (dy, dx) };
                    let found = packed.rgba(along, place.min.y + across);
                    let pixel = u32::try_from(x).ok().zip(u32::try_from(y).ok());
                    let expected = pixel.and_then(|(x, y)| picture.rgba(x, y));
                    inside += usize::from(expected.is_some());
                    assert_eq!(found, Some(expected.unwrap_or([0; 4])), "{side:?} {x} {y}");
                }
            }
        }
        assert!(inside > 0);
    }

    #[test]
    fn the_pixels_are_those_of_the_picture_and_clear_where_it_ends() {
        let picture = numbered(300, 200);
        for edges in [
            [60.0, 50.0, 250.0, 150.0],
            [0.0, 0.0, 300.0, 200.0],
            [-40.0, 90.0, 120.0, 230.0],
            [296.0, 20.0, 500.0, 60.0],
        ] {
            let cut = cut(edges, &picture);
            assert_same_pixels(&cut_out(&picture, cut), cut, &picture);
        }
    }

    #[test]
    fn a_long_border_is_shrunk_along_and_stays_sharp_across() {
        // Rows of two colours: any mixing across the border would show.
        let shade = |y: u32| if y.is_multiple_of(2) { 255 } else { 0 };
        let pixel = |n: u32| u32::from_ne_bytes([shade(n / 5000), 0, 0, 255]);
        let striped = Raster::new(5000, 40, (0..5000 * 40).map(pixel).collect()).expect("pixels");
        let cut = cut([0.0, 20.0, 5000.0, 900.0], &striped);
        let depth = cut.depth();
        assert!(depth > 20 && cut.packed_size().0 == 1024);
        let packed = cut_out(&striped, cut);
        for row in 0..2 * depth {
            let y = 20 + i64::from(row) - i64::from(depth);
            let expected = if (0..40).contains(&y) {
                [shade(y as u32), 0, 0, 255]
            } else {
                [0; 4]
            };
            assert_eq!(packed.rgba(500, row), Some(expected), "{row}");
        }
        let ends = [packed.rgba(0, depth), packed.rgba(1023, depth)];
        assert_eq!(
            ends,
            [Some([0; 4]); 2],
            "the picture ends before the strip does"
        );
    }

    #[test]
    fn borders_are_cut_out_of_the_upright_picture() {
        let stored = RgbImage::from_fn(64, 48, |x, y| Rgb([4 * x as u8, 5 * y as u8, 9]));
        let png = fixtures::encode(&DynamicImage::from(stored.clone()), ImageFormat::Png);
        let job = |bytes: &[u8], want| DecodeJob {
            bytes: bytes.into(),
            want,
            limits: Limits::default(),
        };
        let jpeg = fixtures::encode(&DynamicImage::from(stored), ImageFormat::Jpeg);
        let turned = fixtures::with_exif_orientation(&jpeg, Orientation::Rotate90.to_exif());
        for (file, size) in [(&png, (64, 48)), (&turned, (48, 64))] {
            let full = decode(&job(file, Pixels::Full)).expect("a file of our own making");
            assert_eq!(full.raster.size(), size);
            let cut = cut([10.0, 12.0, 40.0, 44.0], &full.raster);
            let edges = decode(&job(file, Pixels::Edges(cut))).expect("the same file");
            assert_eq!(edges.facts.size.to_tuple(), size, "of the whole picture");
            assert_same_pixels(&edges.raster, cut, &full.raster);
        }
    }
}
