//! Reviews written to another file: what goes there, with and without the old one.

use std::fs;

use super::*;
use crate::model::Verdict;

fn id(nr: usize) -> InvoiceId {
    InvoiceId::new(&format!("ID01test{nr:04}")).expect("an ID")
}

fn event(nr: usize, deed: Deed) -> Event {
    Event {
        stamp: Stamp::now(),
        reviewer: "li".into(),
        invoice: Some(id(nr)),
        base: None,
        deed,
    }
}

fn judged(verdict: Verdict) -> Deed {
    Deed::Judged { verdict, on: None }
}

/// Ten invoices; two are judged on the disk, one of them again in memory, and one more has a note there.
fn review(folder: &Path) -> Whole {
    let path = folder.join("list.ilens");
    let mut file = ReviewFile::create(&path, "https://a.example").expect("made");
    let ids: Vec<InvoiceId> = (0..10).map(id).collect();
    let mut replay = Replay::default();
    replay.take(Record::of_ids(ids.clone(), Stamp::now(), "li".into()).event);
    replay.take(event(3, judged(Verdict::Correct)));
    replay.take(event(4, judged(Verdict::Wrong(None))));
    file.write(&replay.records).expect("written");
    drop(file);
    let unsaved = vec![
        event(4, judged(Verdict::Unsure)),
        event(5, Deed::Noted("看不清".to_owned())),
    ];
    for event in &unsaved {
        replay.take(event.clone());
    }
    let now = |id: InvoiceId| {
        let state = replay.now.get(&id).cloned().unwrap_or_default();
        (id, state)
    };
    Whole {
        header: Header {
            platform: "https://a.example".to_owned(),
            place: "{}".to_owned(),
            intake: "{}".to_owned(),
        },
        old: Some(path),
        tickets: ids.into_iter().map(now).collect(),
        learned: Vec::new(),
        unsaved,
        ignored: [FindingCode::RegionOverlaps].into_iter().collect(),
        reviewer: "li".into(),
    }
}

fn without_newest(states: Vec<(InvoiceId, TicketState)>) -> Vec<(InvoiceId, TicketState)> {
    let mut states: Vec<_> = states
        .into_iter()
        .map(|(id, state)| {
            let state = TicketState {
                newest: None,
                ..state
            };
            (id, state)
        })
        .filter(|(_, state)| *state != TicketState::default())
        .collect();
    states.sort_by(|a, b| a.0.as_str().cmp(b.0.as_str()));
    states
}

#[test]
fn all_of_a_review_goes_into_the_other_file_with_its_history() {
    let folder = tempfile::tempdir().expect("a folder");
    let whole = review(folder.path());
    let to = folder.path().join("other.ilens");
    save_elsewhere(whole.clone(), &to).expect("saved");
    let contents = ReviewFile::open(&to).expect("a review").contents();
    let contents = contents.expect("readable");
    assert_eq!(contents.header, whole.header);
    assert_eq!(contents.ids, (0..10).map(id).collect::<Vec<_>>());
    assert_eq!(
        without_newest(contents.states),
        without_newest(whole.tickets)
    );
    assert_eq!(contents.history.ignored(), whole.ignored);
    let latest: Vec<_> = contents.history.latest().collect();
    assert_eq!(latest, [&id(5), &id(4), &id(4), &id(3)]);
}

#[test]
fn without_the_old_file_what_is_true_goes_there_all_the_same() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut whole = review(folder.path());
    whole.old = Some(folder.path().join("gone").join("list.ilens"));
    let to = folder.path().join("other.ilens");
    save_elsewhere(whole.clone(), &to).expect("saved");
    let contents = ReviewFile::open(&to).expect("a review").contents();
    let contents = contents.expect("readable");
    assert_eq!(contents.ids.len(), 10);
    assert_eq!(contents.history.ignored(), whole.ignored);
    assert_eq!(
        without_newest(contents.states),
        without_newest(whole.tickets)
    );
}

#[test]
fn nothing_is_overwritten_and_nothing_half_is_left() {
    let folder = tempfile::tempdir().expect("a folder");
    let whole = review(folder.path());
    let old = whole.old.clone().expect("a file");
    let before = fs::read(&old).expect("there");
    let taken = folder.path().join("taken.ilens");
    fs::write(&taken, "somebody's").expect("written");
    for to in [&old, &taken] {
        let result = save_elsewhere(whole.clone(), to);
        assert_eq!(result, Err(StoreError::Exists));
    }
    assert_eq!(fs::read(&old).expect("there"), before);
    assert_eq!(fs::read(&taken).expect("there"), b"somebody's");
    let nowhere = folder.path().join("no folder").join("other.ilens");
    assert_eq!(save_elsewhere(whole, &nowhere), Err(StoreError::Missing));
}

#[test]
fn a_typed_text_means_a_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let proposed = folder.path().join("list.ilens");
    let meant = |typed: &str| file_meant(typed, &proposed);
    assert_eq!(meant("  "), None);
    assert_eq!(meant("other"), Some(folder.path().join("other.ilens")));
    assert_eq!(meant("v1.2"), Some(folder.path().join("v1.2.ilens")));
    let quoted = format!("\"{}\" ", folder.path().join("a b.ilens").display());
    assert_eq!(meant(&quoted), Some(folder.path().join("a b.ilens")));
    let text = folder.path().display().to_string();
    assert_eq!(meant(&text), Some(proposed.clone()));
}
