//! One-shots off the window's thread: reading a pasted text, a dropped file, starting the demo.
//! Each ends in an action. The newest text for the start panel replaces one still being read.

use std::path::PathBuf;

use poll_promise::Promise;

use crate::model::InvoiceId;
use crate::model::paste::PasteReport;
use crate::platform::{Endpoint, Token};
use crate::sandbox::{Library, Sandbox, SandboxConfig};
use crate::state::{
    Action, DemoSource, DroppedFiles, FoundFiles, OriginalsAction, ParsePurpose, ReadError,
};

use super::original_search;

/// What is under way.
#[derive(Default)]
pub struct Tasks {
    preview: Option<Promise<PasteReport>>,
    adds: Vec<Promise<PasteReport>>,
    dropped: Vec<Promise<DroppedFiles>>,
    originals: Vec<Promise<FoundFiles>>,
    demo: Option<Promise<Result<Demo, ReadError>>>,
}

/// The stand-in platform, running, and how to reach it.
pub struct Demo {
    pub sandbox: Sandbox,
    source: DemoSource,
}

impl Tasks {
    pub fn parse(&mut self, ctx: &egui::Context, purpose: ParsePurpose, text: String) {
        let promise = spawn(ctx, "read-ids", move || PasteReport::parse(&text));
        match purpose {
            ParsePurpose::Preview => self.preview = Some(promise),
            ParsePurpose::Add => self.adds.push(promise),
        }
    }

    pub fn read_dropped(&mut self, ctx: &egui::Context, paths: Vec<PathBuf>) {
        let sort = move || original_search::sort(paths);
        self.dropped.push(spawn(ctx, "read-files", sort));
    }

    pub fn find_originals(&mut self, ctx: &egui::Context, place: PathBuf) {
        let find = move || original_search::find(&place);
        self.originals.push(spawn(ctx, "find-originals", find));
    }

    /// `ids` is a text with the invoices to begin with; without it, all of the demo's.
    pub fn start_demo(&mut self, ctx: &egui::Context, ids: Option<String>) {
        let start = move || start_demo(ids.as_deref());
        self.demo = Some(spawn(ctx, "start-demo", start));
    }

    /// The actions of what has ended since the last call, and the demo platform if it has started.
    pub fn finished(&mut self) -> (Vec<Action>, Option<Sandbox>) {
        let mut actions = Vec::new();
        if let Some(report) = take(&mut self.preview) {
            actions.push(Action::Parsed(ParsePurpose::Preview, report));
        }
        for report in take_all(&mut self.adds) {
            actions.push(Action::Parsed(ParsePurpose::Add, report));
        }
        for dropped in take_all(&mut self.dropped) {
            actions.push(Action::DroppedFilesRead(dropped));
        }
        for found in take_all(&mut self.originals) {
            actions.push(Action::Originals(OriginalsAction::Found(found)));
        }
        let mut sandbox = None;
        if let Some(result) = take(&mut self.demo) {
            let result = result.map(|demo| {
                sandbox = Some(demo.sandbox);
                demo.source
            });
            actions.push(Action::DemoStarted(result));
        }
        (actions, sandbox)
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
) -> Promise<T> {
    let (sender, promise) = Promise::new();
    let ctx = ctx.clone();
    let body = move || {
        sender.send(work());
        ctx.request_repaint();
    };
    std::thread::Builder::new()
        .name(name.to_owned())
        .spawn(body)
        .expect("the system has room for one more thread");
    promise
}

fn start_demo(ids: Option<&str>) -> Result<Demo, ReadError> {
    let failed = |error: &dyn std::fmt::Display| ReadError::Demo(error.to_string());
    let library = Library::demo().map_err(|error| failed(&error))?;
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
