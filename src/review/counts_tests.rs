//! Counts against the lists that clicks yield, whatever happened to a review.

use proptest::collection::vec;
use proptest::prelude::*;

use crate::engine::{Answer, EngineEvent, Failure, FailureKind};
use crate::geometry::FramePreference;
use crate::model::region::Convention;
use crate::model::{Deed, Event, FieldMark, FieldName, Fields, InvoiceId, InvoiceType, Stamp};
use crate::model::{
    FindingCode, InvoiceNr, MediaType, Reason, Severity, TicketState, Verdict, WrongField,
};
use crate::review::fixtures::{facts, invoice, library_of};
use crate::review::{
    Entry, Facets, Filter, Filters, Group, Library, ListOrder, Listing, ReasonKind, TicketType,
};

const COUNT: u32 = 12;

/// Every row that there may be.
fn all_filters() -> Vec<Filter> {
    let mut all = vec![Filter::All, Filter::KindUnknown, Filter::TypeUnknown];
    all.extend(Filter::BY_VERDICT);
    all.extend(Filter::BY_STAGE);
    all.extend(Filter::BY_FINDING);
    all.extend(Filter::MARKS.into_iter().flatten());
    all.push(Filter::NoFinding);
    all.extend(ReasonKind::ALL.map(Filter::WrongFor));
    all.extend(FindingCode::ALL.iter().copied().map(Filter::Finding));
    all.extend(MediaType::ALL.map(Filter::Kind));
    all.extend(InvoiceType::ALL.map(|it| Filter::Type(TicketType::of(&it))));
    all
}

fn after(library: &Library, nr: InvoiceNr, deed: Deed) -> TicketState {
    let entry = library.get(nr).expect("an invoice");
    let event = Event {
        stamp: Stamp::now(),
        reviewer: "li".into(),
        invoice: Some(entry.id.clone()),
        base: None,
        deed,
    };
    entry.ticket.after(&event).expect("it changes an invoice")
}

/// One of the things that happen to a review.
fn happen(library: &mut Library, (what, nr, how): (u8, u32, u8)) {
    let nr = InvoiceNr(nr % COUNT);
    let invoices = vec![nr];
    let deed = match what % 12 {
        0 | 1 => {
            let left = f64::from(how % 5) * 100.0;
            let region = [left, 10.0, left + 150.0, 300.0];
            let page = format!("page {}.jpg", how % 4);
            let found = Answer::Found(invoice(nr.0, &page, region).into());
            return library.apply(&EngineEvent::Answered(vec![(nr, found)]));
        }
        2 => return library.apply(&EngineEvent::Answered(vec![(nr, Answer::NotFound)])),
        3 | 4 => {
            let mut facts = facts();
            facts.media_type = MediaType::ALL[usize::from(how) % MediaType::ALL.len()];
            facts.blank = how.is_multiple_of(3);
            return library.apply(&EngineEvent::Thumbnail {
                invoices,
                facts,
                raster: None,
            });
        }
        5 => {
            let kind = [FailureKind::Corrupt, FailureKind::DataFile][usize::from(how % 2)];
            return library.apply(&EngineEvent::PictureFailed {
                invoices,
                failure: Failure::new(kind, "").into(),
            });
        }
        6 => return library.reset(nr),
        7 => Deed::Noted(["", "ask", "page"][usize::from(how % 3)].to_owned()),
        9 => {
            let kinds = InvoiceType::ALL;
            let fields = Fields {
                kind: kinds[usize::from(how) % kinds.len()].clone(),
                entries: Vec::new(),
            };
            return library.apply(&EngineEvent::FieldsCame(vec![(nr, fields.into())]));
        }
        10 => {
            let wrong = (!how.is_multiple_of(3)).then(|| WrongField {
                read: "171.00".to_owned(),
                right: None,
            });
            let field = FieldName::NAMED[usize::from(how) % 2].clone();
            Deed::FieldMarked(FieldMark { field, wrong })
        }
        8 => Deed::Corrected((!how.is_multiple_of(3)).then_some([1.0, 2.0, 3.0, 4.0])),
        _ => {
            let verdict = match how % 6 {
                0 => Verdict::Correct,
                1 => Verdict::Unsure,
                2 => Verdict::Wrong(None),
                3 => Verdict::Wrong(Some(Reason::CutOff)),
                4 => Verdict::Wrong(Some(Reason::Other("stamp".to_owned()))),
                _ => {
                    let state = after(library, nr, Deed::Cleared);
                    return library.judge(nr, state);
                }
            };
            let on = library.get(nr).and_then(Entry::judged_on);
            Deed::Judged { verdict, on }
        }
    };
    let state = after(library, nr, deed);
    library.judge(nr, state);
}

fn shown(library: &Library, filters: Filters, search: &str) -> usize {
    let mut listing = Listing::default();
    listing.view.filters = filters;
    listing.view.search = search.to_owned();
    listing.refresh(library);
    listing.shown().len()
}

proptest! {
    #[test]
    fn every_count_is_what_a_click_shows_and_groups_sum_up(
        events in vec((any::<u8>(), any::<u32>(), any::<u8>()), 0..60),
        chosen in vec(any::<prop::sample::Index>(), 0..3),
        ignored in vec(any::<prop::sample::Index>(), 0..3),
        search in prop::sample::select(vec!["", "page", "PDF", "ask", "000", "blank", "zzz"]),
    ) {
        let mut library = library_of((0..COUNT).map(|nr| format!("ID01test{nr:04}")));
        for event in events {
            happen(&mut library, event);
        }
        library.ignore(ignored.iter().map(|it| *it.get(FindingCode::ALL)).collect());
        for nr in library.numbers() {
            let entry = library.get(nr).expect("an invoice");
            let shares_page = library.on_same_page(nr).len() > 1;
            prop_assert_eq!(library.facets()[nr.index()], Facets::of(entry, shares_page));
        }
        let all = all_filters();
        let chosen: Vec<Filter> = chosen.iter().map(|it| *it.get(&all)).collect();
        let filters = Filters::from(chosen);
        let mut listing = Listing::default();
        listing.view.filters = filters;
        listing.view.search = search.to_owned();
        listing.refresh(&library);
        let counts = listing.counts();
        for filter in all {
            let mut clicked = filters;
            clicked.choose(filter);
            prop_assert_eq!(counts.of(filter), shown(&library, clicked, search), "{:?}", filter);
            if search.is_empty() && filters.is_all() {
                prop_assert_eq!(counts.of(filter), filter.count(&library), "{:?}", filter);
            }
        }
        for group in Group::ALL {
            let mut free = filters;
            free.clear(group);
            prop_assert_eq!(counts.of_group(group), shown(&library, free, search));
        }
        let sum = |filters: &[Filter]| filters.iter().map(|it| counts.of(*it)).sum::<usize>();
        prop_assert_eq!(sum(&Filter::BY_VERDICT), counts.of_group(Group::Verdicts));
        prop_assert_eq!(sum(&Filter::BY_STAGE), counts.of_group(Group::Loading));
        prop_assert_eq!(sum(&Filter::BY_FINDING), counts.of_group(Group::Findings));
        let faults = ReasonKind::ALL.map(Filter::WrongFor);
        prop_assert_eq!(sum(&faults), counts.of(Filter::Wrong));
        for pair in Filter::MARKS {
            let group = pair[0].group().expect("of a group");
            prop_assert_eq!(sum(&pair), counts.of_group(group), "{:?}", pair);
        }
        let is_loud = |code: &&FindingCode| {
            code.severity() > Severity::Info && !library.ignored().has(**code)
        };
        // A ticket is in the row of every kind that it has.
        for code in FindingCode::ALL.iter().filter(is_loud) {
            prop_assert!(counts.of(Filter::Finding(*code)) <= counts.of(Filter::Findings));
        }
        prop_assert!(counts.of(Filter::NoFinding) <= counts.of(Filter::NothingNoticed));
        let kinds: Vec<Filter> = library.kinds().iter().copied().map(Filter::Kind).collect();
        let kinds = sum(&kinds) + counts.of(Filter::KindUnknown);
        prop_assert_eq!(kinds, counts.of_group(Group::Kinds));
        let types: Vec<Filter> = library.types().iter().copied().map(Filter::Type).collect();
        let types = sum(&types) + counts.of(Filter::TypeUnknown);
        prop_assert_eq!(types, counts.of_group(Group::Types));
    }
}

/// One more invoice, another view, or one of the things that happen to a review.
fn go_on(library: &mut Library, listing: &mut Listing, (what, nr, how): (u8, u32, u8)) {
    let all = all_filters();
    match what {
        0..10 => {
            let id = format!("ID01more{:04}", library.len());
            library.add(vec![InvoiceId::new(&id).expect("an ID")]);
        }
        10..20 => {
            let filter = all[nr as usize % all.len()];
            listing.view.filters.choose(filter);
        }
        20..30 => {
            let words = ["", "page", "ask", "PDF", "blank", "more"];
            words[usize::from(how) % words.len()].clone_into(&mut listing.view.search);
        }
        30..40 => listing.view.order = ListOrder::ALL[usize::from(how) % ListOrder::ALL.len()],
        40..45 => listing.freeze(),
        45..50 => listing.thaw(),
        55..60 => {
            let code = FindingCode::ALL[nr as usize % FindingCode::ALL.len()];
            let mut ignored = library.ignored();
            ignored.set(code, !ignored.has(code));
            library.ignore(ignored);
        }
        50..55 => library.read_as(
            [None, Some(Convention::Size)][usize::from(how % 2)],
            FramePreference::default(),
        ),
        _ => happen(library, (what, nr, how)),
    }
}

proptest! {
    #[test]
    fn what_is_followed_step_by_step_is_what_is_made_at_once(
        events in vec((any::<u8>(), any::<u32>(), any::<u8>()), 0..80),
    ) {
        let mut library = library_of((0..COUNT).map(|nr| format!("ID01test{nr:04}")));
        let mut listing = Listing::default();
        let mut is_read = false;
        for event in events {
            go_on(&mut library, &mut listing, event);
            // A frame now and then: several things may have happened by then.
            if event.2 % 3 > 0 {
                listing.refresh(&library);
                let mut fresh = Listing::default();
                fresh.view = listing.view.clone();
                fresh.refresh(&library);
                prop_assert_eq!(listing.counts(), fresh.counts());
                is_read = true;
            }
        }
        listing.refresh(&library);
        let is_behind = listing.is_behind(&library);
        let before = listing.shown().to_vec();
        listing.thaw();
        listing.refresh(&library);
        let mut fresh = Listing::default();
        fresh.view = listing.view.clone();
        fresh.refresh(&library);
        prop_assert_eq!(listing.shown(), fresh.shown());
        prop_assert_eq!(listing.counts(), fresh.counts());
        for nr in library.numbers() {
            prop_assert_eq!(listing.position(nr), fresh.position(nr));
            prop_assert_eq!(listing.step(Some(nr), 1), fresh.step(Some(nr), 1));
        }
        if is_read && !is_behind {
            prop_assert_eq!(before, fresh.shown(), "a list that is not behind is the one it would be");
        }
    }
}

#[test]
fn rows_that_occur_later_stand_behind_the_others_and_stay() {
    let mut library = library_of((0..3).map(|nr| format!("ID01test{nr:04}")));
    let region = [10.0, 10.0, 20.0, 20.0];
    let answers = (0..3).map(|nr| {
        let invoice = invoice(nr, &format!("{nr}.jpg"), region);
        (InvoiceNr(nr), Answer::Found(invoice.into()))
    });
    library.apply(&EngineEvent::Answered(answers.collect()));
    let seen = |nr: u32, media_type, blank| {
        let mut facts = facts();
        (facts.media_type, facts.blank) = (media_type, blank);
        EngineEvent::Thumbnail {
            invoices: vec![InvoiceNr(nr)],
            facts,
            raster: None,
        }
    };
    library.apply(&seen(0, MediaType::Pdf, true));
    assert_eq!(library.kinds(), [MediaType::Pdf]);
    assert_eq!(library.findings(), [FindingCode::PictureBlank]);
    library.apply(&seen(1, MediaType::Jpeg, false));
    library.apply(&seen(0, MediaType::Jpeg, false));
    assert_eq!(library.kinds(), [MediaType::Pdf, MediaType::Jpeg]);
    assert_eq!(library.findings(), [FindingCode::PictureBlank]);
    let mut listing = Listing::default();
    listing.refresh(&library);
    assert_eq!(listing.counts().of(Filter::Kind(MediaType::Pdf)), 0);
    assert_eq!(listing.counts().of(Filter::Kind(MediaType::Jpeg)), 2);
}
