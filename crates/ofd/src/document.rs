//! The parts of a document: its pages, templates, resources and where its annotations and signatures are listed.

use std::collections::HashMap;
use std::rc::Rc;

use vello_cpu::kurbo::Rect;

use super::Error;
use super::archive::{OfdArchive, folder, resolve};
use super::budget::DrawBudget;
use super::resources::{ResourceScope, Resources};
use super::xml::{self, Element};

/// A page of A4 in millimetres, for documents that say no size.
const DEFAULT_PAGE: Rect = Rect::new(0.0, 0.0, 210.0, 297.0);

/// A page or a template: where its content lies.
#[derive(Debug, Clone)]
pub(super) struct PageEntry {
    pub(super) id: String,
    location: String,
    /// What a template says of its place in the order; pages may overrule it.
    pub(super) z_order: Option<String>,
}

/// An opened document. Nothing of its pages has been read yet.
#[derive(Debug)]
pub(super) struct Document {
    /// The folder that its locations start from.
    folder: String,
    pub(super) pages: Vec<PageEntry>,
    templates: HashMap<String, PageEntry>,
    page_area: Option<Element>,
    pub(super) scope: ResourceScope,
    /// Where the list of annotations is.
    pub(super) annotations: Option<String>,
    /// Where the list of signatures is.
    pub(super) signatures: Option<String>,
}

/// The content of a page or a template.
pub(super) struct PageContent {
    pub(super) root: Element,
    pub(super) scope: ResourceScope,
}

impl Document {
    pub(super) fn open(
        archive: &mut OfdArchive<'_>,
        budget: &mut DrawBudget,
    ) -> Result<Self, Error> {
        let body = main_body(archive, budget)?;
        let location = body.child_text("DocRoot").unwrap_or("Doc_0/Document.xml");
        let (place, root) = part(archive, &["", "Doc_0"], location, budget)
            .ok_or_else(|| missing(archive, "its document is missing"))??;
        let folder = folder(&place).to_owned();
        let empty = Element::default();
        let common = root.child("CommonData").unwrap_or(&empty);
        let templates = common.children_named("TemplatePage").map(entry);
        let mut document = Self {
            pages: root
                .child("Pages")
                .map(|pages| pages.children_named("Page").map(entry).collect())
                .unwrap_or_default(),
            templates: templates.map(|entry| (entry.id.clone(), entry)).collect(),
            page_area: common.child("PageArea").cloned(),
            scope: ResourceScope::default(),
            annotations: root.child_text("Annotations").map(ToOwned::to_owned),
            signatures: body.child_text("Signatures").map(ToOwned::to_owned),
            folder,
        };
        let lists = ["PublicRes", "DocumentRes"];
        let locations = lists.iter().flat_map(|list| common.children_named(list));
        let locations: Vec<&str> = locations.map(Element::trimmed).collect();
        let resources = document.resources(archive, &[""], &locations, budget);
        document.scope = ResourceScope::of(&Rc::new(resources));
        Ok(document)
    }

    /// Content of the page at this place, counted from 0.
    pub(super) fn page(
        &self,
        number: usize,
        archive: &mut OfdArchive<'_>,
        budget: &mut DrawBudget,
    ) -> Result<PageContent, Error> {
        let entry = self
            .pages
            .get(number)
            .ok_or_else(|| Error::corrupt("there is no such page"))?;
        self.content(entry, archive, budget)
    }

    /// A template's entry and content; `None` for one that does not exist, which is counted.
    pub(super) fn template(
        &self,
        id: &str,
        archive: &mut OfdArchive<'_>,
        budget: &mut DrawBudget,
    ) -> Option<(&PageEntry, PageContent)> {
        let Some(entry) = self.templates.get(id) else {
            budget.skip();
            return None;
        };
        let content = self.content(entry, archive, budget);
        Some((entry, budget.tolerate(content)?))
    }

    fn content(
        &self,
        entry: &PageEntry,
        archive: &mut OfdArchive<'_>,
        budget: &mut DrawBudget,
    ) -> Result<PageContent, Error> {
        let (place, root) = self
            .part(archive, &[], &entry.location, budget)
            .ok_or_else(|| missing(archive, "its page is missing"))??;
        let own: Vec<&str> = root
            .children_named("PageRes")
            .map(Element::trimmed)
            .collect();
        let scope = if own.is_empty() {
            self.scope.clone()
        } else {
            let resources = self.resources(archive, &[folder(&place)], &own, budget);
            self.scope.within(resources)
        };
        Ok(PageContent { root, scope })
    }

    /// In millimetres. Pages say their own size or leave it to the document.
    pub(super) fn page_box(&self, page: &Element) -> Rect {
        let areas = [page.child("Area"), self.page_area.as_ref()];
        let boxes = areas.into_iter().flatten().flat_map(|area| {
            ["PhysicalBox", "ApplicationBox", "ContentBox"].map(|name| area.rect(name))
        });
        boxes
            .flatten()
            .find(|rect| rect.width() > 0.0 && rect.height() > 0.0)
            .unwrap_or(DEFAULT_PAGE)
    }

    /// A part by its location, which starts from one of `folders` or from the document's. Also says where it was.
    pub(super) fn part(
        &self,
        archive: &mut OfdArchive<'_>,
        folders: &[&str],
        location: &str,
        budget: &mut DrawBudget,
    ) -> Option<Result<(String, Element), Error>> {
        let mut all = vec![self.folder.as_str()];
        all.extend(folders);
        all.push("");
        part(archive, &all, location, budget)
    }

    fn resources(
        &self,
        archive: &mut OfdArchive<'_>,
        folders: &[&str],
        locations: &[&str],
        budget: &mut DrawBudget,
    ) -> Resources {
        let mut resources = Resources::default();
        for location in locations {
            let Some(part) = self.part(archive, folders, location, budget) else {
                resources.is_partial = true;
                continue;
            };
            if let Some((place, root)) = budget.tolerate(part) {
                resources.add(&root, &place, &self.folder, archive);
            }
        }
        resources
    }
}

/// The first document of the file. Later ones are not shown.
fn main_body(archive: &mut OfdArchive<'_>, budget: &mut DrawBudget) -> Result<Element, Error> {
    let (_, root) = part(archive, &[""], "OFD.xml", budget)
        .ok_or_else(|| Error::corrupt("its OFD.xml is missing"))??;
    Ok(root.child("DocBody").cloned().unwrap_or_default())
}

fn entry(element: &Element) -> PageEntry {
    let text = |name| element.attribute(name).unwrap_or_default().to_owned();
    PageEntry {
        id: text("ID"),
        location: text("BaseLoc"),
        z_order: element.attribute("ZOrder").map(ToOwned::to_owned),
    }
}

/// The XML at `location`, seen from the first of the folders where there is such a file.
fn part(
    archive: &mut OfdArchive<'_>,
    folders: &[&str],
    location: &str,
    budget: &mut DrawBudget,
) -> Option<Result<(String, Element), Error>> {
    let places: Vec<String> = folders.iter().map(|from| resolve(from, location)).collect();
    let index = archive.find(&places).or_else(|| {
        archive
            .find_anywhere(location)
            .filter(|_| !location.is_empty())
    })?;
    let exists = |place: &&String| archive.find(std::slice::from_ref(*place)) == Some(index);
    let place = places.iter().find(exists).unwrap_or(&places[0]).clone();
    let parsed = archive
        .read(index, budget)
        .and_then(|bytes| match xml::parse(&bytes, budget) {
            Err(Error::Corrupt { .. }) if archive.mentions("encrypt") => Err(Error::Encrypted),
            parsed => parsed,
        });
    Some(parsed.map(|root| (place, root)))
}

fn missing(archive: &OfdArchive<'_>, what: &str) -> Error {
    if archive.mentions("encrypt") {
        Error::Encrypted
    } else {
        Error::corrupt(what)
    }
}
