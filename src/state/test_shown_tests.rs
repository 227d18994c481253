//! What is shown of a test ticket beside its rectangle, and that no key tells what it is.

use super::*;
use crate::engine::{Answer, EngineEvent};
use crate::model::{Field, FieldName, FieldValue, Fields, InvoiceType, PageKey, fixtures};
use crate::review::fixtures::{facts, invoice};
use crate::state::test_tickets::tests::{EARLIER, REGION, load, team, tested};
use crate::state::{Action, Framing, ViewerAction, update};

fn viewer(state: &mut State, action: ViewerAction) {
    drop(update(state, Action::Viewer(action)));
    load(state);
}

/// The same review, where this one is on another's page.
fn moved_to(state: &mut State, nr: u32, page: InvoiceNr) {
    let invoice = invoice(
        nr,
        &format!("{}.jpg", page.0),
        [1200.0, 150.0, 1900.0, 800.0],
    );
    let answered = EngineEvent::Answered(vec![(InvoiceNr(nr), Answer::Found(invoice.into()))]);
    drop(update(state, Action::Engine(answered)));
}

/// A review in which the server cut out what was judged, and hands out originals.
fn cropped() -> State {
    let mut state = team();
    let answers = (0..EARLIER).map(|nr| {
        let mut invoice = invoice(nr, &format!("{nr}.jpg"), REGION);
        invoice.picture_key.process = "image/crop,x_200,y_150,w_700,h_650".into();
        (InvoiceNr(nr), Answer::Found(invoice.into()))
    });
    let answered = EngineEvent::Answered(answers.collect());
    drop(update(&mut state, Action::Engine(answered)));
    for nr in 0..EARLIER {
        let seen = EngineEvent::Thumbnail {
            invoices: vec![InvoiceNr(nr)],
            facts: fixtures::facts(700, 650),
            raster: None,
        };
        drop(update(&mut state, Action::Engine(seen)));
        let page = PageKey::new(&format!("files.example/{nr}.jpg"));
        state.library.original_seen(&page, facts());
    }
    state
}

#[test]
fn a_crop_is_one_along_the_rectangle_that_is_shown() {
    let mut state = cropped();
    let nr = tested(&mut state);
    let shown = state.ocr_region(nr).expect("one");
    assert_eq!(shown, shown.round(), "as whole as what OCR says");
    let entry = state.shown_entry(nr).expect("shown");
    let size = entry.facts.expect("seen").size;
    assert_eq!(size.to_f64().cast_unit(), shown.size());
    let located = entry.located.as_ref().expect("placed");
    let in_picture = located.in_picture.expect("placed").round();
    assert_eq!(
        in_picture,
        crate::geometry::PictureBox::from_size(size.to_f64())
    );
    assert!(state.shown_crop(nr).is_none(), "the original is shown");
    viewer(&mut state, ViewerAction::ToggleCrop);
    assert!(state.viewer.as_ref().is_some_and(|it| it.shows_crop));
    let (key, picture, placement) = state.shown_crop(nr).expect("cut out");
    assert_eq!(
        (placement.delivered_in_page, picture.facts.size),
        (shown, size)
    );
    let delivered = &state
        .library
        .get(nr)
        .expect("there")
        .invoice
        .as_ref()
        .expect("described")
        .picture_key;
    assert_ne!(key, delivered);
    let pixels = picture.pyramid.level(0);
    assert_eq!(pixels.size(), (size.width, size.height));
    let at = |x: f64, y: f64| x as u32 + y as u32 * 2000;
    let corners = (pixels.pixels().first(), pixels.pixels().last());
    let wanted = (
        at(shown.min.x, shown.min.y),
        at(shown.max.x - 1.0, shown.max.y - 1.0),
    );
    assert_eq!(corners, (Some(&wanted.0), Some(&wanted.1)));
    viewer(&mut state, ViewerAction::ToggleCrop);
    assert!(state.viewer.as_ref().is_some_and(|it| !it.shows_crop));
    // Without its original nothing would be around it.
    state.library.forget_originals();
    drop(update(&mut state, Action::EngineRead));
    assert_eq!(state.looked_at(), Some(InvoiceNr(EARLIER + 2)));
}

#[test]
fn a_whole_page_is_shown_with_its_original_or_without() {
    let mut state = team();
    let nr = tested(&mut state);
    let before = state.ocr_region(nr);
    viewer(&mut state, ViewerAction::ToggleCrop);
    assert!(state.viewer.as_ref().is_some_and(|it| it.shows_crop));
    assert!(
        state.shown_crop(nr).is_none(),
        "what was delivered is whole"
    );
    assert_eq!((state.ocr_region(nr), state.is_tested(nr)), (before, true));
}

#[test]
fn it_never_stands_for_another_ticket_of_its_page() {
    let mut state = team();
    let nr = tested(&mut state);
    let turn = state.stands_at().expect("its place");
    let mut state = team();
    moved_to(&mut state, turn.0, nr);
    assert_eq!(tested(&mut state), nr, "the same one");
    assert_eq!(state.stands_at(), Some(InvoiceNr(turn.0 + 1)));
    let members = state.library.on_same_page(nr);
    let mut ids: Vec<_> = members.iter().map(|it| state.shown_id(*it)).collect();
    ids.dedup();
    assert_eq!(ids.len(), 2);
}

#[test]
fn the_others_of_its_page_do_not_tell_what_it_is() {
    let mut state = team();
    let nr = tested(&mut state);
    let mut state = team();
    moved_to(&mut state, 10, nr);
    assert_eq!(tested(&mut state), nr);
    let (turn, shown) = (state.stands_at(), state.ocr_region(nr));
    assert_eq!(state.verdict_on_page(InvoiceNr(10)), None);
    viewer(&mut state, ViewerAction::StepOnPage(1));
    assert_eq!(state.looked_at(), Some(InvoiceNr(10)));
    assert_eq!(
        state.verdict_on_page(InvoiceNr(10)),
        Some(&Verdict::Correct)
    );
    viewer(&mut state, ViewerAction::StepOnPage(-1));
    assert_eq!((state.looked_at(), state.stands_at()), (Some(nr), turn));
    assert_eq!((state.ocr_region(nr), state.current), (shown, turn));
    assert_eq!(
        state.viewer.as_ref().map(|it| it.framing),
        Some(Framing::Region)
    );
}

#[test]
fn what_stands_beside_it_goes_with_its_id() {
    let mut state = team();
    let nr = tested(&mut state);
    let turn = state.stands_at().expect("its place");
    let named = |state: &State| {
        let entry = state.shown_entry(nr).expect("shown");
        let invoice = entry.invoice.clone().expect("described");
        (invoice.file_name.to_string(), invoice.source.to_string())
    };
    let other = |file_name: &str| {
        let mut invoice = invoice(turn.0, &format!("{}.jpg", turn.0), REGION);
        invoice.file_name = file_name.into();
        invoice.source = "mail".into();
        let answer = Answer::Found(invoice.into());
        Action::Engine(EngineEvent::Answered(vec![(turn, answer)]))
    };
    drop(update(&mut state, other("a scan.png")));
    assert_eq!(named(&state), ("a scan.jpg".to_owned(), "mail".to_owned()));
    // A name with the invoice's number in it would contradict what is printed.
    let fields = Fields {
        kind: InvoiceType::Invoice,
        entries: vec![Field {
            name: FieldName::Number,
            value: FieldValue::Text("34752871".to_owned()),
        }],
    };
    let came = EngineEvent::FieldsCame(vec![(turn, fields.into())]);
    drop(update(&mut state, Action::Engine(came)));
    drop(update(&mut state, other("34752871.jpg")));
    assert_eq!(named(&state).0, format!("{}.jpg", nr.0));
}
