//! The zip archive that an OFD is. Names are matched as generously as writers are careless, within the archive alone;
//! none ever becomes a path on a disk.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::io::{self, Cursor, Read as _};
use std::sync::Arc;

use encoding_rs::GB18030;
use zip::ZipArchive;
use zip::result::ZipError;

use super::Error;
use super::budget::{DrawBudget, MAX_ENTRY_BYTES};

/// More entries than this has no honest document; the pages of a long list make a few dozen.
const MAX_ENTRIES: usize = 4096;

/// End records, with those of documents inside. Each is looked at before the right one is found.
const MAX_ENDS: usize = 1000;
/// The head of an archive's first entry.
const FIRST: &[u8] = b"PK\x03\x04";
const ENDS: [&[u8]; 2] = [b"PK\x05\x06", b"PK\x06\x06"];

/// Unpacked bytes for one packed byte. Blank pictures come near it, and bombs only are larger than [`RATIO_FROM_BYTES`].
const MAX_RATIO: u64 = 200;
const RATIO_FROM_BYTES: u64 = 8 << 20;

/// Unpacked at once: as much may be too much before it is noticed.
const CHUNK_BYTES: u64 = 1 << 20;

/// Unpacked entries by their index.
pub(super) type Unpacked = HashMap<usize, Arc<[u8]>>;

/// An open archive. Entries are unpacked when they are asked for, once.
pub(super) struct OfdArchive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// Index of each entry by its name as [`resolve`] writes it.
    exact: HashMap<String, usize>,
    /// The same in lower case.
    folded: HashMap<String, usize>,
    /// By file name in lower case, wherever it lies; `None` where there are several.
    by_file: HashMap<String, Option<usize>>,
    read: Unpacked,
}

impl<'a> OfdArchive<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Error> {
        let ends = bytes.windows(4).filter(|four| ENDS.contains(four));
        if ends.take(MAX_ENDS + 1).count() > MAX_ENDS {
            return Err(Error::TooComplex);
        }
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| refusal(&error))?;
        // What was found then is the end of another archive, which lies inside this one; its own is cut off.
        if zip.offset() != 0 && bytes.starts_with(FIRST) {
            return Err(Error::Incomplete);
        }
        if zip.len() > MAX_ENTRIES {
            return Err(Error::TooComplex);
        }
        let mut exact = HashMap::new();
        let mut folded = HashMap::new();
        let mut by_file = HashMap::new();
        for (index, name) in zip.file_names_raw().enumerate() {
            let name = resolve("", &decode_name(name));
            if let Entry::Vacant(place) = folded.entry(name.to_lowercase()) {
                by_file
                    .entry(file_name(place.key()).to_owned())
                    .and_modify(|only| *only = None)
                    .or_insert(Some(index));
                place.insert(index);
            }
            exact.entry(name).or_insert(index);
        }
        Ok(Self {
            zip,
            exact,
            folded,
            by_file,
            read: HashMap::new(),
        })
    }

    /// What was unpacked so far.
    pub(super) fn unpacked(&self) -> Unpacked {
        self.read.clone()
    }

    /// Lets go of all that was unpacked but these.
    pub(super) fn keep_only(&mut self, unpacked: &Unpacked) {
        self.read.clone_from(unpacked);
    }

    /// Whether some entry's name contains `part`, which is in lower case.
    pub(super) fn mentions(&self, part: &str) -> bool {
        self.folded.keys().any(|name| name.contains(part))
    }

    /// The first of these places that exists; each as [`resolve`] writes it.
    pub(super) fn find(&self, places: &[String]) -> Option<usize> {
        let exact = places.iter().find_map(|place| self.exact.get(place));
        let folded = || {
            let mut places = places.iter().map(|place| place.to_lowercase());
            places.find_map(|place| self.folded.get(&place))
        };
        exact.or_else(folded).copied()
    }

    /// The only entry with this file name, wherever it lies.
    pub(super) fn find_anywhere(&self, location: &str) -> Option<usize> {
        let file = file_name(location).to_lowercase();
        self.by_file.get(&file).copied().flatten()
    }

    /// The unpacked bytes of an entry.
    pub(super) fn read(
        &mut self,
        index: usize,
        budget: &mut DrawBudget,
    ) -> Result<Arc<[u8]>, Error> {
        if let Some(bytes) = self.read.get(&index) {
            return Ok(Arc::clone(bytes));
        }
        let bytes: Arc<[u8]> = self.unpack(index, budget)?.into();
        self.read.insert(index, Arc::clone(&bytes));
        Ok(bytes)
    }

    /// A damaged end or a wrong checksum is no reason to withhold what came before it.
    fn unpack(&mut self, index: usize, budget: &mut DrawBudget) -> Result<Vec<u8>, Error> {
        let mut entry = self.zip.by_index(index).map_err(|error| refusal(&error))?;
        let packed = entry.compressed_size().max(1);
        let mut bytes = Vec::new();
        loop {
            let before = bytes.len();
            let result = entry.by_ref().take(CHUNK_BYTES).read_to_end(&mut bytes);
            let added = (bytes.len() - before) as u64;
            budget.inflate(added)?;
            let length = bytes.len() as u64;
            let is_bomb = length > RATIO_FROM_BYTES && length / packed > MAX_RATIO;
            if length > MAX_ENTRY_BYTES || is_bomb {
                return Err(Error::TooMuchMemory);
            }
            if result.is_err() {
                budget.skip();
            }
            if result.is_err() || added == 0 {
                return Ok(bytes);
            }
        }
    }
}

fn refusal(error: &ZipError) -> Error {
    match error {
        ZipError::UnsupportedArchive(why) if *why == ZipError::PASSWORD_REQUIRED => {
            Error::Encrypted
        }
        ZipError::InvalidPassword => Error::Encrypted,
        ZipError::InvalidArchive(_) => Error::Incomplete,
        ZipError::Io(cause) if cause.kind() == io::ErrorKind::UnexpectedEof => Error::Incomplete,
        other => Error::corrupt(&format!("its archive: {other}")),
    }
}

/// Names are UTF-8, whatever their flag says, or else GB 18030.
fn decode_name(name: &[u8]) -> String {
    match str::from_utf8(name) {
        Ok(name) => name.to_owned(),
        Err(_) => GB18030.decode_without_bom_handling(name).0.into_owned(),
    }
}

/// `location` as seen from `folder`: no leading slash, no `.` or `..`. What climbs out stays at the top.
pub(super) fn resolve(folder: &str, location: &str) -> String {
    let location = location.trim().replace('\\', "/");
    let from_top = location.starts_with('/');
    let folder = if from_top { "" } else { folder };
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(location.split('/')) {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// The folder that a file is in, without a slash at its end.
pub(super) fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::zip_of;
    use super::*;

    fn read(bytes: &[u8], place: &str) -> Option<String> {
        let mut archive = OfdArchive::open(bytes).expect("an archive of our own making");
        let index = archive.find(&[resolve("", place)])?;
        let bytes = archive
            .read(index, &mut DrawBudget::new())
            .expect("an entry");
        Some(String::from_utf8_lossy(&bytes).into_owned())
    }

    #[test]
    fn places_stay_inside_the_archive() {
        for (folder, location, expected) in [
            ("Doc_0", "Pages/P.xml", "Doc_0/Pages/P.xml"),
            ("Doc_0", "/Doc_1/P.xml", "Doc_1/P.xml"),
            ("Doc_0/Pages", "../Res/a.png", "Doc_0/Res/a.png"),
            ("Doc_0", "../../../../etc/passwd", "etc/passwd"),
            ("Doc_0", ".\\Res\\.\\a.png ", "Doc_0/Res/a.png"),
            ("", "OFD.xml", "OFD.xml"),
        ] {
            assert_eq!(resolve(folder, location), expected, "{folder} {location}");
        }
    }

    #[test]
    fn careless_names_are_found() {
        let bytes = zip_of(&[("/OFD.xml", b"a"), ("Doc_0\\Res\\Logo.PNG", b"b")]);
        assert_eq!(read(&bytes, "OFD.xml").as_deref(), Some("a"));
        assert_eq!(read(&bytes, "/ofd.XML").as_deref(), Some("a"));
        assert_eq!(read(&bytes, "doc_0/res/logo.png").as_deref(), Some("b"));
        assert_eq!(read(&bytes, "logo.png"), None);
        let archive = OfdArchive::open(&bytes).expect("an archive");
        assert!(archive.find_anywhere("Res/logo.png").is_some());
        assert!(archive.find_anywhere("").is_none());
    }

    #[test]
    fn an_exact_name_goes_before_a_similar_one() {
        let bytes = zip_of(&[("a.xml", b"small"), ("A.xml", b"large")]);
        assert_eq!(read(&bytes, "A.xml").as_deref(), Some("large"));
        assert_eq!(read(&bytes, "a.xml").as_deref(), Some("small"));
    }

    #[test]
    fn too_many_entries_are_refused() {
        let names: Vec<String> = (0..=MAX_ENTRIES).map(|n| n.to_string()).collect();
        let entries: Vec<(&str, &[u8])> = names.iter().map(|n| (n.as_str(), &b""[..])).collect();
        let result = OfdArchive::open(&zip_of(&entries)).map(|_| ());
        assert_eq!(result, Err(Error::TooComplex));
    }

    #[test]
    fn too_many_ends_are_refused() {
        let whole = zip_of(&[("OFD.xml", b"<OFD/>")]);
        for end in ENDS {
            let bytes = [whole.clone(), end.repeat(MAX_ENDS + 1)].concat();
            let result = OfdArchive::open(&bytes).map(|_| ());
            assert_eq!(result, Err(Error::TooComplex));
        }
    }

    #[test]
    fn a_bomb_is_stopped_while_it_unpacks() {
        let bytes = zip_of(&[("bomb", &vec![0; 9 << 20])]);
        let mut archive = OfdArchive::open(&bytes).expect("an archive");
        let result = archive.read(0, &mut DrawBudget::new());
        assert_eq!(result, Err(Error::TooMuchMemory));
    }

    #[test]
    fn every_cut_of_an_archive_is_an_error_and_no_panic() {
        let whole = zip_of(&[("OFD.xml", b"<OFD/>"), ("b", b"something longer")]);
        for cut in 0..whole.len() {
            assert!(OfdArchive::open(&whole[..cut]).is_err(), "{cut}");
        }
    }
}
