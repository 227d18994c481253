//! What the window holds of documents beside their first pages: further pages of the open one, the part of it that was
//! drawn sharper, and data files. Never more than may be shown next.

use std::collections::HashMap;
use std::sync::Arc;

use crate::engine::{DecodedPixels, Failure, FullPicture};
use crate::formats::{DataFile, PagePart, Pixels, Raster};
use crate::model::PictureKey;

/// Pages around the one looked at that are kept and fetched ahead.
const PAGES_AROUND: u32 = 1;

/// A part of a page, drawn larger than the page is.
#[derive(Clone, Debug)]
pub struct DetailPart {
    pub part: PagePart,
    pub raster: Arc<Raster>,
}

/// Parts of a large picture that are held at most: the canvas, four strips of the edge lens, and as many again.
const MAX_PARTS: usize = 10;
/// Bytes of them.
const MAX_PART_BYTES: usize = 96 << 20;

#[derive(Debug, Default)]
pub struct Documents {
    pages: HashMap<(PictureKey, u32), Result<Arc<FullPicture>, Arc<Failure>>>,
    /// Parts of one picture or document, the newest last.
    sharp: Option<(PictureKey, Vec<DetailPart>)>,
    data: HashMap<PictureKey, Arc<DataFile>>,
}

impl Documents {
    /// A page but the first, counted from 0, or why it cannot be had; `None` while it is not here.
    pub fn page(
        &self,
        key: &PictureKey,
        page: u32,
    ) -> Option<&Result<Arc<FullPicture>, Arc<Failure>>> {
        self.pages.get(&(key.clone(), page))
    }

    /// All parts that are here, the newest last.
    pub fn parts(&self, key: &PictureKey) -> &[DetailPart] {
        match &self.sharp {
            Some((of, parts)) if of == key => parts,
            _ => &[],
        }
    }

    pub fn data(&self, key: &PictureKey) -> Option<&Arc<DataFile>> {
        self.data.get(key)
    }

    /// Pages that should be here while `page` of `count` is looked at and are not, the most wanted first.
    pub fn lacking(&self, key: &PictureKey, page: u32, count: u32) -> Vec<u32> {
        let around = [Some(page), page.checked_add(1), page.checked_sub(1)];
        around
            .into_iter()
            .flatten()
            .filter(|page| (1..count).contains(page) && self.page(key, *page).is_none())
            .collect()
    }

    /// Takes in what came of a picture, as far as it is kept here.
    pub(super) fn insert(
        &mut self,
        key: PictureKey,
        pixels: Pixels,
        result: Result<DecodedPixels, Arc<Failure>>,
    ) {
        match (pixels, result) {
            (Pixels::Page(page), Ok(DecodedPixels::Picture(picture))) => {
                self.pages.insert((key, page), Ok(picture));
            }
            (Pixels::Page(page), Err(failure)) => {
                self.pages.insert((key, page), Err(failure));
            }
            (Pixels::Part(part), Ok(DecodedPixels::Raster { raster, .. })) => {
                self.take_part(key, DetailPart { part, raster });
            }
            (_, Ok(DecodedPixels::Data(data))) => {
                self.data.insert(key, data);
            }
            _ => {}
        }
    }

    /// Lets go of all but the data of these, and of the pages of `open` near the one looked at.
    pub(super) fn keep_only(&mut self, keys: &[PictureKey], open: Option<(&PictureKey, u32)>) {
        self.data.retain(|key, _| keys.contains(key));
        let is_near = |key: &PictureKey, page: u32| {
            open.is_some_and(|(open, at)| open == key && page.abs_diff(at) <= PAGES_AROUND)
        };
        self.pages.retain(|(key, page), _| is_near(key, *page));
        let sharp = self.sharp.take();
        self.sharp = sharp.filter(|(key, parts)| {
            let is_at = |at| parts.iter().all(|it| it.part.page == at);
            open.is_some_and(|(open, at)| open == key && is_at(at))
        });
    }

    /// A document's part replaces the one before. Of a large picture several are in view at once, those in the edge
    /// lens included: a new one takes the place of one of about its size, where there are too many.
    fn take_part(&mut self, key: PictureKey, new: DetailPart) {
        let held = self.sharp.take().filter(|(of, _)| *of == key);
        let mut parts = held.map_or_else(Vec::new, |(_, parts)| parts);
        parts.retain(|it| it.part != new.part && it.part.scale == 1 && new.part.scale == 1);
        let size = new.raster.byte_len();
        while parts.len() >= MAX_PARTS || bytes(&parts) + size > MAX_PART_BYTES {
            let is_alike = |it: &DetailPart| {
                let other = it.raster.byte_len();
                other >= size / 2 && size >= other / 2
            };
            if parts.is_empty() {
                break;
            }
            parts.remove(parts.iter().position(is_alike).unwrap_or(0));
        }
        parts.push(new);
        self.sharp = Some((key, parts));
    }
}

fn bytes(parts: &[DetailPart]) -> usize {
    parts.iter().map(|it| it.raster.byte_len()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::FailureKind;
    use crate::model::PageKey;
    use crate::review::fixtures::facts;

    fn key(name: &str) -> PictureKey {
        PictureKey {
            page: PageKey::new(name),
            process: "".into(),
        }
    }

    fn insert_failed(documents: &mut Documents, key: &PictureKey, page: u32) {
        let failure = Arc::new(Failure::new(FailureKind::Corrupt, ""));
        documents.insert(key.clone(), Pixels::Page(page), Err(failure));
    }

    #[test]
    fn pages_are_asked_for_around_the_one_looked_at() {
        let mut documents = Documents::default();
        let key = key("a.pdf");
        assert_eq!(documents.lacking(&key, 0, 1), [] as [u32; 0]);
        assert_eq!(documents.lacking(&key, 0, 5), [1]);
        assert_eq!(documents.lacking(&key, 2, 5), [2, 3, 1]);
        assert_eq!(documents.lacking(&key, 4, 5), [4, 3]);
        insert_failed(&mut documents, &key, 3);
        assert_eq!(
            documents.lacking(&key, 2, 5),
            [2, 1],
            "what failed is not asked for again"
        );
    }

    fn insert_part(documents: &mut Documents, key: &PictureKey, left: u32, side: u32) {
        let pixels = vec![0; (side * side) as usize];
        let part = PagePart {
            page: 0,
            scale: 1,
            shrink: 1,
            left,
            top: 0,
            width: side,
            height: side,
        };
        let decoded = DecodedPixels::Raster {
            facts: facts(),
            raster: Arc::new(Raster::new(side, side, pixels).expect("its pixels")),
        };
        documents.insert(key.clone(), Pixels::Part(part), Ok(decoded));
    }

    #[test]
    fn parts_of_about_the_same_size_replace_each_other() {
        let mut documents = Documents::default();
        let key = key("large.jpg");
        for left in 0..4 {
            insert_part(&mut documents, &key, left, 10);
        }
        for left in 10..16 {
            insert_part(&mut documents, &key, left, 100);
        }
        insert_part(&mut documents, &key, 16, 100);
        let lefts = |documents: &Documents| -> Vec<u32> {
            documents
                .parts(&key)
                .iter()
                .map(|it| it.part.left)
                .collect()
        };
        assert_eq!(lefts(&documents), [0, 1, 2, 3, 11, 12, 13, 14, 15, 16]);
        insert_part(&mut documents, &key, 5, 10);
        assert_eq!(lefts(&documents), [1, 2, 3, 11, 12, 13, 14, 15, 16, 5]);
        let last = documents.parts(&key).last();
        assert_eq!(last.map(|it| it.part.left), Some(5));
        documents.keep_only(&[], None);
        assert!(documents.parts(&key).is_empty());
    }

    #[test]
    fn what_is_far_is_let_go() {
        let mut documents = Documents::default();
        let (open, other) = (key("a.pdf"), key("b.pdf"));
        for page in 1..6 {
            insert_failed(&mut documents, &open, page);
        }
        insert_failed(&mut documents, &other, 2);
        documents.keep_only(&[], Some((&open, 2)));
        let held = |page| documents.page(&open, page).is_some();
        assert_eq!([1, 2, 3, 4].map(held), [true, true, true, false]);
        assert!(documents.page(&other, 2).is_none());
    }
}
