//! A file on its way to its place: written beside it, synced, then renamed, so that a reader sees the old one or the new
//! one. Where another program holds the place, the new one is kept under the next free name.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// Why a report could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    #[error("the folder {} cannot be written to: {source}", folder.display())]
    Folder { folder: PathBuf, source: io::Error },
    /// Another program has the file open, or it must not be written. `kept` is where the new report lies instead, if
    /// there was one to keep.
    #[error("{} cannot be replaced: {source}", path.display())]
    Replace {
        path: PathBuf,
        kept: Option<PathBuf>,
        source: io::Error,
    },
    #[error("the report cannot be written: {0}")]
    Write(#[from] io::Error),
}

/// The unfinished file. Dropping it before [`Output::finish`] leaves nothing behind.
pub struct Output {
    path: PathBuf,
    beside: PathBuf,
    is_finished: bool,
}

impl Output {
    /// Begins a file that is to take the place of `path`.
    pub fn create(path: &Path) -> Result<(Self, File), WriteError> {
        let beside = beside(path);
        let file = create(&beside)?;
        let output = Self {
            path: path.to_owned(),
            beside,
            is_finished: false,
        };
        Ok((output, file))
    }

    /// Syncs what was written and puts it in its place.
    pub fn finish(mut self, file: File) -> Result<(), WriteError> {
        file.sync_all()?;
        // An open file cannot be renamed everywhere.
        drop(file);
        if let Err(source) = fs::rename(&self.beside, &self.path) {
            self.is_finished = true;
            let other = free_name(&self.path);
            let is_kept = fs::rename(&self.beside, &other).is_ok();
            return Err(WriteError::Replace {
                path: self.path.clone(),
                kept: Some(if is_kept { other } else { self.beside.clone() }),
                source,
            });
        }
        self.is_finished = true;
        Ok(sync_folder(folder_of(&self.path))?)
    }

    /// Puts what was written in its place without waiting for the disk: for one file of many.
    pub fn place(mut self, file: File) -> io::Result<()> {
        // An open file cannot be renamed everywhere.
        drop(file);
        fs::rename(&self.beside, &self.path)?;
        self.is_finished = true;
        Ok(())
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        if !self.is_finished {
            // Nothing more can be done about a leftover that cannot be removed either.
            drop(fs::remove_file(&self.beside));
        }
    }
}

/// Notices early that no report could be written to `path`. Leaves nothing behind.
pub fn can_write(path: &Path) -> Result<(), WriteError> {
    if path.is_dir() {
        return Err(WriteError::Replace {
            path: path.to_owned(),
            kept: None,
            source: io::ErrorKind::IsADirectory.into(),
        });
    }
    Output::create(path).map(drop)
}

/// A new file: what lies there under that name is of an earlier run that was killed, or a trap.
fn create(path: &Path) -> Result<File, WriteError> {
    let open = || {
        let mut options = File::options();
        options.read(true).write(true).create_new(true).open(path)
    };
    let file = match open() {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            fs::remove_file(path).and_then(|()| open())
        }
        opened => opened,
    };
    file.map_err(|source| WriteError::Folder {
        folder: folder_of(path).to_owned(),
        source,
    })
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// The unfinished report's path, in the same folder so that it can take the finished one's place.
fn beside(path: &Path) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".{}.part", std::process::id()));
    path.with_file_name(name)
}

/// `report-2.json` for `report.json`, or the next number that nobody has.
fn free_name(path: &Path) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default();
    let named = |number: u32| {
        let mut name = stem.to_owned();
        name.push(format!("-{number}."));
        name.push(path.extension().unwrap_or_default());
        path.with_file_name(name)
    };
    let mut numbers = 2..u32::MAX;
    let free = numbers.find(|&number| !named(number).exists());
    named(free.unwrap_or(u32::MAX))
}

/// Makes the rename last through a power cut. Only Unix lets a folder be opened for that.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn write(path: &Path) -> Result<(), WriteError> {
        let (output, mut file) = Output::create(path)?;
        file.write_all(b"new").expect("written");
        output.finish(file)
    }

    #[test]
    fn writing_replaces_and_leaves_nothing_beside() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("report.json");
        fs::write(&path, "old").expect("written");
        write(&path).expect("written");
        assert_eq!(fs::read_to_string(&path).expect("readable"), "new");
        assert_eq!(fs::read_dir(folder.path()).expect("listed").count(), 1);
    }

    #[test]
    fn one_that_is_given_up_leaves_the_old_one() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("report.json");
        fs::write(&path, "old").expect("written");
        drop(Output::create(&path).expect("begun"));
        assert_eq!(fs::read_to_string(&path).expect("readable"), "old");
        assert_eq!(fs::read_dir(folder.path()).expect("listed").count(), 1);
    }

    #[test]
    fn a_report_whose_place_is_held_is_kept_under_another_name() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("report.json");
        fs::create_dir_all(path.join("held")).expect("a folder in its place");
        fs::write(folder.path().join("report-2.json"), "older").expect("written");
        let error = write(&path).expect_err("it is held");
        let WriteError::Replace { kept, .. } = error else {
            panic!("{error}");
        };
        assert_eq!(kept, Some(folder.path().join("report-3.json")));
        let text = fs::read_to_string(folder.path().join("report-3.json")).expect("readable");
        assert_eq!(text, "new");
        assert_eq!(fs::read_dir(folder.path()).expect("listed").count(), 3);
    }

    #[test]
    fn a_folder_that_is_not_there_is_named() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("missing").join("report.json");
        for result in [write(&path), can_write(&path)] {
            let error = result.expect_err("no such folder");
            assert!(error.to_string().contains("missing"), "{error}");
        }
        assert_eq!(folder_of(Path::new("report.json")), Path::new("."));
    }

    #[test]
    fn asking_whether_a_report_can_be_written_leaves_nothing_behind() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("report.json");
        fs::write(&path, "old").expect("written");
        can_write(&path).expect("it can");
        assert_eq!(fs::read_to_string(&path).expect("readable"), "old");
        assert_eq!(fs::read_dir(folder.path()).expect("listed").count(), 1);
        let error = can_write(folder.path()).expect_err("a folder in its place");
        assert!(matches!(error, WriteError::Replace { .. }), "{error}");
    }
}
