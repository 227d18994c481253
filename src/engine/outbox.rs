//! What the window has to read, a priority queue: what is on screen overtakes what is near it, and that the rest. What
//! is said of one invoice is never out of order, whatever the window looks at meanwhile.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

use crate::model::InvoiceNr;

use super::mailbox::locked;
use super::{EngineEvent, Interest};

/// How soon something is to be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Urgency {
    OnScreen,
    Near,
    #[default]
    Rest,
}

const URGENCIES: [Urgency; 3] = [Urgency::OnScreen, Urgency::Near, Urgency::Rest];

/// What is more urgent than the rest may take this part of the room: its pixels take memory, and no interest asks for more
/// than some screens of them.
const URGENT_PART: usize = 8;
/// And this much at least: all that is said of a screen of tiles.
const URGENT_LEAST: usize = 128;

/// What may still be said, the most first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum OutboxRoom {
    #[default]
    All,
    /// Nothing more should be begun but for what is looked at.
    Urgent,
    Nothing,
}

/// Nobody will read any more.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Closed;

/// What was read, with the epoch in which it was said.
#[derive(Debug)]
pub(super) struct Popped {
    pub sent: (u64, EngineEvent),
    /// Whoever found too little room finds more now.
    pub makes_room: bool,
}

/// Takes whatever is pushed, so that whoever writes never waits; [`Outbox::room`] says when to begin nothing new.
#[derive(Debug)]
pub(super) struct Outbox {
    state: Mutex<WaitingMessages>,
    changed: Condvar,
    /// Events of the rest that may wait.
    capacity: usize,
}

#[derive(Debug, Default)]
struct WaitingMessages {
    /// By urgency. What is said of one invoice stands in order within each, and what stands in one that is read sooner was
    /// said sooner.
    queues: [VecDeque<(u64, EngineEvent)>; URGENCIES.len()],
    looked_at: LookedAt,
    /// The room that there is as far as whoever writes was told.
    room: OutboxRoom,
    closed: bool,
}

/// How urgent each invoice is by the newest interest.
#[derive(Debug, Default)]
struct LookedAt {
    /// By number, as far as one was ever looked at: a table, as it is asked for each event.
    urgencies: Vec<Urgency>,
    /// Those that are not of the rest.
    numbers: Vec<InvoiceNr>,
}

impl LookedAt {
    fn of(&self, nr: InvoiceNr) -> Urgency {
        self.urgencies.get(nr.index()).copied().unwrap_or_default()
    }

    fn set(&mut self, interest: &Interest) {
        for nr in std::mem::take(&mut self.numbers) {
            self.urgencies[nr.index()] = Urgency::Rest;
        }
        for &nr in &interest.ahead {
            self.mark(nr, Urgency::Near);
        }
        let full = interest.open.iter().chain(&interest.neighbours);
        for &nr in full.chain(&interest.originals).chain(&interest.visible) {
            self.mark(nr, Urgency::OnScreen);
        }
    }

    fn mark(&mut self, nr: InvoiceNr, urgency: Urgency) {
        if self.urgencies.len() <= nr.index() {
            self.urgencies.resize(nr.index() + 1, Urgency::Rest);
        }
        self.urgencies[nr.index()] = urgency;
        self.numbers.push(nr);
    }
}

impl Outbox {
    pub fn new(capacity: usize) -> Self {
        Self {
            state: Mutex::default(),
            changed: Condvar::new(),
            capacity,
        }
    }

    /// What these show is wanted from now on, also where it waits already.
    pub fn look_at(&self, interest: &Interest) {
        let mut state = locked(&self.state);
        state.looked_at.set(interest);
        for from in [Urgency::Near, Urgency::Rest] {
            state.bring_forward(from);
        }
    }

    /// Whether half of the room is taken now.
    pub fn push(&self, epoch: u64, event: EngineEvent) -> Result<bool, Closed> {
        let mut state = locked(&self.state);
        if state.closed {
            return Err(Closed);
        }
        let WaitingMessages {
            queues, looked_at, ..
        } = &mut *state;
        let parts = event.divided(|nr| looked_at.of(nr));
        for (queue, part) in queues.iter_mut().zip(parts) {
            queue.extend(part.map(|event| (epoch, event)));
        }
        let is_half_full = 2 * state.rest() >= self.capacity;
        drop(state);
        self.changed.notify_all();
        Ok(is_half_full)
    }

    /// What there is room for; where it is not all, [`Popped::makes_room`] says when to ask again.
    pub fn room(&self) -> OutboxRoom {
        let mut state = locked(&self.state);
        let now = if state.urgent() >= self.urgent_capacity() {
            OutboxRoom::Nothing
        } else if state.rest() >= self.capacity {
            OutboxRoom::Urgent
        } else {
            OutboxRoom::All
        };
        state.room = state.room.max(now);
        state.room
    }

    /// Not before there is room for a good deal: whoever writes would be woken for each that is read.
    fn room_after_reading(&self, state: &WaitingMessages) -> OutboxRoom {
        let has_urgent_room = 2 * state.urgent() <= self.urgent_capacity();
        let has_rest_room = 2 * state.rest() <= self.capacity;
        match state.room {
            OutboxRoom::Nothing if !has_urgent_room => OutboxRoom::Nothing,
            OutboxRoom::Nothing | OutboxRoom::Urgent if !has_urgent_room || !has_rest_room => {
                OutboxRoom::Urgent
            }
            _ => OutboxRoom::All,
        }
    }

    fn urgent_capacity(&self) -> usize {
        (self.capacity / URGENT_PART).max(URGENT_LEAST)
    }

    pub fn try_pop(&self) -> Option<Popped> {
        self.pop(&mut locked(&self.state))
    }

    /// Waits for the next event, at most for `limit`.
    pub fn pop_within(&self, limit: Duration) -> Option<Popped> {
        let state = locked(&self.state);
        let (mut state, _) = self
            .changed
            .wait_timeout_while(state, limit, |state| !state.closed && state.is_empty())
            .unwrap_or_else(PoisonError::into_inner);
        self.pop(&mut state)
    }

    fn pop(&self, state: &mut WaitingMessages) -> Option<Popped> {
        let sent = state.queues.iter_mut().find_map(VecDeque::pop_front)?;
        let room = self.room_after_reading(state);
        let makes_room = room < std::mem::replace(&mut state.room, room);
        Some(Popped { sent, makes_room })
    }

    pub fn close(&self) {
        locked(&self.state).closed = true;
        self.changed.notify_all();
    }
}

impl WaitingMessages {
    fn is_empty(&self) -> bool {
        self.queues.iter().all(VecDeque::is_empty)
    }

    fn rest(&self) -> usize {
        self.queues[Urgency::Rest as usize].len()
    }

    fn urgent(&self) -> usize {
        let urgent = self.queues.iter().take(Urgency::Rest as usize);
        urgent.map(VecDeque::len).sum()
    }

    /// Moves what is looked at by now behind what was urgent before. All that waits of an invoice goes together, so its
    /// order stays.
    fn bring_forward(&mut self, from: Urgency) {
        let looked_at = &self.looked_at;
        let is_sooner = |nr| looked_at.of(nr) < from;
        let queue = &mut self.queues[from as usize];
        if looked_at.numbers.is_empty() || !queue.iter().any(|(_, it)| it.is_any(is_sooner)) {
            return;
        }
        for (epoch, event) in std::mem::take(queue) {
            if !event.is_any(is_sooner) {
                self.queues[from as usize].push_back((epoch, event));
                continue;
            }
            // What is less urgent by now stays where it is, before what will be said of it.
            let parts = event.divided(|nr| looked_at.of(nr).min(from));
            for (queue, part) in self.queues.iter_mut().zip(parts) {
                queue.extend(part.map(|event| (epoch, event)));
            }
        }
    }
}

/// An event in parts, by how urgent its invoices are.
type Parts<T> = [Option<T>; URGENCIES.len()];

impl EngineEvent {
    /// Whether one of its invoices is like this.
    fn is_any(&self, is_it: impl Fn(InvoiceNr) -> bool) -> bool {
        match self {
            Self::Answered(answers) => answers.iter().any(|(nr, _)| is_it(*nr)),
            Self::LinksFailed { invoices, .. }
            | Self::Loading { invoices }
            | Self::Thumbnail { invoices, .. }
            | Self::PictureFailed { invoices, .. }
            | Self::FieldsFailed { invoices, .. }
            | Self::PictureRead { invoices, .. }
            | Self::Data { invoices, .. } => invoices.iter().any(|nr| is_it(*nr)),
            Self::FieldsCame(came) => came.iter().any(|(nr, _)| is_it(*nr)),
            Self::FieldsUnknown(invoices) => invoices.iter().any(|nr| is_it(*nr)),
            Self::Pixels { .. }
            | Self::Original(_)
            | Self::Run(_)
            | Self::BillsResolved(_)
            | Self::BillsEmpty(_)
            | Self::BillsFailed { .. }
            | Self::RiskTags(_)
            | Self::RiskTagsFailed { .. }
            | Self::AttachmentsSearched { .. }
            | Self::AttachmentsFailed { .. } => false,
        }
    }

    /// What it says of invoices of each urgency. What is not said of invoices is said at once, as somebody waits for it.
    fn divided(self, urgency: impl Fn(InvoiceNr) -> Urgency) -> Parts<Self> {
        let of = |invoices: Vec<InvoiceNr>, event: &dyn Fn(Vec<InvoiceNr>) -> Self| {
            parts(invoices, |nr| urgency(*nr), event)
        };
        match self {
            Self::Answered(answers) => parts(answers, |(nr, _)| urgency(*nr), Self::Answered),
            Self::LinksFailed { invoices, failure } => of(invoices, &|invoices| {
                let failure = failure.clone();
                Self::LinksFailed { invoices, failure }
            }),
            Self::Loading { invoices } => of(invoices, &|invoices| Self::Loading { invoices }),
            Self::Thumbnail {
                invoices,
                facts,
                raster,
            } => of(invoices, &|invoices| Self::Thumbnail {
                invoices,
                facts,
                raster: raster.clone(),
            }),
            Self::PictureFailed { invoices, failure } => of(invoices, &|invoices| {
                let failure = failure.clone();
                Self::PictureFailed { invoices, failure }
            }),
            Self::Data { invoices, summary } => of(invoices, &|invoices| {
                let summary = summary.clone();
                Self::Data { invoices, summary }
            }),
            Self::PictureRead { invoices, text } => of(invoices, &|invoices| {
                let text = text.clone();
                Self::PictureRead { invoices, text }
            }),
            Self::FieldsCame(came) => parts(came, |(nr, _)| urgency(*nr), Self::FieldsCame),
            Self::FieldsUnknown(invoices) => of(invoices, &Self::FieldsUnknown),
            Self::FieldsFailed { invoices, failure } => of(invoices, &|invoices| {
                let failure = failure.clone();
                Self::FieldsFailed { invoices, failure }
            }),
            whole @ (Self::Pixels { .. }
            | Self::Original(_)
            | Self::Run(_)
            | Self::BillsResolved(_)
            | Self::BillsEmpty(_)
            | Self::BillsFailed { .. }
            | Self::RiskTags(_)
            | Self::RiskTagsFailed { .. }
            | Self::AttachmentsSearched { .. }
            | Self::AttachmentsFailed { .. }) => [Some(whole), None, None],
        }
    }
}

fn parts<T, E>(
    items: Vec<T>,
    urgency: impl Fn(&T) -> Urgency,
    event: impl Fn(Vec<T>) -> E,
) -> Parts<E> {
    let mut divided: [Vec<T>; URGENCIES.len()] = Default::default();
    for item in items {
        divided[urgency(&item) as usize].push(item);
    }
    divided.map(|items| (!items.is_empty()).then(|| event(items)))
}

#[cfg(test)]
mod tests;
