//! Pictures with more pixels than are sent whole: a smaller copy of all of one, and parts of it at its full size.
//!
//! What was decoded of the last such picture is kept as long as the next job is about the same file: who moves about in
//! a picture asks for one part after the other, and decoding it takes seconds.

use std::io::Cursor;
use std::sync::Arc;

use image::{ImageFormat, ImageReader};

use super::orientation::{Walk, upright_size};
use super::picture::{self, StoredPicture};
use super::raster::Raster;
use super::samples::Samples;
use super::{DecodeJob, Decoded, FormatError, Limits, MediaType, PagePart, Pixels};
use super::{edges, jpeg, png_rows, resize, tiff};

/// The smaller copy has at most this part of the pixels that may be decoded at once, and no more than what is sent whole:
/// with its neighbours' copies it is held for as long as the picture is looked at.
const COPY_PART: u64 = 8;

/// A picture that is decoded already.
#[derive(Default)]
pub(super) struct KeptPicture(Option<(Arc<[u8]>, StoredPicture)>);

impl KeptPicture {
    /// Lets go of another file's picture: there is no room for two.
    pub(super) fn keep_only(&mut self, bytes: &Arc<[u8]>) {
        self.0.take_if(|(kept, _)| kept != bytes);
    }

    pub(super) fn clear(&mut self) {
        self.0 = None;
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// The whole picture of this job's file.
    fn whole(
        &mut self,
        job: &DecodeJob,
        media_type: MediaType,
    ) -> Result<&StoredPicture, FormatError> {
        let kept = match self.0.take() {
            Some(kept) => kept,
            None => (Arc::clone(&job.bytes), whole(job, media_type)?),
        };
        Ok(&self.0.insert(kept).1)
    }
}

/// What the job asks for, if it is about a picture too large to be sent whole or about a part of one; `None` is for the
/// common way, which also says why a file cannot be read at all.
pub(super) fn decode(
    job: &DecodeJob,
    media_type: MediaType,
    kept: &mut KeptPicture,
) -> Result<Option<Decoded>, FormatError> {
    let Some((width, height)) = stored_size(job, media_type) else {
        return Ok(None);
    };
    let pixels = u64::from(width) * u64::from(height);
    let fits = match job.want {
        Pixels::Part(_) => false,
        // As fast as it gets in the common way.
        Pixels::Thumbnail { .. } => pixels <= job.limits.max_pixels,
        _ => pixels <= max_whole_pixels(&job.limits),
    };
    if fits {
        return Ok(None);
    }
    job.limits.for_large().check(width, height, 0)?;
    let decoded = match job.want {
        Pixels::Full => copy(job, media_type, kept)?,
        Pixels::Thumbnail { max_side } => thumbnail(job, media_type, max_side, kept)?,
        Pixels::Part(part) => {
            let whole = kept.whole(job, media_type)?;
            decoded(whole, media_type, cut(whole, &part)?)?
        }
        Pixels::Edges(edges) => {
            let whole = kept.whole(job, media_type)?;
            let size = upright_size(whole.stored_size, whole.orientation);
            let piece = |part: &PagePart| cut(whole, part).ok()?.into_raster();
            let raster = edges::cut_pieces(size, piece, edges);
            with_raster(whole, media_type, raster)
        }
        Pixels::Page(_) => return Err(FormatError::Unsupported { media_type }),
    };
    Ok(Some(decoded))
}

/// Whether a picture with so many pixels is not sent whole.
pub(super) fn comes_in_parts(size: (u32, u32), limits: &Limits) -> bool {
    u64::from(size.0) * u64::from(size.1) > max_whole_pixels(limits)
}

/// More pixels than these come in a copy and in parts.
fn max_whole_pixels(limits: &Limits) -> u64 {
    limits.max_whole_pixels.min(limits.max_pixels)
}

/// As the file's header says; `None` where no header can be read.
fn stored_size(job: &DecodeJob, media_type: MediaType) -> Option<(u32, u32)> {
    let bytes = job.bytes.as_ref();
    let format = match media_type {
        MediaType::Jpeg => {
            let header = jpeg::JpegHeader::read(bytes).ok()?;
            return Some((header.width, header.height));
        }
        MediaType::Png => ImageFormat::Png,
        MediaType::Gif => ImageFormat::Gif,
        MediaType::Bmp => ImageFormat::Bmp,
        MediaType::Tiff => return tiff::stored_size(bytes),
        MediaType::Webp => ImageFormat::WebP,
        _ => return None,
    };
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    // What stands before the pixels, such as a colour profile, may be made to fill the memory too.
    reader.limits(job.limits.for_decoder());
    reader.into_dimensions().ok()
}

fn whole(job: &DecodeJob, media_type: MediaType) -> Result<StoredPicture, FormatError> {
    let limits = job.limits.for_large();
    if media_type == MediaType::Png
        && let Some(picture) = png_rows::decode(&job.bytes, &limits)?
    {
        return Ok(picture);
    }
    picture::decode(&job.bytes, media_type, Pixels::Full, &limits)
}

/// All of the picture with every side halved so often that it is small enough.
fn copy(
    job: &DecodeJob,
    media_type: MediaType,
    kept: &mut KeptPicture,
) -> Result<Decoded, FormatError> {
    let small = |stored| shrunk(stored, copy_factor(stored, &job.limits));
    if let Some(picture) = scaled(job, media_type, small) {
        return decoded(&picture, media_type, upright(&picture)?);
    }
    let whole = kept.whole(job, media_type)?;
    let (width, height) = upright_size(whole.stored_size, whole.orientation);
    let all = PagePart {
        page: 0,
        scale: 1,
        shrink: copy_factor(whole.stored_size, &job.limits),
        left: 0,
        top: 0,
        width,
        height,
    };
    decoded(whole, media_type, cut(whole, &all)?)
}

fn thumbnail(
    job: &DecodeJob,
    media_type: MediaType,
    max_side: u32,
    kept: &mut KeptPicture,
) -> Result<Decoded, FormatError> {
    if let Some(picture) = scaled(job, media_type, |stored| resize::fit(stored, max_side)) {
        return decoded(&picture, media_type, upright(&picture)?);
    }
    let copy = copy(job, media_type, kept)?;
    let size = resize::fit(copy.raster.size(), max_side);
    Ok(Decoded {
        raster: resize::resize_raster(&copy.raster, size),
        ..copy
    })
}

/// A JPEG of the common kind at a smaller size, of which nothing is worth keeping; `None` for everything else.
fn scaled(
    job: &DecodeJob,
    media_type: MediaType,
    size: impl FnOnce((u32, u32)) -> (u32, u32),
) -> Option<StoredPicture> {
    if media_type != MediaType::Jpeg {
        return None;
    }
    let header = jpeg::JpegHeader::read(&job.bytes).ok()?;
    let stored_size = (header.width, header.height);
    let samples = jpeg::decode_scaled(&job.bytes, size(stored_size), &job.limits)?;
    header.ended.then_some(StoredPicture {
        stored_size,
        samples,
        orientation: header.orientation,
        frames: 1,
        complete: true,
    })
}

/// How much shorter the sides of the smaller copy are: a power of two.
fn copy_factor(size: (u32, u32), limits: &Limits) -> u32 {
    let pixels = u64::from(size.0) * u64::from(size.1);
    let most = (limits.max_pixels / COPY_PART).clamp(1, limits.max_whole_pixels.max(1));
    let mut factor = 2;
    while pixels / (u64::from(factor) * u64::from(factor)) > most {
        factor *= 2;
    }
    factor
}

fn shrunk(size: (u32, u32), factor: u32) -> (u32, u32) {
    (size.0.div_ceil(factor), size.1.div_ceil(factor))
}

/// All samples in upright order.
fn upright(picture: &StoredPicture) -> Result<Samples, FormatError> {
    let (width, height) = upright_size(picture.samples.size(), picture.orientation);
    let all = PagePart {
        page: 0,
        scale: 1,
        shrink: 1,
        left: 0,
        top: 0,
        width,
        height,
    };
    cut(picture, &all)
}

/// A part of the upright picture. Beyond the picture there is nothing of it.
fn cut(picture: &StoredPicture, part: &PagePart) -> Result<Samples, FormatError> {
    let stored = picture.samples.size();
    let (width, height) = upright_size(stored, picture.orientation);
    let columns = part.left..part.left.saturating_add(part.width).min(width);
    let rows = part.top..part.top.saturating_add(part.height).min(height);
    if part.scale != 1 || part.shrink == 0 || columns.is_empty() || rows.is_empty() {
        return Err(FormatError::corrupt("nothing of the picture is wanted"));
    }
    let walk = Walk::new(stored, picture.orientation);
    let channels = picture.samples.channels;
    let source = &picture.samples.bytes;
    let mut averages = Averages::new(columns.len(), channels, part.shrink);
    let mut row = Vec::with_capacity(columns.len() * channels);
    for y in rows {
        row.clear();
        if walk.is_along_rows() {
            let start = walk.index(columns.start, y) * channels;
            row.extend_from_slice(&source[start..start + columns.len() * channels]);
        } else {
            for x in columns.clone() {
                let start = walk.index(x, y) * channels;
                row.extend_from_slice(&source[start..start + channels]);
            }
        }
        averages.push(&row);
    }
    averages.finish()
}

/// Squares of samples averaged as rows come in: every sample counts once, so that print does not shimmer.
struct Averages {
    factor: usize,
    channels: usize,
    /// Of samples above each other, in the rows of the squares that came so far.
    sums: Vec<u32>,
    rows_in_sums: usize,
    rows: u32,
    bytes: Vec<u8>,
}

impl Averages {
    fn new(columns: usize, channels: usize, factor: u32) -> Self {
        Self {
            factor: factor as usize,
            channels,
            sums: vec![0; columns * channels],
            rows_in_sums: 0,
            rows: 0,
            bytes: Vec::new(),
        }
    }

    fn push(&mut self, row: &[u8]) {
        if self.factor == 1 {
            self.bytes.extend_from_slice(row);
            self.rows += 1;
            return;
        }
        for (sum, sample) in self.sums.iter_mut().zip(row) {
            *sum += u32::from(*sample);
        }
        self.rows_in_sums += 1;
        if self.rows_in_sums == self.factor {
            self.end_row();
        }
    }

    fn end_row(&mut self) {
        if self.channels == 1 {
            self.end_row_of::<1>();
        } else {
            self.end_row_of::<3>();
        }
        self.sums.fill(0);
        self.rows_in_sums = 0;
        self.rows += 1;
    }

    fn end_row_of<const CHANNELS: usize>(&mut self) {
        let (columns, _) = self.sums.as_chunks::<CHANNELS>();
        for square in columns.chunks(self.factor) {
            let count = (square.len() * self.rows_in_sums) as u32;
            let mut sums = [count / 2; CHANNELS];
            for column in square {
                for (sum, sample) in sums.iter_mut().zip(column) {
                    *sum += sample;
                }
            }
            let average = |sum: u32| {
                if count.is_power_of_two() {
                    sum >> count.trailing_zeros()
                } else {
                    sum / count
                }
            };
            self.bytes.extend(sums.map(|sum| average(sum) as u8));
        }
    }

    fn finish(mut self) -> Result<Samples, FormatError> {
        if self.rows_in_sums > 0 {
            self.end_row();
        }
        let width = (self.sums.len() / self.channels).div_ceil(self.factor) as u32;
        Samples::new(width, self.rows, self.channels, self.bytes)
            .ok_or_else(|| FormatError::corrupt("a picture without pixels"))
    }
}

fn decoded(
    picture: &StoredPicture,
    media_type: MediaType,
    upright: Samples,
) -> Result<Decoded, FormatError> {
    let raster = upright
        .into_raster()
        .ok_or_else(|| FormatError::corrupt("a picture without pixels"))?;
    Ok(with_raster(picture, media_type, raster))
}

fn with_raster(picture: &StoredPicture, media_type: MediaType, raster: Raster) -> Decoded {
    Decoded {
        facts: picture.facts(media_type),
        raster,
    }
}

#[cfg(test)]
mod tests;
