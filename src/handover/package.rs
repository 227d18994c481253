//! A ZIP of what each invoice shows: its region cut out, its picture with the regions drawn, and a manifest that says
//! which file is whose.

use std::fs::File;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::engine::FullPicture;
use crate::model::{InvoiceId, InvoiceNr};
use crate::report::{FileNames, Output, WriteError, annotated_png, crop, png};
use crate::review::Entry;

use super::{HandoverContents, PictureSink, Shown, SinkError};

const MANIFEST: &str = "manifest.json";

/// A package that is being filled.
pub struct Package {
    path: PathBuf,
    output: Output,
    zip: ZipWriter<File>,
    known: indexmap::IndexMap<InvoiceId, Entry>,
    files: std::collections::HashMap<InvoiceId, (Option<String>, String)>,
    names: FileNames,
}

impl Package {
    /// Begins one that is to take the place of `path`.
    pub fn create(path: &Path, contents: &HandoverContents) -> Result<Self, WriteError> {
        let (output, file) = Output::create(path)?;
        let known = contents.entries.iter();
        Ok(Self {
            path: path.to_owned(),
            output,
            zip: ZipWriter::new(file),
            known: known
                .map(|entry| (entry.id.clone(), entry.clone()))
                .collect(),
            files: std::collections::HashMap::new(),
            names: FileNames::default(),
        })
    }

    pub fn wanted(&self) -> Vec<InvoiceId> {
        self.known.keys().cloned().collect()
    }

    /// Writes the manifest: every invoice, those without pictures too.
    pub fn finish(mut self, contents: &HandoverContents) -> Result<(), WriteError> {
        let rows = self.known.values().map(|entry| {
            let mut value = serde_json::to_value(contents.row(entry)).unwrap_or_default();
            if let Value::Object(members) = &mut value {
                let files = self.files.get(&entry.id);
                let cut = files.and_then(|(cut, _)| cut.clone());
                members.insert("crop".to_owned(), json!(cut));
                let drawn = files.map(|(_, drawn)| drawn.clone());
                members.insert("annotated".to_owned(), json!(drawn));
            }
            value
        });
        let manifest = json!({
            "version": 1, "generated": contents.head.generated(),
            "invoices": rows.collect::<Vec<Value>>()
        });
        let text = serde_json::to_string_pretty(&manifest).map_err(io::Error::from)?;
        let packed = SimpleFileOptions::default();
        self.zip
            .start_file(MANIFEST, packed)
            .map_err(io::Error::other)?;
        self.zip
            .write_all(crate::redact::redact(&text).as_bytes())?;
        let file = self.zip.finish().map_err(io::Error::other)?;
        self.output.finish(file)
    }

    fn add(&mut self, entry: &Entry, picture: &FullPicture) -> io::Result<()> {
        let known = self.known.get(&entry.id);
        let known = known.filter(|it| it.shows_what(entry) && it.located.is_some());
        let shown = Shown::of(known.unwrap_or(entry)).scaled(picture);
        let raster = picture.pyramid.level(0);
        let name = self.names.name(entry.id.as_str(), "");
        let mut cut_name = None;
        let region = shown.corrected.or(shown.ocr);
        if let Some(cut) = region.and_then(|it| crop(raster.size(), raster.bytes(), it)) {
            let cut_as = format!("crops/{name}.png");
            self.begin(&cut_as)?;
            png(cut.dimensions(), cut.as_raw(), &mut self.zip).map_err(io::Error::other)?;
            cut_name = Some(cut_as);
        }
        let drawn_as = format!("annotated/{name}.png");
        self.begin(&drawn_as)?;
        annotated_png(raster.size(), raster.bytes(), shown.ocr, &mut self.zip)
            .map_err(io::Error::other)?;
        self.files.insert(entry.id.clone(), (cut_name, drawn_as));
        Ok(())
    }

    /// A file that is compressed already.
    fn begin(&mut self, name: &str) -> io::Result<()> {
        let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        self.zip.start_file(name, stored).map_err(io::Error::other)
    }
}

impl PictureSink for Package {
    fn is_current(&self, _nr: InvoiceNr, entry: &Entry) -> bool {
        self.files.contains_key(&entry.id)
    }

    fn has(&self, _nr: InvoiceNr, _entry: &Entry) -> bool {
        // What is in a package stays as it is.
        false
    }

    fn take(
        &mut self,
        _nr: InvoiceNr,
        entry: &Entry,
        picture: &FullPicture,
    ) -> Result<(), SinkError> {
        let added = self.add(entry, picture);
        added.map_err(|source| SinkError {
            path: self.path.clone(),
            source,
        })
    }
}
