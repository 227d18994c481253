//! What reviewers made of one invoice so far.

use std::sync::{Arc, LazyLock};

use crate::geometry::{PageBox, PagePoint};

use super::{
    Deed, Event, EventId, FieldCorrection, FieldMark, FieldName, JudgedOn, Opinions, Verdict,
    plain_line,
};

/// Verdict, note and corrected region of one invoice, as all events up to now leave them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TicketState {
    pub judgement: Option<Arc<Judgement>>,
    /// Empty: none.
    pub note: Arc<str>,
    /// Where the region should be, in page pixels: left, top, right, bottom.
    pub corrected: Option<[f64; 4]>,
    /// What OCR read wrongly, in the order in which the fields were marked first. Shared, as hardly any ticket has some.
    pub wrong_fields: Option<Arc<[FieldCorrection]>>,
    /// What two said of it without knowledge of each other. Shared, as most tickets are judged once.
    pub opinions: Option<Arc<Opinions>>,
    /// The newest event that concerns it; a second verdict, which nobody else has to know of, is none.
    pub newest: Option<EventId>,
}

/// A verdict with all that was said beside it.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement {
    pub verdict: Verdict,
    pub on: Option<JudgedOn>,
    pub reviewer: Arc<str>,
    /// Milliseconds since 1970, UTC.
    pub at_utc_ms: i64,
    pub offset_min: i16,
}

static UNTOUCHED: LazyLock<Arc<TicketState>> = LazyLock::new(Arc::default);

impl TicketState {
    /// What is known of a ticket of which nobody said anything; the same one for all of them.
    pub fn untouched() -> Arc<Self> {
        Arc::clone(&UNTOUCHED)
    }

    /// Whether it was accepted together with the rest of a whole screen.
    pub fn is_by_sheet(&self) -> bool {
        let on = self.judgement.as_ref().and_then(|it| it.on.as_ref());
        on.is_some_and(|on| on.on_sheet)
    }

    pub fn verdict(&self) -> Option<&Verdict> {
        self.judgement.as_ref().map(|it| &it.verdict)
    }

    /// The corrected region, unless a file says something that is no rectangle.
    pub fn corrected_box(&self) -> Option<PageBox> {
        let [left, top, right, bottom] = self.corrected?;
        let rect = PageBox::new(PagePoint::new(left, top), PagePoint::new(right, bottom));
        let is_sane = rect.is_finite() && rect.width() >= 1.0 && rect.height() >= 1.0;
        is_sane.then_some(rect)
    }

    /// The same after this event; `None` where an event of its kind leaves invoices as they are, or several are in it.
    pub fn after(&self, event: &Event) -> Option<Self> {
        let mut next = self.clone();
        next.newest = Some(event.stamp.id);
        match &event.deed {
            Deed::Judged { verdict, on } => return Some(self.judged(event, verdict, on.clone())),
            Deed::Second { verdict, on } => {
                return self.doubled(event, verdict.as_ref(), on.as_ref());
            }
            Deed::Settled { verdict, on } => return self.settled(event, verdict, on.clone()),
            Deed::Cleared => next.judgement = None,
            Deed::Noted(text) => next.note = plain_line(text, usize::MAX).into(),
            Deed::Corrected(corners) => next.corrected = *corners,
            Deed::FieldMarked(mark) => next.wrong_fields = self.marked(mark),
            Deed::Ids(_)
            | Deed::Accepted(_)
            | Deed::Sampled(_)
            | Deed::SecondAsked(_)
            | Deed::TestsAsked(_)
            | Deed::Tested(_)
            | Deed::Ignored(_)
            | Deed::Undone(_)
            | Deed::Redone(_)
            | Deed::Later { .. } => return None,
        }
        Some(next)
    }

    /// The same once it was accepted with the rest of a whole screen.
    pub fn accepted(&self, event: &Event, on: &JudgedOn) -> Self {
        let on = JudgedOn {
            on_sheet: true,
            ..on.clone()
        };
        self.judged(event, &Verdict::Correct, Some(on))
    }

    /// What is said of a field; `None` where it is not marked.
    pub fn correction(&self, field: &FieldName) -> Option<&FieldCorrection> {
        self.corrections().iter().find(|it| it.field == *field)
    }

    /// The fields that are marked as wrong.
    pub fn corrections(&self) -> &[FieldCorrection] {
        self.wrong_fields.as_deref().unwrap_or_default()
    }

    fn marked(&self, mark: &FieldMark) -> Option<Arc<[FieldCorrection]>> {
        let mut fields = self.corrections().to_vec();
        let known = fields.iter().position(|it| it.field == mark.field);
        match (known, mark.correction()) {
            (Some(at), Some(correction)) => fields[at] = correction,
            (Some(at), None) => {
                fields.remove(at);
            }
            (None, Some(correction)) => fields.push(correction),
            (None, None) => {}
        }
        (!fields.is_empty()).then(|| fields.into())
    }

    /// With a second verdict, or without the one that its reviewer takes away. There has to be a first one, and it is
    /// nobody's who gave it; what is settled stays.
    fn doubled(
        &self,
        event: &Event,
        verdict: Option<&Verdict>,
        on: Option<&JudgedOn>,
    ) -> Option<Self> {
        let known = self.opinions.as_deref();
        if known.is_some_and(|it| it.is_settled || it.second.reviewer != event.reviewer) {
            return None;
        }
        let first = known.map(|it| &it.first).or(self.judgement.as_ref());
        let first = first.filter(|it| it.reviewer != event.reviewer)?;
        let opinions = verdict.map(|verdict| {
            Arc::new(Opinions {
                first: Arc::clone(first),
                second: Judgement::by(event, verdict, on.cloned()),
                is_settled: false,
            })
        });
        Some(Self {
            opinions,
            ..self.clone()
        })
    }

    fn settled(&self, event: &Event, verdict: &Verdict, on: Option<JudgedOn>) -> Option<Self> {
        let opinions = self.opinions.as_deref()?;
        Some(Self {
            opinions: Some(Arc::new(Opinions {
                is_settled: true,
                ..opinions.clone()
            })),
            ..self.judged(event, verdict, on)
        })
    }

    fn judged(&self, event: &Event, verdict: &Verdict, on: Option<JudgedOn>) -> Self {
        Self {
            judgement: Some(Judgement::by(event, verdict, on)),
            newest: Some(event.stamp.id),
            ..self.clone()
        }
    }
}

impl Judgement {
    fn by(event: &Event, verdict: &Verdict, on: Option<JudgedOn>) -> Arc<Self> {
        Arc::new(Self {
            verdict: verdict.clone(),
            on,
            reviewer: Arc::clone(&event.reviewer),
            at_utc_ms: event.stamp.at_utc_ms,
            offset_min: event.stamp.offset_min,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{History, InvoiceId, Stamp, WrongField};

    fn marked(field: &str, right: Option<&str>) -> Event {
        let wrong = right.map(|right| WrongField {
            read: "13116949".to_owned(),
            right: (!right.is_empty()).then(|| right.to_owned()),
        });
        Event {
            stamp: Stamp::now(),
            reviewer: "li".into(),
            invoice: InvoiceId::new("ID01xO4jZjprrx").ok(),
            base: None,
            deed: Deed::FieldMarked(FieldMark {
                field: FieldName::from_code(field),
                wrong,
            }),
        }
    }

    #[test]
    fn fields_are_marked_and_taken_back_each_for_itself() {
        let mut state = TicketState::default();
        for (field, right) in [
            ("number", Some("13116948")),
            ("车次", Some("")),
            ("number", Some("13116940")),
            ("total", None),
        ] {
            state = state.after(&marked(field, right)).expect("it changes one");
        }
        let told: Vec<_> = state
            .corrections()
            .iter()
            .map(|it| (it.field.code(), it.right.as_deref()))
            .collect();
        assert_eq!(told, [("number", Some("13116940")), ("车次", None)]);
        let label = FieldName::from_code("车次");
        assert!(state.correction(&label).is_some());
        state = state.after(&marked("车次", None)).expect("it changes one");
        assert!(state.correction(&label).is_none());
        state = state
            .after(&marked("number", None))
            .expect("it changes one");
        assert_eq!(state.wrong_fields, None, "as if nothing had been said");
    }

    #[test]
    fn a_mark_is_undone_like_everything_else() {
        let mut history = History::default();
        let first = marked("number", Some("1"));
        let changed = history.apply(&first, |_| TicketState::default());
        assert_eq!(changed[0].1.corrections().len(), 1);
        let state = changed[0].1.clone();
        let undo = Event {
            stamp: Stamp::now(),
            deed: Deed::Undone(history.to_undo().expect("one").events[0].0),
            ..first
        };
        let changed = history.apply(&undo, |_| state.clone());
        assert!(changed[0].1.corrections().is_empty());
    }
}
