//! Draws pages in the order that the standard asks for: templates behind, layers, templates in front, annotations, seals.

use vello_cpu::kurbo::{Affine, Rect};

use super::Error;
use super::archive::OfdArchive;
use super::budget::DrawBudget;
use super::canvas::PageCanvas;
use super::document::{Document, PageContent};
use super::font::Fonts;
use super::object_place::ObjectPlace;
use super::picture::PictureCache;
use super::style::Style;
use super::xml::Element;

/// Draws one document. Seals that are documents themselves get a painter of their own on the same canvas.
pub(super) struct Painter<'p, 'a> {
    pub(super) archive: &'p mut OfdArchive<'a>,
    pub(super) document: &'p Document,
    pub(super) fonts: Fonts,
    pub(super) pictures: PictureCache,
    pub(super) canvas: &'p mut PageCanvas,
    pub(super) budget: &'p mut DrawBudget,
    /// Documents that this one is inside of.
    pub(super) depth: u32,
}

/// Where something stands in the order of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum ZOrder {
    Background,
    Body,
    Foreground,
}

impl ZOrder {
    fn parse(text: Option<&str>, otherwise: Self) -> Self {
        match text {
            Some("Background") => Self::Background,
            Some("Body") => Self::Body,
            Some("Foreground") => Self::Foreground,
            _ => otherwise,
        }
    }
}

impl Painter<'_, '_> {
    /// Draws a page whose box is put where `canvas_from_page` says.
    pub(super) fn page(
        &mut self,
        number: usize,
        page: &PageContent,
        canvas_from_page: Affine,
    ) -> Result<(), Error> {
        let templates = self.templates(&page.root);
        for (_, template) in templates
            .iter()
            .filter(|(order, _)| *order < ZOrder::Foreground)
        {
            self.layers(template, canvas_from_page)?;
        }
        self.layers(page, canvas_from_page)?;
        for (_, template) in templates
            .iter()
            .filter(|(order, _)| *order == ZOrder::Foreground)
        {
            self.layers(template, canvas_from_page)?;
        }
        let Some(id) = self
            .document
            .pages
            .get(number)
            .map(|entry| entry.id.clone())
        else {
            return Ok(());
        };
        self.annotations(&id, &page.scope, canvas_from_page)?;
        self.seals(&id, canvas_from_page)
    }

    fn templates(&mut self, page: &Element) -> Vec<(ZOrder, PageContent)> {
        let mut templates = Vec::new();
        for template in page.children_named("Template") {
            let id = template.attribute("TemplateID").unwrap_or_default();
            let found = self.document.template(id, self.archive, self.budget);
            if let Some((entry, content)) = found {
                let order = ZOrder::parse(entry.z_order.as_deref(), ZOrder::Background);
                let order = ZOrder::parse(template.attribute("ZOrder"), order);
                templates.push((order, content));
            }
        }
        templates
    }

    fn layers(&mut self, page: &PageContent, canvas_from_page: Affine) -> Result<(), Error> {
        let mut layers: Vec<&Element> = Vec::new();
        for content in page.root.children_named("Content") {
            layers.extend(content.children_named("Layer"));
            if content.child("Layer").is_none() {
                // Objects without a layer around them are a layer.
                layers.push(content);
            }
        }
        layers.sort_by_key(|layer| ZOrder::parse(layer.attribute("Type"), ZOrder::Body));
        for layer in layers {
            let place = ObjectPlace::on_page(canvas_from_page, &page.scope);
            let style = Style::of(layer, &page.scope, &Style::default());
            self.children(layer, &ObjectPlace { style, ..place })?;
        }
        Ok(())
    }
}

/// Pixels from millimetres for a page box that fills `size` pixels, whose part from `origin` on is shown.
pub(super) fn canvas_from_page(page: Rect, size: (u32, u32), origin: (u32, u32)) -> Affine {
    Affine::translate((-f64::from(origin.0), -f64::from(origin.1)))
        * Affine::scale_non_uniform(
            f64::from(size.0) / page.width(),
            f64::from(size.1) / page.height(),
        )
        * Affine::translate(-page.origin().to_vec2())
}
