//! Installed fonts: listed once per process, on first need, and read when they are used.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex, PoisonError};

use fontdb::{Database, FaceInfo, ID, Language, Source, Style, Weight};

use super::names::key;
use super::{Bytes, Face};

/// Larger files than this are no fonts that a document would name.
const MAX_FILE_BYTES: u64 = 128 << 20;

/// Files kept in memory; a document names a handful of fonts.
const MAX_FILES: usize = 16;

static INSTALLED: LazyLock<Installed> = LazyLock::new(Installed::list);

/// Every installed face by its names, and the files read so far.
struct Installed {
    faces: Database,
    by_key: HashMap<String, Vec<ID>>,
    files: Mutex<HashMap<PathBuf, Bytes>>,
}

/// The installed font with one of these names, in the style that comes nearest; the first name that fits wins.
pub(super) fn named<'a>(
    keys: impl Iterator<Item = &'a str>,
    bold: bool,
    italic: bool,
) -> Option<Face> {
    for key in keys {
        if let Some(face) = INSTALLED.named(key, bold, italic) {
            return Some(face);
        }
    }
    None
}

/// The first installed font, in the order of their names, that has a glyph for `c`.
pub(super) fn covering(c: char, has_glyph: fn(&[u8], u32, char) -> bool) -> Option<Face> {
    let mut candidates: Vec<&FaceInfo> = INSTALLED
        .faces
        .faces()
        .filter(|info| info.style == Style::Normal)
        .collect();
    candidates.sort_by_key(|info| {
        let is_chinese = info
            .families
            .iter()
            .any(|(_, language)| is_chinese(*language));
        let from_regular = info.weight.0.abs_diff(Weight::NORMAL.0);
        (!is_chinese, from_regular, info.post_script_name.clone())
    });
    let id = candidates.into_iter().map(|info| info.id).find(|id| {
        let found = INSTALLED
            .faces
            .with_face_data(*id, |data, index| has_glyph(data, index, c));
        found == Some(true)
    })?;
    INSTALLED.read(id, false, false)
}

fn is_chinese(language: Language) -> bool {
    language.primary_language() == "Chinese"
}

impl Installed {
    fn list() -> Self {
        let mut faces = Database::new();
        faces.load_system_fonts();
        let mut by_key: HashMap<String, Vec<ID>> = HashMap::new();
        for info in faces.faces() {
            let families = info.families.iter().map(|(family, _)| family);
            let mut keys: Vec<String> = families.map(|name| key(name)).collect();
            keys.push(key(&info.post_script_name));
            keys.sort_unstable();
            keys.dedup();
            for key in keys {
                by_key.entry(key).or_default().push(info.id);
            }
        }
        Self {
            faces,
            by_key,
            files: Mutex::default(),
        }
    }

    fn named(&self, key: &str, bold: bool, italic: bool) -> Option<Face> {
        let style = if italic { Style::Italic } else { Style::Normal };
        let weight = if bold { Weight::BOLD } else { Weight::NORMAL };
        let nearest = self
            .by_key
            .get(key)?
            .iter()
            .filter_map(|id| self.faces.face(*id))
            .min_by_key(|info| (info.style != style, info.weight.0.abs_diff(weight.0)))?;
        self.read(nearest.id, bold, italic)
    }

    fn read(&self, id: ID, bold: bool, italic: bool) -> Option<Face> {
        let info = self.faces.face(id)?;
        Some(Face {
            data: self.data(&info.source)?,
            index: info.index,
            substitute: false,
            embolden: bold && info.weight < Weight::SEMIBOLD,
            slant: italic && info.style == Style::Normal,
        })
    }

    fn data(&self, source: &Source) -> Option<Bytes> {
        let path = match source {
            Source::Binary(data) | Source::SharedFile(_, data) => return Some(data.clone()),
            Source::File(path) => path,
        };
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(data) = files.get(path) {
            return Some(data.clone());
        }
        let data = read_file(path)?;
        if files.len() >= MAX_FILES {
            files.clear();
        }
        files.insert(path.clone(), data.clone());
        Some(data)
    }
}

/// `None` for what has vanished or is too large: another font is taken then.
fn read_file(path: &Path) -> Option<Bytes> {
    if fs::metadata(path).ok()?.len() > MAX_FILE_BYTES {
        return None;
    }
    let data = fs::read(path).ok()?;
    Some(std::sync::Arc::new(data))
}
