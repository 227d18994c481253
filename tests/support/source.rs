//! The source text of this repository's crates, for tests that hold it to its rules.

use std::path::{Path, PathBuf};

/// A file below `src/`.
pub struct SourceFile {
    /// Relative to `src/`, with `/` between its parts on every system.
    pub path: String,
    pub text: String,
}

/// Every Rust file below `src/`, sorted by path.
pub fn files() -> Vec<SourceFile> {
    files_below("src")
}

/// The same for another folder of the repository.
pub fn files_below(folder: &str) -> Vec<SourceFile> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut paths = Vec::new();
    collect(&root, &mut paths);
    paths.sort();
    let files: Vec<SourceFile> = paths
        .iter()
        .map(|path| SourceFile {
            path: relative(&root, path),
            text: std::fs::read_to_string(path).expect("source is readable UTF-8"),
        })
        .collect();
    assert!(files.len() > 5, "found {} files in {folder}", files.len());
    files
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("src is readable") {
        let path = entry.expect("src is readable").path();
        if path.is_dir() {
            collect(&path, paths);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            paths.push(path);
        }
    }
}

fn relative(root: &Path, path: &Path) -> String {
    let path = path.strip_prefix(root).expect("collected below src");
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}
