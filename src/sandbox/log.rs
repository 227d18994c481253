//! Every request the sandbox saw, for tests to hold against what the program should have sent.

use std::fmt;
use std::sync::{Condvar, Mutex};
#[cfg(feature = "faults")]
use std::time::Duration;

use super::locked;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequestKind {
    /// `getAccessToken` and `refreshToken`.
    Token,
    Location,
    Links,
    Bills,
    Fields,
    RiskTags,
    Attachments,
    FileLinks,
    /// Anything in the bucket.
    Object,
    /// A path under `/api/` that the platform does not document.
    Unknown,
}

#[derive(Clone)]
pub struct RequestRecord {
    pub kind: RequestKind,
    pub method: String,
    /// Path and query exactly as received.
    pub target: String,
    pub headers: Vec<(String, String)>,
    pub body: String,
    /// Invoice IDs (links, fields), bill numbers or IDs (bills, tags, attachments) or keys of files, as asked.
    pub asked: Vec<String>,
    /// Decoded object key.
    pub object_key: Option<String>,
    /// Decoded `x-oss-process`.
    pub process: Option<String>,
    /// For objects: the target is, byte for byte, a link as the sandbox hands them out.
    pub verbatim: bool,
    /// `None` until answered, and for good if the client left or the connection was reset.
    pub status: Option<u16>,
}

impl RequestRecord {
    /// Case-insensitive in the name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find_map(|(present, value)| present.eq_ignore_ascii_case(name).then_some(&**value))
    }
}

/// Leaves query, headers and body out: tokens and signatures have no place in a test's output.
impl fmt::Debug for RequestRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.target.split('?').next();
        f.debug_struct("RequestRecord")
            .field("kind", &self.kind)
            .field("method", &self.method)
            .field("path", &path)
            .field("asked", &self.asked)
            .field("process", &self.process)
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

/// A snapshot; requests in the order of arrival.
#[derive(Clone, Debug, Default)]
pub struct RequestLog {
    pub records: Vec<RequestRecord>,
    /// Most requests for objects that were being answered at one time.
    pub most_objects_at_once: usize,
}

impl RequestLog {
    pub fn of(&self, kind: RequestKind) -> impl Iterator<Item = &RequestRecord> {
        self.records
            .iter()
            .filter(move |record| record.kind == kind)
    }

    pub fn count(&self, kind: RequestKind) -> usize {
        self.of(kind).count()
    }

    /// How often this object was asked for, whatever the answer.
    pub fn count_object(&self, key: &str) -> usize {
        self.records
            .iter()
            .filter(|record| record.object_key.as_deref() == Some(key))
            .count()
    }
}

#[derive(Default)]
pub(super) struct LiveLog {
    state: Mutex<LogState>,
    answered: Condvar,
}

#[derive(Default)]
struct LogState {
    log: RequestLog,
    objects_now: usize,
}

/// A request that is being answered; dropped early when the client leaves.
pub(super) struct InFlight<'a> {
    live: &'a LiveLog,
    index: usize,
    is_object: bool,
}

impl LiveLog {
    pub(super) fn arrived(&self, record: RequestRecord) -> InFlight<'_> {
        let is_object = record.kind == RequestKind::Object;
        let mut state = locked(&self.state);
        state.objects_now += usize::from(is_object);
        state.log.most_objects_at_once = state.log.most_objects_at_once.max(state.objects_now);
        state.log.records.push(record);
        InFlight {
            live: self,
            index: state.log.records.len() - 1,
            is_object,
        }
    }

    pub(super) fn snapshot(&self) -> RequestLog {
        locked(&self.state).log.clone()
    }
}

#[cfg(feature = "faults")]
impl LiveLog {
    /// Blocks until `count` requests of this kind were answered; `false` if that took longer than `limit`.
    pub(super) fn wait_answered(&self, kind: RequestKind, count: usize, limit: Duration) -> bool {
        let state = locked(&self.state);
        let missing = |state: &mut LogState| {
            let answered = state.log.of(kind).filter(|record| record.status.is_some());
            answered.count() < count
        };
        self.answered
            .wait_timeout_while(state, limit, missing)
            .is_ok_and(|(_, timeout)| !timeout.timed_out())
    }
}

impl InFlight<'_> {
    pub(super) fn answered(&self, status: u16) {
        if let Some(record) = locked(&self.live.state).log.records.get_mut(self.index) {
            record.status = Some(status);
        }
        self.live.answered.notify_all();
    }
}

impl Drop for InFlight<'_> {
    fn drop(&mut self) {
        locked(&self.live.state).objects_now -= usize::from(self.is_object);
    }
}
