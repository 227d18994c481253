//! Handing over: the dialog that asks what to write and where, the page of reconciliation and figures, and the one that
//! splits and merges reviews.

mod export_ui;
mod figures_ui;
mod put_into_ui;
mod share_ui;

use egui::Ui;

use crate::state::{HandOverPage, State};
use crate::ui::Cx;

use crate::ui::team::PeoplePage;
use export_ui::ExportDialog;
pub use export_ui::format_key;
use figures_ui::FiguresPage;
use share_ui::ShareDialog;

/// All of them, as they were left.
#[derive(Default)]
pub struct HandingOver {
    export: ExportDialog,
    figures: FiguresPage,
    share: ShareDialog,
    people: PeoplePage,
}

impl HandingOver {
    /// Draws the one that lies over the window, if one does.
    pub fn ui(&mut self, ui: &Ui, cx: &mut Cx<'_>, state: &State) {
        match state.exporting.page {
            Some(HandOverPage::Export) => self.export.ui(ui, cx, state),
            Some(HandOverPage::Figures) => self.figures.ui(ui, cx, state),
            Some(HandOverPage::Share) => self.share.ui(ui, cx, state),
            Some(HandOverPage::Team) => self.people.ui(ui, cx, state),
            None => {}
        }
    }

    /// Forgets what was shown of a review; what was chosen stays.
    pub fn clear(&mut self) {
        self.figures = FiguresPage::default();
        self.people = PeoplePage::default();
    }
}
