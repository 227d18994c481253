//! All files of a report at once, row by row, so that each picture is taken out of the album once.

use std::collections::HashMap;
use std::hash::BuildHasher;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::engine::FullPicture;
use crate::locale::Locale;
use crate::model::{InvoiceId, InvoiceNr, PictureKey};
use crate::report::{Format, ReportFile, RowPicture, WriteError, can_write};
use crate::review::Stage;

use super::{
    Album, FetchRequest, Fetcher, HandOverError, HandoverContents, HandoverFetchError, Phase,
    PictureSink, Watch,
};

/// A file to be written, in the format that its name asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportTarget {
    pub path: PathBuf,
    pub format: Format,
}

impl ReportTarget {
    /// `None` where the name's ending is that of no report.
    pub fn of(path: &Path) -> Option<Self> {
        let format = Format::of(path)?;
        let path = path.to_owned();
        Some(Self { path, format })
    }

    /// Notices early that it could not be written: that must not cost an hour of downloads.
    pub fn check(targets: &[Self]) -> Result<(), HandOverError> {
        for target in targets {
            can_write(&target.path)?;
        }
        Ok(())
    }
}

/// Fills the album with the pictures of these contents: those that are held, and those that can be fetched. What cannot
/// be had says why in the album; only giving up and a full disk end it.
pub fn fill<S: BuildHasher>(
    album: &mut Album,
    contents: &HandoverContents,
    held: &HashMap<PictureKey, Arc<FullPicture>, S>,
    from: Option<FetchRequest>,
    watch: &Watch,
) -> Result<(), HandOverError> {
    let mut wanted: Vec<InvoiceId> = Vec::new();
    for entry in &contents.entries {
        album.know(entry);
        let key = entry.invoice.as_ref().map(|it| &it.picture_key);
        let picture = key.and_then(|key| held.get(key));
        match picture.filter(|_| entry.stage == Stage::Ready) {
            Some(picture) => album
                .take(InvoiceNr(0), entry, picture)
                .map_err(|error| HandOverError::Album(error.source))?,
            None => wanted.push(entry.id.clone()),
        }
    }
    let locale = contents.locale;
    let Some(request) = from else {
        album.explain(locale.with("picture-no-token", &[]));
        return Ok(());
    };
    watch.begin(Phase::Fetching, wanted.len());
    let request = FetchRequest {
        ids: wanted,
        with_pictures: true,
        ..request
    };
    match fetch(album, request, locale, watch) {
        Ok(()) => Ok(()),
        Err(HandoverFetchError::Cancelled) => Err(HandOverError::Cancelled),
        Err(HandoverFetchError::Sink(error)) => Err(HandOverError::Album(error.source)),
        Err(HandoverFetchError::Blocked(failure)) => {
            album.explain(locale.failure(failure.kind.code()));
            Ok(())
        }
        Err(HandoverFetchError::Silent | HandoverFetchError::Start(_)) => {
            album.explain(locale.with("picture-not-had", &[]));
            Ok(())
        }
    }
}

/// Hands the full pictures of these invoices to a sink, those that can be had.
pub fn collect(
    sink: &mut dyn PictureSink,
    ids: Vec<InvoiceId>,
    from: FetchRequest,
    watch: &Watch,
) -> Result<(), HandoverFetchError> {
    if ids.is_empty() {
        return Ok(());
    }
    watch.begin(Phase::Fetching, ids.len());
    let request = FetchRequest {
        ids,
        with_pictures: true,
        ..from
    };
    Fetcher::start(request)?.hand_on_pictures(sink, watch, |_| {})
}

fn fetch(
    album: &mut Album,
    request: FetchRequest,
    locale: &Locale,
    watch: &Watch,
) -> Result<(), HandoverFetchError> {
    album.explain(locale.with("picture-not-had", &[]));
    if request.ids.is_empty() {
        return Ok(());
    }
    let mut fetcher = Fetcher::start(request)?;
    let ended = fetcher.hand_on_pictures(album, watch, |_| {});
    album.explain_each(fetcher.library.entries(), locale);
    ended
}

/// Writes all files; each takes its place as soon as it is whole. One that cannot be written keeps no other from it; the
/// first such trouble is told when all that can be is in its place.
pub fn write(
    contents: &HandoverContents,
    targets: &[ReportTarget],
    mut album: Option<&mut Album>,
    watch: &Watch,
) -> Result<(), HandOverError> {
    let locale = contents.locale;
    let mut trouble = None;
    let mut files: Vec<ReportFile> = Vec::new();
    for ReportTarget { path, format } in targets {
        let created = ReportFile::create(path, *format, &contents.head, locale, album.is_some());
        files.extend(note(created, &mut trouble));
    }
    watch.begin(Phase::Writing, contents.entries.len());
    let shows_pictures = targets.iter().any(|it| it.format.has_pictures());
    for entry in &contents.entries {
        if watch.is_cancelled() {
            return Err(HandOverError::Cancelled);
        }
        let picture = match album.as_deref_mut().filter(|_| shows_pictures) {
            Some(album) => Some(album.picture(&entry.id)?),
            None => None,
        };
        let picture = match &picture {
            None => RowPicture::NotAsked,
            Some(Ok(jpeg)) => RowPicture::Jpeg(jpeg),
            Some(Err(why)) => RowPicture::Missing(why),
        };
        let row = contents.row(entry);
        files.retain_mut(|file| note(file.row(&row, picture), &mut trouble).is_some());
        watch.step();
    }
    for file in files {
        note(file.finish(), &mut trouble);
    }
    trouble.map_or(Ok(()), |trouble| Err(trouble.into()))
}

/// What came of it; the first trouble is kept.
fn note<T>(result: Result<T, WriteError>, trouble: &mut Option<WriteError>) -> Option<T> {
    match result {
        Ok(value) => Some(value),
        Err(error) => {
            trouble.get_or_insert(error);
            None
        }
    }
}
