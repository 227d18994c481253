//! A walk through every screen of the window in one language; each is laid out at many sizes before the next.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use egui::{Event, Key, Modifiers, ViewportId};
use invoice_lens::app::Launch;
use invoice_lens::engine::RunState;
use invoice_lens::locale::Lang;
use invoice_lens::model::InvoiceNr;
use invoice_lens::review::{Filter, Stage};
use invoice_lens::sandbox::{
    self, FaultEffect, FaultTarget, OssErrorAnswer, RequestKind, Sandbox, SandboxInvoice,
    SandboxLibrary,
};
use invoice_lens::state::{Keeping, State};
use invoice_lens::store::Access;
use serde_json::json;

use super::case::{self, Case, Wanted};
use super::checks::{self, Fault, Fixed};
use super::frame::{self, Frame};
use super::{Violation, menus, reach};
use crate::files::{INVOICE_XML, pdf};
use crate::harness::{App, Look, english};
use crate::pages::{self, ids};
use crate::pictures;

/// Frames in which panels come to their sizes after the window has changed its own.
const FRAMES: usize = 3;

/// What the walk has seen so far.
pub struct Walk<'a> {
    wanted: &'a Wanted,
    lang: Lang,
    cases: Vec<Case>,
    pub violations: Vec<Violation>,
    /// How often a screen was laid out.
    pub looks: usize,
}

/// One screen as it was laid out at each size.
struct Seen {
    screen: &'static str,
    frames: Vec<(Case, BTreeMap<String, Fixed>)>,
}

/// What two screens have in common.
#[derive(Clone, Copy, PartialEq)]
enum Same {
    /// They show the same; one of them says something more.
    Ticket,
    /// They show another ticket in the same panels.
    Panels,
}

impl<'a> Walk<'a> {
    pub fn new(lang: Lang, wanted: &'a Wanted) -> Self {
        let cases = case::all(lang);
        Self {
            wanted,
            lang,
            cases: cases.into_iter().filter(|it| wanted.case(it)).collect(),
            violations: Vec::new(),
            looks: 0,
        }
    }

    pub fn all(&mut self) {
        self.start_page();
        self.first_start();
        self.managed();
        self.recent_reviews();
        self.loading_and_trouble();
        self.leaving();
        self.review();
    }

    /// Lays the window out as it is now at every size.
    fn look(&mut self, app: &mut App, screen: &'static str) -> Seen {
        let canvas = app.text("viewer-canvas");
        let frames = self.lay_out(app, screen, |frame, case| {
            let mut faults = checks::of(&frame);
            faults.extend(reach::room(
                &frame,
                case,
                &canvas,
                screen == "viewer, ticket",
            ));
            (faults, checks::fixed(&frame, &canvas))
        });
        Seen { screen, frames }
    }

    /// The same for what lies above the window's panels; these are looked at without it.
    fn look_above(&mut self, app: &mut App, screen: &'static str) {
        self.lay_out(app, screen, |frame, _| (checks::of(&frame.above()), ()));
    }

    /// Opens every menu of the bars at every size.
    fn look_menus(&mut self, app: &mut App, screen: &'static str) {
        if !self.wanted.screen(screen) {
            return;
        }
        for case in self.cases.clone() {
            fit(app, case);
            let faults = menus::of(app);
            self.note(screen, case, faults);
            self.looks += 1;
        }
        fit(app, case::comfortable(self.lang));
    }

    fn lay_out<T>(
        &mut self,
        app: &mut App,
        screen: &'static str,
        look: impl Fn(Frame, Case) -> (Vec<Fault>, T),
    ) -> Vec<(Case, T)> {
        if !self.wanted.screen(screen) {
            return Vec::new();
        }
        let mut seen = Vec::new();
        for case in self.cases.clone() {
            fit(app, case);
            let (faults, rest) = look(Frame::of(&app.harness), case);
            self.note(screen, case, faults);
            seen.push((case, rest));
        }
        self.looks += seen.len();
        fit(app, case::comfortable(self.lang));
        seen
    }

    /// Holds what is in the bars of the second against the first, and what is in the panels beside the ticket, unless
    /// that speaks of another ticket.
    fn compare(&mut self, before: &Seen, after: &Seen, same: Same) {
        for ((case, first), (_, second)) in before.frames.iter().zip(&after.frames) {
            let is_held = |place: &Fixed| same == Same::Ticket || !place.is_beside;
            self.note(after.screen, *case, checks::moved(first, second, is_held));
        }
    }

    fn note(&mut self, screen: &'static str, case: Case, faults: Vec<Fault>) {
        let faults = faults.into_iter();
        self.violations.extend(faults.map(|fault| Violation {
            screen,
            case,
            fault,
        }));
    }

    fn launch(&self, launch: Launch) -> App {
        let launch = Launch {
            lang: Some(self.lang),
            ..launch
        };
        let mut app = App::launch(Look::default(), launch);
        frame::record(&app.harness.ctx);
        fit(&mut app, case::comfortable(self.lang));
        app
    }

    fn wants(&self, screens: &[&str]) -> bool {
        screens.iter().any(|it| self.wanted.screen(it))
    }

    fn start_page(&mut self) {
        if !self.wants(&[
            "start, empty",
            "start, settings",
            "start, notice",
            "start, IDs",
        ]) {
            return;
        }
        let mut app = self.launch(english());
        let empty = self.look(&mut app, "start, empty");
        app.click_text("settings");
        self.look_above(&mut app, "start, settings");
        app.click_text("settings-reading");
        self.look_above(&mut app, "start, settings of reading");
        app.click_text("settings-network");
        self.look_above(&mut app, "start, settings of the network");
        for (page, screen) in [
            ("settings-findings", "start, settings of findings"),
            ("settings-reports", "start, settings of reports"),
            ("settings-keyboard", "start, settings of the keyboard"),
            ("settings-transfer", "start, settings as a file"),
            ("settings-about", "start, about"),
        ] {
            app.click_text(page);
            self.look_above(&mut app, screen);
        }
        app.click_text("settings-general");
        app.press(Key::Escape);
        app.drop_file("/nowhere/ids.txt".into());
        app.until("the notice", |state| state.notice.is_some());
        let notice = self.look(&mut app, "start, notice");
        self.compare(&empty, &notice, Same::Ticket);
        app.click_text("notice-close");
        let lines = (0..60).map(|n| format!("票据 {n}\t{}\t合计 171.00", pages::id(n)));
        let text: Vec<String> = lines.chain((0..9).map(|n| format!("no ID {n}"))).collect();
        app.paste_ids(&text.join("\n"));
        app.click_text("start-show");
        self.look(&mut app, "start, IDs");
    }

    fn first_start(&mut self) {
        if !self.wants(&["start, for the first time"]) {
            return;
        }
        let folder = tempfile::tempdir().expect("a folder for a while");
        let mut app = self.launch(Launch {
            reviews: Some(folder.path().to_owned()),
            ..english()
        });
        app.until("it to be known that there are none", |state| {
            state.reviews.is_first_start()
        });
        self.look(&mut app, "start, for the first time");
    }

    /// What an administrator set can be seen and not be changed.
    fn managed(&mut self) {
        let screens = ["start, managed", "start, managed settings"];
        if !self.wants(&screens) {
            return;
        }
        let mut app = self.launch(Launch {
            managed: crate::settings::managed(),
            ..english()
        });
        self.look(&mut app, screens[0]);
        app.click_text("settings");
        app.click_text("settings-network");
        self.look_above(&mut app, screens[1]);
    }

    fn recent_reviews(&mut self) {
        if !self.wants(&["start, recent reviews"]) {
            return;
        }
        let folder = tempfile::tempdir().expect("a folder for a while");
        let sandbox = pages::start(pages::numbered(9));
        for count in [3, 5, 9] {
            let mut app = self.reviewing(&sandbox, Some(folder.path()), &ids(count));
            app.until_stage(Stage::Ready, count);
            app.until("its file", is_kept);
            app.press(Key::Num1);
            app.until("all on the disk", |state| state.judging.unsaved() == 0);
        }
        let mut app = self.launch(Launch {
            reviews: Some(folder.path().to_owned()),
            ..english()
        });
        app.until("the list", |state| state.reviews.recent.len() == 3);
        self.look(&mut app, "start, recent reviews");
    }

    fn reviewing(&self, sandbox: &Sandbox, folder: Option<&Path>, ids: &[String]) -> App {
        let mut launch = Launch {
            endpoint: Some(sandbox.endpoint()),
            reviews: folder.map(Path::to_owned),
            ..english()
        };
        launch.engine.retry.retry_after_cap = Duration::from_hours(1);
        let mut app = self.launch(launch);
        app.begin(sandbox.token(), ids);
        app
    }

    fn loading_and_trouble(&mut self) {
        if self.wants(&["grid, loading", "grid, token refused"]) {
            let sandbox = pages::start(pages::numbered(40));
            let gate = sandbox.gate(FaultTarget::kind(RequestKind::Object));
            let mut app = self.reviewing(&sandbox, None, &ids(30));
            app.until("loading tiles", |state| {
                state.library.count(Stage::Loading) > 0
            });
            self.look(&mut app, "grid, loading");
            gate.release();
            app.until_stage(Stage::Ready, 30);
            sandbox.revoke_tokens();
            app.event(Event::Paste(pages::id(31)));
            app.until("the refusal", |state| {
                matches!(state.run, RunState::Blocked(_))
            });
            self.look(&mut app, "grid, token refused");
            app.press(Key::Enter);
            self.look(&mut app, "viewer, token refused");
        }
        if self.wants(&["grid, wrong address"]) {
            let launch = Launch {
                // Nothing listens there.
                endpoint: Some("http://127.0.0.1:9".to_owned()),
                ..english()
            };
            let mut app = self.launch(launch);
            app.begin("t0ken-for-nobody", &ids(30));
            app.until("the notice", |state| state.wrong_address().is_some());
            self.look(&mut app, "grid, wrong address");
        }
        if self.wants(&["grid, busy server"]) {
            let sandbox = pages::start(pages::numbered(30));
            let busy = FaultEffect::Status {
                status: 503,
                body: String::new(),
                headers: vec![("Retry-After".into(), "3000".into())],
            };
            sandbox.inject(sandbox::Fault::always(
                FaultTarget::kind(RequestKind::Object),
                busy,
            ));
            let mut app = self.reviewing(&sandbox, None, &ids(30));
            app.until("the wait", |state| {
                matches!(state.run, RunState::Waiting(_))
            });
            self.look(&mut app, "grid, busy server");
        }
    }

    fn leaving(&mut self) {
        if !self.wants(&["leaving"]) {
            return;
        }
        let sandbox = pages::start(pages::numbered(9));
        let file = tempfile::NamedTempFile::new().expect("a file for a while");
        // Verdicts cannot be kept in what is no folder.
        let mut app = self.reviewing(&sandbox, Some(file.path()), &ids(9));
        app.until_stage(Stage::Ready, 9);
        app.until("its refusal", |state| {
            matches!(state.judging.keeping, Keeping::Failed(_))
        });
        app.press(Key::Num1);
        self.look(&mut app, "grid, not kept");
        app.press(Key::Enter);
        self.look(&mut app, "viewer, not kept");
        app.press(Key::Escape);
        app.click_text("top-new");
        assert!(app.state().leaving.is_some());
        self.look_above(&mut app, "leaving");
    }

    /// The demo with a document, data and a file that is gone before its own.
    fn review(&mut self) {
        let library = pictures::demo();
        let mut all: Vec<String> = ["doc00001", "xml00001", "xml00002", "gone0001"]
            .map(str::to_owned)
            .to_vec();
        all.extend(library.invoices().map(|it| it.id.clone()));
        let sandbox = pages::start(with_more(library));
        let gone = OssErrorAnswer::new(
            404,
            "NoSuchKey",
            "The specified key does not exist.",
            "0026-00000001",
        );
        let file = FaultTarget::kind(RequestKind::Object).named("gone.png");
        sandbox.inject(sandbox::Fault::always(file, FaultEffect::Oss(gone)));
        let mut app = self.reviewing(&sandbox, None, &all);
        app.until_settled();
        app.settle();
        self.grid(&mut app);
        self.viewer(&mut app);
    }

    fn grid(&mut self, app: &mut App) {
        let loaded = self.look(app, "grid, loaded");
        app.press(Key::ArrowRight);
        self.look_menus(app, "grid, menus");
        let next = self.look(app, "grid, next ticket");
        self.compare(&loaded, &next, Same::Panels);
        app.event(Event::Paste(pictures::Demo::whole_page().id));
        app.until("the notice", |state| state.notice.is_some());
        let notice = self.look(app, "grid, notice");
        self.compare(&next, &notice, Same::Ticket);
        app.click_text("notice-close");
        app.click_text("order");
        self.look_above(app, "grid, orders");
        app.press(Key::Escape);
        app.click_text("settings");
        self.look_above(app, "grid, settings");
        app.press(Key::Escape);
        app.press_with(Modifiers::COMMAND, Key::S);
        self.look_above(app, "grid, export");
        app.press(Key::Escape);
        app.press_with(Modifiers::COMMAND, Key::I);
        self.look_above(app, "grid, figures");
        app.press(Key::Escape);
        app.click_text("share");
        self.look_above(app, "grid, split and merge");
        app.press(Key::Escape);
        app.press(Key::F1);
        self.look_above(app, "grid, keys");
        app.press(Key::Escape);
        app.press(Key::F8);
        self.look(app, "grid, without filters");
        app.press(Key::F8);
        app.press_with(Modifiers::COMMAND, Key::F);
        app.event(Event::Text("nothing has this ID in it".to_owned()));
        self.look(app, "grid, search");
        app.harness.event(Event::Key {
            key: Key::A,
            physical_key: None,
            pressed: true,
            repeat: false,
            modifiers: Modifiers::COMMAND,
        });
        app.press(Key::Backspace);
        app.press(Key::Escape);
        // A search that led nowhere ends where it began: at a data file, which nobody can call correct.
        app.press(Key::Home);
        self.reach(app, "grid, verdicts");
    }

    fn viewer(&mut self, app: &mut App) {
        Self::open(app, &pictures::Demo::whole_page().id);
        let ticket = self.look(app, "viewer, ticket");
        app.press(Key::ArrowRight);
        app.until("the next picture", |state| {
            state
                .viewer
                .as_ref()
                .is_some_and(|viewer| state.has_picture(viewer.nr))
        });
        let next = self.look(app, "viewer, next ticket");
        self.compare(&ticket, &next, Same::Panels);
        self.look_menus(app, "viewer, menus");
        app.event(Event::Copy);
        app.until("the notice", |state| state.notice.is_some());
        let notice = self.look(app, "viewer, notice");
        self.compare(&next, &notice, Same::Ticket);
        app.click_text("notice-close");
        app.press(Key::F9);
        app.press(Key::B);
        self.look(app, "viewer, without details");
        app.press(Key::F9);
        app.press(Key::B);
        app.press(Key::Z);
        self.look(app, "viewer, region");
        app.press(Key::F);
        app.press(Key::F1);
        self.look_above(app, "viewer, keys");
        app.press(Key::Escape);
        app.press(Key::M);
        self.look(app, "viewer, note");
        app.event(Event::Text(
            "ask the supplier whether the whole of it is meant".to_owned(),
        ));
        app.press(Key::Enter);
        app.press(Key::Num3);
        app.press(Key::ArrowLeft);
        self.look(app, "viewer, judged");
        self.reach(app, "viewer, verdicts");
        app.press(Key::Escape);
        self.list_behind(app);
        for (id, screen) in [
            ("doc00001", "viewer, document"),
            ("xml00001", "viewer, data"),
            ("xml00002", "viewer, other data"),
            ("gone0001", "viewer, failed"),
        ] {
            Self::open(app, id);
            self.look(app, screen);
            app.press(Key::Escape);
        }
    }

    /// What was judged is to go from the list, and stays until somebody asks for that.
    fn list_behind(&mut self, app: &mut App) {
        let counted = |app: &App, key: &str, filter: Filter| {
            let count = app.state().listing.counts().of(filter);
            format!("{} {count}", app.text(key))
        };
        app.click(&counted(app, "filter-unjudged", Filter::Unjudged));
        Self::open(app, &pictures::Demo::whole_page().id);
        app.press(Key::Num1);
        assert!(app.state().listing.is_behind(&app.state().library));
        self.look(app, "viewer, list behind");
        app.press(Key::Escape);
        app.click_text("list-refresh");
        app.click(&counted(app, "filter-unjudged", Filter::Unjudged));
    }

    fn open(app: &mut App, id: &str) {
        let entries = app.state().library.entries();
        let index = entries.iter().position(|entry| entry.id.as_str() == id);
        let nr = InvoiceNr::from_index(index.expect("it is in the review"));
        let position = app.state().listing.position(nr).expect("it is shown");
        app.press(Key::Home);
        for _ in 0..position {
            app.press(Key::ArrowRight);
        }
        app.press(Key::Enter);
        assert_eq!(app.open(), Some(nr));
        app.until("what was opened", |state| {
            let failed = state
                .library
                .get(nr)
                .is_some_and(|it| it.stage == Stage::Failed);
            failed || state.has_picture(nr)
        });
    }

    /// Gives every verdict, by its key and by what is to be clicked, where there is the least room for it.
    fn reach(&mut self, app: &mut App, screen: &'static str) {
        if !self.wanted.screen(screen) {
            return;
        }
        let least = self.cases.iter().filter(|it| it.is_tiny()).copied();
        for case in least.collect::<Vec<_>>() {
            fit(app, case);
            let faults = reach::verdicts(app);
            self.note(screen, case, faults);
            self.looks += 1;
        }
        fit(app, case::comfortable(self.lang));
    }
}

/// Gives the window this size, and the pointer to nobody.
pub fn fit(app: &mut App, case: Case) {
    let input = app.harness.input_mut();
    let viewport = input.viewports.entry(ViewportId::ROOT).or_default();
    viewport.native_pixels_per_point = Some(case.density());
    app.harness.ctx.set_theme(case.theme);
    app.harness.set_size(case.points());
    app.harness.event(Event::PointerGone);
    app.harness.run_steps(FRAMES);
    app.harness.run_ok();
}

fn is_kept(state: &State) -> bool {
    matches!(&state.judging.keeping, Keeping::Kept { access, .. } if *access == Access::Write)
}

fn with_more(library: SandboxLibrary) -> SandboxLibrary {
    let page = "0.2 g 0 0 200 100 re f 1 g 20 10 150 80 re f";
    let mut document = SandboxInvoice::new("doc00001", "a.pdf");
    document.region = Some(json!([200, 100, 1700, 900]));
    library
        .with_object("a.pdf", pdf(&[page, page, ""]))
        .with_object("b.xml", INVOICE_XML.as_bytes().to_vec())
        .with_object(
            "c.xml",
            b"<receipt><shop name='Shop'>Kiosk</shop></receipt>".to_vec(),
        )
        .with_object("gone.png", b"gone".to_vec())
        .with_invoice(document)
        .with_invoice(SandboxInvoice::new("xml00001", "b.xml"))
        .with_invoice(SandboxInvoice::new("xml00002", "c.xml"))
        .with_invoice(SandboxInvoice::new("gone0001", "gone.png"))
}
