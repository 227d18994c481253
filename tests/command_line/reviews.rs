//! What is handed over of a review without a window, and reviews that cannot be.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;

use invoice_lens::model::{
    Deed, Event, InvoiceId, Reason, SecondReview, Stamp, TestAnswer, TestTickets, TicketState,
    Verdict,
};
use invoice_lens::store::{Record, ReviewFile};
use serde_json::Value;

use crate::program::Program;

const IDS: [&str; 3] = ["ID01right00001", "ID01wrong00001", "ID01still00001"];

fn id(text: &str) -> InvoiceId {
    InvoiceId::new(text).expect("an ID")
}

fn event(invoice: Option<&str>, deed: Deed) -> Event {
    Event {
        stamp: Stamp::now(),
        reviewer: "李梅".into(),
        invoice: invoice.map(id),
        base: None,
        deed,
    }
}

/// A review of three invoices, of which two are judged.
fn review(path: &Path) {
    let mut file = ReviewFile::create(path, "https://a.example").expect("made");
    let mut append = |event: Event| {
        let state = event
            .invoice
            .clone()
            .and_then(|id| Some((id, TicketState::default().after(&event)?)));
        let states = state.into_iter().collect();
        file.append(&Record { event, states }).expect("written");
    };
    append(event(
        None,
        Deed::Ids(IDS.iter().map(|text| id(text)).collect()),
    ));
    let judged = |verdict| Deed::Judged { verdict, on: None };
    append(event(Some(IDS[0]), judged(Verdict::Correct)));
    let cut_off = Verdict::Wrong(Some(Reason::CutOff));
    append(event(Some(IDS[1]), judged(cut_off)));
}

#[test]
fn a_review_becomes_a_report_and_lists_of_ids() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("list.ilens");
    review(&path);
    let path = path.to_str().expect("text");
    let ended = Program::new(&["report", path, "--to", "report.json", "--list", "wrong"]).run();
    assert_eq!(ended.status, 0, "{}", ended.stderr);
    assert_eq!(ended.stdout, "ID01wrong00001\n");
    let text = std::fs::read_to_string(ended.path("report.json")).expect("written");
    let report: Value = serde_json::from_str(&text).expect("JSON");
    let summary = &report["summary"];
    assert_eq!(
        [&summary["correct"], &summary["wrong"], &summary["asked"]],
        [1, 1, 3]
    );
    let wrong = &report["invoices"][1];
    assert_eq!(
        (&wrong["verdict"], &wrong["reason"]),
        (&"wrong".into(), &"cut_off".into())
    );
    assert_eq!(wrong["reviewer"], "李梅");
    assert!(
        wrong["judged"].as_str().is_some_and(|it| it.ends_with('Z')),
        "{wrong}"
    );
    let ended = Program::new(&["report", path, "--only", "wrong", "--lang", "en"])
        .args(&["--to", "r.csv", "--to", "r.html", "--to", "r.xlsx"])
        .run();
    assert_eq!((ended.status, &*ended.stderr), (0, ""));
    let csv = std::fs::read_to_string(ended.path("r.csv")).expect("written");
    assert_eq!(csv.lines().count(), 2, "{csv}");
    assert!(
        csv.contains("ID01wrong00001,Not checked,,,,,,,,,,,,Wrong,Cut off,,李梅,"),
        "{csv}"
    );
    let html = std::fs::read_to_string(ended.path("r.html")).expect("written");
    assert!(html.contains("No token was given"), "{html}");
    let ended = Program::new(&["report", path, "--list", "unjudged"]).run();
    assert_eq!(ended.stdout, "ID01still00001\n");
}

/// A review of three invoices that li and wang judged without knowledge of each other; zhao settled one.
fn judged_twice(path: &Path) {
    let mut file = ReviewFile::create(path, "https://a.example").expect("made");
    let mut states: HashMap<InvoiceId, TicketState> = HashMap::new();
    let mut append = |reviewer: &str, invoice: Option<&str>, deed: Deed| {
        let event = Event {
            reviewer: reviewer.into(),
            ..event(invoice, deed)
        };
        let changed = event.invoice.clone().and_then(|id| {
            let state = states.entry(id.clone()).or_default();
            *state = state.after(&event)?;
            Some((id, state.clone()))
        });
        let states = changed.into_iter().collect();
        file.append(&Record { event, states }).expect("written");
    };
    append("li", None, Deed::Ids(IDS.map(id).to_vec()));
    append("owner", None, Deed::SecondAsked(SecondReview::All));
    let said = [
        (Verdict::Correct, Verdict::Correct),
        (Verdict::Wrong(None), Verdict::Correct),
        (
            Verdict::Wrong(Some(Reason::CutOff)),
            Verdict::Wrong(Some(Reason::TooLoose)),
        ),
    ];
    for (id, (first, second)) in IDS.iter().zip(said) {
        let judged = Deed::Judged {
            verdict: first,
            on: None,
        };
        append("li", Some(id), judged);
        let second = Deed::Second {
            verdict: Some(second),
            on: None,
        };
        append("wang", Some(id), second);
    }
    let settled = Deed::Settled {
        verdict: Verdict::Unsure,
        on: None,
    };
    append("zhao", Some(IDS[1]), settled);
}

/// What tests add to a review: li was tested three times, and noticed two.
fn tested(path: &Path) {
    let mut file = ReviewFile::open(path).expect("opened");
    let asked = TestTickets {
        percent: 2,
        seed: 7,
    };
    let mut append = |reviewer: &str, invoice: Option<&str>, deed: Deed| {
        let event = Event {
            reviewer: reviewer.into(),
            ..event(invoice, deed)
        };
        let states = Vec::new();
        file.append(&Record { event, states }).expect("written");
    };
    append("owner", None, Deed::TestsAsked(asked));
    let said = [Verdict::Wrong(None), Verdict::Correct, Verdict::Wrong(None)];
    for (id, verdict) in IDS.iter().zip(said) {
        let shown = [1.0, 2.0, 30.0, 40.0];
        let answer = Deed::Tested(TestAnswer { verdict, shown });
        append("li", Some(id), answer);
    }
}

/// They stand before the rows of those formats that have such a place, and nowhere else.
#[test]
fn what_test_tickets_came_to_is_said_once_and_reaches_no_row() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("list.ilens");
    judged_twice(&path);
    let report = |path: &Path| {
        let path = path.to_str().expect("text");
        let ended = Program::new(&["report", path, "--lang", "en", "--to", "r.json"])
            .args(&["--to", "r.csv", "--to", "r.html", "--to", "r.xlsx"])
            .run();
        assert_eq!((ended.status, &*ended.stderr), (0, ""));
        let text = |name: &str| std::fs::read_to_string(ended.path(name)).expect("written");
        let json: Value = serde_json::from_str(&text("r.json")).expect("JSON");
        (json, text("r.csv"), text("r.html"))
    };
    let (before, table, _) = report(&path);
    assert!(before["review"]["tests"].is_null());
    tested(&path);
    let (after, table_after, html) = report(&path);
    assert_eq!(
        (&after["invoices"], table_after),
        (&before["invoices"], table)
    );
    assert_eq!(after["summary"], before["summary"]);
    assert_eq!(after["review"]["second"], before["review"]["second"]);
    let tests = &after["review"]["tests"];
    assert_eq!(tests["percent"], 2);
    // Whoever has it can tell which tickets are tests.
    assert!(tests.get("seed").is_none(), "{tests}");
    let li = &tests["reviewers"][0];
    let keys: BTreeSet<&str> = li
        .as_object()
        .expect("one was tested")
        .keys()
        .map(String::as_str)
        .collect();
    let wanted = [
        "reviewer", "answered", "caught", "missed", "unsure", "rate", "low", "high",
    ];
    assert_eq!(keys, wanted.into());
    assert_eq!(
        (&li["reviewer"], &li["answered"]),
        (&"li".into(), &3.into())
    );
    assert_eq!((&li["caught"], &li["missed"]), (&2.into(), &1.into()));
    assert!(html.contains("Test tickets") && html.contains("2 of 3 caught, 67 %"));
}

#[test]
fn what_was_judged_twice_is_in_every_format_with_how_far_both_agree() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("list.ilens");
    judged_twice(&path);
    let path = path.to_str().expect("text");
    let ended = Program::new(&["report", path, "--lang", "en", "--to", "r.json"])
        .args(&["--to", "r.csv", "--to", "r.html", "--to", "r.xlsx"])
        .run();
    assert_eq!((ended.status, &*ended.stderr), (0, ""));
    let text = |name: &str| std::fs::read_to_string(ended.path(name)).expect("written");
    let report: Value = serde_json::from_str(&text("r.json")).expect("JSON");
    let second = &report["review"]["second"];
    let keys: Vec<&str> = second
        .as_object()
        .expect("there")
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(
        keys.into_iter().collect::<BTreeSet<_>>(),
        [
            "of",
            "asked",
            "judged_twice",
            "agreed",
            "agreement",
            "kappa",
            "pairs",
            "disagreements",
            "other_reasons"
        ]
        .into()
    );
    assert_eq!(
        (&second["asked"], &second["agreed"]),
        (&3.into(), &2.into())
    );
    // 2/3 observed, (1·2 + 2·1)/9 by chance.
    let kappa = second["kappa"].as_f64().expect("a number");
    assert!((kappa - 0.4).abs() < 1e-9, "{kappa}");
    let one = &second["disagreements"][0];
    assert_eq!(
        (&one["id"], &one["settled_by"]),
        (&IDS[1].into(), &"zhao".into())
    );
    assert_eq!(one["settled"]["verdict"], "unsure");
    let reasons = second["other_reasons"].as_array().expect("a list");
    assert_eq!((reasons.len(), &reasons[0]["id"]), (1, &IDS[2].into()));
    assert_eq!(reasons[0]["first"]["reason"], "cut_off");
    let row = &report["invoices"][1];
    assert_eq!(
        (&row["verdict"], &row["reviewer"]),
        (&"unsure".into(), &"zhao".into())
    );
    assert_eq!(row["second"]["first"]["verdict"], "wrong");
    assert_eq!(row["second"]["settled"], true);
    let csv = text("r.csv");
    assert!(
        csv.lines()
            .next()
            .is_some_and(|it| it.contains(",Second verdict,")),
        "{csv}"
    );
    assert!(csv.contains(",Correct (wang)"), "{csv}");
    assert!(csv.contains("Wrong (li), Correct (wang); settled"), "{csv}");
    let html = text("r.html");
    for said in [
        "66.7 %",
        "0.400",
        "Blind second review",
        "Both wrong, for different reasons",
        "→ Unsure (zhao)",
    ] {
        assert!(html.contains(said), "{said}");
    }
}

/// What was judged in a spreadsheet comes back, once, and what contradicts the review is listed.
#[test]
fn verdicts_of_a_report_are_read_back_and_nothing_is_overwritten() {
    let folder = tempfile::tempdir().expect("a folder");
    let (first, second) = (folder.path().join("a.ilens"), folder.path().join("b.ilens"));
    review(&first);
    let mut file = ReviewFile::create(&second, "https://a.example").expect("made");
    let ids = event(None, Deed::Ids(IDS.iter().map(|text| id(text)).collect()));
    file.append(&Record {
        event: ids,
        states: Vec::new(),
    })
    .expect("written");
    drop(file);
    let report = |review: &Path| {
        let review = review.to_str().expect("text");
        let ended = Program::new(&["report", review, "--to", "r.csv", "--lang", "zh-CN"]).run();
        assert_eq!(ended.status, 0, "{}", ended.stderr);
        std::fs::read_to_string(ended.path("r.csv")).expect("written")
    };
    let csv = folder.path().join("r.csv");
    let before = report(&first);
    std::fs::write(&csv, &before).expect("written");
    let import = |csv: &Path| {
        let arguments = ["import", second.to_str().expect("text"), "--from"];
        let csv = csv.to_str().expect("text");
        Program::new(&arguments).args(&[csv, "--lang", "en"]).run()
    };
    let ended = import(&csv);
    assert_eq!((ended.status, &*ended.stdout), (0, ""), "{}", ended.stderr);
    assert!(ended.stderr.contains("Taken: 2"), "{}", ended.stderr);
    assert_eq!(report(&second), before, "nothing is lost");
    // Once more does nothing, and another verdict is not taken.
    std::fs::write(
        &csv,
        before.replace("正确", "存疑") + "99,ID01other00001\r\n",
    )
    .expect("written");
    let ended = import(&csv);
    assert_eq!(ended.status, 3, "{}", ended.stderr);
    let lines: Vec<&str> = ended.stdout.lines().collect();
    assert_eq!(lines.len(), 2, "{}", ended.stdout);
    assert!(lines[0].contains("another verdict"), "{}", ended.stdout);
    assert!(lines[1].contains("no such invoice"), "{}", ended.stdout);
    assert_eq!(report(&second), before);
    // As Excel saves it in China.
    let (gbk, _, is_lossy) = encoding_rs::GBK.encode(before.trim_start_matches('\u{feff}'));
    assert!(!is_lossy);
    std::fs::write(&csv, gbk).expect("written");
    let ended = import(&csv);
    assert_eq!((ended.status, &*ended.stdout), (0, ""), "{}", ended.stderr);
    for (csv, said) in [
        (folder.path().join("none.csv"), "does not exist"),
        (folder.path().to_owned(), "it is a folder"),
        (second.clone(), "no CSV report"),
    ] {
        let ended = import(&csv);
        assert_eq!(ended.status, 1, "{}", ended.stderr);
        assert!(ended.stderr.contains(said), "{}", ended.stderr);
    }
}

#[test]
fn what_is_no_review_says_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = folder.path().join("text.ilens");
    std::fs::write(&text, "ID01right00001\n".repeat(200)).expect("written");
    let text = text.to_str().expect("text");
    for (arguments, status, said) in [
        (
            vec!["report", text, "--list", "wrong", "--lang", "en"],
            1,
            "not a review file",
        ),
        (
            vec!["report", "missing.ilens", "--list", "wrong", "--lang", "en"],
            1,
            "does not exist",
        ),
        (vec!["report", text], 2, "--to"),
        (vec!["report", text, "--list", "good"], 2, "unjudged"),
        (vec!["--review", "missing.ilens"], 2, "no such review"),
        (vec!["missing.ilens"], 2, "no such review"),
    ] {
        let ended = Program::new(&arguments).run();
        assert_eq!(ended.status, status, "{arguments:?}: {}", ended.stderr);
        assert!(
            ended.stderr.contains(said),
            "{arguments:?}: {}",
            ended.stderr
        );
    }
}
