//! The picture with its region outlined, as a PNG to hand over beside the report.

use std::io::{self, Write};

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder as _, ImageError, RgbImage};
use thiserror::Error;

/// Why no annotated picture was written.
#[derive(Debug, Error)]
pub enum AnnotateError {
    #[error("the annotated picture could not be written: {0}")]
    Write(#[source] io::Error),
    #[error("the annotated picture could not be encoded")]
    Encode(#[source] ImageError),
    /// A bug of the caller.
    #[error("the picture's size does not fit its pixels")]
    WrongSize,
}

/// The longer side of the picture divided by this is the thickness of the outline's core.
const CORE_PER_SIDE: u32 = 400;
/// Thinner than this, an outline is lost on a busy receipt.
const MIN_CORE: u32 = 2;
/// The casings are this fraction of the core, so that the outline stands out on dark and on light ground.
const CASING_PER_CORE: u32 = 3;

pub(super) type Rgb = [u8; 3];
const CORE: Rgb = [230, 0, 70];
const CORRECTED: Rgb = [0, 150, 60];
const DARK: Rgb = [20, 20, 20];
const LIGHT: Rgb = [255, 255, 255];

/// Writes a picture (its width and height in pixels, its opaque RGBA bytes) as a PNG, with `region` (x0, y0, x1, y1 in picture px; may reach outside) outlined.
///
/// The outer edge of the outline's core lies on the region's edge, rounded to whole pixels. An edge outside the picture
/// is not drawn. Without a region, or with one that is not made of numbers, the picture is written as it is.
pub fn annotated_png(
    size: (u32, u32),
    rgba: &[u8],
    region: Option<[f64; 4]>,
    out: impl Write,
) -> Result<(), AnnotateError> {
    let mut canvas = Canvas::new(size, rgba).ok_or(AnnotateError::WrongSize)?;
    if let Some(region) = region.and_then(Rect::from_region) {
        canvas.outline(region, Colours::Ocr);
    }
    png(size, canvas.bytes(), out)
}

/// Writes RGB bytes as a PNG.
pub fn png(size: (u32, u32), rgb: &[u8], out: impl Write) -> Result<(), AnnotateError> {
    PngEncoder::new_with_quality(out, CompressionType::Fast, FilterType::Adaptive)
        .write_image(rgb, size.0, size.1, ExtendedColorType::Rgb8)
        .map_err(encode_error)
}

pub(super) fn encode_error(error: ImageError) -> AnnotateError {
    match error {
        ImageError::IoError(cause) => AnnotateError::Write(cause),
        other => AnnotateError::Encode(other),
    }
}

/// Whose region is outlined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Colours {
    Ocr,
    Corrected,
}

/// Whole pixels; the right and lower edge are behind the last pixel.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rect {
    left: i64,
    top: i64,
    right: i64,
    bottom: i64,
}

impl Rect {
    pub fn from_region(region: [f64; 4]) -> Option<Self> {
        if !region.iter().all(|edge| edge.is_finite()) {
            return None;
        }
        // Far outside is outside: this keeps later sums from overflowing.
        let [x0, y0, x1, y1] = region.map(|edge| edge.round().clamp(-1e9, 1e9) as i64);
        Some(Self {
            left: x0.min(x1),
            top: y0.min(y1),
            right: x0.max(x1),
            bottom: y0.max(y1),
        })
    }

    /// All of a picture of this size.
    pub fn whole(size: (u32, u32)) -> Self {
        Self {
            left: 0,
            top: 0,
            right: size.0.into(),
            bottom: size.1.into(),
        }
    }

    pub fn left(self) -> i64 {
        self.left
    }

    pub fn top(self) -> i64 {
        self.top
    }

    pub fn width(self) -> i64 {
        self.right - self.left
    }

    pub fn height(self) -> i64 {
        self.bottom - self.top
    }

    /// What holds both.
    pub fn union(self, other: Self) -> Self {
        Self {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }

    pub fn grown(self, by_x: i64, by_y: i64) -> Self {
        Self {
            left: self.left - by_x,
            top: self.top - by_y,
            right: self.right + by_x,
            bottom: self.bottom + by_y,
        }
    }

    /// What of it lies in a picture of this size; without width or height where nothing does.
    pub fn within(self, size: (u32, u32)) -> Self {
        self.cut_to(Self::whole(size))
    }

    /// What of it lies in the other, which is no emptier than nothing.
    pub fn cut_to(self, other: Self) -> Self {
        let left = self.left.clamp(other.left, other.right);
        let top = self.top.clamp(other.top, other.bottom);
        Self {
            left,
            top,
            right: self.right.clamp(left, other.right),
            bottom: self.bottom.clamp(top, other.bottom),
        }
    }

    fn shrunk(self, by: i64) -> Self {
        Self {
            left: self.left + by,
            top: self.top + by,
            right: self.right - by,
            bottom: self.bottom - by,
        }
    }
}

/// RGB bytes of a picture to draw on.
pub(super) struct Canvas {
    width: i64,
    height: i64,
    bytes: Vec<u8>,
}

impl Canvas {
    pub fn of_rgb(image: &RgbImage) -> Self {
        Self {
            width: image.width().into(),
            height: image.height().into(),
            bytes: image.as_raw().clone(),
        }
    }

    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub fn new(size: (u32, u32), rgba: &[u8]) -> Option<Self> {
        let (pixels, rest) = rgba.as_chunks::<4>();
        let expected = u64::from(size.0) * u64::from(size.1);
        (expected > 0 && pixels.len() as u64 == expected && rest.is_empty()).then(|| Self {
            width: size.0.into(),
            height: size.1.into(),
            bytes: pixels
                .iter()
                .flat_map(|[r, g, b, _]| [*r, *g, *b])
                .collect(),
        })
    }

    /// From outside to inside: dark casing, core, light casing.
    pub fn outline(&mut self, region: Rect, colours: Colours) {
        let longer = self.width.max(self.height);
        let core = (longer / i64::from(CORE_PER_SIDE)).max(i64::from(MIN_CORE));
        let casing = (core / i64::from(CASING_PER_CORE)).max(1);
        let inner = region.shrunk(core);
        self.ring(region.shrunk(-casing), casing, DARK);
        self.ring(inner, casing, LIGHT);
        // Last, because in a region thinner than its outline the core is what must be seen.
        let colour = match colours {
            Colours::Ocr => CORE,
            Colours::Corrected => CORRECTED,
        };
        self.ring(region, core, colour);
    }

    /// A frame of `thickness` px whose outer edge is `outer`.
    fn ring(&mut self, outer: Rect, thickness: i64, colour: Rgb) {
        let inner = outer.shrunk(thickness);
        for bar in [
            Rect {
                bottom: inner.top.min(outer.bottom),
                ..outer
            },
            Rect {
                top: inner.bottom.max(outer.top),
                ..outer
            },
            Rect {
                right: inner.left.min(outer.right),
                ..outer
            },
            Rect {
                left: inner.right.max(outer.left),
                ..outer
            },
        ] {
            self.fill(bar, colour);
        }
    }

    fn fill(&mut self, rect: Rect, colour: Rgb) {
        let columns = rect.left.max(0)..rect.right.min(self.width);
        if columns.is_empty() {
            return;
        }
        for y in rect.top.max(0)..rect.bottom.min(self.height) {
            let at = |x: i64| 3 * (y * self.width + x) as usize;
            let row = &mut self.bytes[at(columns.start)..at(columns.end)];
            row.as_chunks_mut::<3>().0.fill(colour);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAPER: Rgb = [200, 210, 220];

    fn annotated(width: u32, height: u32, region: Option<[f64; 4]>) -> RgbImage {
        let rgba = [PAPER[0], PAPER[1], PAPER[2], 255].repeat((width * height) as usize);
        let mut png = Vec::new();
        annotated_png((width, height), &rgba, region, &mut png).expect("memory takes any picture");
        image::load_from_memory(&png).expect("a PNG").to_rgb8()
    }

    fn row(image: &RgbImage, y: u32, columns: std::ops::Range<u32>) -> Vec<Rgb> {
        columns.map(|x| image.get_pixel(x, y).0).collect()
    }

    #[test]
    fn the_core_ends_on_the_edge_of_the_region() {
        let image = annotated(100, 80, Some([20.0, 10.0, 60.0, 50.0]));
        assert_eq!(image.dimensions(), (100, 80));
        assert_eq!(
            row(&image, 30, 18..24),
            [PAPER, DARK, CORE, CORE, LIGHT, PAPER]
        );
        assert_eq!(
            row(&image, 30, 56..62),
            [PAPER, LIGHT, CORE, CORE, DARK, PAPER]
        );
        let column: Vec<Rgb> = (8..14).map(|y| image.get_pixel(40, y).0).collect();
        assert_eq!(column, [PAPER, DARK, CORE, CORE, LIGHT, PAPER]);
    }

    #[test]
    fn a_region_of_the_whole_picture_is_seen() {
        let image = annotated(100, 80, Some([0.0, 0.0, 100.0, 80.0]));
        assert_eq!(row(&image, 40, 0..4), [CORE, CORE, LIGHT, PAPER]);
        assert_eq!(row(&image, 40, 97..100), [LIGHT, CORE, CORE]);
    }

    #[test]
    fn edges_outside_are_not_drawn_and_those_inside_are() {
        let image = annotated(100, 80, Some([-50.0, -50.0, 40.0, 500.0]));
        assert_eq!(row(&image, 0, 0..1), [PAPER]);
        assert_eq!(
            row(&image, 79, 36..42),
            [PAPER, LIGHT, CORE, CORE, DARK, PAPER]
        );
        let gone = annotated(100, 80, Some([-1e300, 200.0, -5.0, 1e300]));
        assert!(gone.pixels().all(|pixel| pixel.0 == PAPER));
    }

    #[test]
    fn without_a_region_the_picture_is_unchanged() {
        for region in [None, Some([f64::NAN, 0.0, 10.0, 10.0])] {
            let image = annotated(30, 20, region);
            assert!(image.pixels().all(|pixel| pixel.0 == PAPER));
        }
    }

    #[test]
    fn a_region_of_one_pixel_is_seen() {
        let image = annotated(30, 20, Some([10.0, 10.0, 11.0, 11.0]));
        assert_eq!(row(&image, 10, 8..13), [PAPER, DARK, CORE, DARK, PAPER]);
    }

    #[test]
    fn the_outline_grows_with_the_picture() {
        let image = annotated(4000, 20, Some([100.0, -100.0, 3000.0, 100.0]));
        let cores = image
            .rows()
            .next()
            .map(|row| row.filter(|pixel| pixel.0 == CORE).count());
        assert_eq!(cores, Some(20), "ten on either side");
    }

    #[test]
    fn a_full_disk_is_reported() {
        let mut nothing: [u8; 0] = [];
        let result = annotated_png((1, 1), &[0; 4], None, nothing.as_mut_slice());
        assert!(matches!(result, Err(AnnotateError::Write(_))));
    }

    #[test]
    fn pixels_that_do_not_fit_the_size_are_refused() {
        for (size, bytes) in [((2, 1), 4), ((1, 1), 5), ((0, 1), 0)] {
            let result = annotated_png(size, &vec![0; bytes], None, io::sink());
            assert!(matches!(result, Err(AnnotateError::WrongSize)), "{size:?}");
        }
    }
}
