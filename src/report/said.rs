//! The head of a report in words: each count and figure as a label with its value, for people.

use crate::locale::{Locale, grouped};

use super::head::{Head, here};
use super::{catching, second, words};
use crate::model::Reason;

/// A heading with what stands below it: labels and values.
pub struct Section {
    pub heading: String,
    pub lines: Vec<(String, String)>,
}

/// All that the head says, in the order in which it is read.
pub fn said(head: &Head, locale: &Locale) -> Vec<Section> {
    let text = |key: &str| locale.with(key, &[]);
    let mut sections = Vec::new();
    let mut section = |heading: &str, lines: Vec<(String, String)>| {
        if !lines.is_empty() {
            let heading = text(heading);
            sections.push(Section { heading, lines });
        }
    };
    section("report-reconciliation", reconciliation(head, locale));
    section("report-verdicts", verdicts(head, locale));
    let reasons = head.review.reasons.iter().map(|it| {
        let name = match it.reason.as_deref() {
            None => text("filter-no-reason"),
            Some(code) => reason_name(code, locale),
        };
        (name, grouped(it.count))
    });
    section("report-reasons", reasons.collect());
    section("report-agreement", agreement(head, locale));
    section("report-sample", sample(head, locale));
    let twice = head.review.second.as_ref();
    let twice = twice.map(|it| second::lines(it, locale));
    section("report-second", twice.unwrap_or_default());
    let tests = head.review.tests.as_ref();
    let tests = tests.map(|it| catching::lines(it, locale));
    section("tests", tests.unwrap_or_default());
    sections
}

fn reconciliation(head: &Head, locale: &Locale) -> Vec<(String, String)> {
    let lines = head.reconciliation.lines();
    let lines = lines.into_iter().map(|(name, count)| {
        let label = locale.with(&format!("reconcile-{name}"), &[]);
        let count = count.map_or_else(|| locale.with("reconcile-unknown", &[]), grouped);
        (label, count)
    });
    lines.chain(bills(head, locale)).collect()
}

/// Bills by name, as far as they gave nothing.
fn bills(head: &Head, locale: &Locale) -> Vec<(String, String)> {
    let Some(bills) = &head.summary.bills else {
        return Vec::new();
    };
    let text = |key: &str| locale.with(key, &[]);
    let named = |bills: &[String]| format!("{}: {}", grouped(bills.len()), bills.join(", "));
    let mut lines = vec![(text("reconcile-bills"), grouped(bills.asked))];
    for (key, bills) in [
        ("reconcile-bills-empty", &bills.empty),
        ("reconcile-bills-failed", &bills.failed),
    ] {
        if !bills.is_empty() {
            lines.push((text(key), named(bills)));
        }
    }
    lines
}

fn verdicts(head: &Head, locale: &Locale) -> Vec<(String, String)> {
    let (summary, review) = (&head.summary, &head.review);
    let text = |key: &str| locale.with(key, &[]);
    let mut lines = vec![
        (text("verdict-correct"), grouped(summary.correct)),
        (text("report-by-sheet"), grouped(summary.accepted_by_sheet)),
        (text("verdict-wrong"), grouped(summary.wrong)),
        (text("verdict-unsure"), grouped(summary.unsure)),
    ];
    let ignored = &summary.ignored_findings;
    if !ignored.is_empty() {
        let names: Vec<String> = ignored.iter().map(|it| locale.finding_name(it)).collect();
        lines.push((text("report-ignored-findings"), names.join(" · ")));
    }
    if !review.reviewers.is_empty() {
        lines.push((text("report-reviewers"), review.reviewers.join(", ")));
    }
    if let (Some(from), Some(to)) = (&review.from, &review.to) {
        let shown = |time: &String| time.parse().map_or_else(|_| time.clone(), here);
        let span = format!("{} – {}", shown(from), shown(to));
        lines.push((text("report-between"), span));
    }
    if let Some(rate) = review.per_hour {
        lines.push((text("report-rate"), grouped(rate as usize)));
    }
    if let Some(secs) = review.remaining_secs.filter(|_| summary.unjudged > 0) {
        lines.push((text("report-remaining"), duration(secs, locale)));
    }
    lines
}

fn agreement(head: &Head, locale: &Locale) -> Vec<(String, String)> {
    let lines = head.review.findings.iter().map(|it| {
        let percent = it
            .percent()
            .map_or_else(|| "–".to_owned(), |it| format!("{it} %"));
        let values = [
            ("percent", percent.into()),
            ("wrong", it.wrong.into()),
            ("correct", it.correct.into()),
            ("unsure", it.unsure.into()),
            ("unjudged", it.unjudged.into()),
        ];
        let value = locale.with("report-agreed", &values);
        (locale.finding_name(it.code), value)
    });
    lines.collect()
}

fn sample(head: &Head, locale: &Locale) -> Vec<(String, String)> {
    let Some(sample) = &head.review.sample else {
        return Vec::new();
    };
    let text = |key: &str| locale.with(key, &[]);
    let bound = sample
        .upper_bound
        .map_or_else(|| "–".to_owned(), |bound| format!("{:.2} %", bound * 100.0));
    vec![
        (text("sample-size"), grouped(sample.size)),
        (text("sample-seed"), sample.seed.to_string()),
        (text("sample-judged"), grouped(sample.judged)),
        (text("sample-wrong"), grouped(sample.wrong)),
        (text("sample-bound"), bound),
    ]
}

/// A reason by its code; own words as they are.
fn reason_name(code: &str, locale: &Locale) -> String {
    match Reason::NAMED.iter().find(|it| it.code() == code) {
        Some(reason) => words::reason(reason, locale),
        None => super::cell::text_of(code),
    }
}

/// In hours and minutes, or minutes alone.
pub fn duration(secs: u64, locale: &Locale) -> String {
    let minutes = secs.div_ceil(60);
    let (hours, rest) = (minutes / 60, minutes % 60);
    let values = [
        ("hours", (hours as usize).into()),
        (
            "minutes",
            ((if hours > 0 { rest } else { minutes }) as usize).into(),
        ),
    ];
    let key = if hours > 0 {
        "duration-hours"
    } else {
        "duration-minutes"
    };
    locale.with(key, &values)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Lang;
    use crate::report::fixtures;

    #[test]
    fn kinds_that_were_left_out_of_account_are_named() {
        let mut head = fixtures::head(&fixtures::rows());
        let named = |head: &Head, lang| {
            let locale = Locale::new(lang);
            let label = locale.with("report-ignored-findings", &[]);
            let lines = said(head, &locale).into_iter().flat_map(|it| it.lines);
            let mut lines = lines.filter(|(name, _)| *name == label);
            lines.next().map(|(_, kinds)| kinds)
        };
        assert_eq!(named(&head, Lang::En), None);
        head.summary.ignored_findings = vec!["margin_wide", "text_cut"];
        let kinds = named(&head, Lang::En);
        assert_eq!(kinds.as_deref(), Some("Wide margin · Print cut"));
        let kinds = named(&head, Lang::ZhCn);
        assert_eq!(kinds.as_deref(), Some("留白过多 · 文字被切断"));
    }
}
