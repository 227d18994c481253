//! Originals among the files that were attached to bills: which file is whose, and links to those that are wanted.

use std::collections::{BTreeSet, HashMap, HashSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use super::Scheduler;
use super::hosts::Permit;
use super::original_table::{MAX_TRIES, OriginalStep};
use super::page_file::{FileLink, PageFile};
use super::uncropped::ticket;
use crate::engine::inquiry::Inquiry;
use crate::engine::jobs::AttemptFailed;
use crate::engine::originals::{OriginalJob, OriginalSource};
use crate::engine::{EngineEvent, Failure, FailureKind};
use crate::model::{BillKey, Invoice, InvoiceNr, PageKey};
use crate::platform::{AttachedFile, Attachment, MAX_IDS_PER_CALL, SignedUrl};

/// The files of bills, and whose originals are looked for among them.
#[derive(Debug, Default)]
pub(super) struct Attachments {
    to_ask: VecDeque<BillKey>,
    /// With the time at which they came: their links live from then on.
    files: HashMap<BillKey, (Duration, Arc<[Attachment]>)>,
    /// Those whose files are known, are being asked for, or are to be.
    asked: HashSet<BillKey>,
    bills: HashMap<InvoiceNr, BillKey>,
    /// Still to be held against the files of their bill.
    unmatched: BTreeSet<InvoiceNr>,
    /// More is known of pages than when they were last held against each other.
    is_due: bool,
}

impl Attachments {
    pub fn is_waiting(&self) -> bool {
        !self.to_ask.is_empty()
    }
}

/// Which of a bill's files the page of this invoice was cut out of: by where it is stored, by printed code and number, or by
/// a name that only one of them has.
fn own<'a>(invoice: &Invoice, files: &'a [Attachment]) -> Option<&'a Attachment> {
    let page = invoice.picture_key.page.as_str();
    let is_stored_there = |it: &&Attachment| {
        page.split_once('/')
            .is_some_and(|(_, key)| key == &*it.file.key)
    };
    let mut parts = invoice.id.as_str().split(':').skip(1);
    let (code, number) = (parts.next().unwrap_or_default(), parts.next());
    let is_printed_there = |it: &&Attachment| {
        let own = it.number.as_deref().filter(|it| it.len() > 5);
        own.is_some() && own == number && it.code.as_deref().unwrap_or_default() == code
    };
    let is_named_so =
        |it: &&Attachment| it.is_invoice && !it.name.is_empty() && *it.name == *invoice.file_name;
    let only = |mut found: Vec<&'a Attachment>| found.pop().filter(|_| found.is_empty());
    files
        .iter()
        .find(is_stored_there)
        .or_else(|| files.iter().find(is_printed_there))
        .or_else(|| only(files.iter().filter(is_named_so).collect()))
}

impl Scheduler {
    /// Looks for the originals of these among the files of their bills, which are asked for once.
    pub fn use_attachments(&mut self, of: Vec<(InvoiceNr, BillKey)>) {
        let mut lacking = Vec::new();
        for (nr, bill) in of {
            if !bill.is_id() {
                lacking.push(nr);
                continue;
            }
            let desk = &mut self.attachments;
            if desk.asked.insert(bill.clone()) {
                desk.to_ask.push_back(bill.clone());
            }
            desk.bills.insert(nr, bill);
            desk.unmatched.insert(nr);
        }
        self.attachments_searched(Vec::new(), lacking);
        self.attachments.is_due = true;
    }

    pub(super) fn next_attachments(&mut self) -> Option<Inquiry> {
        let waiting = &mut self.attachments.to_ask;
        let count = waiting.len().min(MAX_IDS_PER_CALL);
        let chunk: Vec<BillKey> = waiting.drain(..count).collect();
        (!chunk.is_empty()).then_some(Inquiry::Attachments(chunk))
    }

    pub(super) fn attachments_came(
        &mut self,
        asked: &[BillKey],
        found: Vec<(BillKey, Vec<Attachment>)>,
        now: Duration,
    ) {
        let files = &mut self.attachments.files;
        for bill in asked {
            files.insert(bill.clone(), (now, Arc::default()));
        }
        for (bill, list) in found {
            files.insert(bill, (now, list.into()));
        }
        self.attachments.is_due = true;
    }

    /// The platform described more invoices.
    pub(super) fn pages_were_learned(&mut self) {
        self.attachments.is_due |= !self.attachments.unmatched.is_empty();
    }

    /// Holds invoices whose page and whose bill's files are known against each other.
    pub(super) fn match_attachments(&mut self) {
        if !std::mem::take(&mut self.attachments.is_due) {
            return;
        }
        let (mut matched, mut lacking) = (Vec::new(), Vec::new());
        for nr in self.attachments.unmatched.clone() {
            let invoice = self.invoices.get(nr).and_then(|it| it.invoice.clone());
            let desk = &self.attachments;
            let files = desk.bills.get(&nr).and_then(|bill| desk.files.get(bill));
            let Some((invoice, (came, files))) = invoice.zip(files) else {
                continue;
            };
            match own(&invoice, files) {
                Some(own) => {
                    let link = own.link.clone();
                    let page_file = PageFile {
                        file: own.file.clone(),
                        link: link.map(|(url, life)| FileLink::new(url, life, *came)),
                        is_asked: false,
                    };
                    let page = invoice.picture_key.page.clone();
                    self.originals.attach(page, page_file);
                    matched.push(nr);
                }
                None => lacking.push(nr),
            }
            self.attachments.unmatched.remove(&nr);
        }
        self.attachments_searched(matched, lacking);
    }

    fn attachments_searched(&mut self, matched: Vec<InvoiceNr>, lacking: Vec<InvoiceNr>) {
        if !(matched.is_empty() && lacking.is_empty()) {
            let searched = EngineEvent::AttachmentsSearched { matched, lacking };
            self.events.push(searched);
        }
    }

    /// Another command may ask for them again.
    pub(super) fn attachments_failed(&mut self, bills: &[BillKey], failure: Arc<Failure>) {
        let desk = &mut self.attachments;
        let of_bills = desk.bills.iter().filter(|(_, bill)| bills.contains(bill));
        let mut invoices: Vec<InvoiceNr> = of_bills.map(|(nr, _)| *nr).collect();
        invoices.sort_unstable();
        desk.asked.retain(|bill| !bills.contains(bill));
        for nr in &invoices {
            desk.bills.remove(nr);
            desk.unmatched.remove(nr);
        }
        self.events
            .push(EngineEvent::AttachmentsFailed { invoices, failure });
    }

    /// The file to fetch for a page, if there is a link that works; where there is none, one is asked for.
    pub(super) fn attached_to_get(&mut self, page: &PageKey, now: Duration) -> Option<OriginalJob> {
        let link = self.originals.attached.get(page)?.link(now)?.clone();
        let host = self.hosts.of(link.page_key());
        let may_fetch = !self.paused
            && !self.fetches_blocked
            && !self.hosts.is_full(self.fetching)
            && matches!(self.hosts.permit(host, now), Permit::Go);
        if !may_fetch {
            return None;
        }
        self.fetching += 1;
        Some(OriginalJob::Fetch {
            page: page.clone(),
            source: OriginalSource::Attachment,
            link,
        })
    }

    /// Pages that are wanted and whose file has no link that works.
    fn without_link(&self, now: Duration) -> Vec<PageKey> {
        let wanted = self.originals.wanted.iter();
        let lacks = |page: &PageKey| {
            let is_idle = (self.originals.pages.get(page)).is_some_and(|it| {
                it.source == OriginalSource::Attachment && matches!(it.step, OriginalStep::Idle)
            });
            let file = self.originals.attached.get(page);
            is_idle
                && !self.originals.is_at_hand(page)
                && file.is_some_and(|it| !it.is_asked && it.link(now).is_none())
        };
        let pages: BTreeSet<PageKey> = wanted.filter_map(|nr| self.page_of(*nr)).collect();
        pages.into_iter().filter(lacks).collect()
    }

    pub(super) fn wants_file_links(&self, now: Duration) -> bool {
        !self.originals.attached.is_empty() && !self.without_link(now).is_empty()
    }

    pub(super) fn next_file_links(&mut self, now: Duration) -> Option<Inquiry> {
        let mut files = Vec::new();
        for page in self.without_link(now).into_iter().take(MAX_IDS_PER_CALL) {
            if let Some(file) = self.originals.attached.get_mut(&page) {
                file.is_asked = true;
                files.push(file.file.clone());
            }
        }
        (!files.is_empty()).then_some(Inquiry::FileLinks(files))
    }

    pub(super) fn file_links_came(
        &mut self,
        asked: &[AttachedFile],
        found: Vec<(AttachedFile, SignedUrl, Duration)>,
        now: Duration,
    ) {
        for (file, url, life) in found {
            let mut attached = self.originals.attached.values_mut();
            if let Some(own) = attached.find(|it| it.file == file) {
                own.is_asked = false;
                own.link = Some(FileLink::new(url, life, now));
            }
        }
        self.file_links_failed(asked, &Failure::new(FailureKind::NoLink, ""));
    }

    /// Those of them that are still asked for get no link.
    pub(super) fn file_links_failed(&mut self, files: &[AttachedFile], failure: &Failure) {
        let attached = self.originals.attached.iter_mut();
        let lost = attached.filter(|(_, it)| it.is_asked && files.contains(&it.file));
        let lost: Vec<PageKey> = lost
            .map(|(page, file)| {
                file.is_asked = false;
                page.clone()
            })
            .collect();
        for page in lost {
            self.fail_original(page, &OriginalSource::Attachment, failure.clone());
        }
    }

    pub(super) fn attached_fetched(
        &mut self,
        page: PageKey,
        result: Result<Arc<[u8]>, AttemptFailed>,
    ) {
        let source = OriginalSource::Attachment;
        let failure = match result.map(ticket) {
            Ok(Ok(bytes)) => {
                let size = bytes.len();
                self.originals
                    .bytes
                    .insert(page.clone(), Arc::clone(&bytes), size);
                return self.original_got(page, &source, Ok(bytes));
            }
            Ok(Err(failure)) => failure,
            Err(failed) => failed.failure,
        };
        if failure.kind == FailureKind::Throttled {
            self.narrow(&page);
        }
        let needs_link = matches!(
            failure.kind,
            FailureKind::LinkExpired | FailureKind::LinkRefused | FailureKind::Refused
        );
        let Some(original) = self.originals.from(&page, &source) else {
            return;
        };
        original.tries += 1;
        let may_retry = original.tries < MAX_TRIES && (needs_link || failure.is_retryable());
        if !may_retry {
            return self.fail_original(page, &source, failure);
        }
        original.step = OriginalStep::Idle;
        if let Some(file) = self
            .originals
            .attached
            .get_mut(&page)
            .filter(|_| needs_link)
        {
            file.link = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixtures;

    fn file(key: &str, name: &str, printed: Option<(&str, &str)>) -> Attachment {
        Attachment {
            file: AttachedFile {
                id: key.into(),
                key: key.into(),
            },
            name: name.to_owned(),
            code: printed.map(|(code, _)| code.to_owned()),
            number: printed.map(|(_, number)| number.to_owned()),
            is_invoice: true,
            link: None,
        }
    }

    #[test]
    fn a_file_is_found_by_place_then_by_print_then_by_a_name_of_its_own() {
        let mut invoice = fixtures::invoice("a.jpg", [0.0, 0.0, 1.0, 1.0]);
        invoice.id = crate::model::InvoiceId::new("corp0000:044002105112:13116949").expect("an ID");
        invoice.file_name = "票.jpg".into();
        let key = invoice
            .picture_key
            .page
            .as_str()
            .split_once('/')
            .expect("a host")
            .1
            .to_owned();
        let printed = file("x-1.jpg", "", Some(("044002105112", "13116949")));
        let named = file("y-1.jpg", "票.jpg", None);
        let stored = file(&key, "", None);
        let found = |files: &[Attachment]| own(&invoice, files).map(|it| it.file.key.to_string());
        let all = [named.clone(), printed.clone(), stored];
        assert_eq!(found(&all), Some(key));
        assert_eq!(found(&all[..2]).as_deref(), Some("x-1.jpg"));
        assert_eq!(found(&all[..1]).as_deref(), Some("y-1.jpg"));
        assert_eq!(
            found(&[named.clone(), file("z-1.jpg", "票.jpg", None)]),
            None
        );
        assert_eq!(
            found(&[file("x-1.jpg", "", Some(("044002105112", "13116948")))]),
            None
        );
    }
}
