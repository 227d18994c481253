//! What a notice says of what others said in a team's review.

use egui::Color32;

use crate::model::{TestOutcome, Verdict};
use crate::state::NoticeKind;
use crate::ui::Cx;
use crate::ui::kit::{icons, texts, widgets};

/// Icon, colour and sentence; nothing for a notice about something else.
pub fn said(cx: &Cx<'_>, notice: &NoticeKind) -> (&'static str, Color32, String) {
    let palette = cx.palette;
    let (icon, color) = match notice {
        NoticeKind::Tested(TestOutcome::Caught, _) => (icons::CORRECT, palette.good),
        NoticeKind::Tested(TestOutcome::Missed, _) => (icons::WRONG, palette.error),
        NoticeKind::Tested(TestOutcome::Unsure, _) => (icons::UNSURE, palette.warning),
        _ => (icons::WARNING, palette.warning),
    };
    (icon, color, notice_text(cx, notice))
}

fn notice_text(cx: &Cx<'_>, notice: &NoticeKind) -> String {
    match notice {
        NoticeKind::Collided {
            invoice,
            more,
            own,
            theirs,
            reviewer,
        } => {
            let said = |it: &Option<Verdict>| match it {
                Some(verdict) => texts::verdict(cx, verdict),
                None => cx.text("collided-no-verdict").into_owned(),
            };
            let values = [
                ("id", invoice.to_string().into()),
                ("own", said(own).into()),
                ("theirs", said(theirs).into()),
                ("reviewer", reviewer.as_str().into()),
                ("more", (*more).into()),
            ];
            cx.with("collided", &values)
        }
        NoticeKind::EventsUnreadable(count) => {
            cx.with("team-unreadable", &[("count", (*count).into())])
        }
        NoticeKind::SecondTaken(id) => {
            let id = widgets::elided(id.as_str(), 22);
            cx.with("second-taken", &[("id", id.into())])
        }
        NoticeKind::Tested(outcome, is_beside) => {
            let key = match outcome {
                TestOutcome::Caught => "tested-caught",
                TestOutcome::Missed => "tested-missed",
                TestOutcome::Unsure => "tested-unsure",
            };
            let told = cx.text(key);
            if *is_beside {
                format!("{told} {}", cx.text("tested-beside"))
            } else {
                told.into_owned()
            }
        }
        NoticeKind::HiddenVerdicts(count) => {
            cx.with("second-no-report", &[("count", (*count).into())])
        }
        _ => String::new(),
    }
}
