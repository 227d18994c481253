//! Originals of pages, as far as they change where regions lie: what was seen of them, and whether they fit.

use crate::model::{Invoice, InvoiceNr, Located, OriginalFiles, PageKey, PictureFacts};

use super::{Entry, Library};

impl Library {
    /// The original of a page was decoded: places all its regions on it, if it fits what was delivered of the page.
    pub fn original_seen(&mut self, page: &PageKey, facts: PictureFacts) {
        let Some(known) = self.pages.get_mut(page) else {
            return;
        };
        let seen = |nr: &InvoiceNr| -> Option<(&Invoice, &PictureFacts)> {
            let entry = self.entries.get(nr.index())?;
            Some((entry.invoice.as_deref()?, entry.facts.as_ref()?))
        };
        let delivered: Vec<_> = known.members.iter().filter_map(seen).collect();
        known.survey.learn_original(facts, delivered);
        for member in known.members.clone() {
            self.locate(member);
        }
        self.compare_touched();
    }

    /// Other files are to be the originals: places regions without them until they are seen.
    pub fn forget_originals(&mut self) {
        for nr in self.numbers() {
            let Some(entry) = self.entries.get_mut(nr.index()) else {
                continue;
            };
            let Some(invoice) = entry.invoice.clone() else {
                continue;
            };
            let Some(page) = self.pages.get_mut(&invoice.picture_key.page) else {
                continue;
            };
            let had_original =
                page.survey.original().is_some() || page.survey.is_original_refuted();
            if !had_original {
                continue;
            }
            page.survey.forget_original();
            for member in page.members.clone() {
                self.locate(member);
            }
        }
        self.compare_touched();
    }

    /// Whether what was found as the original of this invoice's page is another page's.
    pub fn is_original_refuted(&self, nr: InvoiceNr) -> bool {
        let invoice = self.get(nr).and_then(|entry| entry.invoice.as_ref());
        let page = invoice.and_then(|invoice| self.pages.get(&invoice.picture_key.page));
        page.is_some_and(|page| page.survey.is_original_refuted())
    }

    /// How many invoices have their original among these files.
    pub fn count_with_original(&self, files: &OriginalFiles) -> usize {
        let is_there =
            |entry: &&Entry| (entry.invoice.as_ref()).is_some_and(|it| files.of(it).is_some());
        self.entries.iter().filter(is_there).count()
    }

    /// The answer for one invoice, from its picture or else from the original of its page.
    pub(super) fn located(&self, nr: InvoiceNr) -> Option<Located> {
        let entry = self.get(nr)?;
        let invoice = entry.invoice.as_ref()?;
        let survey = &self.pages.get(&invoice.picture_key.page)?.survey;
        let Some(facts) = &entry.facts else {
            return Located::on_original(invoice, survey, &self.reading);
        };
        let mut located = Located::new(invoice, facts, survey, &self.reading);
        if let Some(before) = self.before_on_page(nr) {
            located.share_placement(before);
        }
        Some(located)
    }

    /// The region of the page's invoice before this one.
    fn before_on_page(&self, nr: InvoiceNr) -> Option<&Located> {
        let members = self.on_same_page(nr);
        let at = members.partition_point(|member| *member < nr);
        let before = members.get(at.checked_sub(1)?)?;
        self.get(*before)?.located.as_deref()
    }
}
