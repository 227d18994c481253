//! The store's thread where a review is in a database: sends in order what is done here and tells what others do. While
//! there is no connection, what was not acknowledged waits, and is sent once there is one again.

use std::collections::{HashSet, VecDeque};
use std::future::pending;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::Receiver;
use std::thread;
use std::time::Duration;

use secrecy::SecretString;
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep_until};
use uuid::Uuid;

use crate::model::{Event, EventId, InvoiceId, TicketState};
use crate::store::protocol::{Opened, Order, StoreAnswer};
use crate::store::record::Record;
use crate::store::replay::Replay;
use crate::store::worker::Teller;
use crate::store::{Access, StoreError};

use super::board::Board;
use super::outbox::Outbox;
use super::rows::signed;
use super::seat::Seat;
use super::session::{Appended, Session};
use super::{DatabaseAddress, ReviewAddress, runtime};

/// Orders that may wait for the thread.
const QUEUE: usize = 1024;
/// How often what others did is looked for although nothing hints at it.
const LOOK: Duration = Duration::from_secs(5);
/// How soon a connection is tried again.
const RETRY: Duration = Duration::from_secs(2);

/// A team's review that is to be opened.
#[derive(Clone, Debug)]
pub struct DatabaseRequest {
    pub address: DatabaseAddress,
    /// `None`: looked for where PostgreSQL's own programs look.
    pub password: Option<SecretString>,
    /// Where what is said is kept until the server has it; `None`: nowhere but in memory.
    pub outbox: Option<PathBuf>,
}

/// As whom somebody judges in a team's review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judge {
    pub user: Arc<str>,
    /// The newest event that is shown here.
    pub seen: Option<EventId>,
    /// Whether they ask for second verdicts and test tickets, and settle what they disagree about; then they give none themselves.
    pub may_settle: bool,
    /// Invoices of which they were told by a collision what stands: never to be judged blind.
    pub told: Vec<InvoiceId>,
}

/// What a reviewer said of an invoice of which somebody else had said something that they had not seen.
#[derive(Clone, Debug, PartialEq)]
pub struct Collided {
    pub event: Event,
    /// The invoices of which somebody else had.
    pub invoices: Vec<InvoiceId>,
    /// What is true of all that the event would have changed.
    pub states: Vec<(InvoiceId, TicketState)>,
}

/// Opens the review and works for it until nobody gives orders any more.
pub(in crate::store) fn serve(
    request: DatabaseRequest,
    ordered: Receiver<Order>,
    mut teller: Teller,
) {
    let refuse = |teller: &mut Teller, error| teller.tell(StoreAnswer::Opened(Err(error)));
    let runtime = match runtime() {
        Ok(runtime) => runtime,
        Err(error) => return refuse(&mut teller, error),
    };
    let line = match runtime.block_on(ServerLine::open(request, &mut teller)) {
        Ok(line) => line,
        Err(error) => return refuse(&mut teller, error),
    };
    let (hand_on, orders) = mpsc::channel(QUEUE);
    let handing = move || {
        for order in ordered {
            if hand_on.blocking_send(order).is_err() {
                return;
            }
        }
    };
    if let Err(error) = thread::Builder::new()
        .name("orders".to_owned())
        .spawn(handing)
    {
        return teller.tell(StoreAnswer::NotSaved(error.into()));
    }
    runtime.block_on(line.run(orders, teller));
}

/// What somebody said in vain, as somebody else was first, and has not decided about since.
#[derive(Clone, Debug, PartialEq)]
pub struct Unheard {
    pub event: Event,
    pub invoices: Vec<InvoiceId>,
}

impl DatabaseRequest {
    async fn session(&self) -> Result<Session, StoreError> {
        Session::open(&self.address, self.password.as_ref()).await
    }

    /// Where to keep what is said, and what is left there.
    fn outbox(&self, access: Access) -> (Option<Outbox>, Vec<Record>) {
        let Some(folder) = self.outbox.as_ref().filter(|_| access == Access::Write) else {
            return (None, Vec::new());
        };
        match Outbox::open(folder, &self.address) {
            Ok((outbox, left)) => (Some(outbox), left),
            Err(error) => {
                log::warn!("nothing is kept on this machine: {error}");
                (None, Vec::new())
            }
        }
    }
}

struct ServerLine {
    request: DatabaseRequest,
    session: Option<Session>,
    user: Arc<str>,
    access: Access,
    /// How far the events go that are known here.
    known_to: i64,
    /// What is true after them.
    known: Replay,
    /// What was done here: nobody has to be told of it.
    own: HashSet<EventId>,
    seat: Seat,
    outbox: Option<Outbox>,
    /// Of those that wait, how many an earlier window left.
    left_behind: usize,
    /// The window was told that the server does not answer.
    is_away: bool,
    waiting: VecDeque<Order>,
}

enum Next {
    Order(Option<Order>),
    /// Whether the connection still stands.
    Hint(bool),
    Due,
}

impl ServerLine {
    async fn open(request: DatabaseRequest, teller: &mut Teller) -> Result<Self, StoreError> {
        let mut session = request.session().await?;
        let (contents, events) = session.contents().await?;
        let told = session.told().await?;
        let (user, access, newest) = (Arc::clone(&session.user), session.access, contents.newest);
        teller.tell(StoreAnswer::Opened(Ok(Box::new(Opened {
            at: ReviewAddress::Database(request.address.clone()),
            access,
            is_known: true,
            recovered: None,
            passed_over: Vec::new(),
            set_aside: Vec::new(),
            judge: Some(Judge {
                user: Arc::clone(&user),
                seen: events.last().map(|event| event.stamp.id),
                may_settle: session.may_settle,
                told,
            }),
            contents,
        }))));
        let mut known = Replay::of(events);
        known.records.clear();
        match session.unheard().await {
            Ok(unheard) if unheard.is_empty() => {}
            Ok(unheard) => teller.tell(StoreAnswer::Unheard(unheard)),
            Err(error) => log::warn!("what collided is not listed: {error}"),
        }
        let (outbox, left) = request.outbox(access);
        let left_behind = left.len();
        let left = left.into_iter().map(|it| Order::Append(Box::new(it)));
        Ok(Self {
            request,
            session: Some(session),
            user,
            access,
            known_to: newest,
            known,
            own: HashSet::new(),
            seat: Seat::new(outbox.as_ref().map_or_else(Uuid::now_v7, |it| it.seat)),
            outbox,
            left_behind,
            is_away: false,
            waiting: left.collect(),
        })
    }

    async fn run(mut self, mut orders: mpsc::Receiver<Order>, mut teller: Teller) {
        let mut due = Instant::now() + LOOK;
        self.write(&mut teller).await;
        loop {
            let next = tokio::select! {
                biased;
                order = orders.recv() => Next::Order(order),
                is_alive = hint(self.session.as_mut()) => Next::Hint(is_alive),
                () = sleep_until(due) => Next::Due,
            };
            match next {
                Next::Order(Some(order)) => {
                    let is_deed = matches!(order, Order::Append(_) | Order::Place(_));
                    self.take(order, &mut teller);
                    self.write(&mut teller).await;
                    self.sit(is_deed, &mut teller).await;
                }
                Next::Order(None) => {
                    self.reconnect(&mut teller).await;
                    self.write(&mut teller).await;
                    if let Some(session) = &self.session {
                        self.seat.leave(session).await;
                    }
                    if let Some(outbox) = self.outbox.take() {
                        outbox.close();
                    }
                    return;
                }
                Next::Hint(true) => {
                    self.look(&mut teller).await;
                    self.look_around(&mut teller).await;
                }
                Next::Hint(false) => self.session = None,
                Next::Due => {
                    self.reconnect(&mut teller).await;
                    self.look(&mut teller).await;
                    self.write(&mut teller).await;
                    self.sit(false, &mut teller).await;
                    self.look_around(&mut teller).await;
                    due = Instant::now() + LOOK;
                }
            }
            if self.is_away != self.session.is_none() {
                self.is_away = self.session.is_none();
                teller.tell(StoreAnswer::Away(self.is_away));
            }
            let is_behind = self.session.is_none() || !self.waiting.is_empty();
            if is_behind {
                due = due.min(Instant::now() + RETRY);
            }
        }
    }

    fn take(&mut self, order: Order, teller: &mut Teller) {
        let order = match order {
            Order::Claim(wanted) => return self.seat.ask(wanted),
            Order::Append(record) => {
                let record = signed(*record, &self.user);
                self.own.insert(record.event.stamp.id);
                self.keep_here(&record, teller);
                Order::Append(Box::new(record))
            }
            order => order,
        };
        self.waiting.push_back(order);
    }

    /// What the server does not have yet would survive this window.
    fn keep_here(&self, record: &Record, teller: &mut Teller) {
        match self.outbox.as_ref().map(|it| it.keep(record)) {
            Some(Ok(())) => teller.tell(StoreAnswer::SavedHere(record.event.stamp.id)),
            Some(Err(error)) => log::warn!("nothing is kept on this machine: {error}"),
            None => {}
        }
    }

    /// Claims what is asked for, and holds on to what is held where something was done.
    async fn sit(&mut self, is_deed: bool, teller: &mut Teller) {
        let (Some(session), seat) = (&self.session, &mut self.seat) else {
            return;
        };
        let sitting = async {
            if is_deed {
                seat.renew(session).await?;
            }
            seat.claim(session).await
        };
        match sitting.await {
            Ok(board) => tell_board(board, teller),
            Err(error) => self.fail(error, teller),
        }
    }

    /// Tells who holds what.
    async fn look_around(&mut self, teller: &mut Teller) {
        let Some(session) = &self.session else {
            return;
        };
        match self.seat.look(session).await {
            Ok(board) => tell_board(board, teller),
            Err(error) => self.fail(error, teller),
        }
    }

    async fn reconnect(&mut self, teller: &mut Teller) {
        if self.session.is_some() {
            return;
        }
        match self.request.session().await {
            Ok(session) if session.user == self.user && session.access == self.access => {
                self.session = Some(session);
                // What happened meanwhile comes before what is sent now.
                self.look(teller).await;
            }
            Ok(_) => self.fail(StoreError::NoRights, teller),
            Err(error) => self.fail(error, teller),
        }
    }

    fn fail(&mut self, error: StoreError, teller: &mut Teller) {
        if error == StoreError::Unreachable {
            self.session = None;
        }
        if !self.waiting.is_empty() {
            teller.tell(StoreAnswer::NotSaved(error));
        }
    }

    /// Tells what others did since it was looked last.
    async fn look(&mut self, teller: &mut Teller) {
        let Some(session) = &mut self.session else {
            return;
        };
        while session.hints.try_recv().is_ok() {}
        match session.events_after(self.known_to).await {
            Ok((events, newest)) => {
                self.known_to = newest;
                for event in &events {
                    self.known.take(event.clone());
                }
                self.known.records.clear();
                let of_others = events
                    .into_iter()
                    .filter(|event| !self.own.contains(&event.stamp.id));
                let of_others: Vec<_> = of_others.collect();
                if !of_others.is_empty() {
                    teller.tell(StoreAnswer::Followed(of_others));
                }
            }
            Err(error) => self.fail(error, teller),
        }
    }

    /// Sends what waits, as far as that can be done now.
    async fn write(&mut self, teller: &mut Teller) {
        while let Some(order) = self.waiting.front() {
            let Some(session) = &self.session else {
                return self.fail(StoreError::Unreachable, teller);
            };
            let sent = match order {
                Order::Append(record) => session.append(record).await,
                Order::Learn(learned) => session.learn(learned).await.map(|()| Appended::Written),
                Order::Intake(intake) => {
                    session.set_intake(intake).await.map(|()| Appended::Written)
                }
                Order::Decided(event) => session.decided(*event).await.map(|()| Appended::Written),
                // Only files are split and merged; claims are the seat's.
                Order::Part(_) | Order::Claim(_) => Ok(Appended::Written),
                Order::Place(place) => session.set_place(place).await.map(|()| Appended::Written),
            };
            let appended = match sent {
                Ok(appended) => appended,
                Err(error) => return self.fail(error, teller),
            };
            let Some(Order::Append(record)) = self.waiting.pop_front() else {
                continue;
            };
            let id = record.event.stamp.id;
            if let Some(Err(error)) = self.outbox.as_ref().map(|it| it.sent(id)) {
                log::warn!("it is sent once more another day, which does no harm: {error}");
            }
            match appended {
                Appended::Written => teller.tell(StoreAnswer::Saved(record.event.stamp.id)),
                Appended::Collided(invoices) => self.collided(&record, invoices, teller).await,
            }
        }
        let left_behind = std::mem::take(&mut self.left_behind);
        if left_behind > 0 {
            // Nobody here knows of them yet.
            self.look(teller).await;
            teller.tell(StoreAnswer::SentLater(left_behind));
        }
    }

    /// Tells first what the others did that it collides with.
    async fn collided(&mut self, record: &Record, invoices: Vec<InvoiceId>, teller: &mut Teller) {
        self.look(teller).await;
        let states = record.states.iter();
        let states = states.map(|(id, _)| (id.clone(), self.known.state(id)));
        teller.tell(StoreAnswer::Collided(Box::new(Collided {
            event: record.event.clone(),
            invoices,
            states: states.collect(),
        })));
    }
}

fn tell_board(board: Option<Board>, teller: &mut Teller) {
    if let Some(board) = board {
        teller.tell(StoreAnswer::Board(Box::new(board)));
    }
}

async fn hint(session: Option<&mut Session>) -> bool {
    match session {
        Some(session) => session.hints.recv().await.is_some(),
        None => pending().await,
    }
}
