//! Test tickets: whether a reviewer notices a rectangle that was moved on purpose.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Deed, Event, InvoiceId, Verdict};

/// How many test tickets are mixed in with what a team judges.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TestTickets {
    /// So many beside a hundred tickets; with 0 there are no more.
    pub percent: u8,
    /// Decides when one comes, which it is and how its rectangle is moved.
    pub seed: u64,
}

/// What somebody said of a rectangle that was moved.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TestAnswer {
    pub verdict: Verdict,
    /// The rectangle as it was shown, in page pixels: left, top, right, bottom.
    pub shown: [f64; 4],
}

/// Who was tested with which ticket, and what came of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Tested {
    pub invoice: InvoiceId,
    pub reviewer: Arc<str>,
    pub outcome: TestOutcome,
}

/// Whether what was moved was noticed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TestOutcome {
    /// It was called wrong, whatever the reason.
    Caught,
    /// It was called correct.
    Missed,
    /// It was left to somebody else.
    Unsure,
}

impl TestOutcome {
    pub fn of(verdict: &Verdict) -> Self {
        match verdict {
            Verdict::Wrong(_) => Self::Caught,
            Verdict::Correct => Self::Missed,
            Verdict::Unsure => Self::Unsure,
        }
    }
}

/// What a review says of its test tickets.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TestBook {
    /// As it was asked for last; `None`: nobody ever did.
    pub asked: Option<TestTickets>,
    /// In the order in which they were answered.
    pub answers: Vec<Tested>,
}

impl TestBook {
    /// Takes in an event, if it is about test tickets. Of two answers of one reviewer to the same ticket the first counts.
    pub fn note(&mut self, event: &Event) {
        match &event.deed {
            Deed::TestsAsked(asked) => self.asked = Some(*asked),
            Deed::Tested(answer) => {
                let Some(invoice) = &event.invoice else {
                    return;
                };
                if !self.has(&event.reviewer, invoice) {
                    self.answers.push(Tested {
                        invoice: invoice.clone(),
                        reviewer: Arc::clone(&event.reviewer),
                        outcome: TestOutcome::of(&answer.verdict),
                    });
                }
            }
            _ => {}
        }
    }

    /// Whether this reviewer was tested with this ticket.
    pub fn has(&self, reviewer: &str, invoice: &InvoiceId) -> bool {
        let mut answers = self.answers.iter();
        answers.any(|it| it.invoice == *invoice && *it.reviewer == *reviewer)
    }

    /// Whether there is nothing to say of test tickets.
    pub fn is_empty(&self) -> bool {
        self.asked.is_none() && self.answers.is_empty()
    }

    /// Puts what was said earlier before what was said here.
    pub fn begin_with(&mut self, mut earlier: Self) {
        self.asked = self.asked.or(earlier.asked);
        earlier.answers.append(&mut self.answers);
        self.answers = earlier.answers;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{History, Reason, Stamp, TicketState};

    fn event(reviewer: &str, invoice: Option<&str>, deed: Deed) -> Event {
        Event {
            stamp: Stamp::now(),
            reviewer: reviewer.into(),
            invoice: invoice.map(|id| InvoiceId::new(id).expect("an ID")),
            base: None,
            deed,
        }
    }

    fn answer(verdict: Verdict) -> Deed {
        Deed::Tested(TestAnswer {
            verdict,
            shown: [1.5, 2.0, 30.0, 40.0],
        })
    }

    #[test]
    fn both_kinds_come_back_as_they_were() {
        let asked = TestTickets {
            percent: 2,
            seed: u64::MAX,
        };
        let wrong = Verdict::Wrong(Some(Reason::CutOff));
        for deed in [
            Deed::TestsAsked(asked),
            answer(wrong),
            answer(Verdict::Unsure),
        ] {
            let (kind, data) = deed.to_columns();
            assert!(Deed::is_known(&kind), "{kind}");
            assert_eq!(Deed::from_columns(&kind, data), Ok(deed));
        }
    }

    #[test]
    fn an_answer_changes_nothing_of_its_ticket_and_cannot_be_taken_back() {
        let mut history = History::default();
        let (wrong, id) = (Verdict::Wrong(None), "ID01xO4jZjprrx");
        let mut said = Vec::new();
        for (who, verdict) in [
            ("li", wrong.clone()),
            ("li", Verdict::Correct),
            ("wang", Verdict::Correct),
            ("zhao", Verdict::Unsure),
        ] {
            let event = event(who, Some(id), answer(verdict));
            assert_eq!(TicketState::default().after(&event), None);
            assert_eq!(history.apply(&event, |_| TicketState::default()), []);
            said.push(event.stamp.id);
        }
        assert_eq!((history.to_undo(), history.latest().count()), (None, 0));
        let undo = event("li", Some(id), Deed::Undone(said[0]));
        assert_eq!(history.apply(&undo, |_| TicketState::default()), []);
        let told = history.tests().answers.iter();
        let told: Vec<_> = told.map(|it| (&*it.reviewer, it.outcome)).collect();
        // Whoever was told does not get better by a second try.
        assert_eq!(
            told,
            [
                ("li", TestOutcome::Caught),
                ("wang", TestOutcome::Missed),
                ("zhao", TestOutcome::Unsure)
            ]
        );
    }
}
