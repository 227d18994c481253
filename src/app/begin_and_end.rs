//! What the window does by itself: what it begins with, and what it asks before it ends.

use std::path::PathBuf;

use crate::model::Stamp;
use crate::state::{Action, LeaveAction, RegionAction, ReviewsAction};

use super::InvoiceLens;

impl InvoiceLens {
    /// Begins with what is on the start page, if all is there.
    pub(super) fn load(&mut self, ctx: &egui::Context) {
        if self.state.pasted.ids.is_empty() {
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

    pub(super) fn read_recents(&mut self, ctx: &egui::Context) {
        if let Some(folder) = self.archive.folder() {
            self.tasks.read_recents(ctx, folder.to_owned());
        }
    }

    /// Opens a review that the command line names, with what it gives to be let in.
    pub(super) fn open_review(&mut self, ctx: &egui::Context, path: PathBuf) {
        let access = self.window.take_credentials(&self.state);
        self.act(ctx, Action::Reviews(ReviewsAction::Open { path, access }));
    }

    /// A window with verdicts that are not on the disk asks before it is closed.
    pub(super) fn hold_open(&mut self, ctx: &egui::Context) {
        let is_to_close = ctx.input(|input| input.viewport().close_requested());
        if is_to_close && self.state.region_edit.is_some() {
            self.act(ctx, Action::Region(RegionAction::Keep(Stamp::now())));
        }
        if is_to_close && !self.closes_anyway && self.state.would_lose() {
            ctx.send_viewport_cmd(egui::ViewportCommand::CancelClose);
            self.act(ctx, Action::Leave(LeaveAction::Ask));
        }
    }
}
