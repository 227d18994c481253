//! The store's thread on a database, as the window uses it: what others do shows, what collides is told, and what is done
//! while the server is gone is sent once it is back, each once.

use std::path::Path;
use std::time::{Duration, Instant};

use invoice_lens::model::{Event, TicketState, Verdict};
use invoice_lens::store::{
    Access, Appended, DatabaseRequest, OpenRequest, Opened, Order, Record, Store, StoreAnswer,
    StoreError,
};

use crate::postgres::Server;
use crate::reviews::{address, append, id, ids, judged, make, open, record, state};

const PATIENCE: Duration = Duration::from_mins(1);

struct Window(Store);

impl Window {
    fn open(server: &Server, user: &str) -> (Self, Box<Opened>) {
        Self::open_with(server, user, None)
    }

    fn open_with(server: &Server, user: &str, outbox: Option<&Path>) -> (Self, Box<Opened>) {
        let request = DatabaseRequest {
            address: address(server, user),
            password: None,
            outbox: outbox.map(Path::to_owned),
        };
        let request = OpenRequest::Database(Box::new(request));
        let window = Self(Store::open(request, || {}).expect("a thread"));
        let opened = window.wait(|answer| match answer {
            StoreAnswer::Opened(result) => Some(result.expect("opened")),
            _ => None,
        });
        (window, opened)
    }

    /// The first answer of this kind; others are passed over.
    fn wait<T>(&self, wanted: impl Fn(StoreAnswer) -> Option<T>) -> T {
        let until = Instant::now() + PATIENCE;
        loop {
            let left = until.saturating_duration_since(Instant::now());
            let answer = self.0.answer_within(left).expect("an answer");
            if let Some(found) = wanted(answer) {
                return found;
            }
        }
    }

    fn send(&self, record: &Record) {
        let order = Order::Append(Box::new(record.clone()));
        assert!(self.0.send(order).is_ok());
    }

    fn is_saved(&self, record: &Record) {
        self.wait(|answer| match answer {
            StoreAnswer::Saved(event) if event == record.event.stamp.id => Some(()),
            _ => None,
        });
    }

    fn followed(&self) -> Vec<Event> {
        self.wait(|answer| match answer {
            StoreAnswer::Followed(events) => Some(events),
            _ => None,
        })
    }
}

#[test]
fn what_one_says_shows_with_the_other_and_collides_with_what_they_say() {
    let Some(server) = Server::start() else {
        return;
    };
    make(&server, 3);
    let (li, opened) = Window::open(&server, "li");
    let (wang, _) = Window::open(&server, "wang");
    assert_eq!(opened.contents.ids, ids(3));
    assert_eq!(&*opened.judge.expect("a judge").user, "li");
    let untouched = TicketState::default();
    let of_li = record("li", 0, &untouched, judged(Verdict::Correct));
    let sent = Instant::now();
    li.send(&of_li);
    let followed = wang.followed();
    assert!(sent.elapsed() < PATIENCE / 2);
    assert_eq!(followed, std::slice::from_ref(&of_li.event));
    li.is_saved(&of_li);
    let of_wang = record("wang", 0, &untouched, judged(Verdict::Unsure));
    wang.send(&of_wang);
    let collided = wang.wait(|answer| match answer {
        StoreAnswer::Collided(collided) => Some(collided),
        _ => None,
    });
    assert_eq!(collided.event, of_wang.event);
    assert_eq!(
        (collided.invoices, collided.states),
        (vec![id(0)], of_li.states)
    );
    // Whoever was told what stands was so also after a restart, whatever they decided of it.
    assert!(wang.0.send(Order::Decided(of_wang.event.stamp.id)).is_ok());
    let note = record("wang", 1, &untouched, judged(Verdict::Correct));
    wang.send(&note);
    wang.is_saved(&note);
    drop(wang);
    let told = |user: &str| {
        let (_window, opened) = Window::open(&server, user);
        opened.judge.expect("a judge").told
    };
    assert_eq!((told("wang"), told("li")), (vec![id(0)], Vec::new()));
}

#[test]
fn what_is_said_while_the_server_is_gone_is_sent_later_each_once() {
    let Some(server) = Server::start() else {
        return;
    };
    make(&server, 30);
    let (li, _) = Window::open(&server, "li");
    let (wang, _) = Window::open(&server, "wang");
    server.kill();
    let untouched = TicketState::default();
    let said: Vec<_> = (0..20)
        .map(|nr| record("li", nr, &untouched, judged(Verdict::Correct)))
        .collect();
    for record in &said {
        li.send(record);
    }
    let trouble = li.wait(|answer| match answer {
        StoreAnswer::NotSaved(error) => Some(error),
        _ => None,
    });
    assert_eq!(trouble, StoreError::Unreachable);
    let of_wang = record("wang", 25, &untouched, judged(Verdict::Unsure));
    wang.send(&of_wang);
    server.resume();
    li.is_saved(said.last().expect("one"));
    wang.is_saved(&of_wang);
    drop((li, wang));
    let contents = open(&server, "li").contents().expect("read");
    let events =
        server.as_owner("SELECT count(*) FROM invoice_lens.event WHERE kind = 'verdict/1'");
    assert_eq!(events, "21", "each once");
    for nr in 0..20 {
        assert_eq!(state(&contents, nr).verdict(), Some(&Verdict::Correct));
    }
}

#[test]
fn what_is_ordered_last_is_sent_before_the_window_closes() {
    let Some(server) = Server::start() else {
        return;
    };
    make(&server, 200);
    let (li, _) = Window::open(&server, "li");
    for nr in 0..200 {
        li.send(&record(
            "li",
            nr,
            &TicketState::default(),
            judged(Verdict::Correct),
        ));
    }
    drop(li);
    let contents = open(&server, "li").contents().expect("read");
    assert_eq!(contents.states.len(), 200);
}

#[test]
fn what_a_window_could_not_send_the_next_one_sends_each_once() {
    let Some(server) = Server::start() else {
        return;
    };
    make(&server, 10);
    let folder = tempfile::tempdir().expect("a folder");
    let (li, _) = Window::open_with(&server, "li", Some(folder.path()));
    server.kill();
    let untouched = TicketState::default();
    let said: Vec<_> = (0..5)
        .map(|nr| record("li", nr, &untouched, judged(Verdict::Correct)))
        .collect();
    for record in &said {
        li.send(record);
        li.wait(|answer| match answer {
            StoreAnswer::SavedHere(event) if event == record.event.stamp.id => Some(()),
            _ => None,
        });
    }
    drop(li);
    server.resume();
    // Somebody else was first with one of them.
    let of_wang = record("wang", 3, &untouched, judged(Verdict::Unsure));
    assert_eq!(append(&open(&server, "wang"), &of_wang), Appended::Written);
    let (li, opened) = Window::open_with(&server, "li", Some(folder.path()));
    assert_eq!(opened.contents.states.len(), 1);
    let collided = li.wait(|answer| match answer {
        StoreAnswer::Collided(collided) => Some(collided),
        _ => None,
    });
    assert_eq!(collided.event, said[3].event);
    let sent = li.wait(|answer| match answer {
        StoreAnswer::SentLater(count) => Some(count),
        _ => None,
    });
    assert_eq!(sent, 5);
    drop(li);
    let verdicts = "SELECT count(*) FROM invoice_lens.event WHERE kind = 'verdict/1'";
    assert_eq!(server.as_owner(verdicts), "5", "each once");
    // What collided is listed until it is decided.
    let listed = |window: &Window| {
        window.wait(|answer| match answer {
            StoreAnswer::Unheard(unheard) => Some(unheard),
            _ => None,
        })
    };
    let (li, _) = Window::open_with(&server, "li", Some(folder.path()));
    let unheard = listed(&li);
    assert_eq!(unheard.len(), 1);
    assert_eq!(
        (&unheard[0].event, &unheard[0].invoices),
        (&said[3].event, &vec![id(3)])
    );
    assert!(li.0.send(Order::Decided(said[3].event.stamp.id)).is_ok());
    drop(li);
    let open = "SELECT count(*) FROM invoice_lens.collision WHERE NOT is_decided";
    assert_eq!(server.as_owner(open), "0");
    let left = std::fs::read_dir(folder.path()).expect("read").count();
    assert_eq!(left, 0, "nothing waits, and no file is left");
}

#[test]
fn whoever_only_reads_sees_what_is_said_after_a_cut_and_after_a_kill() {
    let Some(server) = Server::start() else {
        return;
    };
    make(&server, 3);
    let (reader, opened) = Window::open(&server, "reader");
    assert_eq!(opened.access, Access::Protected);
    let untouched = TicketState::default();
    let before = record("li", 0, &untouched, judged(Verdict::Correct));
    append(&open(&server, "li"), &before);
    assert_eq!(reader.followed(), [before.event]);
    server.cut();
    let cut = record("li", 1, &untouched, judged(Verdict::Unsure));
    append(&open(&server, "li"), &cut);
    assert_eq!(reader.followed(), [cut.event]);
    let is_away = |wanted: bool| {
        reader.wait(|answer| match answer {
            StoreAnswer::Away(is_away) if is_away == wanted => Some(()),
            _ => None,
        });
    };
    is_away(false);
    server.kill();
    is_away(true);
    server.resume();
    is_away(false);
    let killed = record("li", 2, &untouched, judged(Verdict::Correct));
    append(&open(&server, "li"), &killed);
    assert_eq!(
        reader.followed(),
        [killed.event],
        "once, and nothing before it again"
    );
}
