//! All invoices of the review: where each stands on its way from ID to picture, counted as it changes.

mod claims;
mod originals;

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use crate::engine::{Answer, DecodedPixels, EngineEvent, Failure, FailureKind};
use crate::formats::{DataSummary, Pixels};
use crate::geometry::FramePreference;
use crate::model::region::{Convention, ConventionVotes};
use crate::model::{
    Invoice, InvoiceId, InvoiceNr, Located, PageKey, PageSurvey, PictureFacts, PictureKey, Reading,
    Sibling,
};

/// Where an invoice stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Stage {
    /// The platform was not asked yet.
    Waiting,
    /// The platform answered; the picture's turn has not come.
    Linked,
    /// The picture is on its way.
    Loading,
    Ready,
    Failed,
    /// The platform does not know the ID.
    NotFound,
    /// An invoice without a picture (XML).
    NoPicture,
}

impl Stage {
    pub const ALL: [Self; 7] = [
        Self::Waiting,
        Self::Linked,
        Self::Loading,
        Self::Ready,
        Self::Failed,
        Self::NotFound,
        Self::NoPicture,
    ];

    /// Whether nothing more will happen by itself.
    pub fn is_settled(self) -> bool {
        !matches!(self, Self::Waiting | Self::Linked | Self::Loading)
    }
}

/// Most pictures that a page is put together from; photographed pages have a handful of tickets.
const MAX_PIECES: usize = 24;

/// One invoice, as far as it is known.
#[derive(Clone, Debug)]
pub struct Entry {
    pub id: InvoiceId,
    pub stage: Stage,
    /// What the platform answered; stays while the picture is fetched anew.
    pub invoice: Option<Arc<Invoice>>,
    pub facts: Option<PictureFacts>,
    /// Where the region lies in the picture; known with the facts.
    pub located: Option<Arc<Located>>,
    /// Why it failed, while it is [`Stage::Failed`].
    pub failure: Option<Arc<Failure>>,
    /// What the data is about, once it is [`Stage::NoPicture`].
    pub summary: Option<Arc<DataSummary>>,
}

impl Entry {
    /// Pages that can be turned to: one, unless it is a document.
    pub fn page_count(&self) -> u32 {
        let document = self.facts.filter(PictureFacts::is_document);
        document.map_or(1, |facts| facts.frames)
    }
}

/// The invoices in the order in which they were added. An [`InvoiceNr`] is a place in it.
#[derive(Debug, Default)]
pub struct Library {
    entries: Vec<Entry>,
    numbers: HashMap<InvoiceId, InvoiceNr>,
    pages: HashMap<PageKey, Page>,
    counts: [usize; Stage::ALL.len()],
    described: usize,
    with_findings: usize,
    votes: ConventionVotes,
    reading: Reading,
    /// Pages whose regions or invoices changed since they were compared.
    touched: BTreeSet<PageKey>,
    /// Grows with every change that a list made from this may have to follow.
    generation: u64,
}

/// The invoices of one page.
#[derive(Debug, Default)]
struct Page {
    members: Vec<InvoiceNr>,
    survey: PageSurvey,
}

impl Library {
    /// Adds the IDs that are not there yet; the number of the first new one and the new ones.
    pub fn add(&mut self, ids: Vec<InvoiceId>) -> (InvoiceNr, Vec<InvoiceId>) {
        let first = InvoiceNr::from_index(self.entries.len());
        let mut added = Vec::new();
        for id in ids {
            let nr = InvoiceNr::from_index(self.entries.len());
            if self.numbers.contains_key(&id) {
                continue;
            }
            self.numbers.insert(id.clone(), nr);
            self.entries.push(Entry {
                id: id.clone(),
                stage: Stage::Waiting,
                invoice: None,
                facts: None,
                located: None,
                failure: None,
                summary: None,
            });
            added.push(id);
        }
        self.counts[Stage::Waiting as usize] += added.len();
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
            let placement = entry.located.as_ref()?.placement.as_ref()?;
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

    /// Takes in what the background said about invoices.
    pub fn apply(&mut self, event: &EngineEvent) {
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
            // Whoever holds the pixels of an original says when they came.
            EngineEvent::Original(_) | EngineEvent::Pixels { .. } | EngineEvent::Run(_) => {}
        }
        self.compare_touched();
    }

    /// The invoices that show this picture.
    fn showing(&self, key: &PictureKey) -> Vec<InvoiceNr> {
        let shows = |nr: &&InvoiceNr| {
            let invoice = self.get(**nr).and_then(|entry| entry.invoice.as_ref());
            invoice.is_some_and(|invoice| invoice.picture_key == *key)
        };
        let page = self.pages.get(&key.page);
        page.map_or_else(Vec::new, |page| {
            page.members.iter().filter(shows).copied().collect()
        })
    }

    fn answered(&mut self, nr: InvoiceNr, answer: &Answer) {
        match answer {
            Answer::Found(invoice) => self.found(nr, invoice),
            Answer::NotFound => self.set_stage(nr, Stage::NotFound, None),
        }
    }

    fn found(&mut self, nr: InvoiceNr, invoice: &Arc<Invoice>) {
        let Some(entry) = self.entries.get_mut(nr.index()) else {
            return;
        };
        let is_new = entry.invoice.is_none();
        entry.invoice = Some(Arc::clone(invoice));
        if is_new {
            self.described += 1;
            self.vote(vote(invoice));
            let page = self
                .pages
                .entry(invoice.picture_key.page.clone())
                .or_default();
            let at = page.members.partition_point(|member| *member < nr);
            page.members.insert(at, nr);
            // Those behind it have other positions now.
            self.touched.insert(invoice.picture_key.page.clone());
        }
        if self.get(nr).is_none_or(|entry| entry.stage != Stage::Ready) {
            self.set_stage(nr, Stage::Linked, None);
        }
    }

    /// The picture of `nr` was decoded: places its region, and those of its page again if that says more now.
    fn seen(&mut self, nr: InvoiceNr, facts: PictureFacts) {
        let Some(entry) = self.entries.get_mut(nr.index()) else {
            return;
        };
        let is_repeat = entry.stage == Stage::Ready && entry.facts == Some(facts);
        entry.facts = Some(facts);
        let Some(invoice) = entry.invoice.clone() else {
            return;
        };
        if is_repeat {
            return;
        }
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
        let was_suspicious = entry.located.as_ref().is_some_and(|it| it.is_suspicious());
        self.with_findings += usize::from(located.as_ref().is_some_and(Located::is_suspicious));
        self.with_findings -= usize::from(was_suspicious);
        entry.located = located.map(Arc::new);
        self.generation += 1;
    }

    /// Counts what one more link says about the meaning of regions.
    fn vote(&mut self, vote: Option<Convention>) {
        let Some(vote) = vote else {
            return;
        };
        self.votes.count(vote);
        let batch = self.votes.agreed();
        if self.reading.batch != batch {
            self.reading.batch = batch;
            self.locate_again(|invoice| self::vote(invoice).is_none());
        }
    }

    /// Reads regions as the user says from now on, those that are here included.
    pub fn read_as(&mut self, forced: Option<Convention>, frame: FramePreference) {
        if (self.reading.forced, self.reading.frame) != (forced, frame) {
            self.reading.forced = forced;
            self.reading.frame = frame;
            self.locate_again(|_| true);
            self.compare_touched();
        }
    }

    fn locate_again(&mut self, concerns: impl Fn(&Invoice) -> bool) {
        for nr in self.numbers() {
            let entry = &self.entries[nr.index()];
            let invoice = entry.invoice.as_ref().filter(|_| entry.located.is_some());
            if invoice.is_some_and(|invoice| concerns(invoice)) {
                self.locate(nr);
            }
        }
    }

    fn set_stage(&mut self, nr: InvoiceNr, stage: Stage, failure: Option<Arc<Failure>>) {
        let Some(entry) = self.entries.get_mut(nr.index()) else {
            return;
        };
        self.counts[entry.stage as usize] -= 1;
        self.counts[stage as usize] += 1;
        entry.stage = stage;
        entry.failure = failure;
        self.generation += 1;
    }
}

/// Which meaning of its region a link's own crop bears out.
fn vote(invoice: &Invoice) -> Option<Convention> {
    invoice.region.vote(invoice.chain().page_crop())
}
