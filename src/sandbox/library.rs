//! What the sandbox holds: objects in its bucket, and the invoices that point into them.

use std::sync::Arc;

use axum::body::Bytes;
use indexmap::IndexMap;
use serde_json::{Map, Value};

/// One stored original. Clones share the bytes.
#[derive(Clone, Debug)]
pub(super) struct Object {
    pub(super) bytes: Bytes,
    pub(super) content_type: String,
}

/// What the links call answers as `thumbUrl`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Thumb {
    /// Empty for PDF, OFD and XML, else the link itself: what the platform does.
    #[default]
    ByFileType,
    SameAsUrl,
    Empty,
}

/// One invoice as the platform knows it.
#[derive(Clone, Debug)]
pub struct SandboxInvoice {
    pub id: String,
    /// Key in the bucket. It need not exist: then the link answers 404.
    pub object_key: String,
    pub file_name: String,
    pub source: String,
    /// Answered as it stands; `None` leaves the key out.
    pub region: Option<Value>,
    /// The link's `x-oss-process`, decoded: `image/crop,…`.
    pub process: Option<String>,
    /// A second `x-oss-process` of the same link. The bucket obeys the first; what OSS does is not documented.
    pub second_process: Option<String>,
    pub thumb: Thumb,
    /// Answered in the place of a signed link.
    pub url: Option<Value>,
    /// One of the platform's twelve types, like `invoice` or `taxi`.
    pub invoice_type: String,
    /// Number of the bill it belongs to.
    pub bill: Option<String>,
    /// What OCR read: the platform's Chinese keys.
    pub fields: Map<String, Value>,
    /// What the platform holds against it.
    pub risk_tags: Vec<String>,
    /// Whether its file is among the attachments of its bill.
    pub is_attached: bool,
}

impl SandboxInvoice {
    /// An OCR invoice without region, crop, bill or fields; set what a test needs.
    pub fn new(id: &str, object_key: &str) -> Self {
        Self {
            id: id.to_owned(),
            object_key: object_key.to_owned(),
            file_name: object_key.to_owned(),
            source: "ocr".to_owned(),
            region: None,
            process: None,
            second_process: None,
            thumb: Thumb::default(),
            url: None,
            invoice_type: "invoice".to_owned(),
            bill: None,
            fields: Map::new(),
            risk_tags: Vec::new(),
            is_attached: true,
        }
    }
}

/// Objects and invoices, both in the order they were added. Clones are cheap.
#[derive(Clone, Debug, Default)]
pub struct SandboxLibrary {
    objects: Arc<IndexMap<String, Object>>,
    invoices: Arc<IndexMap<String, SandboxInvoice>>,
}

impl SandboxLibrary {
    pub fn new() -> Self {
        Self::default()
    }

    /// The content type follows the key's ending, as it does for uploads.
    #[must_use]
    pub fn with_object(self, key: &str, bytes: impl Into<Bytes>) -> Self {
        let content_type = content_type_of(key);
        self.with_typed_object(key, bytes, content_type)
    }

    #[must_use]
    pub fn with_typed_object(
        mut self,
        key: &str,
        bytes: impl Into<Bytes>,
        content_type: &str,
    ) -> Self {
        let object = Object {
            bytes: bytes.into(),
            content_type: content_type.to_owned(),
        };
        Arc::make_mut(&mut self.objects).insert(key.to_owned(), object);
        self
    }

    /// Replaces an invoice of the same ID.
    #[must_use]
    pub fn with_invoice(mut self, invoice: SandboxInvoice) -> Self {
        Arc::make_mut(&mut self.invoices).insert(invoice.id.clone(), invoice);
        self
    }

    /// The embedded demo.
    pub fn demo() -> Result<Self, super::LibraryError> {
        super::manifest::demo_library()
    }

    pub fn invoices(&self) -> impl Iterator<Item = &SandboxInvoice> {
        self.invoices.values()
    }

    pub fn invoice(&self, id: &str) -> Option<&SandboxInvoice> {
        self.invoices.get(id)
    }

    /// A stored original, untouched.
    pub fn object_bytes(&self, key: &str) -> Option<Bytes> {
        self.object(key).map(|object| object.bytes.clone())
    }

    pub(super) fn object(&self, key: &str) -> Option<&Object> {
        self.objects.get(key)
    }

    /// Bill numbers, each once, in the order of their first invoice.
    pub(super) fn bills(&self) -> Vec<String> {
        let bills = self.invoices().filter_map(|invoice| invoice.bill.clone());
        bills
            .collect::<indexmap::IndexSet<_>>()
            .into_iter()
            .collect()
    }
}

/// By the ending of a file name or key, without its dot and in lower case.
pub(super) fn ending_of(name: &str) -> String {
    name.rsplit_once('.')
        .map_or_else(String::new, |(_, ending)| ending.to_ascii_lowercase())
}

fn content_type_of(key: &str) -> &'static str {
    match ending_of(key).as_str() {
        "jpg" | "jpeg" => "image/jpeg",
        "png" => "image/png",
        "gif" => "image/gif",
        "bmp" => "image/bmp",
        "webp" => "image/webp",
        "tif" | "tiff" => "image/tiff",
        "pdf" => "application/pdf",
        "xml" => "application/xml",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_invoices_share_one_object_without_copying_it() {
        let mut library = SandboxLibrary::new().with_object("page.jpg", vec![1, 2, 3]);
        for number in 0..1000 {
            library = library.with_invoice(SandboxInvoice {
                bill: Some(format!("B{}", number % 2)),
                ..SandboxInvoice::new(&format!("ID{number}"), "page.jpg")
            });
        }
        assert_eq!(library.invoices().count(), 1000);
        assert_eq!(library.bills(), ["B0", "B1"]);
        let first = library.object_bytes("page.jpg").expect("was added");
        let again = library.object_bytes("page.jpg").expect("was added");
        assert_eq!(first.as_ptr(), again.as_ptr());
    }
}
