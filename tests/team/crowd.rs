//! Eight windows on one review while connections are cut and the server is killed: each ticket is judged once, nothing
//! that was acknowledged is lost, and nobody is handed what somebody else has.

use std::collections::{HashMap, HashSet};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use invoice_lens::model::{EventId, InvoiceId, TicketState, Verdict};
use invoice_lens::store::{DatabaseRequest, OpenRequest, Order, Record, Store, StoreAnswer};

use crate::postgres::Server;
use crate::reviews::{address, judged, make, number, record};

const CLIENTS: usize = 8;
/// As many as `INVOICE_LENS_CROWD` says, where it does.
const TICKETS: usize = 400;
/// After so many of a hundred tickets lines are cut, and the server is killed.
const CUT: [usize; 3] = [10, 30, 65];
const KILLED: [usize; 2] = [45, 80];
const PATIENCE: Duration = Duration::from_mins(2);

/// Whose each ticket was.
type Holders = Arc<Mutex<HashMap<InvoiceId, usize>>>;

/// One that claims, judges what it has, and claims again until nobody hands out any more.
struct Client {
    nr: usize,
    store: Store,
    holders: Holders,
    saved: Sender<EventId>,
}

impl Client {
    fn open(nr: usize, server: &Server, holders: &Holders, saved: &Sender<EventId>) -> Self {
        let request = DatabaseRequest {
            address: address(server, ["li", "wang"][nr % 2]),
            password: None,
            outbox: None,
        };
        let request = OpenRequest::Database(Box::new(request));
        Self {
            nr,
            store: Store::open(request, || {}).expect("a thread"),
            holders: Arc::clone(holders),
            saved: saved.clone(),
        }
    }

    fn answer(&self) -> StoreAnswer {
        self.store.answer_within(PATIENCE).expect("an answer")
    }

    fn claim(&self) -> Vec<InvoiceId> {
        assert!(self.store.send(Order::Claim(10)).is_ok());
        loop {
            match self.answer() {
                StoreAnswer::Board(board) if board.is_answer => return board.own,
                StoreAnswer::Collided(collided) => panic!("{collided:?}"),
                _ => {}
            }
        }
    }

    fn judge_all(&self) {
        loop {
            let own = self.claim();
            if own.is_empty() {
                return;
            }
            for id in &own {
                let holder = self
                    .holders
                    .lock()
                    .expect("whole")
                    .insert(id.clone(), self.nr);
                assert!(holder.is_none_or(|it| it == self.nr), "{id} is another's");
            }
            let mut waiting: HashSet<EventId> = own.iter().map(|id| self.judge(id)).collect();
            while !waiting.is_empty() {
                match self.answer() {
                    StoreAnswer::Saved(event) if waiting.remove(&event) => {
                        self.saved.send(event).expect("somebody counts");
                    }
                    StoreAnswer::Collided(collided) => panic!("{collided:?}"),
                    _ => {}
                }
            }
        }
    }

    fn judge(&self, id: &InvoiceId) -> EventId {
        /// An hour: clocks differ.
        const OFF: i64 = 3_600_000;
        let untouched = TicketState::default();
        let Record { mut event, states } =
            record("", number(id), &untouched, judged(Verdict::Correct));
        event.stamp.at_utc_ms += OFF * (self.nr as i64 - CLIENTS as i64 / 2);
        let name = event.stamp.id;
        let order = Order::Append(Box::new(Record { event, states }));
        assert!(self.store.send(order).is_ok());
        name
    }
}

/// Cuts lines and kills the server as judging goes on.
fn disturb(server: &Server, saved: &Receiver<EventId>, tickets: usize) -> HashSet<EventId> {
    let mut acknowledged = HashSet::new();
    let is_after = |count: usize, parts: &[usize]| {
        let mut points = parts.iter().map(|part| part * tickets / 100);
        points.any(|point| point == count)
    };
    while let Ok(event) = saved.recv_timeout(PATIENCE) {
        assert!(acknowledged.insert(event), "acknowledged once");
        let count = acknowledged.len();
        if is_after(count, &CUT) {
            server.cut();
        } else if is_after(count, &KILLED) {
            server.kill();
            server.resume();
        } else if count == tickets {
            break;
        }
    }
    acknowledged
}

fn tickets() -> usize {
    let asked = std::env::var("INVOICE_LENS_CROWD").ok();
    asked.map_or(TICKETS, |it| it.parse().expect("a number of tickets"))
}

#[test]
fn a_crowd_judges_each_ticket_once_whatever_happens_to_the_server() {
    let Some(server) = Server::start() else {
        return;
    };
    let tickets = tickets();
    make(&server, tickets);
    let pages = "UPDATE invoice_lens.work SET page = 'page ' || right(invoice, 6)::int / 3";
    server.as_owner(pages);
    let holders = Holders::default();
    let (saved, counted) = channel();
    let clients: Vec<_> = (0..CLIENTS)
        .map(|nr| Client::open(nr, &server, &holders, &saved))
        .collect();
    drop(saved);
    let clients: Vec<_> = clients
        .into_iter()
        .map(|it| thread::spawn(move || it.judge_all()))
        .collect();
    let acknowledged = disturb(&server, &counted, tickets);
    for client in clients {
        client.join().expect("it ended well");
    }
    assert_eq!(acknowledged.len(), tickets);
    let count = |sql: &str| server.as_owner(sql);
    let verdicts =
        "SELECT count(*), count(DISTINCT invoice) FROM invoice_lens.event WHERE kind = 'verdict/1'";
    assert_eq!(count(verdicts), format!("{tickets}|{tickets}"));
    assert_eq!(count("SELECT count(*) FROM invoice_lens.collision"), "0");
    let open = "SELECT count(*) FROM invoice_lens.ticket WHERE verdict IS NULL";
    assert_eq!(count(open), "0");
    let there = count("SELECT uuid FROM invoice_lens.event WHERE kind = 'verdict/1'");
    let there: HashSet<EventId> = there
        .lines()
        .map(|it| it.parse().expect("a name"))
        .collect();
    assert_eq!(there, acknowledged);
}
