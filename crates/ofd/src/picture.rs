//! Pictures inside documents, unpacked and made as small as they are shown.

use std::collections::HashMap;
use std::io::Cursor;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Arc;

use hayro_jbig2::{DecodeSettings, Decoder, File, Page};
use image::{DynamicImage, ImageReader, RgbaImage};
use vello_cpu::peniko::ImageAlphaType;
use vello_cpu::{PixelMetadata, Pixmap};

use super::archive::OfdArchive;
use super::budget::DrawBudget;
use super::error::Error;
use super::jbig2_cost;
use super::shrink::shrink;

/// Width × height of one picture.
const MAX_PIXELS: u64 = 50_000_000;
const MAX_ALLOC_BYTES: u64 = 256 << 20;

const JPEG_FILE: &[u8] = &[0xFF, 0xD8];
const JBIG2_FILE: &[u8] = b"\x97JB2\r\n\x1a\n";

/// A picture with transparency, ready to draw.
#[derive(Clone)]
pub(super) struct UnpackedPicture {
    pub(super) pixmap: Arc<Pixmap>,
    /// No pixel lets anything through.
    pub(super) is_opaque: bool,
}

/// Which pictures a document has unpacked so far: file, mask, and how often halved.
#[derive(Default)]
pub(super) struct PictureCache {
    unpacked: HashMap<(usize, Option<usize>), Option<Arc<RgbaImage>>>,
    ready: HashMap<(usize, Option<usize>, u32), UnpackedPicture>,
}

impl PictureCache {
    /// The picture in an entry of the archive, its transparency taken from `mask`, for drawing about `shown` pixels large.
    pub(super) fn get(
        &mut self,
        file: usize,
        mask: Option<usize>,
        shown: (f64, f64),
        archive: &mut OfdArchive<'_>,
        budget: &mut DrawBudget,
    ) -> Option<UnpackedPicture> {
        let unpacked = self.unpacked.entry((file, mask)).or_insert_with(|| {
            let unpacked = masked(file, mask, archive, budget);
            budget.tolerate(unpacked).map(Arc::new)
        });
        let unpacked = Arc::clone(unpacked.as_ref()?);
        let halvings = halvings(unpacked.dimensions(), shown);
        let key = (file, mask, halvings);
        if let Some(picture) = self.ready.get(&key) {
            return Some(picture.clone());
        }
        let picture = UnpackedPicture::of(&unpacked, halvings)?;
        self.ready.insert(key, picture.clone());
        Some(picture)
    }

    /// A picture from bytes outside the archive.
    pub(super) fn from_bytes(
        bytes: &[u8],
        shown: (f64, f64),
        budget: &mut DrawBudget,
    ) -> Option<UnpackedPicture> {
        let unpacked = decode(bytes, budget);
        let unpacked = budget.tolerate(unpacked)?;
        UnpackedPicture::of(&unpacked, halvings(unpacked.dimensions(), shown))
    }
}

/// How often a picture can lose half its pixels each way and still has more than are shown.
fn halvings(size: (u32, u32), shown: (f64, f64)) -> u32 {
    let surplus = (f64::from(size.0) / shown.0.max(1.0)).min(f64::from(size.1) / shown.1.max(1.0));
    surplus.max(1.0).log2().floor() as u32
}

impl UnpackedPicture {
    /// `None` for more pixels a side than can be drawn with.
    fn of(image: &RgbaImage, halvings: u32) -> Option<Self> {
        let (width, height) = image.dimensions();
        let is_opaque = image.pixels().all(|pixel| pixel.0[3] == u8::MAX);
        let metadata = PixelMetadata::new(ImageAlphaType::Alpha, !is_opaque);
        let sides = (u16::try_from(width).ok()?, u16::try_from(height).ok()?);
        let bytes = image.as_raw().as_slice().to_vec();
        let mut pixmap = Pixmap::from_parts(bytes, sides.0, sides.1, metadata);
        let size = ((width >> halvings).max(1), (height >> halvings).max(1));
        if size != (width, height) {
            pixmap = shrunk(&pixmap, size)?;
        }
        Some(Self {
            pixmap: Arc::new(pixmap),
            is_opaque,
        })
    }
}

/// Premultiplied, as pixmaps are, so that clear pixels lend no colour to their neighbours.
fn shrunk(pixmap: &Pixmap, size: (u32, u32)) -> Option<Pixmap> {
    let from = (pixmap.width().into(), pixmap.height().into());
    let mut bytes = shrink(pixmap.data_as_u8_slice(), from, size)?;
    let sides = (u16::try_from(size.0).ok()?, u16::try_from(size.1).ok()?);
    // Sharpening may overshoot, but no channel may outshine its alpha.
    for [r, g, b, alpha] in bytes.as_chunks_mut::<4>().0 {
        (*r, *g, *b) = ((*r).min(*alpha), (*g).min(*alpha), (*b).min(*alpha));
    }
    let metadata = PixelMetadata::new(ImageAlphaType::AlphaPremultiplied, true);
    Some(Pixmap::from_parts(bytes, sides.0, sides.1, metadata))
}

fn masked(
    file: usize,
    mask: Option<usize>,
    archive: &mut OfdArchive<'_>,
    budget: &mut DrawBudget,
) -> Result<RgbaImage, Error> {
    let bytes = archive.read(file, budget)?;
    let mut image = decode(&bytes, budget)?;
    if let Some(mask) = mask {
        let bytes = archive.read(mask, budget)?;
        let mask = decode(&bytes, budget)?;
        let mask = DynamicImage::from(mask).to_luma8();
        let (width, height) = (u64::from(image.width()), u64::from(image.height()));
        let (mask_width, mask_height) = (u64::from(mask.width()), u64::from(mask.height()));
        for (x, y, pixel) in image.enumerate_pixels_mut() {
            let mask_x = u64::from(x) * mask_width / width;
            let mask_y = u64::from(y) * mask_height / height;
            let share = mask.get_pixel(mask_x as u32, mask_y as u32).0[0];
            pixel.0[3] = (u16::from(pixel.0[3]) * u16::from(share) / 255) as u8;
        }
    }
    Ok(image)
}

/// By what the bytes are, never by a name. A decoder that panics costs the page this picture and nothing else.
fn decode(bytes: &[u8], budget: &mut DrawBudget) -> Result<RgbaImage, Error> {
    let decoding = AssertUnwindSafe(|| decode_uncaught(bytes, budget));
    panic::catch_unwind(decoding).unwrap_or(Err(Error::Crashed))
}

fn decode_uncaught(bytes: &[u8], budget: &mut DrawBudget) -> Result<RgbaImage, Error> {
    if bytes.starts_with(JBIG2_FILE) || looks_like_jbig2_segments(bytes) {
        return jbig2(bytes, budget);
    }
    let corrupt = |error: &dyn std::fmt::Display| Error::corrupt(&error.to_string());
    let open = || {
        let mut reader = ImageReader::new(Cursor::new(bytes));
        let mut limits = image::Limits::no_limits();
        limits.max_alloc = Some(MAX_ALLOC_BYTES);
        reader.limits(limits);
        reader
            .with_guessed_format()
            .map_err(|error| corrupt(&error))
    };
    let (width, height) = open()?.into_dimensions().map_err(|error| corrupt(&error))?;
    check(width, height, budget)?;
    let image = open()?.decode().map_err(|error| corrupt(&error))?;
    // Decoders go on where data is damaged, and do not say so.
    if bytes.starts_with(JPEG_FILE) && budget.is_damaged_jpeg(bytes) {
        budget.skip();
    }
    Ok(with_transparency(image.into_rgba8()))
}

/// Transparency that hides all is none.
fn with_transparency(mut image: RgbaImage) -> RgbaImage {
    if image.pixels().all(|pixel| pixel.0[3] == 0) {
        for pixel in image.pixels_mut() {
            pixel.0[3] = u8::MAX;
        }
    }
    image
}

fn check(width: u32, height: u32, budget: &mut DrawBudget) -> Result<(), Error> {
    let pixels = u64::from(width) * u64::from(height);
    let sides = 1..=u32::from(u16::MAX);
    if pixels > MAX_PIXELS || !sides.contains(&width) || !sides.contains(&height) {
        return Err(Error::TooLarge { width, height });
    }
    budget.image(pixels)
}

/// A file without its header begins with the first segment: number 0, page information.
fn looks_like_jbig2_segments(bytes: &[u8]) -> bool {
    matches!(bytes, [0, 0, 0, 0 | 1, 0x30 | 0x00 | 0x10, ..])
}

fn jbig2(bytes: &[u8], budget: &mut DrawBudget) -> Result<RgbaImage, Error> {
    let is_file = bytes.starts_with(JBIG2_FILE);
    let pixels = if is_file {
        jbig2_cost::pixels_of_file(bytes)
    } else {
        jbig2_cost::pixels_of_segments(bytes)
    };
    budget.image(pixels.ok_or_else(|| Error::corrupt("a JBIG2 picture"))?)?;
    let settings = DecodeSettings::default();
    let corrupt = |_error| Error::corrupt("a JBIG2 picture");
    if is_file {
        let file = File::new(bytes, &settings).map_err(corrupt)?;
        let page = file
            .page(0)
            .ok_or_else(|| Error::corrupt("a JBIG2 picture"))?;
        return jbig2_page(&page, budget);
    }
    let page = Page::new_embedded(bytes, None, &settings).map_err(corrupt)?;
    jbig2_page(&page, budget)
}

fn jbig2_page(page: &Page<'_>, budget: &mut DrawBudget) -> Result<RgbaImage, Error> {
    let (width, height) = (page.width(), page.height());
    check(width, height, budget)?;
    let mut rows = Rows(Vec::with_capacity(width as usize * height as usize * 4));
    page.decode(&mut rows)
        .map_err(|_error| Error::corrupt("a JBIG2 picture"))?;
    RgbaImage::from_raw(width, height, rows.0).ok_or_else(|| Error::corrupt("a JBIG2 picture"))
}

/// Black and white as RGBA.
struct Rows(Vec<u8>);

impl Decoder for Rows {
    fn push_pixel(&mut self, black: bool) {
        let shade = if black { 0 } else { 255 };
        self.0.extend([shade, shade, shade, 255]);
    }

    fn push_pixel_chunk(&mut self, black: bool, chunk_count: u32) {
        for _ in 0..chunk_count * 8 {
            self.push_pixel(black);
        }
    }

    fn next_line(&mut self) {}
}
