//! `x-oss-process` on stored originals: `image/OP,ARG,…/OP,…`, left to right, each on the result of the one before.
//!
//! Pixels are processed as stored; only `auto-orient,1` turns them by EXIF. The result is encoded again in the source's
//! format and carries no EXIF.

mod args;
mod crop;
mod encode;
mod mask;
mod resize;

use std::io::Cursor;

use axum::body::Bytes;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder as _, ImageFormat, ImageReader};

use self::args::Args;
use super::oss_error::OssErrorAnswer;

/// OSS processes no larger file.
const FILE_LIMIT_BYTES: usize = 20 << 20;
/// OSS processes no longer side.
const SIDE_LIMIT_PX: u32 = 30_000;

#[derive(Clone)]
pub(super) struct Processed {
    pub(super) bytes: Bytes,
    pub(super) content_type: &'static str,
}

pub(super) fn run(original: &[u8], chain: &str) -> Result<Processed, OssErrorAnswer> {
    let Some(ops) = chain.strip_prefix("image/") else {
        return Err(OssErrorAnswer::invalid_argument(
            "The process type is unknown.",
        ));
    };
    let mut canvas = ProcessedImage::decode(original)?;
    for op in ops.split('/') {
        canvas.apply(op)?;
    }
    encode::encode(&canvas.image, canvas.format)
}

struct ProcessedImage {
    image: DynamicImage,
    format: ImageFormat,
    /// How EXIF says the pixels must be turned; done at most once.
    orientation: Orientation,
}

impl ProcessedImage {
    fn decode(original: &[u8]) -> Result<Self, OssErrorAnswer> {
        if original.len() > FILE_LIMIT_BYTES {
            return Err(OssErrorAnswer::image_too_large());
        }
        let unreadable = |_| OssErrorAnswer::not_an_image();
        let format = image::guess_format(original).map_err(unreadable)?;
        let reader = ImageReader::with_format(Cursor::new(original), format);
        let mut decoder = reader.into_decoder().map_err(unreadable)?;
        let (width, height) = decoder.dimensions();
        if width.max(height) > SIDE_LIMIT_PX {
            return Err(OssErrorAnswer::image_too_large());
        }
        let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
        let image = DynamicImage::from_decoder(decoder).map_err(unreadable)?;
        Ok(Self {
            image,
            format,
            orientation,
        })
    }

    fn apply(&mut self, op: &str) -> Result<(), OssErrorAnswer> {
        let (name, rest) = op.split_once(',').unwrap_or((op, ""));
        match name {
            "crop" => self.image = crop::crop(&self.image, &Args::parse(rest)?)?,
            "indexcrop" => self.image = crop::index_crop(&self.image, &Args::parse(rest)?)?,
            "resize" => self.image = resize::resize(&self.image, &Args::parse(rest)?)?,
            "circle" => self.image = mask::circle(&self.image, self.format, &Args::parse(rest)?)?,
            "rounded-corners" => {
                self.image = mask::rounded_corners(&self.image, self.format, &Args::parse(rest)?)?;
            }
            "rotate" => self.rotate(rest)?,
            "auto-orient" => self.auto_orient(rest)?,
            // These change colours, compression or marks, never where a point lies.
            "format" | "quality" | "interlace" | "sharpen" | "bright" | "contrast" | "blur"
            | "watermark" => {}
            _ => {
                return Err(OssErrorAnswer::invalid_argument(
                    "The operation is unknown.",
                ));
            }
        }
        Ok(())
    }

    /// OSS turns by any angle; what no ticket needs is refused here.
    fn rotate(&mut self, degrees: &str) -> Result<(), OssErrorAnswer> {
        self.image = match degrees {
            "0" | "360" => return Ok(()),
            "90" => self.image.rotate90(),
            "180" => self.image.rotate180(),
            "270" => self.image.rotate270(),
            _ => {
                return Err(OssErrorAnswer::invalid_argument(
                    "The angle is not supported.",
                ));
            }
        };
        Ok(())
    }

    fn auto_orient(&mut self, switch: &str) -> Result<(), OssErrorAnswer> {
        match switch {
            "0" => {}
            "1" => {
                self.image.apply_orientation(self.orientation);
                self.orientation = Orientation::NoTransforms;
            }
            _ => {
                return Err(OssErrorAnswer::invalid_argument(
                    "auto-orient must be 0 or 1.",
                ));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
