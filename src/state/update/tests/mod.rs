//! Every action at least once: what it does to the state, and what it asks of the world.

mod background;
mod grid;
mod originals;
mod settings;
mod start;
mod viewer;

use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use super::super::{FoundFiles, Settings};
use super::*;
use crate::engine::{Failure, FailureKind, FullPicture};
use crate::formats::{Pyramid, Raster};
use crate::model::{OriginalFiles, PageKey, PictureFacts, PictureKey};
use crate::platform::Token;
use crate::review::Stage;
use crate::review::fixtures::{facts, found, invoice};

fn nr(number: u32) -> InvoiceNr {
    InvoiceNr(number)
}

fn ids(numbers: Range<u32>) -> Vec<InvoiceId> {
    let id = |number| InvoiceId::new(&format!("ID01test{number:04}")).expect("an ID");
    numbers.map(id).collect()
}

fn pasted(ids: Vec<InvoiceId>, rejected_count: usize) -> PasteReport {
    PasteReport {
        lines: ids.len() + rejected_count,
        ids,
        rejected_count,
        ..PasteReport::default()
    }
}

fn endpoint() -> Endpoint {
    Endpoint::parse("https://app.ekuaibao.com").expect("an address")
}

fn credentials() -> Credentials {
    Token::new("t0ken").expect("a token").into()
}

fn new() -> State {
    State::new(Settings::default())
}

/// Takes an action that asks for nothing.
fn quiet(state: &mut State, action: Action) {
    let effects = update(state, action);
    assert!(effects.is_empty(), "{effects:?}");
}

/// What an action asks of the background, and nothing else.
fn command(state: &mut State, action: Action) -> EngineCommand {
    let mut effects = update(state, action);
    assert_eq!(effects.len(), 1, "{effects:?}");
    match effects.remove(0) {
        Effect::Engine(command) => command,
        effect => panic!("{effect:?}"),
    }
}

/// The tile that an action brings into view.
fn revealed(state: &mut State, action: Action) -> Option<InvoiceNr> {
    match update(state, action)[..] {
        [] => None,
        [Effect::Reveal(nr)] => Some(nr),
        ref effects => panic!("{effects:?}"),
    }
}

fn background(state: &mut State, event: EngineEvent) {
    quiet(state, Action::Engine(event));
    quiet(state, Action::EngineRead);
}

/// A review of so many invoices, nothing known of them.
fn review(count: u32) -> State {
    let mut state = new();
    quiet(&mut state, parsed_preview(count));
    let start = Action::Start {
        endpoint: endpoint(),
        credentials: credentials(),
    };
    assert_eq!(update(&mut state, start).len(), 2);
    state
}

fn parsed_preview(count: u32) -> Action {
    Action::Parsed(ParsePurpose::Preview, pasted(ids(0..count), 0))
}

/// A review of one page with these invoices on it, all of them ready.
fn ready(count: u32) -> State {
    let mut state = review(count);
    let pages: Vec<(u32, &str)> = (0..count).map(|number| (number, "page.jpg")).collect();
    background(&mut state, found(&pages));
    background(&mut state, thumbnail(0..count));
    state
}

fn thumbnail(numbers: Range<u32>) -> EngineEvent {
    EngineEvent::Thumbnail {
        invoices: numbers.map(InvoiceNr).collect(),
        facts: facts(),
        raster: None,
    }
}

fn page_key() -> PageKey {
    PageKey::new("files.example/page.jpg")
}

fn picture_key() -> PictureKey {
    invoice(0, "page.jpg", [0.0; 4]).picture_key
}

fn picture(facts: PictureFacts) -> Arc<FullPicture> {
    let raster = Raster::new(2, 2, vec![0; 4]).expect("four pixels");
    let pyramid = Pyramid::build(raster);
    Arc::new(FullPicture { facts, pyramid })
}

fn came(pixels: Pixels, decoded: DecodedPixels) -> EngineEvent {
    EngineEvent::Pixels {
        key: picture_key(),
        pixels,
        result: Ok(decoded),
    }
}

fn failed(kind: FailureKind, numbers: &[u32]) -> EngineEvent {
    EngineEvent::PictureFailed {
        invoices: numbers.iter().copied().map(InvoiceNr).collect(),
        failure: Arc::new(Failure::new(kind, "")),
    }
}

fn stages(state: &State) -> Vec<Stage> {
    let entries = state.library.entries().iter();
    entries.map(|entry| entry.stage).collect()
}

fn shown(state: &State) -> Vec<u32> {
    state.listing.shown().iter().map(|nr| nr.0).collect()
}

fn found_files() -> FoundFiles {
    let mut files = OriginalFiles::default();
    files.add(PathBuf::from("/folder/page.jpg").into());
    FoundFiles {
        files,
        ..FoundFiles::default()
    }
}
