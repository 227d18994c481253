//! The store's own thread, and the handle that never waits for it: orders go down, what became of them comes up.

use std::collections::VecDeque;
use std::path::Path;
use std::sync::mpsc::{
    Receiver, RecvTimeoutError, Sender, SyncSender, TrySendError, channel, sync_channel,
};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use jiff::Zoned;

use super::folder::{self, Lookup};
use super::parting::{self, MergeNews, Parted};
use super::protocol::{OpenRequest, Opened, Order, StoreAnswer};
use super::record::{Contents, Record};
use super::salvage;
use super::{Access, ReviewAddress, ReviewFile, StoreError, database};

/// Orders that may wait for the thread.
const QUEUE: usize = 1024;
/// How often a review that another window writes to is looked at.
const FOLLOW: Duration = Duration::from_secs(1);
/// How long whoever lets go of a review waits for what is being written: a disk that does not answer holds nobody longer.
pub const CLOSE_LIMIT: Duration = Duration::from_secs(5);
/// How soon writing is tried again that failed.
const RETRY: Duration = Duration::from_secs(2);
/// How long nothing is ordered before what was written last goes into the one file, for whoever copies it alone.
const FOLD_AFTER: Duration = Duration::from_secs(2);

/// The window's end of the store. Dropping it writes what waits, as far as that can be done at once, and leaves a thread
/// to itself that has not ended after [`CLOSE_LIMIT`].
pub struct Store {
    orders: Option<SyncSender<Order>>,
    answers: Receiver<StoreAnswer>,
    thread: Option<JoinHandle<()>>,
    /// Nobody speaks at its other end once the thread has ended.
    running: Receiver<()>,
}

impl Store {
    /// `wake` is called after every answer, from the store's thread.
    pub fn open(request: OpenRequest, wake: impl Fn() + Send + 'static) -> std::io::Result<Self> {
        let (orders, ordered) = sync_channel(QUEUE);
        let (answer, answers) = channel();
        let mut teller = Teller(Box::new(move |it| {
            // Nobody listens any more while the window closes.
            drop(answer.send(it));
            wake();
        }));
        let (runs, running) = channel();
        let body = move || {
            let _runs: Sender<()> = runs;
            if let OpenRequest::Database(request) = request {
                return database::serve(*request, ordered, teller);
            }
            let mut waiting = VecDeque::new();
            loop {
                if let Some((file, told)) = teller.open(request.clone()) {
                    return Writer::new(file, told, teller, waiting).run(&ordered);
                }
                // A list was loaded, and is judged meanwhile: it is kept as soon as it can be.
                if matches!(request, OpenRequest::File(_)) || !wait(&ordered, &mut waiting) {
                    return;
                }
            }
        };
        let thread = thread::Builder::new()
            .name("store".to_owned())
            .spawn(body)?;
        Ok(Self {
            orders: Some(orders),
            answers,
            thread: Some(thread),
            running,
        })
    }

    /// Gives an order; it comes back where too many wait, or where no review could be opened.
    pub fn send(&self, order: Order) -> Result<(), Order> {
        let Some(orders) = &self.orders else {
            return Err(order);
        };
        orders.try_send(order).map_err(|error| match error {
            TrySendError::Full(order) | TrySendError::Disconnected(order) => order,
        })
    }

    /// What the thread said next, without waiting.
    pub fn try_answer(&self) -> Option<StoreAnswer> {
        self.answers.try_recv().ok()
    }

    /// What the thread says next, waited for so long at most; `None` also once it has ended.
    pub fn answer_within(&self, limit: Duration) -> Option<StoreAnswer> {
        self.answers.recv_timeout(limit).ok()
    }

    /// What the thread says next; `None` once it has ended.
    pub fn wait_for_answer(&self) -> Option<StoreAnswer> {
        self.answers.recv().ok()
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        drop(self.orders.take());
        if self.running.recv_timeout(CLOSE_LIMIT) == Err(RecvTimeoutError::Timeout) {
            log::warn!("the disk does not answer: the store's thread is left to itself");
            return;
        }
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            log::warn!("the store's thread crashed");
        }
    }
}

/// Waits until opening is to be tried again, and keeps what is ordered meanwhile. False where nobody waits any more.
fn wait(orders: &Receiver<Order>, waiting: &mut VecDeque<Order>) -> bool {
    let until = Instant::now() + RETRY;
    loop {
        match orders.recv_timeout(until.saturating_duration_since(Instant::now())) {
            Ok(order) => waiting.push_back(order),
            Err(RecvTimeoutError::Timeout) => return true,
            Err(RecvTimeoutError::Disconnected) => return false,
        }
    }
}

pub(super) struct Teller(Box<dyn FnMut(StoreAnswer) + Send>);

impl Teller {
    pub fn tell(&mut self, answer: StoreAnswer) {
        (self.0)(answer);
    }

    /// The review and how far it was told of.
    fn open(&mut self, request: OpenRequest) -> Option<(ReviewFile, i64)> {
        let (file, result) = match open(request) {
            Ok((file, opened)) => (Some((file, opened.contents.newest)), Ok(opened)),
            Err(error) => (None, Err(error)),
        };
        self.tell(StoreAnswer::Opened(result));
        file
    }
}

fn open(request: OpenRequest) -> Result<(ReviewFile, Box<Opened>), StoreError> {
    match request {
        OpenRequest::File(path) => open_known(&path),
        // It has a thread of its own kind.
        OpenRequest::Database(_) => Err(StoreError::Missing),
        OpenRequest::List {
            folder,
            platform,
            ids,
            anew,
            stamp,
            reviewer,
        } => {
            let lookup = if anew {
                Lookup::default()
            } else {
                folder::find(&folder, &platform, &ids)
            };
            if let Some(path) = lookup.found {
                let (file, mut opened) = open_known(&path)?;
                opened.set_aside = lookup.set_aside;
                return Ok((file, opened));
            }
            let name = folder::list_name(&today(), &ids);
            let mut file = folder::create(&folder, &name, &platform)?;
            file.append(&Record::of_ids(ids, stamp, reviewer))?;
            let opened = Opened {
                at: ReviewAddress::File(file.path().to_owned()),
                access: file.access(),
                is_known: false,
                recovered: None,
                passed_over: lookup.passed_over,
                set_aside: lookup.set_aside,
                judge: None,
                contents: file.contents()?,
            };
            Ok((file, Box::new(opened)))
        }
    }
}

/// One that was there before, and is whole afterwards if anything can be read of it.
fn open_known(path: &Path) -> Result<(ReviewFile, Box<Opened>), StoreError> {
    let (file, contents, recovered) = match read_whole(path) {
        Ok((file, contents)) => (file, contents, None),
        Err(error @ (StoreError::Damaged | StoreError::NoReview)) => {
            let salvaged = salvage::salvage(path);
            let recovered = salvaged.map_err(|cause| {
                log::warn!("the review is not recovered: {cause}");
                if cause == StoreError::SetAside {
                    cause
                } else {
                    error
                }
            })?;
            let (file, contents) = read_whole(path)?;
            (file, contents, Some(recovered))
        }
        Err(error) => return Err(error),
    };
    let opened = Opened {
        at: ReviewAddress::File(file.path().to_owned()),
        access: file.access(),
        is_known: true,
        recovered,
        passed_over: Vec::new(),
        set_aside: Vec::new(),
        judge: None,
        contents,
    };
    Ok((file, Box::new(opened)))
}

/// Whoever reads it without the right to write leaves a damage to the one who has it.
fn read_whole(path: &Path) -> Result<(ReviewFile, Contents), StoreError> {
    let file = ReviewFile::open(path)?;
    if file.access() == Access::Write {
        file.check()?;
    }
    let contents = file.contents()?;
    Ok((file, contents))
}

/// The day where the reviewer is.
pub fn today() -> String {
    Zoned::now().strftime("%Y-%m-%d").to_string()
}

/// The thread's side: writes in order, and keeps what could not be written until it can be.
struct Writer {
    file: ReviewFile,
    /// How far the events go that the window knows.
    told: i64,
    teller: Teller,
    waiting: VecDeque<Order>,
}

impl Writer {
    fn new(file: ReviewFile, told: i64, teller: Teller, waiting: VecDeque<Order>) -> Self {
        Self {
            file,
            told,
            teller,
            waiting,
        }
    }

    fn run(mut self, orders: &Receiver<Order>) {
        if self.file.access() == Access::Elsewhere {
            return self.follow(orders);
        }
        self.look_after();
        self.write_on(orders);
    }

    fn write_on(&mut self, orders: &Receiver<Order>) {
        // When writing is tried again that failed. Only the time decides that, not how fast somebody judges.
        let mut retry = (!self.write()).then(|| Instant::now() + RETRY);
        let mut is_folded = false;
        loop {
            let next = match retry {
                Some(at) => orders.recv_timeout(at.saturating_duration_since(Instant::now())),
                None if is_folded => orders.recv().map_err(RecvTimeoutError::from),
                None => orders.recv_timeout(FOLD_AFTER),
            };
            is_folded = false;
            match next {
                Ok(order) => {
                    self.waiting.push_back(order);
                    if retry.is_some_and(|at| Instant::now() < at) {
                        continue;
                    }
                }
                Err(RecvTimeoutError::Timeout) if retry.is_none() => {
                    is_folded = true;
                    if let Err(error) = self.file.checkpoint() {
                        log::debug!("a review is not folded: {error}");
                    }
                    continue;
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => {
                    self.write();
                    return;
                }
            }
            retry = (!self.write()).then(|| Instant::now() + RETRY);
        }
    }

    /// Tells what another window does, until this one is closed. Nothing is written here.
    fn follow(mut self, orders: &Receiver<Order>) {
        let mut seen = self.told;
        while !matches!(
            orders.recv_timeout(FOLLOW),
            Err(RecvTimeoutError::Disconnected)
        ) {
            let newest = self.file.newest();
            let Ok(newest) = newest.inspect_err(|error| log::debug!("nothing to follow: {error}"))
            else {
                continue;
            };
            if newest > seen
                && let Ok(events) = self.file.events_after(seen)
            {
                seen = newest;
                self.teller.tell(StoreAnswer::Followed(events));
            }
            // What the other one wrote last was told; nobody else writes from here on.
            if self.file.take_over().unwrap_or(false)
                && let Ok(events) = self.file.events_after(seen)
            {
                self.teller.tell(StoreAnswer::Followed(events));
                self.teller.tell(StoreAnswer::TookOver);
                return self.write_on(orders);
            }
        }
    }

    /// Keeps a copy of it, which is whole as it was opened.
    fn look_after(&mut self) {
        if self.file.access() != Access::Write {
            return;
        }
        match folder::keep_copy(&self.file, &today()) {
            Ok(set_aside) if set_aside.is_empty() => {}
            Ok(set_aside) => self.teller.tell(StoreAnswer::CopiesSetAside(set_aside)),
            Err(error) => log::warn!("no copy of the review is kept: {error}"),
        }
    }

    /// First what changed, so that it is there when the outcome is read.
    fn tell_parted(&mut self, parted: Parted, news: MergeNews) {
        if !news.events.is_empty() {
            self.teller.tell(StoreAnswer::Followed(news.events));
        }
        if !news.learned.is_empty() {
            self.teller.tell(StoreAnswer::Learned(news.learned));
        }
        self.teller.tell(StoreAnswer::Parted(Box::new(parted)));
    }

    /// Writes what waits; whether all of it is written now.
    fn write(&mut self) -> bool {
        while let Some(order) = self.waiting.front() {
            let written = match order {
                Order::Append(record) => self.file.append(record),
                Order::Learn(learned) => self.file.learn(learned),
                Order::Place(place) => self.file.set_place(place),
                Order::Intake(intake) => self.file.set_intake(intake),
                // A file is one reviewer's.
                Order::Claim(_) | Order::Decided(_) => Ok(()),
                Order::Part(parting) => {
                    let (parted, news) = parting::part(&mut self.file, parting);
                    self.tell_parted(parted, news);
                    Ok(())
                }
            };
            if let Err(error) = written {
                self.teller.tell(StoreAnswer::NotSaved(error));
                return false;
            }
            if let Some(Order::Append(record)) = self.waiting.pop_front() {
                self.teller.tell(StoreAnswer::Saved(record.event.stamp.id));
            }
        }
        true
    }
}

/// Opens a review for one look at it, on this thread.
pub fn read(path: &Path) -> Result<Contents, StoreError> {
    ReviewFile::open_to_look(path)?.contents()
}
