//! The start page: what to review, how to be let in, what was reviewed before.

pub mod credentials_data;
pub mod credentials_ui;
pub mod file_ui;
pub mod recent_ui;
pub mod start_data;
pub mod start_ui;
mod welcome_ui;
