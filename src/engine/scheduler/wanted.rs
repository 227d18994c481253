//! What the user looks at, as a short list of pixels still owed to the window.

use std::collections::HashSet;

use crate::engine::jobs::PictureNr;
use crate::engine::{Interest, THUMBNAIL};
use crate::formats::Pixels;
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
    /// Other pixels that the window was sent since it last said which it lacks.
    more_sent: Vec<(PictureNr, Pixels)>,
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
            pixels: THUMBNAIL,
        });
        let of_open = self.of_open().map(|(nr, pixels)| Want { nr, pixels });
        let of_visible = self.interest.of_visible.iter().copied();
        let of_visible = of_visible.map(|(nr, pixels)| Want { nr, pixels });
        // What is looked at now before what may be looked at next.
        let (open, neighbours): (Vec<_>, Vec<_>) =
            full.partition(|want| Some(want.nr) == self.interest.open);
        self.owed = open
            .into_iter()
            .chain(of_open)
            .chain(neighbours)
            .chain(thumbnails)
            .chain(of_visible.take(MAX_WANTED))
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

    fn of_open(&self) -> impl Iterator<Item = (InvoiceNr, Pixels)> {
        let interest = &self.interest;
        let of = |nr| interest.of_open.iter().map(move |pixels| (nr, *pixels));
        interest.open.into_iter().flat_map(of)
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

    /// Whom somebody looks at, or will soon: the nearest first.
    pub fn nearest(&self) -> impl Iterator<Item = InvoiceNr> {
        let interest = &self.interest;
        let open = interest.open.into_iter();
        open.chain(interest.neighbours.iter().copied())
            .chain(self.thumbnails_wanted())
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

    /// Whether these pixels, neither thumbnail nor full picture, are wanted of one of `invoices`.
    pub fn wants_more(&self, invoices: &[InvoiceNr], pixels: Pixels) -> bool {
        let of_visible = self.interest.of_visible.iter().copied();
        let mut wanted = self.of_open().chain(of_visible);
        wanted.any(|(nr, wanted)| wanted == pixels && invoices.contains(&nr))
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
