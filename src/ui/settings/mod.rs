//! The settings: one dialog with pages, which is never larger than the window.

mod about;
mod diagnostics;
mod dialog;
mod draft_field;
mod findings;
mod general;
mod keyboard;
mod licences;
mod network;
mod reading;
mod reports;
mod sections;
mod transfer;

pub use dialog::SettingsDialog;
pub use draft_field::locked_ui;
