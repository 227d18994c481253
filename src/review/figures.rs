//! Figures about the reviewing: how fast it goes, what is wrong how often, whether findings were borne out.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use jiff::Timestamp;

use crate::model::{FindingCode, Reason, Sample, SecondReview, Severity, TestBook, Verdict};
use crate::report::{FindingAgreement, ReasonCount, ReviewFigures, SampleFigures, Summary};

use super::agreement::second_figures;
use super::catching::test_figures;
use super::sampling::upper_bound;
use super::{Entry, Library};

/// How many verdicts the rate is of.
const RATED: usize = 50;
/// A gap between two verdicts longer than this is a pause, not work: two minutes.
const PAUSE_MS: i64 = 120_000;

/// All of them, of a review with this sample, this second review and these test tickets.
pub fn figures(
    library: &Library,
    sample: Option<&Sample>,
    second: Option<&SecondReview>,
    tests: Option<&TestBook>,
) -> ReviewFigures {
    let entries = library.entries();
    let judgements = || entries.iter().filter_map(|it| it.ticket.judgement.as_ref());
    let reviewers: BTreeSet<&str> = judgements().map(|it| &*it.reviewer).collect();
    let mut times: Vec<i64> = judgements().map(|it| it.at_utc_ms).collect();
    times.sort_unstable();
    let pace = pace(&times);
    let unjudged = entries.len() - times.len();
    ReviewFigures {
        reviewers: reviewers
            .into_iter()
            .filter(|it| !it.is_empty())
            .map(str::to_owned)
            .collect(),
        from: times.first().and_then(|it| said(*it)),
        to: times.last().and_then(|it| said(*it)),
        per_hour: pace.map(|per_hour| per_hour.round() as u32),
        remaining_secs: pace.map(|per_hour| (unjudged as f64 * 3_600.0 / per_hour).ceil() as u64),
        reasons: reasons(entries),
        findings: findings(library),
        sample: sample.map(|sample| sample_figures(library, sample)),
        second: second_figures(library, second),
        tests: tests.and_then(test_figures),
    }
}

/// Counts over all invoices, without making a row of each.
pub fn summary(entries: &[Entry]) -> Summary {
    let mut summary = Summary::default();
    for entry in entries {
        summary.count(super::rows::status(entry), entry.ticket.verdict());
        summary.accepted_by_sheet += usize::from(entry.ticket.is_by_sheet());
    }
    summary
}

/// Verdicts in an hour, over the last of these times; `None` where there are too few to tell.
fn pace(times: &[i64]) -> Option<f64> {
    let last = &times[times.len().saturating_sub(RATED)..];
    let gaps = last.windows(2).map(|pair| pair[1] - pair[0]);
    let worked: Vec<i64> = gaps.filter(|gap| *gap <= PAUSE_MS).collect();
    let total: i64 = worked.iter().sum();
    (total > 0).then(|| worked.len() as f64 * 3_600_000.0 / total as f64)
}

fn reasons(entries: &[Entry]) -> Vec<ReasonCount> {
    let mut counts: IndexMap<Option<&str>, usize> = IndexMap::new();
    for entry in entries {
        if let Some(Verdict::Wrong(reason)) = entry.ticket.verdict() {
            *counts.entry(reason.as_ref().map(Reason::code)).or_default() += 1;
        }
    }
    counts.sort_by(|a, m, b, n| n.cmp(m).then(a.cmp(b)));
    let count = |(reason, count): (Option<&str>, usize)| ReasonCount {
        reason: reason.map(str::to_owned),
        count,
    };
    counts.into_iter().map(count).collect()
}

/// How the invoices with each finding were judged, of all findings that occurred.
fn findings(library: &Library) -> Vec<FindingAgreement> {
    let mut found: Vec<FindingAgreement> = FindingCode::ALL
        .iter()
        .map(|code| FindingAgreement::new(code.code()))
        .collect();
    for (facets, entry) in library.facets().iter().zip(library.entries()) {
        for code in facets.findings().codes() {
            found[code as usize].count(entry.ticket.verdict());
        }
    }
    let codes = FindingCode::ALL.iter();
    let counted = codes.zip(found);
    let counted = counted.filter(|(code, it)| code.severity() != Severity::Info && it.total() > 0);
    counted.map(|(_, agreement)| agreement).collect()
}

fn sample_figures(library: &Library, sample: &Sample) -> SampleFigures {
    let verdicts = sample.invoices.iter().filter_map(|id| {
        let entry = library.number_of(id).and_then(|nr| library.get(nr))?;
        entry.ticket.verdict()
    });
    let (mut judged, mut wrong) = (0, 0);
    for verdict in verdicts {
        judged += usize::from(!matches!(verdict, Verdict::Unsure));
        wrong += usize::from(matches!(verdict, Verdict::Wrong(_)));
    }
    SampleFigures {
        size: sample.invoices.len(),
        seed: sample.seed,
        judged,
        wrong,
        upper_bound: upper_bound(wrong, judged),
    }
}

fn said(at_utc_ms: i64) -> Option<String> {
    let at = Timestamp::from_millisecond(at_utc_ms).ok()?;
    Some(at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::engine::EngineEvent;
    use crate::model::{InvoiceNr, Judgement, TicketState};
    use crate::review::fixtures::{facts, found, library_of};

    fn judge(library: &mut Library, nr: u32, verdict: Verdict, at_utc_ms: i64) {
        let judgement = Judgement {
            verdict,
            on: None,
            reviewer: "李梅".into(),
            at_utc_ms,
            offset_min: 480,
        };
        let ticket = TicketState {
            judgement: Some(Arc::new(judgement)),
            ..TicketState::default()
        };
        library.judge(InvoiceNr(nr), ticket);
    }

    fn library(count: usize) -> Library {
        library_of((0..count).map(|nr| format!("ID01test{nr:04}")))
    }

    #[test]
    fn pauses_are_no_work_and_the_rest_takes_as_long_as_the_last_ones() {
        let mut library = library(200);
        // Slow at first: only the last fifty count.
        let mut at = 0;
        for nr in 0..100 {
            at += if nr < 50 { 60_000 } else { 4_000 };
            if nr == 75 {
                at += 3_600_000;
            }
            judge(&mut library, nr, Verdict::Correct, at);
        }
        let figures = figures(&library, None, None, None);
        assert_eq!(figures.per_hour, Some(900));
        assert_eq!(figures.remaining_secs, Some(400));
        assert_eq!(figures.reviewers, ["李梅"]);
        assert_eq!(figures.from.as_deref(), Some("1970-01-01T00:01:00Z"));
        assert_eq!(
            super::figures(&self::library(3), None, None, None).per_hour,
            None
        );
    }

    #[test]
    fn reasons_are_counted_the_most_frequent_first() {
        let mut library = library(5);
        judge(&mut library, 0, Verdict::Wrong(None), 0);
        for nr in [1, 2] {
            judge(&mut library, nr, Verdict::Wrong(Some(Reason::CutOff)), 0);
        }
        let own = Reason::Other("印章".to_owned());
        judge(&mut library, 3, Verdict::Wrong(Some(own)), 0);
        judge(&mut library, 4, Verdict::Unsure, 0);
        let reasons = figures(&library, None, None, None).reasons;
        let reasons: Vec<(Option<&str>, usize)> = reasons
            .iter()
            .map(|it| (it.reason.as_deref(), it.count))
            .collect();
        assert_eq!(
            reasons,
            [(Some("cut_off"), 2), (None, 1), (Some("印章"), 1)]
        );
    }

    #[test]
    fn a_finding_is_held_against_what_reviewers_said() {
        let mut library = library(3);
        // All on one page with the same region: each is claimed by others.
        library.apply(&found(&[(0, "a.jpg"), (1, "a.jpg"), (2, "a.jpg")]));
        library.apply(&EngineEvent::Thumbnail {
            invoices: (0..3).map(InvoiceNr).collect(),
            facts: facts(),
            raster: None,
        });
        judge(&mut library, 0, Verdict::Wrong(None), 0);
        judge(&mut library, 1, Verdict::Correct, 0);
        let figures = figures(&library, None, None, None);
        let code = FindingCode::RegionDoublyClaimed.code();
        let claimed = figures.findings.iter().find(|it| it.code == code);
        let claimed = claimed.expect("a finding");
        assert_eq!(
            (claimed.wrong, claimed.correct, claimed.unjudged),
            (1, 1, 1)
        );
        assert_eq!(claimed.percent(), Some(50));
    }

    #[test]
    fn counts_add_up_whatever_happened() {
        let mut library = library(6);
        library.apply(&found(&[(0, "a.jpg"), (1, "b.jpg")]));
        judge(&mut library, 0, Verdict::Unsure, 0);
        let summary = summary(library.entries());
        assert_eq!(summary.asked, 6);
        let ends = summary.ready + summary.not_found + summary.failed + summary.no_picture;
        assert_eq!(ends + summary.not_checked, 6);
        assert_eq!(summary.judged() + summary.unjudged, 6);
    }
}
