//! What the platform says of invoices beside their pictures: which bill gave them, their kind, what OCR read, and what the
//! platform holds against them.

use std::sync::Arc;

use crate::engine::{EngineEvent, Failure};
use crate::model::{
    BillContents, BillKey, InvoiceId, InvoiceNr, InvoiceType, Particulars, RiskTag,
};

use super::Library;

/// Why there are no fields of an invoice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldsTrouble {
    /// The platform has none for it, whatever kind it is taken for.
    Unknown,
    /// The platform could not be asked.
    Failed(Arc<Failure>),
}

impl Library {
    /// Takes in what the background says beside pictures.
    pub(super) fn learn_particulars(&mut self, event: &EngineEvent) {
        match event {
            EngineEvent::FieldsCame(came) => {
                for (nr, fields) in came {
                    self.change_particulars(*nr, |it| {
                        it.kind = Some(fields.kind.clone());
                        it.fields = Some(Arc::clone(fields));
                    });
                    self.set_trouble(*nr, None);
                }
            }
            EngineEvent::FieldsUnknown(invoices) => {
                for &nr in invoices {
                    self.set_trouble(nr, Some(FieldsTrouble::Unknown));
                }
            }
            EngineEvent::FieldsFailed { invoices, failure } => {
                for &nr in invoices {
                    let trouble = FieldsTrouble::Failed(Arc::clone(failure));
                    self.set_trouble(nr, Some(trouble));
                }
            }
            EngineEvent::RiskTags(tags) => {
                for (id, tags) in tags {
                    self.tagged(id, tags);
                }
            }
            EngineEvent::BillsResolved(bills) => {
                for bill in bills {
                    self.know_bill(bill);
                }
            }
            _ => {}
        }
    }

    /// Says of those of the bill's invoices that are here which bill gave them, and of what kind they are. One that two
    /// bills have stays with the first.
    pub fn know_bill(&mut self, contents: &BillContents) {
        for invoice in &contents.invoices {
            let Some(nr) = self.number_of(&invoice.id) else {
                continue;
            };
            self.change_particulars(nr, |it| {
                it.bill.get_or_insert_with(|| contents.bill.clone());
                if it.kind.is_none() {
                    it.kind.clone_from(&invoice.kind);
                }
            });
        }
    }

    /// What was known of an invoice from an earlier start, where nothing newer is.
    pub(super) fn restore_particulars(&mut self, nr: InvoiceNr, earlier: &Particulars) {
        self.change_particulars(nr, |it| {
            let Particulars {
                bill,
                kind,
                fields,
                risk_tags,
            } = earlier.clone();
            it.bill = it.bill.take().or(bill);
            it.kind = it.kind.take().or(kind);
            it.fields = it.fields.take().or(fields);
            it.risk_tags = it.risk_tags.take().or(risk_tags);
        });
    }

    /// The kinds that are known, for a background that was started anew.
    pub fn known_types(&self) -> Vec<(InvoiceNr, InvoiceType)> {
        let kinds = self.numbers().zip(self.entries());
        let kinds = kinds.filter_map(|(nr, entry)| Some((nr, entry.particulars.kind.clone()?)));
        kinds.collect()
    }

    /// Whether what OCR read of it is still to be asked for.
    pub fn wants_fields(&self, nr: InvoiceNr) -> bool {
        let entry = self.get(nr);
        entry.is_some_and(|it| it.particulars.fields.is_none() && it.fields_trouble.is_none())
    }

    /// Has the fields of these asked for again.
    pub fn ask_fields_again(&mut self, numbers: &[InvoiceNr]) {
        for &nr in numbers {
            self.set_trouble(nr, None);
        }
    }

    /// The bills that gave invoices, each once, in the order of their first one.
    pub fn bills(&self) -> Vec<&BillKey> {
        let mut seen = std::collections::HashSet::new();
        let bills = self
            .entries()
            .iter()
            .filter_map(|it| it.particulars.bill.as_ref());
        bills.filter(|bill| seen.insert(*bill)).collect()
    }

    fn tagged(&mut self, id: &InvoiceId, tags: &Arc<[RiskTag]>) {
        if let Some(nr) = self.number_of(id) {
            self.change_particulars(nr, |it| it.risk_tags = Some(Arc::clone(tags)));
        }
    }

    fn set_trouble(&mut self, nr: InvoiceNr, trouble: Option<FieldsTrouble>) {
        if let Some(entry) = self.entries.get_mut(nr.index()) {
            entry.fields_trouble = trouble;
        }
    }

    fn change_particulars(&mut self, nr: InvoiceNr, change: impl FnOnce(&mut Particulars)) {
        let Some(entry) = self.entries.get_mut(nr.index()) else {
            return;
        };
        let before = entry.particulars.clone();
        let was_suspicious = entry.is_suspicious();
        let noticed = entry.finding_codes().count();
        change(&mut entry.particulars);
        if entry.particulars == before {
            return;
        }
        let is_suspicious = entry.is_suspicious();
        self.with_findings += usize::from(is_suspicious);
        self.with_findings -= usize::from(was_suspicious);
        self.changes.located += u64::from(entry.finding_codes().count() != noticed);
        self.generation += 1;
        self.log_change(nr);
        self.newly_learned.push(nr);
        self.facets_changed(nr);
        let entry = self.get(nr).filter(|entry| entry.located.is_some());
        if let Some(invoice) = entry.and_then(|entry| entry.invoice.as_ref()) {
            self.touched.insert(invoice.picture_key.page.clone());
            self.tell_alike(nr);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::FailureKind;
    use crate::model::{BillInvoice, Field, FieldName, FieldValue, Fields, FindingCode};
    use crate::review::fixtures::{found, library_of};

    fn library(count: usize) -> Library {
        library_of((0..count).map(|nr| format!("ID01test{nr:04}")))
    }

    fn id(nr: u32) -> InvoiceId {
        InvoiceId::new(&format!("ID01test{nr:04}")).expect("an ID")
    }

    fn bill(text: &str, invoices: &[u32]) -> BillContents {
        let invoices = invoices.iter().map(|nr| BillInvoice {
            id: id(*nr),
            kind: Some(InvoiceType::Taxi),
        });
        BillContents {
            bill: BillKey::new(text).expect("a bill"),
            invoices: invoices.collect(),
        }
    }

    fn fields(kind: InvoiceType) -> Arc<Fields> {
        let value = FieldValue::Text("13116949".to_owned());
        let name = FieldName::Number;
        let entries = vec![Field { name, value }];
        Arc::new(Fields { kind, entries })
    }

    fn of(library: &Library, nr: u32) -> &Particulars {
        &library.get(InvoiceNr(nr)).expect("an invoice").particulars
    }

    #[test]
    fn a_bill_names_its_invoices_and_their_kind() {
        let mut library = library(3);
        library.know_bill(&bill("B24000123", &[0, 1, 7]));
        library.know_bill(&bill("B24000124", &[1, 2]));
        let bills = library.bills().into_iter().map(BillKey::as_str);
        assert_eq!(bills.collect::<Vec<_>>(), ["B24000123", "B24000124"]);
        assert_eq!(of(&library, 1).bill, BillKey::new("B24000123"));
        assert_eq!(library.known_types().len(), 3);
        assert_eq!(library.take_newly_learned().len(), 3);
    }

    #[test]
    fn fields_are_wanted_until_they_came_or_cannot() {
        let mut library = library(3);
        let numbers = [0, 1, 2].map(InvoiceNr);
        assert!(numbers.iter().all(|nr| library.wants_fields(*nr)));
        library.apply(&EngineEvent::FieldsCame(vec![(
            InvoiceNr(0),
            fields(InvoiceType::Train),
        )]));
        library.apply(&EngineEvent::FieldsUnknown(vec![InvoiceNr(1)]));
        let failure = Arc::new(Failure::new(FailureKind::Timeout, ""));
        let invoices = vec![InvoiceNr(2)];
        library.apply(&EngineEvent::FieldsFailed { invoices, failure });
        assert!(!numbers.iter().any(|nr| library.wants_fields(*nr)));
        assert_eq!(of(&library, 0).kind, Some(InvoiceType::Train));
        library.ask_fields_again(&numbers);
        assert!(!library.wants_fields(InvoiceNr(0)));
        assert!(library.wants_fields(InvoiceNr(2)));
    }

    #[test]
    fn what_the_platform_holds_against_an_invoice_is_a_finding() {
        let mut library = library(2);
        let tag = RiskTag::new("存在疑似发票重复").expect("said");
        library.apply(&EngineEvent::RiskTags(vec![
            (id(0), [tag].into()),
            (id(1), Arc::default()),
        ]));
        assert_eq!(library.count_with_findings(), 1);
        assert!(
            library.facets()[0]
                .findings()
                .has(FindingCode::PlatformRisk)
        );
        let entry = library.get(InvoiceNr(0)).expect("an invoice");
        let told: Vec<_> = entry.findings().map(|it| it.subject.to_string()).collect();
        assert_eq!(told, ["存在疑似发票重复"]);
        // Asked, and nothing is held against it.
        assert_eq!(of(&library, 1).risk_tags.as_deref(), Some(&[][..]));
        library.apply(&EngineEvent::RiskTags(vec![(id(0), Arc::default())]));
        assert_eq!(library.count_with_findings(), 0);
    }

    #[test]
    fn a_review_has_it_again_without_a_token_also_of_what_has_no_link_yet() {
        let mut library = library(2);
        library.apply(&found(&[(0, "a.jpg")]));
        library.know_bill(&bill("B24000123", &[0, 1]));
        library.apply(&EngineEvent::FieldsCame(vec![(
            InvoiceNr(0),
            fields(InvoiceType::Taxi),
        )]));
        let mut again = self::library(2);
        for (nr, entry) in library.numbers().zip(library.entries()) {
            let learned = entry.learned().expect("something is known");
            let text = serde_json::to_string(&learned).expect("serialisable");
            let learned = serde_json::from_str(&text).expect("readable");
            again.restore(nr, &learned);
        }
        for nr in 0..2 {
            assert_eq!(of(&again, nr), of(&library, nr));
        }
        assert!(
            again
                .get(InvoiceNr(1))
                .is_some_and(|it| it.invoice.is_none())
        );
        assert!(again.take_newly_learned().is_empty());
    }
}
