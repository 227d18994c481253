//! `crop` and `indexcrop`: rectangles out of a picture, cut at its edge.

use image::DynamicImage;

use super::args::Args;
use crate::sandbox::oss_error::OssErrorAnswer;

/// The origin stands at one of nine points of the picture, then `x` and `y` move it right and down. Halves are rounded
/// down one by one, as the documented formulas (`W/2 - w/2`) read in integers.
pub(super) fn crop(image: &DynamicImage, args: &Args<'_>) -> Result<DynamicImage, OssErrorAnswer> {
    args.expect_only(&["w", "h", "x", "y", "g"])?;
    let (full_width, full_height) = (image.width(), image.height());
    let width = args.length("w")?.unwrap_or(full_width).min(full_width);
    let height = args.length("h")?.unwrap_or(full_height).min(full_height);
    let (across, down) = gravity(args.text("g").unwrap_or("nw"))?;
    let left = across
        .origin(full_width, width)
        .saturating_add(args.number("x")?.unwrap_or(0));
    let top = down
        .origin(full_height, height)
        .saturating_add(args.number("y")?.unwrap_or(0));
    cut(image, left, top, width, height)
}

/// Strips of a width (`x`) or a height (`y`); the `i`-th. A strip that does not exist answers the whole picture.
pub(super) fn index_crop(
    image: &DynamicImage,
    args: &Args<'_>,
) -> Result<DynamicImage, OssErrorAnswer> {
    args.expect_only(&["x", "y", "i"])?;
    let index = args.number("i")?.unwrap_or(0);
    let (full_width, full_height) = (image.width(), image.height());
    let strip = match (args.length("x")?, args.length("y")?) {
        (_, Some(height)) => (0, index.saturating_mul(height), full_width, height),
        (Some(width), None) => (index.saturating_mul(width), 0, width, full_height),
        (None, None) => return Err(OssErrorAnswer::invalid_argument("indexcrop needs x or y.")),
    };
    let (left, top, width, height) = strip;
    if left >= full_width || top >= full_height {
        return Ok(image.clone());
    }
    cut(image, left, top, width, height)
}

fn cut(
    image: &DynamicImage,
    left: u32,
    top: u32,
    width: u32,
    height: u32,
) -> Result<DynamicImage, OssErrorAnswer> {
    if left >= image.width() || top >= image.height() {
        return Err(OssErrorAnswer::crop_outside());
    }
    let width = width.min(image.width() - left);
    let height = height.min(image.height() - top);
    Ok(image.crop_imm(left, top, width, height))
}

#[derive(Clone, Copy)]
enum Anchor {
    Start,
    Middle,
    End,
}

impl Anchor {
    /// `part` is at most `full`.
    fn origin(self, full: u32, part: u32) -> u32 {
        match self {
            Self::Start => 0,
            Self::Middle => full / 2 - part / 2,
            Self::End => full - part,
        }
    }
}

/// Anchor from left to right, then from top to bottom.
fn gravity(name: &str) -> Result<(Anchor, Anchor), OssErrorAnswer> {
    Ok(match name {
        "nw" => (Anchor::Start, Anchor::Start),
        "north" => (Anchor::Middle, Anchor::Start),
        "ne" => (Anchor::End, Anchor::Start),
        "west" => (Anchor::Start, Anchor::Middle),
        "center" => (Anchor::Middle, Anchor::Middle),
        "east" => (Anchor::End, Anchor::Middle),
        "sw" => (Anchor::Start, Anchor::End),
        "south" => (Anchor::Middle, Anchor::End),
        "se" => (Anchor::End, Anchor::End),
        _ => return Err(OssErrorAnswer::invalid_argument("The gravity is unknown.")),
    })
}
