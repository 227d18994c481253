//! The folder that reviews are kept in: which lie there, what a new one is called, and taking one away.

use std::fs;
use std::io::{ErrorKind, Read as _};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::model::InvoiceId;

use super::file::lock;
use super::{ReviewFile, StoreError, salvage};

/// Ending of a review's file name.
pub const ENDING: &str = "ilens";
/// Reviews that are looked at to find one again.
const MAX_LOOKED_AT: usize = 200;
/// Copies of a review that are kept.
const COPIES: usize = 3;
/// Folder of the copies, within that of the reviews.
const COPIES_FOLDER: &str = "copies";
/// What a file's name and those of the files beside it end in.
const ENDINGS: [&str; 5] = ["", "-wal", "-shm", "-journal", "-lock"];

/// A review that can be gone on with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recent {
    pub path: PathBuf,
    pub platform: String,
    pub total: usize,
    pub judged: usize,
    pub changed: SystemTime,
    /// It cannot be read as it is; opening it recovers what can be read.
    pub is_damaged: bool,
}

impl Recent {
    /// The file's name without its ending.
    pub fn name(&self) -> String {
        let stem = self.path.file_stem().unwrap_or_default();
        stem.to_string_lossy().into_owned()
    }
}

/// The reviews of the folder, those changed last first; none where there is no folder yet. Files that never were reviews
/// are passed over: they are not this program's to speak of.
pub fn recent(folder: &Path) -> Vec<Recent> {
    let mut found: Vec<(SystemTime, PathBuf)> = files(folder);
    found.sort();
    let newest = found.into_iter().rev().take(MAX_LOOKED_AT);
    newest
        .filter_map(|(changed, path)| match look(&path) {
            Ok((platform, (total, judged))) => Some(Recent {
                path,
                platform,
                total,
                judged,
                changed,
                is_damaged: false,
            }),
            Err(error) => is_damaged(&path, error).then(|| Recent {
                path,
                platform: String::new(),
                total: 0,
                judged: 0,
                changed,
                is_damaged: true,
            }),
        })
        .collect()
}

fn look(path: &Path) -> Result<(String, (usize, usize)), StoreError> {
    let file = ReviewFile::open_to_look(path)?;
    Ok((file.header()?.platform, file.progress()?))
}

/// Whether this was a review: what has lost even its first bytes is told by its name or its copies. Another program's
/// database is none.
fn is_damaged(path: &Path, error: StoreError) -> bool {
    let has_lost_its_begin = || has_no_header(path) || !copies(path).is_empty();
    error == StoreError::Damaged || (error == StoreError::NoReview && has_lost_its_begin())
}

/// Whether it is called a review and does not even begin like a database.
pub(super) fn has_no_header(path: &Path) -> bool {
    const BEGIN: &[u8; 16] = b"SQLite format 3\0";
    let mut begin = [0; BEGIN.len()];
    let read = fs::File::open(path).and_then(|mut file| file.read_exact(&mut begin));
    let is_other = match read {
        Ok(()) => begin != *BEGIN,
        Err(error) => error.kind() == ErrorKind::UnexpectedEof,
    };
    is_other && path.extension().is_some_and(|it| it == ENDING)
}

/// What there is of a list among the reviews of a folder.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Lookup {
    /// The review about exactly these IDs of this platform.
    pub found: Option<PathBuf>,
    /// Damaged ones of which it cannot be said what they are about.
    pub passed_over: Vec<PathBuf>,
    /// Those of which nothing at all can be read have these names now.
    pub set_aside: Vec<PathBuf>,
}

pub(super) fn find(folder: &Path, platform: &str, ids: &[InvoiceId]) -> Lookup {
    let mut lookup = Lookup::default();
    for recent in recent(folder) {
        let path = recent.path;
        if recent.is_damaged {
            if salvage::is_about(&path, platform, ids) {
                lookup.found.get_or_insert(path);
                continue;
            }
            let is_lost = has_no_header(&path) && salvage::is_nothing_left(&path);
            match is_lost.then(|| salvage::set_aside(&path)) {
                Some(Ok(Some(kept_as))) => lookup.set_aside.push(kept_as),
                // Another window makes it at this moment.
                Some(Ok(None)) => {}
                Some(Err(_)) | None => lookup.passed_over.push(path),
            }
            continue;
        }
        if lookup.found.is_some() || recent.platform != platform || recent.total < ids.len() {
            continue;
        }
        let file = ReviewFile::open_to_look(&path);
        if file.is_ok_and(|file| file.is_about(ids).unwrap_or(false)) {
            lookup.found = Some(path);
        }
    }
    lookup
}

fn files(folder: &Path) -> Vec<(SystemTime, PathBuf)> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    paths
        .filter(|path| path.extension().is_some_and(|it| it == ENDING))
        .filter_map(|path| Some((path.metadata().ok()?.modified().ok()?, path)))
        .collect()
}

/// What a review of these IDs is called, after the day and the list: the first ID, and how many follow.
pub fn list_name(day: &str, ids: &[InvoiceId]) -> String {
    let first = ids.first().map(InvoiceId::as_str).unwrap_or_default();
    let safe: String = first.replace(':', "-").chars().take(40).collect();
    match ids.len() {
        0 | 1 => format!("{day} {safe}"),
        count => format!("{day} {safe} +{}", count - 1),
    }
}

/// A new review of this name in the folder, which is made if it is not there. A name that is taken gets a number.
pub(super) fn create(folder: &Path, name: &str, platform: &str) -> Result<ReviewFile, StoreError> {
    make(folder)?;
    let mut number = 1;
    loop {
        let numbered = match number {
            1 => format!("{name}.{ENDING}"),
            _ => format!("{name} ({number}).{ENDING}"),
        };
        let path = folder.join(numbered);
        if path.exists() {
            number += 1;
            continue;
        }
        return ReviewFile::create(&path, platform);
    }
}

pub(super) fn make(folder: &Path) -> Result<(), StoreError> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        builder.mode(0o700);
    }
    Ok(builder.create(folder)?)
}

/// Copies the review beside the others, once a day; the last three copies stay. Copies that cannot be read are given
/// other names, which come back.
pub(super) fn keep_copy(file: &ReviewFile, day: &str) -> Result<Vec<PathBuf>, StoreError> {
    let (Some(folder), Some(stem)) = (file.path().parent(), file.path().file_stem()) else {
        return Ok(Vec::new());
    };
    let folder = folder.join(COPIES_FOLDER);
    make(&folder)?;
    let mut set_aside = Vec::new();
    for copy in copies(file.path()) {
        if matches!(look(&copy), Err(StoreError::Damaged | StoreError::NoReview)) {
            set_aside.extend(salvage::set_aside(&copy)?);
        }
    }
    let copy = folder.join(format!("{} @{day}.{ENDING}", stem.to_string_lossy()));
    if !copy.exists() {
        // Under its name once it is whole.
        let unfinished = salvage::with_ending(&copy, ".copying");
        for ending in ENDINGS {
            salvage::remove(&salvage::with_ending(&unfinished, ending))?;
        }
        file.copy_to(&unfinished)?;
        fs::rename(&unfinished, &copy)?;
    }
    let mut copies = copies(file.path());
    copies.sort();
    let surplus = copies.len().saturating_sub(COPIES);
    for copy in &copies[..surplus] {
        fs::remove_file(copy)?;
    }
    Ok(set_aside)
}

/// The copies of a review; their names sort by day.
pub(super) fn copies(review: &Path) -> Vec<PathBuf> {
    let is_whole = |path: &PathBuf| path.extension().is_some_and(|it| it == ENDING);
    let copies = files_of_copies(review);
    copies.into_iter().filter(is_whole).collect()
}

/// The same with those that are set aside or were never finished.
fn files_of_copies(review: &Path) -> Vec<PathBuf> {
    let (Some(folder), Some(stem)) = (review.parent(), review.file_stem()) else {
        return Vec::new();
    };
    let start = format!("{} @", stem.to_string_lossy());
    let Ok(entries) = fs::read_dir(folder.join(COPIES_FOLDER)) else {
        return Vec::new();
    };
    let is_its = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with(&start)
    };
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    paths.filter(is_its).collect()
}

/// Takes a review away, with its copies and what a crash left beside it.
pub fn delete(review: &Path) -> Result<(), StoreError> {
    // Another window may be judging in it.
    let Some(lock) = lock(review)? else {
        return Err(StoreError::Busy);
    };
    let copies = files_of_copies(review);
    fs::remove_file(review)?;
    for path in copies.iter().map(PathBuf::as_path).chain([review]) {
        for ending in ENDINGS {
            salvage::remove(&salvage::with_ending(path, ending))?;
        }
    }
    drop(lock);
    Ok(())
}
