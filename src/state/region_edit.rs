//! The rectangle that a reviewer draws in place of OCR's region, in page pixels, with the steps that led to it. Knows
//! nothing of reviews and windows.

use crate::formats::Edge;
use crate::geometry::{Grip, Orientation, PageBox, PageVector, Side, UiVector, page_from_seen};
use crate::model::InvoiceNr;

/// Steps that can be taken back while editing.
const MOST_STEPS: usize = 500;

/// A region being corrected. There is one at most, of the open ticket.
#[derive(Clone, Debug, PartialEq)]
pub struct RegionEdit {
    pub nr: InvoiceNr,
    /// All that was drawn, the first being what it began with.
    steps: Vec<PageBox>,
    /// The step that is shown.
    at: usize,
    pub(super) bounds: PageBox,
    /// What the pointer took hold of: one drag is one step.
    held: Option<PageBox>,
    pub suggestion: Option<Suggestion>,
}

/// Edges near the borders, to be taken or left.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion {
    pub rect: PageBox,
    /// Which borders it moves, and what they would lie on.
    pub found: Vec<(Grip, Edge)>,
}

/// What a key moves, as it is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RegionPart {
    Whole,
    /// The left border, or the upper one.
    Near,
    /// The right border, or the lower one.
    Far,
}

/// What is said about a region.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RegionWord {
    /// There is no picture to draw on.
    NoPicture,
    /// The picture is still to come.
    NotShownYet,
    /// OCR gave no region to start from.
    NoRegion,
    /// Nobody can say where on the page the picture lies.
    NotPlaced,
    /// It is on the document's first page.
    OtherPage,
    GivenUp,
    Kept,
    Reverted,
    /// It is OCR's already.
    NotCorrected,
    Suggested,
    NothingFound,
    /// The borders lie on what was found.
    IsThere,
    /// Those near which there is an edge lie on it; near the others there is none.
    SomeAreThere,
}

impl RegionWord {
    /// Whether it says that something was done, not why nothing was.
    pub fn is_good(self) -> bool {
        matches!(
            self,
            Self::GivenUp | Self::Kept | Self::Reverted | Self::Suggested | Self::IsThere
        )
    }
}

impl RegionEdit {
    pub(super) fn new(nr: InvoiceNr, from: PageBox, bounds: PageBox) -> Self {
        Self {
            nr,
            steps: vec![from],
            at: 0,
            bounds: bounds.union(&from),
            held: None,
            suggestion: None,
        }
    }

    pub fn rect(&self) -> PageBox {
        self.steps[self.at.min(self.steps.len() - 1)]
    }

    /// What it began with.
    pub fn started_from(&self) -> PageBox {
        self.steps[0]
    }

    pub fn can_undo(&self) -> bool {
        self.at > 0
    }

    pub fn can_redo(&self) -> bool {
        self.at + 1 < self.steps.len()
    }

    /// A rectangle that was not dragged: the next drag is a step of its own.
    pub(super) fn set(&mut self, rect: PageBox) {
        self.held = None;
        self.step_to(rect);
    }

    fn step_to(&mut self, rect: PageBox) {
        // It was looked for near the borders as they were.
        self.suggestion = None;
        if rect == self.rect() {
            return;
        }
        self.steps.truncate(self.at + 1);
        if self.steps.len() > MOST_STEPS {
            self.steps.remove(1);
        }
        self.steps.push(rect);
        self.at = self.steps.len() - 1;
    }

    pub(super) fn drag(&mut self, grip: Grip, from: PageBox, by: PageVector) {
        let is_same = self.held == Some(from) && self.at > 0;
        if is_same {
            self.at -= 1;
        }
        self.step_to(grip.moved(from, by, self.bounds));
        self.held = (self.rect() != from).then_some(from);
    }

    pub(super) fn push(&mut self, part: RegionPart, by: UiVector, turn: Orientation) {
        let side = |near: Side, far: Side| if part == RegionPart::Near { near } else { far };
        let grip = match part {
            RegionPart::Whole => Grip::WHOLE,
            _ if by.y == 0.0 => Grip::of_side(side(Side::Left, Side::Right), turn),
            _ => Grip::of_side(side(Side::Top, Side::Bottom), turn),
        };
        let rect = self.rect();
        self.set(grip.moved(rect, page_from_seen(by, turn), self.bounds));
    }

    pub(super) fn undo(&mut self) -> bool {
        self.held = None;
        self.suggestion = None;
        let can = self.can_undo();
        self.at -= usize::from(can);
        can
    }

    pub(super) fn redo(&mut self) -> bool {
        self.held = None;
        self.suggestion = None;
        let can = self.can_redo();
        self.at += usize::from(can);
        can
    }
}

#[cfg(test)]
#[path = "region_edit_tests.rs"]
mod tests;
