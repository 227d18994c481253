//! Pages of a PDF as pixels, drawn by hayro. Pages may be turned and cropped; both are followed.
//!
//! What no library can stop from inside (endless loops, exhausted memory) is stopped from outside; here is checked only
//! what is cheap to check first: the lock, the page's box, the length of its content.

mod cells;
mod fonts;
mod restated;
mod streams;
#[cfg(test)]
mod tests;
mod used;

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use hayro::hayro_interpret::hayro_cmap::load_embedded;
use hayro::hayro_interpret::{InterpreterSettings, InterpreterWarning, TransformExt as _};
use hayro::hayro_syntax::page::Page;
use hayro::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use hayro::kurbo::Affine;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::vello_cpu::{PixmapMut, RasterizerSettings, RenderContext, Resources, TargetInit};
use hayro::{RenderCache, RenderSettings, render_into};

use super::page_view::{Clip, PageView, Rendered};
use super::{FormatError, Limits, MediaType, Raster};

use fonts::FontBook;
use used::UsedFont;

/// A content stream that unpacks to more than this is no invoice's; a megabyte is a page full of tiny print.
const MAX_CONTENT_BYTES: usize = 64 << 20;

/// Draws one page, or a part of it.
pub(super) fn render(
    bytes: &[u8],
    view: &PageView,
    limits: &Limits,
) -> Result<Rendered, FormatError> {
    let pdf = Pdf::new(bytes.to_vec()).map_err(refusal)?;
    let page = page(&pdf, view)?;
    if page
        .page_stream()
        .is_some_and(|content| content.len() > MAX_CONTENT_BYTES)
    {
        return Err(FormatError::TooMuchMemory);
    }
    let (width, height) = page.render_dimensions();
    let page_size = (f64::from(width), f64::from(height));
    let size = view.size(page_size)?;
    let clip = view.clip_within(size, limits)?;
    let used = used::of(page);
    let restated = restated::file(bytes, &pdf, &used.fonts);
    // What is stated anew is asked for by its name, and may be installed.
    let is_asked_for = |font: &UsedFont<'_>| restated.is_some() && restated::is_stated(font);
    let is_missing = |font: &UsedFont<'_>| fonts::is_missing(&font.dict) && !is_asked_for(font);
    let lacks_font = used.lacks_font || used.fonts.iter().any(is_missing);
    let lost = used.lost;
    let pdf = restated.unwrap_or(pdf);
    let page = self::page(&pdf, view)?;
    let canvas_from_page = Affine::translate((-f64::from(clip.x), -f64::from(clip.y)))
        * Affine::scale_non_uniform(
            f64::from(size.0) / page_size.0,
            f64::from(size.1) / page_size.1,
        )
        * page.initial_transform(true).to_kurbo();
    let drawn = draw(page, canvas_from_page, clip)?;
    Ok(Rendered {
        raster: drawn.raster,
        pages: pdf.pages().len() as u32,
        page_size,
        substituted: drawn.substituted || lacks_font,
        skipped: drawn.skipped + lost.max(drawn.damaged_pictures),
    })
}

fn page<'a>(pdf: &'a Pdf, view: &PageView) -> Result<&'a Page<'a>, FormatError> {
    let page = pdf.pages().get(view.page as usize);
    page.ok_or_else(|| FormatError::corrupt("there is no such page"))
}

struct RenderedPdf {
    raster: Raster,
    substituted: bool,
    skipped: u32,
    damaged_pictures: u32,
}

fn draw(page: &Page<'_>, canvas_from_page: Affine, clip: Clip) -> Result<RenderedPdf, FormatError> {
    let too_large = || FormatError::TooLarge {
        width: clip.width,
        height: clip.height,
    };
    let side = |side: u32| u16::try_from(side).map_err(|_beyond_u16| too_large());
    let (width, height) = (side(clip.width)?, side(clip.height)?);
    let fonts = Arc::new(FontBook::default());
    let warnings = Arc::new(Warnings::default());
    let settings = settings(&fonts, &warnings);
    let mut context = RenderContext::new(width, height);
    render_into(
        page,
        &RenderCache::new(),
        &settings,
        &RenderSettings::default(),
        &mut context,
        canvas_from_page,
    );
    context.flush();
    let mut pixels = vec![0_u32; usize::from(width) * usize::from(height)];
    let target = PixmapMut::new(width, height, bytemuck::cast_slice_mut(&mut pixels))
        .expect("the buffer was made for this size");
    let on_paper = RasterizerSettings {
        target_init: TargetInit::Clear(WHITE),
        ..RasterizerSettings::default()
    };
    context.render_with(target, &mut Resources::default(), on_paper);
    let raster = Raster::new(clip.width, clip.height, pixels).ok_or_else(too_large)?;
    Ok(RenderedPdf {
        raster,
        substituted: fonts.has_substituted(),
        skipped: warnings.other.load(Ordering::Relaxed),
        damaged_pictures: warnings.pictures.load(Ordering::Relaxed),
    })
}

/// What the renderer says of a page, counted.
#[derive(Default)]
struct Warnings {
    /// Damaged ones were found before, most of them: they are not to be counted twice.
    pictures: AtomicU32,
    other: AtomicU32,
}

fn settings(fonts: &Arc<FontBook>, warnings: &Arc<Warnings>) -> InterpreterSettings {
    let (fonts, warnings) = (Arc::clone(fonts), Arc::clone(warnings));
    InterpreterSettings {
        font_resolver: Arc::new(move |query| Some(fonts.resolve(query))),
        cmap_resolver: Arc::new(|name| restated::cmap(&name).or_else(|| load_embedded(name))),
        warning_sink: Arc::new(move |warning| {
            let count = match warning {
                InterpreterWarning::ImageDecodeFailure => &warnings.pictures,
                _ => &warnings.other,
            };
            count.fetch_add(1, Ordering::Relaxed);
        }),
        ..InterpreterSettings::default()
    }
}

fn refusal(error: LoadPdfError) -> FormatError {
    match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => FormatError::Encrypted,
        LoadPdfError::Decryption(DecryptionError::UnsupportedAlgorithm) => {
            FormatError::Unsupported {
                media_type: MediaType::Pdf,
            }
        }
        LoadPdfError::Decryption(_) => FormatError::corrupt("its encryption is broken"),
        LoadPdfError::Invalid => FormatError::corrupt("no page can be found in it"),
    }
}
