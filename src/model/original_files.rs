//! The files that the user named as originals: which file belongs to which page, decided by names alone.
//! Opens nothing; whoever adds a path has seen that it is a file.

use std::path::Path;
use std::sync::Arc;

use indexmap::IndexMap;

use super::Invoice;

/// Files by their names, in which upper and lower case count the same. Of two with one name the first wins.
#[derive(Clone, Debug, Default)]
pub struct OriginalFiles {
    by_name: IndexMap<String, Arc<Path>>,
    repeated: usize,
}

impl OriginalFiles {
    /// Takes a file in. A path without a name in it is no file and is left out.
    pub fn add(&mut self, path: Arc<Path>) {
        let Some(name) = path.file_name() else {
            return;
        };
        self.insert(comparable(&name.to_string_lossy()), path);
    }

    /// Takes all files of `others` in; those already here win.
    pub fn merge(&mut self, others: Self) {
        self.repeated += others.repeated;
        if self.by_name.is_empty() {
            self.by_name = others.by_name;
            return;
        }
        for (name, path) in others.by_name {
            self.insert(name, path);
        }
    }

    fn insert(&mut self, name: String, path: Arc<Path>) {
        match self.by_name.get(&name) {
            // The same file again is no second one.
            Some(known) => self.repeated += usize::from(*known != path),
            None => {
                self.by_name.insert(name, path);
            }
        }
    }

    pub fn len(&self) -> usize {
        self.by_name.len()
    }

    pub fn is_empty(&self) -> bool {
        self.by_name.is_empty()
    }

    /// Files left out because another has their name.
    pub fn repeated(&self) -> usize {
        self.repeated
    }

    /// The file of the invoice's page. The object's name says more than the file name, which several pages may share.
    pub fn of(&self, invoice: &Invoice) -> Option<&Arc<Path>> {
        if self.by_name.is_empty() {
            return None;
        }
        let object = invoice.picture_key.page.object_name();
        [object, &*invoice.file_name]
            .into_iter()
            .find_map(|name| self.by_name.get(&comparable(last_part(name))))
    }
}

/// A name that came with folders in front of it, whichever way they are written.
fn last_part(name: &str) -> &str {
    name.rsplit(['/', '\\']).next().unwrap_or(name)
}

fn comparable(name: &str) -> String {
    name.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::region::RawRegion;
    use crate::model::{InvoiceId, InvoiceNr, PageKey, PictureKey};

    fn files(paths: &[&str]) -> OriginalFiles {
        let mut files = OriginalFiles::default();
        for path in paths {
            files.add(Path::new(path).into());
        }
        files
    }

    fn invoice(page: &str, file_name: &str) -> Invoice {
        Invoice {
            nr: InvoiceNr(0),
            id: InvoiceId::new("ID01xO4NESQ6gD").expect("documented"),
            picture_key: PictureKey {
                page: PageKey::new(page),
                process: "".into(),
            },
            region: RawRegion::default(),
            source: "".into(),
            file_name: file_name.into(),
        }
    }

    fn found(files: &OriginalFiles, page: &str, file_name: &str) -> Option<String> {
        let path = files.of(&invoice(page, file_name))?;
        Some(path.to_string_lossy().into_owned())
    }

    #[test]
    fn a_page_is_found_by_its_object_and_by_its_file_name() {
        let files = files(&["/o/20240307-911.JPG", "/o/东莞小勺.ofd", "/o/image.jpg"]);
        let by_object = found(&files, "files.example/a/20240307-911.jpg", "image.jpg");
        assert_eq!(by_object.as_deref(), Some("/o/20240307-911.JPG"));
        let by_name = found(&files, "files.example/x1", "上传/东莞小勺.OFD");
        assert_eq!(by_name.as_deref(), Some("/o/东莞小勺.ofd"));
        let windows = found(&files, "files.example/x1", "C:\\scans\\IMAGE.jpg");
        assert_eq!(windows.as_deref(), Some("/o/image.jpg"));
        assert_eq!(found(&files, "files.example/x1", "911.jpg"), None);
        assert_eq!(found(&files, "files.example/", ""), None);
    }

    #[test]
    fn the_first_of_a_name_wins_and_the_others_are_counted() {
        let mut first = files(&["/o/a.jpg", "/o/b.jpg", "/o/sub/A.jpg", "/o/a.jpg"]);
        assert_eq!((first.len(), first.repeated()), (2, 1));
        first.merge(files(&["/p/B.JPG", "/p/c.jpg", "/o/a.jpg"]));
        assert_eq!((first.len(), first.repeated()), (3, 2));
        let kept = found(&first, "files.example/b.jpg", "");
        assert_eq!(kept.as_deref(), Some("/o/b.jpg"));
    }
}
