//! Where an object stands, and what it inherits of what it stands in.

use vello_cpu::kurbo::Affine;

use super::Error;
use super::resources::ResourceScope;
use super::style::Style;

/// Blocks, composite objects and patterns within each other.
const MAX_NESTING: u32 = 64;

/// Where an object is drawn and what it inherits.
#[derive(Clone)]
pub(super) struct ObjectPlace {
    /// Pixels from the millimetres that the object's `Boundary` is in.
    pub(super) canvas_from_outer: Affine,
    /// Pixels from the millimetres of the page that everything around it lies on.
    pub(super) canvas_from_page: Affine,
    pub(super) scope: ResourceScope,
    pub(super) style: Style,
    /// Of everything around it, from 0 to 1.
    pub(super) alpha: f32,
    pub(super) nesting: u32,
}

impl ObjectPlace {
    pub(super) fn on_page(canvas_from_page: Affine, scope: &ResourceScope) -> Self {
        Self {
            canvas_from_outer: canvas_from_page,
            canvas_from_page,
            scope: scope.clone(),
            style: Style::default(),
            alpha: 1.0,
            nesting: 0,
        }
    }

    pub(super) fn deeper(&self) -> Result<Self, Error> {
        if self.nesting >= MAX_NESTING {
            return Err(Error::TooComplex);
        }
        Ok(Self {
            nesting: self.nesting + 1,
            ..self.clone()
        })
    }
}
