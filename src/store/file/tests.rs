//! Review files: what is written, found again, copied, only looked at, and taken away.

use std::fs;
use std::path::{Path, PathBuf};

use super::*;
use crate::model::region::RawRegion;
use crate::model::{
    Accepted, Event, FieldMark, FieldName, JudgedOn, Particulars, Reason, Stamp, Verdict,
    WrongField,
};
use crate::store::folder;

fn id(text: &str) -> InvoiceId {
    InvoiceId::new(text).expect("an ID")
}

fn ids(count: usize) -> Vec<InvoiceId> {
    (0..count)
        .map(|nr| id(&format!("ID01test{nr:04}")))
        .collect()
}

fn event(invoice: Option<InvoiceId>, deed: Deed) -> Event {
    Event {
        stamp: Stamp::now(),
        reviewer: "李".into(),
        invoice,
        base: None,
        deed,
    }
}

fn record(invoice: &InvoiceId, deed: Deed) -> Record {
    let event = event(Some(invoice.clone()), deed);
    let state = TicketState::default()
        .after(&event)
        .expect("it changes the invoice");
    Record {
        event,
        states: vec![(invoice.clone(), state)],
    }
}

fn new_review(folder: &Path, count: usize) -> (ReviewFile, PathBuf) {
    let path = folder.join("list.ilens");
    let mut file = ReviewFile::create(&path, "https://a.example").expect("made");
    let event = event(None, Deed::Ids(ids(count)));
    let states = Vec::new();
    file.append(&Record { event, states }).expect("written");
    (file, path)
}

#[test]
fn what_was_written_is_there_after_opening_it_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut file, path) = new_review(folder.path(), 3);
    let wrong = Verdict::Wrong(Some(Reason::Other("印章遮住".to_owned())));
    let verdict = record(
        &id("ID01test0001"),
        Deed::Judged {
            verdict: wrong.clone(),
            on: None,
        },
    );
    file.append(&verdict).expect("written");
    // Sent twice, written once.
    file.append(&verdict).expect("written");
    let note = record(&id("ID01test0002"), Deed::Noted("看不清".to_owned()));
    file.append(&note).expect("written");
    file.set_place("{}").expect("written");
    assert_eq!(file.progress().expect("counted"), (3, 1));
    drop(file);
    let names: Vec<_> = fs::read_dir(folder.path()).expect("listed").collect();
    assert_eq!(names.len(), 1, "one file is the whole review: {names:?}");

    let file = ReviewFile::open(&path).expect("opened");
    assert_eq!(file.access(), Access::Write);
    let contents = file.contents().expect("read");
    assert_eq!(contents.ids, ids(3));
    assert_eq!(contents.header.platform, "https://a.example");
    assert_eq!(contents.header.place, "{}");
    let states: Vec<_> = contents
        .states
        .iter()
        .map(|(id, state)| (id.as_str(), state.verdict()))
        .collect();
    assert_eq!(
        states,
        [("ID01test0001", Some(&wrong)), ("ID01test0002", None)]
    );
    assert_eq!(&*contents.states[1].1.note, "看不清");
    let undo = contents.history.to_undo().expect("something was done");
    let noted = (note.event.stamp.id, Some(id("ID01test0002")));
    assert_eq!(undo.events, [noted]);
    assert_eq!(undo.invoices, [id("ID01test0002")]);
}

/// An event of a whole screen with what it leaves.
fn sheet(ids: &[InvoiceId]) -> Record {
    let on = JudgedOn {
        region: RawRegion::new([1.0, 2.0, 3.0, 4.0]),
        chain: "image/crop,x_1".into(),
        picture: Some((640, 480)),
        on_sheet: false,
    };
    let accepted = ids.iter().map(|invoice| Accepted {
        invoice: invoice.clone(),
        on: on.clone(),
    });
    let event = event(None, Deed::Accepted(accepted.collect()));
    let states = ids
        .iter()
        .map(|id| (id.clone(), TicketState::default().accepted(&event, &on)))
        .collect();
    Record { event, states }
}

#[test]
fn a_screen_is_kept_as_one_event_and_taken_back_as_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut file, path) = new_review(folder.path(), 4);
    let sheet = sheet(&ids(4)[..3]);
    file.append(&sheet).expect("written");
    drop(file);
    let mut file = ReviewFile::open(&path).expect("opened");
    assert_eq!(file.access(), Access::Write);
    assert_eq!(file.progress(), Ok((4, 3)));
    let contents = file.contents().expect("read");
    assert_eq!(contents.states, sheet.states);
    assert!(contents.states.iter().all(|(_, state)| state.is_by_sheet()));
    let mut history = contents.history;
    let undo = history.to_undo().expect("something was done");
    assert_eq!(undo.events, [(sheet.event.stamp.id, None)]);
    assert_eq!(undo.invoices, ids(4)[..3]);
    let event = event(None, Deed::Undone(undo.events[0].0));
    let states = history.apply(&event, |_| TicketState::default());
    file.append(&Record { event, states }).expect("written");
    drop(file);
    let file = ReviewFile::open(&path).expect("opened");
    assert_eq!(file.progress(), Ok((4, 0)));
    let redo = file.contents().expect("read").history.to_redo();
    assert_eq!(redo.expect("it can be done again").invoices, ids(4)[..3]);
}

#[test]
fn what_was_done_at_once_is_known_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut file, path) = new_review(folder.path(), 3);
    let batch = Some(Stamp::now().id);
    for (nr, deed) in [
        (0, Deed::Noted("a".to_owned())),
        (1, Deed::Cleared),
        (2, Deed::Cleared),
    ] {
        let mut record = record(&ids(3)[nr], deed);
        record.event.stamp.batch = batch.filter(|_| nr > 0);
        file.append(&record).expect("written");
    }
    drop(file);
    let contents = ReviewFile::open(&path).expect("opened").contents();
    let undo = contents.expect("read").history.to_undo();
    assert_eq!(undo.expect("something was done").invoices, ids(3)[1..]);
}

#[test]
fn a_second_window_may_look_and_not_write() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut first, path) = new_review(folder.path(), 2);
    let mut second = ReviewFile::open(&path).expect("opened");
    assert_eq!(second.access(), Access::Elsewhere);
    let deed = Deed::Judged {
        verdict: Verdict::Correct,
        on: None,
    };
    let verdict = record(&id("ID01test0000"), deed);
    assert_eq!(second.append(&verdict), Err(StoreError::ReadOnly));
    first.append(&verdict).expect("written");
    assert_eq!(
        second.progress().expect("counted"),
        (2, 1),
        "it sees what the first one writes"
    );
    drop(second);
    drop(first);
    assert_eq!(
        ReviewFile::open(&path).expect("opened").access(),
        Access::Write
    );
}

#[test]
fn a_review_of_a_newer_program_is_only_looked_at() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut file, path) = new_review(folder.path(), 2);
    let deed = Deed::Judged {
        verdict: Verdict::Unsure,
        on: None,
    };
    file.append(&record(&id("ID01test0000"), deed))
        .expect("written");
    let newer = "UPDATE event SET kind = 'verdict/9' WHERE kind = 'verdict/1'";
    file.connection.execute(newer, []).expect("changed");
    drop(file);
    let file = ReviewFile::open(&path).expect("opened");
    assert_eq!(file.access(), Access::Newer);
    assert_eq!(file.contents().expect("read").ids.len(), 2);
    drop(file);

    let other = Connection::open(&path).expect("opened");
    other
        .pragma_update(None, "user_version", 99)
        .expect("changed");
    drop(other);
    assert_eq!(
        ReviewFile::open(&path).expect("opened").access(),
        Access::Newer
    );
}

#[test]
fn what_is_no_review_says_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let error = |path: &Path| ReviewFile::open(path).err();
    assert_eq!(
        error(&folder.path().join("missing.ilens")),
        Some(StoreError::Missing)
    );
    let text = folder.path().join("text.ilens");
    fs::write(&text, "ID01xO4jZjprrx\n".repeat(100)).expect("written");
    assert_eq!(error(&text), Some(StoreError::NoReview));
    let other = folder.path().join("other.ilens");
    let connection = Connection::open(&other).expect("made");
    connection
        .execute_batch("CREATE TABLE a (b)")
        .expect("made");
    drop(connection);
    assert_eq!(error(&other), Some(StoreError::NoReview));
}

#[test]
#[cfg(unix)]
fn a_review_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().expect("a folder");
    let kept = folder.path().join("reviews");
    let file = folder::create(&kept, "list", "p").expect("made");
    let mode = |path: &Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
    assert_eq!(mode(&kept), 0o700);
    let mut looked_at = 0;
    for entry in fs::read_dir(&kept).expect("listed") {
        let path = entry.expect("an entry").path();
        assert_eq!(mode(&path), 0o600, "{}", path.display());
        looked_at += 1;
    }
    assert!(looked_at >= 2, "the file and its lock");
    drop(file);
}

#[test]
fn a_list_is_found_again_by_its_ids_and_platform() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, path) = new_review(folder.path(), 3);
    drop(file);
    let mut turned = ids(3);
    turned.reverse();
    let find = |platform: &str, ids: &[InvoiceId]| folder::find(folder.path(), platform, ids).found;
    assert_eq!(find("https://a.example", &turned), Some(path));
    assert_eq!(find("https://b.example", &turned), None);
    assert_eq!(find("https://a.example", &turned[..2]), None);
}

#[test]
fn a_copy_a_day_is_kept_and_the_last_three_stay() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, path) = new_review(folder.path(), 3);
    for day in [
        "2026-01-01",
        "2026-01-02",
        "2026-01-03",
        "2026-01-04",
        "2026-01-04",
    ] {
        folder::keep_copy(&file, day).expect("kept");
    }
    let copies = folder.path().join("copies");
    let mut names: Vec<_> = fs::read_dir(&copies)
        .expect("listed")
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .into_string()
                .expect("a name")
        })
        .collect();
    names.sort();
    let day = |day: &str| format!("list @{day}.ilens");
    assert_eq!(names, ["2026-01-02", "2026-01-03", "2026-01-04"].map(day));
    let copy = ReviewFile::open_to_look(&copies.join(&names[0])).expect("opened");
    assert_eq!(copy.progress().expect("counted"), (3, 0));
    drop((copy, file));
    folder::delete(&path).expect("deleted");
    assert_eq!(fs::read_dir(&copies).expect("listed").count(), 0);
    assert!(!path.exists());
}

#[test]
fn fields_that_are_marked_as_wrong_are_there_when_it_is_opened_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut file, path) = new_review(folder.path(), 2);
    let of = id("ID01test0001");
    let deed = |right: &str| {
        Deed::FieldMarked(FieldMark {
            field: FieldName::Number,
            wrong: Some(WrongField {
                read: "13116949".to_owned(),
                right: Some(right.to_owned()),
            }),
        })
    };
    for right in ["13116948", "13116947"] {
        file.append(&record(&of, deed(right))).expect("written");
    }
    drop(file);
    let contents = ReviewFile::open(&path)
        .expect("opened")
        .contents()
        .expect("read");
    let (marked, state) = contents.states.first().expect("one was changed");
    assert_eq!(*marked, of);
    let right = state
        .corrections()
        .first()
        .and_then(|it| it.right.as_deref());
    assert_eq!(right, Some("13116947"));
    assert!(contents.history.to_undo().is_some());
}

#[test]
fn what_was_learned_opens_without_a_token() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut file, path) = new_review(folder.path(), 1);
    let invoice = crate::model::fixtures::invoice("a.jpg", [1.0, 2.0, 3.0, 4.0]);
    let learned = Learned::new(&invoice, None, Particulars::default());
    let of = id("ID01test0000");
    file.learn(&[(of.clone(), learned.clone())])
        .expect("written");
    drop(file);
    let contents = ReviewFile::open(&path)
        .expect("opened")
        .contents()
        .expect("read");
    assert_eq!(contents.learned, [(of, learned)]);
}

#[test]
fn a_review_that_somebody_judges_in_is_not_deleted() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, path) = new_review(folder.path(), 2);
    assert_eq!(folder::delete(&path), Err(StoreError::Busy));
    drop(file);
    assert_eq!(folder::delete(&path), Ok(()));
    assert_eq!(fs::read_dir(folder.path()).expect("listed").count(), 0);
}

#[test]
#[cfg(unix)]
fn a_file_that_is_taken_away_is_written_again_with_all_that_it_had() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut file, path) = new_review(folder.path(), 3);
    let judged = |nr| {
        let verdict = Verdict::Correct;
        record(&ids(3)[nr], Deed::Judged { verdict, on: None })
    };
    file.append(&judged(0)).expect("written");
    for entry in fs::read_dir(folder.path()).expect("listed") {
        fs::remove_file(entry.expect("an entry").path()).expect("removed");
    }
    file.append(&judged(1)).expect("written");
    drop(file);
    let file = ReviewFile::open(&path).expect("opened");
    assert_eq!(file.progress().expect("counted"), (3, 2));
}

#[test]
fn the_second_window_writes_once_the_first_is_closed() {
    let folder = tempfile::tempdir().expect("a folder");
    let (first, path) = new_review(folder.path(), 2);
    let mut second = ReviewFile::open(&path).expect("opened");
    assert_eq!(second.take_over(), Ok(false));
    drop(first);
    assert_eq!(second.take_over(), Ok(true));
    let deed = Deed::Noted("now mine".to_owned());
    second.append(&record(&ids(2)[0], deed)).expect("written");
    drop(second);
    let names = fs::read_dir(folder.path()).expect("listed").count();
    assert_eq!(names, 1, "one file is the whole review");
}

#[test]
fn a_list_is_found_again_after_more_was_added_to_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut file, path) = new_review(folder.path(), 3);
    let more = event(None, Deed::Ids(vec![id("ID01added001")]));
    let states = Vec::new();
    file.append(&Record {
        event: more,
        states,
    })
    .expect("written");
    drop(file);
    let found = folder::find(folder.path(), "https://a.example", &ids(3)).found;
    assert_eq!(found, Some(path));
    let other = folder::find(folder.path(), "https://a.example", &ids(2)).found;
    assert_eq!(other, None);
}
