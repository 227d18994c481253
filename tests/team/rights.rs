//! Who may do what, by the rights that docs/team.md asks for.

use invoice_lens::model::{TicketState, Verdict};
use invoice_lens::store::{Access, StoreError, TeamReview};
use secrecy::SecretString;

use crate::postgres::{OWNER, Server};
use crate::reviews::{PLATFORM, address, append, judged, make, of_ids, open, record, state};

#[test]
fn whoever_judges_adds_in_their_own_name_and_changes_nothing() {
    let Some(server) = Server::start() else {
        return;
    };
    make(&server, 2);
    let mut li = open(&server, "li");
    assert_eq!((li.access(), &**li.user()), (Access::Write, "li"));
    append(
        &li,
        &record(
            "somebody else",
            0,
            &TicketState::default(),
            judged(Verdict::Correct),
        ),
    );
    let judgement = state(&li.contents().expect("read"), 0).judgement;
    assert_eq!(&*judgement.expect("judged").reviewer, "li");
    assert_eq!(
        server.as_owner("SELECT reviewer FROM invoice_lens.ticket WHERE verdict = 'correct'"),
        "li"
    );
    for forbidden in [
        "UPDATE invoice_lens.event SET reviewer = 'wang'",
        "DELETE FROM invoice_lens.event",
        "INSERT INTO invoice_lens.place VALUES (1, 'wang', '')",
        "UPDATE invoice_lens.ticket SET verdict = 'wrong'",
        "DROP SCHEMA invoice_lens CASCADE",
    ] {
        assert!(!server.may("li", forbidden), "{forbidden}");
    }
    assert!(server.may("li", "SELECT * FROM invoice_lens.event"));
}

#[test]
fn whoever_reads_looks_and_no_more() {
    let Some(server) = Server::start() else {
        return;
    };
    make(&server, 2);
    let mut reader = open(&server, "reader");
    assert_eq!(reader.access(), Access::Protected);
    assert_eq!(reader.contents().expect("read").ids.len(), 2);
    let verdict = record(
        "reader",
        0,
        &TicketState::default(),
        judged(Verdict::Correct),
    );
    assert_eq!(reader.append(verdict), Err(StoreError::ReadOnly));
    assert!(!server.may("reader", "SELECT invoice_lens.set_place(1, '')"));
}

#[test]
fn what_is_not_there_or_not_allowed_has_its_own_word() {
    let Some(server) = Server::start() else {
        return;
    };
    let open = |user| TeamReview::open(&address(&server, user), None).err();
    assert_eq!(open("li"), Some(StoreError::Absent));
    let made = TeamReview::create(&address(&server, "li"), None, PLATFORM, &[of_ids(1)], &[]);
    assert_eq!(made, Err(StoreError::NoRights), "only who may make tables");
    make(&server, 1);
    let mut other = address(&server, "li");
    other.review = "another".to_owned();
    assert_eq!(
        TeamReview::open(&other, None).err(),
        Some(StoreError::Absent)
    );
    assert_eq!(open("nobody"), Some(StoreError::Refused));
    let newer = "UPDATE invoice_lens.version SET version = 99";
    server.as_owner(newer);
    assert_eq!(crate::reviews::open(&server, OWNER).access(), Access::Newer);
    server.kill();
    assert_eq!(open("li"), Some(StoreError::Unreachable));
}

#[test]
fn whoever_gives_no_password_or_a_wrong_one_is_refused() {
    let Some(server) = Server::start() else {
        return;
    };
    make(&server, 1);
    server.ask_for_password("li", "geheim");
    let open = |password: Option<&str>| {
        let password = password.map(SecretString::from);
        TeamReview::open(&address(&server, "li"), password.as_ref()).err()
    };
    // The server reads its rules by itself, a moment later.
    while open(None).is_none() {
        std::thread::yield_now();
    }
    assert_eq!(open(None), Some(StoreError::Refused));
    assert_eq!(open(Some("falsch")), Some(StoreError::Refused));
    assert_eq!(open(Some("geheim")), None);
}
