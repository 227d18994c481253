//! Settings as a file: written and read as a text, off the window's thread.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// Far more than any settings take.
const MAX_BYTES: u64 = 1 << 20;

/// The place that was written, or why nothing was.
pub fn write(path: PathBuf, text: &str) -> Result<PathBuf, String> {
    fs::write(&path, text).map_err(|error| said(&path, &error))?;
    Ok(path)
}

pub fn read(path: &Path) -> Result<String, String> {
    let mut text = String::new();
    let file = File::open(path).map_err(|error| said(path, &error))?;
    file.take(MAX_BYTES)
        .read_to_string(&mut text)
        .map_err(|error| said(path, &error))?;
    Ok(text)
}

fn said(path: &Path, error: &std::io::Error) -> String {
    format!("{}: {}", path.display(), error.kind())
}
