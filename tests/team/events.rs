//! Several at once: no event is lost, nobody's word is overwritten, and the tables are made once.

use std::sync::{Arc, Barrier};
use std::thread;

use invoice_lens::model::{Accepted, Deed, JudgedOn, TicketState, Verdict, region::RawRegion};
use invoice_lens::store::{Appended, Record, StoreError, TeamReview};

use crate::postgres::{OWNER, Server};
use crate::reviews::{
    PLATFORM, address, append, event, id, ids, judged, make, newest, of_ids, open, record, state,
};

#[test]
fn commits_crosswise_lose_no_event() {
    let Some(server) = Server::start() else {
        return;
    };
    make(&server, 2);
    let (li, wang, mut reader) = (
        open(&server, "li"),
        open(&server, "wang"),
        open(&server, "reader"),
    );
    let begun = reader.contents().expect("read").newest;
    // Somebody's transaction has its number and is not committed; another one comes behind it.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let settings = format!(
        "host={} user=li dbname=audit",
        server.socket_folder().display()
    );
    let first = invoice_lens::model::Stamp::now().id;
    let slow = async {
        let connecting = tokio_postgres::connect(&settings, tokio_postgres::NoTls);
        let (mut client, connection) = connecting.await.expect("connected");
        tokio::spawn(connection);
        let transaction = client.transaction().await.expect("begun");
        let sql = "SELECT invoice_lens.append(1, $1, 0, 0::smallint, 'li', $2, 'note/1', NULL, '\"slow\"', '{}', \
            ARRAY[$2], ARRAY[NULL::text], ARRAY[NULL::bigint], ARRAY[NULL::text])";
        let slow = id(0);
        let appended = transaction.execute(sql, &[&first, &slow.as_str()]).await;
        appended.expect("appended");
        let second = record("wang", 1, &TicketState::default(), judged(Verdict::Correct));
        let sent = second.clone();
        let other = thread::spawn(move || append(&wang, &sent));
        // The other one waits for the row of the review.
        let waits = "SELECT count(*) FROM pg_locks WHERE NOT granted";
        while transaction
            .query_one(waits, &[])
            .await
            .expect("counted")
            .get::<_, i64>(0)
            == 0
        {
            tokio::task::yield_now().await;
        }
        let seen = thread::scope(|it| it.spawn(|| li.events_after(begun)).join().expect("read"));
        assert_eq!(seen.expect("read").0, [], "neither is committed");
        transaction.commit().await.expect("committed");
        assert_eq!(other.join().expect("sent"), Appended::Written);
        second
    };
    let second = runtime.block_on(slow);
    let (events, newest) = reader.events_after(begun).expect("read");
    let order: Vec<_> = events.iter().map(|event| event.stamp.id).collect();
    assert_eq!(order, [first, second.event.stamp.id]);
    assert_eq!(newest, begun + 2);
}

#[test]
fn what_somebody_else_said_meanwhile_is_not_overwritten() {
    let Some(server) = Server::start() else {
        return;
    };
    make(&server, 3);
    let (li, mut wang) = (open(&server, "li"), open(&server, "wang"));
    let untouched = TicketState::default();
    let of_li = record("li", 0, &untouched, judged(Verdict::Correct));
    let of_wang = record("wang", 0, &untouched, judged(Verdict::Unsure));
    assert_eq!(append(&li, &of_li), Appended::Written);
    for _ in 0..2 {
        let collided = Appended::Collided(vec![id(0)]);
        assert_eq!(
            append(&wang, &of_wang),
            collided,
            "however often it is sent"
        );
    }
    assert_eq!(wang.contents().expect("read").states, of_li.states);
    let kept = "SELECT reviewer, invoices::text FROM invoice_lens.collision";
    assert_eq!(server.as_owner(kept), format!("wang|{{{}}}", id(0)));
    // Whoever has seen it may say otherwise.
    let again = record("wang", 0, &of_li.states[0].1, judged(Verdict::Unsure));
    assert_eq!(append(&wang, &again), Appended::Written);
    assert_eq!(
        newest(&wang.contents().expect("read"), 0),
        Some(again.event.stamp.id)
    );
    let undo = record("li", 0, &again.states[0].1, Deed::Cleared);
    let undo = Record {
        event: event("li", Some(id(0)), Deed::Undone(again.event.stamp.id)),
        states: undo.states,
    };
    assert_eq!(
        append(&li, &undo),
        Appended::Collided(vec![id(0)]),
        "one's own only"
    );
}

#[test]
fn a_screen_collides_with_what_its_reviewer_had_not_seen() {
    let Some(server) = Server::start() else {
        return;
    };
    make(&server, 4);
    let (li, wang) = (open(&server, "li"), open(&server, "wang"));
    let on = JudgedOn {
        region: RawRegion::new([1.0, 2.0, 3.0, 4.0]),
        chain: "".into(),
        picture: None,
        on_sheet: false,
    };
    let sheet = |seen| {
        let accepted = ids(3).into_iter().map(|invoice| Accepted {
            invoice,
            on: on.clone(),
        });
        let mut event = event("wang", None, Deed::Accepted(accepted.collect()));
        event.base = seen;
        let states = ids(3).into_iter();
        let states = states.map(|id| (id, TicketState::default().accepted(&event, &on)));
        Record {
            states: states.collect(),
            event,
        }
    };
    let note = record(
        "wang",
        1,
        &TicketState::default(),
        Deed::Noted("mine".to_owned()),
    );
    assert_eq!(append(&wang, &note), Appended::Written);
    let of_li = record("li", 2, &TicketState::default(), judged(Verdict::Unsure));
    assert_eq!(append(&li, &of_li), Appended::Written);
    assert_eq!(append(&wang, &sheet(None)), Appended::Collided(vec![id(2)]));
    let seen = Some(of_li.event.stamp.id);
    assert_eq!(append(&wang, &sheet(seen)), Appended::Written);
}

#[test]
fn the_tables_are_made_once_by_however_many_at_once() {
    let Some(server) = Server::start() else {
        return;
    };
    let barrier = Arc::new(Barrier::new(4));
    let makers: Vec<_> = (0..4)
        .map(|nr| {
            let mut address = address(&server, OWNER);
            address.review = format!("list {nr}");
            let barrier = Arc::clone(&barrier);
            thread::spawn(move || {
                barrier.wait();
                TeamReview::create(&address, None, PLATFORM, &[of_ids(3)], &[])
            })
        })
        .collect();
    for maker in makers {
        assert_eq!(maker.join().expect("ended"), Ok(()));
    }
    assert_eq!(
        server.as_owner("SELECT count(*) FROM invoice_lens.review"),
        "4"
    );
    let mut taken = address(&server, OWNER);
    taken.review = "list 0".to_owned();
    let again = TeamReview::create(&taken, None, PLATFORM, &[of_ids(1)], &[]);
    assert_eq!(again, Err(StoreError::Exists));
    let mut review = TeamReview::open(&taken, None).expect("opened");
    let contents = review.contents().expect("read");
    assert_eq!(contents.ids, ids(3));
    assert_eq!(state(&contents, 0), TicketState::default());
}
