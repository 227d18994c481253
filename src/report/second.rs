//! A second review in a report: how far two agree who knew nothing of each other, and on what they do not.

use serde::Serialize;

use crate::locale::{Locale, grouped};
use crate::model::{InvoiceId, Reason, TicketState, Verdict};

use super::words;

/// Of a whole review.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SecondFigures {
    /// `all`, `share`, `wrong` or `nothing` more.
    pub of: &'static str,
    /// Tickets that get a second verdict or have one.
    pub asked: usize,
    pub judged_twice: usize,
    pub agreed: usize,
    /// From 0 to 1; `None` before anything is judged twice.
    pub agreement: Option<f64>,
    /// Cohen's kappa; `None` where there is nothing to tell.
    pub kappa: Option<f64>,
    /// How often each pair was given: the first verdict's row, the second one's column; correct, wrong, unsure.
    pub pairs: [[usize; 3]; 3],
    pub disagreements: Vec<Disagreement>,
    /// Those that both call wrong, each for another reason: they count as agreed, and nobody is asked to settle them.
    pub other_reasons: Vec<Disagreement>,
}

/// A ticket of which two said different things.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Disagreement {
    pub id: InvoiceId,
    pub first: Opinion,
    pub first_reviewer: String,
    pub second: Opinion,
    pub second_reviewer: String,
    /// What a third person decided; `None`: nobody did yet.
    pub settled: Option<Opinion>,
    pub settled_by: Option<String>,
}

/// A verdict with its reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Opinion {
    pub verdict: &'static str,
    pub reason: Option<String>,
    #[serde(skip)]
    said: Verdict,
}

impl From<&Verdict> for Opinion {
    fn from(verdict: &Verdict) -> Self {
        Self {
            verdict: verdict.code(),
            reason: verdict.reason().map(|it| it.code().to_owned()),
            said: verdict.clone(),
        }
    }
}

impl Opinion {
    /// By what is wrong where that was said.
    pub fn text(&self, locale: &Locale) -> String {
        let verdict = words::verdict(&self.said, locale);
        match self.said.reason() {
            None => verdict,
            Some(Reason::Other(own)) => format!("{verdict}: {}", super::cell::text_of(own)),
            Some(reason) => format!("{verdict}: {}", words::reason(reason, locale)),
        }
    }
}

/// What a row says of the second verdict on its invoice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SecondRow {
    pub first: Opinion,
    pub first_reviewer: String,
    pub second: Opinion,
    pub second_reviewer: String,
    pub settled: bool,
}

impl SecondRow {
    pub fn of(ticket: &TicketState) -> Option<Self> {
        let opinions = ticket.opinions.as_deref()?;
        Some(Self {
            first: (&opinions.first.verdict).into(),
            first_reviewer: opinions.first.reviewer.to_string(),
            second: (&opinions.second.verdict).into(),
            second_reviewer: opinions.second.reviewer.to_string(),
            settled: opinions.is_settled,
        })
    }

    /// As tables have it: what the second said, and who; the first where a third person put another verdict in its place.
    pub fn text(&self, locale: &Locale) -> String {
        let by = |opinion: &Opinion, who: &str| format!("{} ({who})", opinion.text(locale));
        let second = by(&self.second, &self.second_reviewer);
        if !self.settled {
            return second;
        }
        let first = by(&self.first, &self.first_reviewer);
        let values = [("first", first.into()), ("second", second.into())];
        locale.with("report-second-settled", &values)
    }
}

/// Tickets that are named; rows and JSON have all of them.
const MOST: usize = 200;

/// In words, for people: counts first, then each ticket on which they do not agree.
pub fn lines(figures: &SecondFigures, locale: &Locale) -> Vec<(String, String)> {
    let text = |key: &str| locale.with(key, &[]);
    let told = |it: Option<String>| it.unwrap_or_else(|| "–".to_owned());
    let percent = figures.agreement.map(|it| format!("{:.1} %", it * 100.0));
    let kappa = figures.kappa.map(|it| format!("{it:.3}"));
    let mut lines = vec![
        (
            text("report-second-asked"),
            text(&format!("second-of-{}", figures.of)),
        ),
        (
            text("report-second-judged"),
            format!(
                "{} / {}",
                grouped(figures.judged_twice),
                grouped(figures.asked)
            ),
        ),
        (text("report-second-agreed"), told(percent)),
        (text("report-second-kappa"), told(kappa)),
        (
            text("report-second-differ"),
            grouped(figures.disagreements.len()),
        ),
    ];
    name_each(&mut lines, &figures.disagreements, locale);
    if !figures.other_reasons.is_empty() {
        let count = grouped(figures.other_reasons.len());
        lines.push((text("report-second-reasons"), count));
        name_each(&mut lines, &figures.other_reasons, locale);
    }
    lines
}

/// A line for each of the first, with what both said of it.
fn name_each(lines: &mut Vec<(String, String)>, all: &[Disagreement], locale: &Locale) {
    lines.extend(all.iter().take(MOST).map(|it| {
        let values = [
            ("first", it.first.text(locale).into()),
            ("reviewer", it.first_reviewer.clone().into()),
            ("second", it.second.text(locale).into()),
            ("other", it.second_reviewer.clone().into()),
        ];
        let mut said = locale.with("report-second-said", &values);
        if let (Some(settled), Some(by)) = (&it.settled, &it.settled_by) {
            let values = [
                ("verdict", settled.text(locale).into()),
                ("reviewer", by.clone().into()),
            ];
            said.push_str(&locale.with("report-second-decided", &values));
        }
        (it.id.to_string(), said)
    }));
    if let Some(more) = all.len().checked_sub(MOST).filter(|it| *it > 0) {
        lines.push((
            String::new(),
            locale.with("report-second-more", &[("count", more.into())]),
        ));
    }
}
