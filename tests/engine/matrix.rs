//! What goes wrong, played through case by case: for each trouble the state that is told, the requests that it costs,
//! and that whatever was there before stays there.

use std::time::Duration;

use invoice_lens::engine::{
    Clock, EngineCommand, EngineConfig, FailureKind, Interest, RunState, Wait,
};
use invoice_lens::sandbox::{
    Bytes, Fault, FaultEffect, FaultTarget, OssErrorAnswer, RequestKind, SandboxInvoice,
    SandboxLibrary, Thumb,
};
use serde_json::{Value, json};

use crate::elsewhere::{Elsewhere, nobody};
use crate::harness::{Bench, Run, Told, id, impatient, nr, numbered, png, start_unconnected};

/// The invoice that the trouble is about; 0 and 1 are there before it begins.
const VICTIM: u32 = 2;

/// How it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Shown,
    /// With what there is of the picture.
    ShownInPart,
    /// As data without a picture.
    Data,
    Failed(FailureKind),
    NotFound,
    /// The run waits for the user.
    Blocked(FailureKind),
    /// The run goes on by itself once the host is back.
    Waits(FailureKind),
}

/// One trouble.
struct Row {
    name: &'static str,
    end: End,
    faults: Vec<Fault>,
    /// How the platform knows the victim; the stored page is `page2.png`.
    victim: SandboxInvoice,
    page: Vec<u8>,
    has_key: bool,
    /// Just before the victim is asked for.
    before: fn(&Bench),
    configure: fn(&mut EngineConfig),
    /// Told on the way.
    passes: Option<fn(&RunState) -> bool>,
    /// Calls for links, downloads, calls for tokens.
    requests: [usize; 3],
    /// Whether the user's word is all it takes once the servers behave.
    is_curable: bool,
}

fn row(name: &'static str, end: End, requests: [usize; 3]) -> Row {
    Row {
        name,
        end,
        faults: Vec::new(),
        victim: SandboxInvoice::new(&id(2), "page2.png"),
        page: png(40, 30),
        has_key: false,
        before: |_| {},
        configure: |_| {},
        passes: None,
        requests,
        is_curable: true,
    }
}

impl Row {
    fn links(mut self, times: Option<u32>, effect: FaultEffect) -> Self {
        let on = FaultTarget::kind(RequestKind::Links);
        self.faults.push(Fault { on, times, effect });
        self
    }

    fn object(mut self, times: Option<u32>, effect: FaultEffect) -> Self {
        let on = FaultTarget::kind(RequestKind::Object).named("page2.png");
        self.faults.push(Fault { on, times, effect });
        self
    }

    fn url(mut self, url: Value) -> Self {
        self.victim.url = Some(url);
        self.victim.thumb = Thumb::Empty;
        self
    }

    fn stored(mut self, page: &[u8]) -> Self {
        self.page = page.to_vec();
        self
    }

    fn with_key(mut self) -> Self {
        self.has_key = true;
        self
    }

    fn before(mut self, before: fn(&Bench)) -> Self {
        self.before = before;
        self
    }

    fn configured(mut self, configure: fn(&mut EngineConfig)) -> Self {
        self.configure = configure;
        self
    }

    fn passing(mut self, passes: fn(&RunState) -> bool) -> Self {
        self.passes = Some(passes);
        self
    }

    fn library(&self) -> SandboxLibrary {
        numbered(2)
            .with_object("page2.png", self.page.clone())
            .with_invoice(self.victim.clone())
    }

    fn play(self) {
        let bench = Bench::with_library(self.library());
        let mut config = impatient();
        (self.configure)(&mut config);
        let mut run = if self.has_key {
            bench.start_with_key(config)
        } else {
            bench.start(config)
        };
        run.add(&[id(0), id(1)]);
        run.until("the pictures before", |told| told.thumbnails.len() == 2);
        let before = counts(&bench);
        for fault in self.faults.clone() {
            bench.sandbox.inject(fault);
        }
        (self.before)(&bench);
        run.add_from(VICTIM, &[id(2)]);
        run.until(self.name, |told| end_of(told).is_some());
        assert_eq!(end_of(&run.told), Some(self.end), "{}", self.name);
        let after = counts(&bench);
        let made = [0, 1, 2].map(|kind| after[kind] - before[kind]);
        assert_eq!(made, self.requests, "{}: links, objects, tokens", self.name);
        if let Some(passes) = self.passes {
            assert!(
                run.told.runs.iter().any(passes),
                "{}: {:?}",
                self.name,
                run.told.runs
            );
        }
        assert_kept(&bench, &mut run, self.name);
        if self.is_curable && !self.faults.is_empty() {
            bench.sandbox.clear_faults();
            run.send(EngineCommand::Resume);
            run.send(EngineCommand::Retry(vec![nr(VICTIM)]));
            run.until(self.name, |told| told.thumbnails.contains_key(&nr(VICTIM)));
        }
    }
}

fn counts(bench: &Bench) -> [usize; 3] {
    let log = bench.sandbox.log();
    [RequestKind::Links, RequestKind::Object, RequestKind::Token].map(|kind| log.count(kind))
}

fn end_of(told: &Told) -> Option<End> {
    let victim = nr(VICTIM);
    if let Some(RunState::Blocked(failure)) = &told.run {
        return Some(End::Blocked(failure.kind));
    }
    if let Some(RunState::Waiting(Wait::Host { failure, .. })) = &told.run {
        return Some(End::Waits(failure.kind));
    }
    if let Some(kind) = told.failed.get(&victim) {
        return Some(End::Failed(*kind));
    }
    if told.data.contains_key(&victim) {
        return Some(End::Data);
    }
    if told.cut.contains(&victim) {
        return Some(End::ShownInPart);
    }
    if told.thumbnails.contains_key(&victim) {
        return Some(End::Shown);
    }
    let answer = told.answers.get(&victim);
    matches!(answer, Some(invoice_lens::engine::Answer::NotFound)).then_some(End::NotFound)
}

/// The pictures from before the trouble can be looked at without any request.
fn assert_kept(bench: &Bench, run: &mut Run, name: &str) {
    let objects = bench.sandbox.log().count(RequestKind::Object);
    let others = vec![nr(0), nr(1)];
    assert!(
        others.iter().all(|nr| !run.told.failed.contains_key(nr)),
        "{name}"
    );
    for nr in &others {
        run.told.thumbnails.remove(nr);
    }
    run.interest(Interest {
        visible: others.clone(),
        ..Interest::default()
    });
    run.send(EngineCommand::Dropped(others.clone()));
    run.until(name, |told| {
        others
            .iter()
            .all(|nr| told.thumbnails.get(nr) == Some(&true))
    });
    assert_eq!(
        bench.sandbox.log().count(RequestKind::Object),
        objects,
        "{name}"
    );
}

fn html() -> FaultEffect {
    FaultEffect::WrongContent {
        body: Bytes::from_static(b"<!DOCTYPE html><html>log in</html>"),
        content_type: "text/html".into(),
    }
}

fn json_body(body: impl Into<Bytes>) -> FaultEffect {
    FaultEffect::WrongContent {
        body: body.into(),
        content_type: "application/json".into(),
    }
}

fn oss(status: u16, code: &str, message: &str) -> FaultEffect {
    FaultEffect::Oss(OssErrorAnswer::new(status, code, message, "0000-00000000"))
}

fn throttled(secs: u64) -> FaultEffect {
    FaultEffect::Status {
        status: 429,
        body: String::new(),
        headers: vec![("Retry-After".into(), secs.to_string())],
    }
}

/// So that a wait is seen, however long it is.
fn stands_still(config: &mut EngineConfig) {
    config.clock = Clock::standing();
}

fn waits_for_server(state: &RunState) -> bool {
    matches!(state, RunState::Waiting(Wait::Throttled { secs: 1..=120 }))
}

fn is_slowed(state: &RunState) -> bool {
    matches!(state, RunState::Slowed { connections: 1..=5 })
}

/// What the platform and the ways to it do.
fn platform_rows() -> Vec<Row> {
    use End::{Blocked, Failed, NotFound, Shown, Waits};
    use FailureKind as F;
    let refused = || FaultEffect::status(403, "未授权");
    vec![
        row("4 a web page once", Shown, [2, 1, 0]).links(Some(1), html()),
        row("4 web pages", Failed(F::AnswerUnreadable), [4, 0, 0]).links(None, html()),
        row("6 token refused", Blocked(F::TokenRefused), [1, 0, 0]).links(None, refused()),
        row("6 with the key", Shown, [2, 1, 1])
            .with_key()
            .links(Some(1), refused()),
        row(
            "6 with the key, in vain",
            Blocked(F::TokenRefused),
            [4, 0, 1],
        )
        .with_key()
        .links(None, refused()),
        row("7 a refusal under 200", Blocked(F::TokenRefused), [1, 0, 0])
            .links(None, json_body(r#"{"code":"403","msg":"未授权"}"#)),
        row("7 an error under 200", Failed(F::PlatformError), [5, 0, 0])
            .links(None, json_body(r#"{"errorCode":500,"traceId":"7f"}"#)),
        row("8 nothing known", NotFound, [1, 0, 0]).links(None, json_body(r#"{"items":[]}"#)),
        row("10 no link", Failed(F::NoLink), [1, 0, 0]).url(json!("")),
        row("10 null", Failed(F::NoLink), [1, 0, 0]).url(Value::Null),
        row("10 not https", Failed(F::LinkUnsafe), [1, 0, 0])
            .url(json!("http://169.254.169.254/latest")),
        row(
            "10 inside the network",
            Failed(F::PrivateAddress),
            [1, 0, 0],
        )
        .url(json!("https://169.254.169.254/latest")),
        row("10 credentials", Failed(F::LinkUnsafe), [1, 0, 0])
            .url(json!("https://me:secret@files.example.com/a.jpg")),
        row("11 cut short once", Shown, [2, 1, 0])
            .links(Some(1), FaultEffect::Truncate { after: 20 }),
        row("11 cut JSON", Failed(F::AnswerUnreadable), [4, 0, 0])
            .links(None, json_body(r#"{"items":[{"id":"#)),
        row("11 wrong types", Failed(F::AnswerUnreadable), [4, 0, 0])
            .links(None, json_body(r#"{"items":{"id":7}}"#)),
        row("11 nested deep", Failed(F::AnswerUnreadable), [4, 0, 0])
            .links(None, json_body("[".repeat(100_000))),
        row("11 too large", Failed(F::AnswerUnreadable), [4, 0, 0])
            .links(None, json_body(vec![b' '; 80_000]))
            .configured(|config| config.http.answer_bytes = 64 * 1024),
        row("12 asked to wait", Shown, [2, 1, 0])
            .links(Some(1), throttled(90))
            .passing(waits_for_server),
        row("12 throttled for ever", Failed(F::Throttled), [5, 0, 0]).links(None, throttled(90)),
        row("12 for a day", Waits(F::Throttled), [1, 0, 0])
            .links(None, throttled(86_400))
            .configured(stands_still),
        row(
            "12 for longer than time lasts",
            Waits(F::Throttled),
            [1, 0, 0],
        )
        .links(None, throttled(u64::MAX))
        .configured(stands_still),
        row("12 unavailable", Shown, [2, 1, 0]).links(Some(1), FaultEffect::status(503, "")),
        row("13 a server error once", Shown, [2, 1, 0])
            .links(Some(1), FaultEffect::status(500, "")),
        row("13 server errors", Failed(F::ServerError), [5, 0, 0])
            .links(None, FaultEffect::status(500, "")),
        row("13 a gateway's error", Shown, [4, 1, 0])
            .links(Some(3), FaultEffect::status(502, "<html>")),
        row("14 the token ends", Shown, [2, 1, 1])
            .with_key()
            .before(|bench| bench.sandbox.revoke_tokens()),
        row("25 a stalled answer", Shown, [2, 1, 0])
            .links(Some(1), FaultEffect::Stall { after: 10 })
            .configured(|config| config.http.slow = Duration::from_millis(400)),
        row("27 sent elsewhere", Blocked(F::Redirected), [1, 0, 0]).links(
            None,
            FaultEffect::Redirect("https://login.example.com/?t=1".into()),
        ),
        row("39 the server's clock a year behind", Shown, [1, 1, 0])
            .before(|bench| bench.sandbox.set_clock_offset_secs(-400 * 86_400)),
        row("39 the server's clock a year ahead", Shown, [1, 1, 0])
            .before(|bench| bench.sandbox.set_clock_offset_secs(400 * 86_400)),
    ]
}

/// What the bucket does with links.
fn bucket_rows() -> Vec<Row> {
    use End::{Failed, Shown, Waits};
    use FailureKind as F;
    let altered = || oss(403, "SignatureDoesNotMatch", "It does not match.");
    let mut rows = vec![
        row("17 altered once", Shown, [2, 2, 0]).object(Some(1), altered()),
        row("17 altered", Failed(F::LinkAltered), [2, 2, 0]).object(None, altered()),
        row("18 gone", Failed(F::FileGone), [1, 1, 0]).object(None, oss(404, "NoSuchKey", "Gone.")),
        row("19 crop outside", Failed(F::CropOutside), [1, 1, 0])
            .object(None, FaultEffect::Oss(OssErrorAnswer::crop_outside())),
        row(
            "20 too large to process",
            Failed(F::ProcessingRefused),
            [1, 1, 0],
        )
        .object(None, FaultEffect::Oss(OssErrorAnswer::image_too_large())),
        row("20 memory", Failed(F::ProcessingRefused), [1, 1, 0])
            .object(None, oss(400, "MemLimitExceeded", "Too large.")),
        row("20 no image", Failed(F::ProcessingRefused), [1, 1, 0])
            .object(None, FaultEffect::Oss(OssErrorAnswer::not_an_image())),
        row("21 slow down", Shown, [1, 2, 0])
            .object(Some(1), FaultEffect::Oss(OssErrorAnswer::slow_down()))
            .passing(is_slowed),
        row("21 processing busy", Failed(F::Throttled), [1, 5, 0])
            .object(None, FaultEffect::Oss(OssErrorAnswer::cpu_limit_exceeded()))
            .passing(is_slowed),
        row("21 held back", Shown, [1, 1, 0])
            .object(
                Some(1),
                FaultEffect::Headers(vec![("x-oss-qos-delay-time".into(), "350".into())]),
            )
            .passing(is_slowed),
        row("21 asked to wait", Shown, [1, 2, 0])
            .object(Some(1), throttled(30))
            .passing(waits_for_server),
        row("21 for a day", Waits(F::Throttled), [1, 1, 0])
            .object(None, throttled(86_400))
            .configured(stands_still),
        row("22 an error under 200", Failed(F::FileGone), [1, 1, 0])
            .object(None, oss(200, "NoSuchKey", "Gone.")),
        row("account stopped", Failed(F::Refused), [1, 1, 0])
            .object(None, oss(403, "UserDisable", "No.")),
        row("a server error", Failed(F::ServerError), [1, 5, 0])
            .object(None, FaultEffect::Oss(OssErrorAnswer::internal())),
        row("27 sent elsewhere", Failed(F::Redirected), [1, 1, 0]).object(
            None,
            FaultEffect::Redirect("https://login.example.com/".into()),
        ),
        row("39 two hours of sleep", Shown, [2, 2, 0]).object(Some(1), FaultEffect::Expire),
    ];
    for code in [
        "SecurityTokenExpired",
        "InvalidSecurityToken",
        "InvalidAccessKeyId",
    ] {
        rows.push(row("16 keys out of date", Shown, [2, 2, 0]).object(Some(1), oss(403, code, "")));
        rows.push(
            row("16 keys never in date", Failed(F::LinkExpired), [3, 3, 0])
                .object(None, oss(403, code, "")),
        );
    }
    rows.push(row("15 out of date twice", Shown, [3, 3, 0]).object(Some(2), FaultEffect::Expire));
    rows.push(
        row("15 never in date", Failed(F::LinkExpired), [3, 3, 0])
            .object(None, FaultEffect::Expire),
    );
    rows
}

/// What becomes of files on their way, and what they turn out to be.
fn file_rows() -> Vec<Row> {
    use End::{Data, Failed, Shown, ShownInPart};
    use FailureKind as F;
    let whole = png(64, 64);
    let half = whole.len() / 2;
    let bmp_as_png = image_bytes(image::ImageFormat::Bmp);
    vec![
        row("4 a web page once", Shown, [1, 2, 0]).object(Some(1), html()),
        row("4 web pages", Failed(F::WebPage), [1, 2, 0]).object(None, html()),
        row("23 cut once", Shown, [1, 2, 0]).object(Some(1), FaultEffect::Truncate { after: 30 }),
        row("23 cut", Failed(F::CutShort), [1, 5, 0])
            .object(None, FaultEffect::Truncate { after: 30 }),
        row("23 cut chunks", Failed(F::CutShort), [1, 5, 0])
            .object(None, FaultEffect::TruncateChunked { after: 30 }),
        row("23 reset", Failed(F::CutShort), [1, 5, 0]).object(None, FaultEffect::Reset),
        row("24 an early end once", Shown, [1, 2, 0])
            .stored(&whole)
            .object(Some(1), FaultEffect::TruncateUnnoticed { after: half }),
        row("24 an early end", ShownInPart, [1, 2, 0])
            .stored(&whole)
            .object(None, FaultEffect::TruncateUnnoticed { after: half }),
        row("25 stalled", Failed(F::Timeout), [1, 5, 0])
            .object(None, FaultEffect::Stall { after: 30 })
            .configured(|config| config.http.slow = Duration::from_millis(400)),
        row("26 too large", Failed(F::FileTooLarge), [1, 1, 0])
            .stored(&vec![0; 9000])
            .configured(|config| config.http.file_bytes = 8000),
        row("26 without an end", Failed(F::FileTooLarge), [1, 1, 0])
            .stored(&vec![0; 9000])
            .configured(|config| config.http.file_bytes = 8000)
            .object(None, FaultEffect::TruncateUnnoticed { after: 9000 })
            .stays(),
        row("31 another ending", Shown, [1, 1, 0]).stored(&bmp_as_png),
        row("31 no bytes", Failed(F::FileEmpty), [1, 1, 0]).stored(b""),
        row("31 data", Data, [1, 1, 0]).stored(b"<?xml version=\"1.0\"?><EInvoice/>"),
        row("31 JSON", Failed(F::NotAPicture), [1, 1, 0]).stored(br#"{"code":500}"#),
        row("31 damaged", ShownInPart, [1, 2, 0])
            .stored(&broken(&whole, whole.len() / 2))
            .stays(),
        // From the first byte of the pixels on.
        row("31 broken", Failed(F::Corrupt), [1, 1, 0]).stored(&broken(&whole, 41)),
    ]
}

fn image_bytes(format: image::ImageFormat) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::RgbImage::new(20, 10)
        .write_to(&mut bytes, format)
        .expect("memory takes any picture");
    bytes.into_inner()
}

/// The picture with other bytes from there on.
fn broken(whole: &[u8], at: usize) -> Vec<u8> {
    let mut bytes = whole.to_vec();
    bytes[at..at + 40].fill(0xa5);
    bytes
}

impl Row {
    /// The trouble lies in what is stored: it is still there when the faults are gone.
    fn stays(mut self) -> Self {
        self.is_curable = false;
        self
    }
}

#[test]
fn the_platforms_troubles_end_as_they_should() {
    let rows = platform_rows();
    assert!(rows.len() > 25);
    rows.into_iter().for_each(Row::play);
}

#[test]
fn the_buckets_troubles_end_as_they_should() {
    let rows = bucket_rows();
    assert!(rows.len() > 20);
    rows.into_iter().for_each(Row::play);
}

#[test]
fn the_files_troubles_end_as_they_should() {
    let rows = file_rows();
    assert!(rows.len() > 12);
    rows.into_iter().for_each(Row::play);
}

#[test]
fn an_untrusted_bucket_is_asked_once_for_all_its_files() {
    let elsewhere = Elsewhere::untrusted();
    let mut library = numbered(2);
    for number in 2..40 {
        library = library.with_invoice(SandboxInvoice {
            url: Some(json!(format!(
                "https://{}/page{number}.png",
                elsewhere.address
            ))),
            ..SandboxInvoice::new(&id(number), "elsewhere.png")
        });
    }
    let bench = Bench::with_library(library);
    let mut run = bench.start(EngineConfig {
        connections: 1,
        ..impatient()
    });
    run.add_numbered(40);
    run.until("3 all that lie there", |told| told.failed.len() == 38);
    let kinds = run.told.failed.values();
    assert!(
        kinds
            .into_iter()
            .all(|kind| *kind == FailureKind::Certificate)
    );
    assert_eq!(elsewhere.visits(), 1);
    run.until("the others", |told| told.thumbnails.len() == 2);
    assert_kept(&bench, &mut run, "3");
}

#[test]
fn an_untrusted_platform_blocks_and_another_address_cures_it() {
    let elsewhere = Elsewhere::untrusted();
    let bench = Bench::with_library(numbered(1));
    let mut run = start_unconnected(impatient());
    run.connect_to(&format!("https://{}", elsewhere.address), "any-token");
    run.add_numbered(1);
    run.until("3 the block", |told| {
        told.blocked == Some(FailureKind::Certificate)
    });
    assert_eq!(elsewhere.visits(), 1);
    run.connect(&bench, bench.sandbox.token());
    run.until("the picture", |told| told.thumbnails.len() == 1);
}

#[test]
fn a_proxy_that_asks_who_is_there_is_asked_once() {
    let proxy = Elsewhere::asking_proxy();
    let mut library = numbered(1);
    for number in 1..9 {
        library = library.with_invoice(SandboxInvoice {
            url: Some(json!(format!("https://files.example.com/page{number}.png"))),
            ..SandboxInvoice::new(&id(number), "elsewhere.png")
        });
    }
    let bench = Bench::with_library(library);
    let mut config = EngineConfig {
        connections: 1,
        ..impatient()
    };
    config.http.proxy = Some(proxy.address);
    let mut run = bench.start(config.clone());
    run.add_numbered(9);
    run.until("5 all behind the proxy", |told| {
        told.failed.len() == 8 && told.thumbnails.len() == 1
    });
    let kinds = run.told.failed.values();
    assert!(
        kinds
            .into_iter()
            .all(|kind| *kind == FailureKind::ProxyAuth)
    );
    assert_eq!(proxy.visits(), 1);
    run.connect_to("https://platform.example.com", "any-token");
    run.add_from(9, &[id(20)]);
    run.until("5 the block", |told| {
        told.blocked == Some(FailureKind::ProxyAuth)
    });
    assert_eq!(proxy.visits(), 2);
}

#[test]
fn a_bucket_where_nobody_listens_fails_a_few_files_and_pauses_for_many() {
    let address = nobody();
    let library = |count: usize| {
        (1..count).fold(numbered(1), |library, number| {
            library.with_invoice(SandboxInvoice {
                url: Some(json!(format!("http://{address}/page{number}.png"))),
                ..SandboxInvoice::new(&id(number), "elsewhere.png")
            })
        })
    };
    let few = Bench::with_library(library(3));
    let mut run = few.start(impatient());
    run.add_numbered(3);
    run.until("2 both", |told| {
        told.failed.len() == 2 && told.thumbnails.len() == 1
    });
    let kinds = run.told.failed.values();
    assert!(
        kinds
            .into_iter()
            .all(|kind| *kind == FailureKind::Unreachable)
    );

    let many = Bench::with_library(library(60));
    let mut run = many.start(EngineConfig::default());
    run.add_numbered(60);
    run.until("2 the pause", |told| {
        matches!(&told.run, Some(RunState::Waiting(Wait::Host { failure, .. })) if failure.kind == FailureKind::Unreachable)
    });
    assert!(run.told.failed.is_empty());
}

#[test]
fn a_platform_where_nobody_listens_fails_what_is_asked_for() {
    let mut run = start_unconnected(impatient());
    run.connect_to(&format!("http://{}", nobody()), "any-token");
    run.add_numbered(1);
    run.until("2 the failure", |told| told.failed.len() == 1);
    assert_eq!(run.told.failed[&nr(0)], FailureKind::Unreachable);
    assert_eq!(run.told.runs, [RunState::Running]);
}

#[test]
fn a_name_that_is_not_known_pauses_at_once_and_its_return_is_noticed() {
    let bench = Bench::with_library(numbered(3).with_invoice(SandboxInvoice {
        url: Some(json!("https://files.nothing.invalid/page.png")),
        ..SandboxInvoice::new(&id(3), "elsewhere.png")
    }));
    let offline = |told: &Told| matches!(&told.run, Some(RunState::Waiting(Wait::Host { failure, .. })) if failure.kind == FailureKind::Offline);
    let mut run = bench.start(EngineConfig::default());
    run.add_numbered(4);
    run.until("1 the pause", offline);
    run.until("the others", |told| told.thumbnails.len() == 3);
    assert!(run.told.failed.is_empty());
    assert_kept(&bench, &mut run, "1");

    let mut run = start_unconnected(EngineConfig::default());
    run.connect_to("https://platform.nothing.invalid", "any-token");
    run.add_numbered(3);
    run.until("1 the pause", offline);
    run.connect(&bench, bench.sandbox.token());
    run.until("the pictures", |told| told.thumbnails.len() == 3);
    assert!(run.told.failed.is_empty());
}

#[test]
fn strangers_repeats_and_disorder_in_an_answer_do_no_harm() {
    let bench = Bench::with_library(numbered(3));
    let item = |id: &str, key: &str| json!({"id": id, "url": bench.sandbox.link(key, None)});
    let items = json!({"items": [
        item("stranger1", "page0.png"),
        item(&id(2), "page2.png"),
        item(&id(0), "page0.png"),
        item(&id(2), "page1.png"),
        {"id": 7},
        item(&id(1), "page1.png"),
        item(&id(0), "page2.png"),
    ]});
    bench.sandbox.inject(Fault::always(
        FaultTarget::kind(RequestKind::Links),
        json_body(items.to_string()),
    ));
    let mut run = bench.start(impatient());
    run.add_numbered(3);
    run.until("9 all three", |told| told.thumbnails.len() == 3);
    for number in 0..3 {
        let answer = &run.told.answers[&nr(number)];
        let invoice_lens::engine::Answer::Found(invoice) = answer else {
            panic!("9: invoice {number} is known");
        };
        let page = invoice.picture_key.page.as_str();
        assert!(
            page.ends_with(&format!("/page{number}.png")),
            "the first one wins: {page}"
        );
    }
    assert_eq!(counts(&bench), [1, 3, 0]);
}

#[test]
fn one_bad_id_among_many_is_found_and_the_others_come() {
    for (bad, status) in [(0, 500), (57, 500), (199, 500)] {
        let bench = Bench::with_library(numbered(200));
        let call = FaultTarget::kind(RequestKind::Links).named(&id(bad));
        bench
            .sandbox
            .inject(Fault::always(call, FaultEffect::status(status, "")));
        let mut run = bench.start(impatient());
        run.add_numbered(200);
        run.until("13 all but one", |told| {
            told.thumbnails.len() == 199 && told.failed.len() == 1
        });
        let failed: Vec<_> = run.told.failed.iter().collect();
        assert_eq!(failed, [(&nr(bad as u32), &FailureKind::ServerError)]);
        let calls = counts(&bench)[0];
        assert!(calls <= 20, "{calls} calls");
    }
}

#[test]
fn a_platform_that_takes_fewer_ids_is_asked_for_fewer() {
    let config = invoice_lens::sandbox::SandboxConfig {
        links_limit: Some(30),
        ..invoice_lens::sandbox::SandboxConfig::with_library(numbered(400))
    };
    let bench = Bench {
        sandbox: invoice_lens::sandbox::Sandbox::start(config).expect("a free port"),
    };
    let mut run = bench.start(impatient());
    run.add_numbered(400);
    run.until("13 all", |told| told.thumbnails.len() == 400);
    let log = bench.sandbox.log();
    let refused = log
        .of(RequestKind::Links)
        .filter(|call| call.status == Some(413));
    assert!(refused.count() <= 6);
}

#[test]
fn a_server_that_is_down_is_not_asked_for_every_id() {
    let bench = Bench::with_library(numbered(200));
    let links = FaultTarget::kind(RequestKind::Links);
    bench
        .sandbox
        .inject(Fault::always(links, FaultEffect::status(500, "")));
    let mut run = bench.start(impatient());
    run.add_numbered(200);
    run.until("13 all failures", |told| told.failed.len() == 200);
    let calls = counts(&bench)[0];
    // Until it is left alone, and then a probe every ten seconds for ten minutes.
    assert!(calls <= 80, "{calls} calls");
}
