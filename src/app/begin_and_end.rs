//! What the window does by itself: what it begins with, and what it asks before it ends.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use crate::model::Stamp;
use crate::state::{Action, CaFileUse, LeaveAction, RegionAction, ReviewsAction};

use crate::store::ReviewAddress;

use super::InvoiceLens;

/// How long a window that is to be closed waits for what is being written, before it says what is not saved.
const WRITE_LIMIT: Duration = Duration::from_secs(3);
/// Between two looks at it.
const WRITE_PAUSE: Duration = Duration::from_millis(50);

/// Where a person looks for files of their own.
pub(super) fn folder_of_a_person() -> Option<PathBuf> {
    let home = std::env::home_dir().filter(|it| it.is_dir())?;
    let documents = home.join("Documents");
    Some(if documents.is_dir() { documents } else { home })
}

impl InvoiceLens {
    /// Begins with what is on the start page, if all is there.
    pub(super) fn load(&mut self, ctx: &egui::Context) {
        if self.state.pasted.ids.is_empty() && self.state.pasted.bills.is_empty() {
            return;
        }
        if let Some((endpoint, credentials)) = self.window.take_credentials(&self.state) {
            self.act(
                ctx,
                Action::Start {
                    endpoint,
                    credentials,
                },
            );
        }
    }

    pub(super) fn read_ca_file(&mut self, ctx: &egui::Context, named: Option<PathBuf>) {
        let set = &self.state.settings.ca_file;
        let set = (!set.is_empty()).then(|| PathBuf::from(set));
        // Where it is locked, nobody names another.
        let named = named.filter(|_| self.state.managed.locked_ca_file().is_none());
        if let Some(path) = named.or(set) {
            self.tasks.read_ca_file(ctx, CaFileUse::Start, path);
        }
    }

    pub(super) fn read_recents(&mut self, ctx: &egui::Context) {
        if let Some(folder) = self.archive.folder() {
            self.tasks.read_recents(ctx, folder.to_owned());
        }
    }

    /// Opens a review that the command line names, with what it gives to be let in.
    pub(super) fn open_review(&mut self, ctx: &egui::Context, at: ReviewAddress) {
        let access = self.window.take_credentials(&self.state);
        self.act(ctx, Action::Reviews(ReviewsAction::Open { at, access }));
    }

    /// Adds what the command line gave beside a review, or has it on the start page where that one cannot be opened.
    pub(super) fn add_given(&mut self, ctx: &egui::Context, is_opened: bool) {
        let Some(text) = self.adds.take() else {
            return;
        };
        if is_opened {
            self.act(ctx, Action::AddIds(text));
        } else {
            self.window.show_ids(&text);
            self.act(ctx, Action::IdsEdited(text));
        }
    }

    /// A window with verdicts that are not on the disk waits a little for them, and asks before it is closed without.
    pub(super) fn hold_open(&mut self, ctx: &egui::Context) {
        let is_to_close = ctx.input(|input| input.viewport().close_requested());
        if is_to_close && self.state.region_edit.is_some() {
            self.act(ctx, Action::Region(RegionAction::Keep(Stamp::now())));
        }
        if self.closes_anyway || !(is_to_close || self.closing_since.is_some()) {
            return;
        }
        // What is being written would be gone, and half of it left behind.
        let would_lose = self.state.would_lose() || self.state.exporting.running.is_some();
        if !would_lose && self.state.judging.unsaved() == 0 {
            if self.closing_since.take().is_some() {
                ctx.send_viewport_cmd(egui::ViewportCommand::Close);
            }
            return;
        }
        if is_to_close {
            ctx.send_viewport_cmd(egui::ViewportCommand::CancelClose);
        }
        let since = *self.closing_since.get_or_insert_with(Instant::now);
        if would_lose || since.elapsed() > WRITE_LIMIT {
            self.closing_since = None;
            self.act(ctx, Action::Leave(LeaveAction::Ask));
        } else {
            ctx.request_repaint_after(WRITE_PAUSE);
        }
    }

    /// Lets go of what belonged to the review, also of what is still under way for it. Its IDs are on the start page then,
    /// as they were typed there; the demo's never were.
    pub(super) fn forget_review(&mut self) -> Option<String> {
        self.window.clear();
        let endpoint = self.state.endpoint.as_ref();
        let left = endpoint.filter(|_| !self.state.is_demo).map(|endpoint| {
            let entries = self.state.library.entries().iter();
            let ids: Vec<&str> = entries.map(|it| it.id.as_str()).collect();
            let text = ids.join("\n");
            self.window.refill(endpoint, &text);
            text
        });
        self.tasks = self.tasks.for_next_review();
        if let Some(sandbox) = self.sandbox.take() {
            // It ends with its last connections, which the window must not wait for.
            std::thread::spawn(move || drop(sandbox));
        }
        left
    }
}
