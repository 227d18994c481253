//! Faults that a test names: which requests they meet, how often, and what happens then.

use std::sync::Mutex;
use std::time::Duration;

use axum::body::Bytes;

use super::cut::{BodyFraming, cut};
use super::wire::WireEnding;
use crate::sandbox::answer::HttpAnswer;
use crate::sandbox::locked;
use crate::sandbox::log::{RequestKind, RequestRecord};
use crate::sandbox::oss_error::OssErrorAnswer;
use crate::sandbox::signature::BUCKET_HOST;

/// Which requests: of a kind, of a name, or all.
#[derive(Clone, Debug, Default)]
pub struct FaultTarget {
    kind: Option<RequestKind>,
    name: Option<String>,
    is_attached: bool,
}

impl FaultTarget {
    pub fn any() -> Self {
        Self::default()
    }

    pub fn kind(kind: RequestKind) -> Self {
        Self {
            kind: Some(kind),
            ..Self::default()
        }
    }

    /// Only calls that ask for this whole ID or bill number, or objects whose `key?x-oss-process` (decoded) contains
    /// the text.
    #[must_use]
    pub fn named(mut self, name: &str) -> Self {
        self.name = Some(name.to_owned());
        self
    }

    /// Only objects that are asked for by the link of an attachment, not by that of an invoice's picture.
    #[must_use]
    pub fn attached(mut self) -> Self {
        self.is_attached = true;
        self
    }

    pub(super) fn meets(&self, request: &RequestRecord) -> bool {
        let kind_meets = self.kind.is_none_or(|kind| kind == request.kind);
        let name_meets = self.name.as_deref().is_none_or(|name| {
            request.asked.iter().any(|asked| asked == name)
                || request.object_key.as_deref().is_some_and(|key| {
                    let process = request.process.as_deref().unwrap_or_default();
                    format!("{key}?{process}").contains(name)
                })
        });
        let place_meets = !self.is_attached || request.target.contains("?e=");
        kind_meets && name_meets && place_meets
    }
}

/// What happens to a request. One effect on the content and one on the wire apply together, so that a wrong content can
/// also be cut; `Delay` and `Headers` go with anything.
#[derive(Clone, Debug)]
pub enum FaultEffect {
    /// Content: this answer in place of the right one.
    Status {
        status: u16,
        body: String,
        headers: Vec<(String, String)>,
    },
    /// Content: this error of the bucket, as OSS writes it.
    Oss(OssErrorAnswer),
    /// Content: 200 with something else.
    WrongContent { body: Bytes, content_type: String },
    /// Content: what an expired link is answered.
    Expire,
    /// Content: 302 to this place.
    Redirect(String),
    /// The answer has these headers too.
    Headers(Vec<(String, String)>),
    /// The answer comes later.
    Delay(Duration),
    /// Wire: RST before the first byte of an answer.
    Reset,
    /// Wire: `Content-Length` of the whole, `after` bytes of body, FIN.
    Truncate { after: usize },
    /// Wire: chunked, `after` bytes of body, FIN without the last chunk.
    TruncateChunked { after: usize },
    /// Wire: neither length nor chunks, `after` bytes of body, FIN: HTTP alone cannot tell that anything is missing.
    TruncateUnnoticed { after: usize },
    /// Wire: `Content-Length` of the whole, `after` bytes of body, then nothing on an open connection.
    Stall { after: usize },
    /// Wire: not a byte, ever, on an open connection.
    Hang,
    /// Wire: exactly these bytes, then FIN.
    Raw(Bytes),
}

impl FaultEffect {
    pub fn status(status: u16, body: &str) -> Self {
        Self::Status {
            status,
            body: body.to_owned(),
            headers: Vec::new(),
        }
    }

    fn stage(&self) -> FaultStage {
        match self {
            Self::Status { .. }
            | Self::Oss(_)
            | Self::WrongContent { .. }
            | Self::Expire
            | Self::Redirect(_) => FaultStage::Content,
            Self::Headers(_) | Self::Delay(_) => FaultStage::Passing,
            Self::Reset
            | Self::Truncate { .. }
            | Self::TruncateChunked { .. }
            | Self::TruncateUnnoticed { .. }
            | Self::Stall { .. }
            | Self::Hang
            | Self::Raw(_) => FaultStage::Wire,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum FaultStage {
    Passing,
    Content,
    Wire,
}

#[derive(Clone, Debug)]
pub struct Fault {
    pub on: FaultTarget,
    /// How many requests it meets; `None` is all.
    pub times: Option<u32>,
    pub effect: FaultEffect,
}

impl Fault {
    pub fn always(on: FaultTarget, effect: FaultEffect) -> Self {
        Self {
            on,
            times: None,
            effect,
        }
    }

    pub fn times(on: FaultTarget, times: u32, effect: FaultEffect) -> Self {
        Self {
            on,
            times: Some(times),
            effect,
        }
    }

    pub fn once(on: FaultTarget, effect: FaultEffect) -> Self {
        Self::times(on, 1, effect)
    }
}

/// What the faults make of one request.
#[derive(Default)]
pub(super) struct Plan {
    pub(super) delay: Duration,
    pub(super) headers: Vec<(String, String)>,
    pub(super) content: Option<FaultEffect>,
    pub(super) wire: Option<FaultEffect>,
}

#[derive(Default)]
pub(super) struct FaultBoard(Mutex<Vec<Fault>>);

impl FaultBoard {
    pub(super) fn inject(&self, fault: Fault) {
        locked(&self.0).push(fault);
    }

    pub(super) fn clear(&self) {
        locked(&self.0).clear();
    }

    /// Uses up one time of every fault that takes part. Of several faults at one stage the one injected first does.
    pub(super) fn plan(&self, request: &RequestRecord) -> Plan {
        let mut plan = Plan::default();
        for fault in locked(&self.0).iter_mut() {
            if fault.times == Some(0) || !fault.on.meets(request) {
                continue;
            }
            if plan.take(&fault.effect) {
                fault.times = fault.times.map(|times| times - 1);
            }
        }
        plan
    }
}

impl Plan {
    fn take(&mut self, effect: &FaultEffect) -> bool {
        let slot = match effect.stage() {
            FaultStage::Content => &mut self.content,
            FaultStage::Wire => &mut self.wire,
            FaultStage::Passing => {
                match effect {
                    FaultEffect::Delay(delay) => self.delay += *delay,
                    FaultEffect::Headers(headers) => self.headers.extend(headers.iter().cloned()),
                    _ => {}
                }
                return true;
            }
        };
        let free = slot.is_none();
        if free {
            *slot = Some(effect.clone());
        }
        free
    }
}

/// The answer of a content effect; `expires_secs` is what the link says, for the body of an expired one.
pub(super) fn wrong_answer(
    effect: &FaultEffect,
    expires_secs: i64,
    now_secs: i64,
) -> Option<HttpAnswer> {
    Some(match effect {
        FaultEffect::Status {
            status,
            body,
            headers,
        } => headers
            .iter()
            .fold(HttpAnswer::text(*status, body), |answer, (name, value)| {
                answer.with_header(name, value)
            }),
        FaultEffect::Oss(error) => error.to_answer(BUCKET_HOST),
        FaultEffect::WrongContent { body, content_type } => {
            HttpAnswer::new(200, content_type, body.clone())
        }
        FaultEffect::Expire => {
            OssErrorAnswer::expired(expires_secs.min(now_secs), now_secs).to_answer(BUCKET_HOST)
        }
        FaultEffect::Redirect(location) => {
            HttpAnswer::text(302, "").with_header("Location", location)
        }
        _ => return None,
    })
}

/// The bytes of a wire effect and how the connection ends after them.
pub(super) fn broken_wire(
    effect: &FaultEffect,
    answer: &HttpAnswer,
) -> Option<(Bytes, WireEnding)> {
    let (framing, after, ending) = match effect {
        FaultEffect::Reset => return Some((Bytes::new(), WireEnding::Reset)),
        FaultEffect::Hang => return Some((Bytes::new(), WireEnding::Stall)),
        FaultEffect::Raw(bytes) => return Some((bytes.clone(), WireEnding::Close)),
        FaultEffect::Truncate { after } => (BodyFraming::Length, *after, WireEnding::Close),
        FaultEffect::TruncateChunked { after } => (BodyFraming::Chunked, *after, WireEnding::Close),
        FaultEffect::TruncateUnnoticed { after } => {
            (BodyFraming::UntilClose, *after, WireEnding::Close)
        }
        FaultEffect::Stall { after } => (BodyFraming::Length, *after, WireEnding::Stall),
        _ => return None,
    };
    Some((cut(answer, framing, after), ending))
}
