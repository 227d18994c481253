//! The line that says why the work goes slower or stands still by itself, and what may be done about it.

use egui::{RichText, Ui};

use crate::engine::{Failure, FailureKind, RunState, Wait};
use crate::state::Action;

use super::failure_ui::failure_detail_ui;
use crate::ui::Cx;
use crate::ui::kit::{icons, texts};

/// Whether the run goes on by itself, but not as it should.
pub fn is_hampered(run: &RunState) -> bool {
    matches!(run, RunState::Slowed { .. } | RunState::Waiting(_))
}

pub fn hampered_ui(ui: &mut Ui, cx: &mut Cx<'_>, run: &RunState) {
    let (text, can_hurry) = match run {
        RunState::Slowed { connections } => {
            let count = [("count", (*connections).into())];
            (cx.with("run-slowed", &count), false)
        }
        RunState::Waiting(Wait::Throttled { secs }) => {
            let secs = [("secs", (*secs as usize).into())];
            (cx.with("run-throttled", &secs), false)
        }
        RunState::Waiting(Wait::Host { host, failure }) => {
            let what = trouble(cx, host, failure);
            (format!("{what} {}", cx.text("run-probing")), true)
        }
        RunState::Running | RunState::Paused | RunState::Blocked(_) => return,
    };
    ui.horizontal_wrapped(|ui| {
        ui.label(RichText::new(icons::WARNING).color(cx.palette.warning));
        ui.label(RichText::new(text).color(cx.palette.warning));
        if can_hurry && ui.button(cx.text("run-try-now")).clicked() {
            cx.push(Action::TryNow);
        }
    });
    if let RunState::Waiting(Wait::Host { failure, .. }) = run {
        failure_detail_ui(ui, cx, failure);
    }
}

/// Who is waited for, and why.
fn trouble(cx: &Cx<'_>, host: &str, failure: &Failure) -> String {
    let host = if host.is_empty() {
        cx.text("run-platform").into_owned()
    } else {
        host.to_owned()
    };
    let key = match failure.kind {
        FailureKind::ServerError => "run-host-errors",
        FailureKind::Timeout => "run-host-silent",
        FailureKind::CutShort => "run-host-breaks",
        FailureKind::Throttled => "run-host-busy",
        _ => "run-host-away",
    };
    let values = [
        ("host", host.into()),
        ("why", texts::failure(cx, failure).into()),
    ];
    cx.with(key, &values)
}
