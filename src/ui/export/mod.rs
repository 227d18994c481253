//! Handing over: the dialog that asks what to write and where, and the page of reconciliation and figures.

mod export_ui;
mod figures_ui;

pub use export_ui::ExportDialog;
pub use figures_ui::FiguresPage;
