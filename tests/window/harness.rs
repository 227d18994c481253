//! The window under test: its harness, the wakes it is waited for with, and the hands and eyes of a user.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use eframe::Storage;
use egui::{Event, Key, Modifiers, PointerButton, Pos2, Rect, Role, Shape, Theme, Vec2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _, by};
use invoice_lens::app::{InvoiceLens, Launch};
use invoice_lens::engine::EngineConfig;
use invoice_lens::locale::{Lang, Locale};
use invoice_lens::model::InvoiceNr;
use invoice_lens::review::Stage;
use invoice_lens::sandbox::Sandbox;
use invoice_lens::state::{Screen, State};
use invoice_lens::ui::kit::theme::REGION;

/// Only a test that fails ever waits this long.
const PATIENCE: Duration = Duration::from_mins(1);

/// Rounds of a few frames after which a window that still moves is left to move.
const MOST_ROUNDS: usize = 8;

/// The window's size, density and theme.
#[derive(Clone, Copy)]
pub struct Look {
    pub size: Vec2,
    /// Pixels of the screen per point.
    pub density: f32,
    pub theme: Theme,
}

impl Default for Look {
    fn default() -> Self {
        Self {
            size: vec2(1100.0, 880.0),
            density: 1.0,
            theme: Theme::Dark,
        }
    }
}

/// A launch in English whose waits between attempts are as good as none.
pub fn english() -> Launch {
    let mut engine = EngineConfig::default();
    // By default it would be this test's own program.
    engine.worker.program = env!("CARGO_BIN_EXE_invoice-lens").into();
    // No test depends on how busy its machine is.
    engine.worker.thumbnail = PATIENCE;
    engine.worker.full = PATIENCE;
    engine.worker.start = PATIENCE;
    engine.retry.base = Duration::from_millis(1);
    engine.retry.retry_after_cap = Duration::from_millis(1);
    Launch {
        lang: Some(Lang::En),
        engine,
        ..Launch::default()
    }
}

/// A running window.
pub struct App {
    pub harness: Harness<'static, InvoiceLens>,
    wakes: Receiver<()>,
    locale: Locale,
}

impl App {
    pub fn launch(look: Look, launch: Launch) -> Self {
        Self::build(look, launch, None)
    }

    /// A window that finds what an earlier one left behind.
    pub fn launch_stored(look: Look, launch: Launch, stored: Box<dyn Storage>) -> Self {
        // The harness's window may live as long as the test's process.
        Self::build(look, launch, Some(Box::leak(stored)))
    }

    fn build(look: Look, launch: Launch, stored: Option<&'static dyn Storage>) -> Self {
        let (wake, wakes) = channel();
        let lang = launch
            .lang
            .expect("no test depends on the system's language");
        let harness = Harness::builder()
            .with_size(look.size)
            .with_pixels_per_point(look.density)
            .with_theme(look.theme)
            .with_step_dt(1.0 / 60.0)
            .with_render_cursor(false)
            .with_context_setup(move |ctx| {
                // Nobody waits any more once the test is over.
                ctx.set_request_repaint_callback(move |_| wake.send(()).unwrap_or_default());
            })
            .build_eframe(|cc| {
                cc.storage = stored;
                InvoiceLens::new(cc, launch).expect("the system has threads")
            });
        Self {
            harness,
            wakes,
            locale: Locale::new(lang),
        }
    }

    /// The start panel, pointed at this platform.
    pub fn at(sandbox: &Sandbox) -> Self {
        Self::at_with(sandbox, Look::default())
    }

    pub fn at_with(sandbox: &Sandbox, look: Look) -> Self {
        let launch = Launch {
            endpoint: Some(sandbox.endpoint()),
            ..english()
        };
        Self::launch(look, launch)
    }

    /// The review of these IDs, begun as a user begins it: by typing the token, pasting and clicking.
    pub fn reviewing(sandbox: &Sandbox, ids: &[String]) -> Self {
        let mut app = Self::at(sandbox);
        app.begin(sandbox.token(), ids);
        app
    }

    pub fn begin(&mut self, token: &str, ids: &[String]) {
        self.type_token(token);
        self.paste_ids(&ids.join("\n"));
        let count = ids.len();
        let load = self.with("start-load", count);
        self.click(&load);
        self.until("the review", |state| state.screen == Screen::Review);
    }

    pub fn state(&self) -> &State {
        self.harness.state().state()
    }

    // Waiting

    /// Draws frame after frame, one for every wake, until `reached`.
    pub fn until(&mut self, what: &str, reached: impl Fn(&State) -> bool) {
        self.until_drawn(what, |app| reached(app.state()));
    }

    /// The same for what only the drawn frame shows.
    pub fn until_drawn(&mut self, what: &str, reached: impl Fn(&Self) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        loop {
            self.harness.step();
            if reached(self) {
                self.settle();
                return;
            }
            let left = deadline.saturating_duration_since(Instant::now());
            let is_awake = !left.is_zero() && self.wakes.recv_timeout(left).is_ok();
            assert!(is_awake, "waited in vain for {what}; {}", self.summary());
            while self.wakes.try_recv().is_ok() {}
        }
    }

    pub fn until_stage(&mut self, stage: Stage, count: usize) {
        let what = format!("{count} × {stage:?}");
        self.until(&what, |state| state.library.count(stage) == count);
    }

    /// Until nothing more will happen by itself to any invoice.
    pub fn until_settled(&mut self) {
        self.until("all invoices", |state| {
            state
                .library
                .entries()
                .iter()
                .all(|it| it.stage.is_settled())
        });
    }

    /// Draws what follows at once from what was done; also looks for controls without a name.
    pub fn settle(&mut self) {
        for _ in 0..MOST_ROUNDS {
            if self.harness.run_ok().is_some() {
                return;
            }
        }
    }

    fn summary(&self) -> String {
        let state = self.state();
        let stages = Stage::ALL.map(|stage| format!("{stage:?} {}", state.library.count(stage)));
        format!(
            "{:?}, {:?}, notice {:?}, {}",
            state.screen,
            state.run,
            state.notice,
            stages.join(", ")
        )
    }

    // Hands

    /// Moves, presses and lets go in one frame: what arrives between frames may move a control away from the pointer.
    pub fn click(&mut self, name: &str) {
        self.click_at(self.harness.get_by_label(name).rect().center());
    }

    pub fn click_at(&mut self, pos: Pos2) {
        let button = |pressed| Event::PointerButton {
            pos,
            button: PointerButton::Primary,
            pressed,
            modifiers: Modifiers::default(),
        };
        let events = [Event::PointerMoved(pos), button(true), button(false)];
        self.harness.input_mut().events.extend(events);
        self.harness.step();
        self.settle();
    }

    /// Clicks what the locale names by `key`.
    pub fn click_text(&mut self, key: &str) {
        let name = self.text(key);
        self.click(&name);
    }

    pub fn press(&mut self, key: Key) {
        self.harness.key_press(key);
        self.settle();
    }

    pub fn press_with(&mut self, modifiers: Modifiers, key: Key) {
        self.harness.key_press_modifiers(modifiers, key);
        self.settle();
    }

    pub fn event(&mut self, event: Event) {
        self.harness.event(event);
        self.settle();
    }

    pub fn type_token(&mut self, token: &str) {
        self.harness.get_by_role(Role::PasswordInput).focus();
        self.settle();
        self.event(Event::Text(token.to_owned()));
    }

    pub fn type_key(&mut self, key: &str, security: &str) {
        for (name, text) in [("appKey", key), ("appSecurity", security)] {
            self.harness.get_by_label(name).focus();
            self.settle();
            self.event(Event::Text(text.to_owned()));
        }
    }

    /// Pastes into the ID box and waits until it was read.
    pub fn paste_ids(&mut self, text: &str) {
        self.harness.get_by_role(Role::MultilineTextInput).focus();
        self.settle();
        self.event(Event::Paste(text.to_owned()));
        self.until("the pasted text", |state| {
            !state.is_reading_ids && state.pasted.lines > 0
        });
    }

    pub fn drop_file(&mut self, path: PathBuf) {
        self.drop_files(vec![path]);
    }

    pub fn drop_files(&mut self, paths: Vec<PathBuf>) {
        for path in paths {
            let file = Arc::new(Dropped(path));
            self.harness.input_mut().dropped_files.push(file);
        }
        self.settle();
    }

    // Eyes

    /// A text of the window's first language.
    pub fn text(&self, key: &str) -> String {
        self.locale.text(key).into_owned()
    }

    /// The same with its only value, a count; no bills.
    pub fn with(&self, key: &str, count: usize) -> String {
        let values = [("count", count.into()), ("bills", 0.into())];
        self.locale.with(key, &values)
    }

    pub fn shows(&self, name: &str) -> bool {
        self.harness.query_all_by_label(name).next().is_some()
    }

    pub fn shows_part(&self, part: &str) -> bool {
        let mut nodes = self.harness.query_all_by_label_contains(part);
        nodes.next().is_some()
    }

    /// Names and places of the tiles, in their order.
    pub fn tiles(&self) -> Vec<(String, Rect)> {
        let is_tile = by().role(Role::Button).predicate(|node| {
            let name = node.label().unwrap_or_default();
            // “ID, state, 3 of 20”, as `tile-name` has it.
            name.rsplit(", ").next().is_some_and(is_position)
        });
        let nodes = self.harness.query_all(is_tile);
        nodes
            .map(|node| {
                (
                    node.accesskit_node().label().unwrap_or_default(),
                    node.rect(),
                )
            })
            .collect()
    }

    pub fn tile_of(&self, id: &str) -> Rect {
        let tiles = self.tiles();
        let tile = tiles
            .iter()
            .find(|(name, _)| name.starts_with(&format!("{id}, ")));
        tile.unwrap_or_else(|| panic!("no tile of {id} in {tiles:?}"))
            .1
    }

    /// The open invoice.
    pub fn open(&self) -> Option<InvoiceNr> {
        self.state().viewer.as_ref().map(|viewer| viewer.nr)
    }

    /// Whether the full picture of this invoice is held.
    pub fn holds_picture(&self, nr: InvoiceNr) -> bool {
        holds_picture(self.state(), nr)
    }

    /// Whether a region's outline was drawn in the last frame.
    pub fn draws_outline(&self) -> bool {
        self.outlines() > 0
    }

    /// How many shapes of the last frame have the colour of a region's outline.
    pub fn outlines(&self) -> usize {
        let shapes = self.harness.output().shapes.iter();
        shapes
            .filter(|clipped| has_region_colour(&clipped.shape))
            .count()
    }
}

pub fn holds_picture(state: &State, nr: InvoiceNr) -> bool {
    let invoice = state.library.get(nr).and_then(|it| it.invoice.as_ref());
    invoice.is_some_and(|invoice| state.pictures.get(&invoice.picture_key).is_some())
}

fn is_position(text: &str) -> bool {
    let is_mark = |it: u8| it.is_ascii_digit() || it == b',';
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(is_mark);
    text.split_once(" of ")
        .is_some_and(|(position, count)| is_number(position) && is_number(count))
}

fn has_region_colour(shape: &Shape) -> bool {
    match shape {
        Shape::Vec(shapes) => shapes.iter().any(has_region_colour),
        Shape::Mesh(mesh) => mesh.vertices.iter().any(|vertex| vertex.color == REGION),
        _ => false,
    }
}

#[derive(Debug)]
struct Dropped(PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &std::path::Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|error| error.to_string())
    }
}
