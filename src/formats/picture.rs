//! Raster formats: from bytes to samples, whole or as little as a thumbnail needs.

use std::io::Cursor;

use image::metadata::Orientation;
use image::{ColorType, ImageDecoder, ImageFormat, ImageReader};

use crate::geometry::PictureSize;
use crate::model::PictureFacts;

use super::bmp;
use super::container::{self, Extent};
use super::error::is_early_end;
use super::heic;
use super::jpeg;
use super::orientation::{self, upright_size};
use super::png_rows;
use super::resize;
use super::samples::Samples;
use super::tiff;
use super::{FormatError, Limits, MediaType, Pixels};

/// A decoded picture as stored: not yet upright.
pub(super) struct StoredPicture {
    /// Of the whole picture in stored pixels, even if `samples` are fewer.
    pub(super) stored_size: (u32, u32),
    pub(super) samples: Samples,
    pub(super) orientation: Orientation,
    pub(super) frames: u32,
    pub(super) complete: bool,
}

impl StoredPicture {
    /// What is told of it, as it lies once it is upright.
    pub(super) fn facts(&self, media_type: MediaType) -> PictureFacts {
        let (width, height) = upright_size(self.stored_size, self.orientation);
        PictureFacts {
            orientation: self.orientation.to_exif(),
            frames: self.frames,
            complete: self.complete,
            ..PictureFacts::whole(PictureSize::new(width, height), media_type)
        }
    }
}

pub(super) fn decode(
    bytes: &[u8],
    media_type: MediaType,
    want: Pixels,
    limits: &Limits,
) -> Result<StoredPicture, FormatError> {
    let picture = match media_type {
        MediaType::Jpeg => decode_jpeg(bytes, want, limits)?,
        MediaType::Png => decode_png(bytes, limits)?,
        MediaType::Gif => decode_gif(bytes, limits)?,
        MediaType::Bmp => {
            let bytes = &*bmp::with_common_header(bytes)?;
            whole(bytes, media_type, ImageFormat::Bmp, limits)?
        }
        MediaType::Tiff => match tiff::decode(bytes, limits)? {
            Some(picture) => picture,
            None => whole(bytes, media_type, ImageFormat::Tiff, limits)?,
        },
        MediaType::Webp => whole(bytes, media_type, ImageFormat::WebP, limits)?,
        MediaType::Heic => heic::decode(bytes, limits)?,
        MediaType::Avif | MediaType::Pdf | MediaType::Ofd | MediaType::Xml => {
            return Err(FormatError::Unsupported { media_type });
        }
    };
    Ok(match want {
        // Borders are cut out once the picture is upright.
        Pixels::Full | Pixels::Edges(_) => picture,
        // Only documents have pages to choose from.
        Pixels::Page(_) | Pixels::Part(_) => return Err(FormatError::Unsupported { media_type }),
        Pixels::Thumbnail { max_side } => StoredPicture {
            samples: resize::resize_samples(
                picture.samples,
                resize::fit(picture.stored_size, max_side),
            ),
            ..picture
        },
    })
}

fn decode_jpeg(bytes: &[u8], want: Pixels, limits: &Limits) -> Result<StoredPicture, FormatError> {
    let header = jpeg::JpegHeader::read(bytes)?;
    let stored_size = (header.width, header.height);
    limits.check(header.width, header.height, 0)?;
    let bytes = &*header.with_height(bytes);
    if let Pixels::Thumbnail { max_side } = want
        && header.ended
    {
        let wanted = resize::fit(stored_size, max_side);
        if let Some(samples) = jpeg::decode_scaled(bytes, wanted, limits) {
            return Ok(StoredPicture {
                stored_size,
                samples,
                orientation: header.orientation,
                frames: 1,
                complete: true,
            });
        }
    }
    let extent = Extent {
        ended: header.ended,
        frames: 1,
    };
    let picture = whole_with(bytes, MediaType::Jpeg, ImageFormat::Jpeg, extent, limits)?;
    Ok(StoredPicture {
        orientation: header.orientation,
        // Decoders go on where data is damaged, and do not say so.
        complete: picture.complete && jpeg::is_whole(bytes, limits),
        ..picture
    })
}

/// Of a damaged file what comes before the damage.
fn decode_png(bytes: &[u8], limits: &Limits) -> Result<StoredPicture, FormatError> {
    // Of phones, for themselves: their pixels are in another order and without what opens them.
    if bytes.get(12..16) == Some(b"CgBI") {
        let media_type = MediaType::Png;
        return Err(FormatError::Unsupported { media_type });
    }
    match whole(bytes, MediaType::Png, ImageFormat::Png, limits) {
        Err(FormatError::Corrupt { detail }) => {
            let saved = png_rows::decode_damaged(bytes, limits).ok().flatten();
            saved.ok_or(FormatError::Corrupt { detail })
        }
        decoded => decoded,
    }
}

/// Frames of a GIF that are tried until one can be shown.
const TRIED_FRAMES: usize = 4;

/// The first frame that can be shown at all.
fn decode_gif(bytes: &[u8], limits: &Limits) -> Result<StoredPicture, FormatError> {
    let gif = |bytes: &[u8]| whole(bytes, MediaType::Gif, ImageFormat::Gif, limits);
    let first = gif(bytes);
    let Err(FormatError::Incomplete | FormatError::Corrupt { .. }) = first else {
        return first;
    };
    let all = Extent::of(bytes, MediaType::Gif).frames;
    let mut rest = container::without_first_frame(bytes);
    for _ in 1..TRIED_FRAMES {
        let Some(bytes) = rest else {
            break;
        };
        if let Ok(picture) = gif(&bytes) {
            return Ok(StoredPicture {
                frames: all,
                complete: false,
                ..picture
            });
        }
        rest = container::without_first_frame(&bytes);
    }
    first
}

fn whole(
    bytes: &[u8],
    media_type: MediaType,
    format: ImageFormat,
    limits: &Limits,
) -> Result<StoredPicture, FormatError> {
    let extent = Extent::of(bytes, media_type);
    whole_with(bytes, media_type, format, extent, limits)
}

fn whole_with(
    bytes: &[u8],
    media_type: MediaType,
    format: ImageFormat,
    extent: Extent,
    limits: &Limits,
) -> Result<StoredPicture, FormatError> {
    let fail = |error: &image::ImageError| match FormatError::from_image(error, media_type) {
        // A decoder that stumbles where the file was cut does not call it damage.
        FormatError::Corrupt { .. } if !extent.ended => FormatError::Incomplete,
        error => error,
    };
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits.for_decoder());
    let mut decoder = reader.into_decoder().map_err(|error| fail(&error))?;
    let (width, height) = decoder.dimensions();
    limits.check(width, height, decoder.total_bytes())?;
    // Metadata that cannot be read is no reason to withhold the picture.
    let orientation = orientation(&mut decoder);
    let color = decoder.color_type();

    let mut pixels = vec![UNTOUCHED; decoder.total_bytes() as usize];
    let mut complete = extent.ended;
    if let Err(error) = decoder.read_image(&mut pixels) {
        let is_cut = !extent.ended || is_early_end(&error);
        if !is_cut || pixels.iter().all(|byte| *byte == UNTOUCHED) {
            return Err(fail(&error));
        }
        complete = false;
        if color == ColorType::Rgba8 {
            // What never came is not what shows that there is transparency. On paper it is the same.
            for pixel in pixels.as_chunks_mut::<4>().0 {
                if *pixel == [UNTOUCHED; 4] {
                    pixel[3] = 0;
                }
            }
        }
    }
    let samples = Samples::from_decoded(width, height, color, pixels)
        .ok_or_else(|| FormatError::corrupt("a picture without pixels"))?;
    Ok(StoredPicture {
        stored_size: (width, height),
        samples,
        orientation,
        frames: extent.frames,
        complete,
    })
}

fn orientation(decoder: &mut impl ImageDecoder) -> Orientation {
    let exif = decoder.exif_metadata().ok().flatten();
    let orientation = exif.as_deref().and_then(orientation::from_exif);
    // A TIFF says it in a directory of its own.
    orientation.unwrap_or_else(|| decoder.orientation().unwrap_or(Orientation::NoTransforms))
}

/// What lies where a decoder wrote nothing: white, so that the missing part of a cut picture is paper.
const UNTOUCHED: u8 = 0xFF;
