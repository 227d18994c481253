//! What reviewers made of the invoices, and what is kept of them for the next start.

use crate::model::{InvoiceId, InvoiceNr, Learned, Opinions, TicketState};

use super::{Entry, Judged, Library, Stage};

/// Of how many invoices something was said beside a verdict.
#[derive(Debug, Default)]
pub(super) struct Said {
    notes: usize,
    disagreements: usize,
}

impl Library {
    /// The number of an invoice.
    pub fn number_of(&self, id: &InvoiceId) -> Option<InvoiceNr> {
        self.numbers.get(id).copied()
    }

    /// How many invoices stand so with their reviewer.
    pub fn count_judged_as(&self, judged: Judged) -> usize {
        self.judged[judged as usize]
    }

    /// Invoices with a verdict, whichever.
    pub fn count_verdicts(&self) -> usize {
        let verdicts = [Judged::Correct, Judged::Wrong, Judged::Unsure];
        verdicts.map(|it| self.count_judged_as(it)).iter().sum()
    }

    /// Invoices with a note.
    pub fn count_noted(&self) -> usize {
        self.said.notes
    }

    /// Invoices that are not what they were when they were judged, or whose warnings came after a whole screen was accepted.
    pub fn count_changed(&self) -> usize {
        self.changed
    }

    /// Invoices on which two disagree for all that is shown here, and nobody settled it yet.
    pub fn count_disagreements(&self) -> usize {
        self.said.disagreements
    }

    /// Takes in what is true of an invoice from now on.
    pub fn judge(&mut self, nr: InvoiceNr, ticket: TicketState) {
        let Some(entry) = self.entries.get_mut(nr.index()) else {
            return;
        };
        self.said.notes += usize::from(!ticket.note.is_empty());
        self.said.notes -= usize::from(!entry.ticket.note.is_empty());
        self.said.disagreements += usize::from(is_open(&ticket));
        self.said.disagreements -= usize::from(is_open(&entry.ticket));
        let before = Judged::of(entry);
        let is_noted = entry.ticket.note != ticket.note;
        entry.ticket = if ticket == TicketState::default() {
            TicketState::untouched()
        } else {
            ticket.into()
        };
        entry.behind = None;
        let after = Judged::of(entry);
        if is_noted {
            self.log_change(nr);
        }
        self.count_judged(before, after);
        self.facets_changed(nr);
    }

    /// Takes in what was learned of an invoice in an earlier start, unless more is known by now.
    pub fn restore(&mut self, nr: InvoiceNr, learned: &Learned) {
        self.restore_particulars(nr, &learned.particulars);
        let Some(entry) = self.get(nr).filter(|entry| entry.invoice.is_none()) else {
            return;
        };
        if let Some(invoice) = learned.invoice(nr, &entry.id) {
            self.found(nr, &invoice.into());
        }
        if let Some(facts) = learned.facts {
            self.seen(nr, facts);
        }
        let is_waiting = self.get(nr).is_some_and(|it| it.stage == Stage::Waiting);
        if learned.is_missing && is_waiting {
            self.set_stage(nr, Stage::NotFound, None);
        }
        self.newly_learned.clear();
        self.compare_touched();
    }

    /// The invoices of which something was learned since the last call, each once.
    pub fn take_newly_learned(&mut self) -> Vec<InvoiceNr> {
        let mut numbers = std::mem::take(&mut self.newly_learned);
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }

    /// Counts all that is known as learned just now: another review is to keep it.
    pub fn learn_again(&mut self) {
        let described = self.numbers().filter(|nr| {
            let entry = self.get(*nr);
            entry.is_some_and(|entry| entry.learned().is_some())
        });
        self.newly_learned = described.collect();
    }

    /// Its entries alone, where nothing else of a long review is needed any more.
    pub fn into_entries(self) -> Vec<Entry> {
        self.entries
    }

    /// Puts an invoice as a run that is over leaves it; how many stand at which stage stays as it was.
    pub fn amend(&mut self, nr: InvoiceNr, how: impl FnOnce(&mut Entry)) {
        let Some(entry) = self.entries.get_mut(nr.index()) else {
            return;
        };
        self.with_findings -= usize::from(entry.is_suspicious());
        how(entry);
        self.with_findings += usize::from(entry.is_suspicious());
        self.facets_changed(nr);
    }

    pub(super) fn count_judged(&mut self, before: Judged, after: Judged) {
        self.judged[before as usize] -= 1;
        self.judged[after as usize] += 1;
        self.generation += 1;
    }
}

fn is_open(ticket: &TicketState) -> bool {
    let opinions = ticket.opinions.as_deref();
    opinions.is_some_and(Opinions::is_open)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{Answer, EngineEvent};
    use crate::model::{Deed, Event, Stamp, Verdict};
    use crate::review::fixtures::{found, library_of};

    fn library(count: usize) -> Library {
        library_of((0..count).map(|nr| format!("ID01test{nr:04}")))
    }

    fn after(library: &Library, nr: u32, deed: Deed) -> TicketState {
        let entry = library.get(InvoiceNr(nr)).expect("an invoice");
        let event = Event {
            stamp: Stamp::now(),
            reviewer: "li".into(),
            invoice: Some(entry.id.clone()),
            base: None,
            deed,
        };
        entry.ticket.after(&event).expect("it changes an invoice")
    }

    fn judge(library: &mut Library, nr: u32, verdict: Verdict) {
        let on = library.get(InvoiceNr(nr)).and_then(Entry::judged_on);
        let state = after(library, nr, Deed::Judged { verdict, on });
        library.judge(InvoiceNr(nr), state);
    }

    fn counts(library: &Library) -> [usize; 5] {
        Judged::ALL.map(|it| library.count_judged_as(it))
    }

    #[test]
    fn each_invoice_is_counted_once_however_it_is_judged() {
        let mut library = library(5);
        assert_eq!(counts(&library), [5, 0, 0, 0, 0]);
        judge(&mut library, 0, Verdict::Correct);
        judge(&mut library, 1, Verdict::Wrong(None));
        judge(&mut library, 1, Verdict::Unsure);
        library.apply(&EngineEvent::Answered(vec![(
            InvoiceNr(2),
            Answer::NotFound,
        )]));
        assert_eq!(counts(&library), [2, 1, 0, 1, 1]);
        // What was not found can still be called wrong.
        judge(&mut library, 2, Verdict::Wrong(None));
        assert_eq!(counts(&library), [2, 1, 1, 1, 0]);
        let cleared = after(&library, 0, Deed::Cleared);
        library.judge(InvoiceNr(0), cleared);
        assert_eq!(counts(&library), [3, 0, 1, 1, 0]);
        assert_eq!(library.count_verdicts(), 2);
    }

    #[test]
    fn what_is_not_what_was_judged_is_told() {
        let mut library = library(2);
        library.apply(&found(&[(0, "a.jpg"), (1, "b.jpg")]));
        judge(&mut library, 0, Verdict::Correct);
        judge(&mut library, 1, Verdict::Correct);
        assert_eq!(library.count_changed(), 0);
        let entry = library.get(InvoiceNr(1)).expect("an invoice");
        let mut other = (**entry.invoice.as_ref().expect("described")).clone();
        other.region.numbers = vec![1.0, 2.0, 3.0, 4.0];
        let answer = Answer::Found(other.into());
        library.apply(&EngineEvent::Answered(vec![(InvoiceNr(1), answer)]));
        assert_eq!(library.count_changed(), 1);
    }

    /// What is read in a picture may be known after its screen was accepted.
    #[test]
    fn a_warning_that_comes_after_a_screen_was_accepted_is_found() {
        let mut library = library(2);
        library.apply(&found(&[(0, "a.jpg"), (1, "b.jpg")]));
        for nr in [0, 1] {
            let entry = library.get(InvoiceNr(nr)).expect("an invoice");
            let mut on = entry.judged_on();
            if let Some(on) = on.as_mut().filter(|_| nr == 0) {
                on.on_sheet = true;
            }
            let verdict = Verdict::Correct;
            let state = after(&library, nr, Deed::Judged { verdict, on });
            library.judge(InvoiceNr(nr), state);
        }
        assert_eq!(library.count_changed(), 0);
        let tag = crate::model::RiskTag::new("存在疑似发票重复").expect("said");
        let tags = |nr: usize| (library.entries()[nr].id.clone(), [tag.clone()].into());
        let told = EngineEvent::RiskTags(vec![tags(0), tags(1)]);
        library.apply(&told);
        assert_eq!(library.count_changed(), 1, "one was judged by itself");
        let changed = |library: &Library, nr: usize| library.facets()[nr].is_changed;
        assert!(changed(&library, 0) && !changed(&library, 1));
        let entry = library.get(InvoiceNr(0)).expect("an invoice");
        let (verdict, on) = (Verdict::Correct, entry.judged_on());
        let state = after(&library, 0, Deed::Judged { verdict, on });
        library.judge(InvoiceNr(0), state);
        assert_eq!(library.count_changed(), 0, "somebody looked");
    }

    #[test]
    fn what_was_learned_is_known_again_and_not_learned_again() {
        let mut library = library(2);
        library.apply(&found(&[(0, "a.jpg"), (1, "a.jpg")]));
        assert_eq!(library.take_newly_learned(), [InvoiceNr(0), InvoiceNr(1)]);
        let learned: Vec<Learned> = library
            .entries()
            .iter()
            .filter_map(Entry::learned)
            .collect();
        let mut again = self::library(2);
        for (nr, learned) in again.numbers().zip(&learned) {
            again.restore(nr, learned);
        }
        assert!(again.take_newly_learned().is_empty());
        assert_eq!(again.on_same_page(InvoiceNr(0)).len(), 2);
        assert_eq!(again.count_described(), 2);
    }

    #[test]
    fn what_the_platform_did_not_know_is_known_again() {
        let mut library = library(1);
        let missing = EngineEvent::Answered(vec![(InvoiceNr(0), Answer::NotFound)]);
        library.apply(&missing);
        assert_eq!(library.take_newly_learned(), [InvoiceNr(0)]);
        let learned = library.entries()[0].learned().expect("it is missing");
        let mut again = self::library(1);
        again.restore(InvoiceNr(0), &learned);
        assert_eq!(again.count(Stage::NotFound), 1);
        assert_eq!(again.count_judged_as(Judged::Cannot), 1);
        again.apply(&found(&[(0, "a.jpg")]));
        assert_eq!(again.count(Stage::Linked), 1, "it is there by now");
    }
}
