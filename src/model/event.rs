//! One thing that somebody did to a review: who, when, on what. Events are only ever added, never changed.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use super::region::RawRegion;
use super::{
    FieldCorrection, FieldName, FindingCode, Invoice, InvoiceId, PictureFacts, SecondReview,
    TestAnswer, TestTickets, Verdict,
};

/// Names an event for ever. Made by who writes it, so that sending an event twice does no harm.
pub type EventId = Uuid;

/// What happened to a review.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    pub stamp: Stamp,
    /// The name of who did it, as they typed it.
    pub reviewer: Arc<str>,
    /// `None` where it concerns the review as a whole.
    pub invoice: Option<InvoiceId>,
    /// The event that its writer believed to be the newest of this invoice.
    pub base: Option<EventId>,
    pub deed: Deed,
}

/// The name and the time of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    pub id: EventId,
    /// Milliseconds since 1970, UTC.
    pub at_utc_ms: i64,
    /// Minutes east of UTC where the reviewer sits.
    pub offset_min: i16,
    /// Names what was done at once to several invoices, one event each: it is taken back at once.
    pub batch: Option<EventId>,
}

impl Stamp {
    /// A new name, and the time that it is now.
    pub fn now() -> Self {
        let now = Timestamp::now();
        let offset = TimeZone::system().to_offset(now);
        Self {
            id: Uuid::now_v7(),
            at_utc_ms: now.as_millisecond(),
            offset_min: i16::try_from(offset.seconds() / 60).unwrap_or_default(),
            batch: None,
        }
    }

    /// The same moment under another name, for one more event.
    pub fn another(self) -> Self {
        Self {
            id: Uuid::now_v7(),
            ..self
        }
    }
}

/// What was done. The names are those of the review file, with the version of what stands beside them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "data")]
pub enum Deed {
    /// IDs were added to the review, in this order.
    #[serde(rename = "ids/1")]
    Ids(Vec<InvoiceId>),
    #[serde(rename = "verdict/1")]
    Judged {
        verdict: Verdict,
        /// What it was given on; `None` where nothing was there to look at.
        on: Option<JudgedOn>,
    },
    /// The verdict was taken away.
    #[serde(rename = "clear/1")]
    Cleared,
    /// An empty text takes the note away.
    #[serde(rename = "note/1")]
    Noted(String),
    /// Where the region should be, in page pixels: left, top, right, bottom. `None` takes it away.
    #[serde(rename = "region/1")]
    Corrected(Option<[f64; 4]>),
    /// What OCR read is wrong there, whatever was said of that field before.
    #[serde(rename = "field/1")]
    FieldMarked(FieldMark),
    /// The rest of a whole screen was accepted as correct, once its exceptions were marked.
    #[serde(rename = "sheet/1")]
    Accepted(Vec<Accepted>),
    /// A random sample was drawn.
    #[serde(rename = "sample/1")]
    Sampled(Sample),
    /// These tickets get a second verdict from now on.
    #[serde(rename = "second_review/1")]
    SecondAsked(SecondReview),
    /// Somebody who was not shown the first verdict gave another one; `None` takes it away.
    #[serde(rename = "second/1")]
    Second {
        verdict: Option<Verdict>,
        on: Option<JudgedOn>,
    },
    /// Of two verdicts that differ, a third person decided.
    #[serde(rename = "settle/1")]
    Settled {
        verdict: Verdict,
        on: Option<JudgedOn>,
    },
    /// Test tickets are mixed in from now on, or no more.
    #[serde(rename = "tests/1")]
    TestsAsked(TestTickets),
    /// A test ticket was judged; of the real one it says nothing.
    #[serde(rename = "test/1")]
    Tested(TestAnswer),
    /// A kind of finding says nothing in this review from now on, or says something again.
    #[serde(rename = "ignore/1")]
    Ignored(Ignoring),
    /// What this event did is taken back.
    #[serde(rename = "undo/1")]
    Undone(EventId),
    /// What was taken back is done again.
    #[serde(rename = "redo/1")]
    Redone(EventId),
    /// A kind that the format has and this program does not write yet; kept as it is.
    #[serde(skip)]
    Later { kind: String, data: Value },
}

/// One ticket of a screen that was accepted as a whole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Accepted {
    pub invoice: InvoiceId,
    pub on: JudgedOn,
}

/// A random sample of a review, which its seed draws again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sample {
    pub seed: u64,
    /// In the order in which they were drawn.
    pub invoices: Vec<InvoiceId>,
}

/// Whether a kind of finding is left out of account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ignoring {
    pub finding: FindingCode,
    pub ignored: bool,
}

/// What is said of one field. In the format `wrong` is `null` where the mark is taken away.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FieldMark {
    pub field: FieldName,
    pub wrong: Option<WrongField>,
}

/// What stands beside a field that is marked as wrong.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WrongField {
    /// What OCR read, as programs want it; empty where it read nothing.
    pub read: String,
    /// What is right; `None` where nobody said.
    pub right: Option<String>,
}

impl FieldMark {
    /// What a reviewer's list of corrections has of it; `None` where the mark is taken away.
    pub fn correction(&self) -> Option<FieldCorrection> {
        let wrong = self.wrong.as_ref()?;
        Some(FieldCorrection {
            field: self.field.clone(),
            read: wrong.read.clone(),
            right: wrong.right.clone(),
        })
    }
}

/// Why an event of a review file cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnreadableDeed {
    /// A newer program wrote it.
    #[error("an event of a kind that this program does not know: {0}")]
    Newer(String),
    #[error("an event of the kind {0} that does not say what it must")]
    Damaged(String),
}

impl Deed {
    /// The kind with its version, and what stands beside it, as a review file holds them.
    pub fn to_columns(&self) -> (String, Value) {
        if let Self::Later { kind, data } = self {
            return (kind.clone(), data.clone());
        }
        let mut value = serde_json::to_value(self).unwrap_or_default();
        let kind = value["kind"].as_str().unwrap_or_default().to_owned();
        (kind, value["data"].take())
    }

    pub fn from_columns(kind: &str, data: Value) -> Result<Self, UnreadableDeed> {
        if ignores_something_new(kind, &data) {
            let kind = kind.to_owned();
            return Ok(Self::Later { kind, data });
        }
        if !Self::KINDS.contains(&kind) {
            return Err(UnreadableDeed::Newer(kind.to_owned()));
        }
        if kind == CLEARED_IN_BATCH {
            return Ok(Self::Cleared);
        }
        let mut value = serde_json::Map::new();
        value.insert("kind".to_owned(), kind.into());
        if !data.is_null() || kind != "clear/1" {
            value.insert("data".to_owned(), data);
        }
        // What serde says of it would repeat what a damaged file holds.
        serde_json::from_value(Value::Object(value))
            .map_err(|_unsaid| UnreadableDeed::Damaged(kind.to_owned()))
    }

    /// Whether this program can write to a review that has events of this kind.
    pub fn is_known(kind: &str) -> bool {
        Self::KINDS.contains(&kind)
    }

    const KINDS: [&str; 17] = [
        "ids/1",
        "verdict/1",
        "clear/1",
        CLEARED_IN_BATCH,
        "sheet/1",
        "note/1",
        "region/1",
        "sample/1",
        "second_review/1",
        "second/1",
        "settle/1",
        "tests/1",
        "test/1",
        "field/1",
        "ignore/1",
        "undo/1",
        "redo/1",
    ];
}

/// A newer program notices more: what it ignores beyond what is noticed here is kept and does nothing.
fn ignores_something_new(kind: &str, data: &Value) -> bool {
    let finding = data.get("finding").and_then(Value::as_str);
    let is_new = |code: &str| FindingCode::ALL.iter().all(|it| it.code() != code);
    kind == "ignore/1" && finding.is_some_and(is_new)
}

/// What was cleared together with others names them, for which `clear/1` has no place.
const CLEARED_IN_BATCH: &str = "clear/2";

impl Event {
    /// The kind with its version, and what stands beside it, as a review file holds them.
    pub fn to_columns(&self) -> (String, Value) {
        let (mut kind, mut data) = self.deed.to_columns();
        if let Some(batch) = self.stamp.batch {
            if self.deed == Deed::Cleared {
                CLEARED_IN_BATCH.clone_into(&mut kind);
                data = Value::Object(serde_json::Map::new());
            }
            if let Value::Object(members) = &mut data {
                members.insert(BATCH.to_owned(), batch.to_string().into());
            }
        }
        (kind, data)
    }
}

/// The batch that is named beside a kind.
pub fn batch_of(data: &Value) -> Option<EventId> {
    data.get(BATCH)?.as_str()?.parse().ok()
}

const BATCH: &str = "batch";

/// What a reviewer looked at: if the platform sends something else later, the verdict was about something else.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct JudgedOn {
    pub region: RawRegion,
    /// The link's processing, decoded; never its signature.
    pub chain: Arc<str>,
    /// Width and height in delivered, upright pixels; `None` where there was no picture.
    pub picture: Option<(u32, u32)>,
    /// Whether it was one of a whole screen that was accepted at once.
    #[serde(default, skip_serializing_if = "is_false")]
    pub on_sheet: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_false(switch: &bool) -> bool {
    !switch
}

impl JudgedOn {
    pub fn new(invoice: &Invoice, facts: Option<&PictureFacts>) -> Self {
        Self {
            region: invoice.region.clone(),
            chain: Arc::clone(&invoice.picture_key.process),
            picture: facts.map(|facts| (facts.size.width, facts.size.height)),
            on_sheet: false,
        }
    }

    /// Whether what is there now is something else than what was judged.
    pub fn differs_from(&self, now: &Self) -> bool {
        let size_differs =
            matches!((self.picture, now.picture), (Some(then), Some(now)) if then != now);
        self.region != now.region || self.chain != now.chain || size_differs
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Reason;

    #[test]
    fn every_kind_comes_back_as_it_was() {
        let on = JudgedOn {
            region: RawRegion::new([1.0, 2.5, 3.0, 4.0]),
            chain: "image/crop,x_1".into(),
            picture: Some((640, 480)),
            on_sheet: false,
        };
        let verdict = |verdict, on| Deed::Judged { verdict, on };
        let own = Reason::Other("cut_off".to_owned());
        for deed in [
            Deed::Ids(vec![InvoiceId::new("ID01xO4jZjprrx").expect("an ID")]),
            verdict(Verdict::Correct, Some(on.clone())),
            verdict(Verdict::Wrong(None), None),
            verdict(Verdict::Wrong(Some(Reason::CutOff)), None),
            verdict(Verdict::Wrong(Some(own)), None),
            verdict(Verdict::Unsure, None),
            Deed::Cleared,
            Deed::Noted("看不清".to_owned()),
            Deed::Corrected(Some([0.5, 1.0, 2.0, 3.0])),
            Deed::Corrected(None),
            Deed::Sampled(Sample {
                seed: u64::MAX,
                invoices: vec![InvoiceId::new("ID01xO4jZjprrx").expect("an ID")],
            }),
            Deed::Undone(Uuid::from_u128(7)),
            Deed::Redone(Uuid::from_u128(8)),
            Deed::Accepted(vec![Accepted {
                invoice: InvoiceId::new("ID01xO4jZjprrx").expect("an ID"),
                on: on.clone(),
            }]),
            Deed::FieldMarked(FieldMark {
                field: FieldName::Number,
                wrong: Some(WrongField {
                    read: "13116949".to_owned(),
                    right: Some("13116948".to_owned()),
                }),
            }),
            Deed::FieldMarked(FieldMark {
                field: FieldName::from_code("车次"),
                wrong: None,
            }),
            Deed::Ignored(Ignoring {
                finding: FindingCode::RegionOverlaps,
                ignored: true,
            }),
            Deed::Later {
                kind: "ignore/1".to_owned(),
                data: serde_json::json!({"finding": "one_of_tomorrow", "ignored": true}),
            },
            Deed::SecondAsked(SecondReview::Wrong),
            Deed::SecondAsked(SecondReview::Share {
                percent: 5,
                seed: u64::MAX,
                invoices: vec![InvoiceId::new("ID01xO4jZjprrx").expect("an ID")],
            }),
            Deed::Second {
                verdict: Some(Verdict::Wrong(None)),
                on: Some(on.clone()),
            },
            Deed::Second {
                verdict: None,
                on: None,
            },
            Deed::Settled {
                verdict: Verdict::Unsure,
                on: Some(on),
            },
        ] {
            let (kind, data) = deed.to_columns();
            assert!(kind.ends_with("/1"), "{kind}");
            assert_eq!(Deed::from_columns(&kind, data), Ok(deed));
        }
    }

    #[test]
    fn what_was_done_at_once_is_named_in_what_a_file_holds() {
        let batch = Uuid::from_u128(9);
        let event = |deed| Event {
            stamp: Stamp {
                batch: Some(batch),
                ..Stamp::now()
            },
            reviewer: "li".into(),
            invoice: None,
            base: None,
            deed,
        };
        let judged = Deed::Judged {
            verdict: Verdict::Wrong(None),
            on: None,
        };
        for (deed, wanted) in [(judged, "verdict/1"), (Deed::Cleared, "clear/2")] {
            let (kind, data) = event(deed.clone()).to_columns();
            assert_eq!(kind, wanted);
            assert_eq!(batch_of(&data), Some(batch));
            assert_eq!(Deed::from_columns(&kind, data), Ok(deed));
        }
        assert_eq!(batch_of(&Value::Null), None);
        assert_eq!(batch_of(&serde_json::json!({"verdict": "correct"})), None);
    }

    #[test]
    fn what_a_newer_program_wrote_is_told_from_damage() {
        let newer = Deed::from_columns("verdict/2", Value::Null);
        assert_eq!(newer, Err(UnreadableDeed::Newer("verdict/2".to_owned())));
        let damaged = Deed::from_columns("verdict/1", Value::Null);
        assert!(matches!(damaged, Err(UnreadableDeed::Damaged(_))));
    }
}
