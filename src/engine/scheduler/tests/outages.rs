//! Whole runs in which servers have their troubles, played through event by event with a clock of their own.

use std::collections::BTreeMap;
use std::ops::Range;
use std::time::Duration;

use super::{HOUR, Rig, failed, failures, found, nr, thumbnails};
use crate::engine::config::EngineConfig;
use crate::engine::jobs::{AttemptFailed, Delivered, Ended, Job, LinksFound, PictureNr};
use crate::engine::{EngineEvent, FailureKind, RunState, THUMBNAIL, Wait};
use crate::model::InvoiceNr;
use crate::platform::SignedUrl;

const MS: Duration = Duration::from_millis(1);
const SECOND: Duration = Duration::from_secs(1);
const BEGIN: Duration = HOUR;
const USUAL: Answer = Ok(Duration::from_millis(10));

/// How servers answer at a time, and after how long.
type Answer = Result<Duration, (AttemptFailed, Duration)>;

type LinksServer = dyn Fn(Duration, &[InvoiceNr]) -> Answer;
type FileServer = dyn Fn(Duration, InvoiceNr) -> Answer;

/// What a run came to.
#[derive(Debug, Default)]
struct Came {
    ready: usize,
    failed: BTreeMap<InvoiceNr, FailureKind>,
    calls: usize,
    fetches: usize,
    /// When the picture of each was there.
    at: BTreeMap<InvoiceNr, Duration>,
    runs: Vec<RunState>,
    took: Duration,
}

struct Play {
    rig: Rig,
    host_of: fn(InvoiceNr) -> String,
    links: Box<LinksServer>,
    file: Box<FileServer>,
    shown_by: BTreeMap<PictureNr, InvoiceNr>,
    ends: BTreeMap<(Duration, usize), Ended>,
    came: Came,
}

fn at_once(kind: FailureKind) -> Answer {
    Err((failed(kind, None), 2 * MS))
}

/// After the longest that a request may take.
fn in_the_end() -> Answer {
    Err((failed(FailureKind::Timeout, None), 20 * SECOND))
}

impl Play {
    fn new(config: EngineConfig, count: u32) -> Self {
        let mut rig = Rig::new(config);
        rig.add(count);
        Self {
            rig,
            host_of: |_| "files.example.com".into(),
            links: Box::new(|_, _| USUAL),
            file: Box::new(|_, _| USUAL),
            shown_by: BTreeMap::new(),
            ends: BTreeMap::new(),
            came: Came::default(),
        }
    }

    fn links(mut self, answer: impl Fn(Duration, &[InvoiceNr]) -> Answer + 'static) -> Self {
        self.links = Box::new(answer);
        self
    }

    fn file(mut self, answer: impl Fn(Duration, InvoiceNr) -> Answer + 'static) -> Self {
        self.file = Box::new(answer);
        self
    }

    /// Until nothing is left to do.
    fn ended(mut self) -> Came {
        loop {
            loop {
                let jobs = self.rig.jobs();
                if jobs.is_empty() {
                    break;
                }
                for job in jobs {
                    self.begin(job);
                }
            }
            self.hear();
            let next = self.ends.keys().next().map(|(at, _)| *at);
            let wake = self.rig.scheduler.wake_at(self.rig.now);
            let Some(at) = next.into_iter().chain(wake).min() else {
                self.came.took = self.rig.now.saturating_sub(BEGIN);
                return self.came;
            };
            self.rig.now = self.rig.now.max(at);
            let later = self.ends.split_off(&(self.rig.now, usize::MAX));
            for ended in std::mem::replace(&mut self.ends, later).into_values() {
                self.rig.end(ended);
            }
        }
    }

    fn end_at(&mut self, after: Duration, ended: Ended) {
        let count = self.came.calls + self.came.fetches + self.ends.len();
        let mut key = (self.rig.now + after, count);
        while self.ends.contains_key(&key) {
            key.1 += 1;
        }
        self.ends.insert(key, ended);
    }

    fn begin(&mut self, job: Job) {
        let now = self.rig.now.saturating_sub(BEGIN);
        match job {
            Job::AskLinks { call, ids } => {
                self.came.calls += 1;
                let asked: Vec<_> = ids.iter().map(|(nr, _)| *nr).collect();
                let (result, after) = match (self.links)(now, &asked) {
                    Ok(after) => (Ok(self.answer_to(&asked)), after),
                    Err((failed, after)) => (Err(failed), after),
                };
                self.end_at(after, Ended::Links { call, result });
            }
            Job::Fetch { picture, link } => {
                self.came.fetches += 1;
                let number = link.page_key().object_name();
                let number = number[1..number.len() - 4].parse().expect("a number");
                self.shown_by.insert(picture, nr(number));
                let (result, after) = match (self.file)(now, nr(number)) {
                    Ok(after) => {
                        let bytes = vec![0; 10].into();
                        let was_slowed = false;
                        (Ok(Delivered { bytes, was_slowed }), after)
                    }
                    Err((failed, after)) => (Err(failed), after),
                };
                self.end_at(after, Ended::Fetched { picture, result });
            }
            Job::Decode {
                picture, pixels, ..
            } => {
                assert_eq!(pixels, THUMBNAIL);
                self.rig.decoded(picture, pixels);
            }
            other => panic!("nobody asks for that: {other:?}"),
        }
    }

    fn answer_to(&self, asked: &[InvoiceNr]) -> LinksFound {
        let found = asked.iter().map(|nr| {
            let mut found = found(*nr, "x", HOUR);
            let link = format!("https://{}/a{}.jpg?Expires=1", (self.host_of)(*nr), nr.0);
            found.link = SignedUrl::new(&link).expect("valid");
            found.invoice.picture_key.page = found.link.page_key().clone();
            found
        });
        LinksFound {
            found: found.collect(),
            unusable: Vec::new(),
        }
    }

    fn hear(&mut self) {
        let events = self.rig.events();
        for (invoices, _) in thumbnails(&events) {
            self.came.ready += invoices.len();
            let at = self.rig.now.saturating_sub(BEGIN);
            self.came.at.extend(invoices.iter().map(|nr| (*nr, at)));
        }
        for (invoices, kind) in failures(&events) {
            self.came
                .failed
                .extend(invoices.into_iter().map(|nr| (nr, kind)));
        }
        self.came
            .runs
            .extend(events.into_iter().filter_map(|event| {
                let EngineEvent::Run(state) = event else {
                    return None;
                };
                Some(state)
            }));
    }
}

impl Came {
    fn waited_for(&self, name: &str) -> bool {
        self.runs
            .iter()
            .any(|it| matches!(it, RunState::Waiting(Wait::Host { host, .. }) if &**host == name))
    }
}

/// Its name, and what it answers.
type Trouble = (&'static str, fn() -> Answer);

/// The kinds of trouble that pass by themselves, as they are seen from here.
fn troubles() -> [Trouble; 5] {
    use FailureKind as F;
    [
        ("server errors", || at_once(F::ServerError)),
        ("resets", || at_once(F::CutShort)),
        ("refused", || at_once(F::Unreachable)),
        ("silence", in_the_end),
        ("a busy gateway", || at_once(F::Throttled)),
    ]
}

const OUTAGE: Range<Duration> = Duration::from_secs(2)..Duration::from_secs(7);

#[test]
fn five_seconds_without_a_bucket_lose_nothing() {
    for (name, trouble) in troubles() {
        let play = Play::new(EngineConfig::default(), 6000);
        let came = play
            .file(move |now, _| {
                if OUTAGE.contains(&now) {
                    trouble()
                } else {
                    USUAL
                }
            })
            .ended();
        assert_eq!((came.ready, came.failed.len()), (6000, 0), "{name}");
        assert!(
            came.fetches <= 6100 && came.calls == 60,
            "{name}: {came:?}",
            came = (came.fetches, came.calls)
        );
        // Six requests that hang are no more than six.
        if name != "silence" {
            assert!(came.waited_for("files.example.com"), "{name}");
        }
        let last = came.runs.last();
        assert!(
            last.is_none_or(|it| *it == RunState::Running),
            "{name}: nothing is left over"
        );
    }
}

#[test]
fn five_seconds_without_links_lose_nothing() {
    for (name, trouble) in troubles() {
        for splits in [false, true] {
            let play = Play::new(EngineConfig::default(), 6000);
            let came = play
                .links(move |now, _| {
                    let mut answer = if OUTAGE.contains(&now) {
                        trouble()
                    } else {
                        USUAL
                    };
                    if let Err((failed, _)) = &mut answer {
                        failed.splits = splits && failed.failure.kind == FailureKind::ServerError;
                    }
                    answer
                })
                .ended();
            assert_eq!((came.ready, came.failed.len()), (6000, 0), "{name}");
            assert!(came.calls <= 90, "{name}: {} calls", came.calls);
            assert_eq!(came.fetches, 6000, "{name}");
        }
    }
}

#[test]
fn a_few_tickets_outlive_an_outage_too() {
    for count in [1, 2, 7] {
        for (name, trouble) in troubles() {
            let of_files = Play::new(EngineConfig::default(), count)
                .file(move |now, _| if now < 5 * SECOND { trouble() } else { USUAL })
                .ended();
            let of_links = Play::new(EngineConfig::default(), count)
                .links(move |now, _| if now < 5 * SECOND { trouble() } else { USUAL })
                .ended();
            for came in [of_files, of_links] {
                assert_eq!(came.failed.len(), 0, "{count}, {name}");
                assert_eq!(came.ready, count as usize, "{count}, {name}");
            }
        }
    }
}

#[test]
fn a_flaky_bucket_delivers_all_in_the_end_and_is_not_flooded() {
    // Three of five fail for a while, by turns.
    let turn = std::cell::Cell::new(0);
    let came = Play::new(EngineConfig::default(), 6000)
        .file(move |now, _| {
            turn.set(turn.get() + 1);
            if now < 8 * SECOND && turn.get() % 5 < 3 {
                at_once(FailureKind::ServerError)
            } else {
                USUAL
            }
        })
        .ended();
    assert_eq!((came.ready, came.failed.len()), (6000, 0));
    assert!(came.fetches <= 9000 + 6000, "{}", came.fetches);
}

#[test]
fn a_bucket_that_never_comes_back_ends_in_time_and_as_what_may_be_tried_again() {
    for (name, trouble) in troubles() {
        let came = Play::new(EngineConfig::default(), 3000)
            .file(move |now, _| if now < SECOND { USUAL } else { trouble() })
            .ended();
        assert_eq!(came.ready + came.failed.len(), 3000, "{name}");
        let may_pass = |kind: &FailureKind| super::Failure::new(*kind, "").is_retryable();
        assert!(came.failed.values().all(may_pass), "{name}");
        assert!(came.fetches < 900, "{name}: {}", came.fetches);
        assert!(came.took < 15 * 60 * SECOND, "{name}: {:?}", came.took);
    }
}

#[test]
fn a_platform_that_never_comes_back_ends_in_time() {
    for (name, trouble) in troubles() {
        let came = Play::new(EngineConfig::default(), 3000)
            .links(move |now, _| if now < SECOND { USUAL } else { trouble() })
            .ended();
        assert_eq!(came.ready + came.failed.len(), 3000, "{name}");
        assert!(came.calls < 300, "{name}: {} calls", came.calls);
        assert!(came.took < 60 * 60 * SECOND, "{name}: {:?}", came.took);
    }
}

#[test]
fn files_that_the_bucket_never_delivers_cost_a_few_requests_and_none_of_the_others() {
    let is_bad = |nr: InvoiceNr| nr.0 < 50 || nr.0.is_multiple_of(40);
    let came = Play::new(EngineConfig::default(), 2000)
        .file(move |_, nr| {
            if is_bad(nr) {
                at_once(FailureKind::ServerError)
            } else {
                USUAL
            }
        })
        .ended();
    let bad = (0..2000).filter(|number| is_bad(nr(*number))).count();
    assert_eq!((came.ready, came.failed.len()), (2000 - bad, bad));
    assert!(came.failed.keys().all(|nr| is_bad(*nr)));
    assert!(came.fetches <= 2000 + 6 * bad, "{}", came.fetches);
}

#[test]
fn ids_that_the_platform_stumbles_over_are_found_many_in_a_row_too() {
    let is_bad = |nr: &InvoiceNr| (100..120).contains(&nr.0) || nr.0 == 700;
    let came = Play::new(EngineConfig::default(), 1000)
        .links(move |_, asked| {
            if asked.iter().any(is_bad) {
                let failed = AttemptFailed {
                    splits: true,
                    ..failed(FailureKind::ServerError, None)
                };
                Err((failed, 2 * MS))
            } else {
                USUAL
            }
        })
        .ended();
    let good_failed = came.failed.keys().filter(|nr| !is_bad(nr)).count();
    assert_eq!((came.ready, came.failed.len(), good_failed), (979, 21, 0));
}

#[test]
fn one_host_that_wants_to_be_left_alone_for_ever_costs_nobody_else_anything() {
    let wait = Duration::from_secs(u64::MAX);
    let mut play = Play::new(EngineConfig::default(), 600).file(move |_, nr| {
        if nr.0 == 5 {
            Err((failed(FailureKind::Throttled, Some(wait)), 2 * MS))
        } else {
            USUAL
        }
    });
    play.host_of = |nr| {
        let host = if nr.0 == 5 { "busy" } else { "files" };
        format!("{host}.example.com")
    };
    let came = play.ended();
    assert_eq!(came.ready, 599);
    assert_eq!(came.failed.get(&nr(5)), Some(&FailureKind::Throttled));
    assert!(came.at.values().all(|at| *at < 10 * SECOND));
    assert!(came.waited_for("busy.example.com"));
    let is_blocked = |state: &RunState| matches!(state, RunState::Blocked(_));
    assert!(!came.runs.iter().any(is_blocked));
    assert!(came.fetches <= 599 + 7, "{}", came.fetches);
}

#[test]
fn hosts_that_hang_do_not_keep_the_good_ones_waiting() {
    let mut play = Play::new(EngineConfig::default(), 400)
        .file(|_, nr| if nr.0 < 300 { in_the_end() } else { USUAL });
    // Ten files on each of thirty hosts.
    play.host_of = |nr| match nr.0 {
        0..300 => format!("h{}.example.com", nr.0 % 30),
        _ => "files.example.com".into(),
    };
    let came = play.ended();
    assert_eq!(came.ready, 100);
    assert!(came.at.values().all(|at| *at < SECOND), "{:?}", came.at);
}

#[test]
fn very_many_hosts_all_have_their_turn() {
    let mut play = Play::new(EngineConfig::default(), 3000);
    play.host_of = |nr| format!("h{}.example.com", nr.0);
    let came = play.ended();
    assert_eq!((came.ready, came.fetches), (3000, 3000));
}
