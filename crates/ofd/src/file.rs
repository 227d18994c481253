//! A file, opened: its pages, how large they are, and each of them as pixels.

use std::time::{Duration, Instant};

use vello_cpu::kurbo::Rect;

use super::archive::{OfdArchive, Unpacked};
use super::bitmap::Bitmap;
use super::budget::DrawBudget;
use super::canvas::PageCanvas;
use super::document::{self, Document};
use super::error::Error;
use super::font::Fonts;
use super::limits::DrawLimits;
use super::painter::{Painter, canvas_from_page};
use super::picture::PictureCache;

/// An open OFD file. Nothing of its pages has been read yet.
pub struct OfdFile<'a> {
    archive: OfdArchive<'a>,
    document: Document,
    /// What opening took, in all counts and in time. Each page goes on from there.
    opening: DrawBudget,
    took: Duration,
    /// What opening has unpacked. What a page unpacks is let go when the next one comes.
    unpacked: Unpacked,
}

impl<'a> OfdFile<'a> {
    /// Reads where everything is. The bytes may be anything: see [`is_ofd`](crate::is_ofd) for a quick look first.
    pub fn open(bytes: &'a [u8], limits: &DrawLimits) -> Result<Self, Error> {
        let began = Instant::now();
        let mut budget = DrawBudget::within(limits);
        let mut archive = OfdArchive::open(bytes)?;
        let document = Document::open(&mut archive, &mut budget)?;
        Ok(Self {
            unpacked: archive.unpacked(),
            archive,
            document,
            opening: budget,
            took: began.elapsed(),
        })
    }

    /// How many there are.
    pub fn pages(&self) -> u32 {
        self.document.pages.len() as u32
    }

    /// Reads the page at this place, counted from 0. [`Error::Corrupt`] where there is none.
    pub fn page(&mut self, number: u32) -> Result<OfdPage<'_, 'a>, Error> {
        self.archive.keep_only(&self.unpacked);
        let mut budget = self.opening.resumed(self.took);
        let number = number as usize;
        let content = self.document.page(number, &mut self.archive, &mut budget)?;
        Ok(OfdPage {
            page_box: self.document.page_box(&content.root),
            file: self,
            number,
            content,
            budget,
        })
    }
}

/// A page, read and ready to be drawn.
pub struct OfdPage<'f, 'a> {
    file: &'f mut OfdFile<'a>,
    number: usize,
    content: document::PageContent,
    page_box: Rect,
    budget: DrawBudget,
}

impl OfdPage<'_, '_> {
    /// Width and height in millimetres, both more than 0. A page that says none is an A4.
    pub fn size(&self) -> (f64, f64) {
        (self.page_box.width(), self.page_box.height())
    }

    /// The whole page in a picture that is so many pixels wide and as high as fits.
    pub fn view(&self, width: u32) -> DrawView {
        let (page_width, page_height) = self.size();
        let height = f64::from(width) * page_height / page_width;
        DrawView {
            width,
            // A float that is too large for the integer becomes the largest one.
            height: height.round().max(1.0) as u32,
            part: None,
        }
    }

    /// Draws the page on white paper. The page is used up: what it may cost counts from when it was read.
    pub fn draw(mut self, view: &DrawView) -> Result<DrawnPage, Error> {
        let part = view.part();
        let too_large = || Error::TooLarge {
            width: part.width,
            height: part.height,
        };
        let pixels = u64::from(part.width) * u64::from(part.height);
        if pixels == 0 || !self.budget.may_draw(pixels) {
            return Err(too_large());
        }
        let in_u16 = |side: u32| u16::try_from(side).map_err(|_beyond_u16| too_large());
        let mut canvas = PageCanvas::new(in_u16(part.width)?, in_u16(part.height)?);
        let mut painter = Painter {
            archive: &mut self.file.archive,
            document: &self.file.document,
            fonts: Fonts::default(),
            pictures: PictureCache::default(),
            canvas: &mut canvas,
            budget: &mut self.budget,
            depth: 0,
        };
        let size = (view.width, view.height);
        painter.page(
            self.number,
            &self.content,
            canvas_from_page(self.page_box, size, (part.x, part.y)),
        )?;
        Ok(DrawnPage {
            bitmap: canvas.finish().ok_or_else(too_large)?,
            substituted: self.budget.substituted,
            skipped: self.budget.skipped,
        })
    }
}

/// How large to draw a page, and what of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DrawView {
    /// Of the whole page, in pixels.
    pub width: u32,
    /// Of the whole page, in pixels.
    pub height: u32,
    /// Only this, where not all is wanted.
    pub part: Option<ViewPart>,
}

/// A rectangle in the pixels of a whole page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ViewPart {
    pub x: u32,
    pub y: u32,
    pub width: u32,
    pub height: u32,
}

impl DrawView {
    fn part(&self) -> ViewPart {
        self.part.unwrap_or(ViewPart {
            x: 0,
            y: 0,
            width: self.width,
            height: self.height,
        })
    }
}

/// A drawn page, or a part of one, and what is not as its writer meant it.
#[derive(Debug)]
pub struct DrawnPage {
    pub bitmap: Bitmap,
    /// Another font stands in for one that the file names and does not hold, so that letters look otherwise than meant.
    pub substituted: bool,
    /// Things that should be on the page and could not be drawn: damaged, missing or unknown.
    pub skipped: u32,
}
