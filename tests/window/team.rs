//! Two windows on one review in a database: each is handed tickets of its own, what one says shows with the other, what
//! one holds the other leaves, and what a window could not send the next one sends.

use std::path::Path;

use egui::accesskit::Role;
use egui::{Event, Key};
use egui_kittest::kittest::Queryable as _;
use invoice_lens::app::Launch;
use invoice_lens::locale::{Lang, Locale};
use invoice_lens::model::{
    Deed, InvoiceId, InvoiceNr, Reason, Stamp, TestTickets, TicketState, Verdict,
};
use invoice_lens::review::Stage;
use invoice_lens::sandbox::{Sandbox, SandboxConfig};
use invoice_lens::state::{NoticeKind, State};
use invoice_lens::store::{DatabaseAddress, Record, ReviewAddress, TeamReview};

use crate::harness::{App, Look};
use crate::judging::{all_saved, launch};
use crate::pages::{self, ids};
use crate::postgres::{OWNER, Server};

const TICKETS: usize = 30;

fn address(server: &Server, user: &str) -> DatabaseAddress {
    let text = server.address(user, "March");
    text.parse().expect("an address")
}

/// A review in a database in which li and wang judge.
fn make(server: &Server, sandbox: &Sandbox) {
    make_of(server, sandbox, TICKETS);
}

fn make_of(server: &Server, sandbox: &Sandbox, count: usize) {
    let ids = ids(count);
    let ids = ids.iter().map(|id| InvoiceId::new(id).expect("an ID"));
    let record = Record::of_ids(ids.collect(), Stamp::now(), "owner".into());
    let address = address(server, OWNER);
    TeamReview::create(&address, None, &sandbox.endpoint(), &[record], &[]).expect("made");
    server.grant(&["li", "wang"], &[]);
}

fn window(server: &Server, sandbox: &Sandbox, folder: &Path, user: &str) -> App {
    let mut app = window_of(server, sandbox, folder, user);
    handed_out(&mut app);
    app
}

fn window_of(server: &Server, sandbox: &Sandbox, folder: &Path, user: &str) -> App {
    let launch = Launch {
        endpoint: Some(sandbox.endpoint()),
        token: Some(sandbox.token().to_owned()),
        review: Some(ReviewAddress::Database(address(server, user))),
        ..launch(folder)
    };
    App::launch(Look::default(), launch)
}

fn handed_out(app: &mut App) {
    app.until("tickets of one's own", |state| state.own_left() > 0);
    app.until_stage(Stage::Ready, TICKETS);
    app.settle();
}

/// A text about a reviewer.
fn said_of(key: &str, reviewer: &str) -> String {
    Locale::shared(Lang::En).with(key, &[("reviewer", reviewer.into())])
}

fn holder(state: &State, nr: InvoiceNr) -> Option<String> {
    let entry = state.library.get(nr).expect("there");
    entry.holder.as_ref().map(ToString::to_string)
}

#[test]
fn two_windows_share_the_work_and_see_each_other() {
    let Some(server) = Server::start() else {
        return;
    };
    let (at_li, at_wang) = (tempfile::tempdir(), tempfile::tempdir());
    let (at_li, at_wang) = (at_li.expect("a folder"), at_wang.expect("a folder"));
    let sandbox = pages::start(pages::numbered(TICKETS));
    make(&server, &sandbox);
    let mut li = window(&server, &sandbox, at_li.path(), "li");
    let mut wang = window(&server, &sandbox, at_wang.path(), "wang");
    assert_eq!(li.state().own_left() + wang.state().own_left(), TICKETS);
    let of_wang = wang.state().current.expect("led to one's own");
    assert_eq!(holder(wang.state(), InvoiceNr(0)).as_deref(), Some("li"));
    li.until("what wang holds", |state| {
        holder(state, of_wang).as_deref() == Some("wang")
    });
    // What one says shows with the other.
    li.press(Key::Num1);
    li.until("the verdict with the server", all_saved);
    wang.until("the verdict of li", |state| {
        state.library.count_verdicts() == 1
    });
    // What somebody else is at is theirs.
    li.press(Key::End);
    let last = li.state().current.expect("the last");
    assert_eq!(holder(li.state(), last).as_deref(), Some("wang"));
    li.press(Key::Num1);
    assert_eq!(li.state().library.count_verdicts(), 1);
    assert!(li.shows(&said_of("word-held", "wang")));
    li.click_text("team");
    assert!(li.shows("wang") && li.shows(&said_of("team-self", "li")));
    li.press(Key::Escape);
    // Wang goes home, and what was held is anybody's.
    drop(wang);
    li.until("what is given back", |state| {
        holder(state, of_wang).is_none()
    });
}

/// From the window of who asks to that of who is asked, and back to be settled.
#[test]
fn a_second_verdict_is_asked_for_given_blind_and_settled() {
    let Some(server) = Server::start() else {
        return;
    };
    let (folder, other) = (tempfile::tempdir(), tempfile::tempdir());
    let (folder, other) = (folder.expect("a folder"), other.expect("a folder"));
    let sandbox = pages::start(pages::numbered(TICKETS));
    make(&server, &sandbox);
    let li = TeamReview::open(&address(&server, "li"), None).expect("opened");
    for id in ids(TICKETS) {
        let deed = Deed::Judged {
            verdict: Verdict::Wrong(Some(Reason::Other("folded".to_owned()))),
            on: None,
        };
        let invoice = InvoiceId::new(&id).expect("an ID");
        let event = invoice_lens::model::Event {
            stamp: Stamp::now(),
            reviewer: "li".into(),
            invoice: Some(invoice.clone()),
            base: None,
            deed,
        };
        let state = TicketState::default().after(&event).expect("a verdict");
        let states = vec![(invoice, state)];
        li.append(Record { event, states }).expect("written");
    }
    let mut owner = window_of(&server, &sandbox, folder.path(), OWNER);
    owner.until_stage(Stage::Ready, TICKETS);
    assert!(owner.shows_part("folded"));
    owner.click_text("team");
    owner.click_text("second-ask");
    owner.until("it is asked for", |state| state.second_review().is_some());
    let mut wang = window(&server, &sandbox, other.path(), "wang");
    assert_eq!(wang.state().library.count_verdicts(), 0);
    assert!(!wang.shows_part("folded") && wang.shows(&wang.text("second-blind")));
    wang.press(Key::Num1);
    wang.until("the verdict with the server", all_saved);
    assert_eq!(wang.state().library.count_verdicts(), 1);
    owner.until("two disagree", |state| state.disagreements().count() == 1);
    // The way there is at the bottom.
    owner.press(Key::Escape);
    owner.click(&owner.with("second-open", 1));
    assert!(owner.shows("0.0 %"), "they never agreed so far");
    let locale = Locale::shared(Lang::En);
    let said = format!("{} (wang)", locale.with("verdict-correct", &[]));
    owner.click(&locale.with("second-take", &[("said", said.into())]));
    owner.until("it is settled", |state| state.disagreements().count() == 0);
    owner.until("the server has it", all_saved);
    wang.until("it is told", |state| {
        let mut entries = state.library.entries().iter();
        entries.any(|it| {
            let judgement = it.ticket.judgement.as_ref();
            judgement.is_some_and(|it| &*it.reviewer == OWNER)
        })
    });
}

/// How many are judged one after the other before test tickets may come, and all that there are.
const EARLIER: usize = 52;
const WITH_TESTS: usize = 60;

/// A review in which li judged enough, as if every next one were a test ticket.
fn make_with_tests(server: &Server, sandbox: &Sandbox) {
    make_of(server, sandbox, WITH_TESTS);
    let li = TeamReview::open(&address(server, "li"), None).expect("opened");
    let event = |invoice: Option<InvoiceId>, deed| invoice_lens::model::Event {
        stamp: Stamp::now(),
        reviewer: "".into(),
        invoice,
        base: None,
        deed,
    };
    for id in ids(EARLIER) {
        let verdict = Verdict::Correct;
        let invoice = InvoiceId::new(&id).expect("an ID");
        let event = event(Some(invoice.clone()), Deed::Judged { verdict, on: None });
        let state = TicketState::default().after(&event).expect("a verdict");
        let states = vec![(invoice, state)];
        li.append(Record { event, states }).expect("written");
    }
    let owner = TeamReview::open(&address(server, OWNER), None).expect("opened");
    let asked = TestTickets {
        percent: 100,
        seed: 7,
    };
    let (event, states) = (event(None, Deed::TestsAsked(asked)), Vec::new());
    owner.append(Record { event, states }).expect("written");
}

/// The window of li, as far as it can be judged in.
fn window_of_li(server: &Server, sandbox: &Sandbox, folder: &Path) -> App {
    let mut app = window_of(server, sandbox, folder, "li");
    app.until("tickets of one's own", |state| state.own_left() > 0);
    app.until_stage(Stage::Ready, WITH_TESTS);
    app.settle();
    app
}

fn is_tested(state: &State) -> bool {
    state.looked_at() != state.stands_at()
}

/// Waits for the open picture and those after it, and for those originals that are known.
fn until_ready(app: &mut App) {
    app.until("its picture and those after it", |state| {
        let open = state.viewer.as_ref().map(|it| it.nr);
        let mut wanted = open.into_iter().chain(state.neighbours());
        let has_original = |nr: &InvoiceNr| {
            let entry = state.library.get(*nr).expect("there");
            let located = entry.located.as_ref();
            located.is_some_and(|it| it.original.is_some())
        };
        let mut originals = state.wanted_originals().into_iter().filter(has_original);
        wanted.all(|nr| state.has_picture(nr)) && originals.all(|nr| state.original(nr).is_some())
    });
}

/// Judges until a test ticket is open; which one it is, and in whose place.
fn judge_to_test(app: &mut App) -> (InvoiceNr, InvoiceNr) {
    for _ in 0..3 {
        until_ready(app);
        if !is_tested(app.state()) {
            app.press(Key::Num1);
        }
    }
    assert!(is_tested(app.state()), "two were judged since");
    app.settle();
    let turn = app.state().stands_at();
    (app.open().expect("open"), turn.expect("its place"))
}

/// With nothing on the screen that tells it from the ticket in whose place it comes.
#[test]
fn a_test_ticket_comes_in_the_place_of_the_next_one_and_is_told_once_it_is_answered() {
    let Some(server) = Server::start() else {
        return;
    };
    let folder = tempfile::tempdir().expect("a folder");
    let sandbox = pages::start(pages::numbered(WITH_TESTS));
    make_with_tests(&server, &sandbox);
    let mut app = window_of_li(&server, &sandbox, folder.path());
    app.press(Key::Enter);
    let (nr, turn) = judge_to_test(&mut app);
    let name = |nr: InvoiceNr| ids(WITH_TESTS)[nr.index()].clone();
    assert!(app.shows(&name(turn)));
    assert!(!app.shows_part(&name(nr)) && app.draws_outline());
    let file = pages::page_key(nr.index());
    app.click_text("details-facts");
    assert!(!app.shows_part(&file) && app.shows(&pages::page_key(turn.index())));
    // Whoever comes back finds it again.
    let shown = app.state().ocr_region(nr);
    app.press(Key::Escape);
    app.press(Key::Enter);
    let here = (app.open(), app.state().stands_at());
    assert_eq!(here, (Some(nr), Some(turn)));
    // The next window shows the real one in its place, and this one after it.
    app.press(Key::Escape);
    app.click_text("top-new");
    drop(app);
    let mut app = window_of_li(&server, &sandbox, folder.path());
    app.press(Key::Enter);
    assert_eq!(app.open(), Some(turn));
    until_ready(&mut app);
    app.press(Key::ArrowRight);
    let here = (app.open(), app.state().ocr_region(nr));
    assert_eq!(here, (Some(nr), shown));
    let turn = app.state().stands_at().expect("its place");
    let before = app.state().library.count_verdicts();
    app.press(Key::Num3);
    assert!(app.shows(&app.text("tested-caught")));
    assert_eq!(
        (app.open(), app.state().library.count_verdicts()),
        (Some(turn), before)
    );
    app.until("the answer with the server", all_saved);
    let kept = "SELECT reviewer, invoice FROM invoice_lens.event WHERE kind = 'test/1'";
    assert_eq!(server.as_owner(kept), format!("li|{}", name(nr)));
    app.click_text("tested-look");
    app.until("it again", |state| state.has_picture(nr));
    app.settle();
    assert!(app.shows(&name(nr)) && app.open() == Some(nr));
    app.press(Key::Num1);
    assert!(app.shows(&app.text("word-test-over")));
    app.press(Key::Escape);
    app.click_text("team");
    assert!(app.shows_part("1 of 1 caught, 100 %"));
    assert!(
        !app.shows(&app.text("tests-ask")),
        "who judges asks for none"
    );
}

/// The server cuts out every ticket, and hands out originals: `C` shows what it would have cut out.
#[test]
fn a_test_ticket_among_crops_is_a_crop() {
    let Some(server) = Server::start() else {
        return;
    };
    let folder = tempfile::tempdir().expect("a folder");
    let config = SandboxConfig {
        allows_uncropped: true,
        ..SandboxConfig::with_library(pages::cropped(WITH_TESTS))
    };
    let sandbox = Sandbox::start(config).expect("there is a free port");
    make_with_tests(&server, &sandbox);
    let mut app = window_of_li(&server, &sandbox, folder.path());
    // Whose original was seen is known with what is around it.
    app.press(Key::Home);
    app.press(Key::Enter);
    for number in 0..5 {
        app.until("the original", |state| {
            state.original(InvoiceNr(number)).is_some()
        });
        app.press(Key::ArrowRight);
    }
    app.press(Key::N);
    let (nr, _) = judge_to_test(&mut app);
    let shown = app.state().ocr_region(nr).expect("one");
    assert!(app.shows(&app.text("placement-original-server")));
    app.press(Key::C);
    let crop = format!("Server crop at +{}, +{}", shown.min.x, shown.min.y);
    assert!(app.shows_part(&crop) && app.draws_outline(), "{crop}");
    let (_, picture, _) = app.state().shown_crop(nr).expect("cut out");
    assert_eq!(picture.facts.size.to_f64().cast_unit(), shown.size());
    app.press(Key::C);
    assert!(app.shows(&app.text("placement-original-server")));
    app.press(Key::Num3);
    assert!(app.shows(&app.text("tested-caught")));
}

#[test]
fn what_a_window_could_not_send_the_next_one_sends() {
    let Some(server) = Server::start() else {
        return;
    };
    let folder = tempfile::tempdir().expect("a folder");
    let sandbox = pages::start(pages::numbered(TICKETS));
    make(&server, &sandbox);
    let mut li = window(&server, &sandbox, folder.path(), "li");
    server.kill();
    li.press(Key::Num1);
    li.until("it is kept here", |state| {
        state.judging.trouble.is_some() && state.judging.kept_here() == 1
    });
    assert!(all_saved(li.state()) && !li.state().would_lose());
    drop(li);
    server.resume();
    let mut li = window(&server, &sandbox, folder.path(), "li");
    li.until("it is sent", |state| {
        state.notice == Some(NoticeKind::SentLater(1)) && state.library.count_verdicts() == 1
    });
}

#[test]
fn an_address_pasted_on_the_start_page_opens_the_review() {
    let Some(server) = Server::start() else {
        return;
    };
    let folder = tempfile::tempdir().expect("a folder");
    let sandbox = pages::start(pages::numbered(TICKETS));
    make(&server, &sandbox);
    let launch = Launch {
        endpoint: Some(sandbox.endpoint()),
        token: Some(sandbox.token().to_owned()),
        ..launch(folder.path())
    };
    let mut app = App::launch(Look::default(), launch);
    app.click_text("team-open");
    let field = app.text("team-review");
    let field = app.harness.get_by_role_and_label(Role::TextInput, &field);
    field.focus();
    app.settle();
    let text = address(&server, "wang").to_string();
    app.event(Event::Paste(text));
    app.click_text("team-open-go");
    handed_out(&mut app);
    assert_eq!(app.state().colleagues()[0].reviewer.as_ref(), "wang");
    // It is among the recent ones from now on.
    app.click_text("top-new");
    let recent = &app.state().settings.team_reviews;
    assert_eq!((recent.len(), recent[0].total), (1, TICKETS));
    assert!(app.shows_part("March"));
}
