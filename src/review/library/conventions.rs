//! What the numbers of regions mean: as links agree on, or as the user says.

use crate::geometry::FramePreference;
use crate::model::Invoice;
use crate::model::region::Convention;

use super::Library;

impl Library {
    /// Counts what one more link says about the meaning of regions.
    pub(super) fn vote(&mut self, invoice: &Invoice) {
        let Some(one) = vote(invoice) else {
            return;
        };
        self.votes.count(one);
        let batch = self.votes.agreed();
        if self.reading.batch != batch {
            self.reading.batch = batch;
            self.locate_again(|invoice| vote(invoice).is_none());
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
}

/// Which meaning of its region a link's own crop bears out.
fn vote(invoice: &Invoice) -> Option<Convention> {
    invoice.region.vote(invoice.chain().page_crop())
}
