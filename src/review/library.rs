//! All invoices of the review: where each stands on its way from ID to picture, counted as it changes.

mod alike;
mod claims;
mod conventions;
mod facets;
mod hiding;
mod holding;
mod ignoring;
mod judging;
mod looking;
mod originals;
mod page_claims;
mod particulars;
mod reading;

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use crate::engine::{Answer, DecodedPixels, EngineEvent, Failure, FailureKind};
use crate::formats::Pixels;
use crate::model::region::ConventionVotes;
use crate::model::{
    FindingSet, Heeded, Invoice, InvoiceId, InvoiceNr, Located, PageKey, PageSurvey, PictureFacts,
    Reading, Sibling,
};

use self::facets::Changes;
use self::page_claims::PageClaims;
pub use self::particulars::FieldsTrouble;
use super::entry::{Entry, Judged, Stage};
use super::facets::Facets;

/// Most pictures that a page is put together from; photographed pages have a handful of tickets.
const MAX_PIECES: usize = 24;

/// The invoices in the order in which they were added. An [`InvoiceNr`] is a place in it.
#[derive(Debug, Default)]
pub struct Library {
    entries: Vec<Entry>,
    /// What filters ask of each entry.
    facets: Vec<Facets>,
    changes: Changes,
    numbers: HashMap<InvoiceId, InvoiceNr>,
    /// Which invoices came with a file, by its fingerprint.
    by_file: HashMap<u64, BTreeSet<InvoiceNr>>,
    likenesses: alike::Likenesses,
    pages: HashMap<PageKey, PageInvoices>,
    counts: [usize; Stage::ALL.len()],
    judged: [usize; Judged::ALL.len()],
    said: judging::Said,
    changed: usize,
    /// Invoices of which something was learned since somebody took this list.
    newly_learned: Vec<InvoiceNr>,
    described: usize,
    with_findings: usize,
    read: usize,
    with_print: usize,
    unreadable: usize,
    ignored: FindingSet,
    /// What is left out of findings in every review.
    heeded: Arc<Heeded>,
    votes: ConventionVotes,
    reading: Reading,
    /// Pages whose regions or invoices changed since they were compared.
    touched: BTreeSet<PageKey>,
    /// Pages of which others have to say anew whether they came with the same picture or with one like it.
    mirrored: BTreeSet<PageKey>,
    /// Grows with every change that a list made from this may have to follow.
    generation: u64,
}

/// The invoices of one page.
#[derive(Debug, Default)]
struct PageInvoices {
    members: Vec<InvoiceNr>,
    survey: PageSurvey,
    claims: PageClaims,
}

impl Library {
    /// Adds the IDs that are not there yet; the number of the first new one and the new ones.
    pub fn add(&mut self, ids: Vec<InvoiceId>) -> (InvoiceNr, Vec<InvoiceId>) {
        let first = InvoiceNr::from_index(self.entries.len());
        let mut added = Vec::new();
        self.make_room(ids.len());
        for id in ids {
            let nr = InvoiceNr::from_index(self.entries.len());
            if self.numbers.contains_key(&id) {
                continue;
            }
            self.numbers.insert(id.clone(), nr);
            self.push(Entry::new(id.clone()));
            added.push(id);
        }
        self.counts[Stage::Waiting as usize] += added.len();
        self.judged[Judged::Not as usize] += added.len();
        self.generation += 1;
        (first, added)
    }

    pub fn len(&self) -> usize {
        self.entries.len()
    }

    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    pub fn get(&self, nr: InvoiceNr) -> Option<&Entry> {
        self.entries.get(nr.index())
    }

    pub fn numbers(&self) -> impl Iterator<Item = InvoiceNr> + use<> {
        (0..self.entries.len()).map(InvoiceNr::from_index)
    }

    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    pub fn count(&self, stage: Stage) -> usize {
        self.counts[stage as usize]
    }

    /// Invoices that the platform described: their pages are known.
    pub fn count_described(&self) -> usize {
        self.described
    }

    /// IDs to which the platform gave an answer, were it that it does not know them.
    pub fn count_answered(&self) -> usize {
        self.count_described() + self.count(Stage::NotFound)
    }

    /// Invoices that have or may get a picture.
    pub fn count_expected(&self) -> usize {
        self.len() - self.count(Stage::NotFound) - self.count(Stage::NoPicture)
    }

    /// Whether no picture is to come by itself any more.
    pub fn is_complete(&self) -> bool {
        self.count(Stage::Ready) + self.count(Stage::Failed) == self.count_expected()
    }

    /// Invoices whose look at the region noticed something worse than an aside.
    pub fn count_with_findings(&self) -> usize {
        self.with_findings
    }

    /// A number that changes whenever a stage or a finding changes.
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// All invoices on the page of `nr`, itself included, in the order of the review.
    pub fn on_same_page(&self, nr: InvoiceNr) -> &[InvoiceNr] {
        self.get(nr)
            .and_then(|entry| entry.invoice.as_ref())
            .and_then(|invoice| self.pages.get(&invoice.picture_key.page))
            .map_or(&[], |page| page.members.as_slice())
    }

    /// The other regions on the page of `nr`, in page pixels.
    pub fn siblings(&self, nr: InvoiceNr) -> Vec<Sibling> {
        self.on_same_page(nr)
            .iter()
            .enumerate()
            .filter(|(_, member)| **member != nr)
            .filter_map(|(index, &member)| {
                let region = self.get(member)?.located.as_ref()?.region.clone()?;
                Some(Sibling {
                    nr: member,
                    position: index + 1,
                    region: region.page,
                })
            })
            .collect()
    }

    /// Invoices of the same page that show other parts of it than `nr` does, one for each picture.
    /// Empty where `nr` itself shows the whole page, or where it cannot be said what it shows.
    pub fn pieces(&self, nr: InvoiceNr) -> Vec<InvoiceNr> {
        let placed = |nr: InvoiceNr| {
            let entry = self.get(nr)?;
            let placement = entry.located.as_ref()?.placement.as_deref()?;
            Some((&entry.invoice.as_ref()?.picture_key, placement))
        };
        let Some((own, placement)) = placed(nr) else {
            return Vec::new();
        };
        if placement.whole_page {
            return Vec::new();
        }
        let mut seen = vec![own];
        let mut pieces = Vec::new();
        for &member in self.on_same_page(nr).iter().take(MAX_PIECES) {
            if let Some((key, _)) = placed(member).filter(|(key, _)| !seen.contains(key)) {
                seen.push(key);
                pieces.push(member);
            }
        }
        pieces
    }

    /// Failed invoices that another try may help.
    pub fn failed(&self) -> Vec<InvoiceNr> {
        self.numbers()
            .filter(|nr| self.entries[nr.index()].stage == Stage::Failed)
            .collect()
    }

    /// Those whose print could not be read.
    pub fn unreadable(&self) -> Vec<InvoiceNr> {
        self.numbers()
            .filter(|nr| self.entries[nr.index()].could_not_be_read())
            .collect()
    }

    /// Shows an invoice as waiting again, because it is tried again.
    pub fn reset(&mut self, nr: InvoiceNr) {
        let has_invoice = self.get(nr).is_some_and(|entry| entry.invoice.is_some());
        let stage = if has_invoice {
            Stage::Linked
        } else {
            Stage::Waiting
        };
        self.set_stage(nr, stage, None);
    }

    /// Takes in what the background said about invoices, and holds regions against each other.
    pub fn apply(&mut self, event: &EngineEvent) {
        self.learn(event);
        self.compare_touched();
    }

    /// The same without [`Library::compare_touched`], which is to follow: once for many events, as each may touch a page
    /// with many regions.
    pub fn learn(&mut self, event: &EngineEvent) {
        match event {
            EngineEvent::Answered(answers) => {
                for (nr, answer) in answers {
                    self.answered(*nr, answer);
                }
            }
            EngineEvent::LinksFailed { invoices, failure }
            | EngineEvent::PictureFailed { invoices, failure } => {
                let stage = if failure.kind == FailureKind::DataFile {
                    Stage::NoPicture
                } else {
                    Stage::Failed
                };
                for &nr in invoices {
                    self.set_stage(nr, stage, Some(Arc::clone(failure)));
                }
            }
            EngineEvent::Loading { invoices } => {
                for &nr in invoices {
                    if self
                        .get(nr)
                        .is_some_and(|entry| entry.stage != Stage::Ready)
                    {
                        self.set_stage(nr, Stage::Loading, None);
                    }
                }
            }
            EngineEvent::Thumbnail {
                invoices, facts, ..
            } => {
                for &nr in invoices {
                    self.seen(nr, *facts);
                }
            }
            // An open picture may be decoded before its thumbnail is.
            EngineEvent::Pixels {
                key,
                pixels: Pixels::Full,
                result: Ok(DecodedPixels::Picture(picture)),
            } => {
                for nr in self.showing(key) {
                    self.seen(nr, picture.facts);
                }
            }
            EngineEvent::Data { invoices, summary } => {
                for &nr in invoices {
                    self.set_stage(nr, Stage::NoPicture, None);
                    if let Some(entry) = self.entries.get_mut(nr.index()) {
                        entry.summary = Some(Arc::clone(summary));
                    }
                }
            }
            EngineEvent::PictureRead { invoices, text } => self.was_read(invoices, text),
            // Of pixels and of the run it says nothing: whoever holds them says when they came.
            beside => self.learn_particulars(beside),
        }
        self.compare_many();
    }

    fn answered(&mut self, nr: InvoiceNr, answer: &Answer) {
        match answer {
            Answer::Found(invoice) => self.found(nr, invoice),
            Answer::NotFound => {
                self.set_stage(nr, Stage::NotFound, None);
                self.newly_learned.push(nr);
            }
        }
    }

    fn found(&mut self, nr: InvoiceNr, invoice: &Arc<Invoice>) {
        let Some(entry) = self.entries.get_mut(nr.index()) else {
            return;
        };
        let before = entry.invoice.replace(Arc::clone(invoice));
        let key = &invoice.picture_key;
        if let Some(before) = before
            .as_deref()
            .filter(|it| it.picture_key.page != key.page)
        {
            // Of an earlier start; the platform has it on another page now.
            if let Some(page) = self.pages.get_mut(&before.picture_key.page) {
                page.members.retain(|member| *member != nr);
            }
            self.touched.insert(before.picture_key.page.clone());
            self.page_changed(&before.picture_key.page);
        }
        let is_new = before.is_none();
        let is_on_new_page = before
            .as_deref()
            .is_none_or(|it| it.picture_key.page != key.page);
        if is_new {
            self.described += 1;
            self.vote(invoice);
        }
        if is_on_new_page {
            let page = self
                .pages
                .entry(invoice.picture_key.page.clone())
                .or_default();
            let at = page.members.partition_point(|member| *member < nr);
            page.members.insert(at, nr);
            // Those behind it have other positions now.
            self.touched.insert(invoice.picture_key.page.clone());
            self.page_changed(&invoice.picture_key.page);
        }
        if before.as_deref() != Some(&**invoice) {
            self.changes.described += 1;
            self.log_change(nr);
            self.newly_learned.push(nr);
            if before.is_some() && self.get(nr).is_some_and(|entry| entry.facts.is_some()) {
                self.locate(nr);
            }
        }
        if self.get(nr).is_none_or(|entry| entry.stage != Stage::Ready) {
            self.set_stage(nr, Stage::Linked, None);
        }
        self.facets_changed(nr);
    }

    /// The picture of `nr` was decoded: places its region, and those of its page again if that says more now.
    fn seen(&mut self, nr: InvoiceNr, facts: PictureFacts) {
        let Some(entry) = self.entries.get_mut(nr.index()) else {
            return;
        };
        let is_repeat = entry.stage == Stage::Ready && entry.facts == Some(facts);
        let before = entry.facts.replace(facts);
        let described = entry.invoice.clone();
        self.has_file(nr, before.map_or(0, |it| it.fingerprint), facts.fingerprint);
        self.facets_changed(nr);
        let Some(invoice) = described else {
            return;
        };
        if is_repeat {
            return;
        }
        self.newly_learned.push(nr);
        self.set_stage(nr, Stage::Ready, None);
        let page = self
            .pages
            .entry(invoice.picture_key.page.clone())
            .or_default();
        if page.survey.learn(&invoice, &facts) {
            for member in page.members.clone() {
                self.locate(member);
            }
        } else {
            self.locate(nr);
        }
    }

    fn locate(&mut self, nr: InvoiceNr) {
        let located = self.located(nr);
        if let Some(invoice) = self.get(nr).and_then(|entry| entry.invoice.as_ref()) {
            self.touched.insert(invoice.picture_key.page.clone());
        }
        self.set_located(nr, located);
    }

    fn set_located(&mut self, nr: InvoiceNr, located: Option<Located>) {
        let Some(entry) = self.entries.get_mut(nr.index()) else {
            return;
        };
        let before = Judged::of(entry);
        self.with_findings -= usize::from(entry.is_suspicious());
        entry.located = located.map(Arc::new);
        self.with_findings += usize::from(entry.is_suspicious());
        let after = Judged::of(entry);
        self.count_judged(before, after);
        self.changes.located += 1;
        self.facets_changed(nr);
    }

    fn set_stage(&mut self, nr: InvoiceNr, stage: Stage, failure: Option<Arc<Failure>>) {
        let Some(entry) = self.entries.get_mut(nr.index()) else {
            return;
        };
        self.counts[entry.stage as usize] -= 1;
        self.counts[stage as usize] += 1;
        let before = Judged::of(entry);
        entry.stage = stage;
        entry.failure = failure;
        let after = Judged::of(entry);
        self.count_judged(before, after);
        self.facets_changed(nr);
    }
}
