//! What follows from events, one after the other, and which events are lacking until something else follows.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::model::{
    Deed, Event, EventId, FieldMark, History, InvoiceId, Judgement, Stamp, TicketState, WrongField,
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
        let said = |it: &Judgement, deed| {
            let mut event = event(deed);
            event.stamp.at_utc_ms = it.at_utc_ms;
            event.stamp.offset_min = it.offset_min;
            event.reviewer = Arc::clone(&it.reviewer);
            event
        };
        let judged = |it: &Judgement| {
            let (verdict, on) = (it.verdict.clone(), it.on.clone());
            said(it, Deed::Judged { verdict, on })
        };
        let mut lacking = Vec::new();
        let mut judgement = now.judgement.as_ref();
        if let Some(it) = wanted
            .opinions
            .as_ref()
            .filter(|it| now.opinions.as_ref() != Some(*it))
        {
            if judgement != Some(&it.first) {
                lacking.push(judged(&it.first));
                judgement = Some(&it.first);
            }
            let (verdict, on) = (Some(it.second.verdict.clone()), it.second.on.clone());
            lacking.push(said(&it.second, Deed::Second { verdict, on }));
            if let Some(settled) = wanted.judgement.as_ref().filter(|_| it.is_settled) {
                let (verdict, on) = (settled.verdict.clone(), settled.on.clone());
                lacking.push(said(settled, Deed::Settled { verdict, on }));
                judgement = Some(settled);
            }
        }
        if judgement != wanted.judgement.as_ref() {
            lacking.push(match &wanted.judgement {
                None => event(Deed::Cleared),
                Some(it) => judged(it),
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
