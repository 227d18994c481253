//! A file is put into a database and taken out again, and both are handed over alike.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use invoice_lens::model::{Deed, Learned, Particulars, Reason, TicketState, Verdict};
use invoice_lens::store::{self, Contents, Record, ReviewFile};

use crate::postgres::{OWNER, Server};
use crate::reviews::{PLATFORM, event, id, judged, of_ids, record};

/// What a file holds, table by table.
fn rows(path: &Path) -> Vec<String> {
    let connection = rusqlite::Connection::open(path).expect("opened");
    let mut rows = Vec::new();
    for sql in [
        "SELECT json_array(seq, hex(uuid), at_utc_ms, offset_min, reviewer, invoice, kind, hex(base), data) FROM event ORDER BY seq",
        "SELECT json_array(invoice, verdict, reason, judged_on, reviewer, at_utc_ms, offset_min, note, corrected, hex(newest), learned) \
         FROM ticket ORDER BY ord",
        "SELECT json_array(name, value) FROM about ORDER BY name",
    ] {
        let mut query = connection.prepare(sql).expect("prepared");
        let found = query
            .query_map([], |row| row.get::<_, String>(0))
            .expect("read");
        rows.extend(found.map(|row| row.expect("a row")));
    }
    rows
}

fn program(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_invoice-lens"));
    command.args(arguments).args(["--lang", "en"]);
    command.output().expect("run")
}

fn succeeded(output: &Output) {
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
}

fn judged_file(path: &Path) -> Contents {
    let mut file = ReviewFile::create(path, PLATFORM).expect("made");
    file.append(&of_ids(5)).expect("written");
    let untouched = TicketState::default();
    let wrong = record(
        "王",
        0,
        &untouched,
        judged(Verdict::Wrong(Some(Reason::CutOff))),
    );
    file.append(&wrong).expect("written");
    let note = record(
        "李",
        0,
        &wrong.states[0].1,
        Deed::Noted("印章\u{1f600}'\"\\".to_owned()),
    );
    file.append(&note).expect("written");
    let verdict = record("王", 3, &untouched, judged(Verdict::Correct));
    file.append(&verdict).expect("written");
    let undo = Record {
        event: event("王", Some(id(3)), Deed::Undone(verdict.event.stamp.id)),
        states: vec![(
            id(3),
            TicketState {
                newest: None,
                ..TicketState::default()
            },
        )],
    };
    let newest = Some(undo.event.stamp.id);
    let mut undo = undo;
    undo.states[0].1.newest = newest;
    file.append(&undo).expect("written");
    let sheet = event("李", None, Deed::Noted("for nobody".to_owned()));
    let states = Vec::new();
    file.append(&Record {
        event: sheet,
        states,
    })
    .expect("written");
    file.learn(&[(id(1), Learned::without_link(Particulars::default(), true))])
        .expect("written");
    file.set_place("{\"current\":null}").expect("written");
    file.set_intake("{\"pasted\":7}").expect("written");
    drop(file);
    store::read(path).expect("read")
}

#[test]
fn a_file_goes_into_a_database_and_comes_out_as_it_was() {
    let Some(server) = Server::start() else {
        return;
    };
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name).display().to_string();
    let (before, after) = (at("before.ilens"), at("after.ilens"));
    let whole = judged_file(Path::new(&before));
    let database = server.address(OWNER, "March%202026");
    succeeded(&program(&["copy", &before, &database]));
    assert!(
        !program(&["copy", &before, &database]).status.success(),
        "the name is taken"
    );
    succeeded(&program(&["copy", &database, &after]));
    assert_eq!(rows(Path::new(&after)), rows(Path::new(&before)));
    let again = store::read(Path::new(&after)).expect("read");
    assert_eq!(
        (again.ids, again.states, again.learned),
        (whole.ids, whole.states, whole.learned)
    );
    assert!(
        !program(&["copy", &database, &after]).status.success(),
        "no file is overwritten"
    );
    assert_eq!(rows(Path::new(&after)), rows(Path::new(&before)));

    for ending in ["csv", "json", "html"] {
        let (of_file, of_database) = (
            at(&format!("file.{ending}")),
            at(&format!("database.{ending}")),
        );
        succeeded(&program(&["report", &before, "--to", &of_file]));
        succeeded(&program(&["report", &database, "--to", &of_database]));
        let read = |path: &str| {
            let text = fs::read_to_string(path).expect("a report");
            // The second of its making is another.
            let is_made =
                |line: &&str| line.contains("\"generated\"") || line.contains("<p class=\"weak\">");
            let lines = text.lines().filter(|line| !is_made(line));
            lines.map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(read(&of_database), read(&of_file), "{ending}");
    }
    let list = program(&["report", &database, "--list", "wrong"]);
    succeeded(&list);
    assert_eq!(String::from_utf8_lossy(&list.stdout).trim(), id(0).as_str());
}

#[test]
fn an_address_with_a_password_is_refused_and_not_repeated() {
    for arguments in [
        [
            "report",
            "postgres://li:geheim@db/audit?review=a",
            "--list",
            "wrong",
        ]
        .as_slice(),
        ["copy", "postgres://li:geheim@db/audit?review=a", "a.ilens"].as_slice(),
    ] {
        let output = program(arguments);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(
            said.contains("PGPASSWORD") && !said.contains("geheim"),
            "{said}"
        );
    }
}
