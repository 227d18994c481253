//! The settings: one dialog with pages, which is never larger than the window.

mod dialog;
mod general;
mod keyboard;
mod network;
mod reading;

pub use dialog::SettingsDialog;
