//! What a row shows of its ticket: the surroundings of its region with both rectangles drawn, or why there is nothing.

use fast_image_resize::images::{TypedImage, TypedImageRef};
use fast_image_resize::pixels::U8x3;
use fast_image_resize::{FilterType, ResizeAlg, ResizeOptions, Resizer};
use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, ImageEncoder as _, Rgb, RgbImage};

use super::annotate::{AnnotateError, Canvas, Colours, Rect, encode_error};

/// The picture of a row, on its way into a report.
#[derive(Clone, Copy, Debug)]
pub enum RowPicture<'a> {
    /// The report is one without pictures.
    NotAsked,
    Jpeg(&'a Jpeg),
    /// Why it could not be had.
    Missing(&'a str),
}

/// An encoded picture with its size in pixels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Jpeg {
    pub bytes: Vec<u8>,
    pub width: u32,
    pub height: u32,
}

/// Largest size of a row's picture: enough to read a ticket's print on a page of paper.
const MAX_WIDTH: f64 = 720.0;
const MAX_HEIGHT: f64 = 540.0;
/// So much of the regions' size is shown around them on each side.
const SURROUNDINGS: f64 = 0.12;
const QUALITY: u8 = 78;
/// What was never delivered: grey stripes, this many along the longer side.
const STRIPES: i64 = 36;
const STRIPE: Rgb<u8> = Rgb([150, 150, 150]);
const VOID: Rgb<u8> = Rgb([214, 214, 214]);

/// The part of a picture (its size in pixels, its opaque RGBA bytes) around OCR's region and the corrected one, each
/// left, top, right and bottom in picture pixels, with both outlined: OCR's red, the corrected one green. Without either
/// it is the whole picture. Where the corrected one reaches beyond the picture, what was never delivered is hatched.
pub fn excerpt(
    size: (u32, u32),
    rgba: &[u8],
    ocr: Option<[f64; 4]>,
    corrected: Option<[f64; 4]>,
) -> Result<Jpeg, AnnotateError> {
    let regions: Vec<Rect> = [ocr, corrected]
        .into_iter()
        .flatten()
        .filter_map(Rect::from_region)
        .collect();
    let reach = corrected.and_then(Rect::from_region);
    let part = part(size, &regions, reach);
    let (width, height) = (part.width() as u32, part.height() as u32);
    let cut = cut(size, rgba, part).ok_or(AnnotateError::WrongSize)?;
    let scale = (MAX_WIDTH / f64::from(width))
        .min(MAX_HEIGHT / f64::from(height))
        .min(1.0);
    let scaled = |side: u32| ((f64::from(side) * scale).round() as u32).max(1);
    let (width, height) = (scaled(width), scaled(height));
    let small = if scale < 1.0 {
        shrunk(&cut, width, height).ok_or(AnnotateError::WrongSize)?
    } else {
        cut
    };
    let mut canvas = Canvas::of_rgb(&small);
    let on_it = |region: [f64; 4]| {
        let [x0, y0, x1, y1] = region;
        let (left, top) = (part.left() as f64, part.top() as f64);
        [
            (x0 - left) * scale,
            (y0 - top) * scale,
            (x1 - left) * scale,
            (y1 - top) * scale,
        ]
    };
    for (region, colours) in [(ocr, Colours::Ocr), (corrected, Colours::Corrected)] {
        if let Some(rect) = region.and_then(|region| Rect::from_region(on_it(region))) {
            canvas.outline(rect, colours);
        }
    }
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, QUALITY)
        .write_image(canvas.bytes(), width, height, ExtendedColorType::Rgb8)
        .map_err(encode_error)?;
    Ok(Jpeg {
        bytes,
        width,
        height,
    })
}

/// Each pixel is the mean of those that become it. `None` where a side is empty.
fn shrunk(image: &RgbImage, width: u32, height: u32) -> Option<RgbImage> {
    let (from_width, from_height) = image.dimensions();
    let source = TypedImageRef::<U8x3>::from_buffer(from_width, from_height, image).ok()?;
    let mut small = RgbImage::new(width, height);
    let mut target = TypedImage::<U8x3>::from_buffer(width, height, &mut small).ok()?;
    let by_mean = ResizeAlg::Convolution(FilterType::Box);
    let options = ResizeOptions::new().resize_alg(by_mean);
    let resized = Resizer::new().resize_typed(&source, &mut target, &options);
    resized.ok()?;
    drop(target);
    Some(small)
}

/// All of a picture without its opacity; `None` where its size does not fit its pixels.
pub fn whole(size: (u32, u32), rgba: &[u8]) -> Option<RgbImage> {
    cut(size, rgba, Rect::whole(size))
}

/// The region alone, as it would be cut out of the picture; `None` where nothing of it lies in the picture.
pub fn crop(size: (u32, u32), rgba: &[u8], region: [f64; 4]) -> Option<RgbImage> {
    let region = Rect::from_region(region)?;
    let part = region.within(size);
    (part.width() > 0 && part.height() > 0).then_some(())?;
    cut(size, rgba, part)
}

/// What is shown: the regions with their surroundings, as far as the picture goes, or `reach` does, within a picture's size
/// around it; all of it where they lie elsewhere.
fn part(size: (u32, u32), regions: &[Rect], reach: Option<Rect>) -> Rect {
    let whole = Rect::whole(size);
    let around = whole.grown(whole.width(), whole.height());
    let bounds = reach.map_or(whole, |it| whole.union(it.cut_to(around)));
    let Some(all) = regions.iter().copied().reduce(Rect::union) else {
        return whole;
    };
    let margin = |side: i64| (side as f64 * SURROUNDINGS).ceil() as i64;
    let part = all
        .grown(margin(all.width()), margin(all.height()))
        .cut_to(bounds);
    if part.width() > 0 && part.height() > 0 {
        part
    } else {
        whole
    }
}

fn cut(size: (u32, u32), rgba: &[u8], part: Rect) -> Option<RgbImage> {
    let (pixels, rest) = rgba.as_chunks::<4>();
    let expected = u64::from(size.0) * u64::from(size.1);
    (expected > 0 && pixels.len() as u64 == expected && rest.is_empty()).then_some(())?;
    let (width, height) = (part.width() as u32, part.height() as u32);
    let inside = part.within(size);
    let mut image = if inside.width() == part.width() && inside.height() == part.height() {
        RgbImage::new(width, height)
    } else {
        hatched(width, height, part)
    };
    // Row by row: pixel by pixel this took longer than all else that is done for a report's picture.
    let offset = (inside.left() - part.left()).max(0) as usize;
    let has_any = inside.width() > 0;
    let rows = if has_any { inside.height() } else { 0 };
    for row in inside.top()..inside.top() + rows {
        let from = (row * i64::from(size.0) + inside.left()) as usize;
        let delivered = pixels.get(from..from + inside.width() as usize)?;
        let to = ((row - part.top()) as usize * width as usize + offset) * 3;
        let (shown, _) = image.get_mut(to..)?.as_chunks_mut::<3>();
        for (shown, [red, green, blue, _]) in shown.iter_mut().zip(delivered) {
            *shown = [*red, *green, *blue];
        }
    }
    Some(image)
}

/// What is drawn where nothing was delivered.
fn hatched(width: u32, height: u32, part: Rect) -> RgbImage {
    let period = (part.width().max(part.height()) / STRIPES).max(6);
    RgbImage::from_fn(width, height, |column, row| {
        let diagonal = part.left() + i64::from(column) + part.top() + i64::from(row);
        if diagonal.rem_euclid(period) < period / 3 {
            STRIPE
        } else {
            VOID
        }
    })
}

#[cfg(test)]
mod tests {
    use image::imageops;

    use super::*;

    fn paper(width: u32, height: u32) -> Vec<u8> {
        [200, 210, 220, 255].repeat((width * height) as usize)
    }

    fn decoded(jpeg: &Jpeg) -> RgbImage {
        let image = image::load_from_memory(&jpeg.bytes)
            .expect("a JPEG")
            .to_rgb8();
        assert_eq!(image.dimensions(), (jpeg.width, jpeg.height));
        image
    }

    /// Whether there are pixels clearly redder, or greener, than all else.
    fn has(image: &RgbImage, strong: usize) -> bool {
        let others = [(strong + 1) % 3, (strong + 2) % 3];
        image.pixels().any(|pixel| {
            others
                .iter()
                .all(|&other| i32::from(pixel.0[strong]) - i32::from(pixel.0[other]) > 60)
        })
    }

    #[test]
    fn both_regions_are_in_it_and_drawn() {
        let rgba = paper(3000, 2000);
        let ocr = [1000.0, 500.0, 2000.0, 1000.0];
        let own = [900.0, 500.0, 2000.0, 1300.0];
        let one = decoded(&excerpt((3000, 2000), &rgba, Some(ocr), None).expect("encoded"));
        assert!(has(&one, 0) && !has(&one, 1));
        let both = decoded(&excerpt((3000, 2000), &rgba, Some(ocr), Some(own)).expect("encoded"));
        assert!(has(&both, 0) && has(&both, 1));
        assert!(both.width() <= 720 && both.height() <= 540);
    }

    #[test]
    fn a_correction_beyond_the_picture_is_seen_whole() {
        let rgba = paper(300, 200);
        let (ocr, own) = ([0.0, 0.0, 300.0, 200.0], [0.0, 0.0, 420.0, 200.0]);
        let image = decoded(&excerpt((300, 200), &rgba, Some(ocr), Some(own)).expect("encoded"));
        assert_eq!(image.dimensions(), (420, 200));
        let right = imageops::crop_imm(&image, 400, 0, 20, 200).to_image();
        assert!(has(&right, 1), "its right border is drawn");
        let grey = |pixel: &Rgb<u8>| pixel.0.iter().all(|it| it.abs_diff(150) < 25);
        let beyond = imageops::crop_imm(&image, 310, 20, 80, 160).to_image();
        assert!(beyond.pixels().any(grey), "it is hatched");
    }

    #[test]
    fn a_correction_that_lies_elsewhere_altogether_is_hatched() {
        let rgba = paper(300, 200);
        let own = [-400.0, -300.0, -100.0, -50.0];
        let image = decoded(&excerpt((300, 200), &rgba, None, Some(own)).expect("encoded"));
        let grey = |pixel: &Rgb<u8>| pixel.0.iter().all(|it| it.abs_diff(214) < 25);
        assert!(image.pixels().any(grey));
    }

    #[test]
    fn regions_that_lie_anywhere_yield_a_picture() {
        let rgba = paper(30, 20);
        for region in [
            None,
            Some([f64::NAN; 4]),
            Some([-1e300, -5.0, 1e300, 500.0]),
            Some([100.0, 100.0, 200.0, 200.0]),
            Some([10.0, 10.0, 10.0, 10.0]),
        ] {
            let jpeg = excerpt((30, 20), &rgba, region, region).expect("encoded");
            decoded(&jpeg);
            assert!(
                crop((30, 20), &rgba, region.unwrap_or([0.0; 4]))
                    .is_none_or(|it| { it.dimensions() == (30, 20) })
            );
        }
        assert!(excerpt((30, 20), &rgba[1..], None, None).is_err());
    }
}
