//! Tickets on different pages whose pictures look alike although their files differ: one ticket that was photographed or
//! scanned once and sent in twice, scaled or compressed anew. What is printed decides, where it is known of both.

use std::cell::OnceCell;
use std::collections::{BTreeSet, HashMap};

use crate::geometry::PictureBox;
use crate::model::{InvoiceNr, LIKE_BITS, Look, PageKey};
use crate::review::Entry;
use crate::review::printed::Gist;
use crate::review::qr::{self, Named};
use crate::review::reading;

use super::Library;
use super::looking::is_same;

/// Parts of a likeness: of two that differ in [`LIKE_BITS`] bits one part is the same.
const PARTS: u32 = LIKE_BITS + 1;
const PART_BITS: u32 = u64::BITS / PARTS;
const PART_MASK: u64 = (1 << PART_BITS) - 1;
/// Pictures of one part that are held against each other; a part that more have says nothing.
const MAX_CANDIDATES: usize = 64;
/// Pictures that look like one that came, of which the tickets are looked at again.
const MAX_TOLD: usize = 8;
/// Tickets of a picture that are held against those of another.
const MAX_MEMBERS: usize = 24;
/// Side of the square in which regions of pictures of different sizes are compared.
const SQUARE: f64 = 1000.0;

/// Which pictures have a part of a likeness, each by one invoice that shows it.
#[derive(Debug, Default)]
pub(super) struct Likenesses(HashMap<(u32, u16), BTreeSet<InvoiceNr>>);

impl Likenesses {
    fn insert(&mut self, likeness: u64, nr: InvoiceNr) {
        for key in parts(likeness) {
            self.0.entry(key).or_default().insert(nr);
        }
    }

    fn near(&self, likeness: u64) -> BTreeSet<InvoiceNr> {
        let sets = parts(likeness).filter_map(|key| self.0.get(&key));
        sets.flat_map(|set| set.iter().take(MAX_CANDIDATES).copied())
            .collect()
    }
}

fn parts(likeness: u64) -> impl Iterator<Item = (u32, u16)> {
    (0..PARTS).map(move |part| (part, ((likeness >> (part * PART_BITS)) & PART_MASK) as u16))
}

impl Library {
    /// The picture of these was looked at; those that have one like it are looked over again.
    pub(super) fn looks_like(&mut self, invoices: &[InvoiceNr], look: &Look) {
        let Some(first) = invoices.first().filter(|_| look.likeness != 0) else {
            return;
        };
        self.likenesses.insert(look.likeness, *first);
        let pages = self.pages_like(*first, look);
        self.mirrored.extend(pages);
    }

    /// Something new is known of what is printed on a ticket: those that look like it are looked over again.
    pub(super) fn tell_alike(&mut self, nr: InvoiceNr) {
        let Some(look) = self.get(nr).and_then(look_of) else {
            return;
        };
        let pages = self.pages_like(nr, look);
        self.mirrored.extend(pages);
    }

    fn pages_like(&self, nr: InvoiceNr, look: &Look) -> Vec<PageKey> {
        let others = self.pictures_like(nr, look).take(MAX_TOLD);
        others
            .filter_map(|other| page_of(self.get(other)?).cloned())
            .collect()
    }

    /// Pictures of other pages and other files that look like that of `nr`, each by an invoice that shows it.
    fn pictures_like<'a>(
        &'a self,
        nr: InvoiceNr,
        look: &'a Look,
    ) -> impl Iterator<Item = InvoiceNr> + 'a {
        let own = self.get(nr);
        let near = self.likenesses.near(look.likeness).into_iter();
        near.filter(move |other| {
            let (Some(own), Some(other)) = (own, self.get(*other)) else {
                return false;
            };
            let file = |it: &Entry| it.facts.map(|facts| facts.fingerprint);
            look_of(other).is_some_and(|it| it.is_like(look))
                && page_of(own) != page_of(other)
                && file(own) != file(other)
        })
    }

    /// The first invoice on another page that looks as if it were the same ticket.
    pub(super) fn alike(&self, nr: InvoiceNr) -> Option<&str> {
        let own = self.get(nr)?;
        let look = look_of(own)?;
        let names = OnceCell::new();
        let mut others = self.pictures_like(nr, look).filter_map(|other| {
            let key = &self.get(other)?.invoice.as_ref()?.picture_key;
            let tickets = self.showing(key).into_iter().take(MAX_MEMBERS);
            tickets.filter_map(|it| self.get(it)).find(|it| {
                is_same(in_square(own), in_square(it))
                    && may_be_one(names.get_or_init(|| names_on(own)), &names_on(it))
            })
        });
        others.next().map(|entry| entry.id.as_str())
    }
}

fn look_of(entry: &Entry) -> Option<&Look> {
    entry.text.as_ref()?.look.as_deref()
}

fn page_of(entry: &Entry) -> Option<&PageKey> {
    Some(&entry.invoice.as_ref()?.picture_key.page)
}

/// The region, in a square as large as any other picture's.
fn in_square(entry: &Entry) -> Option<PictureBox> {
    let region = entry.located.as_ref()?.in_picture?;
    let size = entry.facts?.size;
    let (x, y) = (
        SQUARE / f64::from(size.width),
        SQUARE / f64::from(size.height),
    );
    Some(region.scale(x, y))
}

/// Whether nothing that is printed says otherwise: number or QR code are the same, or nothing is known of either ticket and
/// what was read of both may be of one.
fn may_be_one(a: &Names, b: &Names) -> bool {
    match (&a.number, &b.number) {
        (Some(one), Some(other)) => return one == other,
        (Some(number), None) => return b.named.iter().any(|it| it.number == *number),
        (None, Some(number)) => return a.named.iter().any(|it| it.number == *number),
        (None, None) => {}
    }
    match (a.named.is_empty(), b.named.is_empty()) {
        // Two tickets of one kind look alike too: until both are read nothing speaks for one.
        (true, true) => match (&a.print, &b.print) {
            (Some(a), Some(b)) => a.may_be(b),
            _ => false,
        },
        (false, false) => a.named.iter().any(|it| b.named.contains(it)),
        _ => false,
    }
}

/// What names a ticket.
struct Names {
    number: Option<String>,
    named: Vec<Named>,
    /// Where its region was read whole, or has nothing that could be read.
    print: Option<Gist>,
}

fn names_on(entry: &Entry) -> Names {
    let region = entry.located.as_ref().and_then(|it| it.in_picture);
    let codes = look_of(entry)
        .into_iter()
        .flat_map(|look| &look.codes.found);
    let own = codes.filter(|code| region.is_none_or(|it| it.contains(code.place().center())));
    let text = entry.text.as_ref().filter(|text| text.has_print());
    let whole = text.filter(|text| region.is_none_or(|it| reading::is_all_read(text, &it)));
    Names {
        number: reading::number(&entry.id, entry.particulars.fields.as_deref()),
        named: own.filter_map(|code| qr::named_by(&code.text)).collect(),
        print: whole.and_then(|text| Some(Gist::of(&reading::texts_in(text, &region?)))),
    }
}

#[cfg(test)]
#[path = "alike_tests.rs"]
mod tests;
