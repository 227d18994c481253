//! What is handed over of a review: which of its invoices, with which counts and figures.

use std::collections::HashMap;

use jiff::Timestamp;

use crate::locale::Locale;
use crate::model::{FindingCode, InvoiceId, Sample, SecondReview, TestBook};
use crate::report::{BillsSummary, Head, PagePlace, Reconciliation, Row, Scope};
use crate::review::{Entry, Library, figures, row, summary};

/// A review as it is handed over.
pub struct HandoverContents {
    pub head: Head,
    /// All of them that the report has, in the order of the review.
    pub entries: Vec<Entry>,
    /// Of those that share a page with others of the review.
    places: HashMap<InvoiceId, PagePlace>,
    pub locale: &'static Locale,
}

/// What is said of it, and how.
#[derive(Clone)]
pub struct About<'a> {
    /// Address prefix of the platform, where it is known.
    pub platform: Option<String>,
    pub scope: Scope,
    pub sample: Option<&'a Sample>,
    /// Which tickets get a second verdict, where anybody asked for some and nothing of them is hidden.
    pub second: Option<&'a SecondReview>,
    /// What became of test tickets.
    pub tests: Option<&'a TestBook>,
    /// How many pieces of the list were repeated and how many gave no ID, where that is known.
    pub left_out: Option<(usize, usize)>,
    /// What became of bills that were asked for.
    pub bills: Option<BillsSummary>,
    pub locale: &'static Locale,
}

impl HandoverContents {
    pub fn new(library: &Library, about: &About<'_>) -> Self {
        let head = head(library, library.entries(), about);
        Self::told(head, places(library), library.entries().to_vec(), about)
    }

    /// The same of a review that nothing else is asked of: a long one is not in memory twice.
    pub fn of_all(library: Library, about: &About<'_>) -> Self {
        let (head, places) = (head(&library, library.entries(), about), places(&library));
        Self::told(head, places, library.into_entries(), about)
    }

    fn told(
        head: Head,
        places: HashMap<InvoiceId, PagePlace>,
        mut entries: Vec<Entry>,
        about: &About<'_>,
    ) -> Self {
        entries.retain(|entry| about.scope.has(entry.ticket.verdict()));
        Self {
            head,
            entries,
            places,
            locale: about.locale,
        }
    }

    /// What a report says of one of them.
    pub fn row(&self, entry: &Entry) -> Row {
        row(entry, self.places.get(&entry.id).copied(), self.locale)
    }
}

/// Page by page: a page may have as many invoices as a review.
fn places(library: &Library) -> HashMap<InvoiceId, PagePlace> {
    let mut places = HashMap::new();
    for nr in library.numbers() {
        let on_page = library.on_same_page(nr);
        let of = on_page.len();
        if of < 2 || on_page.first() != Some(&nr) {
            continue;
        }
        for (position, member) in (1..).zip(on_page) {
            if let Some(entry) = library.get(*member) {
                places.insert(entry.id.clone(), PagePlace { position, of });
            }
        }
    }
    places
}

/// Counts and figures of a review whose invoices stand so.
pub fn head(library: &Library, entries: &[Entry], about: &About<'_>) -> Head {
    let mut summary = summary(entries);
    let (ignored, off) = (library.ignored(), library.heeded().off);
    let left_out = |code: &&FindingCode| ignored.has(**code) || off.has(**code);
    let left_out = FindingCode::ALL.iter().filter(left_out);
    summary.ignored_findings = left_out.map(|code| code.code()).collect();
    summary.bills.clone_from(&about.bills);
    Head {
        generated: Timestamp::now(),
        platform: about.platform.as_deref().map(without_scheme),
        scope: about.scope,
        reconciliation: Reconciliation::new(&summary, about.left_out),
        summary,
        review: figures(library, about.sample, about.second, about.tests),
    }
}

fn without_scheme(address: &str) -> String {
    let rest = address.split_once("://").map(|(_, rest)| rest);
    rest.unwrap_or(address).to_owned()
}
