//! The demo library: `assets/demo` with its `manifest.json`, embedded in the executable.

use std::borrow::Cow;

use axum::body::Bytes;
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use super::library::{SandboxInvoice, SandboxLibrary};

#[derive(rust_embed::Embed)]
#[folder = "assets/demo"]
#[allow_missing = true]
struct DemoFiles;

/// Why there is no demo library: this executable was built without it, or wrongly.
#[derive(Debug, thiserror::Error)]
pub enum LibraryError {
    #[error("this build holds no demo pictures (assets/demo/manifest.json is missing)")]
    NoManifest,
    #[error("the demo's manifest cannot be read")]
    BadManifest(#[source] serde_json::Error),
    #[error("the demo's manifest names a file that is missing: {0}")]
    MissingFile(String),
    #[error("the demo's manifest names an object that it does not list: {0}")]
    MissingObject(String),
}

#[derive(Deserialize)]
struct Manifest {
    objects: Vec<ObjectEntry>,
    invoices: Vec<ManifestInvoice>,
}

#[derive(Deserialize)]
struct ObjectEntry {
    key: String,
    file: String,
}

#[derive(Deserialize)]
struct ManifestInvoice {
    id: String,
    object: String,
    file_name: String,
    source: String,
    /// `null` is an answer of its own; only a missing key is `None`.
    #[serde(default, deserialize_with = "present")]
    region: Option<Value>,
    process: Option<String>,
    invoice_type: String,
    bill: Option<String>,
    #[serde(default)]
    fields: Map<String, Value>,
    #[serde(default)]
    risk_tags: Vec<String>,
}

fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

pub(super) fn demo_library() -> Result<SandboxLibrary, LibraryError> {
    let manifest = embedded("manifest.json").ok_or(LibraryError::NoManifest)?;
    library_from(&manifest, embedded)
}

fn embedded(file: &str) -> Option<Bytes> {
    Some(match DemoFiles::get(file)?.data {
        Cow::Borrowed(bytes) => Bytes::from_static(bytes),
        Cow::Owned(bytes) => bytes.into(),
    })
}

fn library_from(
    manifest: &[u8],
    read: impl Fn(&str) -> Option<Bytes>,
) -> Result<SandboxLibrary, LibraryError> {
    let manifest: Manifest = serde_json::from_slice(manifest).map_err(LibraryError::BadManifest)?;
    let mut library = SandboxLibrary::new();
    for object in manifest.objects {
        let Some(bytes) = read(&object.file) else {
            return Err(LibraryError::MissingFile(object.file));
        };
        library = library.with_object(&object.key, bytes);
    }
    for invoice in manifest.invoices {
        if library.object(&invoice.object).is_none() {
            return Err(LibraryError::MissingObject(invoice.object));
        }
        library = library.with_invoice(invoice.into());
    }
    Ok(library)
}

impl From<ManifestInvoice> for SandboxInvoice {
    fn from(entry: ManifestInvoice) -> Self {
        let plain = Self::new(&entry.id, &entry.object);
        Self {
            file_name: entry.file_name,
            source: entry.source,
            region: entry.region,
            process: entry.process,
            invoice_type: entry.invoice_type,
            bill: entry.bill,
            fields: entry.fields,
            risk_tags: entry.risk_tags,
            ..plain
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn manifest(object: &str) -> Vec<u8> {
        json!({
            "objects": [{"key": "票.jpg", "file": "one.jpg", "width": 10, "height": 20}],
            "invoices": [
                {"id": "ID01", "object": object, "file_name": "票.jpg", "source": "ocr", "region": [1, 2.5, 3, 4],
                 "process": "image/crop,w_2,h_2", "invoice_type": "taxi", "bill": "B1", "fields": {"键": 1},
                 "truth": {"ticket": [1, 2, 3, 4], "mistake": null}},
                {"id": "ID02", "object": "票.jpg", "file_name": "票.jpg", "source": "ocr", "region": null,
                 "process": null, "invoice_type": "invoice", "bill": "B1", "fields": {}},
            ]
        })
        .to_string()
        .into_bytes()
    }

    #[test]
    fn a_manifest_becomes_a_library() {
        let library = library_from(&manifest("票.jpg"), |_| Some(Bytes::from_static(b"jpeg")))
            .expect("the manifest is whole");
        let invoices: Vec<_> = library.invoices().collect();
        assert_eq!(invoices[0].region, Some(json!([1, 2.5, 3, 4])));
        assert_eq!(invoices[0].process.as_deref(), Some("image/crop,w_2,h_2"));
        assert_eq!(invoices[0].invoice_type, "taxi");
        assert_eq!(invoices[1].region, Some(Value::Null));
        assert_eq!(invoices[1].process, None);
    }

    #[test]
    fn what_is_missing_is_named() {
        let none = library_from(&manifest("票.jpg"), |_| None);
        assert!(matches!(none, Err(LibraryError::MissingFile(file)) if file == "one.jpg"));
        let lost = library_from(&manifest("other.jpg"), |_| Some(Bytes::new()));
        assert!(matches!(lost, Err(LibraryError::MissingObject(key)) if key == "other.jpg"));
        let broken = library_from(b"{", |_| None);
        assert!(matches!(broken, Err(LibraryError::BadManifest(_))));
    }
}
