//! Pixels back into the format they came in.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageFormat, ImageResult};

use super::Processed;
use crate::sandbox::oss_error::OssErrorAnswer;

/// Close to what OSS writes.
const JPEG_QUALITY: u8 = 90;

pub(super) fn encode(
    image: &DynamicImage,
    format: ImageFormat,
) -> Result<Processed, OssErrorAnswer> {
    let mut bytes = Cursor::new(Vec::new());
    write(image, format, &mut bytes).map_err(|_unwritable| OssErrorAnswer::not_an_image())?;
    Ok(Processed {
        bytes: bytes.into_inner().into(),
        content_type: format.to_mime_type(),
    })
}

fn write(
    image: &DynamicImage,
    format: ImageFormat,
    bytes: &mut Cursor<Vec<u8>>,
) -> ImageResult<()> {
    match format {
        ImageFormat::Jpeg => {
            let encoder = JpegEncoder::new_with_quality(bytes, JPEG_QUALITY);
            if image.color().has_color() {
                image.to_rgb8().write_with_encoder(encoder)
            } else {
                image.to_luma8().write_with_encoder(encoder)
            }
        }
        ImageFormat::Png | ImageFormat::Tiff => image.write_to(bytes, format),
        _ => image.to_rgba8().write_to(bytes, format),
    }
}
