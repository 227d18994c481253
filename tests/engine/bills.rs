//! Bills, what OCR read, what the platform holds against invoices, and attachments: each call as documented, in chunks, and
//! with all that can go wrong, while pictures go on.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use invoice_lens::engine::{
    EngineCommand, EngineEvent, FailureKind, Interest, OriginalEvent, OriginalSource,
};
use invoice_lens::model::{BillContents, BillKey, FieldName, InvoiceId, InvoiceNr, InvoiceType};
use invoice_lens::sandbox::{
    Bytes, Fault, FaultEffect, FaultTarget, RequestKind, Sandbox, SandboxInvoice, SandboxLibrary,
};
use serde_json::json;

use crate::canaries::{Canaries, answers_of_calls, platform};
use crate::harness::{Bench, Run, Told, id, impatient, nr, numbered, visible};

const PROCESS: &str = "image/crop,w_6,h_4,x_2,y_1";

fn bill_number(number: usize) -> String {
    format!("B2400{number:04}")
}

/// Of each invoice the type and its bill: every `per_bill` of them share one.
fn with_bills(count: usize, per_bill: usize) -> SandboxLibrary {
    let kinds = ["invoice", "taxi", "train"];
    (0..count).fold(numbered(count), |library, number| {
        let fields = json!({
            "E_system_发票主体_发票号码": format!("{number:08}"),
            "E_system_发票主体_价税合计": {"standard": "171.00", "standardSymbol": "¥"},
        });
        library.with_invoice(SandboxInvoice {
            invoice_type: kinds[number % 3].to_owned(),
            bill: Some(bill_number(number / per_bill)),
            fields: fields.as_object().cloned().unwrap_or_default(),
            risk_tags: if number == 1 {
                vec!["存在疑似发票重复".to_owned()]
            } else {
                Vec::new()
            },
            process: Some(PROCESS.to_owned()),
            ..SandboxInvoice::new(&id(number), &format!("page{number}.png"))
        })
    })
}

fn by_number(number: usize) -> BillKey {
    BillKey::new(&bill_number(number)).expect("a bill")
}

fn by_id(number: usize) -> BillKey {
    BillKey::id(&Sandbox::bill_id(&bill_number(number))).expect("a bill")
}

/// What was said of bills, fields and tags.
#[derive(Default)]
struct Beside {
    resolved: Vec<BillContents>,
    empty: Vec<BillKey>,
    fields: BTreeMap<InvoiceNr, (InvoiceType, String)>,
    unknown: BTreeSet<InvoiceNr>,
    tags: BTreeMap<InvoiceId, Vec<String>>,
    matched: BTreeSet<InvoiceNr>,
    lacking: BTreeSet<InvoiceNr>,
    failed: Vec<FailureKind>,
}

impl Beside {
    fn of(events: &[EngineEvent]) -> Self {
        let mut beside = Self::default();
        for event in events {
            beside.take(event);
        }
        beside
    }

    fn take(&mut self, event: &EngineEvent) {
        match event {
            EngineEvent::BillsResolved(bills) => self.resolved.extend(bills.iter().cloned()),
            EngineEvent::BillsEmpty(bills) => self.empty.extend(bills.iter().cloned()),
            EngineEvent::FieldsCame(came) => {
                for (nr, fields) in came {
                    let number = fields.get(&FieldName::Number).map_or("", |it| it.plain());
                    let told = (fields.kind.clone(), number.to_owned());
                    let before = self.fields.insert(*nr, told);
                    assert!(before.is_none(), "{nr:?} comes once");
                }
            }
            EngineEvent::FieldsUnknown(numbers) => self.unknown.extend(numbers),
            EngineEvent::RiskTags(tags) => {
                for (id, tags) in tags {
                    let texts = tags.iter().map(|it| it.as_str().to_owned()).collect();
                    self.tags.insert(id.clone(), texts);
                }
            }
            EngineEvent::AttachmentsSearched { matched, lacking } => {
                self.matched.extend(matched);
                self.lacking.extend(lacking);
            }
            EngineEvent::BillsFailed { failure, .. }
            | EngineEvent::FieldsFailed { failure, .. }
            | EngineEvent::RiskTagsFailed { failure, .. }
            | EngineEvent::AttachmentsFailed { failure, .. } => self.failed.push(failure.kind),
            _ => {}
        }
    }
}

fn beside(run: &Run) -> Beside {
    Beside::of(&run.told.beside)
}

fn sizes(bench: &Bench, kind: RequestKind) -> Vec<usize> {
    let log = bench.sandbox.log();
    log.of(kind).map(|call| call.asked.len()).collect()
}

#[test]
fn bills_are_resolved_by_the_hundred_whichever_way_they_are_named() {
    let bench = Bench::with_library(with_bills(150, 1));
    let mut run = bench.start(impatient());
    let mut bills: Vec<BillKey> = (0..130).map(by_number).collect();
    bills.push(by_number(999));
    bills.extend((130..140).map(by_id));
    bills.push(BillKey::id("ID01billB9990000").expect("a bill"));
    run.send(EngineCommand::ResolveBills(bills));
    run.until("all bills and tags", |told| {
        let beside = Beside::of(&told.beside);
        beside.resolved.len() == 140 && beside.empty.len() == 2 && beside.tags.len() == 10
    });
    assert_eq!(sizes(&bench, RequestKind::Bills), [100, 31, 11]);
    assert_eq!(sizes(&bench, RequestKind::RiskTags), [10]);
    let told = beside(&run);
    assert_eq!(told.empty[0], by_number(999));
    assert!(told.tags.values().all(Vec::is_empty));
    for contents in &told.resolved {
        assert_eq!(contents.invoices.len(), 1);
        assert!(
            contents.invoices[0]
                .kind
                .as_ref()
                .is_some_and(InvoiceType::is_listed)
        );
    }
    // Nothing is fetched of what nobody added.
    assert_eq!(bench.sandbox.log().count(RequestKind::Links), 0);
}

#[test]
fn tags_come_for_all_invoices_of_a_bill_that_is_named_by_id() {
    let bench = Bench::with_library(with_bills(3, 3));
    let mut run = bench.start(impatient());
    run.send(EngineCommand::ResolveBills(vec![by_id(0)]));
    run.until("the tags", |told| Beside::of(&told.beside).tags.len() == 3);
    let tags = beside(&run).tags;
    let tagged: Vec<_> = tags.iter().filter(|(_, tags)| !tags.is_empty()).collect();
    assert_eq!(tagged.len(), 1);
    assert_eq!(tagged[0].0.as_str(), id(1));
    assert_eq!(*tagged[0].1, ["存在疑似发票重复"]);
}

#[test]
fn a_bill_says_the_kind_so_that_each_kind_takes_one_call() {
    let bench = Bench::with_library(with_bills(9, 9));
    let mut run = bench.start(impatient());
    run.send(EngineCommand::ResolveBills(vec![by_number(0)]));
    run.until("the bill", |told| {
        Beside::of(&told.beside).resolved.len() == 1
    });
    run.add_numbered(9);
    run.interest(Interest {
        fields: (0..9).map(InvoiceNr).collect(),
        ..Interest::default()
    });
    run.until("all fields", |told| {
        Beside::of(&told.beside).fields.len() == 9
    });
    assert_eq!(sizes(&bench, RequestKind::Fields), [3, 3, 3]);
    let told = beside(&run);
    assert_eq!(
        told.fields[&nr(4)],
        (InvoiceType::Taxi, "00000004".to_owned())
    );
    assert_eq!(told.fields[&nr(5)].0, InvoiceType::Train);
}

#[test]
fn fields_are_asked_for_by_the_hundred_and_those_that_nobody_knows_are_told() {
    let library = with_bills(130, 1).with_invoice(SandboxInvoice {
        invoice_type: "somethingNew".to_owned(),
        ..SandboxInvoice::new("ID999999", "page0.png")
    });
    let bench = Bench::with_library(library);
    let mut run = bench.start(impatient());
    let mut ids: Vec<String> = (0..130).map(id).collect();
    ids.push("ID999999".to_owned());
    ids.push("stranger1".to_owned());
    run.add(&ids);
    run.send(EngineCommand::AskFields((0..132).map(InvoiceNr).collect()));
    run.until("all fields", |told| {
        let beside = Beside::of(&told.beside);
        beside.fields.len() == 130 && beside.unknown.len() == 2
    });
    let told = beside(&run);
    assert_eq!(told.unknown, [nr(130), nr(131)].into_iter().collect());
    let sizes = sizes(&bench, RequestKind::Fields);
    assert!(sizes.iter().all(|size| *size <= 100));
    // Twelve kinds for each of two hundreds at most.
    assert!(sizes.len() <= 24, "{sizes:?}");
}

#[test]
fn pictures_come_while_fields_are_held_up() {
    let bench = Bench::with_library(with_bills(8, 8));
    let gate = bench.sandbox.gate(FaultTarget::kind(RequestKind::Fields));
    let mut run = bench.start(impatient());
    run.interest(Interest {
        fields: (0..8).map(InvoiceNr).collect(),
        ..visible(0..8)
    });
    run.add_numbered(8);
    gate.wait_for(1).expect("fields are asked for");
    run.until("all pictures", |told| told.thumbnails.len() == 8);
    assert!(beside(&run).fields.is_empty());
    gate.release();
    run.until("all fields", |told| {
        Beside::of(&told.beside).fields.len() == 8
    });
}

/// What a call can be answered in place of what is right, and what is said of it in the end.
fn troubles() -> Vec<(FaultEffect, FailureKind)> {
    let wrong = |body: &'static str, content_type: &str| FaultEffect::WrongContent {
        body: Bytes::from_static(body.as_bytes()),
        content_type: content_type.to_owned(),
    };
    let soon = FaultEffect::Status {
        status: 429,
        body: String::new(),
        headers: vec![("Retry-After".to_owned(), "3".to_owned())],
    };
    let late = FaultEffect::Status {
        status: 429,
        body: String::new(),
        headers: vec![("Retry-After".to_owned(), u64::MAX.to_string())],
    };
    let json = "application/json";
    vec![
        (
            FaultEffect::status(403, "未授权"),
            FailureKind::NotPermitted,
        ),
        (
            wrong(r#"{"errorCode":403,"errorMessage":"no"}"#, json),
            FailureKind::NotPermitted,
        ),
        (
            wrong(r#"{"errorCode":500,"errorMessage":"no"}"#, json),
            FailureKind::PlatformError,
        ),
        (
            wrong("<html>login</html>", "text/html"),
            FailureKind::AnswerUnreadable,
        ),
        (wrong(r#"{"count":0}"#, json), FailureKind::AnswerUnreadable),
        (soon, FailureKind::Throttled),
        (late, FailureKind::Throttled),
        (FaultEffect::status(502, ""), FailureKind::ServerError),
        (FaultEffect::status(404, ""), FailureKind::PlatformError),
        (FaultEffect::Reset, FailureKind::CutShort),
        (FaultEffect::Truncate { after: 3 }, FailureKind::CutShort),
    ]
}

#[test]
fn whatever_a_call_is_answered_it_ends_in_its_own_failure_and_pictures_come() {
    for kind in [
        RequestKind::Bills,
        RequestKind::Fields,
        RequestKind::RiskTags,
        RequestKind::Attachments,
    ] {
        for (effect, expected) in troubles() {
            let what = format!("{kind:?}: {effect:?}");
            let bench = Bench::with_library(with_bills(3, 3));
            bench
                .sandbox
                .inject(Fault::always(FaultTarget::kind(kind), effect));
            let mut run = bench.start(impatient());
            run.interest(visible(0..3));
            run.add_numbered(3);
            match kind {
                RequestKind::Fields => run.send(EngineCommand::AskFields(vec![nr(0), nr(1)])),
                RequestKind::Attachments => {
                    run.send(EngineCommand::UseAttachments(vec![(nr(0), by_id(0))]));
                }
                _ => run.send(EngineCommand::ResolveBills(vec![by_id(0)])),
            }
            run.until(&what, |told| {
                let beside = Beside::of(&told.beside);
                told.thumbnails.len() == 3 && !beside.failed.is_empty()
            });
            let failed = beside(&run).failed;
            assert!(
                failed.iter().all(|it| *it == expected),
                "{what}: {failed:?}"
            );
            assert_eq!(run.told.blocked, None, "{what}");
            assert!(run.told.failed.is_empty(), "{what}");
        }
    }
}

#[test]
fn a_call_that_fails_once_is_made_again() {
    let bench = Bench::with_library(with_bills(3, 3));
    for kind in [RequestKind::Bills, RequestKind::Fields] {
        for effect in [
            FaultEffect::status(503, ""),
            FaultEffect::Reset,
            FaultEffect::status(500, ""),
        ] {
            bench
                .sandbox
                .inject(Fault::once(FaultTarget::kind(kind), effect));
        }
    }
    let mut run = bench.start(impatient());
    run.send(EngineCommand::ResolveBills(vec![by_number(0)]));
    run.until("the bill", |told| {
        Beside::of(&told.beside).resolved.len() == 1
    });
    run.add_numbered(3);
    run.send(EngineCommand::AskFields((0..3).map(InvoiceNr).collect()));
    run.until("all fields", |told| {
        Beside::of(&told.beside).fields.len() == 3
    });
    assert!(beside(&run).failed.is_empty());
}

#[test]
fn bills_alone_wait_for_a_token_that_is_accepted() {
    let bench = Bench::with_library(with_bills(3, 3));
    let mut run = bench.start_with_token(impatient(), "ID01nobodys:token");
    run.send(EngineCommand::ResolveBills(vec![by_number(0)]));
    run.until("a refusal", |told| {
        told.blocked == Some(FailureKind::TokenRefused)
    });
    run.connect(&bench, bench.sandbox.token());
    run.until("the bill", |told| {
        Beside::of(&told.beside).resolved.len() == 1
    });
}

#[test]
fn a_key_gets_one_more_token_where_the_old_one_ended() {
    let bench = Bench::with_library(with_bills(3, 3));
    let mut run = bench.start_with_key(impatient());
    run.interest(visible(0..3));
    run.add_numbered(3);
    run.until("all pictures", |told| told.thumbnails.len() == 3);
    bench.sandbox.revoke_tokens();
    run.send(EngineCommand::AskFields(vec![nr(0)]));
    run.until("the fields", |told| {
        Beside::of(&told.beside).fields.len() == 1
    });
    assert_eq!(bench.sandbox.log().count(RequestKind::Token), 2);
}

fn open_original(run: &Run, open: u32) {
    run.interest(Interest {
        open: Some(nr(open)),
        originals: vec![nr(open)],
        ..Interest::default()
    });
}

/// Sources and sizes of the originals that came.
fn originals(run: &Run) -> Vec<(OriginalSource, (u32, u32))> {
    let ready = run.told.originals.iter().filter_map(|event| match event {
        OriginalEvent::Ready {
            source, picture, ..
        } => Some((source.clone(), picture.pyramid.full_size())),
        _ => None,
    });
    ready.collect()
}

/// Whether a file that was attached to a bill came as an original.
fn has_attached(told: &Told) -> bool {
    let is_ready = |event: &OriginalEvent| {
        matches!(
            event,
            OriginalEvent::Ready {
                source: OriginalSource::Attachment,
                ..
            }
        )
    };
    told.originals.iter().any(is_ready)
}

#[test]
fn an_attachment_of_the_bill_is_the_original_of_its_page() {
    let bench = Bench::with_library(with_bills(3, 3));
    let mut run = bench.start(impatient());
    run.add_numbered(3);
    let of = (0..3).map(|number| (nr(number), by_id(0)));
    run.send(EngineCommand::UseAttachments(of.collect()));
    open_original(&run, 1);
    run.until("the original", has_attached);
    let attached = (OriginalSource::Attachment, (16, 12));
    assert!(originals(&run).contains(&attached), "{:?}", originals(&run));
    assert_eq!(
        sizes(&bench, RequestKind::Attachments),
        [1],
        "asked once for all three"
    );
    assert_eq!(
        sizes(&bench, RequestKind::FileLinks),
        [] as [usize; 0],
        "its link still works"
    );
}

#[test]
fn a_link_of_qiniu_that_ended_is_asked_for_again() {
    let bench = Bench::with_library(with_bills(3, 3));
    let mut run = bench.start(impatient());
    run.add_numbered(3);
    run.until("all pictures", |told| told.thumbnails.len() == 3);
    run.send(EngineCommand::UseAttachments(vec![
        (nr(0), by_id(0)),
        (nr(1), by_id(0)),
    ]));
    let expired = FaultEffect::Status {
        status: 401,
        body: r#"{"error":"expired token"}"#.to_owned(),
        headers: Vec::new(),
    };
    bench
        .sandbox
        .wait_answered(RequestKind::Attachments, 1)
        .expect("the files are listed");
    let page = FaultTarget::kind(RequestKind::Object)
        .named("page1.png")
        .attached();
    bench.sandbox.inject(Fault::once(page, expired));
    open_original(&run, 1);
    run.until("the original", has_attached);
    assert_eq!(sizes(&bench, RequestKind::FileLinks), [1]);
}

#[test]
fn what_is_not_attached_is_told() {
    let library = with_bills(2, 2).with_invoice(SandboxInvoice {
        bill: Some(bill_number(0)),
        is_attached: false,
        ..SandboxInvoice::new(&id(0), "page0.png")
    });
    let bench = Bench::with_library(library);
    let mut run = bench.start(impatient());
    run.add_numbered(2);
    run.send(EngineCommand::UseAttachments(vec![
        (nr(0), by_id(0)),
        (nr(1), by_number(0)),
    ]));
    run.until("both", |told| Beside::of(&told.beside).lacking.len() == 2);
}

#[test]
fn one_bill_that_is_not_there_does_not_spoil_the_others_files() {
    let bench = Bench::with_library(with_bills(4, 1));
    let mut run = bench.start(impatient());
    run.add_numbered(4);
    let gone = BillKey::id("ID01billB9990000").expect("a bill");
    run.send(EngineCommand::UseAttachments(vec![
        (nr(0), by_id(0)),
        (nr(1), gone),
        (nr(2), by_id(2)),
    ]));
    open_original(&run, 2);
    run.until("the original and the refusal", |told| {
        let beside = Beside::of(&told.beside);
        beside.failed == [FailureKind::PlatformError] && has_attached(told)
    });
}

#[test]
fn no_event_about_these_calls_holds_a_secret() {
    for kind in [
        RequestKind::Bills,
        RequestKind::Fields,
        RequestKind::RiskTags,
        RequestKind::Attachments,
        RequestKind::FileLinks,
    ] {
        for effect in answers_of_calls(kind, "127.0.0.1:9") {
            let what = format!("{kind:?} {effect:?}");
            let bench = Bench {
                sandbox: platform(with_bills(2, 2)),
            };
            bench
                .sandbox
                .inject(Fault::always(FaultTarget::kind(kind), effect));
            let mut config = impatient();
            config.http.slow = Duration::from_millis(500);
            let mut run = bench.start(config);
            run.interest(visible(0..2));
            run.add_numbered(2);
            run.send(EngineCommand::ResolveBills(vec![by_id(0)]));
            run.send(EngineCommand::AskFields(vec![nr(0), nr(1)]));
            run.send(EngineCommand::UseAttachments(vec![(nr(0), by_id(0))]));
            run.until(&what, |told| {
                let beside = Beside::of(&told.beside);
                let fields = beside.fields.len() + beside.unknown.len();
                let has_ended = fields == 2 || !beside.failed.is_empty();
                told.thumbnails.len() == 2 && has_ended
            });
            let said = format!("{:?}", run.events);
            Canaries::of(&bench.sandbox).assert_absent(&what, said.as_bytes());
            assert!(!said.contains("token="), "{what}");
        }
    }
}
