//! A review is split for two reviewers, judged in parts and merged again.

use std::path::Path;

use invoice_lens::model::{Deed, Event, InvoiceId, Stamp, TicketState, Verdict};
use invoice_lens::store::{self, Record, ReviewFile};

use crate::program::{Ended, Program};

const IDS: [&str; 4] = [
    "ID01first00001",
    "ID01second0001",
    "ID01third00001",
    "ID01fourth0001",
];

fn event(reviewer: &str, deed: Deed) -> Event {
    Event {
        stamp: Stamp::now(),
        reviewer: reviewer.into(),
        invoice: None,
        base: None,
        deed,
    }
}

fn judge(path: &Path, reviewer: &str, id: &str, verdict: Verdict) {
    let mut file = ReviewFile::open(path).expect("opened");
    let id = InvoiceId::new(id).expect("an ID");
    let event = Event {
        invoice: Some(id.clone()),
        ..event(reviewer, Deed::Judged { verdict, on: None })
    };
    let state = TicketState::default().after(&event).expect("a verdict");
    let states = vec![(id, state)];
    file.append(&Record { event, states }).expect("written");
}

fn run(arguments: &[&str], paths: &[&Path]) -> Ended {
    let paths: Vec<&str> = paths.iter().map(|it| it.to_str().expect("text")).collect();
    Program::new(arguments).args(&paths).run()
}

#[test]
fn two_reviewers_share_a_review_without_a_database() {
    let folder = tempfile::tempdir().expect("a folder");
    let whole = folder.path().join("list.ilens");
    let mut file = ReviewFile::create(&whole, "https://a.example").expect("made");
    let ids = IDS.iter().map(|id| InvoiceId::new(id).expect("an ID"));
    let event = event("li", Deed::Ids(ids.collect()));
    let states = Vec::new();
    file.append(&Record { event, states }).expect("written");
    drop(file);
    let ended = run(&["split", "--into", "2"], &[&whole]);
    assert_eq!(ended.status, 0, "{}", ended.stderr);
    let parts: Vec<_> = (1..=2)
        .map(|nr| folder.path().join(format!("list-{nr}-of-2.ilens")))
        .collect();
    let wanted: Vec<_> = parts
        .iter()
        .map(|it| format!("{}\t2", it.display()))
        .collect();
    assert_eq!(ended.stdout.lines().collect::<Vec<_>>(), wanted);
    judge(&parts[0], "li", IDS[0], Verdict::Correct);
    judge(&parts[1], "wang", IDS[2], Verdict::Unsure);
    judge(&whole, "boss", IDS[2], Verdict::Correct);
    let merge = || run(&["merge", "--lang", "en"], &[&whole, &parts[0], &parts[1]]);
    let ended = merge();
    assert_eq!(ended.status, 3, "{}", ended.stderr);
    let lines: Vec<&str> = ended.stdout.lines().collect();
    assert_eq!(lines.len(), 1, "{}", ended.stdout);
    for said in [
        IDS[2],
        "here: Correct (boss, ",
        "there: Unsure (wang, ",
        "list-2-of-2.ilens",
    ] {
        assert!(lines[0].contains(said), "{said} in {}", lines[0]);
    }
    let verdicts = || {
        let contents = store::read(&whole).expect("read");
        let said = contents.states.into_iter();
        said.map(|(id, state)| (id.to_string(), state.verdict().cloned()))
            .collect::<Vec<_>>()
    };
    let merged = verdicts();
    assert_eq!(
        merged,
        [
            (IDS[0].to_owned(), Some(Verdict::Correct)),
            (IDS[2].to_owned(), Some(Verdict::Correct))
        ]
    );
    let ended = merge();
    assert_eq!((ended.status, &*ended.stdout), (0, ""), "{}", ended.stderr);
    assert_eq!(verdicts(), merged);
}

#[test]
fn what_cannot_be_split_or_merged_says_why() {
    let folder = tempfile::tempdir().expect("a folder");
    let (one, other) = (folder.path().join("a.ilens"), folder.path().join("b.ilens"));
    drop(ReviewFile::create(&one, "https://a.example").expect("made"));
    drop(ReviewFile::create(&other, "https://b.example").expect("made"));
    let missing = folder.path().join("missing.ilens");
    let english = |first| [first, "--lang", "en"];
    for (arguments, paths, status, said) in [
        (&["split"][..], vec![one.as_path()], 2, "--into"),
        (&["split", "--into", "1"], vec![&one], 2, "--into"),
        (
            &["split", "--into", "2"],
            vec![&missing],
            2,
            "no such review",
        ),
        (
            &["split", "--into", "2", "--lang", "en"],
            vec![&one],
            1,
            "has 0",
        ),
        (&["merge"], vec![&one], 2, "FROM"),
        (&["merge"], vec![&one, &one], 2, "the same review"),
        (&["merge"], vec![&one, &missing], 2, "no such review"),
        (&english("merge"), vec![&one, &other], 1, "another platform"),
    ] {
        let ended = run(arguments, &paths);
        assert_eq!(ended.status, status, "{arguments:?}: {}", ended.stderr);
        assert!(ended.stderr.contains(said), "{said} in {}", ended.stderr);
    }
}
