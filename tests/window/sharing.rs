//! The review split for two reviewers, and what one of them decided merged into it, in the real window.

use std::fs;
use std::path::{Path, PathBuf};

use egui::Key;
use invoice_lens::model::{Deed, Event, InvoiceId, Reason, Stamp, TicketState, Verdict};
use invoice_lens::state::State;
use invoice_lens::store::{Parted, Record, ReviewFile};

use crate::harness::App;
use crate::judging::{all_saved, reviewing};
use crate::pages;

/// Another reviewer judges one ticket of this file.
fn judge(file: &Path, id: &str, verdict: Verdict) {
    let id = InvoiceId::new(id).expect("an ID");
    let event = Event {
        stamp: Stamp::now(),
        reviewer: "王芳".into(),
        invoice: Some(id.clone()),
        base: None,
        deed: Deed::Judged { verdict, on: None },
    };
    let state = TicketState::default().after(&event).expect("judged");
    let states = vec![(id, state)];
    let mut file = ReviewFile::open(file).expect("a part");
    file.append(&Record { event, states }).expect("written");
}

fn is_done(state: &State) -> bool {
    !state.sharing.is_running && state.sharing.outcome.is_some()
}

fn parts(app: &App) -> Vec<PathBuf> {
    let Some(Parted::Split(Ok(parts))) = &app.state().sharing.outcome else {
        panic!("{:?}", app.state().sharing.outcome);
    };
    parts.iter().map(|(path, _)| path.clone()).collect()
}

#[test]
fn a_review_is_split_and_what_others_decided_comes_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let sandbox = pages::start(pages::numbered(4));
    let mut app = reviewing(folder.path(), &sandbox, 4);
    app.click_text("share");
    app.click_text("share-split-go");
    app.until("the parts", is_done);
    let parts = parts(&app);
    assert_eq!(parts.len(), 2);
    let reviews = fs::read_dir(folder.path()).expect("listed");
    let reviews = reviews.filter(|it| {
        let path = it.as_ref().expect("a file").path();
        path.extension().is_some_and(|it| it == "ilens")
    });
    assert_eq!(reviews.count(), 3);
    // One of them is judged here and there.
    judge(&parts[0], &pages::id(0), Verdict::Correct);
    judge(&parts[0], &pages::id(1), Verdict::Unsure);
    app.press(Key::Escape);
    assert_eq!(app.state().exporting.page, None);
    app.press(Key::Num3);
    app.until("the verdict on the disk", all_saved);
    app.click_text("share");
    app.click_text("share-from");
    app.event(egui::Event::Text(parts[0].display().to_string()));
    app.click_text("share-merge-go");
    app.until("the merge", is_done);
    let verdict = |app: &App, nr: usize| {
        let entry = &app.state().library.entries()[nr];
        entry.ticket.verdict().cloned()
    };
    let cut_off = Some(Verdict::Wrong(Some(Reason::CutOff)));
    assert_eq!(verdict(&app, 0), cut_off, "what was said here stays");
    assert_eq!(verdict(&app, 1), Some(Verdict::Unsure));
    let Some(Parted::Merged {
        result: Ok(merged), ..
    }) = &app.state().sharing.outcome
    else {
        panic!("{:?}", app.state().sharing.outcome);
    };
    assert_eq!(merged.conflicts.len(), 1);
    assert!(app.shows_part("王芳"), "both are shown");
    // The dialog comes to its size and place first.
    app.settle();
    app.click(&pages::id(0));
    assert_eq!(app.state().exporting.page, None);
    assert!(app.open().is_some(), "a conflict leads to its ticket");
    // What is in memory is what is in the file.
    drop(app);
    let mut files = fs::read_dir(folder.path()).expect("listed");
    let own = files.find_map(|it| {
        let path = it.expect("a file").path();
        let is_own = path.extension().is_some_and(|it| it == "ilens") && !parts.contains(&path);
        is_own.then_some(path)
    });
    let contents = ReviewFile::open(&own.expect("the review")).expect("a review");
    let states = contents.contents().expect("readable").states;
    let of = |nr: usize| {
        let state = states.iter().find(|(id, _)| id.as_str() == pages::id(nr));
        state.and_then(|(_, it)| it.verdict().cloned())
    };
    assert_eq!((of(0), of(1)), (cut_off, Some(Verdict::Unsure)));
}

#[test]
fn what_is_no_review_is_not_merged() {
    let folder = tempfile::tempdir().expect("a folder");
    let sandbox = pages::start(pages::numbered(1));
    let mut app = reviewing(folder.path(), &sandbox, 1);
    let text = folder.path().join("list.txt");
    fs::write(&text, "ID01test0001").expect("written");
    app.click_text("share");
    app.click_text("share-split-go");
    app.until("no parts", is_done);
    assert!(matches!(
        app.state().sharing.outcome,
        Some(Parted::Split(Err(_)))
    ));
    app.click_text("share-from");
    app.event(egui::Event::Text(text.display().to_string()));
    app.press(Key::Enter);
    app.until("no merge", is_done);
    let outcome = &app.state().sharing.outcome;
    assert!(
        matches!(outcome, Some(Parted::Merged { result: Err(_), .. })),
        "{outcome:?}"
    );
    assert!(app.shows_part("list.txt"));
}
