//! A hundred thousand invoices: only what is in view exists, and the far end is as exact as the start.

use egui::{Key, Role};
use egui_kittest::kittest::Queryable as _;
use invoice_lens::model::InvoiceNr;
use invoice_lens::review::Stage;
use invoice_lens::sandbox::{FaultTarget, RequestKind, SandboxInvoice, SandboxLibrary};
use invoice_lens::state::Screen;
use invoice_lens::ui::kit::theme::TILE_GAP;

use crate::harness::App;
use crate::pages::{self, id, ids, page_key};

const COUNT: usize = 100_000;
/// Far more tiles than a window of this size has room for.
const MOST_TILES: usize = 300;

#[test]
fn a_hundred_thousand_invoices_are_scrolled_to_the_point() {
    let sandbox = pages::start(SandboxLibrary::new());
    // Nobody answers: what counts here is the window.
    let gate = sandbox.gate(FaultTarget::kind(RequestKind::Links));
    let mut app = App::at(&sandbox);
    app.type_token(sandbox.token());
    app.paste_ids(&ids(COUNT).join("\n"));
    assert!(app.shows("100,000 lines pasted"));
    assert!(app.shows("100,000 lines, 100,000 IDs, 0 duplicates, 0 left out"));
    app.click("Load 100,000 invoices");
    app.until("the grid", |state| state.screen == Screen::Review);
    assert_eq!(app.state().library.len(), COUNT);
    let first = app.tile_of(&id(0));
    let tiles = app.tiles().len();
    assert!((2..MOST_TILES).contains(&tiles), "{tiles} tiles");

    app.press(Key::End);
    let current = app.state().current;
    assert_eq!(current, Some(InvoiceNr::from_index(COUNT - 1)));
    let tiles = app.tiles();
    assert!(
        (2..MOST_TILES).contains(&tiles.len()),
        "{} tiles",
        tiles.len()
    );
    let last = app.tile_of(&id(COUNT - 1));
    let grid = app.harness.get_by_role(Role::Grid).rect();
    assert!(
        (last.size() - first.size()).length() < 0.01,
        "{last:?} is whole"
    );
    let below = grid.bottom() - last.bottom();
    assert!(
        (below - TILE_GAP).abs() < 0.1,
        "{below} points below the last tile"
    );

    app.press(Key::Home);
    assert_eq!(app.tile_of(&id(0)), first);
    drop(gate);
}

#[test]
fn a_tile_far_away_shows_before_the_rest_is_there() {
    const SOME: usize = 3000;
    const PAGES: usize = 60;
    let library = (0..SOME).fold(pages::numbered(PAGES), |library, number| {
        library.with_invoice(SandboxInvoice::new(&id(number), &page_key(number % PAGES)))
    });
    let sandbox = pages::start(library);
    let gate = sandbox.gate(FaultTarget::kind(RequestKind::Links));
    let mut app = App::at(&sandbox);
    gate.let_through(1);
    app.begin(sandbox.token(), &ids(SOME));
    app.until("the first screen", |state| {
        state.library.count(Stage::Ready) > 0
    });
    app.press(Key::End);
    let last = InvoiceNr::from_index(SOME - 1);
    assert_eq!(app.state().current, Some(last));
    // Two questions are under way already, and a third may be; the next is about what is on screen.
    gate.let_through(4);
    app.until("the far end", |state| {
        let entry = state.library.get(last);
        entry.is_some_and(|entry| entry.stage == Stage::Ready)
    });
    let answered = app.state().library.count_answered();
    assert!(answered <= 500, "{answered} were answered first");
    gate.release();
    app.until_stage(Stage::Ready, SOME);
    assert_eq!(sandbox.log().count(RequestKind::Object), PAGES);
}
