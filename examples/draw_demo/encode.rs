//! Pictures → files.

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder as _, ImageError, RgbImage};

#[derive(Clone, Copy)]
pub enum Encoding {
    Png,
    Jpeg {
        quality: u8,
    },
    /// With an EXIF segment that says: turn a quarter to the right to look at it.
    JpegSideways {
        quality: u8,
    },
}

pub fn encode(picture: &RgbImage, encoding: Encoding) -> Result<Vec<u8>, ImageError> {
    match encoding {
        Encoding::Png => png(picture),
        Encoding::Jpeg { quality } => jpeg(picture, quality),
        Encoding::JpegSideways { quality } => {
            let mut bytes = jpeg(picture, quality)?;
            // Right after the two bytes that open every JPEG.
            bytes.splice(2..2, exif_segment(6));
            Ok(bytes)
        }
    }
}

/// Sixteen steps a channel are enough for print on plain paper and halve the file.
fn png(picture: &RgbImage) -> Result<Vec<u8>, ImageError> {
    let coarse: Vec<u8> = picture
        .iter()
        .map(|value| (u16::from(*value) + 8) / 17 * 17)
        .map(|value| value.min(255) as u8)
        .collect();
    let mut bytes = Vec::new();
    PngEncoder::new_with_quality(&mut bytes, CompressionType::Best, FilterType::NoFilter)
        .write_image(
            &coarse,
            picture.width(),
            picture.height(),
            ExtendedColorType::Rgb8,
        )?;
    Ok(bytes)
}

fn jpeg(picture: &RgbImage, quality: u8) -> Result<Vec<u8>, ImageError> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, quality).encode_image(&smooth_colors(picture))?;
    Ok(bytes)
}

/// Averages the colours, not the brightness, of 2 × 2 pixels: what cameras do, and far fewer bytes.
fn smooth_colors(picture: &RgbImage) -> RgbImage {
    let luma =
        |[r, g, b]: [u8; 3]| 0.299 * f32::from(r) + 0.587 * f32::from(g) + 0.114 * f32::from(b);
    RgbImage::from_fn(picture.width(), picture.height(), |x, y| {
        let mut mean = [0.0_f32; 3];
        let (left, top) = (x & !1, y & !1);
        for (dx, dy) in [(0, 0), (1, 0), (0, 1), (1, 1)] {
            let at = (
                (left + dx).min(picture.width() - 1),
                (top + dy).min(picture.height() - 1),
            );
            let pixel = picture.get_pixel(at.0, at.1).0;
            let gray = luma(pixel);
            for (sum, value) in mean.iter_mut().zip(pixel) {
                *sum += (f32::from(value) - gray) / 4.0;
            }
        }
        let gray = luma(picture.get_pixel(x, y).0);
        image::Rgb(mean.map(|color| (color + gray).round().clamp(0.0, 255.0) as u8))
    })
}

/// A little-endian TIFF directory with the one entry Orientation (0x0112, SHORT).
fn exif_segment(orientation: u8) -> Vec<u8> {
    let mut body = b"Exif\0\0II*\0\x08\0\0\0\x01\0".to_vec();
    body.extend([0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0]);
    body.extend([0; 4]);
    let length = (body.len() + 2) as u16;
    let mut segment = vec![0xFF, 0xE1];
    segment.extend(length.to_be_bytes());
    segment.extend(body);
    segment
}
