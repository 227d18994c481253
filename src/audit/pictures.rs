//! The pictures beside the report: the full picture of every ready invoice, its region outlined.

use std::collections::{HashMap, HashSet};
use std::fs::{self, File};
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::engine::{Interest, Picture};
use crate::model::{InvoiceNr, PictureKey};
use crate::report::{annotated_png, safe_file_name};
use crate::review::{Entry, Library, Stage};

use super::{Audit, AuditError};

/// Pictures fetched ahead of the one being written.
const AHEAD: usize = 3;

/// A folder that pictures are written to, each under a name of its own.
pub(super) struct PictureFolder<'a> {
    path: &'a Path,
    names: HashSet<String>,
    written: HashMap<InvoiceNr, Written>,
}

/// One picture in the folder.
struct Written {
    path: PathBuf,
    /// Left, top, right, bottom of its outline in picture pixels.
    region: Option<[f64; 4]>,
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
            written: HashMap::new(),
        })
    }

    /// Whether the picture is there with its region where it is now known to lie.
    fn is_current(&self, nr: InvoiceNr, entry: &Entry) -> bool {
        let written = self.written.get(&nr);
        written.is_some_and(|written| written.region == region_of(entry))
    }

    /// Those whose region turned out to lie elsewhere since they were written.
    fn outdated(&self, library: &Library) -> Vec<InvoiceNr> {
        let is_outdated = |nr: &InvoiceNr| {
            let entry = library.get(*nr);
            self.written.contains_key(nr) && entry.is_some_and(|it| !self.is_current(*nr, it))
        };
        library.numbers().filter(is_outdated).collect()
    }

    fn write(&mut self, nr: InvoiceNr, entry: &Entry, picture: &Picture) -> Result<(), AuditError> {
        let path = match self.written.get(&nr) {
            Some(written) => written.path.clone(),
            None => self.path_for(entry.id.as_str()),
        };
        let region = region_of(entry);
        let raster = picture.pyramid.level(0);
        let outline = region.map(|region| scaled(region, picture));
        let written = File::create(&path).and_then(|file| {
            let mut out = BufWriter::new(file);
            annotated_png(raster.size(), raster.bytes(), outline, &mut out)
                .map_err(io::Error::other)?;
            out.flush()
        });
        written.map_err(|source| AuditError::Picture {
            path: path.clone(),
            source,
        })?;
        self.written.insert(nr, Written { path, region });
        Ok(())
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

/// Left, top, right and bottom in the pixels that the picture came with: a very large one comes smaller than it is.
fn scaled(region: [f64; 4], picture: &Picture) -> [f64; 4] {
    let (came, size) = (picture.pyramid.full_size(), picture.facts.size);
    let x = f64::from(came.0) / f64::from(size.width.max(1));
    let y = f64::from(came.1) / f64::from(size.height.max(1));
    let [left, top, right, bottom] = region;
    [left * x, top * y, right * x, bottom * y]
}

/// Where the region is outlined, in picture pixels.
fn region_of(entry: &Entry) -> Option<[f64; 4]> {
    let rect = entry.located.as_ref()?.in_picture?;
    Some([rect.min.x, rect.min.y, rect.max.x, rect.max.y])
}

impl Audit {
    /// Writes the picture of every ready invoice, one after the other, the next ones being fetched meanwhile.
    pub(super) fn write_pictures(
        &mut self,
        mut folder: PictureFolder<'_>,
    ) -> Result<(), AuditError> {
        let all: Vec<InvoiceNr> = self.library.numbers().collect();
        self.write_each(&all, &mut folder)?;
        // What a region's numbers mean may have been settled by a link that came later.
        let outdated = folder.outdated(&self.library);
        self.write_each(&outdated, &mut folder)
    }

    fn write_each(
        &mut self,
        numbers: &[InvoiceNr],
        folder: &mut PictureFolder<'_>,
    ) -> Result<(), AuditError> {
        for (index, &nr) in numbers.iter().enumerate() {
            let entry = self.library.get(nr);
            if entry.is_some_and(|entry| folder.is_current(nr, entry)) {
                continue;
            }
            if let Some(picture) = self.wait_for_picture(&numbers[index..])? {
                self.write_for_all(nr, &picture, folder)?;
            }
        }
        Ok(())
    }

    /// The first of these that are ready: only then their full pictures are asked for.
    fn ready_of(&self, numbers: &[InvoiceNr]) -> Vec<InvoiceNr> {
        let next = numbers.iter().copied().take(1 + AHEAD);
        next.filter(|nr| self.is_ready(*nr)).collect()
    }

    fn is_ready(&self, nr: InvoiceNr) -> bool {
        let entry = self.library.get(nr);
        entry.is_some_and(|entry| entry.stage == Stage::Ready)
    }

    /// Has those fetched in full that are ready, and what comes next ahead of its turn.
    fn look_at(&mut self, numbers: &[InvoiceNr], in_full: &[InvoiceNr]) {
        let first = |count: usize| &numbers[..count.min(numbers.len())];
        self.keep_pictures(first(1 + AHEAD));
        self.engine.set_interest(Interest {
            open: in_full.first().copied(),
            neighbours: in_full.get(1..).unwrap_or_default().to_vec(),
            visible: first(1 + AHEAD + 2 * self.connections).to_vec(),
            held: in_full
                .iter()
                .copied()
                .filter(|&nr| self.has_picture(nr))
                .collect(),
            ..Interest::default()
        });
    }

    /// Writes the picture for `nr` and for all others that show the same one, as long as it is here.
    fn write_for_all(
        &self,
        nr: InvoiceNr,
        picture: &Picture,
        folder: &mut PictureFolder<'_>,
    ) -> Result<(), AuditError> {
        let key = picture_key(&self.library, nr);
        for &shown in self.library.on_same_page(nr) {
            let Some(entry) = self.library.get(shown) else {
                continue;
            };
            let is_due = entry.stage == Stage::Ready && !folder.is_current(shown, entry);
            if is_due && picture_key(&self.library, shown) == key {
                folder.write(shown, entry, picture)?;
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

    /// The full picture of the first of these invoices; `None` where there is none to be had.
    fn wait_for_picture(
        &mut self,
        numbers: &[InvoiceNr],
    ) -> Result<Option<Arc<Picture>>, AuditError> {
        let Some(&nr) = numbers.first() else {
            return Ok(None);
        };
        let mut looked_at = None;
        loop {
            let in_full = self.ready_of(numbers);
            if looked_at.as_ref() != Some(&in_full) {
                self.look_at(numbers, &in_full);
                looked_at = Some(in_full);
            }
            let key = picture_key(&self.library, nr);
            let found = self.pictures.iter().find(|(held, _)| Some(held) == key);
            if let Some((_, picture)) = found.filter(|_| self.is_ready(nr)) {
                return Ok(Some(Arc::clone(picture)));
            }
            let stage = self.library.get(nr).map(|entry| entry.stage);
            if stage.is_none_or(|stage| stage.is_settled() && stage != Stage::Ready) {
                return Ok(None);
            }
            self.take_event()?;
        }
    }
}

fn picture_key(library: &Library, nr: InvoiceNr) -> Option<&PictureKey> {
    Some(&library.get(nr)?.invoice.as_ref()?.picture_key)
}
