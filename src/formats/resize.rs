//! Fewer pixels for the same picture.

use fast_image_resize as fir;
use fir::images::{TypedCroppedImage, TypedImage, TypedImageRef};
use fir::pixels::{U8, U8x3, U8x4};
use fir::{FilterType, ImageView, PixelTrait, ResizeAlg, ResizeOptions, Resizer};

use super::raster::Raster;
use super::samples::Samples;

/// Keeps print sharp where letters are but a few pixels.
pub(super) const THUMBNAIL_FILTER: FilterType = FilterType::Lanczos3;

/// Nearly as sharp with two thirds of the taps, for whole levels of a large picture and for colours.
pub(super) const LEVEL_FILTER: FilterType = FilterType::CatmullRom;

/// The size in which a picture of `size` px fits into a square of `max_side` px, in proportion and never enlarged.
pub(super) fn fit(size: (u32, u32), max_side: u32) -> (u32, u32) {
    let (width, height) = size;
    let longer = width.max(height);
    if longer <= max_side {
        return size;
    }
    let shrink = |side: u32| {
        let scaled = (u64::from(side) * u64::from(max_side) + u64::from(longer) / 2)
            / u64::from(longer).max(1);
        (scaled as u32).max(1)
    };
    (shrink(width), shrink(height))
}

pub(super) fn resize_samples(samples: Samples, size: (u32, u32)) -> Samples {
    if samples.size() == size {
        return samples;
    }
    let from = (samples.width, samples.height);
    let mut bytes = vec![0; samples.channels * size.0 as usize * size.1 as usize];
    if samples.channels == 1 {
        resize::<U8>(from, &samples.bytes, size, &mut bytes, THUMBNAIL_FILTER);
    } else {
        resize::<U8x3>(from, &samples.bytes, size, &mut bytes, THUMBNAIL_FILTER);
    }
    Samples {
        width: size.0,
        height: size.1,
        channels: samples.channels,
        bytes,
    }
}

/// Of rows of `stride` samples the first `part` (columns, rows), of which the last ones may count in part.
pub(super) fn resize_plane(
    samples: &[u8],
    stride: usize,
    part: (f64, f64),
    size: (u32, u32),
    filter: FilterType,
) -> Vec<u8> {
    let rows = samples.len() / stride;
    let plane = TypedImageRef::<U8>::from_buffer(stride as u32, rows as u32, samples)
        .expect("a plane has whole rows");
    // What lies beyond the edge must not shine in.
    let (width, height) = (part.0.ceil() as u32, part.1.ceil() as u32);
    let inside = TypedCroppedImage::from_ref(&plane, 0, 0, width, height)
        .expect("a plane is no smaller than what counts of it");
    let mut target = vec![0; size.0 as usize * size.1 as usize];
    let options = options(filter).crop(0.0, 0.0, part.0, part.1);
    resize_view(&inside, size, &mut target, &options);
    target
}

/// `size` must not be empty.
pub(super) fn resize_raster(raster: &Raster, size: (u32, u32)) -> Raster {
    let mut pixels = vec![0_u32; size.0 as usize * size.1 as usize];
    let target = bytemuck::cast_slice_mut(&mut pixels);
    resize::<U8x4>(raster.size(), raster.bytes(), size, target, LEVEL_FILTER);
    Raster::new(size.0, size.1, pixels).expect("the buffer was made for this size")
}

fn resize<P: PixelTrait>(
    from: (u32, u32),
    source: &[u8],
    to: (u32, u32),
    target: &mut [u8],
    filter: FilterType,
) {
    let source = TypedImageRef::<P>::from_buffer(from.0, from.1, source)
        .expect("samples and rasters check their length");
    resize_view(&source, to, target, &options(filter));
}

/// Of one pixel type at a time: the resizer for any type compiles all of them, each for every processor.
fn resize_view<P: PixelTrait>(
    source: &impl ImageView<Pixel = P>,
    to: (u32, u32),
    target: &mut [u8],
    options: &ResizeOptions,
) {
    let mut target = TypedImage::<P>::from_buffer(to.0, to.1, target)
        .expect("the buffer was made for this size");
    Resizer::new()
        .resize_typed(source, &mut target, options)
        .expect("neither side is empty, and nothing lies outside");
}

fn options(filter: FilterType) -> ResizeOptions {
    // Alpha is 255 throughout: multiplying by it would be wasted.
    ResizeOptions::new()
        .resize_alg(ResizeAlg::Convolution(filter))
        .use_alpha(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fitting_keeps_the_proportion_and_never_enlarges() {
        assert_eq!(fit((4000, 3000), 256), (256, 192));
        assert_eq!(fit((3000, 4000), 256), (192, 256));
        assert_eq!(fit((100, 80), 256), (100, 80));
        assert_eq!(fit((256, 256), 256), (256, 256));
        assert_eq!(fit((1000, 333), 100), (100, 33));
        assert_eq!(fit((30_000, 1), 256), (256, 1));
        assert_eq!(fit((u32::MAX, u32::MAX), 256), (256, 256));
        assert_eq!(fit((10, 10), 0), (1, 1));
    }

    #[test]
    fn flat_colour_stays_flat() {
        for channels in [1, 3] {
            let bytes = [40, 90, 200].repeat(101 * 67);
            let bytes = bytes[..101 * 67 * channels].to_vec();
            let bytes = if channels == 1 {
                vec![90; bytes.len()]
            } else {
                bytes
            };
            let samples = Samples::new(101, 67, channels, bytes).expect("flat");
            let small = resize_samples(samples, (20, 13));
            let expected: &[u8] = if channels == 1 { &[90] } else { &[40, 90, 200] };
            assert!(small.bytes.chunks(channels).all(|pixel| pixel == expected));
        }
    }
}
