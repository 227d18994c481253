//! The pictures of a report, put aside in a file until their rows are written: a long list would not fit into memory.

use std::collections::HashMap;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use crate::engine::FullPicture;
use crate::locale::Locale;
use crate::model::{InvoiceId, InvoiceNr};
use crate::report::{Jpeg, excerpt};
use crate::review::{Entry, Stage};

use super::{PictureSink, Shown, SinkError};

/// Pictures by invoice. Dropping it takes its file away.
pub struct Album {
    path: PathBuf,
    file: File,
    end: u64,
    places: HashMap<InvoiceId, AlbumPlace>,
    /// Why those are missing that are.
    missing: HashMap<InvoiceId, String>,
    /// Why all others are.
    otherwise: String,
    /// How regions are drawn that the review knows better than who fetched the picture.
    known: HashMap<InvoiceId, Entry>,
}

#[derive(Clone, Copy)]
struct AlbumPlace {
    at: u64,
    length: usize,
    size: (u32, u32),
    shown: Shown,
}

impl Album {
    /// An empty one, its file beside that of the report.
    pub fn beside(report: &Path) -> io::Result<Self> {
        let mut name = OsString::from(".");
        name.push(report.file_name().unwrap_or_default());
        name.push(format!(".{}.pictures.part", std::process::id()));
        let path = report.with_file_name(name);
        let file = File::options()
            .read(true)
            .write(true)
            .create(true)
            .truncate(true)
            .open(&path)?;
        // Without its name already, it goes with the program, however that ends.
        #[cfg(unix)]
        fs::remove_file(&path)?;
        Ok(Self {
            path,
            file,
            end: 0,
            places: HashMap::new(),
            missing: HashMap::new(),
            otherwise: String::new(),
            known: HashMap::new(),
        })
    }

    /// Draws this invoice's regions as the review has them.
    pub fn know(&mut self, entry: &Entry) {
        self.known.insert(entry.id.clone(), entry.clone());
    }

    /// Says why pictures are missing of which nothing else is known.
    pub fn explain(&mut self, why: String) {
        self.otherwise = why;
    }

    /// Says why those are missing that are, as far as who fetched them knows.
    pub fn explain_each(&mut self, entries: &[Entry], locale: &Locale) {
        for entry in entries {
            if !self.places.contains_key(&entry.id)
                && let Some(why) = why(entry, locale)
            {
                self.missing.insert(entry.id.clone(), why);
            }
        }
    }

    pub fn contains(&self, id: &InvoiceId) -> bool {
        self.places.contains_key(id)
    }

    /// The picture of an invoice, or why there is none.
    pub fn picture(&mut self, id: &InvoiceId) -> io::Result<Result<Jpeg, &str>> {
        let Some(place) = self.places.get(id) else {
            return Ok(Err(self.missing.get(id).unwrap_or(&self.otherwise)));
        };
        let mut bytes = vec![0; place.length];
        self.file.seek(SeekFrom::Start(place.at))?;
        self.file.read_exact(&mut bytes)?;
        Ok(Ok(Jpeg {
            bytes,
            width: place.size.0,
            height: place.size.1,
        }))
    }

    fn shown(&self, entry: &Entry) -> Shown {
        let known = self.known.get(&entry.id);
        // What the platform sends now may be another picture than the one that was judged.
        let known = known.filter(|it| it.shows_what(entry) && it.located.is_some());
        match known {
            Some(known) => Shown::of(known),
            None => Shown::of(entry),
        }
    }

    fn append(&mut self, entry: &Entry, picture: &FullPicture) -> io::Result<()> {
        let shown = self.shown(entry);
        let Shown { ocr, corrected } = shown.scaled(picture);
        let raster = picture.pyramid.level(0);
        let jpeg =
            excerpt(raster.size(), raster.bytes(), ocr, corrected).map_err(io::Error::other)?;
        self.file.seek(SeekFrom::Start(self.end))?;
        self.file.write_all(&jpeg.bytes)?;
        let place = AlbumPlace {
            at: self.end,
            length: jpeg.bytes.len(),
            size: (jpeg.width, jpeg.height),
            shown,
        };
        self.end += jpeg.bytes.len() as u64;
        self.places.insert(entry.id.clone(), place);
        Ok(())
    }
}

impl PictureSink for Album {
    fn is_current(&self, _nr: InvoiceNr, entry: &Entry) -> bool {
        let place = self.places.get(&entry.id);
        place.is_some_and(|place| place.shown == self.shown(entry))
    }

    fn has(&self, _nr: InvoiceNr, entry: &Entry) -> bool {
        self.contains(&entry.id)
    }

    fn take(
        &mut self,
        _nr: InvoiceNr,
        entry: &Entry,
        picture: &FullPicture,
    ) -> Result<(), SinkError> {
        let appended = self.append(entry, picture);
        appended.map_err(|source| SinkError {
            path: self.path.clone(),
            source,
        })
    }
}

impl Drop for Album {
    fn drop(&mut self) {
        // Nothing more can be done about a leftover that cannot be removed.
        drop(fs::remove_file(&self.path));
    }
}

fn why(entry: &Entry, locale: &Locale) -> Option<String> {
    if let Some(failure) = &entry.failure {
        return Some(locale.failure(failure.kind.code()));
    }
    let key = match entry.stage {
        Stage::NotFound => "stage-not-found",
        Stage::NoPicture => "stage-no-picture",
        _ => return None,
    };
    Some(locale.with(key, &[]))
}
