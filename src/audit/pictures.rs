//! The pictures beside the report: the full picture of every ready invoice, its region outlined.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::engine::{Interest, Picture};
use crate::model::{InvoiceNr, PictureKey};
use crate::report::{annotated_png, safe_file_name};
use crate::state::{Entry, Library, Stage};

use super::{Audit, AuditError};

/// Pictures fetched ahead of the one being written.
const AHEAD: usize = 3;

/// A folder that pictures are written to, each under a name of its own.
pub(super) struct PictureFolder<'a> {
    path: &'a Path,
    names: HashSet<String>,
}

impl<'a> PictureFolder<'a> {
    /// Makes the folder if it is not there.
    pub fn create(path: &'a Path) -> Result<Self, AuditError> {
        fs::create_dir_all(path).map_err(|source| AuditError::Picture {
            path: path.to_owned(),
            source,
        })?;
        Ok(Self {
            path,
            names: HashSet::new(),
        })
    }

    fn write(&mut self, entry: &Entry, picture: &Picture) -> Result<(), AuditError> {
        let path = self.path_for(entry.id.as_str());
        let region = entry
            .located
            .as_ref()
            .and_then(|located| located.in_picture)
            .map(|rect| [rect.min.x, rect.min.y, rect.max.x, rect.max.y]);
        let raster = picture.pyramid.level(0);
        let written = File::create(&path).and_then(|file| {
            let mut out = BufWriter::new(file);
            annotated_png(raster.size(), raster.bytes(), region, &mut out)
                .map_err(io::Error::other)?;
            out.flush()
        });
        written.map_err(|source| AuditError::Picture { path, source })
    }

    /// IDs that differ only in what no file name may hold get a number.
    fn path_for(&mut self, id: &str) -> PathBuf {
        let stem = safe_file_name(id);
        let mut name = format!("{stem}.png");
        let mut number = 2;
        // Some file systems take upper and lower case for the same.
        while !self.names.insert(name.to_lowercase()) {
            name = format!("{stem}-{number}.png");
            number += 1;
        }
        self.path.join(name)
    }
}

impl Audit {
    /// Writes the picture of every ready invoice, one after the other, the next ones being fetched meanwhile.
    pub(super) fn write_pictures(
        &mut self,
        mut folder: PictureFolder<'_>,
    ) -> Result<(), AuditError> {
        let is_ready = |nr: &InvoiceNr| {
            let entry = self.library.get(*nr);
            entry.is_some_and(|entry| entry.stage == Stage::Ready)
        };
        let ready: Vec<InvoiceNr> = self.library.numbers().filter(is_ready).collect();
        for (index, &nr) in ready.iter().enumerate() {
            let wanted = &ready[index..(index + 1 + AHEAD).min(ready.len())];
            self.keep_pictures(wanted);
            self.engine.set_interest(Interest {
                open: Some(nr),
                neighbours: wanted[1..].to_vec(),
                held: wanted
                    .iter()
                    .copied()
                    .filter(|&nr| self.has_picture(nr))
                    .collect(),
                ..Interest::default()
            });
            if let Some(picture) = self.wait_for_picture(nr)?
                && let Some(entry) = self.library.get(nr)
            {
                folder.write(entry, &picture)?;
            }
        }
        Ok(())
    }

    /// Lets go of pictures that none of these show.
    fn keep_pictures(&mut self, wanted: &[InvoiceNr]) {
        let library = &self.library;
        let is_wanted = |key: &PictureKey| {
            wanted
                .iter()
                .any(|&nr| picture_key(library, nr) == Some(key))
        };
        self.pictures.retain(|(key, _)| is_wanted(key));
    }

    fn has_picture(&self, nr: InvoiceNr) -> bool {
        let key = picture_key(&self.library, nr);
        self.pictures.iter().any(|(held, _)| Some(held) == key)
    }

    /// The full picture of a ready invoice; `None` where it cannot be had any more.
    fn wait_for_picture(&mut self, nr: InvoiceNr) -> Result<Option<Arc<Picture>>, AuditError> {
        loop {
            let key = picture_key(&self.library, nr);
            let found = self.pictures.iter().find(|(held, _)| Some(held) == key);
            if let Some((_, picture)) = found {
                return Ok(Some(Arc::clone(picture)));
            }
            let entry = self.library.get(nr);
            if entry.is_none_or(|entry| entry.stage == Stage::Failed) {
                return Ok(None);
            }
            self.take_event()?;
        }
    }
}

fn picture_key(library: &Library, nr: InvoiceNr) -> Option<&PictureKey> {
    Some(&library.get(nr)?.invoice.as_ref()?.picture_key)
}
