//! Reviews merged into one: what happened in the other file is added, each event once. Where both sides said something
//! of the same invoice since they parted, and not the same, what is said here stays, and both are told.

#[cfg(test)]
#[path = "merge_tests.rs"]
mod tests;

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;

use crate::model::{
    Deed, Event, EventId, FieldCorrection, FieldName, FindingCode, Ignoring, InvoiceId, Judgement,
    Learned, Sample, Stamp, TicketState, Verdict,
};

use super::record::{Contents, Record};
use super::replay::{Replay, read_with_events};
use super::{ReviewFile, StoreError};

/// What came of a merge.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Merged {
    /// Events that the other file had and this one had not.
    pub events: usize,
    /// Invoices that were not in this one.
    pub invoices: usize,
    pub conflicts: Vec<Conflict>,
}

/// Two things that were said at the same time. That of this review stays.
#[derive(Clone, Debug, PartialEq)]
pub struct Conflict {
    /// `None` where it is about the review as a whole.
    pub invoice: Option<InvoiceId>,
    pub here: Said,
    pub there: Said,
}

/// Who said what, and when.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    pub what: Saying,
    pub reviewer: Arc<str>,
    pub at_utc_ms: i64,
    pub offset_min: i16,
}

/// One thing that can be said; nothing where it was taken away.
#[derive(Clone, Debug, PartialEq)]
pub enum Saying {
    Verdict(Option<Verdict>),
    Note(Arc<str>),
    Region(Option<[f64; 4]>),
    Field(FieldName, Option<FieldCorrection>),
    /// How many invoices the sample has.
    Sample(usize),
}

/// Adds what is in the other file to this one. Fails, and changes nothing, where this one may not be written, where they
/// are of two platforms, or where the other one has something that only a newer program understands.
pub fn merge(review: &Path, from: &Path) -> Result<Merged, StoreError> {
    let mut file = ReviewFile::open(review)?;
    merge_into(&mut file, from).map(|(merged, _)| merged)
}

/// The same to a file that is open. What is known more of invoices comes back too.
pub(super) fn merge_into(
    file: &mut ReviewFile,
    from: &Path,
) -> Result<(Merged, Vec<(InvoiceId, Learned)>), StoreError> {
    file.may_write()?;
    let here = MergeSide::of(file)?;
    let other = ReviewFile::open_to_look(from)?;
    other.check_known()?;
    let there = MergeSide::of(&other)?;
    drop(other);
    if here.contents.header.platform != there.contents.header.platform {
        return Err(StoreError::OtherPlatform);
    }
    let learned = learned(&here, &there);
    let (records, merged) = Merge::of(here, &there).run();
    file.write(&records)?;
    file.learn(&learned)?;
    Ok((merged, learned))
}

/// One of the two files.
struct MergeSide {
    contents: Contents,
    events: Vec<Event>,
    replay: Replay,
}

impl MergeSide {
    fn of(file: &ReviewFile) -> Result<Self, StoreError> {
        let (contents, events) = read_with_events(file)?;
        Ok(Self {
            replay: Replay::of(events.iter().cloned()),
            contents,
            events,
        })
    }
}

/// What is known more of invoices than was known here.
fn learned(here: &MergeSide, there: &MergeSide) -> Vec<(InvoiceId, Learned)> {
    let own: HashMap<&InvoiceId, &Learned> = here
        .contents
        .learned
        .iter()
        .map(|(id, it)| (id, it))
        .collect();
    let more = there.contents.learned.iter().filter_map(|(id, theirs)| {
        let Some(own) = own.get(id) else {
            return Some((id.clone(), theirs.clone()));
        };
        let joined = own.joined(theirs);
        (joined != **own).then(|| (id.clone(), joined))
    });
    more.collect()
}

struct Merge<'a> {
    here: MergeSide,
    there: &'a MergeSide,
    ids_there: HashSet<&'a InvoiceId>,
    /// What was true when both had the same events.
    common: Replay,
    merged: Merged,
}

impl<'a> Merge<'a> {
    fn of(here: MergeSide, there: &'a MergeSide) -> Self {
        let is_common = |event: &&Event| there.replay.known.contains(&event.stamp.id);
        let common = Replay::of(here.events.iter().filter(is_common).cloned());
        Self {
            here,
            ids_there: there.contents.ids.iter().collect(),
            there,
            common,
            merged: Merged::default(),
        }
    }

    /// The records that are to be added here.
    fn run(mut self) -> (Vec<Record>, Merged) {
        let events = self.new_events();
        let touched = self.touched(&events);
        let wanted: Vec<(InvoiceId, TicketState)> = touched
            .into_iter()
            .map(|id| {
                let state = self.wanted(&id);
                (id, state)
            })
            .collect();
        let sample = self.sample();
        let ignored = self.ignored();
        let mut replay = std::mem::take(&mut self.here.replay);
        let reviewers: HashMap<EventId, Arc<str>> = replay
            .records
            .drain(..)
            .map(|record| (record.event.stamp.id, record.event.reviewer))
            .collect();
        for event in events {
            replay.take(event);
        }
        self.merged.events = replay.records.len();
        for (id, wanted) in &wanted {
            let reviewer = wanted.newest.and_then(|newest| reviewers.get(&newest));
            let reviewer = reviewer.cloned().unwrap_or_default();
            for event in replay.lacking(id, wanted, &reviewer) {
                replay.take(event);
            }
        }
        let about_all = |deed| Event {
            stamp: Stamp::now(),
            reviewer: "".into(),
            invoice: None,
            base: None,
            deed,
        };
        for ignoring in ignored {
            if replay.history.ignored().has(ignoring.finding) != ignoring.ignored {
                replay.take(about_all(Deed::Ignored(ignoring)));
            }
        }
        if let Some(sample) = sample
            && replay.history.sample() != Some(&sample)
        {
            replay.take(about_all(Deed::Sampled(sample)));
        }
        (replay.records, self.merged)
    }

    /// What happened there and is not known here. IDs are added where they are new.
    fn new_events(&mut self) -> Vec<Event> {
        let mut known: HashSet<InvoiceId> = self.here.contents.ids.iter().cloned().collect();
        let before = known.len();
        let mut events = Vec::new();
        for event in &self.there.events {
            if self.here.replay.known.contains(&event.stamp.id) {
                continue;
            }
            if let Deed::Ids(ids) = &event.deed {
                let count = known.len();
                known.extend(ids.iter().cloned());
                if known.len() == count {
                    continue;
                }
            }
            events.push(event.clone());
        }
        let missing: Vec<InvoiceId> = {
            let ids = self.there.contents.ids.iter();
            ids.filter(|id| !known.contains(*id)).cloned().collect()
        };
        self.merged.invoices = known.len() + missing.len() - before;
        if !missing.is_empty() {
            events.push(Record::of_ids(missing, Stamp::now(), "".into()).event);
        }
        events
    }

    /// The invoices that the new events could change, each once.
    fn touched(&self, events: &[Event]) -> Vec<InvoiceId> {
        let new: HashSet<EventId> = events.iter().map(|event| event.stamp.id).collect();
        let mut seen = HashSet::new();
        let changed = self.there.replay.records.iter();
        let changed = changed.filter(|record| new.contains(&record.event.stamp.id));
        changed
            .flat_map(|record| record.states.iter().map(|(id, _)| id))
            .filter(|id| seen.insert((*id).clone()))
            .cloned()
            .collect()
    }

    /// What shall be true of an invoice; what contradicts it is noted.
    fn wanted(&mut self, id: &InvoiceId) -> TicketState {
        let here = self.here.replay.state(id);
        // Of invoices that are none of its own the other file does not know all.
        if !self.ids_there.contains(id) {
            return here;
        }
        let (there, before) = (self.there.replay.state(id), self.common.state(id));
        let mut wanted = here.clone();
        match chosen(&before.judgement, &here.judgement, &there.judgement) {
            MergeChoice::Here => {}
            MergeChoice::There => wanted.judgement.clone_from(&there.judgement),
            MergeChoice::Conflict => match (&here.judgement, &there.judgement) {
                // Said twice: it is the one's who said it first.
                (Some(own), Some(other)) if own.verdict == other.verdict => {
                    if first(other, own) {
                        wanted.judgement.clone_from(&there.judgement);
                    }
                }
                _ => self.conflict(id, |state| Saying::Verdict(state.verdict().cloned())),
            },
        }
        match chosen(&before.note, &here.note, &there.note) {
            MergeChoice::Here => {}
            MergeChoice::There => wanted.note = there.note.clone(),
            MergeChoice::Conflict => self.conflict(id, |state| Saying::Note(state.note.clone())),
        }
        match chosen(&before.corrected, &here.corrected, &there.corrected) {
            MergeChoice::Here => {}
            MergeChoice::There => wanted.corrected = there.corrected,
            MergeChoice::Conflict => self.conflict(id, |state| Saying::Region(state.corrected)),
        }
        wanted.wrong_fields = self.wanted_fields(id, &before, &here, &there);
        wanted
    }

    fn wanted_fields(
        &mut self,
        id: &InvoiceId,
        before: &TicketState,
        here: &TicketState,
        there: &TicketState,
    ) -> Option<Arc<[FieldCorrection]>> {
        let mut names: Vec<FieldName> = Vec::new();
        for state in [here, there] {
            for it in state.corrections() {
                if !names.contains(&it.field) {
                    names.push(it.field.clone());
                }
            }
        }
        let mut wanted = Vec::new();
        for name in names {
            let (own, other) = (here.correction(&name), there.correction(&name));
            let choice = chosen(&before.correction(&name), &own, &other);
            if choice == MergeChoice::Conflict {
                self.conflict(id, |state| {
                    Saying::Field(name.clone(), state.correction(&name).cloned())
                });
            }
            let it = if choice == MergeChoice::There {
                other
            } else {
                own
            };
            wanted.extend(it.cloned());
        }
        (!wanted.is_empty()).then(|| wanted.into())
    }

    fn sample(&mut self) -> Option<Sample> {
        let of = |replay: &Replay| replay.history.sample().cloned();
        let (before, here, there) = (
            of(&self.common),
            of(&self.here.replay),
            of(&self.there.replay),
        );
        match chosen(&before, &here, &there) {
            MergeChoice::Here => here,
            MergeChoice::There => there,
            MergeChoice::Conflict => {
                let said = |side: &MergeSide| {
                    let sampled = |event: &&Event| matches!(event.deed, Deed::Sampled(_));
                    let event = side.events.iter().rev().find(sampled)?;
                    let size = side
                        .replay
                        .history
                        .sample()
                        .map_or(0, |it| it.invoices.len());
                    Some(Said::by(event, Saying::Sample(size)))
                };
                if let (Some(own), Some(other)) = (said(&self.here), said(self.there)) {
                    self.merged.conflicts.push(Conflict {
                        invoice: None,
                        here: own,
                        there: other,
                    });
                }
                here
            }
        }
    }

    /// Of each kind of finding whether it says nothing. Two that changed it changed it to the same.
    fn ignored(&self) -> Vec<Ignoring> {
        let of = |replay: &Replay, finding| replay.history.ignored().has(finding);
        let wanted = FindingCode::ALL.iter().map(|&finding| {
            let (before, here, there) = (
                of(&self.common, finding),
                of(&self.here.replay, finding),
                of(&self.there.replay, finding),
            );
            Ignoring {
                finding,
                ignored: if there == before { here } else { there },
            }
        });
        wanted.collect()
    }

    fn conflict(&mut self, id: &InvoiceId, saying: impl Fn(&TicketState) -> Saying) {
        let (here, there) = (
            said(&self.here.replay, id, &saying),
            said(&self.there.replay, id, &saying),
        );
        if let (Some(own), Some(other)) = (here, there) {
            self.merged.conflicts.push(Conflict {
                invoice: Some(id.clone()),
                here: own,
                there: other,
            });
        }
    }
}

#[derive(PartialEq)]
enum MergeChoice {
    Here,
    There,
    Conflict,
}

/// Whoever did not change it gives way; two who changed it to the same agree.
fn chosen<T: PartialEq>(before: &T, here: &T, there: &T) -> MergeChoice {
    if there == before || there == here {
        MergeChoice::Here
    } else if here == before {
        MergeChoice::There
    } else {
        MergeChoice::Conflict
    }
}

/// Whether the one was said before the other.
fn first(one: &Judgement, other: &Judgement) -> bool {
    let when = |it: &Judgement| (it.at_utc_ms, it.reviewer.clone(), it.offset_min);
    when(one) < when(other)
}

impl Said {
    fn by(event: &Event, what: Saying) -> Self {
        Self {
            what,
            reviewer: Arc::clone(&event.reviewer),
            at_utc_ms: event.stamp.at_utc_ms,
            offset_min: event.stamp.offset_min,
        }
    }
}

/// What is said of an invoice now, by the event that brought it about.
fn said(replay: &Replay, id: &InvoiceId, saying: impl Fn(&TicketState) -> Saying) -> Option<Said> {
    let mut now = saying(&TicketState::default());
    let mut by = None;
    for record in &replay.records {
        for (_, state) in record.states.iter().filter(|(other, _)| other == id) {
            let next = saying(state);
            if next != now {
                by = Some(&record.event);
                now = next;
            }
        }
    }
    by.map(|event| Said::by(event, now))
}
