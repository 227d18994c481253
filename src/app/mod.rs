//! The one meeting point of state, engine and window: events in, actions through, effects out.

mod archive;
mod begin_and_end;
mod desktop;
mod file_dialogs;
mod frame_log;
mod in_view;
mod original_search;
mod pace;
mod settings_file;
mod tasks;
mod window_error;
mod window_keyring;

use std::collections::VecDeque;
use std::mem;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use eframe::{App, CreationContext, Frame, Storage};

use crate::engine::{Engine, EngineCommand, EngineConfig, EngineHandle, Interest, WorkerConfig};
use crate::id_list::IdList;
use crate::locale::{Lang, Locale};
use crate::managed::{Managed, ManagedError};
use crate::review::Stage;
use crate::sandbox::Sandbox;
use crate::state::{
    Action, Effect, LeaveAction, Leaving, NoticeKind, PreferencesAction, State, StoreCall, kept,
    update,
};
use crate::store::{ReviewAddress, StoreAnswer};
use crate::ui::Window;
use crate::ui::kit::{fonts, theme};

use archive::Archive;
use pace::Pace;
use tasks::Tasks;
use window_keyring::WindowKeyring;

pub use desktop::{reviews_folder, run};
pub use file_dialogs::FileDialogs;
pub use frame_log::FrameLogLaunch;
pub use window_error::WindowError;
pub use window_keyring::KeyringLaunch;

/// Time that draining the background's events may take in one frame.
const DRAIN_BUDGET: Duration = Duration::from_millis(10);
/// Until commands are handed to the background again whose queue was full.
const RESEND_INTERVAL: Duration = Duration::from_millis(16);
/// Until changed settings are on the disk.
const SAVE_INTERVAL: Duration = Duration::from_secs(2);
/// Name of the program to the desktop: window icon, folder of the settings.
const APP_ID: &str = "invoice-lens";
/// Where the settings lie in the window's storage.
const SETTINGS_KEY: &str = "settings";

/// What the command line asked for.
#[derive(Default)]
pub struct Launch {
    /// A list of IDs to begin with.
    pub ids: Option<IdList>,
    pub endpoint: Option<String>,
    pub token: Option<String>,
    /// An app key with its app security.
    pub app_key: Option<(String, String)>,
    /// A file with a company's own authorities; without it, the one of the settings.
    pub ca_file: Option<PathBuf>,
    pub is_demo: bool,
    pub lang: Option<Lang>,
    pub engine: EngineConfig,
    pub keyring: KeyringLaunch,
    pub file_dialogs: FileDialogs,
    /// What an administrator set for everybody, and why that is not known.
    pub managed: Managed,
    pub managed_error: Option<ManagedError>,
    /// The folder that reviews are kept in unless settings name another; without it none are.
    pub reviews: Option<PathBuf>,
    /// A review of an earlier day to go on with.
    pub review: Option<ReviewAddress>,
    /// For measuring: where to write what each frame cost.
    pub frame_log: Option<FrameLogLaunch>,
    /// Called whenever the background has news; must not wait.
    pub on_news: Option<Box<dyn Fn() + Send + Sync>>,
}

/// The program as the toolkit runs it.
pub struct InvoiceLens {
    state: State,
    window: Window,
    locale: Locale,
    engine: EngineHandle,
    /// How soon the window follows what the background says.
    pace: Pace,
    tasks: Tasks,
    /// For workbooks, which are read apart.
    worker: WorkerConfig,
    keyring: WindowKeyring,
    archive: Archive,
    /// Commands that found the background's queue full, in order.
    waiting: VecDeque<EngineCommand>,
    interest: Interest,
    /// The stand-in platform of the demo; ends with the review or the window.
    sandbox: Option<Sandbox>,
    /// IDs for the demo to begin with; all of its own without.
    demo_ids: Option<String>,
    /// The user said that the window is to be closed, whatever is lost.
    closes_anyway: bool,
    /// The window is to be closed as soon as all is written.
    closing_since: Option<Instant>,
    /// Address, token and IDs were all given: loading begins as soon as the IDs are read.
    loads_at_once: bool,
    /// IDs that are added to the review that is being opened.
    adds: Option<String>,
    /// The language that the command line asked for, and the one that the settings had.
    lang_for_once: Option<(Lang, Option<Lang>)>,
}

impl InvoiceLens {
    pub fn new(cc: &CreationContext<'_>, launch: Launch) -> std::io::Result<Self> {
        let ctx = &cc.egui_ctx;
        if let Some(log) = &launch.frame_log {
            frame_log::begin(ctx, log);
        }
        in_view::fit_at_first(cc);
        in_view::bring_into_view(cc);
        fonts::install(ctx);
        theme::install(ctx);
        let stored = cc
            .storage
            .and_then(|storage| storage.get_string(SETTINGS_KEY));
        let mut state = State::of(stored.as_deref(), launch.managed);
        let lang_for_once = launch.lang.map(|lang| (lang, state.settings.lang));
        state.settings.lang = launch.lang.or(state.settings.lang);
        state.notice = launch.managed_error.map(NoticeKind::ManagedFailed);
        let reviews = launch.reviews.map(|folder| state.reviews_folder(folder));
        let mut config = launch.engine;
        state.settings.configure(&mut config);
        state.exporting.private_addresses = config.http.private_addresses;
        let mut window = Window::new(launch.endpoint.as_ref().unwrap_or(&state.settings.endpoint));
        let lets_in = launch.token.is_some() || launch.app_key.is_some();
        // With a review they are added to it.
        let (ids, adds) = match &launch.review {
            Some(_) => (None, launch.ids),
            None => (launch.ids, None),
        };
        let loads_at_once = launch.endpoint.is_some() && lets_in && ids.is_some();
        let app_key = launch.app_key.as_ref();
        window.prefill(
            launch.token.as_deref(),
            app_key.map(|(key, security)| (key.as_str(), security.as_str())),
            ids.as_ref().map(|list| list.text.clone()),
        );
        let wake_ctx = ctx.clone();
        let pace = Pace::new();
        let wake_pace = pace.clone();
        let on_news: Option<Arc<dyn Fn() + Send + Sync>> = launch.on_news.map(Arc::from);
        let (store_ctx, on_store_news) = (ctx.clone(), on_news.clone());
        let wake_of_store = Arc::new(move || {
            store_ctx.request_repaint();
            if let Some(on_news) = &on_store_news {
                on_news();
            }
        });
        let wake = move |news| {
            if let Some(pause) = wake_pace.next_frame(news) {
                wake_ctx.request_repaint_after(pause);
            }
            if let Some(on_news) = &on_news {
                on_news();
            }
        };
        let mut app = Self {
            locale: Locale::new(state.settings.lang()),
            state,
            window,
            worker: config.worker.clone(),
            engine: Engine::start(config, wake)?,
            pace,
            tasks: Tasks::new(launch.file_dialogs),
            keyring: WindowKeyring::new(launch.keyring),
            archive: Archive::new(reviews, wake_of_store),
            waiting: VecDeque::new(),
            interest: Interest::default(),
            sandbox: None,
            demo_ids: ids
                .as_ref()
                .filter(|_| launch.is_demo)
                .map(|list| list.text.clone()),
            closes_anyway: false,
            closing_since: None,
            loads_at_once: loads_at_once && !launch.is_demo,
            adds: adds.map(|list| list.text),
            lang_for_once,
        };
        app.state.reviews.folder = app.archive.folder().map(PathBuf::from);
        app.state.reviews.elsewhere = begin_and_end::folder_of_a_person();
        app.restyle(ctx);
        app.act(ctx, Action::Preferences(PreferencesAction::Begin));
        app.read_ca_file(ctx, launch.ca_file);
        if launch.is_demo {
            app.act(ctx, Action::StartDemo);
        } else if let Some(list) = ids {
            let notice = list.sheet.map(NoticeKind::SheetRead);
            app.act(ctx, Action::IdsEdited(list.text));
            if let Some(notice) = notice {
                app.act(ctx, Action::Notify(notice));
            }
        }
        if !launch.is_demo {
            app.act(ctx, Action::LoadSaved);
        }
        app.read_recents(ctx);
        if let Some(at) = launch.review {
            app.open_review(ctx, at);
        }
        Ok(app)
    }

    /// What the window knows; for tests.
    pub fn state(&self) -> &State {
        &self.state
    }

    fn act(&mut self, ctx: &egui::Context, action: Action) {
        let mut left = None;
        match &action {
            Action::Engine(event) => self.window.take_pixels(&self.state, event),
            Action::Leave(LeaveAction::Go(Leaving::Review)) => {
                self.archive.leave(&self.state);
                left = self.forget_review();
            }
            Action::Leave(LeaveAction::Saved(Ok(_)))
                if self.state.leaving == Some(Leaving::Review) =>
            {
                left = self.forget_review();
            }
            Action::NewReview if !self.state.would_lose() => {
                self.archive.leave(&self.state);
                left = self.forget_review();
            }
            Action::DroppedFilesRead(dropped) => {
                if let Some(Ok(list)) = &dropped.ids {
                    self.window.show_ids(&list.text);
                }
            }
            _ => {}
        }
        let is_read = matches!(action, Action::Parsed(..));
        let is_tried = match &action {
            Action::Store(StoreAnswer::Opened(result)) => Some(result.is_ok()),
            _ => None,
        };
        let is_opened = is_tried == Some(true);
        for effect in update(&mut self.state, action) {
            self.run(ctx, effect);
        }
        let is_foreign = is_opened && !self.state.is_demo;
        if let Some(endpoint) = self.state.endpoint.as_ref().filter(|_| is_foreign) {
            self.window.keep_credentials_for(endpoint);
        }
        if let Some(ids) = left {
            self.act(ctx, Action::IdsEdited(ids));
        }
        if is_read && mem::take(&mut self.loads_at_once) {
            self.load(ctx);
        }
        if let Some(is_opened) = is_tried {
            self.add_given(ctx, is_opened);
        }
    }

    fn run(&mut self, ctx: &egui::Context, effect: Effect) {
        match effect {
            Effect::Engine(command) => self.waiting.push_back(command),
            Effect::Parse(purpose, text, column) => self.tasks.parse(ctx, purpose, text, column),
            Effect::ReadDropped(paths) => {
                self.tasks.read_dropped(ctx, paths, self.worker.clone());
            }
            Effect::Choose(purpose) => self.tasks.choose(ctx, purpose, &self.locale),
            Effect::FindOriginals(place) => self.tasks.find_originals(ctx, place),
            Effect::StartDemo => self.tasks.start_demo(ctx, self.demo_ids.take()),
            Effect::Reveal(nr) => self.window.reveal(nr),
            Effect::Restyle => self.restyle(ctx),
            Effect::Keyring(call) => self.keyring.call(ctx, call),
            Effect::ReadCaFile(purpose, path) => self.tasks.read_ca_file(ctx, purpose, path),
            Effect::WriteSettings(path, text) => self.tasks.write_settings(ctx, path, text),
            Effect::ReadSettings(path) => self.tasks.read_settings(ctx, path),
            Effect::SaveElsewhere(whole, to) => self.tasks.save_elsewhere(ctx, *whole, to),
            Effect::CloseWindow => {
                self.closes_anyway = true;
                ctx.send_viewport_cmd(egui::ViewportCommand::Close);
            }
            Effect::Export(mut job) => {
                if let Some(from) = &mut job.from {
                    from.worker = self.worker.clone();
                }
                self.tasks.export(ctx, *job);
            }
            Effect::Store(StoreCall::ReadRecents) => self.read_recents(ctx),
            Effect::Store(StoreCall::Delete(path)) => self.tasks.delete_review(ctx, path),
            Effect::Store(call) => {
                if let Some(action) = self.archive.call(call, &self.state.settings.reviewer) {
                    self.act(ctx, action);
                }
            }
        }
    }

    fn restyle(&mut self, ctx: &egui::Context) {
        let settings = &self.state.settings;
        if self.locale.lang() != settings.lang() {
            self.locale = Locale::new(settings.lang());
        }
        ctx.set_theme(theme::preference(settings.theme));
        ctx.set_zoom_factor(settings.scale_percent as f32 / 100.0);
    }

    /// Takes in what the background said, for a bounded time: what is on screen comes first.
    fn drain(&mut self, ctx: &egui::Context) {
        let begun = Instant::now();
        while let Some(event) = self.engine.try_event() {
            self.act(ctx, Action::Engine(event));
            if begun.elapsed() > DRAIN_BUDGET {
                ctx.request_repaint();
                break;
            }
        }
        self.act(ctx, Action::EngineRead);
    }

    /// Hands waiting commands to the background, as many as its queue takes.
    fn send_waiting(&mut self, ctx: &egui::Context) {
        while let Some(command) = self.waiting.pop_front() {
            if let Err(command) = self.engine.send(command) {
                self.waiting.push_front(command);
                ctx.request_repaint_after(RESEND_INTERVAL);
                break;
            }
        }
    }

    fn tell_interest(&mut self) {
        let dropped = self.window.take_dropped();
        if !dropped.is_empty() {
            self.waiting.push_back(EngineCommand::Dropped(dropped));
        }
        let interest = self.window.interest(&self.state);
        if interest != self.interest {
            self.engine.set_interest(interest.clone());
            self.interest = interest;
        }
    }
}

impl App for InvoiceLens {
    fn logic(&mut self, ctx: &egui::Context, _frame: &mut Frame) {
        self.pace.begin();
        self.drain(ctx);
        for action in self.keyring.answers(ctx) {
            self.act(ctx, action);
        }
        for action in self.archive.answers() {
            self.act(ctx, action);
        }
        let (actions, sandbox) = self.tasks.finished();
        if sandbox.is_some() {
            self.sandbox = sandbox;
        }
        for action in actions {
            self.act(ctx, action);
        }
        self.send_waiting(ctx);
        self.hold_open(ctx);
    }

    fn ui(&mut self, ui: &mut egui::Ui, frame: &mut Frame) {
        let ctx = ui.ctx().clone();
        let events = ui.input_mut(|input| mem::take(&mut input.events));
        for event in events {
            for action in self.window.key(ui, &self.state, event) {
                self.act(&ctx, action);
            }
        }
        if let Some(action) = self.window.held(ui, &self.state) {
            self.act(&ctx, action);
        }
        self.state.refresh();
        let actions = self.window.ui(ui, &self.state, &self.locale);
        if !actions.is_empty() {
            // What was drawn shows the state before these; the next frame shows what they did.
            ctx.request_repaint();
        }
        for action in actions {
            self.act(&ctx, action);
        }
        self.state.refresh();
        self.tell_interest();
        self.send_waiting(&ctx);
        self.archive.send(&ctx, &mut self.state);
        let drawn = self.window.drawn(&self.state);
        self.pace.follow(drawn);
        frame_log::note(&ctx, || frame_log::ShownFrame {
            drawn,
            current: self
                .state
                .current
                .and_then(|nr| self.state.listing.position(nr)),
            pasted: self.state.pasted.ids.len(),
            invoices: self.state.library.len(),
            ready: self.state.library.count(Stage::Ready),
            judged: self.state.library.count_verdicts(),
            saved: self.state.judging.saved,
            notice: self.state.notice.is_some(),
            last_frame_secs: frame.info().cpu_usage,
        });
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        self.archive.leave(&self.state);
        self.archive.close();
    }

    fn clear_color(&self, visuals: &egui::Visuals) -> [f32; 4] {
        theme::background(visuals).to_normalized_gamma_f32()
    }

    fn save(&mut self, storage: &mut dyn Storage) {
        let mut settings = self.state.settings_to_keep().clone();
        if let Some((once, before)) = self.lang_for_once
            && settings.lang == Some(once)
        {
            settings.lang = before;
        }
        storage.set_string(SETTINGS_KEY, kept(&settings, self.state.base()));
    }

    fn auto_save_interval(&self) -> Duration {
        SAVE_INTERVAL
    }

    fn persist_egui_memory(&self) -> bool {
        // The toolkit's memory holds what was typed; settings of ours are kept above.
        false
    }
}
