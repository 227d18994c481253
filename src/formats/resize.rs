//! Fewer pixels for the same picture.

use fast_image_resize as fir;
use fir::images::{Image, ImageRef};
use fir::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};

use super::raster::Raster;
use super::samples::Samples;

/// Keeps print sharp where letters are but a few pixels.
const THUMBNAIL_FILTER: FilterType = FilterType::Lanczos3;

/// Nearly as sharp with two thirds of the taps, for whole levels of a large picture.
const LEVEL_FILTER: FilterType = FilterType::CatmullRom;

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
    let pixel_type = if samples.channels == 1 {
        PixelType::U8
    } else {
        PixelType::U8x3
    };
    let mut bytes = vec![0; samples.channels * size.0 as usize * size.1 as usize];
    let source = ImageRef::new(samples.width, samples.height, &samples.bytes, pixel_type)
        .expect("samples check their length");
    resize(&source, &mut bytes, size, THUMBNAIL_FILTER);
    Samples {
        width: size.0,
        height: size.1,
        channels: samples.channels,
        bytes,
    }
}

/// `size` must not be empty.
pub(super) fn resize_raster(raster: &Raster, size: (u32, u32)) -> Raster {
    let mut pixels = vec![0_u32; size.0 as usize * size.1 as usize];
    let target = bytemuck::cast_slice_mut(&mut pixels);
    let (width, height) = raster.size();
    let source = ImageRef::new(width, height, raster.bytes(), PixelType::U8x4)
        .expect("rasters check their length");
    resize(&source, target, size, LEVEL_FILTER);
    Raster::new(size.0, size.1, pixels).expect("the buffer was made for this size")
}

fn resize(source: &ImageRef<'_>, target: &mut [u8], size: (u32, u32), filter: FilterType) {
    let mut target = Image::from_slice_u8(size.0, size.1, target, source.pixel_type())
        .expect("the buffer was made for this size");
    // Alpha is 255 throughout: multiplying by it would be wasted.
    let options = ResizeOptions::new()
        .resize_alg(ResizeAlg::Convolution(filter))
        .use_alpha(false);
    Resizer::new()
        .resize(source, &mut target, &options)
        .expect("both sides have the same pixel type and nothing is cropped");
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
