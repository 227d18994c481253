//! What follows from events, one after the other, and which events are lacking until something else follows.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::model::{
    Deed, Event, EventId, FieldMark, History, InvoiceId, Stamp, TicketState, WrongField,
};

use super::record::{Contents, Record};
use super::{ReviewFile, StoreError};

/// How often a file is read anew that somebody writes to meanwhile.
const READS: usize = 20;

/// What a file says and the events that it follows from, both as of one moment.
pub(super) fn read_with_events(file: &ReviewFile) -> Result<(Contents, Vec<Event>), StoreError> {
    for _ in 0..READS {
        let (contents, events) = (file.contents()?, file.events_after(0)?);
        if file.newest()? == contents.newest {
            return Ok((contents, events));
        }
    }
    Err(StoreError::Busy)
}

/// Events with what is true after each.
#[derive(Default)]
pub(super) struct Replay {
    pub history: History,
    pub known: HashSet<EventId>,
    pub now: HashMap<InvoiceId, TicketState>,
    pub records: Vec<Record>,
}

impl Replay {
    pub fn of(events: impl IntoIterator<Item = Event>) -> Self {
        let mut replay = Self::default();
        for event in events {
            replay.take(event);
        }
        replay
    }

    /// What is true of an invoice now.
    pub fn state(&self, id: &InvoiceId) -> TicketState {
        self.now.get(id).cloned().unwrap_or_default()
    }

    /// Takes in an event, unless it was taken in before.
    pub fn take(&mut self, event: Event) {
        if !self.known.insert(event.stamp.id) {
            return;
        }
        let now = &self.now;
        let current = |id: &InvoiceId| now.get(id).cloned().unwrap_or_default();
        let states = self.history.apply(&event, current);
        self.now.extend(states.iter().cloned());
        self.records.push(Record { event, states });
    }

    /// What has to happen to an invoice until it is as it is wanted.
    pub fn lacking(&self, id: &InvoiceId, wanted: &TicketState, reviewer: &Arc<str>) -> Vec<Event> {
        let now = self.state(id);
        let event = |deed| Event {
            stamp: Stamp::now(),
            reviewer: Arc::clone(reviewer),
            invoice: Some(id.clone()),
            base: now.newest,
            deed,
        };
        let mut lacking = Vec::new();
        if now.judgement != wanted.judgement {
            lacking.push(match &wanted.judgement {
                None => event(Deed::Cleared),
                Some(it) => {
                    let mut event = event(Deed::Judged {
                        verdict: it.verdict.clone(),
                        on: it.on.clone(),
                    });
                    event.stamp.at_utc_ms = it.at_utc_ms;
                    event.stamp.offset_min = it.offset_min;
                    event.reviewer = Arc::clone(&it.reviewer);
                    event
                }
            });
        }
        if now.note != wanted.note {
            lacking.push(event(Deed::Noted(wanted.note.to_string())));
        }
        if now.corrected != wanted.corrected {
            lacking.push(event(Deed::Corrected(wanted.corrected)));
        }
        let marks = |is: &TicketState| is.corrections().to_vec();
        let (is_marked, is_wanted) = (marks(&now), marks(wanted));
        for mark in is_marked.iter().filter(|it| !is_wanted.contains(it)) {
            lacking.push(event(Deed::FieldMarked(FieldMark {
                field: mark.field.clone(),
                wrong: None,
            })));
        }
        for mark in is_wanted.iter().filter(|it| !is_marked.contains(it)) {
            let wrong = WrongField {
                read: mark.read.clone(),
                right: mark.right.clone(),
            };
            lacking.push(event(Deed::FieldMarked(FieldMark {
                field: mark.field.clone(),
                wrong: Some(wrong),
            })));
        }
        lacking
    }
}
