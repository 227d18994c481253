//! Pages of an OFD (GB/T 33190-2016) as pixels. Fixed-layout pages in a zip of XML parts: `archive` and `xml` read them,
//! `document` and `resources` know what is where, `painter` and the objects' files draw on the `canvas`.
//!
//! Generous in what is read, strict in what it may cost (`budget`): a broken object is skipped and counted.

mod annotations;
mod archive;
mod budget;
mod canvas;
mod color;
mod composite;
mod der;
mod document;
#[cfg(test)]
mod fixtures;
mod font;
mod image_object;
mod ink;
mod object;
mod outline;
mod painter;
mod path;
mod picture;
mod resources;
mod seals;
mod sfnt;
mod shade;
mod style;
#[cfg(test)]
mod tests;
mod text;
mod text_layout;
mod values;
mod xml;

use super::document::{PageView, Rendered};
use super::{FormatError, Limits};

use archive::Archive;
use budget::Budget;
use canvas::Canvas;
use document::Document;
use font::Fonts;
use painter::{Painter, canvas_from_page};
use picture::Pictures;

/// Draws one page, or a part of it.
pub(super) fn render(
    bytes: &[u8],
    view: &PageView,
    limits: &Limits,
) -> Result<Rendered, FormatError> {
    let mut budget = Budget::new();
    let mut archive = Archive::open(bytes)?;
    let document = Document::open(&mut archive, &mut budget)?;
    let number = view.page as usize;
    let page = document.page(number, &mut archive, &mut budget)?;
    let page_box = document.page_box(&page.root);
    let page_size = (page_box.width(), page_box.height());
    let whole = view.size(page_size)?;
    let clip = view.clip_within(whole, limits)?;
    let too_large = || FormatError::TooLarge {
        width: clip.width,
        height: clip.height,
    };
    let side = |side: u32| u16::try_from(side).map_err(|_beyond_u16| too_large());
    let mut canvas = Canvas::new(side(clip.width)?, side(clip.height)?);
    let pages = document.pages.len() as u32;
    let mut painter = Painter {
        archive,
        document,
        fonts: Fonts::default(),
        pictures: Pictures::default(),
        canvas: &mut canvas,
        budget: &mut budget,
        depth: 0,
    };
    painter.page(
        number,
        &page,
        canvas_from_page(page_box, whole, (clip.x, clip.y)),
    )?;
    Ok(Rendered {
        raster: canvas.finish().ok_or_else(too_large)?,
        pages,
        page_size,
        substituted: budget.substituted,
        skipped: budget.skipped,
    })
}
