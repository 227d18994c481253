//! What was learned about an invoice, kept so that a review opens, filters and reports without a token.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::region::RawRegion;
use super::{
    BillKey, Fields, Invoice, InvoiceId, InvoiceNr, InvoiceType, PageKey, PictureFacts, PictureKey,
    RiskTag,
};

/// What the platform answered for an invoice and what its picture turned out to be. Neither a link nor pixels.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Learned {
    file_name: String,
    source: Arc<str>,
    /// Empty where the platform was not asked for the invoice's link yet.
    page: Arc<str>,
    /// The link's processing, decoded; never its signature.
    chain: Arc<str>,
    region: RawRegion,
    /// `None` while nothing was decoded.
    pub facts: Option<PictureFacts>,
    /// The platform said that it knows no such invoice.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_missing: bool,
    #[serde(default, skip_serializing_if = "Particulars::is_empty")]
    pub particulars: Particulars,
}

/// What the platform says of an invoice beside its picture. What was not asked or not answered is `None`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Particulars {
    /// The bill that gave it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bill: Option<BillKey>,
    #[serde(default, rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<InvoiceType>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fields: Option<Arc<Fields>>,
    /// What the platform holds against it; empty where it was asked and holds nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub risk_tags: Option<Arc<[RiskTag]>>,
}

impl Particulars {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Learned {
    pub fn new(invoice: &Invoice, facts: Option<PictureFacts>, particulars: Particulars) -> Self {
        Self {
            file_name: invoice.file_name.as_ref().into(),
            source: Arc::clone(&invoice.source),
            page: invoice.picture_key.page.as_str().into(),
            chain: Arc::clone(&invoice.picture_key.process),
            region: invoice.region.clone(),
            facts,
            is_missing: false,
            particulars,
        }
    }

    /// Of an invoice whose link was not asked for, or that the platform does not know.
    pub fn without_link(particulars: Particulars, is_missing: bool) -> Self {
        Self {
            file_name: String::new(),
            source: Arc::default(),
            page: Arc::default(),
            chain: Arc::default(),
            region: RawRegion::default(),
            facts: None,
            is_missing,
            particulars,
        }
    }

    /// The page that the invoice lies on; `None` where its link was not asked for.
    pub fn page(&self) -> Option<&str> {
        (!self.page.is_empty()).then_some(&*self.page)
    }

    /// What both have learned. Where they learned something else the answer is one of the two, and the same whichever
    /// is asked.
    pub fn joined(&self, other: &Self) -> Self {
        let link = |it: &Self| (it.page().is_some(), it.facts.is_some(), text(it));
        let link = if link(other) > link(self) {
            other
        } else {
            self
        };
        let (own, others) = (&self.particulars, &other.particulars);
        Self {
            particulars: Particulars {
                bill: fuller(own.bill.as_ref(), others.bill.as_ref()),
                kind: fuller(own.kind.as_ref(), others.kind.as_ref()),
                fields: fuller(own.fields.as_ref(), others.fields.as_ref()),
                risk_tags: fuller(own.risk_tags.as_ref(), others.risk_tags.as_ref()),
            },
            ..link.clone()
        }
    }

    /// The invoice again, under the number and ID that it has now; `None` where its link was not asked for.
    pub fn invoice(&self, nr: InvoiceNr, id: &InvoiceId) -> Option<Invoice> {
        (!self.page.is_empty()).then(|| Invoice {
            nr,
            id: id.clone(),
            picture_key: PictureKey {
                page: PageKey::new(&self.page),
                process: Arc::clone(&self.chain),
            },
            region: self.region.clone(),
            source: Arc::clone(&self.source),
            file_name: self.file_name.as_str().into(),
        })
    }
}

fn fuller<T: Clone + Serialize>(one: Option<&T>, other: Option<&T>) -> Option<T> {
    let is_fuller = other.map(text) > one.map(text);
    if is_fuller { other } else { one }.cloned()
}

fn text(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
