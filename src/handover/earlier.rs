//! What an earlier run found out, taken over by one that does the rest of it.

use std::collections::HashMap;
use std::sync::Arc;

use crate::engine::Failure;
use crate::model::{Finding, InvoiceId, InvoiceNr, Learned};
use crate::report::ReadingRow;
use crate::review::{Entry, FieldsTrouble, Stage};

use super::Fetcher;

/// An invoice that an earlier run is done with.
#[derive(Clone, Debug)]
pub struct Done {
    pub id: InvoiceId,
    pub stage: Stage,
    pub failure: Option<Arc<Failure>>,
    pub learned: Option<Learned>,
    pub reading: Option<ReadingRow>,
    /// Why it is not known what OCR read of it.
    pub without_fields: Option<Arc<Failure>>,
    /// What was noticed in its picture.
    pub noticed: Vec<Finding>,
}

/// Those that the background was not given.
#[derive(Debug, Default)]
pub(super) struct Earlier {
    /// The number of the first of them; all others follow it.
    first: Option<InvoiceNr>,
    /// How those ended that are not ready: the library does not know it.
    ended: HashMap<InvoiceNr, (Stage, Option<Arc<Failure>>)>,
    /// How many are ready: none of them is read again.
    pub ready: usize,
    readings: HashMap<InvoiceNr, Arc<ReadingRow>>,
    noticed: HashMap<InvoiceNr, Vec<Finding>>,
    without_fields: HashMap<InvoiceNr, Arc<Failure>>,
}

impl Earlier {
    pub fn has(&self, nr: InvoiceNr) -> bool {
        self.first.is_some_and(|first| first <= nr)
    }

    /// How many of them the library takes for unfinished.
    pub fn unsettled(&self) -> usize {
        self.ended.len()
    }

    /// The invoice as the earlier run left it.
    pub fn put_on(&self, nr: InvoiceNr, entry: &mut Entry) {
        if let Some((stage, failure)) = self.ended.get(&nr) {
            (entry.stage, entry.failure) = (*stage, failure.clone());
        }
        entry.read_before = self.readings.get(&nr).map(Arc::clone);
        if let Some(failure) = self.without_fields.get(&nr) {
            entry.fields_trouble = Some(FieldsTrouble::Failed(Arc::clone(failure)));
        }
        let noticed = self.noticed.get(&nr).into_iter().flatten();
        entry.read_findings.extend(noticed.cloned());
    }
}

impl Fetcher {
    /// Takes over what is done. After [`Fetcher::resolve_bills`]: from now on the background is given no more invoices.
    /// What bills gave meanwhile is done anew.
    pub fn take_over(&mut self, done: Vec<Done>) {
        let new = |it: &Done| self.library.number_of(&it.id).is_none();
        let done: Vec<Done> = done.into_iter().filter(new).collect();
        let (first, _) = self
            .library
            .add(done.iter().map(|it| it.id.clone()).collect());
        self.earlier.first = Some(first);
        for it in done {
            let Some(nr) = self.library.number_of(&it.id) else {
                continue;
            };
            if let Some(mut learned) = it.learned {
                learned.facts = learned.facts.filter(|_| it.stage == Stage::Ready);
                self.library.restore(nr, &learned);
            }
            match self.library.get(nr).map(|entry| entry.stage) {
                Some(Stage::Ready) => self.earlier.ready += 1,
                // The library knows that the platform does not know it.
                Some(stage) if stage.is_settled() => {}
                _ => {
                    self.earlier.ended.insert(nr, (it.stage, it.failure));
                }
            }
            let reading = it.reading.map(|reading| (nr, Arc::new(reading)));
            self.earlier.readings.extend(reading);
            self.earlier.noticed.insert(nr, it.noticed);
            let without_fields = it.without_fields.map(|failure| (nr, failure));
            self.earlier.without_fields.extend(without_fields);
        }
    }
}
