//! Full pictures that the window holds: those of the open invoice and its neighbours, no others.

use std::collections::HashMap;
use std::sync::Arc;

use crate::engine::FullPicture;
use crate::model::PictureKey;

/// The background's cache has the byte budget; this holds on only to what may be shown next.
#[derive(Debug, Default)]
pub struct Pictures {
    held: HashMap<PictureKey, Arc<FullPicture>>,
}

impl Pictures {
    pub fn get(&self, key: &PictureKey) -> Option<&Arc<FullPicture>> {
        self.held.get(key)
    }

    pub(super) fn insert(&mut self, key: PictureKey, picture: Arc<FullPicture>) {
        self.held.insert(key, picture);
    }

    /// Lets go of all pictures but these.
    pub(super) fn keep_only(&mut self, keys: &[PictureKey]) {
        self.held.retain(|key, _| keys.contains(key));
    }
}
