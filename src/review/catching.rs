//! How often each reviewer noticed that a test ticket's rectangle was moved.

use std::collections::BTreeMap;

use crate::model::{TestBook, TestOutcome};
use crate::report::{CatchRate, TestFigures};

use super::sampling::interval;

/// Of all who were tested, by name; `None` where there is nothing to say.
pub fn test_figures(book: &TestBook) -> Option<TestFigures> {
    if book.is_empty() {
        return None;
    }
    let mut counts: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    for it in &book.answers {
        counts.entry(&it.reviewer).or_default()[it.outcome as usize] += 1;
    }
    let rate = |(reviewer, counts): (&str, [usize; 3])| {
        let of = |outcome: TestOutcome| counts[outcome as usize];
        let (caught, answered) = (of(TestOutcome::Caught), counts.iter().sum());
        // Nobody is listed who was never tested.
        let (low, high) = interval(caught, answered).unwrap_or((0.0, 1.0));
        CatchRate {
            reviewer: reviewer.to_owned(),
            answered,
            caught,
            missed: of(TestOutcome::Missed),
            unsure: of(TestOutcome::Unsure),
            rate: caught as f64 / answered as f64,
            low,
            high,
        }
    };
    Some(TestFigures {
        percent: book.asked.map_or(0, |it| it.percent),
        reviewers: counts.into_iter().map(rate).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{InvoiceId, TestTickets, Tested};

    #[test]
    fn each_is_counted_alone_and_unsure_is_not_caught() {
        assert_eq!(test_figures(&TestBook::default()), None);
        let mut book = TestBook {
            asked: Some(TestTickets {
                percent: 2,
                seed: 7,
            }),
            answers: Vec::new(),
        };
        for (nr, (who, outcome)) in [
            ("wang", TestOutcome::Caught),
            ("li", TestOutcome::Caught),
            ("li", TestOutcome::Unsure),
            ("li", TestOutcome::Caught),
            ("li", TestOutcome::Caught),
        ]
        .into_iter()
        .enumerate()
        {
            book.answers.push(Tested {
                invoice: InvoiceId::new(&format!("ID01test{nr:04}")).expect("an ID"),
                reviewer: who.into(),
                outcome,
            });
        }
        let figures = test_figures(&book).expect("asked for");
        assert_eq!(figures.percent, 2);
        let [li, wang] = figures.reviewers.as_slice() else {
            panic!("two were tested: {figures:?}");
        };
        let counts = (li.answered, li.caught, li.missed, li.unsure);
        assert_eq!((li.reviewer.as_str(), counts), ("li", (4, 3, 0, 1)));
        assert!((li.rate - 0.75).abs() < 1e-9);
        assert!((li.low - 0.194_12).abs() < 1e-4 && (li.high - 0.993_69).abs() < 1e-4);
        assert_eq!(
            (wang.reviewer.as_str(), wang.rate, wang.high),
            ("wang", 1.0, 1.0)
        );
    }
}
