//! Claims: nobody has what somebody else has, pages stay whole, and what is held by nobody any more comes back.

use std::collections::HashSet;
use std::thread;
use std::time::Duration;

use invoice_lens::model::{InvoiceId, TicketState, Verdict};
use uuid::Uuid;

use crate::postgres::Server;
use crate::reviews::{append, id, ids, judged, make, number, open, record};

const LEASE: Duration = Duration::from_mins(10);

/// Puts so many tickets on each page.
fn pages_of(server: &Server, size: usize) {
    let sql =
        format!("UPDATE invoice_lens.work SET page = 'page ' || right(invoice, 6)::int / {size}");
    server.as_owner(&sql);
}

fn page(id: &InvoiceId, size: usize) -> usize {
    number(id) / size
}

#[test]
fn several_claim_and_judge_all_and_each_ticket_once() {
    let Some(server) = Server::start() else {
        return;
    };
    make(&server, 240);
    pages_of(&server, 3);
    let judges: Vec<_> = (0..4)
        .map(|nr| {
            let review = open(&server, ["li", "wang"][nr % 2]);
            thread::spawn(move || {
                let seat = Uuid::now_v7();
                let mut done: Vec<InvoiceId> = Vec::new();
                loop {
                    let batch = review.claim(seat, 20, LEASE).expect("claimed");
                    if batch.is_empty() {
                        return done;
                    }
                    // Seven of each batch, so that others claim between its verdicts.
                    for id in batch.into_iter().take(7) {
                        let nr = page(&id, 1);
                        let verdict =
                            record("", nr, &TicketState::default(), judged(Verdict::Correct));
                        let appended = append(&review, &verdict);
                        assert_eq!(appended, invoice_lens::store::Appended::Written, "{id}");
                        done.push(id);
                    }
                }
            })
        })
        .collect();
    let done: Vec<Vec<InvoiceId>> = judges
        .into_iter()
        .map(|it| it.join().expect("judged"))
        .collect();
    let all: HashSet<_> = done.iter().flatten().collect();
    assert_eq!(
        (done.iter().map(Vec::len).sum::<usize>(), all.len()),
        (240, 240)
    );
    for (nr, own) in done.iter().enumerate() {
        let pages: HashSet<_> = own.iter().map(|id| page(id, 3)).collect();
        let others = done.iter().enumerate().filter(|(other, _)| *other != nr);
        let mut others = others.flat_map(|(_, ids)| ids);
        assert!(
            others.all(|id| !pages.contains(&page(id, 3))),
            "a page is one reviewer's"
        );
    }
}

#[test]
fn what_is_given_back_or_left_comes_to_the_next() {
    let Some(server) = Server::start() else {
        return;
    };
    make(&server, 12);
    pages_of(&server, 4);
    let (li, wang) = (open(&server, "li"), open(&server, "wang"));
    let (at_li, at_wang) = (Uuid::now_v7(), Uuid::now_v7());
    assert_eq!(
        li.claim(at_li, 5, LEASE).expect("claimed"),
        ids(8),
        "whole pages"
    );
    assert_eq!(
        li.claim(at_li, 5, LEASE).expect("claimed"),
        ids(8),
        "it has enough"
    );
    let left = (8..12).map(id).collect::<Vec<_>>();
    assert_eq!(wang.claim(at_wang, 100, LEASE).expect("claimed"), left);
    let board = wang.board(at_wang).expect("read");
    assert_eq!(board.own, left);
    assert!(board.held.iter().all(|(_, holder)| &**holder == "li"));
    let held: Vec<_> = board.held.into_iter().map(|(id, _)| id).collect();
    assert_eq!(held, ids(8));
    let mut present: Vec<_> = board.present.iter().map(|it| &*it.reviewer).collect();
    present.sort_unstable();
    assert_eq!(present, ["li", "wang"]);
    // Li goes home.
    li.give_back(at_li).expect("given back");
    assert_eq!(wang.claim(at_wang, 100, LEASE).expect("claimed"), ids(12));
    // Wang's machine is off, and the time is up by the server's own clock.
    assert_eq!(li.claim(at_li, 1, LEASE).expect("claimed"), []);
    server.as_owner("UPDATE invoice_lens.work SET lease_until = now() - interval '1 second'");
    assert_eq!(li.claim(at_li, 5, LEASE).expect("claimed"), ids(8));
    assert_eq!(
        wang.claim(at_wang, 100, LEASE).expect("claimed"),
        left,
        "what is lost is lost"
    );
}
