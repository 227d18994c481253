//! One-shots off the window's thread: reading a pasted text, a dropped file, starting the demo.
//! Each ends in an action, one that panics too. The newest text for the start panel replaces one still being read.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

use poll_promise::Promise;

use crate::engine::{self, WorkerConfig};
use crate::handover::{self, Album, HandOverError, ReportTarget};
use crate::locale::Locale;
use crate::model::InvoiceId;
use crate::model::paste::PasteReport;
use crate::platform::{Endpoint, ExtraRoots, RootsError, Token};
use crate::sandbox::{Sandbox, SandboxConfig, SandboxLibrary};
use crate::state::{
    Action, CaFileUse, Choice, ChoicePurpose, ChoosingAction, DemoSource, DroppedFiles,
    ExportAction, ExportJob, FoundFiles, LeaveAction, OriginalsAction, ParsePurpose,
    PreferencesAction, ReadError, ReviewsAction,
};
use crate::store::{self, Recent, StoreError, Whole};

use super::{FileDialogs, original_search, settings_file};

/// What is under way.
#[derive(Default)]
pub struct Tasks {
    preview: Option<Task<PasteReport>>,
    adds: Vec<Task<PasteReport>>,
    dropped: Vec<Task<DroppedFiles>>,
    originals: Vec<Task<FoundFiles>>,
    demo: Option<Task<Result<Demo, ReadError>>>,
    recents: Option<Task<Vec<Recent>>>,
    deleted: Vec<Task<Result<(), StoreError>>>,
    export: Option<Task<Result<Vec<PathBuf>, HandOverError>>>,
    saved: Vec<Task<Result<PathBuf, StoreError>>>,
    settings: Vec<Task<PreferencesAction>>,
    ca_file: Option<(CaFileUse, Task<Result<ExtraRoots, RootsError>>)>,
    dialogs: FileDialogs,
    choice: Option<(ChoicePurpose, Task<Choice>)>,
}

type Task<T> = Promise<Result<T, Crashed>>;

/// The work panicked, which our own log tells more about, or there was no thread for it.
struct Crashed;

/// The stand-in platform, running, and how to reach it.
pub struct Demo {
    pub sandbox: Sandbox,
    source: DemoSource,
}

impl Tasks {
    pub fn new(dialogs: FileDialogs) -> Self {
        Self {
            dialogs,
            ..Self::default()
        }
    }

    /// Shows the dialog, which stays open while the window goes on.
    pub fn choose(&mut self, ctx: &egui::Context, purpose: ChoicePurpose, locale: &Locale) {
        let wait = self.dialogs.open(purpose, locale);
        self.choice = Some((purpose, spawn(ctx, "choose-file", wait)));
    }

    pub fn parse(
        &mut self,
        ctx: &egui::Context,
        purpose: ParsePurpose,
        text: String,
        column: Option<usize>,
    ) {
        let read = move || match column {
            Some(column) => PasteReport::parse_column(&text, column),
            None => PasteReport::parse(&text),
        };
        let promise = spawn(ctx, "read-ids", read);
        match purpose {
            ParsePurpose::Preview => self.preview = Some(promise),
            ParsePurpose::Add => self.adds.push(promise),
        }
    }

    pub fn read_dropped(&mut self, ctx: &egui::Context, paths: Vec<PathBuf>, worker: WorkerConfig) {
        let sort = move || {
            let workbooks = |bytes: &[u8]| engine::read_workbook(worker.clone(), bytes);
            original_search::sort(paths, &workbooks)
        };
        self.dropped.push(spawn(ctx, "read-files", sort));
    }

    pub fn find_originals(&mut self, ctx: &egui::Context, place: PathBuf) {
        let find = move || original_search::find(&place);
        self.originals.push(spawn(ctx, "find-originals", find));
    }

    pub fn read_ca_file(&mut self, ctx: &egui::Context, purpose: CaFileUse, path: PathBuf) {
        let task = spawn(ctx, "read-ca-file", move || ExtraRoots::read(&path));
        self.ca_file = Some((purpose, task));
    }

    pub fn write_settings(&mut self, ctx: &egui::Context, path: PathBuf, text: String) {
        let write = move || PreferencesAction::Exported(settings_file::write(path, &text));
        self.settings.push(spawn(ctx, "write-settings", write));
    }

    pub fn read_settings(&mut self, ctx: &egui::Context, path: PathBuf) {
        let read = move || PreferencesAction::Imported(settings_file::read(&path));
        self.settings.push(spawn(ctx, "read-settings", read));
    }

    /// Sees which reviews the folder has.
    pub fn read_recents(&mut self, ctx: &egui::Context, folder: PathBuf) {
        let read = move || store::recent(&folder);
        self.recents = Some(spawn(ctx, "read-reviews", read));
    }

    pub fn delete_review(&mut self, ctx: &egui::Context, path: PathBuf) {
        let delete = move || store::delete(&path);
        self.deleted.push(spawn(ctx, "delete-review", delete));
    }

    /// What goes on when another review is opened: an export has all that it needs, and an open dialog stays open.
    pub fn for_next_review(&mut self) -> Self {
        Self {
            export: self.export.take(),
            dialogs: self.dialogs.clone(),
            choice: self.choice.take(),
            ..Self::default()
        }
    }

    pub fn export(&mut self, ctx: &egui::Context, job: ExportJob) {
        self.export = Some(spawn(ctx, "export", move || write_reports(job)));
    }

    pub fn save_elsewhere(&mut self, ctx: &egui::Context, whole: Whole, to: PathBuf) {
        let save = move || store::save_elsewhere(whole, &to).map(|()| to);
        self.saved.push(spawn(ctx, "save-elsewhere", save));
    }

    /// `ids` is a text with the invoices to begin with; without it, all of the demo's.
    pub fn start_demo(&mut self, ctx: &egui::Context, ids: Option<String>) {
        let start = move || start_demo(ids.as_deref());
        self.demo = Some(spawn(ctx, "start-demo", start));
    }

    /// The actions of what has ended since the last call, and the demo platform if it has started.
    pub fn finished(&mut self) -> (Vec<Action>, Option<Sandbox>) {
        let mut actions = Vec::new();
        if let Some(result) = take(&mut self.preview) {
            actions.push(ended(result, |report| {
                Action::Parsed(ParsePurpose::Preview, report)
            }));
        }
        for result in take_all(&mut self.adds) {
            actions.push(ended(result, |report| {
                Action::Parsed(ParsePurpose::Add, report)
            }));
        }
        for result in take_all(&mut self.dropped) {
            actions.push(ended(result, Action::DroppedFilesRead));
        }
        for result in take_all(&mut self.originals) {
            actions.push(ended(result, |found| {
                Action::Originals(OriginalsAction::Found(found))
            }));
        }
        if let Some(result) = take(&mut self.recents) {
            actions.push(ended(result, |it| {
                Action::Reviews(ReviewsAction::Found(it))
            }));
        }
        for result in take_all(&mut self.deleted) {
            actions.push(ended(result, |it| {
                Action::Reviews(ReviewsAction::Deleted(it))
            }));
        }
        if let Some(result) = take(&mut self.export) {
            actions.push(Action::Export(ExportAction::Ended(match result {
                Ok(result) => result,
                Err(Crashed) => Err(HandOverError::Album(std::io::Error::other("it crashed"))),
            })));
        }
        for result in take_all(&mut self.saved) {
            let saved = result.unwrap_or(Err(StoreError::Disk));
            actions.push(Action::Leave(LeaveAction::Saved(saved)));
        }
        for result in take_all(&mut self.settings) {
            actions.push(ended(result, Action::Preferences));
        }
        if let Some((purpose, result)) = take_for(&mut self.ca_file) {
            actions.push(ended(result, |result| Action::CaFileRead(purpose, result)));
        }
        if let Some((purpose, result)) = take_for(&mut self.choice) {
            let choice = result.unwrap_or(Choice::NoDialog);
            let answered = ChoosingAction::Answered(purpose, choice);
            actions.push(Action::Choosing(answered));
        }
        let mut sandbox = None;
        if let Some(result) = take(&mut self.demo) {
            actions.push(ended(result, |result| {
                Action::DemoStarted(result.map(|demo| {
                    sandbox = Some(demo.sandbox);
                    demo.source
                }))
            }));
        }
        (actions, sandbox)
    }
}

fn ended<T>(result: Result<T, Crashed>, action: impl FnOnce(T) -> Action) -> Action {
    match result {
        Ok(value) => action(value),
        Err(Crashed) => Action::TaskCrashed,
    }
}

fn take<T: Send + 'static>(slot: &mut Option<Promise<T>>) -> Option<T> {
    match slot.take()?.try_take() {
        Ok(value) => Some(value),
        Err(pending) => {
            *slot = Some(pending);
            None
        }
    }
}

/// The result with what it was wanted for.
fn take_for<P, T: Send + 'static>(slot: &mut Option<(P, Promise<T>)>) -> Option<(P, T)> {
    let (purpose, promise) = slot.take()?;
    match promise.try_take() {
        Ok(value) => Some((purpose, value)),
        Err(pending) => {
            *slot = Some((purpose, pending));
            None
        }
    }
}

/// The results that have come; what is still under way stays.
fn take_all<T: Send + 'static>(slots: &mut Vec<Promise<T>>) -> Vec<T> {
    let mut taken = Vec::new();
    for promise in std::mem::take(slots) {
        match promise.try_take() {
            Ok(value) => taken.push(value),
            Err(pending) => slots.push(pending),
        }
    }
    taken
}

/// Runs `work` on a thread of its own; wakes the window once the result can be taken.
fn spawn<T: Send + 'static>(
    ctx: &egui::Context,
    name: &str,
    work: impl FnOnce() -> T + Send + 'static,
) -> Task<T> {
    let (sender, promise) = Promise::new();
    let ctx = ctx.clone();
    let body = move || {
        // What the work held is gone with it, so nobody can see it half done.
        sender.send(catch_unwind(AssertUnwindSafe(work)).map_err(|_payload| Crashed));
        ctx.request_repaint();
    };
    let thread = std::thread::Builder::new()
        .name(name.to_owned())
        .spawn(body);
    match thread {
        Ok(_detached) => promise,
        Err(error) => {
            log::error!("no thread for {name}: {}", error.kind());
            Promise::from_ready(Err(Crashed))
        }
    }
}

fn write_reports(job: ExportJob) -> Result<Vec<PathBuf>, HandOverError> {
    let ExportJob {
        contents,
        targets,
        held,
        from,
        with_pictures,
        watch,
    } = job;
    ReportTarget::check(&targets)?;
    let first = targets.iter().find(|it| it.format.has_pictures());
    let mut album = match first.filter(|_| with_pictures) {
        Some(first) => Some(Album::beside(&first.path)?),
        None => None,
    };
    if let Some(album) = &mut album {
        handover::fill(album, &contents, &held, from, &watch)?;
    }
    handover::write(&contents, &targets, album.as_mut(), &watch)?;
    Ok(targets.into_iter().map(|target| target.path).collect())
}

fn start_demo(ids: Option<&str>) -> Result<Demo, ReadError> {
    let failed = |error: &dyn std::fmt::Display| ReadError::Demo(error.to_string());
    let library = SandboxLibrary::demo().map_err(|error| failed(&error))?;
    let sandbox =
        Sandbox::start(SandboxConfig::with_library(library)).map_err(|error| failed(&error))?;
    let source = DemoSource {
        endpoint: Endpoint::parse(&sandbox.endpoint()).map_err(|error| failed(&error))?,
        token: Token::new(sandbox.token()).map_err(|error| failed(&error))?,
        ids: ids.map_or_else(|| all_ids(&sandbox), |text| PasteReport::parse(text).ids),
    };
    Ok(Demo { sandbox, source })
}

fn all_ids(sandbox: &Sandbox) -> Vec<InvoiceId> {
    let ids = sandbox.ids();
    ids.iter()
        .filter_map(|id| InvoiceId::new(id).ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;
    use std::time::Duration;

    use super::*;

    /// Frames are asked for here, with a channel to wait for them.
    fn context() -> (egui::Context, std::sync::mpsc::Receiver<()>) {
        let ctx = egui::Context::default();
        let (wake, wakes) = channel();
        ctx.set_request_repaint_callback(move |_| wake.send(()).unwrap_or_default());
        (ctx, wakes)
    }

    fn finished(tasks: &mut Tasks, wakes: &std::sync::mpsc::Receiver<()>) -> Vec<Action> {
        loop {
            let (actions, _) = tasks.finished();
            if !actions.is_empty() {
                return actions;
            }
            let woken = wakes.recv_timeout(Duration::from_mins(1));
            woken.expect("the task wakes the window");
        }
    }

    #[test]
    fn a_task_that_panics_ends_in_an_action() {
        let (ctx, wakes) = context();
        let mut tasks = Tasks {
            dropped: vec![spawn(&ctx, "crash", || panic!("as it should"))],
            ..Tasks::default()
        };
        let actions = finished(&mut tasks, &wakes);
        assert!(matches!(actions[..], [Action::TaskCrashed]), "{actions:?}");
        // No frame is drawn here, and a context asks for only one until it is.
        let (ctx, wakes) = context();
        tasks.parse(
            &ctx,
            ParsePurpose::Preview,
            "ID01xO4jZjprrx".to_owned(),
            None,
        );
        let actions = finished(&mut tasks, &wakes);
        assert!(
            matches!(&actions[..], [Action::Parsed(_, report)] if report.ids.len() == 1),
            "{actions:?}"
        );
    }
}
