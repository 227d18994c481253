//! A judge who calls the functions of the database with SQL of their own: what follows from an event is found by the
//! server, nobody's word is covered, and nobody is kept from the review.

use invoice_lens::model::{
    Accepted, Deed, FieldMark, FieldName, FindingCode, Ignoring, JudgedOn, Reason, Sample,
    SecondReview, TestAnswer, TestTickets, TicketState, Verdict, WrongField, region::RawRegion,
};
use invoice_lens::store::{Appended, TeamReview};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::postgres::{OWNER, Server};
use crate::reviews::{append, bare, event, id, ids, judged, make, open, record, state};

/// An event as somebody sends it who writes their own SQL.
struct Forged<'a> {
    invoice: Option<usize>,
    kind: &'a str,
    data: Value,
    base: Option<Uuid>,
    /// What it is said to change, and into what, by whom.
    touched: &'a [usize],
    verdict: Option<&'a str>,
    reviewer: &'a str,
}

impl Forged<'_> {
    const NOTHING: Self = Self {
        invoice: None,
        kind: "",
        data: Value::Null,
        base: None,
        touched: &[],
        verdict: None,
        reviewer: "li",
    };

    fn sql(&self, uuid: Uuid) -> String {
        let text = |it: Option<String>| it.map_or("NULL".to_owned(), |it| format!("'{it}'"));
        let list = |it: &dyn Fn(usize) -> String| {
            let items: Vec<String> = self.touched.iter().map(|nr| it(*nr)).collect();
            items.join(",")
        };
        format!(
            "SELECT invoice_lens.append(1, '{uuid}', 1000, 0::smallint, '{who}', {invoice}, '{kind}', {base}, '{data}', \
                '{{}}', ARRAY[{touched}]::text[], ARRAY[{verdicts}]::text[], ARRAY[{ats}]::bigint[], \
                ARRAY[{reviewers}]::text[])",
            who = self.reviewer,
            invoice = text(self.invoice.map(|nr| id(nr).to_string())),
            kind = self.kind,
            base = text(self.base.map(|it| it.to_string())),
            data = self.data,
            touched = list(&|nr| format!("'{}'", id(nr))),
            verdicts = list(&|_| text(self.verdict.map(str::to_owned))),
            ats = list(&|_| "1000".to_owned()),
            reviewers = list(&|_| format!("'{}'", self.reviewer)),
        )
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Written,
    Collided,
    Refused,
}

fn send(server: &Server, user: &str, forged: &Forged<'_>) -> (Uuid, Outcome) {
    let uuid = Uuid::now_v7();
    let outcome = match server.as_user(user, &forged.sql(uuid)).as_deref() {
        None => Outcome::Refused,
        Some("") => Outcome::Written,
        Some(_) => Outcome::Collided,
    };
    (uuid, outcome)
}

fn look() -> JudgedOn {
    JudgedOn {
        region: RawRegion::new([1.0, 2.0, 3.0, 4.0]),
        chain: "".into(),
        picture: Some((640, 480)),
        on_sheet: false,
    }
}

/// A review of four of which li and wang judged the first twice, as correct and as wrong, and zhao settled that.
fn settled() -> Option<(Server, [Uuid; 3])> {
    let server = Server::start()?;
    make(&server, 4);
    server.grant(&["zhao"], &[]);
    server.as_owner("GRANT INSERT ON invoice_lens.settling TO zhao");
    let mut owner = open(&server, OWNER);
    let all = Deed::SecondAsked(SecondReview::All);
    let ask = bare(event("", None, all));
    append(&owner, &ask);
    let mut say = |user: &str, deed| {
        let known = state(&owner.contents().expect("read"), 0);
        let said = record(user, 0, &known, deed);
        assert_eq!(append(&open(&server, user), &said), Appended::Written);
        said.event.stamp.id
    };
    let first = say("li", judged(Verdict::Correct));
    let verdict = Some(Verdict::Wrong(None));
    let second = say("wang", Deed::Second { verdict, on: None });
    let verdict = Verdict::Wrong(None);
    let decision = say("zhao", Deed::Settled { verdict, on: None });
    Some((server, [first, second, decision]))
}

fn whole(review: &mut TeamReview) -> (Vec<TicketState>, String) {
    let contents = review.contents().expect("it can be read");
    let states = (0..4).map(|nr| state(&contents, nr)).collect();
    (states, format!("{:?}", contents.history.tests()))
}

#[test]
fn nobody_covers_what_another_said_or_what_was_settled() {
    let Some((server, [first, second, decision])) = settled() else {
        return;
    };
    let mut li = open(&server, "li");
    let before = whole(&mut li);
    let tables = "SELECT verdict, reviewer, newest FROM invoice_lens.ticket ORDER BY ord; \
        SELECT * FROM invoice_lens.second_opinion; SELECT invoice, slot, done FROM invoice_lens.work ORDER BY slot, ord";
    let rows = server.as_owner(tables);
    let forged = Forged::NOTHING;
    let on = serde_json::to_value(look()).expect("JSON");
    let sheet = json!([{"invoice": id(0), "on": on}, {"invoice": id(1), "on": on}]);
    let newest = Some(decision);
    for user in ["li", "wang"] {
        let mut tries: Vec<Forged<'_>> = Vec::new();
        for target in [first, second, decision] {
            for kind in ["undo/1", "redo/1"] {
                for (invoice, touched) in
                    [(None, &[][..]), (Some(0), &[0][..]), (Some(1), &[1][..])]
                {
                    tries.push(Forged {
                        kind,
                        invoice,
                        touched,
                        data: json!(target),
                        base: newest,
                        ..forged
                    });
                }
            }
        }
        for base in [None, newest] {
            for touched in [&[][..], &[0][..], &[3][..]] {
                let of_kind = |kind, invoice, data| Forged {
                    kind,
                    invoice,
                    data,
                    base,
                    touched,
                    verdict: Some("correct"),
                    ..forged
                };
                tries.push(of_kind("sheet/1", None, sheet.clone()));
                tries.push(of_kind(
                    "verdict/1",
                    Some(0),
                    json!({"verdict": "correct", "on": null}),
                ));
                tries.push(of_kind("clear/1", Some(0), Value::Null));
                tries.push(of_kind("clear/2", Some(0), json!({})));
                tries.push(of_kind(
                    "settle/1",
                    Some(0),
                    json!({"verdict": "correct", "on": null}),
                ));
            }
        }
        for forged in &tries {
            let (_, outcome) = send(&server, user, forged);
            assert_ne!(
                outcome,
                Outcome::Written,
                "{user}: {} {:?}",
                forged.kind,
                forged.data
            );
        }
    }
    assert_eq!(whole(&mut li), before);
    assert_eq!(server.as_owner(tables), rows);
}

#[test]
fn what_an_event_changes_is_found_and_not_believed() {
    let Some(server) = Server::start() else {
        return;
    };
    make(&server, 4);
    let mut wang = open(&server, "wang");
    let of_wang = record("wang", 1, &TicketState::default(), judged(Verdict::Unsure));
    append(&wang, &of_wang);
    let forged = Forged::NOTHING;
    // A note that says it is another's verdict on another ticket.
    let note = Forged {
        kind: "note/1",
        invoice: Some(0),
        data: json!("a word"),
        touched: &[0, 1, 2],
        verdict: Some("wrong"),
        reviewer: "wang",
        ..forged
    };
    let (noted, outcome) = send(&server, "li", &note);
    assert_eq!(outcome, Outcome::Written);
    let rows = "SELECT verdict, reviewer, judges FROM invoice_lens.ticket ORDER BY ord";
    assert_eq!(
        server.as_owner(rows),
        "||{}\nunsure|wang|{wang}\n||{}\n||{}"
    );
    // A verdict that says it touches nothing, or something else, collides all the same, and is its author's.
    for touched in [&[][..], &[3][..]] {
        let verdict = Forged {
            kind: "verdict/1",
            invoice: Some(1),
            data: json!({"verdict": "correct", "on": null}),
            touched,
            verdict: Some("correct"),
            reviewer: "wang",
            ..forged
        };
        assert_eq!(send(&server, "li", &verdict).1, Outcome::Collided);
        let (_, outcome) = send(
            &server,
            "li",
            &Forged {
                base: Some(noted),
                invoice: Some(0),
                ..verdict
            },
        );
        assert_ne!(outcome, Outcome::Refused);
    }
    assert_eq!(
        server.as_owner(rows),
        "correct|li|{li}\nunsure|wang|{wang,li}\n||{}\n||{}"
    );
    let contents = wang.contents().expect("read");
    for nr in 0..4 {
        let newest = format!(
            "SELECT newest FROM invoice_lens.ticket WHERE invoice = '{}'",
            id(nr)
        );
        let newest = server.as_owner(&newest).parse().ok();
        assert_eq!(
            state(&contents, nr).newest,
            newest,
            "as every window has it"
        );
    }
}

#[test]
fn what_is_taken_back_and_done_again_is_in_the_tables_as_in_every_window() {
    let Some(server) = Server::start() else {
        return;
    };
    make(&server, 4);
    let mut li = open(&server, "li");
    let as_windows = |li: &mut TeamReview| {
        let contents = li.contents().expect("read");
        let rows = "SELECT coalesce(verdict, '-'), coalesce(reviewer, '-'), coalesce(newest::text, '-') \
            FROM invoice_lens.ticket ORDER BY ord";
        let wanted: Vec<String> = (0..4)
            .map(|nr| {
                let state = state(&contents, nr);
                let verdict = state.verdict().map_or("-", Verdict::code);
                let reviewer = state.judgement.as_ref().map(|it| it.reviewer.to_string());
                let newest = state.newest.map(|it| it.to_string());
                let [reviewer, newest] = [reviewer, newest].map(|it| it.unwrap_or("-".to_owned()));
                format!("{verdict}|{reviewer}|{newest}")
            })
            .collect();
        assert_eq!(server.as_owner(rows), wanted.join("\n"));
    };
    let sheet = |li: &mut TeamReview| {
        let accepted = ids(3).into_iter();
        let accepted = accepted.map(|invoice| Accepted {
            invoice,
            on: look(),
        });
        let mut event = event("", None, Deed::Accepted(accepted.collect()));
        let newest = li.events_after(0).expect("read").0;
        event.base = newest.last().map(|it| it.stamp.id);
        event
    };
    let say = |li: &mut TeamReview, nr: Option<usize>, deed: Deed| {
        let contents = li.contents().expect("read");
        let mut said = event("", nr.map(id), deed);
        said.base = nr.and_then(|nr| state(&contents, nr).newest);
        let record = bare(said.clone());
        let appended = append(li, &record);
        as_windows(li);
        (said.stamp.id, appended)
    };
    let mut done = Vec::new();
    for (nr, deed) in [
        (0, judged(Verdict::Correct)),
        (0, Deed::Noted("folded".to_owned())),
        (0, judged(Verdict::Wrong(Some(Reason::CutOff)))),
        (0, Deed::Cleared),
    ] {
        done.push(say(&mut li, Some(nr), deed).0);
    }
    let screen = sheet(&mut li);
    let record = bare(screen.clone());
    assert_eq!(append(&li, &record), Appended::Written);
    as_windows(&mut li);
    // Not out of turn.
    let (_, appended) = say(&mut li, Some(0), Deed::Undone(done[2]));
    assert!(matches!(appended, Appended::Collided(_)));
    let (_, appended) = say(&mut li, None, Deed::Undone(screen.stamp.id));
    assert_eq!(appended, Appended::Written);
    for event in done.iter().rev() {
        let (_, appended) = say(&mut li, Some(0), Deed::Undone(*event));
        assert_eq!(appended, Appended::Written);
        let (_, appended) = say(&mut li, Some(0), Deed::Undone(*event));
        assert!(matches!(appended, Appended::Collided(_)), "not twice");
    }
    let (_, appended) = say(&mut li, Some(0), Deed::Redone(done[1]));
    assert!(matches!(appended, Appended::Collided(_)), "the first first");
    for event in &done {
        let (_, appended) = say(&mut li, Some(0), Deed::Redone(*event));
        assert_eq!(appended, Appended::Written);
    }
    let (_, appended) = say(&mut li, None, Deed::Redone(screen.stamp.id));
    assert_eq!(appended, Appended::Written);
    let (_, appended) = say(&mut li, None, Deed::Undone(screen.stamp.id));
    assert_eq!(appended, Appended::Written);
    say(&mut li, Some(3), judged(Verdict::Correct));
    let (_, appended) = say(&mut li, None, Deed::Redone(screen.stamp.id));
    assert!(
        matches!(appended, Appended::Collided(_)),
        "it went on from there"
    );
}

#[test]
fn what_is_taken_back_is_named_by_nothing_but_its_own_ticket() {
    let Some(server) = Server::start() else {
        return;
    };
    make(&server, 4);
    let li = open(&server, "li");
    let verdict = record("li", 0, &TicketState::default(), judged(Verdict::Correct));
    append(&li, &verdict);
    let newest = Some(verdict.event.stamp.id);
    for invoice in ["'no'".to_owned(), format!("'{}'", id(1))] {
        let forged = Forged {
            kind: "undo/1",
            data: json!(verdict.event.stamp.id),
            base: newest,
            ..Forged::NOTHING
        };
        let sql = forged.sql(Uuid::now_v7());
        let sql = sql.replacen("NULL", &invoice, 1);
        assert_eq!(server.as_user("li", &sql), None, "{sql}");
    }
}

#[test]
fn a_second_verdict_that_is_taken_back_twice_stands_beside_the_first_it_was_given_for() {
    let Some(server) = Server::start() else {
        return;
    };
    make(&server, 4);
    let mut owner = open(&server, OWNER);
    let all = Deed::SecondAsked(SecondReview::All);
    let ask = bare(event("", None, all));
    append(&owner, &ask);
    let mut say = |user: &str, deed: Deed| {
        let known = state(&owner.contents().expect("read"), 0);
        let mut said = event(user, Some(id(0)), deed);
        said.base = known.newest;
        let record = bare(said.clone());
        (append(&open(&server, user), &record), said.stamp.id)
    };
    let second = |verdict| Deed::Second { verdict, on: None };
    let in_vain = Appended::Collided(vec![id(0)]);
    say("li", judged(Verdict::Correct));
    assert_eq!(
        say("wang", second(None)).0,
        in_vain,
        "there is none to take away"
    );
    let (written, _) = say("wang", second(Some(Verdict::Wrong(None))));
    assert_eq!(written, Appended::Written);
    // The first thinks again, as the second says.
    assert_eq!(say("li", judged(Verdict::Wrong(None))).0, Appended::Written);
    let (written, withdrawn) = say("wang", second(None));
    assert_eq!(written, Appended::Written);
    assert_eq!(say("wang", Deed::Undone(withdrawn)).0, Appended::Written);
    let row =
        "SELECT first_verdict, first_reviewer, verdict, reviewer FROM invoice_lens.second_opinion";
    assert_eq!(server.as_owner(row), "correct|li|wrong|wang");
    assert_eq!(
        say("wang", judged(Verdict::Unsure)).0,
        in_vain,
        "it is open still"
    );
    // What was settled although they agree is as settled as the rest, and until the last of it is taken back.
    server.grant(&["zhao"], &[]);
    server.as_owner("GRANT INSERT ON invoice_lens.settling TO zhao");
    let settle = |verdict| Deed::Settled { verdict, on: None };
    assert_eq!(say("zhao", settle(Verdict::Correct)).0, Appended::Written);
    let (written, again) = say("zhao", settle(Verdict::Unsure));
    assert_eq!(written, Appended::Written);
    assert_eq!(say("zhao", Deed::Undone(again)).0, Appended::Written);
    for user in ["li", "wang"] {
        assert_eq!(say(user, judged(Verdict::Wrong(None))).0, in_vain, "{user}");
    }
    let row = "SELECT verdict, reviewer FROM invoice_lens.ticket ORDER BY ord LIMIT 1";
    assert_eq!(server.as_owner(row), "correct|zhao");
}

#[test]
fn what_is_held_is_its_holders_own_and_not_for_ever() {
    let Some(server) = Server::start() else {
        return;
    };
    make(&server, 300);
    let seat = Uuid::now_v7();
    let claim = |user: &str, seat: Uuid, wanted: i32, lease: i32| {
        let sql =
            format!("SELECT count(*) FROM invoice_lens.claim(1, '{seat}', {wanted}, {lease})");
        server.as_user(user, &sql).expect("it may be asked")
    };
    assert_eq!(claim("li", seat, 20, 600), "20");
    let held = "SELECT count(*) FROM invoice_lens.work WHERE holder = 'li' AND lease_until > now() + interval '9 minutes'";
    assert_eq!(claim("wang", seat, 0, -10), "0");
    assert_eq!(
        claim("wang", seat, 5, 600),
        "5",
        "beside, and not out of it"
    );
    assert_eq!(server.as_owner(held), "20");
    assert!(server.may(
        "wang",
        &format!("SELECT invoice_lens.give_back(1, '{seat}')")
    ));
    assert_eq!(server.as_owner(held), "20");
    assert_eq!(claim("wang", Uuid::now_v7(), 100_000, i32::MAX), "100");
    let longest = "SELECT max(lease_until) < now() + interval '16 minutes' FROM invoice_lens.work";
    assert_eq!(server.as_owner(longest), "t");
    // Where there is no seat nothing is held, and nobody keeps others waiting who may only read.
    let nowhere = "SELECT count(*) FROM invoice_lens.claim(1, NULL, 20, 600)";
    assert_eq!(server.as_user("li", nowhere).as_deref(), Some("0"));
    assert!(!server.may(
        "reader",
        "SELECT 1 FROM invoice_lens.handing_out FOR UPDATE"
    ));
    assert_eq!(open(&server, "li").board(seat).expect("read").own.len(), 20);
    // What only `append` does is nobody else's to do.
    for sql in [
        "SELECT invoice_lens.add_second(1, ARRAY['ID01test000000'], false)",
        "UPDATE invoice_lens.review SET second = 'all'; SELECT invoice_lens.add_second(1, '{}', false)",
        "SELECT invoice_lens.note_second(1, 'ID01test000000', NULL)",
    ] {
        assert!(!server.may("li", sql), "{sql}");
    }
}

/// One of every kind, as this program writes it.
fn one_of_each() -> Vec<Deed> {
    let on = look();
    let mut strange = look();
    strange.region = RawRegion::new([f64::NAN, 1e-9, -1e200, 0.5]);
    strange.picture = None;
    strange.on_sheet = true;
    let own = Reason::Other("看不清 'x' \"y\" \\u0000 \0".to_owned());
    let judged = |verdict, on| Deed::Judged { verdict, on };
    let field = |field, right: Option<Option<&str>>| {
        Deed::FieldMarked(FieldMark {
            field: FieldName::from_code(field),
            wrong: right.map(|right| WrongField {
                read: "13116949".to_owned(),
                right: right.map(str::to_owned),
            }),
        })
    };
    let tested = |verdict| {
        Deed::Tested(TestAnswer {
            verdict,
            shown: [1.5, 2.0, 30.0, 40.0],
        })
    };
    let mut deeds = vec![
        Deed::Ids(ids(2)),
        judged(Verdict::Correct, Some(on.clone())),
        judged(Verdict::Unsure, None),
        judged(Verdict::Wrong(None), Some(strange)),
        judged(Verdict::Wrong(Some(own.clone())), None),
        Deed::Cleared,
        Deed::Noted("折叠\n'\"\0".to_owned()),
        Deed::Corrected(Some([0.5, 1.0, 2.0, 3.0])),
        Deed::Corrected(None),
        field("number", Some(Some("13116948"))),
        field("车次", Some(None)),
        field("total", None),
        Deed::Accepted(vec![Accepted {
            invoice: id(0),
            on: on.clone(),
        }]),
        Deed::Sampled(Sample {
            seed: u64::MAX,
            invoices: ids(2),
        }),
        Deed::SecondAsked(SecondReview::All),
        Deed::SecondAsked(SecondReview::Wrong),
        Deed::SecondAsked(SecondReview::Share {
            percent: 5,
            seed: u64::MAX,
            invoices: ids(2),
        }),
        Deed::SecondAsked(SecondReview::Nothing),
        Deed::Second {
            verdict: Some(Verdict::Wrong(Some(own))),
            on: Some(on.clone()),
        },
        Deed::Second {
            verdict: None,
            on: None,
        },
        Deed::Settled {
            verdict: Verdict::Unsure,
            on: Some(on),
        },
        Deed::TestsAsked(TestTickets {
            percent: 20,
            seed: u64::MAX,
        }),
        tested(Verdict::Correct),
        tested(Verdict::Wrong(Some(Reason::TooLoose))),
        Deed::Ignored(Ignoring {
            finding: FindingCode::RegionOverlaps,
            ignored: true,
        }),
        Deed::Undone(Uuid::from_u128(7)),
        Deed::Redone(Uuid::from_u128(8)),
    ];
    let named = Reason::NAMED.into_iter();
    deeds.extend(named.map(|it| judged(Verdict::Wrong(Some(it)), None)));
    deeds
}

/// The same with each of its parts once replaced by something else, left out, or there twice.
fn spoilt(data: &Value) -> Vec<Value> {
    let mut all: Vec<Value> = [
        Value::Null,
        json!(true),
        json!(-1),
        json!(1.5),
        json!(300),
        json!(u64::MAX),
        json!(1e300),
        json!(""),
        json!("wrong"),
        json!("correct"),
        json!([]),
        json!({}),
        json!([null]),
        json!(["x"]),
        json!([1.0, 2.0, 3.0]),
        json!({"wrong": {"other": 1}}),
        json!({"wrong": "no_reason"}),
        json!({"wrong": null, "other": null}),
    ]
    .to_vec();
    match data {
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                let with = |it: Option<Value>| {
                    let mut items = items.clone();
                    match it {
                        Some(it) => items[at] = it,
                        None => drop(items.remove(at)),
                    }
                    Value::Array(items)
                };
                all.extend(spoilt(item).into_iter().map(|it| with(Some(it))));
                all.push(with(None));
            }
        }
        Value::Object(members) => {
            for (name, member) in members {
                let with = |it: Option<Value>| {
                    let mut members = members.clone();
                    members.remove(name);
                    members.extend(it.map(|it| (name.clone(), it)));
                    Value::Object(members)
                };
                all.extend(spoilt(member).into_iter().map(|it| with(Some(it))));
                all.push(with(None));
            }
        }
        _ => {}
    }
    all
}

#[test]
fn what_the_database_takes_every_program_can_read() {
    let Some(server) = Server::start() else {
        return;
    };
    make(&server, 4);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let socket = server.socket_folder().display();
    let settings = format!("host={socket} user={OWNER} dbname=audit");
    let (mut taken, mut refused) = (0, 0);
    runtime.block_on(async {
        let connecting = tokio_postgres::connect(&settings, tokio_postgres::NoTls);
        let (client, connection) = connecting.await.expect("connected");
        tokio::spawn(connection);
        let sql = "SELECT invoice_lens.is_readable($1, $2::text::jsonb), ($2::text::jsonb)::text";
        let sql = client.prepare(sql).await.expect("prepared");
        for deed in one_of_each() {
            let (kind, data) = deed.to_columns();
            // What PostgreSQL cannot keep is left out before it is sent.
            let clean = data
                .to_string()
                .replace("\\u0000\"", "\"")
                .replace(" \\u0000", " ");
            let clean: Value = serde_json::from_str(&clean).expect("JSON");
            let texts = std::iter::once(clean.clone()).chain(spoilt(&clean));
            let texts: Vec<String> = texts.map(|it| it.to_string()).collect();
            let beyond = [
                "1e400".to_owned(),
                format!("{}{}", "[".repeat(200), "]".repeat(200)),
            ];
            let more = |it: &String| {
                let opened = it.match_indices('{').map(|(at, _)| at + 1);
                let put_in = opened.flat_map(|at| {
                    let comma = if it[at..].starts_with('}') { "" } else { "," };
                    let (before, behind) = it.split_at(at);
                    let put = |what: &String| format!("{before}\"x\":{what}{comma}{behind}");
                    beyond.iter().map(put).collect::<Vec<_>>()
                });
                put_in.collect::<Vec<_>>()
            };
            let more = more(&texts[0]).into_iter().chain(beyond.clone());
            for (nr, text) in texts.clone().into_iter().chain(more).enumerate() {
                let row = client.query_one(&sql, &[&kind, &text]).await;
                let row = row.expect("asked");
                let (is_taken, kept): (bool, &str) = (row.get(0), row.get(1));
                assert!(is_taken || nr > 0, "{kind}: {text}");
                if is_taken {
                    let kept = serde_json::from_str(kept).expect("JSON");
                    let read = Deed::from_columns(&kind, kept);
                    assert!(read.is_ok(), "{kind}: {text}");
                    taken += 1;
                } else {
                    refused += 1;
                }
            }
        }
    });
    assert!(taken > 100 && refused > 1000, "{taken} and {refused}");
    // And what it refuses, it refuses to who sends it.
    let forged = Forged::NOTHING;
    for (kind, invoice, data) in [
        ("test/1", Some(0), json!("garbage")),
        ("verdict/9", Some(0), Value::Null),
        ("note/1", Some(99), json!("of no ticket")),
        (
            "test/1",
            Some(99),
            json!({"verdict": "correct", "shown": [1, 2, 3, 4]}),
        ),
        ("region/1", Some(0), json!([1, 2, 3])),
        ("note/1", None, json!("of no ticket")),
        ("sheet/1", Some(0), json!([])),
        (
            "test/1",
            None,
            json!({"verdict": "correct", "shown": [1, 2, 3, 4]}),
        ),
        ("ids/1", None, json!(["no"])),
        ("sample/1", None, json!({"seed": -1, "invoices": []})),
    ] {
        let sent = Forged {
            invoice,
            kind,
            data,
            ..forged
        };
        assert_eq!(send(&server, "li", &sent).1, Outcome::Refused, "{kind}");
    }
    // Nor does it take what nobody can fetch.
    let note = Forged {
        invoice: Some(0),
        kind: "note/1",
        data: json!("LONG"),
        ..forged
    };
    for (length, is_taken) in [(999_990, true), (1_000_000, false)] {
        let long = format!("'\"' || repeat('x', {length}) || '\"'");
        let sql = note.sql(Uuid::now_v7()).replace("'\"LONG\"'", &long);
        assert_eq!(server.may("li", &sql), is_taken, "{length}");
    }
}

#[test]
fn an_event_that_nobody_can_read_keeps_nobody_out() {
    let Some(server) = Server::start() else {
        return;
    };
    make(&server, 2);
    let verdict = record("li", 0, &TicketState::default(), judged(Verdict::Correct));
    append(&open(&server, "li"), &verdict);
    // As an earlier version of the tables let it in.
    for (seq, invoice, kind, data) in [
        (90, "'ID01test000001'", "test/1", "\"garbage\""),
        (91, "'no'", "note/1", "\"of nothing\""),
        (92, "NULL", "region/1", "[1"),
    ] {
        server.as_owner(&format!(
            "INSERT INTO invoice_lens.event VALUES (1, {seq}, gen_random_uuid(), 0, 0, 'li', {invoice}, '{kind}', NULL, '{data}')"
        ));
    }
    server.as_owner("INSERT INTO invoice_lens.ticket (review, invoice, ord) VALUES (1, 'no', 99)");
    server.as_owner("UPDATE invoice_lens.review SET seq = 92");
    let mut wang = open(&server, "wang");
    let contents = wang.contents().expect("it can be read");
    assert_eq!((contents.unreadable, contents.ids.len()), (3, 2));
    assert_eq!(state(&contents, 0), verdict.states[0].1);
    let (events, newest) = wang.events_after(1).expect("read");
    assert_eq!((events.len(), newest), (1, 92));
    let verdict = record("wang", 1, &TicketState::default(), judged(Verdict::Unsure));
    assert_eq!(append(&wang, &verdict), Appended::Written);
}
