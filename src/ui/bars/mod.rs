//! What stands around grid and viewer: tools above, verdicts below, notices and questions.

mod address_ui;
pub mod failure_ui;
pub mod leaving_ui;
pub mod many_ui;
pub mod notice_ui;
pub mod run_ui;
pub mod said_ui;
pub mod status_ui;
pub mod top_bar_ui;
pub mod verdict_bar_ui;
