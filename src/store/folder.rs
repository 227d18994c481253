//! The folder that reviews are kept in: which lie there, what a new one is called, and taking one away.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::model::InvoiceId;

use super::file::lock;
use super::{ReviewFile, StoreError};

/// Ending of a review's file name.
pub const ENDING: &str = "ilens";
/// Reviews that are looked at to find one again.
const MAX_LOOKED_AT: usize = 200;
/// Copies of a review that are kept.
const COPIES: usize = 3;
/// Folder of the copies, within that of the reviews.
const COPIES_FOLDER: &str = "copies";

/// A review that can be gone on with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recent {
    pub path: PathBuf,
    pub platform: String,
    pub total: usize,
    pub judged: usize,
    pub changed: SystemTime,
}

impl Recent {
    /// The file's name without its ending.
    pub fn name(&self) -> String {
        let stem = self.path.file_stem().unwrap_or_default();
        stem.to_string_lossy().into_owned()
    }
}

/// The reviews of the folder, those changed last first; none where there is no folder yet. Files that cannot be read as
/// reviews are passed over: they are not this program's to speak of.
pub fn recent(folder: &Path) -> Vec<Recent> {
    let mut found: Vec<(SystemTime, PathBuf)> = files(folder);
    found.sort();
    let newest = found.into_iter().rev().take(MAX_LOOKED_AT);
    newest
        .filter_map(|(changed, path)| {
            let file = ReviewFile::open_to_look(&path).ok()?;
            let (total, judged) = file.progress().ok()?;
            let platform = file.header().ok()?.platform;
            Some(Recent {
                path,
                platform,
                total,
                judged,
                changed,
            })
        })
        .collect()
}

/// The review about exactly these IDs of this platform, if there is one.
pub(super) fn find(folder: &Path, platform: &str, ids: &[InvoiceId]) -> Option<PathBuf> {
    let is_it = |recent: &Recent| {
        recent.platform == platform && recent.total >= ids.len() && {
            let file = ReviewFile::open_to_look(&recent.path);
            file.is_ok_and(|file| file.is_about(ids).unwrap_or(false))
        }
    };
    recent(folder).into_iter().find(is_it).map(|it| it.path)
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

fn make(folder: &Path) -> Result<(), StoreError> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        builder.mode(0o700);
    }
    Ok(builder.create(folder)?)
}

/// Copies the review beside the others, once a day; the last three copies stay.
pub(super) fn keep_copy(file: &ReviewFile, day: &str) -> Result<(), StoreError> {
    let (Some(folder), Some(stem)) = (file.path().parent(), file.path().file_stem()) else {
        return Ok(());
    };
    let folder = folder.join(COPIES_FOLDER);
    make(&folder)?;
    let copy = folder.join(format!("{} @{day}.{ENDING}", stem.to_string_lossy()));
    if !copy.exists() {
        file.copy_to(&copy)?;
    }
    let mut copies = copies(file.path());
    copies.sort();
    let surplus = copies.len().saturating_sub(COPIES);
    for copy in &copies[..surplus] {
        fs::remove_file(copy)?;
    }
    Ok(())
}

/// The copies of a review; their names sort by day.
fn copies(review: &Path) -> Vec<PathBuf> {
    let (Some(folder), Some(stem)) = (review.parent(), review.file_stem()) else {
        return Vec::new();
    };
    let start = format!("{} @", stem.to_string_lossy());
    let is_its = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with(&start)
    };
    let found = files(&folder.join(COPIES_FOLDER));
    found
        .into_iter()
        .map(|(_, path)| path)
        .filter(is_its)
        .collect()
}

/// Takes a review away, with its copies and what a crash left beside it.
pub fn delete(review: &Path) -> Result<(), StoreError> {
    // Another window may be judging in it.
    let Some(lock) = lock(review)? else {
        return Err(StoreError::Busy);
    };
    let copies = copies(review);
    fs::remove_file(review)?;
    for path in copies.iter().map(PathBuf::as_path).chain([review]) {
        for ending in ["", "-wal", "-shm", "-journal", "-lock"] {
            let mut name = path.as_os_str().to_owned();
            name.push(ending);
            match fs::remove_file(PathBuf::from(name)) {
                Err(error) if error.kind() != ErrorKind::NotFound => return Err(error.into()),
                _ => {}
            }
        }
    }
    drop(lock);
    Ok(())
}
