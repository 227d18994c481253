//! The pictures beside the report: the full picture of every ready invoice, its region outlined.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use crate::engine::FullPicture;
use crate::handover::{Album, PictureSink, Shown, SinkError};
use crate::model::{InvoiceId, InvoiceNr};
use crate::report::{FileNames, Output, WriteError, annotated_png};
use crate::review::Entry;

use super::AuditError;

const ENDING: &str = ".png";

/// A folder that pictures are written to, each under a name of its own.
pub(super) struct PictureFolder<'a> {
    path: &'a Path,
    names: FileNames,
    written: HashMap<InvoiceNr, WrittenPicture>,
}

/// One picture in the folder.
struct WrittenPicture {
    path: PathBuf,
    /// Left, top, right, bottom of its outline in picture pixels.
    region: Option<[f64; 4]>,
}

impl<'a> PictureFolder<'a> {
    /// Makes the folder if it is not there.
    ///
    /// Pictures of an earlier run that are in it keep the names that these IDs gave them.
    pub fn create<'b>(
        path: &'a Path,
        earlier: impl Iterator<Item = &'b InvoiceId>,
    ) -> Result<Self, AuditError> {
        fs::create_dir_all(path).map_err(|source| AuditError::Picture {
            path: path.to_owned(),
            source,
        })?;
        let mut names = FileNames::default();
        for id in earlier {
            names.name(id.as_str(), ENDING);
        }
        Ok(Self {
            path,
            names,
            written: HashMap::new(),
        })
    }
}

impl PictureSink for PictureFolder<'_> {
    fn is_current(&self, nr: InvoiceNr, entry: &Entry) -> bool {
        let written = self.written.get(&nr);
        written.is_some_and(|written| written.region == Shown::of(entry).ocr)
    }

    fn has(&self, nr: InvoiceNr, _entry: &Entry) -> bool {
        self.written.contains_key(&nr)
    }

    fn take(
        &mut self,
        nr: InvoiceNr,
        entry: &Entry,
        picture: &FullPicture,
    ) -> Result<(), SinkError> {
        let path = match self.written.get(&nr) {
            Some(written) => written.path.clone(),
            None => self.path.join(self.names.name(entry.id.as_str(), ENDING)),
        };
        let shown = Shown::of(entry);
        let raster = picture.pyramid.level(0);
        let outline = shown.scaled(picture).ocr;
        let written = write(&path, |out| {
            annotated_png(raster.size(), raster.bytes(), outline, out).map_err(io::Error::other)
        });
        written.map_err(|source| SinkError {
            path: path.clone(),
            source,
        })?;
        let region = shown.ocr;
        self.written.insert(nr, WrittenPicture { path, region });
        Ok(())
    }
}

/// A whole picture takes the place of what is there, which a link in the folder is, too, and not what it leads to.
fn write(
    path: &Path,
    draw: impl FnOnce(&mut BufWriter<&File>) -> io::Result<()>,
) -> io::Result<()> {
    let (output, file) = Output::create(path).map_err(|error| match error {
        WriteError::Folder { source, .. }
        | WriteError::Replace { source, .. }
        | WriteError::Write(source) => source,
    })?;
    let mut out = BufWriter::new(&file);
    draw(&mut out)?;
    out.flush()?;
    drop(out);
    output.place(file)
}

/// All that takes pictures in a run.
pub(super) struct RunPictures<'a> {
    pub folder: Option<PictureFolder<'a>>,
    pub album: Option<Album>,
}

impl RunPictures<'_> {
    pub fn are_wanted(&self) -> bool {
        self.folder.is_some() || self.album.is_some()
    }
}

impl PictureSink for RunPictures<'_> {
    fn is_current(&self, nr: InvoiceNr, entry: &Entry) -> bool {
        let folder = self
            .folder
            .as_ref()
            .is_none_or(|it| it.is_current(nr, entry));
        folder
            && self
                .album
                .as_ref()
                .is_none_or(|it| it.is_current(nr, entry))
    }

    fn has(&self, nr: InvoiceNr, entry: &Entry) -> bool {
        let folder = self.folder.as_ref().is_some_and(|it| it.has(nr, entry));
        folder || self.album.as_ref().is_some_and(|it| it.has(nr, entry))
    }

    fn take(
        &mut self,
        nr: InvoiceNr,
        entry: &Entry,
        picture: &FullPicture,
    ) -> Result<(), SinkError> {
        if let Some(folder) = &mut self.folder {
            folder.take(nr, entry, picture)?;
        }
        if let Some(album) = &mut self.album {
            album.take(nr, entry, picture)?;
        }
        Ok(())
    }
}
