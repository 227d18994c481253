//! What is shown of a test ticket: its own page, with its rectangle moved, under the name and in the place of the ticket
//! whose turn it is. Whatever stands beside it follows that, so that nothing contradicts anything else.

use std::path::Path;
use std::sync::Arc;

use euclid::{point2, vec2};

use crate::engine::{FullPicture, MAX_WHOLE_PIXELS};
use crate::formats::{Pyramid, Raster};
use crate::geometry::{PageBox, PageVector, PictureSize, Placement};
use crate::model::region::{Convention, RawRegion};
use crate::model::{
    Invoice, InvoiceId, InvoiceNr, PageText, PictureFacts, PictureKey, TicketState, Verdict,
};
use crate::review::Entry;
use crate::review::reading::number;

use super::{Asked, State};

/// A test ticket that is open now.
#[derive(Debug)]
pub(super) struct Posed {
    pub(super) nr: InvoiceNr,
    /// The ticket whose turn it is.
    pub(super) instead_of: InvoiceNr,
    pub(super) shown: PageBox,
    /// Whether it was answered: then it is only looked at.
    pub(super) is_told: bool,
    /// The ticket as it is shown.
    pub(super) entry: Box<Entry>,
    pub(super) cut: Option<Cut>,
}

/// A crop of the page as the server would have cut it out along the moved rectangle.
#[derive(Debug)]
pub(super) struct Cut {
    /// Names its pixels where textures are kept; never the key of a delivered picture.
    key: PictureKey,
    picture: FullPicture,
}

impl State {
    /// A ticket as it is shown: in the place of a test ticket that is open, with its rectangle moved and without what was
    /// said of it.
    pub fn shown_entry(&self, nr: InvoiceNr) -> Option<&Entry> {
        match &self.tests.posed {
            Some(posed) if posed.nr == nr => Some(&posed.entry),
            _ => self.library.get(nr),
        }
    }

    /// The ID that is shown of it: that of a test ticket is the one of the ticket whose turn it is. Where either has an
    /// invoice's number in it, it is its own: another one would contradict what is printed.
    pub fn shown_id(&self, nr: InvoiceNr) -> Option<&InvoiceId> {
        let own = self.library.get(nr)?;
        let turn = self.library.get(self.place_of(nr))?;
        Some(&if names_invoice(own, turn) { own } else { turn }.id)
    }

    /// The verdict that stands beside a ticket among the others of its page. Behind a test ticket there is none: nobody
    /// would have been there before.
    pub fn verdict_on_page(&self, nr: InvoiceNr) -> Option<&Verdict> {
        let mut posed = self.tests.posed.iter().filter(|it| !it.is_told);
        let is_behind =
            |posed: &Posed| nr > posed.nr && self.library.on_same_page(posed.nr).contains(&nr);
        if posed.any(is_behind) {
            return None;
        }
        self.shown_entry(nr)?.ticket.verdict()
    }

    /// Where it stands in the list: a test ticket in the place of the one whose turn it is.
    pub fn place_of(&self, nr: InvoiceNr) -> InvoiceNr {
        self.posed(nr).map_or(nr, |posed| posed.instead_of)
    }

    /// Where the reviewer is in the list.
    pub fn stands_at(&self) -> Option<InvoiceNr> {
        self.looked_at().map(|nr| self.place_of(nr))
    }

    /// The crop that is shown of a test ticket, and where it lies; `None`: its own picture is.
    pub fn shown_crop(&self, nr: InvoiceNr) -> Option<(&PictureKey, &FullPicture, &Placement)> {
        let posed = self.posed(nr)?;
        let cut = posed.cut.as_ref()?;
        let placement = posed.entry.located.as_ref()?.placement.as_deref()?;
        Some((&cut.key, &cut.picture, placement))
    }

    /// Whether a verdict on what is open would answer a test ticket.
    pub(super) fn is_tested(&self, nr: InvoiceNr) -> bool {
        self.posed(nr).is_some()
    }

    /// Whether it is open as a test ticket that was answered: nothing is said of it there.
    pub(super) fn is_test_over(&self, nr: InvoiceNr) -> bool {
        let mut posed = self.tests.posed.iter();
        posed.any(|it| it.nr == nr && it.is_told)
    }

    /// The ticket in whose place a test ticket is open.
    pub(super) fn turn(&self) -> Option<InvoiceNr> {
        self.tests.posed.as_ref().map(|it| it.instead_of)
    }

    fn posed(&self, nr: InvoiceNr) -> Option<&Posed> {
        let posed = self.tests.posed.as_ref();
        posed.filter(|it| it.nr == nr && !it.is_told)
    }
}

/// Whether the ID of either says which invoice it is.
fn names_invoice(own: &Entry, turn: &Entry) -> bool {
    [own, turn].iter().any(|it| number(&it.id, None).is_some())
}

/// The ticket with its rectangle elsewhere, and nothing of what was found or said because of where it is. What else stands
/// beside a ticket is that of the one in whose place it is.
pub(super) fn stand_in(
    state: &State,
    nr: InvoiceNr,
    instead_of: InvoiceNr,
    shown: PageBox,
) -> Option<Entry> {
    let mut entry = state.library.get(nr)?.clone();
    let turn = state.library.get(instead_of)?;
    let located = Arc::make_mut(entry.located.as_mut()?);
    let region = located.region.as_mut()?;
    let moved_from = std::mem::replace(&mut region.page, shown);
    let convention = region.convention;
    if nr != instead_of
        && let Some(crop) = located.placement.as_deref().filter(|it| !it.whole_page)
    {
        // The server would have cut along the rectangle as it is shown.
        state.original(nr)?;
        let page = located.original.as_deref()?.page_size?;
        let by = [shown.min - moved_from.min, shown.max - moved_from.max];
        let moved = moved_crop(crop, PageBox::from_size(page), by)?;
        let offset = crop.in_picture(moved.delivered_in_page).min;
        entry.text = entry
            .text
            .map(|text| Arc::new(moved_text(&text, &moved, offset.to_f32().to_array())));
        if let Some(facts) = &mut entry.facts {
            facts.size = moved.expected;
        }
        located.placement = Some(Arc::new(moved));
    }
    let placement = located.placement.as_ref();
    located.in_picture = placement.map(|it| it.in_picture(shown));
    located.claims = None;
    let size = [shown.width(), shown.height()];
    let [right, bottom] = match convention {
        Convention::Corners => [shown.max.x, shown.max.y],
        Convention::Size => size,
    };
    let sent = [shown.min.x, shown.min.y, right, bottom].map(f64::round);
    Arc::make_mut(entry.invoice.as_mut()?).region = RawRegion::new(sent);
    entry.read_findings.clear();
    entry.seen_findings.clear();
    entry.ticket = TicketState::untouched();
    entry.behind.clone_from(&turn.behind);
    // Whoever holds it does not keep anybody from being tested with it.
    entry.holder = None;
    if nr != instead_of {
        take_names(&mut entry, turn);
    }
    Some(entry)
}

/// File, source and bill are those of the ticket whose ID stands above them, as long as none of them says which invoice is
/// printed there.
fn take_names(entry: &mut Entry, turn: &Entry) {
    if names_invoice(entry, turn) {
        return;
    }
    let is_named = |it: &Entry| {
        let number = number(&it.id, it.particulars.fields.as_deref());
        let file = it.invoice.as_deref().map(|it| &*it.file_name);
        number.is_some_and(|number| file.is_some_and(|file| file.contains(&number)))
    };
    let keeps_file = is_named(entry) || is_named(turn);
    let (Some(own), Some(other)) = (&mut entry.invoice, &turn.invoice) else {
        return;
    };
    let own = Arc::make_mut(own);
    own.source = Arc::clone(&other.source);
    if !keeps_file {
        own.file_name = file_name(own, other);
    }
    if let (Some(own), Some(other)) = (&mut entry.particulars.bill, &turn.particulars.bill) {
        own.clone_from(other);
    }
}

/// The other's name, of the kind that the file is.
fn file_name(own: &Invoice, other: &Invoice) -> Arc<str> {
    let kind = Path::new(&*own.file_name).extension();
    match kind {
        Some(kind) if Path::new(&*other.file_name).extension().is_some() => {
            let name = Path::new(&*other.file_name).with_extension(kind);
            name.to_string_lossy().into()
        }
        _ => Arc::clone(&other.file_name),
    }
}

/// The crop with its borders moved as those of the rectangle were.
fn moved_crop(crop: &Placement, page: PageBox, by: [PageVector; 2]) -> Option<Placement> {
    let cut = crop.delivered_in_page;
    let cut = PageBox::new(cut.min + by[0], cut.max + by[1]).intersection(&page)?;
    let in_picture = crop.in_picture(cut);
    let pixels = |it: f64| (it.round() as u32).max(1);
    Some(Placement {
        picture_from_page: crop
            .picture_from_page
            .then_translate(-in_picture.min.to_vector()),
        delivered_in_page: cut,
        expected: PictureSize::new(pixels(in_picture.width()), pixels(in_picture.height())),
        size_mismatch: None,
        ..crop.clone()
    })
}

/// What was read, as it lies in the moved crop. What was seen beside text is counted from the delivered crop's corner.
fn moved_text(text: &PageText, crop: &Placement, by: [f32; 2]) -> PageText {
    let mut moved = text.clone();
    moved.size = crop.expected;
    moved.look = None;
    for corner in moved.lines.iter_mut().flat_map(|it| &mut it.corners) {
        *corner = [corner[0] - by[0], corner[1] - by[1]];
    }
    moved
}

/// Cuts the crop of a test ticket out of its original, where the crop is to be seen and was not cut out yet.
pub(super) fn cut_out(state: &mut State) {
    let wants_crop = state.viewer.as_ref().is_some_and(|it| it.shows_crop);
    let mut posed = state.tests.posed.iter();
    let posed = posed.find(|it| wants_crop && !it.is_told && it.cut.is_none());
    let cut = posed.and_then(|posed| {
        let entry = &posed.entry;
        let crop = entry.located.as_ref()?.placement.as_deref()?;
        let (original, from) = state.original(posed.nr).filter(|_| !crop.whole_page)?;
        let [left, top] = posed.shown.min.to_array();
        let [right, bottom] = posed.shown.max.to_array();
        let process = format!("{left},{top},{right},{bottom}");
        Some(Cut {
            key: PictureKey {
                page: original.key.page.clone(),
                process: format!("{} {process}", original.key.process).into(),
            },
            picture: cropped(&original.picture, from, crop, entry.facts?)?,
        })
    });
    if let (Some(cut), Some(posed)) = (cut, &mut state.tests.posed) {
        posed.cut = Some(cut);
    }
}

/// The part of the original that the crop shows, in as many pixels as the crop has; `facts` are the crop's.
fn cropped(
    original: &FullPicture,
    from: &Placement,
    crop: &Placement,
    facts: PictureFacts,
) -> Option<FullPicture> {
    let original_from_crop = crop.page_from_picture().then(&from.picture_from_page);
    let wanted = facts.size.to_f64();
    // Whatever is larger does not come whole from the server either.
    let shrink = (wanted.area() / MAX_WHOLE_PIXELS as f64).sqrt().max(1.0);
    let size = (wanted / shrink).ceil();
    let of_original = original.facts.size.to_f64();
    let step = original_from_crop
        .transform_vector(vec2(shrink, 0.0))
        .length();
    let (full, _) = original.pyramid.full_size();
    let in_full = step * f64::from(full) / of_original.width;
    let level = original
        .pyramid
        .level(original.pyramid.level_for(1.0 / in_full));
    let (width, height) = level.size();
    let (of_x, of_y) = (
        f64::from(width) / of_original.width,
        f64::from(height) / of_original.height,
    );
    let [columns, rows] = [size.width as u32, size.height as u32];
    let mut pixels = Vec::with_capacity(columns as usize * rows as usize);
    for row in 0..rows {
        for column in 0..columns {
            let at = point2(f64::from(column) + 0.5, f64::from(row) + 0.5);
            let at = original_from_crop.transform_point(at * shrink);
            let x = ((at.x * of_x) as u32).min(width - 1);
            let y = ((at.y * of_y) as u32).min(height - 1);
            pixels.push(level.pixels()[y as usize * width as usize + x as usize]);
        }
    }
    let pyramid = Pyramid::build(Raster::new(columns, rows, pixels)?);
    Some(FullPicture { facts, pyramid })
}

/// What was being typed about it has nowhere to go.
pub(super) fn forget_asking(state: &mut State, nr: InvoiceNr) {
    let asks = state.judging.asks;
    if matches!(asks, Some(Asked::Reason(of) | Asked::Note(of)) if of == nr) {
        state.judging.asks = None;
    }
}

#[cfg(test)]
#[path = "test_shown_tests.rs"]
mod tests;
