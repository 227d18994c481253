//! Settings as a file: written and read as a text, off the window's thread.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};

use crate::state::FileTrouble;

/// Far more than any settings take.
const MAX_BYTES: u64 = 1 << 20;

/// The place that was written, or why nothing was.
pub fn write(path: PathBuf, text: &str) -> Result<PathBuf, FileTrouble> {
    match fs::write(&path, text) {
        Ok(()) => Ok(path),
        Err(error) => Err(FileTrouble::of(&path, &error)),
    }
}

pub fn read(path: &Path) -> Result<String, FileTrouble> {
    let mut text = String::new();
    let file = File::open(path).map_err(|error| FileTrouble::of(path, &error))?;
    file.take(MAX_BYTES)
        .read_to_string(&mut text)
        .map_err(|error| FileTrouble::of(path, &error))?;
    Ok(text)
}
