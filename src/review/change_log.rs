//! Which invoices changed, in order and for a while: whoever follows a review looks again at those alone.

use crate::model::InvoiceNr;

/// Changes that are remembered at least.
const LEAST: usize = 1024;

/// The newest changes. Each has a place, counted from the begin of the review.
#[derive(Debug, Default)]
pub(super) struct ChangeLog {
    /// How many were forgotten.
    forgotten: u64,
    newest: Vec<InvoiceNr>,
}

impl ChangeLog {
    /// Of a review of so many invoices: once all of them are to be looked at again, nothing is gained by remembering.
    pub fn add(&mut self, nr: InvoiceNr, invoices: usize) {
        if self.newest.len() >= 2 * invoices.max(LEAST) {
            let older = self.newest.len() / 2;
            self.newest.drain(..older);
            self.forgotten += older as u64;
        }
        self.newest.push(nr);
    }

    /// The place behind the newest one.
    pub fn end(&self) -> u64 {
        self.forgotten + self.newest.len() as u64
    }

    /// What changed from this place on, an invoice as often as it did; `None` where that is forgotten.
    pub fn since(&self, place: u64) -> Option<&[InvoiceNr]> {
        let from = usize::try_from(place.checked_sub(self.forgotten)?).ok()?;
        self.newest.get(from..)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_forgotten_is_told_and_the_rest_is_there() {
        let mut log = ChangeLog::default();
        let numbers = 0..5 * LEAST as u32;
        for nr in numbers.clone() {
            log.add(InvoiceNr(nr), 3);
        }
        assert_eq!(log.end(), u64::from(numbers.end));
        assert_eq!(log.since(0), None);
        let last = InvoiceNr(numbers.end - 1);
        assert_eq!(log.since(log.end() - 1), Some(&[last][..]));
        assert_eq!(log.since(log.end()), Some(&[][..]));
        assert_eq!(log.since(log.end() + 1), None, "of another review");
        let kept = log.since(log.end() - LEAST as u64).expect("remembered");
        assert_eq!(kept.len(), LEAST);
    }
}
