//! Whatever was judged and noted survives the way through a CSV report, in either language.

use std::collections::HashMap;

use proptest::prelude::*;

use super::*;
use crate::audit::{ReportRequest, report_review};
use crate::model::{TicketState, plain_line};
use crate::report::Scope;
use crate::store::ReviewAddress;

/// Texts as people write them, and as spreadsheets and parsers dislike them.
fn text() -> impl Strategy<Value = String> {
    let odd = prop_oneof![
        Just("=1+1"),
        Just("'quoted"),
        Just("''twice"),
        Just("'=1"),
        Just("-5"),
        Just("@x"),
        Just("a,b;\"c\""),
        Just("\""),
        Just("看不清,“左”边"),
        Just("+86 10"),
        Just("\u{feff}x"),
    ];
    prop_oneof![
        odd.prop_map(str::to_owned),
        "[ -~]{1,12}",
        "[=+@'\"，。一-十a-c ]{1,6}"
    ]
    .prop_map(|text| plain_line(text.trim(), usize::MAX))
    .prop_filter("something is said", |text| {
        !text.trim().is_empty() && text.trim() == text
    })
}

fn verdict_said() -> impl Strategy<Value = Option<Verdict>> {
    let reason = prop_oneof![
        Just(None),
        Just(Some(Reason::CutOff)),
        Just(Some(Reason::TooLoose)),
        Just(Some(Reason::WrongTicket)),
        Just(Some(Reason::Unreadable)),
        text().prop_map(|own| Some(Reason::Other(own))),
    ];
    prop_oneof![
        Just(None),
        Just(Some(Verdict::Correct)),
        Just(Some(Verdict::Unsure)),
        reason.prop_map(|reason| Some(Verdict::Wrong(reason))),
    ]
}

type Kept = (Option<Verdict>, Option<Arc<str>>, Arc<str>);
type Judging = (Option<Verdict>, Option<String>);

fn review(path: &Path, judged: &[Judging], with_verdicts: bool) {
    let mut file = ReviewFile::create(path, "https://a.example").expect("made");
    let id = |nr| InvoiceId::new(&format!("ID01test{nr:04}")).expect("an ID");
    let ids = (0..judged.len()).map(id).collect();
    file.append(&Record::of_ids(ids, Stamp::now(), "li".into()))
        .expect("written");
    for (nr, (verdict, note)) in judged.iter().enumerate().filter(|_| with_verdicts) {
        let mut state = TicketState::default();
        let verdict = verdict
            .clone()
            .map(|verdict| Deed::Judged { verdict, on: None });
        let note = note.clone().map(Deed::Noted);
        for deed in verdict.into_iter().chain(note) {
            let event = Event {
                stamp: Stamp::now(),
                reviewer: "李梅".into(),
                invoice: Some(id(nr)),
                base: state.newest,
                deed,
            };
            state = state.after(&event).expect("it changes one");
            let states = vec![(id(nr), state.clone())];
            file.append(&Record { event, states }).expect("written");
        }
    }
}

/// Verdict with reason, who gave it, and the note of each invoice that has any.
fn said(path: &Path) -> HashMap<InvoiceId, Kept> {
    let states = store::read(path).expect("read").states.into_iter();
    states
        .map(|(id, state)| {
            let reviewer = state.judgement.as_ref().map(|it| it.reviewer.clone());
            (id, (state.verdict().cloned(), reviewer, state.note.clone()))
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn verdicts_reasons_and_notes_survive_a_csv_report(
        judged in proptest::collection::vec((verdict_said(), proptest::option::of(text())), 1..8),
        lang in prop_oneof![Just(Lang::En), Just(Lang::ZhCn)],
    ) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = |name: &str| folder.path().join(name);
        review(&path("a.ilens"), &judged, true);
        review(&path("b.ilens"), &judged, false);
        report_review(&ReportRequest {
            review: &ReviewAddress::File(path("a.ilens")),
            to: &[path("r.csv")],
            scope: Scope::All,
            coco: None,
            ppocrlabel: None,
            ca_file: None,
            private_addresses: false,
            proxy: crate::platform::ProxyChoice::default(),
            locale: Locale::shared(lang),
        }).expect("written");
        let imported = import_report(&path("b.ilens"), &path("r.csv")).expect("read");
        prop_assert_eq!(&imported.unfit, &Vec::new());
        prop_assert_eq!(said(&path("b.ilens")), said(&path("a.ilens")));
        let again = import_report(&path("b.ilens"), &path("r.csv")).expect("read");
        prop_assert_eq!((again.taken, again.unfit.len()), (0, 0));
    }
}
