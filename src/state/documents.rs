//! What the window holds of documents beside their first pages: further pages of the open one, the part of it that was
//! drawn sharper, and data files. Never more than may be shown next.

use std::collections::HashMap;
use std::sync::Arc;

use crate::engine::{DocumentContent, Failure, Picture};
use crate::formats::{DataFile, PagePart, Raster};
use crate::model::PictureKey;

/// Pages around the one looked at that are kept and fetched ahead.
const PAGES_AROUND: u32 = 1;

/// A part of a page, drawn larger than the page is.
#[derive(Clone, Debug)]
pub struct SharpPart {
    pub part: PagePart,
    pub raster: Arc<Raster>,
}

#[derive(Debug, Default)]
pub struct Documents {
    pages: HashMap<(PictureKey, u32), Result<Arc<Picture>, Arc<Failure>>>,
    sharp: Option<(PictureKey, SharpPart)>,
    data: HashMap<PictureKey, Arc<DataFile>>,
}

impl Documents {
    /// A page but the first, counted from 0, or why it cannot be had; `None` while it is not here.
    pub fn page(&self, key: &PictureKey, page: u32) -> Option<&Result<Arc<Picture>, Arc<Failure>>> {
        self.pages.get(&(key.clone(), page))
    }

    /// The sharper part of this page that is here.
    pub fn sharp(&self, key: &PictureKey, page: u32) -> Option<&SharpPart> {
        let (of, sharp) = self.sharp.as_ref()?;
        (of == key && sharp.part.page == page).then_some(sharp)
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

    pub(super) fn insert(&mut self, key: PictureKey, content: DocumentContent) {
        match content {
            DocumentContent::Page { page, picture } => {
                self.pages.insert((key, page), Ok(picture));
            }
            DocumentContent::PageFailed { page, failure } => {
                self.pages.insert((key, page), Err(failure));
            }
            DocumentContent::Part { part, raster } => {
                self.sharp = Some((key, SharpPart { part, raster }));
            }
            DocumentContent::Data(data) => {
                self.data.insert(key, data);
            }
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
        self.sharp = sharp.filter(|(key, sharp)| {
            open.is_some_and(|(open, at)| open == key && sharp.part.page == at)
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::FailureKind;
    use crate::model::PageKey;

    fn key(name: &str) -> PictureKey {
        PictureKey {
            page: PageKey::new(name),
            process: "".into(),
        }
    }

    fn failed(page: u32) -> DocumentContent {
        DocumentContent::PageFailed {
            page,
            failure: Arc::new(Failure::new(FailureKind::Corrupt, "")),
        }
    }

    #[test]
    fn pages_are_asked_for_around_the_one_looked_at() {
        let mut documents = Documents::default();
        let key = key("a.pdf");
        assert_eq!(documents.lacking(&key, 0, 1), [] as [u32; 0]);
        assert_eq!(documents.lacking(&key, 0, 5), [1]);
        assert_eq!(documents.lacking(&key, 2, 5), [2, 3, 1]);
        assert_eq!(documents.lacking(&key, 4, 5), [4, 3]);
        documents.insert(key.clone(), failed(3));
        assert_eq!(
            documents.lacking(&key, 2, 5),
            [2, 1],
            "what failed is not asked for again"
        );
    }

    #[test]
    fn what_is_far_is_let_go() {
        let mut documents = Documents::default();
        let (open, other) = (key("a.pdf"), key("b.pdf"));
        for page in 1..6 {
            documents.insert(open.clone(), failed(page));
        }
        documents.insert(other.clone(), failed(2));
        documents.keep_only(&[], Some((&open, 2)));
        let held = |page| documents.page(&open, page).is_some();
        assert_eq!([1, 2, 3, 4].map(held), [true, true, true, false]);
        assert!(documents.page(&other, 2).is_none());
    }
}
