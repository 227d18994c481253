//! Fields: of which invoices they are to be asked for, and as which kind. A kind that is known is asked for once; an invoice
//! whose kind is not known is asked for as each kind in turn, in calls that take all such invoices along.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::Scheduler;
use super::invoices::Asking;
use crate::engine::inquiry::Inquiry;
use crate::engine::{EngineEvent, Failure};
use crate::model::{Fields, InvoiceId, InvoiceNr, InvoiceType};
use crate::platform::MAX_IDS_PER_CALL;

/// Most invoices looked through for one call.
const MAX_SCANNED: usize = 4000;

/// What is to be asked of fields, and how far that is.
#[derive(Debug, Default)]
pub(super) struct FieldsDesk {
    /// As the newest interest has them.
    wanted: Vec<InvoiceNr>,
    /// Asked for beside that.
    rest: BTreeSet<InvoiceNr>,
    /// They can wait for a full call, and go along with any that has room.
    ahead: BTreeSet<InvoiceNr>,
    /// What bills or earlier answers said.
    kinds: HashMap<InvoiceId, InvoiceType>,
    tracks: HashMap<InvoiceNr, Track>,
}

/// How far one invoice is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Track {
    /// Was asked for as these kinds, one bit for each.
    Open { tried: u16 },
    /// In a call; so were these kinds before.
    Asked { tried: u16 },
    /// Came, or is known not to come.
    Settled,
    /// Could not be asked for.
    Failed,
}

impl FieldsDesk {
    pub fn is_waiting(&self) -> bool {
        let mut all = self.wanted.iter().chain(&self.rest);
        all.any(|nr| self.tried(*nr).is_some())
    }

    pub fn want(&mut self, wanted: &[InvoiceNr]) {
        self.wanted = wanted.iter().copied().take(MAX_SCANNED).collect();
    }

    pub fn know(&mut self, id: InvoiceId, kind: InvoiceType) {
        if kind.is_listed() {
            self.kinds.insert(id, kind);
        }
    }

    /// Asks again for these, should they be wanted.
    pub fn start_over(&mut self, numbers: impl IntoIterator<Item = InvoiceNr>) {
        for nr in numbers {
            if let Some(Track::Settled | Track::Failed) = self.tracks.get(&nr) {
                self.tracks.remove(&nr);
            }
        }
    }

    /// Another connection may be answered.
    pub fn try_failed_again(&mut self) {
        self.tracks.retain(|_, track| *track != Track::Failed);
    }

    /// Bits of the kinds that an invoice was asked for as; `None` where it is not to be asked for now.
    fn tried(&self, nr: InvoiceNr) -> Option<u16> {
        match self.tracks.get(&nr) {
            None => Some(0),
            Some(Track::Open { tried }) => Some(*tried),
            Some(Track::Asked { .. } | Track::Settled | Track::Failed) => None,
        }
    }

    fn settle(&mut self, nr: InvoiceNr, track: Track) {
        self.tracks.insert(nr, track);
        self.rest.remove(&nr);
        self.ahead.remove(&nr);
    }
}

fn bit(kind: &InvoiceType) -> u16 {
    let place = InvoiceType::ALL.iter().position(|it| it == kind);
    place.map_or(0, |place| 1 << place)
}

/// The kind to try next: a VAT invoice first where the ID has a printed code and number in it, else last but one.
fn next_kind(id: &InvoiceId, tried: u16) -> Option<InvoiceType> {
    let [first, rest @ ..] = InvoiceType::ALL;
    let open = |kind: &InvoiceType| tried & bit(kind) == 0;
    let is_vat = id.as_str().contains(':');
    let first = is_vat.then(|| first.clone()).filter(open);
    first
        .or_else(|| rest.into_iter().find(open))
        .or_else(|| Some(InvoiceType::Invoice).filter(open))
}

impl Scheduler {
    pub fn know_types(&mut self, kinds: Vec<(InvoiceNr, InvoiceType)>) {
        for (nr, kind) in kinds {
            if let Some(entry) = self.invoices.get(nr) {
                self.fields.know(entry.id.clone(), kind);
            }
        }
    }

    pub fn ask_fields(&mut self, numbers: Vec<InvoiceNr>) {
        self.fields.start_over(numbers.iter().copied());
        self.fields.rest.extend(numbers);
    }

    /// What came or failed is not asked for again: nobody waits for it.
    pub fn ask_fields_ahead(&mut self, numbers: Vec<InvoiceNr>) {
        let desk = &mut self.fields;
        let open: Vec<InvoiceNr> = numbers
            .into_iter()
            .filter(|nr| desk.tried(*nr).is_some())
            .collect();
        desk.ahead.extend(open);
    }

    /// A call of each kind takes long, so what is read picture by picture is not asked for picture by picture.
    pub(super) fn gather_fields(&mut self) {
        let is_worth_it = self.fields.ahead.len() >= MAX_IDS_PER_CALL;
        let is_at_rest = self.decoding == 0 && self.reading.is_at_rest();
        if is_worth_it || is_at_rest {
            self.fields.rest.append(&mut self.fields.ahead);
        }
    }

    /// All invoices that can be asked for as the kind that the most wanted one is to be asked for as.
    pub(super) fn next_fields(&mut self) -> Option<Inquiry> {
        self.settle_unknown();
        let desk = &self.fields;
        if !desk.is_waiting() {
            return None;
        }
        let asked_for = desk.wanted.iter().chain(&desk.rest);
        let wanted = asked_for.chain(&desk.ahead).copied();
        let open = wanted.filter_map(|nr| {
            let tried = desk.tried(nr)?;
            let id = &self.invoices.get(nr)?.id;
            Some((nr, id, tried, desk.kinds.get(id)))
        });
        let mut chosen: Option<InvoiceType> = None;
        let mut invoices: Vec<(InvoiceNr, InvoiceId)> = Vec::new();
        for (nr, id, tried, known) in open.take(MAX_SCANNED) {
            if chosen.is_none() {
                chosen = known.cloned().or_else(|| next_kind(id, tried));
            }
            let fits = chosen.as_ref().is_some_and(|kind| match known {
                Some(known) => known == kind,
                None => tried & bit(kind) == 0,
            });
            if fits && invoices.iter().all(|(known, _)| *known != nr) {
                invoices.push((nr, id.clone()));
            }
            if invoices.len() == MAX_IDS_PER_CALL {
                break;
            }
        }
        let kind = chosen?;
        for (nr, _) in &invoices {
            let tried = self.fields.tried(*nr).unwrap_or_default();
            let track = Track::Asked {
                tried: tried | bit(&kind),
            };
            self.fields.tracks.insert(*nr, track);
        }
        Some(Inquiry::Fields { kind, invoices })
    }

    /// An ID that the platform does not know as an invoice has no fields either.
    fn settle_unknown(&mut self) {
        let desk = &self.fields;
        let wanted = desk.wanted.iter().chain(desk.rest.iter().take(MAX_SCANNED));
        let is_unknown = |nr: &InvoiceNr| {
            let asking = self.invoices.get(*nr).map(|entry| entry.asking);
            desk.tried(*nr).is_some() && asking == Some(Asking::NotFound)
        };
        let unknown: BTreeSet<InvoiceNr> = wanted.copied().filter(is_unknown).collect();
        self.fields_unknown(unknown.into_iter().collect());
    }

    fn fields_unknown(&mut self, numbers: Vec<InvoiceNr>) {
        for nr in &numbers {
            self.fields.settle(*nr, Track::Settled);
        }
        if !numbers.is_empty() {
            self.events.push(EngineEvent::FieldsUnknown(numbers));
        }
    }

    pub(super) fn fields_came(
        &mut self,
        kind: &InvoiceType,
        asked: &[(InvoiceNr, InvoiceId)],
        found: Vec<(InvoiceNr, Fields)>,
    ) {
        let mut came = Vec::new();
        for (nr, fields) in found {
            if let Some((_, id)) = asked.iter().find(|(it, _)| *it == nr) {
                self.fields.know(id.clone(), kind.clone());
                self.fields.settle(nr, Track::Settled);
                came.push((nr, Arc::new(fields)));
            }
        }
        let mut unknown = Vec::new();
        for (nr, id) in asked {
            let Some(Track::Asked { tried }) = self.fields.tracks.get(nr).copied() else {
                continue;
            };
            let is_known = self.fields.kinds.contains_key(id);
            if is_known || next_kind(id, tried).is_none() {
                unknown.push(*nr);
            } else {
                self.fields.tracks.insert(*nr, Track::Open { tried });
            }
        }
        if !came.is_empty() {
            self.events.push(EngineEvent::FieldsCame(came));
        }
        self.fields_unknown(unknown);
    }

    /// The platform does not take calls for this kind: those that may be of another one are asked for as that.
    pub(super) fn kind_rejected(
        &mut self,
        kind: &InvoiceType,
        asked: Vec<(InvoiceNr, InvoiceId)>,
        failure: &Arc<Failure>,
    ) {
        let mut failed = Vec::new();
        for (nr, id) in asked {
            let tried = match self.fields.tracks.get(&nr) {
                Some(Track::Asked { tried }) => *tried,
                _ => bit(kind),
            };
            if self.fields.kinds.contains_key(&id) || next_kind(&id, tried).is_none() {
                failed.push(nr);
            } else {
                self.fields.tracks.insert(nr, Track::Open { tried });
            }
        }
        if !failed.is_empty() {
            self.fields_failed(failed, Arc::clone(failure));
        }
    }

    pub(super) fn fields_failed(&mut self, invoices: Vec<InvoiceNr>, failure: Arc<Failure>) {
        for nr in &invoices {
            self.fields.settle(*nr, Track::Failed);
        }
        self.events
            .push(EngineEvent::FieldsFailed { invoices, failure });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_tried_once_and_a_printed_number_begins_with_the_vat_invoice() {
        for (text, first) in [
            ("Tdk3tgber501v0:044002105112:13116949", InvoiceType::Invoice),
            ("5-sbyDJSOI0800", InvoiceType::Train),
        ] {
            let id = InvoiceId::new(text).expect("an ID");
            let mut tried = 0;
            let mut order = Vec::new();
            while let Some(kind) = next_kind(&id, tried) {
                tried |= bit(&kind);
                order.push(kind);
            }
            assert_eq!(order[0], first);
            assert_eq!(order.len(), InvoiceType::ALL.len());
        }
    }
}
