//! `resize`: by box, by longer or shorter side, or by percent.

use image::imageops::FilterType;
use image::{DynamicImage, GenericImage as _, Rgba, RgbaImage};

use super::args::Args;
use crate::sandbox::oss_error::OssErrorAnswer;

/// What OSS allows for a side of a result.
const SIDE_LIMIT_PX: f64 = 16_384.0;
/// What OSS allows for a result as a whole.
const AREA_LIMIT_PX: f64 = 16_777_216.0;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    Lfit,
    Mfit,
    Fill,
    Pad,
    Fixed,
}

impl Mode {
    fn is_of_fixed_size(self) -> bool {
        matches!(self, Self::Fill | Self::Pad | Self::Fixed)
    }
}

pub(super) fn resize(
    image: &DynamicImage,
    args: &Args<'_>,
) -> Result<DynamicImage, OssErrorAnswer> {
    args.expect_only(&["w", "h", "l", "s", "p", "m", "limit", "color"])?;
    let may_enlarge = match args.text("limit").unwrap_or("1") {
        "0" => true,
        "1" => false,
        _ => return Err(OssErrorAnswer::invalid_argument("limit must be 0 or 1.")),
    };
    // Documented as "above 100 enlarges"; `limit` belongs to the other ways of naming a size.
    if let Some(percent) = args.length("p")? {
        return scaled(image, f64::from(percent) / 100.0, true);
    }
    let mode = mode(args.text("m").unwrap_or("lfit"))?;
    match wanted_sides(image, args)? {
        // Modes of a fixed size take the one side given for both.
        (Some(side), None) | (None, Some(side)) if mode.is_of_fixed_size() => {
            to_box(image, side, side, mode, may_enlarge, args)
        }
        (None, None) => Err(OssErrorAnswer::invalid_argument("resize needs a size.")),
        (Some(width), None) => {
            let scale = f64::from(width) / f64::from(image.width());
            scaled(image, scale, may_enlarge)
        }
        (None, Some(height)) => {
            let scale = f64::from(height) / f64::from(image.height());
            scaled(image, scale, may_enlarge)
        }
        (Some(width), Some(height)) => to_box(image, width, height, mode, may_enlarge, args),
    }
}

fn mode(name: &str) -> Result<Mode, OssErrorAnswer> {
    Ok(match name {
        "lfit" => Mode::Lfit,
        "mfit" => Mode::Mfit,
        "fill" => Mode::Fill,
        "pad" => Mode::Pad,
        "fixed" => Mode::Fixed,
        _ => return Err(OssErrorAnswer::invalid_argument("The mode is unknown.")),
    })
}

/// Width and height; `l` and `s` stand for the longer and shorter one and count only where neither is given.
fn wanted_sides(
    image: &DynamicImage,
    args: &Args<'_>,
) -> Result<(Option<u32>, Option<u32>), OssErrorAnswer> {
    let (width, height) = (args.length("w")?, args.length("h")?);
    if width.is_some() || height.is_some() {
        return Ok((width, height));
    }
    let (longer, shorter) = (args.length("l")?, args.length("s")?);
    Ok(if image.width() >= image.height() {
        (longer, shorter)
    } else {
        (shorter, longer)
    })
}

fn to_box(
    image: &DynamicImage,
    width: u32,
    height: u32,
    mode: Mode,
    may_enlarge: bool,
    args: &Args<'_>,
) -> Result<DynamicImage, OssErrorAnswer> {
    let across = f64::from(width) / f64::from(image.width());
    let down = f64::from(height) / f64::from(image.height());
    let scale = match mode {
        Mode::Lfit | Mode::Pad => across.min(down),
        Mode::Mfit | Mode::Fill | Mode::Fixed => across.max(down),
    };
    // A target larger than the source leaves the source as it is.
    if scale > 1.0 && !may_enlarge {
        return Ok(image.clone());
    }
    match mode {
        Mode::Lfit | Mode::Mfit => scaled(image, scale, true),
        Mode::Fixed => exact(image, f64::from(width), f64::from(height)),
        Mode::Fill => {
            let cover = scaled(image, scale, true)?;
            let left = cover.width().saturating_sub(width) / 2;
            let top = cover.height().saturating_sub(height) / 2;
            Ok(cover.crop_imm(left, top, width, height))
        }
        Mode::Pad => padded(&scaled(image, scale, true)?, width, height, args),
    }
}

fn scaled(
    image: &DynamicImage,
    scale: f64,
    may_enlarge: bool,
) -> Result<DynamicImage, OssErrorAnswer> {
    if scale > 1.0 && !may_enlarge {
        return Ok(image.clone());
    }
    let side = |length: u32| (f64::from(length) * scale).round().max(1.0);
    exact(image, side(image.width()), side(image.height()))
}

fn exact(image: &DynamicImage, width: f64, height: f64) -> Result<DynamicImage, OssErrorAnswer> {
    expect_allowed(width, height)?;
    Ok(image.resize_exact(width as u32, height as u32, FilterType::Triangle))
}

fn expect_allowed(width: f64, height: f64) -> Result<(), OssErrorAnswer> {
    if width.max(height) > SIDE_LIMIT_PX || width * height > AREA_LIMIT_PX {
        return Err(OssErrorAnswer::image_too_large());
    }
    Ok(())
}

/// The picture in the middle of a box of one colour, white unless `color_RRGGBB` says another.
fn padded(
    inner: &DynamicImage,
    width: u32,
    height: u32,
    args: &Args<'_>,
) -> Result<DynamicImage, OssErrorAnswer> {
    expect_allowed(f64::from(width), f64::from(height))?;
    let [_, red, green, blue] = u32::from_str_radix(args.text("color").unwrap_or("FFFFFF"), 16)
        .map_err(|_not_hexadecimal| OssErrorAnswer::invalid_argument("color must be RRGGBB."))?
        .to_be_bytes();
    let mut canvas = RgbaImage::from_pixel(width, height, Rgba([red, green, blue, 255]));
    let left = width.saturating_sub(inner.width()) / 2;
    let top = height.saturating_sub(inner.height()) / 2;
    canvas
        .copy_from(&inner.to_rgba8(), left, top)
        .map_err(|_does_not_fit| OssErrorAnswer::internal())?;
    Ok(canvas.into())
}
