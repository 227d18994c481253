//! What the user looks at, as a short list of pixels still owed to the window.

use std::collections::HashSet;

use crate::engine::Interest;
use crate::engine::jobs::{PictureNr, Pixels};
use crate::geometry::EdgeCut;
use crate::model::InvoiceNr;

/// Most invoices taken from an interest; those beyond come with the rest, by number. Keeps every scan short.
const MAX_WANTED: usize = 2000;

/// One invoice whose pixels the window should have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Want {
    pub nr: InvoiceNr,
    pub pixels: Pixels,
}

#[derive(Debug, Default)]
pub(super) struct Wanted {
    interest: Interest,
    /// Most wanted first, without those that need nothing more.
    owed: Vec<Want>,
    /// Visible or ahead.
    looked_at: HashSet<InvoiceNr>,
    /// Full pictures that the window has, or was sent since it last said which.
    full_sent: Vec<PictureNr>,
    /// Pages and parts that the window was sent since it last said which it lacks.
    more_sent: Vec<(PictureNr, Pixels)>,
    /// Borders sent since the window last said which it has not.
    edges_sent: Vec<(PictureNr, EdgeCut)>,
}

impl Wanted {
    pub fn set(&mut self, interest: Interest, picture_of: impl Fn(InvoiceNr) -> Option<PictureNr>) {
        self.interest = interest;
        self.full_sent = self
            .interest
            .held
            .iter()
            .copied()
            .filter_map(picture_of)
            .collect();
        self.more_sent.clear();
        self.edges_sent.clear();
        self.looked_at = self.thumbnails_wanted().collect();
        self.start_over();
    }

    /// Considers every wanted invoice again, also those that needed nothing more.
    pub fn start_over(&mut self) {
        let mut seen = HashSet::new();
        let full = self.full_wanted().map(|nr| Want {
            nr,
            pixels: Pixels::Full,
        });
        let thumbnails = self.thumbnails_wanted().map(|nr| Want {
            nr,
            pixels: Pixels::Thumbnail,
        });
        let edges = self.interest.edges.iter().map(|(nr, cut)| Want {
            nr: *nr,
            pixels: Pixels::Edges(*cut),
        });
        // What is looked at now before what may be looked at next.
        let (open, neighbours): (Vec<_>, Vec<_>) =
            full.partition(|want| Some(want.nr) == self.interest.open);
        self.owed = open
            .into_iter()
            .chain(self.more_wanted())
            .chain(neighbours)
            .chain(thumbnails)
            .chain(edges.take(MAX_WANTED))
            .filter(|want| seen.insert(*want))
            .collect();
    }

    fn full_wanted(&self) -> impl Iterator<Item = InvoiceNr> {
        let interest = &self.interest;
        interest
            .open
            .iter()
            .chain(&interest.neighbours)
            .copied()
            .take(MAX_WANTED)
    }

    /// Further pages of the open document, and what of it is wanted sharper.
    fn more_wanted(&self) -> Vec<Want> {
        let Some(nr) = self.interest.open else {
            return Vec::new();
        };
        let pages = &self.interest.pages;
        let parts = self.interest.parts.iter().copied().map(Pixels::Part);
        let page = |page: &u32| Pixels::Page(*page);
        let first = pages.first().map(page);
        let rest = pages.iter().skip(1).map(page);
        first
            .into_iter()
            .chain(parts)
            .chain(rest)
            .map(|pixels| Want { nr, pixels })
            .collect()
    }

    fn thumbnails_wanted(&self) -> impl Iterator<Item = InvoiceNr> {
        let interest = &self.interest;
        interest
            .visible
            .iter()
            .chain(&interest.ahead)
            .copied()
            .take(MAX_WANTED)
    }

    pub fn owed(&self) -> &[Want] {
        &self.owed
    }

    /// Takes the list out, to be put back with [`Wanted::put_owed`].
    pub fn take_owed(&mut self) -> Vec<Want> {
        std::mem::take(&mut self.owed)
    }

    pub fn put_owed(&mut self, owed: Vec<Want>) {
        self.owed = owed;
    }

    pub fn is_looked_at(&self, nr: InvoiceNr) -> bool {
        self.looked_at.contains(&nr)
    }

    /// Whether the full picture of one of `invoices` is wanted.
    pub fn wants_full(&self, invoices: &[InvoiceNr]) -> bool {
        self.full_wanted().any(|nr| invoices.contains(&nr))
    }

    pub fn wants_edges(&self, invoices: &[InvoiceNr], cut: EdgeCut) -> bool {
        let mut edges = self.interest.edges.iter();
        edges.any(|(nr, wanted)| *wanted == cut && invoices.contains(nr))
    }

    pub fn has_edges(&self, picture: PictureNr, cut: EdgeCut) -> bool {
        self.edges_sent.contains(&(picture, cut))
    }

    pub fn edges_were_sent(&mut self, picture: PictureNr, cut: EdgeCut) {
        self.edges_sent.push((picture, cut));
    }

    pub fn open(&self) -> Option<InvoiceNr> {
        self.interest.open
    }

    pub fn has_full(&self, picture: PictureNr) -> bool {
        self.full_sent.contains(&picture)
    }

    pub fn has_more(&self, picture: PictureNr, pixels: Pixels) -> bool {
        self.more_sent.contains(&(picture, pixels))
    }

    pub fn more_was_sent(&mut self, picture: PictureNr, pixels: Pixels) {
        self.more_sent.push((picture, pixels));
    }

    pub fn full_was_sent(&mut self, picture: PictureNr) {
        if !self.has_full(picture) {
            self.full_sent.push(picture);
        }
    }

    /// Another picture may be sent under this number's invoices.
    pub fn forget_full(&mut self, picture: PictureNr) {
        self.full_sent.retain(|sent| *sent != picture);
    }
}
