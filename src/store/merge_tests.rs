//! Any history, split and judged further by several, merged in any order: nothing is lost, nothing comes twice.

use proptest::prelude::*;

use super::*;
use crate::model::region::RawRegion;
use crate::model::{
    Accepted, Invoice, InvoiceNr, JudgedOn, PageKey, Particulars, PictureKey, Reason,
};
use crate::model::{FieldMark, WrongField};
use crate::store::split;

const PLATFORM: &str = "https://a.example";
const INVOICES: usize = 9;
const PAGES: usize = 4;

fn id(nr: usize) -> InvoiceId {
    InvoiceId::new(&format!("ID01test{nr:04}")).expect("an ID")
}

/// What somebody does; numbers choose among what there is.
#[derive(Clone, Debug)]
enum Act {
    Judge(usize, usize),
    Clear(usize),
    Note(usize, usize),
    Correct(usize, usize),
    Mark(usize, usize),
    Accept(usize, usize),
    Ignore(usize, bool),
    Undo,
    Redo,
}

fn act() -> impl Strategy<Value = Act> {
    let nr = 0..INVOICES;
    prop_oneof![
        4 => (nr.clone(), 0..4_usize).prop_map(|(nr, it)| Act::Judge(nr, it)),
        1 => nr.clone().prop_map(Act::Clear),
        2 => (nr.clone(), 0..3_usize).prop_map(|(nr, it)| Act::Note(nr, it)),
        1 => (nr.clone(), 0..3_usize).prop_map(|(nr, it)| Act::Correct(nr, it)),
        1 => (nr.clone(), 0..4_usize).prop_map(|(nr, it)| Act::Mark(nr, it)),
        1 => (nr.clone(), nr).prop_map(|(from, to)| Act::Accept(from, to)),
        1 => (0..3_usize, any::<bool>()).prop_map(|(nr, it)| Act::Ignore(nr, it)),
        2 => Just(Act::Undo),
        1 => Just(Act::Redo),
    ]
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    proptest::collection::vec(act(), 0..14)
}

/// The events of an act on one of these invoices.
fn deeds(
    act: &Act,
    ids: &[InvoiceId],
    history: &crate::model::History,
) -> Vec<(Option<InvoiceId>, Deed)> {
    let one = |nr: usize| Some(ids[nr % ids.len()].clone());
    let on = JudgedOn {
        region: RawRegion::new([1.0, 2.0, 3.0, 4.0]),
        chain: "".into(),
        picture: None,
        on_sheet: false,
    };
    let turn = |turn: Option<crate::model::Turn>, deed: fn(EventId) -> Deed| {
        let events = turn.map(|it| it.events).unwrap_or_default();
        events
            .into_iter()
            .map(|(event, invoice)| (invoice, deed(event)))
            .collect()
    };
    match *act {
        Act::Judge(nr, it) => {
            let verdict = match it {
                0 => Verdict::Correct,
                1 => Verdict::Unsure,
                2 => Verdict::Wrong(Some(Reason::CutOff)),
                _ => Verdict::Wrong(Some(Reason::Other("歪了".to_owned()))),
            };
            vec![(
                one(nr),
                Deed::Judged {
                    verdict,
                    on: Some(on),
                },
            )]
        }
        Act::Clear(nr) => vec![(one(nr), Deed::Cleared)],
        Act::Note(nr, it) => vec![(
            one(nr),
            Deed::Noted(["", "看不清", "blurred"][it].to_owned()),
        )],
        Act::Correct(nr, it) => {
            let corners = (it > 0).then_some([0.0, 0.0, 10.0 * it as f64, 10.0]);
            vec![(one(nr), Deed::Corrected(corners))]
        }
        Act::Mark(nr, it) => {
            let mark = FieldMark {
                field: [FieldName::Number, FieldName::from_code("车次")][it % 2].clone(),
                wrong: (it < 2).then(|| WrongField {
                    read: "1".to_owned(),
                    right: Some(format!("{nr}")),
                }),
            };
            vec![(one(nr), Deed::FieldMarked(mark))]
        }
        Act::Accept(from, to) => {
            let mut accepted: Vec<Accepted> = Vec::new();
            for nr in from.min(to)..=from.max(to) {
                let invoice = ids[nr % ids.len()].clone();
                if accepted.iter().all(|it| it.invoice != invoice) {
                    accepted.push(Accepted {
                        invoice,
                        on: on.clone(),
                    });
                }
            }
            vec![(None, Deed::Accepted(accepted))]
        }
        Act::Ignore(nr, ignored) => {
            let finding = FindingCode::ALL[nr];
            vec![(None, Deed::Ignored(Ignoring { finding, ignored }))]
        }
        Act::Undo => turn(history.to_undo(), Deed::Undone),
        Act::Redo => turn(history.to_redo(), Deed::Redone),
    }
}

/// Somebody works on a file for a while.
fn work(path: &Path, reviewer: &str, acts: &[Act]) {
    let mut file = ReviewFile::open(path).expect("opened");
    let ids = file.contents().expect("read").ids;
    let mut replay = Replay::of(file.events_after(0).expect("read"));
    let known = replay.records.len();
    for act in acts {
        for (invoice, deed) in deeds(act, &ids, &replay.history) {
            let base = invoice.as_ref().and_then(|id| replay.state(id).newest);
            replay.take(Event {
                stamp: Stamp::now(),
                reviewer: reviewer.into(),
                invoice,
                base,
                deed,
            });
        }
    }
    file.write(&replay.records[known..]).expect("written");
}

fn begin(path: &Path) {
    let mut file = ReviewFile::create(path, PLATFORM).expect("made");
    let ids: Vec<InvoiceId> = (0..INVOICES).map(id).collect();
    let record = Record::of_ids(ids.clone(), Stamp::now(), "li".into());
    file.write(&[record]).expect("written");
    let learned = ids.into_iter().enumerate().map(|(nr, id)| {
        let invoice = Invoice {
            nr: InvoiceNr::from_index(nr),
            id: id.clone(),
            picture_key: PictureKey {
                page: PageKey::new(&format!("host/page-{}", nr % PAGES)),
                process: "".into(),
            },
            region: RawRegion::new([1.0, 2.0, 3.0, 4.0]),
            source: "".into(),
            file_name: format!("{nr}.jpg").into(),
        };
        (id, Learned::new(&invoice, None, Particulars::default()))
    });
    file.learn(&learned.collect::<Vec<_>>()).expect("written");
}

/// All that a file says of its invoices, by ID, without the names of events.
fn said_of(path: &Path) -> Vec<(InvoiceId, TicketState, Option<Learned>)> {
    let contents = ReviewFile::open_to_look(path)
        .and_then(|file| file.contents())
        .expect("read");
    let states: HashMap<InvoiceId, TicketState> = contents.states.into_iter().collect();
    let learned: HashMap<InvoiceId, Learned> = contents.learned.into_iter().collect();
    let mut ids = contents.ids;
    ids.sort();
    let told = ids.into_iter().map(|id| {
        let mut state = states.get(&id).cloned().unwrap_or_default();
        state.newest = None;
        let mut fields = state.corrections().to_vec();
        fields.sort_by(|a, b| a.field.code().cmp(b.field.code()));
        state.wrong_fields = (!fields.is_empty()).then(|| fields.into());
        (id.clone(), state, learned.get(&id).cloned())
    });
    told.collect()
}

fn events(path: &Path) -> Vec<Event> {
    let file = ReviewFile::open_to_look(path).expect("opened");
    file.events_after(0).expect("read")
}

/// The table of tickets says what replaying the events gives.
fn replays(path: &Path) {
    let file = ReviewFile::open_to_look(path).expect("opened");
    let contents = file.contents().expect("read");
    let states: HashMap<_, _> = contents.states.into_iter().collect();
    let replay = Replay::of(file.events_after(0).expect("read"));
    for id in &contents.ids {
        let state = states.get(id).cloned().unwrap_or_default();
        assert_eq!(state, replay.state(id), "{id}");
    }
}

fn ignored(path: &Path) -> crate::model::FindingSet {
    let contents = ReviewFile::open_to_look(path).and_then(|file| file.contents());
    contents.expect("read").history.ignored()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whatever is judged in the parts is in the whole, in whatever order they come, and coming again changes nothing.
    #[test]
    fn parts_come_together_again(before in acts(), after in proptest::collection::vec(acts(), 3)) {
        let folder = tempfile::tempdir().expect("a folder");
        let whole = folder.path().join("whole.ilens");
        begin(&whole);
        work(&whole, "li", &before);
        let untouched = said_of(&whole);
        let parts: Vec<_> = split(&whole, 3, folder.path()).expect("split").into_iter().map(|it| it.0).collect();
        let together = |paths: &[std::path::PathBuf]| {
            let mut said: Vec<_> = paths.iter().flat_map(|path| said_of(path)).collect();
            said.sort_by(|a, b| a.0.cmp(&b.0));
            said
        };
        prop_assert_eq!(together(&parts), untouched, "nothing is lost by splitting");
        for (nr, (part, acts)) in parts.iter().zip(&after).enumerate() {
            replays(part);
            work(part, &format!("reviewer {nr}"), acts);
        }
        let other = folder.path().join("other.ilens");
        ReviewFile::open(&whole).and_then(|file| file.copy_to(&other)).expect("copied");
        for part in &parts {
            let merged = merge(&whole, part).expect("merged");
            prop_assert_eq!(merged.conflicts, Vec::new());
        }
        for part in parts.iter().rev() {
            merge(&other, part).expect("merged");
        }
        replays(&whole);
        prop_assert_eq!(said_of(&whole), together(&parts));
        prop_assert_eq!(said_of(&other), said_of(&whole));
        prop_assert_eq!(ignored(&other), ignored(&whole));
        let known: HashSet<EventId> = events(&whole).iter().map(|it| it.stamp.id).collect();
        for event in parts.iter().flat_map(|part| events(part)) {
            prop_assert!(known.contains(&event.stamp.id) || matches!(event.deed, Deed::Ids(_)));
        }
        let once = events(&whole);
        for part in &parts {
            let merged = merge(&whole, part).expect("merged");
            prop_assert_eq!(merged, Merged::default());
        }
        prop_assert_eq!(events(&whole), once);
    }

    /// Two who had the same file: what one alone said is taken, what both said alike is said once, and what they said
    /// otherwise stays as it was here and is told.
    #[test]
    fn two_who_judged_the_same_invoices_are_both_heard(
        before in acts(), ours in acts(), theirs in acts(),
    ) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = |name: &str| folder.path().join(name);
        let (here, there, back) = (path("a.ilens"), path("b.ilens"), path("c.ilens"));
        begin(&here);
        work(&here, "li", &before);
        ReviewFile::open(&here).and_then(|file| file.copy_to(&there)).expect("copied");
        work(&here, "li", &ours);
        work(&there, "wang", &theirs);
        ReviewFile::open(&there).and_then(|file| file.copy_to(&back)).expect("copied");
        let (own, others) = (said_of(&here), said_of(&there));
        let merged = merge(&here, &there).expect("merged");
        replays(&here);
        let named: HashSet<&InvoiceId> = merged.conflicts.iter().filter_map(|it| it.invoice.as_ref()).collect();
        for ((now, own), other) in said_of(&here).iter().zip(&own).zip(&others) {
            let from_one = |of: fn(&TicketState) -> Saying| of(&now.1) == of(&own.1) || of(&now.1) == of(&other.1);
            prop_assert!(from_one(|it| Saying::Verdict(it.verdict().cloned())));
            prop_assert!(from_one(|it| Saying::Note(it.note.clone())));
            prop_assert!(from_one(|it| Saying::Region(it.corrected)));
        }
        for conflict in &merged.conflicts {
            prop_assert_ne!(&conflict.here.what, &conflict.there.what);
        }
        // The other way round the same is in conflict, and all else is the same.
        let turned = merge(&back, &path("a.ilens")).map(|it| it.conflicts.len());
        let once = events(&here);
        prop_assert_eq!(merge(&here, &there).expect("merged"), Merged::default());
        prop_assert_eq!(events(&here), once);
        prop_assert!(turned.is_ok());
        let differ = said_of(&here).into_iter().zip(said_of(&back)).filter(|(a, b)| a != b);
        // Whoever has taken in this side's word as the newer one says what this side says.
        for (a, _) in differ {
            prop_assert!(named.contains(&a.0), "{:?}", a);
        }
    }
}

#[test]
fn reviews_of_two_platforms_are_not_merged() {
    let folder = tempfile::tempdir().expect("a folder");
    let (here, there) = (folder.path().join("a.ilens"), folder.path().join("b.ilens"));
    begin(&here);
    drop(ReviewFile::create(&there, "https://b.example").expect("made"));
    assert_eq!(merge(&here, &there), Err(StoreError::OtherPlatform));
}

#[test]
fn both_are_told_who_said_otherwise() {
    let folder = tempfile::tempdir().expect("a folder");
    let (here, there) = (folder.path().join("a.ilens"), folder.path().join("b.ilens"));
    begin(&here);
    ReviewFile::open(&here)
        .and_then(|file| file.copy_to(&there))
        .expect("copied");
    work(
        &here,
        "li",
        &[Act::Judge(0, 0), Act::Judge(1, 0), Act::Note(2, 1)],
    );
    work(
        &there,
        "wang",
        &[Act::Judge(0, 1), Act::Judge(1, 0), Act::Judge(2, 2)],
    );
    let merged = merge(&here, &there).expect("merged");
    assert_eq!(merged.events, 3);
    let [conflict] = merged.conflicts.as_slice() else {
        panic!("{merged:?}");
    };
    assert_eq!(conflict.invoice, Some(id(0)));
    assert_eq!(
        (&*conflict.here.reviewer, &*conflict.there.reviewer),
        ("li", "wang")
    );
    assert_eq!(conflict.here.what, Saying::Verdict(Some(Verdict::Correct)));
    assert_eq!(conflict.there.what, Saying::Verdict(Some(Verdict::Unsure)));
    let said = said_of(&here);
    assert_eq!(
        said[0].1.verdict(),
        Some(&Verdict::Correct),
        "nothing is overwritten"
    );
    assert_eq!(
        &*said[1].1.judgement.as_ref().expect("judged").reviewer,
        "li"
    );
    assert_eq!(
        said[2].1.verdict(),
        Some(&Verdict::Wrong(Some(Reason::CutOff)))
    );
    assert_eq!(&*said[2].1.note, "看不清");
}

#[test]
fn siblings_stay_together_and_no_part_is_empty() {
    let folder = tempfile::tempdir().expect("a folder");
    let whole = folder.path().join("whole.ilens");
    begin(&whole);
    let parts = split(&whole, PAGES, folder.path()).expect("split");
    assert_eq!(
        parts.iter().map(|it| it.1).collect::<Vec<_>>(),
        [3, 2, 2, 2]
    );
    let first = said_of(&parts[0].0);
    assert_eq!(
        first.iter().map(|it| it.0.clone()).collect::<Vec<_>>(),
        [id(0), id(4), id(8)]
    );
    let refused = split(&whole, PAGES, folder.path());
    assert!(matches!(
        refused,
        Err(crate::store::SplitError::Part {
            error: StoreError::Exists,
            ..
        })
    ));
    let refused = split(&whole, PAGES + 1, folder.path());
    assert_eq!(
        refused,
        Err(crate::store::SplitError::TooFew { pages: PAGES })
    );
}
