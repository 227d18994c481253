//! What to send along with a question about the program: what it runs on and how far it is. Never what a review is of: no
//! token, no link, no ID, no name, no path.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use egui::Ui;

use crate::engine::RunState;
use crate::platform::ProxyChoice;
use crate::review::Stage;
use crate::state::State;

pub fn diagnostics(ui: &Ui, state: &State) -> String {
    let settings = &state.settings;
    let window = ui.ctx().content_rect().size();
    let density = ui.ctx().pixels_per_point();
    let memory = settings.memory;
    let proxy = match ProxyChoice::parse(&settings.proxy) {
        Ok(ProxyChoice::System) => "system",
        Ok(ProxyChoice::Direct) => "none",
        Ok(ProxyChoice::Named(_)) => "named",
        Err(_) => "unreadable",
    };
    let run = match &state.run {
        RunState::Running => "running",
        RunState::Paused => "paused",
        RunState::Slowed { .. } => "slowed",
        RunState::Waiting(_) => "waiting",
        RunState::Blocked(failure) => failure.kind.code(),
    };
    let stages: Vec<String> = Stage::ALL
        .iter()
        .map(|stage| format!("{stage:?} {}", state.library.count(*stage)))
        .collect();
    let mut failures: BTreeMap<&str, usize> = BTreeMap::new();
    for failure in state
        .library
        .entries()
        .iter()
        .filter_map(|it| it.failure.as_ref())
    {
        *failures.entry(failure.kind.code()).or_default() += 1;
    }
    let failures: Vec<String> = failures
        .iter()
        .map(|(code, count)| format!("{code} {count}"))
        .collect();
    let lines = [
        ("invoice-lens", env!("CARGO_PKG_VERSION").to_owned()),
        (
            "system",
            format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
        ),
        (
            "window",
            format!("{:.0} x {:.0} points at {density}", window.x, window.y),
        ),
        (
            "look",
            format!(
                "{} {:?} {} %",
                settings.lang().tag(),
                settings.theme,
                settings.scale_percent
            ),
        ),
        ("downloads", settings.connections.to_string()),
        (
            "memory",
            format!(
                "{} + {} + {} MiB",
                memory.files_mib, memory.pixels_mib, memory.textures_mib
            ),
        ),
        ("reads print", settings.reads_pictures.to_string()),
        ("proxy", proxy.to_owned()),
        (
            "own authorities",
            (!settings.ca_file.is_empty()).to_string(),
        ),
        ("findings off", settings.findings_off.join(" ")),
        ("own keys", settings.keys.len().to_string()),
        ("demo", state.is_demo.to_string()),
        ("run", run.to_owned()),
        (
            "invoices",
            format!("{} ({})", state.library.len(), stages.join(", ")),
        ),
        ("judged", state.library.count_verdicts().to_string()),
        ("not saved", state.judging.unsaved().to_string()),
        ("failures", failures.join(", ")),
    ];
    let mut text = String::new();
    for (name, value) in lines {
        // Writing to a string cannot fail.
        writeln!(text, "{name}: {value}").unwrap_or_default();
    }
    text
}
