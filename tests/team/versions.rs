//! Tables that an earlier version of the program made: they are worked with as they are, and brought up to date by who
//! owns them.

use std::time::Duration;

use invoice_lens::model::{Accepted, Deed, SecondReview, TestTickets, TicketState, Verdict};
use invoice_lens::store::{Access, Appended, Record, StoreError};
use uuid::Uuid;

use crate::postgres::{OWNER, Server};
use crate::reviews::{append, event, id, judged, open, record, state};

/// As the first program of version 1 made them, and as the last one did.
const FIRST: &str = include_str!("tables_1_first.sql");
const LAST: &str = include_str!("tables_1_last.sql");
/// Version 2, which had no test tickets.
const SECOND: &str = include_str!("tables_2.sql");
/// Version 3, which believed what an event was said to change.
const THIRD: &str = include_str!("tables_3.sql");

/// A review of four in tables of an earlier version; li judged one, and another with a screen.
fn earlier(tables: &str) -> Option<Server> {
    let server = Server::start()?;
    server.as_owner(tables);
    server.grant(&["li", "wang"], &["reader"]);
    let ids: Vec<String> = (0..4).map(|nr| id(nr).to_string()).collect();
    let quoted: Vec<String> = ids.iter().map(|id| format!("'{id}'")).collect();
    let all = quoted.join(", ");
    let add = |uuid: u8,
               who: &str,
               invoice: &str,
               kind: &str,
               data: &str,
               added: &str,
               touched: &str| {
        let sql = format!(
            "SELECT invoice_lens.append(1, '00000000-0000-0000-0000-0000000000{uuid:02}', 1000, 0::smallint, '{who}', \
                {invoice}, '{kind}', NULL, '{data}', ARRAY[{added}]::text[], ARRAY[{touched}]::text[], \
                ARRAY['correct'], ARRAY[1000], ARRAY['{who}'])"
        );
        server.as_owner(&sql);
    };
    server.as_owner("SELECT invoice_lens.begin_review('list', 'https://a.example')");
    let listed = format!("[\"{}\"]", ids.join("\",\""));
    add(1, "owner", "NULL", "ids/1", &listed, &all, "");
    let of_one = judged(Verdict::Correct);
    let Deed::Judged { on: Some(on), .. } = of_one.clone() else {
        panic!("it was judged on something");
    };
    let invoice = id(1);
    let screen = Deed::Accepted(vec![Accepted { invoice, on }]);
    let [verdict, screen] = [of_one, screen].map(|it| it.to_columns().1.to_string());
    add(2, "li", &quoted[0], "verdict/1", &verdict, "", &quoted[0]);
    add(3, "li", "NULL", "sheet/1", &screen, "", &quoted[1]);
    server.as_owner("SELECT invoice_lens.open_review(1)");
    Some(server)
}

fn version(server: &Server) -> String {
    server.as_owner("SELECT version FROM invoice_lens.version")
}

#[test]
fn whoever_owns_the_tables_brings_them_up_to_date_and_nothing_is_lost() {
    for tables in [FIRST, LAST, SECOND, THIRD] {
        let Some(server) = earlier(tables) else {
            return;
        };
        let mut owner = open(&server, OWNER);
        assert_eq!(
            (version(&server).as_str(), owner.access()),
            ("4", Access::Write)
        );
        let contents = owner.contents().expect("read");
        assert_eq!(contents.ids.len(), 4);
        for nr in [0, 1] {
            let judgement = state(&contents, nr).judgement.expect("judged");
            assert_eq!(&*judgement.reviewer, "li");
        }
        let judges = "SELECT count(*) FROM invoice_lens.ticket WHERE judges = ARRAY['li']";
        assert_eq!(server.as_owner(judges), "2");
        let ask = Record {
            event: event("", None, Deed::TestsAsked(TestTickets::default())),
            states: Vec::new(),
        };
        assert_eq!(
            open(&server, "li").append(ask.clone()),
            Err(StoreError::NoRights)
        );
        assert_eq!(append(&owner, &ask), Appended::Written);
        // Whoever judged and read goes on, also with what is new.
        assert!(server.may("reader", "SELECT * FROM invoice_lens.second_opinion"));
        let ask = Record {
            event: event("", None, Deed::SecondAsked(SecondReview::All)),
            states: Vec::new(),
        };
        assert_eq!(append(&owner, &ask), Appended::Written);
        let (li, wang) = (open(&server, "li"), open(&server, "wang"));
        assert!(!li.may_settle());
        let lease = Duration::from_mins(10);
        let of_wang = wang.claim(Uuid::now_v7(), 100, lease).expect("claimed");
        assert_eq!(of_wang, (0..4).map(id).collect::<Vec<_>>());
        assert_eq!(li.claim(Uuid::now_v7(), 100, lease), Ok(Vec::new()));
        assert_eq!(li.set_intake("x"), Ok(()));
        // Once is enough.
        assert_eq!(open(&server, OWNER).access(), Access::Write);
    }
}

#[test]
fn until_then_the_others_go_on_as_before() {
    let Some(server) = earlier(LAST) else {
        return;
    };
    let mut li = open(&server, "li");
    assert_eq!(
        (version(&server).as_str(), li.access()),
        ("1", Access::Write)
    );
    let verdict = record("", 2, &TicketState::default(), judged(Verdict::Unsure));
    assert_eq!(append(&li, &verdict), Appended::Written);
    let claimed = li.claim(Uuid::now_v7(), 9, Duration::from_mins(1));
    assert_eq!(claimed.expect("claimed"), [id(3)]);
    assert!(!li.may_settle());
    assert_eq!(
        state(&li.contents().expect("read"), 2).verdict(),
        Some(&Verdict::Unsure)
    );
    drop(open(&server, OWNER));
    let again = record("", 3, &TicketState::default(), judged(Verdict::Correct));
    assert_eq!(
        append(&li, &again),
        Appended::Written,
        "nobody is thrown out"
    );
    server.as_owner("UPDATE invoice_lens.version SET version = 5");
    let newer = open(&server, "li");
    assert_eq!(newer.access(), Access::Newer);
    assert_eq!(newer.append(again), Err(StoreError::ReadOnly));
}
