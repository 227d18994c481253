//! The search for originals: every file below a folder, up to a bound, and what dropped files are.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};

use crate::formats::{Content, sniff};
use crate::id_list::{self, WorkbookReader};
use crate::model::MediaType;
use crate::state::{DroppedFiles, FoundFiles, ReadError};

/// How far a search goes.
#[derive(Clone, Copy, Debug)]
struct Bounds {
    /// Files taken at most: some 30 MB of paths.
    files: usize,
    /// Files and folders looked at at most, taken or not.
    looks: usize,
    /// Folders within folders, the named one not counted.
    depth: usize,
}

const BOUNDS: Bounds = Bounds {
    files: 100_000,
    looks: 1_000_000,
    depth: 16,
};

/// Bytes by which a file's kind can be told.
const HEAD_BYTES: u64 = 64 * 1024;

/// The files at a place that the user named: a folder with all below it, or one file.
pub fn find(place: &Path) -> FoundFiles {
    let mut search = Search::new(BOUNDS);
    search.place(place);
    search.found
}

/// Sorts dropped files: folders and files that are pictures by their bytes are originals, the rest are lists of IDs.
pub fn sort(paths: Vec<PathBuf>, workbooks: WorkbookReader<'_>) -> DroppedFiles {
    let (originals, lists): (Vec<_>, Vec<_>) =
        paths.into_iter().partition(|path| is_original(path));
    let mut search = Search::new(BOUNDS);
    for place in &originals {
        search.place(place);
    }
    DroppedFiles {
        ids: (!lists.is_empty()).then(|| id_list::read_files(&lists, workbooks)),
        originals: (!originals.is_empty()).then_some(search.found),
    }
}

fn is_original(path: &Path) -> bool {
    if path.is_dir() {
        return true;
    }
    let is_file = path.is_file();
    let head = is_file.then(|| File::open(path)).and_then(Result::ok);
    let Some(head) = head else {
        return false;
    };
    let mut bytes = Vec::new();
    let read = head.take(HEAD_BYTES).read_to_end(&mut bytes);
    read.is_ok()
        && matches!(sniff(&bytes), Content::Ticket(media_type) if media_type != MediaType::Xml)
}

struct Search {
    bounds: Bounds,
    looks: usize,
    found: FoundFiles,
}

impl Search {
    fn new(bounds: Bounds) -> Self {
        Self {
            bounds,
            looks: 0,
            found: FoundFiles::default(),
        }
    }

    /// What the user named may itself be a link; what is found below it may not lead to another folder.
    fn place(&mut self, place: &Path) {
        match fs::metadata(place) {
            Ok(found) if found.is_dir() => self.folders(place),
            Ok(found) if found.is_file() => self.found.files.add(place.into()),
            Ok(_) => self.failed(ReadError::NoPlace("not a regular file".to_owned())),
            Err(error) => self.failed(ReadError::NoPlace(error.kind().to_string())),
        }
    }

    /// Level by level, so that of two files with one name the one nearer to the top wins.
    fn folders(&mut self, top: &Path) {
        let mut level = vec![top.to_path_buf()];
        for _ in 0..=self.bounds.depth {
            let mut next = Vec::new();
            for folder in &level {
                self.folder(folder, &mut next);
                if self.found.is_cut {
                    return;
                }
            }
            level = next;
        }
        self.found.is_cut |= !level.is_empty();
    }

    fn folder(&mut self, folder: &Path, below: &mut Vec<PathBuf>) {
        let entries = match fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) => return self.failed(ReadError::NoPlace(error.kind().to_string())),
        };
        let mut paths = Vec::new();
        for entry in entries {
            if self.looks == self.bounds.looks {
                self.found.is_cut = true;
                break;
            }
            self.looks += 1;
            match entry {
                Ok(entry) => paths.push(entry.path()),
                Err(error) => self.failed(ReadError::NoPlace(error.kind().to_string())),
            }
        }
        paths.sort_unstable();
        for path in paths {
            self.entry(path, below);
        }
    }

    fn entry(&mut self, path: PathBuf, below: &mut Vec<PathBuf>) {
        // Of a link itself, not of what it leads to: links to folders can go round in circles.
        let Ok(itself) = fs::symlink_metadata(&path) else {
            return;
        };
        if itself.is_dir() {
            below.push(path);
        } else if self.found.files.len() == self.bounds.files {
            self.found.is_cut = true;
        } else if itself.is_file() || (itself.is_symlink() && path.is_file()) {
            self.found.files.add(path.into());
        }
    }

    /// The first error is told; the search goes on with the rest.
    fn failed(&mut self, error: ReadError) {
        self.found.error.get_or_insert(error);
    }
}

#[cfg(test)]
mod tests {
    use crate::id_list::{IdList, IdListError};

    use super::*;
    use crate::model::OriginalFiles;

    fn folder_with(files: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder for a while");
        for file in files {
            let path = folder.path().join(file);
            let parent = path.parent().expect("it is in the folder");
            fs::create_dir_all(parent).expect("room for a folder");
            fs::write(&path, file).expect("room for a file");
        }
        folder
    }

    fn bounded(place: &Path, bounds: Bounds) -> FoundFiles {
        let mut search = Search::new(bounds);
        search.place(place);
        search.found
    }

    fn counts(files: &OriginalFiles) -> (usize, usize) {
        (files.len(), files.repeated())
    }

    fn sort_here(paths: Vec<PathBuf>) -> DroppedFiles {
        sort(paths, &id_list::read_workbook)
    }

    #[test]
    fn files_of_all_folders_are_found_and_the_topmost_of_a_name_wins() {
        let folder = folder_with(&["a/page.jpg", "a/b/scan.png", "z.jpg", "b/Z.JPG", "z/1.jpg"]);
        let found = find(folder.path());
        assert_eq!(counts(&found.files), (4, 1));
        assert_eq!((found.is_cut, found.error), (false, None));
        let debug = format!("{:?}", found.files);
        assert!(!debug.contains("Z.JPG"), "{debug}");
    }

    #[test]
    fn a_search_ends_at_its_bounds_and_says_so() {
        let folder = folder_with(&["1.jpg", "2.jpg", "a/3.jpg", "a/b/4.jpg"]);
        let bounds = |files, looks, depth| Bounds {
            files,
            looks,
            depth,
        };
        let below = folder.path().join("a/b");
        for (place, bounds, files, is_cut) in [
            (folder.path(), bounds(4, 100, 2), 4, false),
            (folder.path(), bounds(3, 100, 2), 3, true),
            (folder.path(), bounds(9, 100, 1), 3, true),
            (folder.path(), bounds(9, 0, 2), 0, true),
            (&below, bounds(1, 1, 0), 1, false),
        ] {
            let found = bounded(place, bounds);
            assert_eq!(found.files.len(), files, "{bounds:?}");
            assert_eq!(found.is_cut, is_cut, "{bounds:?}");
        }
    }

    #[test]
    fn one_file_can_be_named_and_a_place_that_is_not_there_says_so() {
        let folder = folder_with(&["1.jpg"]);
        assert_eq!(find(&folder.path().join("1.jpg")).files.len(), 1);
        let gone = find(&folder.path().join("gone"));
        assert!(matches!(gone.error, Some(ReadError::NoPlace(_))));
    }

    #[cfg(unix)]
    #[test]
    fn links_to_folders_are_not_followed_but_links_to_files_are() {
        use std::os::unix::fs::symlink;

        let elsewhere = folder_with(&["other.jpg", "page.jpg"]);
        let folder = folder_with(&["a/1.jpg"]);
        symlink(folder.path(), folder.path().join("a/round")).expect("a link");
        symlink(elsewhere.path(), folder.path().join("away")).expect("a link");
        let to_file = folder.path().join("linked.jpg");
        symlink(elsewhere.path().join("page.jpg"), to_file).expect("a link");
        let found = find(folder.path());
        assert_eq!(counts(&found.files), (2, 0));
        assert!(!found.is_cut);
    }

    #[test]
    fn dropped_files_are_sorted_by_their_bytes() {
        let folder = folder_with(&["sub/1.jpg"]);
        let at = |name: &str| folder.path().join(name);
        fs::write(at("page.txt"), b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR").expect("room");
        fs::write(at("page.dat"), b"%PDF-1.7\n").expect("room");
        fs::write(at("ids.jpg"), "ID01xO4NESQ6gD").expect("room");
        let dropped = sort_here(vec![
            at("sub"),
            at("page.txt"),
            at("ids.jpg"),
            at("page.dat"),
        ]);
        let originals = dropped.originals.expect("a folder, a picture, a document");
        assert_eq!(originals.files.len(), 3);
        assert_eq!(
            dropped.ids,
            Some(Ok(IdList {
                text: "ID01xO4NESQ6gD".to_owned(),
                sheet: None,
            }))
        );
        let only_ids = sort_here(vec![at("ids.jpg")]);
        assert!(only_ids.originals.is_none());
        let gone = sort_here(vec![at("gone.jpg")]);
        assert!(matches!(gone.ids, Some(Err(IdListError::Io(_)))));
    }
}
