//! Reviews that were damaged on purpose: what comes back of them, and what is left as it is.

use std::fs::OpenOptions;
use std::os::unix::fs::FileExt as _;

use super::*;
use crate::model::region::RawRegion;
use crate::model::{Accepted, JudgedOn, TicketState, Verdict};
use crate::store::{OpenRequest, Opened, ReviewAddress, Store, StoreAnswer};

const INVOICES: usize = 400;

fn id(nr: usize) -> InvoiceId {
    InvoiceId::new(&format!("ID01test{nr:04}")).expect("an ID")
}

fn ids() -> Vec<InvoiceId> {
    (0..INVOICES).map(id).collect()
}

fn verdict(nr: usize) -> Record {
    let event = Event {
        stamp: Stamp::now(),
        reviewer: "li".into(),
        invoice: Some(id(nr)),
        base: None,
        deed: Deed::Judged {
            verdict: Verdict::Correct,
            on: None,
        },
    };
    let state = TicketState::default().after(&event);
    Record {
        states: state.map(|state| (id(nr), state)).into_iter().collect(),
        event,
    }
}

/// A folded review in which every invoice is judged.
fn judged(folder: &Path) -> PathBuf {
    let path = folder.join("list.ilens");
    let mut file = ReviewFile::create(&path, "https://a.example").expect("made");
    file.append(&Record::of_ids(ids(), Stamp::now(), "li".into()))
        .expect("written");
    let records: Vec<Record> = (0..INVOICES).map(verdict).collect();
    file.write(&records).expect("written");
    path
}

fn overwrite(path: &Path, from: u64, len: usize) {
    let file = OpenOptions::new().write(true).open(path).expect("there");
    file.write_all_at(&vec![0xA5; len], from).expect("written");
}

fn opened(request: OpenRequest) -> Result<Box<Opened>, StoreError> {
    let store = Store::open(request, || {}).expect("a thread");
    match store.wait_for_answer() {
        Some(StoreAnswer::Opened(result)) => result,
        other => panic!("{other:?}"),
    }
}

fn list(folder: &Path) -> OpenRequest {
    OpenRequest::List {
        folder: folder.to_owned(),
        platform: "https://a.example".to_owned(),
        ids: ids(),
        anew: false,
        stamp: Stamp::now(),
        reviewer: "li".into(),
    }
}

#[test]
fn what_can_be_read_of_a_damaged_review_is_in_a_new_one_and_the_old_one_is_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = judged(folder.path());
    let size = fs::metadata(&path).expect("there").len();
    // Some pages in the middle.
    overwrite(&path, size / 4096 / 2 * 4096, 2 * 4096);
    let damaged = fs::read(&path).expect("there");
    let review = opened(OpenRequest::File(path.clone())).expect("recovered");
    let recovered = review.recovered.expect("it was damaged");
    assert!(
        recovered.events > INVOICES / 4,
        "{} events",
        recovered.events
    );
    assert_eq!(recovered.kept_as, folder.path().join("list.ilens.damaged"));
    assert_eq!(fs::read(&recovered.kept_as).expect("kept"), damaged);
    assert_eq!(review.contents.ids.len(), INVOICES);
    assert!(!review.contents.states.is_empty());
    let again = opened(OpenRequest::File(path)).expect("whole");
    assert_eq!(again.recovered, None);
    assert_eq!(again.contents.states, review.contents.states);
}

/// A whole screen that is accepted with one event.
fn sheet(from: usize, to: usize) -> Record {
    let on = JudgedOn {
        region: RawRegion::new([1.0, 2.0, 3.0, 4.0]),
        chain: "".into(),
        picture: Some((640, 480)),
        on_sheet: true,
    };
    let accepted = (from..to).map(|nr| Accepted {
        invoice: id(nr),
        on: on.clone(),
    });
    let event = Event {
        stamp: Stamp::now(),
        reviewer: "li".into(),
        invoice: None,
        base: None,
        deed: Deed::Accepted(accepted.collect()),
    };
    let after = |nr| (id(nr), TicketState::default().accepted(&event, &on));
    Record {
        states: (from..to).map(after).collect(),
        event,
    }
}

#[test]
fn screens_that_were_accepted_at_once_come_back_whole_with_their_tickets() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("list.ilens");
    let mut file = ReviewFile::create(&path, "https://a.example").expect("made");
    // What added the IDs is lost.
    file.append(&sheet(0, 12)).expect("written");
    file.append(&sheet(12, 20)).expect("written");
    drop(file);
    let recovered = salvage(&path).expect("recovered");
    assert_eq!(recovered.events, 3, "both, and one that adds their tickets");
    let contents = ReviewFile::open(&path).expect("whole").contents();
    let contents = contents.expect("readable");
    assert_eq!(contents.ids, (0..20).map(id).collect::<Vec<_>>());
    assert_eq!(contents.states.len(), 20);
    let turn = contents.history.to_undo().expect("a screen");
    assert_eq!(turn.invoices.len(), 8, "is taken back at once");
}

#[test]
fn a_list_finds_its_damaged_review_by_what_its_copies_say() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = judged(folder.path());
    drop(opened(OpenRequest::File(path.clone())).expect("whole, and a copy is kept"));
    let size = fs::metadata(&path).expect("there").len();
    overwrite(&path, 0, size as usize);
    let [recent] = &folder::recent(folder.path())[..] else {
        panic!("it is told of");
    };
    assert!(recent.is_damaged);
    let review = opened(list(folder.path())).expect("recovered");
    let recovered = review.recovered.expect("it was damaged");
    assert_eq!(recovered.events, INVOICES + 1);
    assert_eq!(review.contents.states.len(), INVOICES);
    assert_eq!(review.at, ReviewAddress::File(path));
}

#[test]
fn what_cannot_be_read_is_left_and_told_of() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = judged(folder.path());
    let bytes = fs::read(&path).expect("there");
    // All but the header.
    overwrite(&path, 100, bytes.len() - 100);
    assert_eq!(
        opened(OpenRequest::File(path.clone())).err(),
        Some(StoreError::Damaged)
    );
    let review = opened(list(folder.path())).expect("a new one");
    assert!(!review.is_known);
    assert_eq!(review.passed_over, [path]);
}

#[test]
fn a_file_without_a_begin_and_without_copies_is_set_aside_and_told_of() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = judged(folder.path());
    let size = fs::metadata(&path).expect("there").len();
    overwrite(&path, 0, size as usize);
    fs::write(folder.path().join("empty.ilens"), "").expect("written");
    // Another program's database, and what is not called a review, are left alone.
    let other = folder.path().join("other.ilens");
    let connection = Connection::open(&other).expect("made");
    connection
        .execute_batch("CREATE TABLE t (a)")
        .expect("changed");
    drop(connection);
    fs::write(folder.path().join("notes.txt"), "notes").expect("written");
    let recents = folder::recent(folder.path());
    assert_eq!(recents.len(), 2, "both are told of: {recents:?}");
    let mut review = opened(list(folder.path())).expect("a new one");
    assert!(!review.is_known);
    review.set_aside.sort();
    let names = ["empty.ilens.damaged", "list.ilens.damaged"];
    assert_eq!(review.set_aside, names.map(|it| folder.path().join(it)));
    assert!(!path.exists());
    let kept = fs::metadata(&review.set_aside[1]).expect("kept");
    assert_eq!(kept.len(), size);
    assert!(other.exists() && folder.path().join("notes.txt").exists());
}

#[test]
fn one_that_is_being_made_is_not_set_aside() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("list.ilens");
    let held = lock(&path).expect("a lock").expect("nobody has it");
    fs::write(&path, "").expect("written");
    let review = opened(list(folder.path())).expect("a new one");
    assert!(review.set_aside.is_empty() && path.exists());
    drop(held);
}

#[test]
fn opening_what_cannot_be_read_sets_it_aside_and_says_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = judged(folder.path());
    let size = fs::metadata(&path).expect("there").len();
    overwrite(&path, 0, size as usize);
    let result = opened(OpenRequest::File(path.clone()));
    assert_eq!(result.err(), Some(StoreError::SetAside));
    assert!(folder.path().join("list.ilens.damaged").exists() && !path.exists());
    // What was never called a review keeps its name.
    let text = folder.path().join("list.txt");
    fs::write(&text, "ID01test0001").expect("written");
    let result = opened(OpenRequest::File(text.clone()));
    assert_eq!(result.err(), Some(StoreError::NoReview));
    assert!(text.exists());
}

#[test]
fn a_daily_copy_that_cannot_be_read_is_set_aside_and_made_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = judged(folder.path());
    drop(opened(OpenRequest::File(path.clone())).expect("whole, and a copy is kept"));
    let [copy] = &folder::copies(&path)[..] else {
        panic!("one copy");
    };
    fs::write(copy, "no database").expect("written");
    let store = Store::open(OpenRequest::File(path.clone()), || {}).expect("a thread");
    let said: Vec<StoreAnswer> = std::iter::from_fn(|| store.wait_for_answer())
        .take(2)
        .collect();
    let [
        StoreAnswer::Opened(Ok(_)),
        StoreAnswer::CopiesSetAside(names),
    ] = &said[..]
    else {
        panic!("{said:?}");
    };
    assert_eq!(names, &[with_ending(copy, ".damaged")]);
    drop(store);
    assert_eq!(&folder::copies(&path)[..], std::slice::from_ref(copy));
    let contents = ReviewFile::open(copy).expect("a review").contents();
    assert_eq!(contents.expect("readable").states.len(), INVOICES);
    folder::delete(&path).expect("deleted");
    let left = fs::read_dir(folder.path().join("copies")).expect("listed");
    assert_eq!(left.count(), 0, "a deleted review leaves no copy");
}

#[test]
fn a_file_that_would_never_end_is_no_review() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = judged(folder.path());
    let hostile = "DROP TABLE ticket; CREATE VIEW ticket (ord, invoice, verdict) AS
         WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i, i, i FROM n";
    let connection = Connection::open(&path).expect("opened");
    connection.execute_batch(hostile).expect("changed");
    drop(connection);
    assert_eq!(ReviewFile::open(&path).err(), Some(StoreError::NoReview));
}
