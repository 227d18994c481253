//! Annotations: what was put on a page later, such as the supervision seal of a tax bureau or a count of downloads.

use vello_cpu::kurbo::Affine;

use super::Error;
use super::archive::folder;
use super::object_place::ObjectPlace;
use super::painter::Painter;
use super::resources::ResourceScope;
use super::style::blend_mode;
use super::xml::Element;

impl Painter<'_, '_> {
    /// Draws the appearances of a page's annotations, which may use what belongs to the page.
    pub(super) fn annotations(
        &mut self,
        page: &str,
        scope: &ResourceScope,
        canvas_from_page: Affine,
    ) -> Result<(), Error> {
        let location = self.document.annotations.clone();
        let Some((place, list)) = self.listed(location, "annot") else {
            return Ok(());
        };
        let pages = list.children_named("Page");
        let locations = pages
            .filter(|entry| entry.attribute("PageID") == Some(page))
            .filter_map(|entry| entry.child_text("FileLoc"));
        for location in locations {
            if let Some((_, annotations)) = self.listed_part(&place, location) {
                for annotation in annotations.children_named("Annot") {
                    self.annotation(annotation, scope, canvas_from_page)?;
                }
            }
        }
        Ok(())
    }

    /// A part that the list at `list` names, and where it lies. One that is missing or damaged is counted.
    pub(super) fn listed_part(&mut self, list: &str, location: &str) -> Option<(String, Element)> {
        let own = [folder(list)];
        let part = self
            .document
            .part(self.archive, &own, location, self.budget);
        let Some(part) = part else {
            self.budget.skip();
            return None;
        };
        self.budget.tolerate(part)
    }

    /// A list that the document names, and where it lies. One that is not there is missed only where the archive has some
    /// of what it would list, which has `part` in its name: writers name lists that they never wrote.
    pub(super) fn listed(
        &mut self,
        location: Option<String>,
        part: &str,
    ) -> Option<(String, Element)> {
        let location = location?;
        let is_needed = self.archive.mentions(part);
        let part = self
            .document
            .part(self.archive, &[], &location, self.budget);
        let Some(part) = part else {
            if is_needed {
                self.budget.skip();
            }
            return None;
        };
        self.budget.tolerate(part)
    }

    fn annotation(
        &mut self,
        annotation: &Element,
        scope: &ResourceScope,
        canvas_from_page: Affine,
    ) -> Result<(), Error> {
        self.budget.object()?;
        if annotation.flag("Visible") == Some(false) {
            return Ok(());
        }
        let blend = blend_mode(annotation);
        if let Some(blend) = blend {
            self.canvas.push_group(blend, 1.0, self.budget)?;
        }
        let mut drawn = Ok(());
        for appearance in annotation.children_named("Appearance") {
            let origin = appearance
                .rect("Boundary")
                .map_or((0.0, 0.0), |b| (b.x0, b.y0));
            let canvas_from_appearance =
                canvas_from_page * Affine::translate(origin) * appearance.matrix("CTM");
            let place = ObjectPlace::on_page(canvas_from_appearance, scope);
            drawn = drawn.and_then(|()| self.children(appearance, &place));
        }
        if blend.is_some() {
            self.canvas.pop_group();
        }
        drawn
    }
}
