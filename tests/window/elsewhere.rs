//! Reviews that cannot be written to their own file, and IDs that come with one that is opened.

use std::fs;

use egui::{Event, Key};
use egui_kittest::kittest::Queryable as _;
use invoice_lens::app::Launch;
use invoice_lens::id_list::IdList;
use invoice_lens::model::Verdict;
use invoice_lens::state::{Leaving, NoticeKind, Screen, State};
use invoice_lens::store::{ReviewAddress, read};

use crate::harness::{App, Look};
use crate::judging::{all_saved, launch, reviewing};
use crate::pages::{self, ids};

#[test]
fn a_review_whose_disk_is_gone_is_saved_to_another_file_before_it_is_left() {
    let folder = tempfile::tempdir().expect("a folder");
    let own = folder.path().join("reviews");
    let sandbox = pages::start(pages::numbered(4));
    let mut app = reviewing(&own, &sandbox, 4);
    app.press(Key::Num1);
    app.until("the first on the disk", all_saved);
    // The drive is pulled out: where its folder was, there is none.
    fs::remove_dir_all(&own).expect("removed");
    fs::write(&own, "").expect("written");
    app.press(Key::Num3);
    app.until("the trouble", |state| state.judging.trouble.is_some());
    app.click_text("top-new");
    assert_eq!(app.state().leaving, Some(Leaving::Review));
    let label = app.text("leaving-elsewhere");
    app.harness.get_by_label(&label).focus();
    app.settle();
    app.press_with(egui::Modifiers::COMMAND, Key::A);
    let nowhere = folder.path().join("no folder").join("copy");
    app.event(Event::Text(nowhere.display().to_string()));
    app.click_text("leaving-save");
    app.until("why not", |state| state.elsewhere.trouble.is_some());
    assert_eq!(app.state().screen, Screen::Review);
    app.harness.get_by_label(&label).focus();
    app.settle();
    app.press_with(egui::Modifiers::COMMAND, Key::A);
    let copy = folder.path().join("copy.ilens");
    app.event(Event::Text(copy.display().to_string()));
    app.click_text("leaving-save");
    app.until("the start page", |state| state.screen == Screen::Start);
    assert!(matches!(
        app.state().notice,
        Some(NoticeKind::SavedElsewhere(_))
    ));
    let saved = read(&copy).expect("a whole review");
    assert_eq!(saved.ids.len(), 4);
    let judged: Vec<_> = saved
        .states
        .iter()
        .filter_map(|(_, it)| it.verdict())
        .collect();
    assert!(
        matches!(judged[..], [Verdict::Correct, Verdict::Wrong(Some(_))]),
        "{judged:?}"
    );
}

#[test]
fn ids_beside_a_review_are_added_to_it_and_counted() {
    let folder = tempfile::tempdir().expect("a folder");
    let sandbox = pages::start(pages::numbered(6));
    let mut app = reviewing(folder.path(), &sandbox, 3);
    app.press(Key::Num1);
    app.until("all on the disk", all_saved);
    drop(app);
    let reviews = invoice_lens::store::recent(folder.path());
    let review = reviews[0].path.clone();
    // Two that it has, two new ones, one of them twice, and what is no ID.
    let all = ids(5);
    let [_, b, c, d, e] = all.iter().map(String::as_str).collect::<Vec<_>>()[..] else {
        panic!("five");
    };
    let text = [b, c, d, e, d, "???"].join("\n");
    let with_ids = Launch {
        review: Some(ReviewAddress::File(review.clone())),
        ids: Some(IdList { text, sheet: None }),
        endpoint: Some(sandbox.endpoint()),
        token: Some(sandbox.token().to_owned()),
        ..launch(folder.path())
    };
    let mut app = App::launch(Look::default(), with_ids);
    app.until("what was added", |state: &State| {
        matches!(state.notice, Some(NoticeKind::Added { .. }))
    });
    let Some(NoticeKind::Added {
        added,
        known,
        repeated,
        ..
    }) = app.state().notice
    else {
        panic!("{:?}", app.state().notice);
    };
    assert_eq!((added, known, repeated), (2, 2, 1));
    assert_eq!(app.state().library.len(), 5);
    assert_eq!(app.state().library.count_verdicts(), 1);
    drop(app);
    assert_eq!(read(&review).expect("a review").ids.len(), 5);
}
