//! Seals of electronic signatures. Their picture is drawn where the signature says; whether the signature is valid is not
//! looked at here, and nothing claims it.

use vello_cpu::kurbo::{Affine, Rect, Shape as _};
use vello_cpu::peniko::{Fill, Mix};

use super::Error;
use super::archive::{OfdArchive, folder, resolve};
use super::der;
use super::document::Document;
use super::font::Fonts;
use super::painter::{self, Painter};
use super::picture::PictureCache;
use super::values::rect;
use super::xml::Element;

/// A seal that is a document may not have another document inside.
const MAX_DEPTH: u32 = 2;

/// Seals on one page; copies of a signature are placed many times along the edges of contracts.
const MAX_STAMPS: usize = 200;

/// Where a signature's seal shows.
struct SealStamp {
    /// In the page's millimetres.
    boundary: Rect,
    /// The part of it that shows, seen from its corner.
    clip: Option<Rect>,
}

impl Painter<'_, '_> {
    /// Draws the seals on a page.
    pub(super) fn seals(&mut self, page: &str, canvas_from_page: Affine) -> Result<(), Error> {
        let location = self.document.signatures.clone();
        let Some((place, list)) = self.listed(location, "sign") else {
            return Ok(());
        };
        for entry in list.children_named("Signature") {
            let Some(location) = entry.attribute("BaseLoc") else {
                continue;
            };
            self.budget.part()?;
            if let Some((place, signature)) = self.listed_part(&place, location) {
                self.signature(&place, &signature, page, canvas_from_page)?;
            }
        }
        Ok(())
    }

    fn signature(
        &mut self,
        place: &str,
        signature: &Element,
        page: &str,
        canvas_from_page: Affine,
    ) -> Result<(), Error> {
        let Some(info) = signature.child("SignedInfo") else {
            return Ok(());
        };
        let stamps: Vec<SealStamp> = info
            .children_named("StampAnnot")
            .filter(|stamp| stamp.attribute("PageRef") == Some(page))
            .filter_map(stamp)
            .take(MAX_STAMPS)
            .collect();
        if stamps.is_empty() {
            return Ok(());
        }
        let seal = info.child("Seal").and_then(|seal| seal.value("BaseLoc"));
        let locations = [signature.child_text("SignedValue"), seal];
        let files: Vec<usize> = locations
            .into_iter()
            .flatten()
            .chain(["SignedValue.dat", "Seal.esl"])
            .filter_map(|location| self.signature_file(place, location))
            .collect();
        for file in files {
            let bytes = self.archive.read(file, self.budget);
            let Some(bytes) = self.budget.tolerate(bytes) else {
                continue;
            };
            if let Some(picture) = der::seal_picture(&bytes) {
                for stamp in &stamps {
                    self.stamp(stamp, &picture, canvas_from_page)?;
                }
                return Ok(());
            }
        }
        self.budget.skip();
        Ok(())
    }

    fn signature_file(&self, place: &str, location: &str) -> Option<usize> {
        let places = [resolve(folder(place), location), resolve("", location)];
        self.archive.find(&places)
    }

    fn stamp(
        &mut self,
        stamp: &SealStamp,
        picture: &der::SealPicture<'_>,
        canvas_from_page: Affine,
    ) -> Result<(), Error> {
        self.budget.object()?;
        let at = stamp.boundary;
        let canvas_from_square = canvas_from_page
            * Affine::translate((at.x0, at.y0))
            * Affine::scale_non_uniform(at.width(), at.height());
        if let Some(clip) = stamp.clip {
            let clip = clip + at.origin().to_vec2();
            let clip = canvas_from_page * clip.to_path(0.1);
            self.canvas.push_clip(&clip, Fill::NonZero, self.budget)?;
        }
        let drawn = if picture.kind == "ofd" || picture.bytes.starts_with(b"PK") {
            self.sealed_document(picture.bytes, canvas_from_square)
        } else {
            self.sealed_picture(picture.bytes, canvas_from_square)
        };
        if stamp.clip.is_some() {
            self.canvas.pop_clip();
        }
        drawn
    }

    fn sealed_picture(&mut self, bytes: &[u8], canvas_from_square: Affine) -> Result<(), Error> {
        let square = canvas_from_square.transform_rect_bbox(Rect::new(0.0, 0.0, 1.0, 1.0));
        let shown = (square.width(), square.height());
        let Some(picture) = PictureCache::from_bytes(bytes, shown, self.budget) else {
            return Ok(());
        };
        if !picture.is_opaque {
            return self.picture(&picture, canvas_from_square, 1.0);
        }
        // The paper around a seal that was scanned is no part of it: print must show through, as it does through ink.
        self.canvas
            .push_group(Mix::Multiply.into(), 1.0, self.budget)?;
        let drawn = self.picture(&picture, canvas_from_square, 1.0);
        self.canvas.pop_group();
        drawn
    }

    /// A broken document is a seal that does not show; what it may cost counts as the page's own.
    fn sealed_document(&mut self, bytes: &[u8], canvas_from_square: Affine) -> Result<(), Error> {
        if self.depth + 1 >= MAX_DEPTH {
            self.budget.skip();
            return Ok(());
        }
        let opened = OfdArchive::open(bytes).and_then(|mut archive| {
            let document = Document::open(&mut archive, self.budget)?;
            let page = document.page(0, &mut archive, self.budget)?;
            Ok((archive, document, page))
        });
        let Some((mut archive, document, page)) = self.budget.tolerate(opened) else {
            return Ok(());
        };
        let page_box = document.page_box(&page.root);
        let square_from_page = painter::canvas_from_page(page_box, (1, 1), (0, 0));
        let mut painter = Painter {
            archive: &mut archive,
            document: &document,
            fonts: Fonts::default(),
            pictures: PictureCache::default(),
            canvas: &mut *self.canvas,
            budget: &mut *self.budget,
            depth: self.depth + 1,
        };
        painter.page(0, &page, canvas_from_square * square_from_page)
    }
}

fn stamp(element: &Element) -> Option<SealStamp> {
    let boundary = element.rect("Boundary")?;
    let is_visible = boundary.width() > 0.0 && boundary.height() > 0.0;
    is_visible.then_some(SealStamp {
        boundary,
        clip: element.attribute("Clip").and_then(rect),
    })
}
