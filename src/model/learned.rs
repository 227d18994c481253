//! What was learned about an invoice, kept so that a review opens, filters and reports without a token.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::region::RawRegion;
use super::{Invoice, InvoiceId, InvoiceNr, PageKey, PictureFacts, PictureKey};

/// What the platform answered for an invoice and what its picture turned out to be. Neither a link nor pixels.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Learned {
    file_name: String,
    source: Arc<str>,
    page: Arc<str>,
    /// The link's processing, decoded; never its signature.
    chain: Arc<str>,
    region: RawRegion,
    /// `None` while nothing was decoded.
    pub facts: Option<PictureFacts>,
}

impl Learned {
    pub fn new(invoice: &Invoice, facts: Option<PictureFacts>) -> Self {
        Self {
            file_name: invoice.file_name.clone(),
            source: Arc::clone(&invoice.source),
            page: invoice.picture_key.page.as_str().into(),
            chain: Arc::clone(&invoice.picture_key.process),
            region: invoice.region.clone(),
            facts,
        }
    }

    /// The invoice again, under the number and ID that it has now.
    pub fn invoice(&self, nr: InvoiceNr, id: &InvoiceId) -> Invoice {
        Invoice {
            nr,
            id: id.clone(),
            picture_key: PictureKey {
                page: PageKey::new(&self.page),
                process: Arc::clone(&self.chain),
            },
            region: self.region.clone(),
            source: Arc::clone(&self.source),
            file_name: self.file_name.clone(),
        }
    }
}
