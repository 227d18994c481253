//! What pages refer to by number: fonts, colour spaces, drawing parameters, pictures, composite objects. Where a
//! resource's file lies is settled here, generously.

use std::collections::HashMap;
use std::rc::Rc;

use super::archive::{OfdArchive, folder, resolve};
use super::color::ColorSpace;
use super::xml::Element;

/// A font as a document describes it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct FontEntry {
    pub(super) name: String,
    pub(super) family: String,
    pub(super) bold: bool,
    pub(super) italic: bool,
    /// Its own file in the archive, by index. Most have none.
    pub(super) file: Option<usize>,
}

/// The content of resource files. Numbers are kept as text: some writers use other words.
#[derive(Debug, Default)]
pub(super) struct Resources {
    fonts: HashMap<String, FontEntry>,
    spaces: HashMap<String, ColorSpace>,
    params: HashMap<String, Element>,
    /// Index in the archive, if the file is there.
    media: HashMap<String, Option<usize>>,
    composites: HashMap<String, Rc<Element>>,
    /// A list that was to be read is not there. That is a loss if something refers to what it should have had.
    pub(super) is_partial: bool,
}

impl Resources {
    /// Adds what a resource file at `place` holds. `document` is the folder of the document.
    pub(super) fn add(
        &mut self,
        root: &Element,
        place: &str,
        document: &str,
        archive: &OfdArchive<'_>,
    ) {
        let base = root.attribute("BaseLoc").unwrap_or_default();
        let file = |location: &str| find_file(archive, location, base, place, document);
        for group in &root.children {
            for entry in &group.children {
                let Some(id) = entry.attribute("ID") else {
                    continue;
                };
                let id = id.to_owned();
                match entry.name.as_str() {
                    "Font" => drop(self.fonts.insert(id, font(entry, file))),
                    "ColorSpace" => drop(self.spaces.insert(id, ColorSpace::parse(entry))),
                    "DrawParam" => drop(self.params.insert(id, entry.clone())),
                    "MultiMedia" => {
                        let file = entry.child_text("MediaFile").and_then(file);
                        self.media.insert(id, file);
                    }
                    "CompositeGraphicUnit" | "CompositeGraphicsUnit" | "VectorG" => {
                        self.composites.insert(id, Rc::new(entry.clone()));
                    }
                    _ => {}
                }
            }
        }
    }
}

fn font(entry: &Element, file: impl Fn(&str) -> Option<usize>) -> FontEntry {
    let text = |name| entry.value(name).unwrap_or_default().to_owned();
    FontEntry {
        name: text("FontName"),
        family: text("FamilyName"),
        bold: entry.flag("Bold").unwrap_or(false),
        italic: entry.flag("Italic").unwrap_or(false),
        file: entry.child_text("FontFile").and_then(file),
    }
}

/// By the standard a file lies in `BaseLoc`, seen from the resource file. Writers also mean the resource file's own
/// folder, the document's, the archive's top, or are simply wrong about the folder.
fn find_file(
    archive: &OfdArchive<'_>,
    location: &str,
    base: &str,
    place: &str,
    document: &str,
) -> Option<usize> {
    let own = folder(place);
    let places = [
        resolve(&resolve(own, base), location),
        resolve(&resolve(document, base), location),
        resolve(own, location),
        resolve(document, location),
        resolve(&resolve(document, "Res"), location),
        resolve(&resolve("", base), location),
        resolve("", location),
    ];
    archive
        .find(&places)
        .or_else(|| archive.find_anywhere(location))
}

/// Resources as a page sees them: its own first, then the document's.
#[derive(Debug, Clone, Default)]
pub(super) struct ResourceScope {
    nearest_first: Vec<Rc<Resources>>,
}

impl ResourceScope {
    pub(super) fn of(resources: &Rc<Resources>) -> Self {
        Self {
            nearest_first: vec![Rc::clone(resources)],
        }
    }

    pub(super) fn within(&self, own: Resources) -> Self {
        let mut nearest_first = vec![Rc::new(own)];
        nearest_first.extend(self.nearest_first.iter().cloned());
        Self { nearest_first }
    }

    /// Whether an object refers to what must have been in a list that is missing. Of pictures and composite objects that is
    /// noticed when they are drawn.
    pub(super) fn misses(&self, object: &Element) -> bool {
        let is_partial = self.nearest_first.iter().any(|own| own.is_partial);
        let refers = |name, knows: fn(&Self, &str) -> bool| {
            let id = object.attribute(name);
            id.is_some_and(|id| !knows(self, id))
        };
        is_partial
            && (refers("Font", |scope, id| scope.font(id).is_some())
                || refers("DrawParam", |scope, id| scope.draw_param(id).is_some()))
    }

    pub(super) fn font(&self, id: &str) -> Option<&FontEntry> {
        self.nearest_first.iter().find_map(|own| own.fonts.get(id))
    }

    pub(super) fn color_space(&self, id: &str) -> Option<&ColorSpace> {
        self.nearest_first.iter().find_map(|own| own.spaces.get(id))
    }

    pub(super) fn draw_param(&self, id: &str) -> Option<&Element> {
        self.nearest_first.iter().find_map(|own| own.params.get(id))
    }

    pub(super) fn media(&self, id: &str) -> Option<usize> {
        let found = self.nearest_first.iter().find_map(|own| own.media.get(id));
        found.copied().flatten()
    }

    pub(super) fn composite(&self, id: &str) -> Option<Rc<Element>> {
        let found = self
            .nearest_first
            .iter()
            .find_map(|own| own.composites.get(id));
        found.cloned()
    }
}
