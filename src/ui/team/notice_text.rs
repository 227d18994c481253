//! What a notice says of what others said in a team's review.

use crate::model::Verdict;
use crate::state::NoticeKind;
use crate::ui::Cx;
use crate::ui::kit::{texts, widgets};

/// Nothing for a notice about something else.
pub fn notice_text(cx: &Cx<'_>, notice: &NoticeKind) -> String {
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
        NoticeKind::SecondTaken(id) => {
            let id = widgets::elided(id.as_str(), 22);
            cx.with("second-taken", &[("id", id.into())])
        }
        NoticeKind::HiddenVerdicts(count) => {
            cx.with("second-no-report", &[("count", (*count).into())])
        }
        _ => String::new(),
    }
}
