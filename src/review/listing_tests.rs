//! Lists of views: what they follow, and what they leave where it is.

use super::*;
use crate::engine::{Answer, EngineEvent};
use crate::locale::Lang;
use crate::review::fixtures::{found, library_of};
use crate::review::{Filter, ListOrder, Stage};

fn library(count: usize) -> Library {
    library_of((0..count).map(|nr| format!("ID01test{nr:04}")))
}

fn of(filter: Filter) -> Listing {
    let mut listing = Listing::default();
    listing.view.filters = filter.into();
    listing
}

fn not_found(numbers: &[u32]) -> EngineEvent {
    let answers = numbers.iter().map(|&nr| (InvoiceNr(nr), Answer::NotFound));
    EngineEvent::Answered(answers.collect())
}

fn shown(listing: &Listing) -> Vec<u32> {
    listing.shown().iter().map(|nr| nr.0).collect()
}

#[test]
fn a_filter_follows_what_happens() {
    let mut library = library(5);
    let mut listing = of(Filter::NotFound);
    listing.refresh(&library);
    assert!(shown(&listing).is_empty());
    library.apply(&not_found(&[1, 3]));
    listing.refresh(&library);
    assert_eq!(shown(&listing), [1, 3]);
    assert_eq!(Filter::NotFound.count(&library), 2);
    assert_eq!(Filter::Unfinished.count(&library), 3);
}

#[test]
fn counts_of_all_stages_sum_up() {
    let mut library = library(7);
    library.apply(&not_found(&[0, 6]));
    library.apply(&EngineEvent::Loading {
        invoices: vec![InvoiceNr(2)],
    });
    let sum: usize = Stage::ALL
        .into_iter()
        .map(|stage| library.count(stage))
        .sum();
    assert_eq!(sum, library.len());
}

#[test]
fn search_ignores_case_and_finds_pieces() {
    let library = library(12);
    let mut listing = Listing::default();
    listing.view.search = " TEST001 ".to_owned();
    listing.refresh(&library);
    assert_eq!(shown(&listing), [10, 11]);
}

#[test]
fn steps_stop_at_the_ends_and_start_where_one_fell_out() {
    let mut library = library(6);
    library.apply(&not_found(&[1, 3, 5]));
    let mut listing = of(Filter::NotFound);
    listing.refresh(&library);
    let step = |nr, steps| listing.step(Some(InvoiceNr(nr)), steps).map(|nr| nr.0);
    assert_eq!(step(3, 1), Some(5));
    assert_eq!(step(5, 1), Some(5));
    assert_eq!(step(1, -1), Some(1));
    assert_eq!(step(2, 1), Some(3));
    assert_eq!(step(2, -1), Some(1));
    assert_eq!(step(0, isize::MAX), Some(5));
}

#[test]
fn invoices_of_a_page_stand_where_its_first_one_does() {
    let mut library = library(6);
    let mut listing = Listing::default();
    listing.view.order = ListOrder::ByPage;
    listing.refresh(&library);
    assert_eq!(
        shown(&listing),
        [0, 1, 2, 3, 4, 5],
        "nothing known of pages"
    );
    library.apply(&found(&[(4, "b.jpg"), (1, "b.jpg"), (0, "a.jpg")]));
    listing.refresh(&library);
    assert_eq!(shown(&listing), [0, 1, 4, 2, 3, 5]);
    library.apply(&found(&[(5, "a.jpg"), (3, "c.jpg"), (2, "b.jpg")]));
    listing.refresh(&library);
    assert_eq!(shown(&listing), [0, 5, 1, 2, 4, 3]);
    assert_eq!(listing.position(InvoiceNr(4)), Some(4));
    let step = |nr, steps| listing.step(Some(InvoiceNr(nr)), steps).map(|nr| nr.0);
    assert_eq!(step(0, 1), Some(5));
    assert_eq!(step(3, -1), Some(4));
    assert_eq!(step(3, 1), Some(3), "the last");
}

#[test]
fn one_that_fell_out_is_left_for_its_neighbours_in_any_order() {
    let mut library = library(6);
    let pages = [(0, "a.jpg"), (1, "b.jpg"), (2, "a.jpg"), (3, "b.jpg")];
    library.apply(&found(&pages));
    let mut listing = of(Filter::Unfinished);
    listing.view.order = ListOrder::ByPage;
    listing.refresh(&library);
    assert_eq!(shown(&listing), [0, 2, 1, 3, 4, 5]);
    library.apply(&not_found(&[1]));
    listing.refresh(&library);
    assert_eq!(shown(&listing), [0, 2, 3, 4, 5]);
    assert_eq!(listing.position(InvoiceNr(1)), None);
    let step = |nr, steps| listing.step(Some(InvoiceNr(nr)), steps).map(|nr| nr.0);
    assert_eq!(step(1, 1), Some(3));
    assert_eq!(step(1, -1), Some(2));
    assert_eq!(
        step(99, -1),
        Some(5),
        "not in the review when the list was made"
    );
}

#[test]
fn a_frozen_list_stays_and_skips_none() {
    let mut library = library(5);
    let mut listing = of(Filter::Unfinished);
    listing.refresh(&library);
    listing.freeze();
    assert!(!listing.is_behind(&library));
    library.apply(&not_found(&[1, 2]));
    listing.refresh(&library);
    assert_eq!(shown(&listing), [0, 1, 2, 3, 4]);
    assert!(listing.is_behind(&library));
    let open = |nr: InvoiceNr| library.get(nr).is_some_and(|it| !it.stage.is_settled());
    let next = |nr, is_forward| {
        listing
            .next(Some(InvoiceNr(nr)), is_forward, open)
            .map(|it| it.0)
    };
    assert_eq!(next(0, true), Some(3));
    assert_eq!(next(3, false), Some(0));
    assert_eq!(next(4, true), Some(0), "from the begin again");
    assert_eq!(next(0, false), Some(4));
    listing.thaw();
    listing.refresh(&library);
    assert_eq!(shown(&listing), [0, 3, 4]);
    listing.freeze();
    library.add(vec![
        crate::model::InvoiceId::new("ID01added00").expect("an ID"),
    ]);
    listing.refresh(&library);
    assert_eq!(shown(&listing), [0, 3, 4, 5], "what is added shows");
    library.apply(&not_found(&[0]));
    listing.view.order = ListOrder::ByPage;
    listing.refresh(&library);
    assert_eq!(shown(&listing), [3, 4, 5], "another view is made anew");
}

#[test]
fn the_same_view_is_made_again_only_when_it_may_have_changed() {
    let mut library = library(3);
    let mut listing = Listing::default();
    listing.view.order = ListOrder::ByPage;
    listing.refresh(&library);
    let made_for = |listing: &Listing| listing.made_for.clone();
    let before = made_for(&listing);
    library.apply(&EngineEvent::Loading {
        invoices: vec![InvoiceNr(2)],
    });
    listing.refresh(&library);
    assert_eq!(made_for(&listing), before, "a download moves nothing");
    library.apply(&found(&[(0, "a.jpg")]));
    listing.refresh(&library);
    assert_ne!(made_for(&listing), before);
}

#[test]
fn an_invoice_is_found_by_its_number_its_id_and_the_end_of_it() {
    let mut library = library(1200);
    library.apply(&not_found(&[5, 7]));
    let mut listing = Listing::default();
    listing.refresh(&library);
    let at = |nr| Found::At(InvoiceNr(nr));
    let find = |listing: &Listing, text: &str| listing.find(&library, text);
    assert_eq!(find(&listing, " 1 "), at(0));
    assert_eq!(find(&listing, "1,200"), at(1199));
    assert_eq!(find(&listing, "ID01test0077"), at(77));
    assert_eq!(find(&listing, "st0077"), at(77));
    // As an input method leaves them.
    assert_eq!(find(&listing, "１，２００"), at(1199));
    assert_eq!(find(&listing, "ＩＤ０１ｔｅｓｔ００７７"), at(77));
    for nowhere in ["0", "1,201", "", "ID01test007", "test", "-3"] {
        assert_eq!(find(&listing, nowhere), Found::Nowhere, "{nowhere}");
    }
    listing.view.filters = Filter::NotFound.into();
    listing.refresh(&library);
    assert_eq!(find(&listing, "2"), at(7), "by its place among those shown");
    assert_eq!(find(&listing, "ID01test0006"), Found::NotShown);
}

#[test]
fn words_for_kinds_and_findings_are_searched_in_the_shown_language() {
    let mut library = library(3);
    library.apply(&found(&[(0, "a.jpg"), (1, "b.jpg"), (2, "c.jpg")]));
    let mut facts = crate::review::fixtures::facts();
    facts.blank = true;
    library.apply(&EngineEvent::Thumbnail {
        invoices: vec![InvoiceNr(1)],
        facts,
        raster: None,
    });
    let mut listing = Listing::default();
    let mut finds = |lang, search: &str| {
        listing.lang = lang;
        listing.view.search = search.to_owned();
        listing.refresh(&library);
        shown(&listing)
    };
    assert_eq!(finds(Lang::En, "blank pict"), [1]);
    assert_eq!(finds(Lang::ZhCn, "空白"), [1]);
    assert!(finds(Lang::En, "空白").is_empty());
    let kind = facts.media_type.name();
    assert_eq!(finds(Lang::En, &kind.to_lowercase()), [1]);
    assert_eq!(finds(Lang::En, "C.J"), [2]);
}
