//! The reviews on the disk as the window uses them: one is open at a time, its answers come as actions.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::model::{InvoiceId, Learned, Stamp};
use crate::state::{Action, KeptPlace, State, StoreCall};
use crate::store::{CLOSE_LIMIT, DatabaseRequest, OpenRequest, Order, Record, Store, StoreAnswer};

/// Folder of the demo's review, within that of the reviews, where nobody looks for recent ones.
const DEMO_FOLDER: &str = "demo";
/// Folder of what is still to be sent to databases, within that of the reviews.
const OUTBOX_FOLDER: &str = "outbox";
/// How often what was learned and where the reviewer is are written at most.
const SIDE_INTERVAL: Duration = Duration::from_secs(1);
/// Invoices whose learned facts make one order.
const LEARN_BATCH: usize = 2_000;

/// Has the window drawn again; called from the store's thread.
pub(super) type Wake = Arc<dyn Fn() + Send + Sync>;

/// The open review, and what is to be written to it.
pub(super) struct Archive {
    /// Where reviews are kept; `None` where none are.
    folder: Option<PathBuf>,
    /// Called after every answer.
    wake: Wake,
    store: Option<Store>,
    /// Orders that found the store's queue full, in order.
    waiting: VecDeque<Order>,
    /// What was learned and not ordered to be written.
    learned: Vec<(InvoiceId, Learned)>,
    place: KeptPlace,
    side_written: Option<Instant>,
}

impl Archive {
    pub fn new(folder: Option<PathBuf>, wake: Wake) -> Self {
        Self {
            folder,
            wake,
            store: None,
            waiting: VecDeque::new(),
            learned: Vec::new(),
            place: KeptPlace::default(),
            side_written: None,
        }
    }

    pub fn folder(&self) -> Option<&Path> {
        self.folder.as_deref()
    }

    /// Carries out what needs no answer at once; what does comes as an action.
    pub fn call(&mut self, call: StoreCall, reviewer: &str) -> Option<Action> {
        match call {
            StoreCall::OpenList {
                platform,
                ids,
                anew,
                is_demo,
            } => {
                let folder = self.folder.clone()?;
                let folder = if is_demo {
                    folder.join(DEMO_FOLDER)
                } else {
                    folder
                };
                let request = OpenRequest::List {
                    folder,
                    platform,
                    ids,
                    anew,
                    stamp: Stamp::now(),
                    reviewer: reviewer.into(),
                };
                self.open(request)
            }
            StoreCall::OpenFile(path) => self.open(OpenRequest::File(path)),
            StoreCall::OpenDatabase(address, password) => {
                let request = DatabaseRequest {
                    address: *address,
                    password,
                    outbox: self.folder.as_ref().map(|it| it.join(OUTBOX_FOLDER)),
                };
                self.open(OpenRequest::Database(Box::new(request)))
            }
            StoreCall::Keep(order) => {
                self.waiting.push_back(order);
                None
            }
            StoreCall::Added(ids) => {
                let record = Record::of_ids(ids, Stamp::now(), reviewer.into());
                self.waiting.push_back(Order::Append(Box::new(record)));
                None
            }
            StoreCall::Close => {
                self.close();
                None
            }
            // Those two are for a thread of their own.
            StoreCall::ReadRecents | StoreCall::Delete(_) => None,
        }
    }

    fn open(&mut self, request: OpenRequest) -> Option<Action> {
        self.close();
        let wake = Arc::clone(&self.wake);
        match Store::open(request, move || wake()) {
            Ok(store) => {
                self.store = Some(store);
                None
            }
            Err(error) => Some(Action::Store(StoreAnswer::Opened(Err(error.into())))),
        }
    }

    /// What the store said since the last frame.
    pub fn answers(&self) -> Vec<Action> {
        let answers = self
            .store
            .iter()
            .flat_map(|store| std::iter::from_fn(|| store.try_answer()));
        answers.map(Action::Store).collect()
    }

    /// Hands on what is to be written, as much as the queue takes.
    pub fn send(&mut self, ctx: &egui::Context, state: &mut State) {
        let numbers = state.library.take_newly_learned();
        let Some(store) = &self.store else {
            return;
        };
        let entries = numbers.into_iter().filter_map(|nr| state.library.get(nr));
        self.learned
            .extend(entries.filter_map(|entry| Some((entry.id.clone(), entry.learned()?))));
        while let Some(order) = self.waiting.pop_front() {
            if let Err(order) = store.send(order) {
                self.waiting.push_front(order);
                ctx.request_repaint_after(SIDE_INTERVAL);
                return;
            }
        }
        self.send_side(ctx, state);
    }

    /// What can be written a moment later: it can be learned again, or is no more than a convenience.
    fn send_side(&mut self, ctx: &egui::Context, state: &State) {
        let place = state.place();
        if self.learned.is_empty() && place == self.place {
            return;
        }
        let waits = self.side_written.map_or(Duration::ZERO, |at| {
            SIDE_INTERVAL.saturating_sub(at.elapsed())
        });
        if !waits.is_zero() {
            ctx.request_repaint_after(waits);
            return;
        }
        self.side_written = Some(Instant::now());
        self.order_side(place);
    }

    fn order_side(&mut self, place: KeptPlace) {
        let Some(store) = &self.store else {
            return;
        };
        while !self.learned.is_empty() {
            let count = self.learned.len().min(LEARN_BATCH);
            let batch = self.learned.drain(..count).collect();
            if let Err(Order::Learn(batch)) = store.send(Order::Learn(batch)) {
                self.learned.extend(batch);
                return;
            }
        }
        if place != self.place && store.send(Order::Place(place.to_text())).is_ok() {
            self.place = place;
        }
    }

    /// Notes where the reviewer is before the review is closed.
    pub fn leave(&mut self, state: &State) {
        if state.library.is_empty() {
            return;
        }
        self.order_side(state.place());
    }

    /// Writes what waits and lets go of the file. Waits for it, but not for ever: before it is called, the user has said what
    /// becomes of verdicts that are not saved.
    pub fn close(&mut self) {
        let Some(store) = self.store.take() else {
            return;
        };
        let until = Instant::now() + CLOSE_LIMIT;
        for mut order in self.waiting.drain(..) {
            while let Err(refused) = store.send(order) {
                // The queue is full, or the review could not be opened at all, or the disk does not answer.
                let left = until.saturating_duration_since(Instant::now());
                if store.answer_within(left).is_none() {
                    break;
                }
                order = refused;
            }
        }
        drop(store);
        self.learned.clear();
        self.place = KeptPlace::default();
        self.side_written = None;
    }
}

impl Drop for Archive {
    fn drop(&mut self) {
        self.close();
    }
}
