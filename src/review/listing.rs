//! The shown invoices in their order. Only what changed is looked at again, and the list is made anew only where that
//! puts one in or out.

use crate::locale::Lang;
use crate::model::InvoiceNr;
use crate::model::paste::clean;

use super::counts::CountStep;
use super::search::Hits;
use super::{Counts, Facets, Filters, Library, ListOrder, View};

/// A view and the list that it yields.
#[derive(Debug)]
pub struct Listing {
    pub view: View,
    /// The language of the words that are searched beside names.
    pub lang: Lang,
    shown: Vec<InvoiceNr>,
    /// For each number where it stands in `shown`, or where it would stand.
    places: Vec<Result<u32, u32>>,
    made_for: Option<MadeFor>,
    /// All invoices in the view's order, shown or not.
    arranged: Vec<InvoiceNr>,
    arranged_for: Option<(ListOrder, bool, u64)>,
    hits: Hits,
    counts: Counts,
    /// Each invoice as it is counted.
    looked: Vec<Glance>,
    looked_for: Option<Filters>,
    /// How far the library's changes are known.
    followed: u64,
    /// How many are shown and should not be, or should be and are not.
    astray: usize,
    /// Somebody is judging: neither a verdict nor anything that is learned moves the list under their hands.
    is_frozen: bool,
}

/// Characters of an ID's end that are enough to mean it.
const LEAST_END: usize = 4;

/// What somebody meant who named an invoice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    At(InvoiceNr),
    /// It is in the review and not in the list.
    NotShown,
    Nowhere,
}

/// What a list was made of.
#[derive(Clone, Debug, PartialEq)]
struct MadeFor {
    /// Of the order.
    version: u64,
    view: View,
    lang: Lang,
}

/// What one look at an invoice said.
#[derive(Clone, Copy, Debug)]
struct Glance {
    facets: Facets,
    /// The search finds it.
    is_found: bool,
    /// It is to be shown.
    is_wanted: bool,
}

impl Default for Listing {
    fn default() -> Self {
        Self {
            view: View::default(),
            lang: Lang::En,
            shown: Vec::new(),
            places: Vec::new(),
            made_for: None,
            arranged: Vec::new(),
            arranged_for: None,
            hits: Hits::default(),
            counts: Counts::default(),
            looked: Vec::new(),
            looked_for: None,
            followed: 0,
            astray: 0,
            is_frozen: false,
        }
    }
}

impl Listing {
    /// Brings the list and the counts up to date with the library, of which it always is the same one.
    pub fn refresh(&mut self, library: &Library) {
        self.follow(library);
        let version = self.view.order.version(library);
        let made_for = self.made_for.as_ref();
        let is_same_view = made_for.is_some_and(|it| it.view == self.view && it.lang == self.lang);
        let is_complete = self.places.len() == library.len();
        let is_frozen = self.is_frozen && is_complete;
        let is_in_order = made_for.is_some_and(|it| it.version == version);
        let is_current = is_in_order && is_complete && self.astray == 0;
        if is_same_view && (is_current || is_frozen) {
            return;
        }
        self.is_frozen &= is_same_view;
        self.arrange(library);
        self.shown.clear();
        self.places.clear();
        self.places.resize(library.len(), Err(0));
        for &nr in &self.arranged {
            let place = self.shown.len() as u32;
            let is_shown = self.looked[nr.index()].is_wanted;
            self.places[nr.index()] = if is_shown { Ok(place) } else { Err(place) };
            if is_shown {
                self.shown.push(nr);
            }
        }
        self.astray = 0;
        self.made_for = Some(MadeFor {
            version,
            view: self.view.clone(),
            lang: self.lang,
        });
    }

    /// Looks at the invoices that changed, or at all of them where something else is asked for, and counts them.
    fn follow(&mut self, library: &Library) {
        let changed = library.changed_since(self.followed);
        let asks_anew = self
            .hits
            .refresh(&self.view.search, self.lang, library, changed);
        let asks_anew = asks_anew || self.looked_for != Some(self.view.filters);
        if let Some(changed) = changed.filter(|_| !asks_anew) {
            for &nr in changed {
                self.look_again(library, nr);
            }
        } else {
            self.looked.clear();
            self.counts = Counts::default();
            self.looked_for = Some(self.view.filters);
        }
        let has_all_anew = self.looked.is_empty();
        for index in self.looked.len()..library.len() {
            let looked = self.look_at(library, InvoiceNr::from_index(index));
            self.count(looked, CountStep::In);
            self.looked.push(looked);
        }
        if has_all_anew {
            let pairs = self.looked.iter().zip(&self.places);
            self.astray = pairs
                .filter(|(looked, place)| looked.is_wanted != place.is_ok())
                .count();
        }
        self.followed = library.changes_end();
    }

    fn look_again(&mut self, library: &Library, nr: InvoiceNr) {
        // A new one is looked at with the others that are new.
        let Some(&before) = self.looked.get(nr.index()) else {
            return;
        };
        let looked = self.look_at(library, nr);
        self.count(before, CountStep::Out);
        self.count(looked, CountStep::In);
        self.looked[nr.index()] = looked;
        if let Some(place) = self.places.get(nr.index()) {
            self.astray += usize::from(looked.is_wanted != place.is_ok());
            self.astray -= usize::from(before.is_wanted != place.is_ok());
        }
    }

    fn look_at(&self, library: &Library, nr: InvoiceNr) -> Glance {
        let facets = library.facets()[nr.index()];
        let is_found = self.hits.has(nr, &facets);
        Glance {
            facets,
            is_found,
            is_wanted: is_found && self.view.filters.takes(&facets),
        }
    }

    fn count(&mut self, looked: Glance, step: CountStep) {
        if looked.is_found {
            self.counts.step(&self.view.filters, &looked.facets, step);
        }
    }

    fn arrange(&mut self, library: &Library) {
        let View {
            order, is_reversed, ..
        } = self.view;
        let arranged_for = (order, is_reversed, order.version(library));
        if self.arranged_for != Some(arranged_for) {
            self.arranged = order.arrange(library, is_reversed);
            self.arranged_for = Some(arranged_for);
        }
    }

    /// How many invoices there are by each filter, as of the last refresh.
    pub fn counts(&self) -> &Counts {
        &self.counts
    }

    /// Keeps the list as it is until another view is chosen, invoices are added, or it is asked to follow again.
    pub fn freeze(&mut self) {
        self.is_frozen = true;
    }

    /// Lets the list follow what happened meanwhile.
    pub fn thaw(&mut self) {
        self.is_frozen = false;
    }

    /// Whether the list would be another one if it were made now.
    pub fn is_behind(&self, library: &Library) -> bool {
        let version = self.view.order.version(library);
        let made_for = self.made_for.as_ref();
        let is_in_order = made_for.is_none_or(|it| it.version == version);
        self.is_frozen && (self.astray > 0 || !is_in_order)
    }

    /// The next invoice of the list behind `nr`, or before it, that is wanted; from the other end where there is none.
    pub fn next(
        &self,
        nr: Option<InvoiceNr>,
        is_forward: bool,
        is_wanted: impl Fn(InvoiceNr) -> bool,
    ) -> Option<InvoiceNr> {
        let (before, behind) = match nr.map(|nr| self.place(nr)) {
            None => (0, 0),
            Some(Ok(place)) => (place, place + 1),
            Some(Err(place)) => (place, place),
        };
        let before = &self.shown[..before.min(self.shown.len())];
        let behind = &self.shown[behind.min(self.shown.len())..];
        let wanted = |it: &&InvoiceNr| is_wanted(**it);
        if is_forward {
            behind.iter().chain(before).find(wanted).copied()
        } else {
            let backwards = before.iter().rev().chain(behind.iter().rev());
            backwards.into_iter().find(wanted).copied()
        }
    }

    pub fn shown(&self) -> &[InvoiceNr] {
        &self.shown
    }

    /// Where an invoice stands in the list, counted from 0.
    pub fn position(&self, nr: InvoiceNr) -> Option<usize> {
        self.place(nr).ok()
    }

    /// Where it stands, or where it would stand.
    fn place(&self, nr: InvoiceNr) -> Result<usize, usize> {
        let widened = |place: u32| place as usize;
        let place = self.places.get(nr.index()).copied();
        place.map_or(Err(self.shown.len()), |it| it.map(widened).map_err(widened))
    }

    /// The invoice that is meant by its place in the list, counted from 1, by its ID, or by the end of it.
    pub fn find(&self, library: &Library, text: &str) -> Found {
        // An input method may have left it in full-width forms.
        let text = clean(text);
        let text = text.trim();
        let is_mark = |c: char| c == ',' || c == '、' || c.is_whitespace();
        let number: String = text.chars().filter(|c| !is_mark(*c)).collect();
        let place = number
            .parse::<usize>()
            .ok()
            .and_then(|it| it.checked_sub(1));
        if let Some(nr) = place.and_then(|place| self.shown.get(place)) {
            return Found::At(*nr);
        }
        let is_same = |nr: &InvoiceNr| library.get(*nr).is_some_and(|it| it.id.as_str() == text);
        let is_end = |nr: &InvoiceNr| {
            let id = library.get(*nr).map(|it| it.id.as_str());
            text.len() >= LEAST_END && id.is_some_and(|id| id.ends_with(text))
        };
        let mut ends = library.numbers().filter(is_end);
        let whole = library.numbers().find(is_same);
        match whole.or_else(|| ends.next().filter(|_| ends.next().is_none())) {
            Some(nr) if self.position(nr).is_some() => Found::At(nr),
            Some(_) => Found::NotShown,
            None => Found::Nowhere,
        }
    }

    /// The invoice `steps` further on from `nr`, or from where `nr` would stand; stops at the ends.
    pub fn step(&self, nr: Option<InvoiceNr>, steps: isize) -> Option<InvoiceNr> {
        let last = self.shown.len().checked_sub(1)?;
        let position = match nr.map(|nr| self.place(nr)) {
            None => 0,
            // It fell out of the view: the next one has taken its place.
            Some(Err(position)) if steps > 0 => position.saturating_add_signed(steps - 1),
            Some(Ok(position) | Err(position)) => position.saturating_add_signed(steps),
        };
        self.shown.get(position.min(last)).copied()
    }
}

#[cfg(test)]
#[path = "listing_tests.rs"]
mod tests;
