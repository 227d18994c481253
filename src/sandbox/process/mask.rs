//! `circle` and `rounded-corners`: what lies outside becomes transparent, and white where the format has no alpha.

use image::{DynamicImage, ImageFormat, Rgba, RgbaImage};

use super::args::Args;
use crate::sandbox::oss_error::OssErrorAnswer;

/// The square around a circle in the middle; a radius that does not fit becomes the largest that does.
pub(super) fn circle(
    image: &DynamicImage,
    format: ImageFormat,
    args: &Args<'_>,
) -> Result<DynamicImage, OssErrorAnswer> {
    let radius = radius(image, args)?;
    let side = radius * 2;
    let left = (image.width() - side) / 2;
    let top = (image.height() - side) / 2;
    let square = image.crop_imm(left, top, side, side);
    Ok(rounded(&square, radius, format))
}

pub(super) fn rounded_corners(
    image: &DynamicImage,
    format: ImageFormat,
    args: &Args<'_>,
) -> Result<DynamicImage, OssErrorAnswer> {
    Ok(rounded(image, radius(image, args)?, format))
}

fn radius(image: &DynamicImage, args: &Args<'_>) -> Result<u32, OssErrorAnswer> {
    args.expect_only(&["r"])?;
    let largest = image.width().min(image.height()) / 2;
    match args.length("r")? {
        Some(radius) if largest > 0 => Ok(radius.min(largest)),
        _ => Err(OssErrorAnswer::invalid_argument("r must be 1 or more.")),
    }
}

fn rounded(image: &DynamicImage, radius: u32, format: ImageFormat) -> DynamicImage {
    let outside = match format {
        ImageFormat::Png | ImageFormat::WebP => Rgba([255, 255, 255, 0]),
        _ => Rgba([255; 4]),
    };
    let mut canvas: RgbaImage = image.to_rgba8();
    let (width, height) = canvas.dimensions();
    for (x, y, pixel) in canvas.enumerate_pixels_mut() {
        let across = beyond(x, width, radius);
        let down = beyond(y, height, radius);
        if across.hypot(down) > f64::from(radius) {
            *pixel = outside;
        }
    }
    canvas.into()
}

/// How far the middle of a pixel lies beyond the straight part of a side that ends in two arcs; 0 within it.
fn beyond(position: u32, length: u32, radius: u32) -> f64 {
    let middle = f64::from(position) + 0.5;
    let first_arc = f64::from(radius) - middle;
    let last_arc = middle - f64::from(length - radius);
    first_arc.max(last_arc).max(0.0)
}
