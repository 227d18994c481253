//! Test tickets in a report: how often each reviewer noticed that a rectangle was moved.

use serde::Serialize;

use crate::locale::Locale;

/// Of a whole review. The seed stays with the review: from it, whoever judges could tell which ones are tests.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TestFigures {
    /// So many are mixed in beside a hundred tickets; with 0 there are no more.
    pub percent: u8,
    /// Those who were tested, by name.
    pub reviewers: Vec<CatchRate>,
}

/// Of one reviewer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CatchRate {
    pub reviewer: String,
    pub answered: usize,
    /// Called wrong.
    pub caught: usize,
    /// Called correct.
    pub missed: usize,
    pub unsure: usize,
    /// The caught ones of all that were answered, from 0 to 1.
    pub rate: f64,
    /// Within these it is with 95 % certainty (Clopper–Pearson, two-sided).
    pub low: f64,
    pub high: f64,
}

impl CatchRate {
    /// In words.
    pub fn text(&self, locale: &Locale) -> String {
        let percent = |it: f64| format!("{:.0} %", it * 100.0);
        let values = [
            ("caught", self.caught.into()),
            ("answered", self.answered.into()),
            ("rate", percent(self.rate).into()),
            ("low", percent(self.low).into()),
            ("high", percent(self.high).into()),
            ("unsure", self.unsure.into()),
        ];
        locale.with("tests-caught", &values)
    }
}

/// In words, for people: how many are mixed in, then each reviewer.
pub fn lines(figures: &TestFigures, locale: &Locale) -> Vec<(String, String)> {
    let share = format!("{} %", figures.percent);
    let mut lines = vec![(locale.with("tests-share", &[]), share)];
    let rates = figures.reviewers.iter();
    lines.extend(rates.map(|it| (it.reviewer.clone(), it.text(locale))));
    lines
}
