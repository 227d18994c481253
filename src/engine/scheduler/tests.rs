//! The scheduler alone: no thread, no network, no clock.

use std::sync::Arc;
use std::time::Duration;

use super::Scheduler;
use crate::engine::config::EngineConfig;
use crate::engine::jobs::{
    AttemptFailed, CallNr, DecodedPixels, Ended, FoundLink, Job, LinksFound, PictureNr, Pixels,
};
use crate::engine::{Answer, EngineEvent, Failure, FailureKind, Interest, Picture, RunState};
use crate::formats::{Pyramid, Raster};
use crate::geometry::{OssChain, PictureSize};
use crate::model::region::RawRegion;
use crate::model::{Invoice, InvoiceId, InvoiceNr, PictureFacts, PictureKey};
use crate::platform::SignedUrl;

const HOUR: Duration = Duration::from_hours(1);

fn nr(number: u32) -> InvoiceNr {
    InvoiceNr(number)
}

fn numbers(range: std::ops::Range<u32>) -> Vec<InvoiceNr> {
    range.map(InvoiceNr).collect()
}

/// A scheduler with a hand-turned clock, and answers to give it.
struct Rig {
    scheduler: Scheduler,
    now: Duration,
    events: Vec<EngineEvent>,
}

impl Rig {
    fn new(config: EngineConfig) -> Self {
        let mut scheduler = Scheduler::new(config, 7);
        scheduler.connected(Duration::ZERO);
        let mut rig = Self {
            scheduler,
            // Past the time in which a fresh token may be refused.
            now: HOUR,
            events: Vec::new(),
        };
        rig.events();
        rig
    }

    fn with_invoices(count: u32) -> Self {
        let mut rig = Self::new(EngineConfig::default());
        rig.add(count);
        rig
    }

    fn add(&mut self, count: u32) {
        let ids = (0..count)
            .map(|n| InvoiceId::new(&format!("ID{n:06}")).expect("valid"))
            .collect();
        self.scheduler.add(nr(0), ids);
    }

    fn jobs(&mut self) -> Vec<Job> {
        let jobs = self.scheduler.next_jobs(self.now);
        self.events.extend(self.scheduler.take_events());
        jobs
    }

    fn events(&mut self) -> Vec<EngineEvent> {
        self.events.extend(self.scheduler.take_events());
        std::mem::take(&mut self.events)
    }

    fn end(&mut self, ended: Ended) {
        self.scheduler.ended(ended, self.now);
    }

    fn look(&mut self, visible: &[u32], open: Option<u32>) {
        self.scheduler.set_interest(Interest {
            visible: visible.iter().copied().map(InvoiceNr).collect(),
            open: open.map(InvoiceNr),
            ..Interest::default()
        });
    }

    /// Answers a call with one picture for every invoice, `a{n}.jpg`.
    fn answer(&mut self, call: CallNr, asked: &[InvoiceNr]) {
        self.answer_with(call, asked, |nr| format!("a{}.jpg", nr.0));
    }

    fn answer_with(
        &mut self,
        call: CallNr,
        asked: &[InvoiceNr],
        file: impl Fn(InvoiceNr) -> String,
    ) {
        let found = asked
            .iter()
            .map(|nr| found(*nr, &file(*nr), HOUR))
            .collect();
        let unusable = Vec::new();
        self.end(Ended::Links {
            call,
            result: Ok(LinksFound { found, unusable }),
        });
    }

    fn fail_call(&mut self, call: CallNr, kind: FailureKind, retry_after: Option<Duration>) {
        self.end(Ended::Links {
            call,
            result: Err(failed(kind, retry_after)),
        });
    }

    fn deliver(&mut self, picture: PictureNr) {
        self.end(Ended::Fetched {
            picture,
            result: Ok(vec![0; 1000].into()),
        });
    }

    fn fail_fetch(&mut self, picture: PictureNr, kind: FailureKind) {
        self.end(Ended::Fetched {
            picture,
            result: Err(failed(kind, None)),
        });
    }

    fn decoded(&mut self, picture: PictureNr, pixels: Pixels) {
        let raster = Raster::new(2, 2, vec![0; 4]).expect("four pixels");
        let result = Ok(match pixels {
            Pixels::Thumbnail => DecodedPixels::Thumbnail {
                facts: facts(),
                raster: Arc::new(raster),
            },
            Pixels::Full => DecodedPixels::Full(Arc::new(Picture {
                facts: facts(),
                pyramid: Pyramid::build(raster),
            })),
        });
        self.end(Ended::Decoded {
            picture,
            pixels,
            result,
        });
    }

    /// Answers, delivers and decodes until nothing is left to start; returns how many of each kind ran.
    fn run_dry(&mut self) -> Ran {
        let mut ran = Ran::default();
        loop {
            let jobs = self.jobs();
            if jobs.is_empty() {
                return ran;
            }
            for job in jobs {
                match job {
                    Job::AskLinks { call, ids } => {
                        ran.calls += 1;
                        let asked: Vec<_> = ids.iter().map(|(nr, _)| *nr).collect();
                        self.answer(call, &asked);
                    }
                    Job::Fetch { picture, .. } => {
                        ran.fetches += 1;
                        self.deliver(picture);
                    }
                    Job::Decode {
                        picture, pixels, ..
                    } => {
                        ran.decodes += 1;
                        self.decoded(picture, pixels);
                    }
                }
            }
        }
    }
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Ran {
    calls: usize,
    fetches: usize,
    decodes: usize,
}

fn failed(kind: FailureKind, retry_after: Option<Duration>) -> AttemptFailed {
    AttemptFailed {
        failure: Failure::new(kind, ""),
        retry_after,
    }
}

fn facts() -> PictureFacts {
    PictureFacts {
        size: PictureSize::new(2, 2),
        mime: "image/png",
        orientation: 1,
        frames: 1,
        complete: true,
    }
}

fn found(nr: InvoiceNr, file: &str, life: Duration) -> FoundLink {
    let link = format!("https://files.example.com/{file}?Expires=1&Signature=x");
    let link = SignedUrl::new(&link).expect("valid");
    FoundLink {
        invoice: Invoice {
            nr,
            id: InvoiceId::new(&format!("ID{:06}", nr.0)).expect("valid"),
            picture_key: PictureKey {
                page: link.page_key().clone(),
                process: Arc::clone(link.process()),
            },
            chain: OssChain::parse(""),
            region: RawRegion::default(),
            source: String::new(),
            file_name: String::new(),
        },
        link,
        life,
    }
}

/// The calls among `jobs`, with whom they ask for.
fn calls(jobs: Vec<Job>) -> Vec<(CallNr, Vec<InvoiceNr>)> {
    jobs.into_iter()
        .filter_map(|job| match job {
            Job::AskLinks { call, ids } => {
                Some((call, ids.into_iter().map(|(nr, _)| nr).collect()))
            }
            _ => None,
        })
        .collect()
}

/// The files fetched by `jobs`.
fn fetches(jobs: &[Job]) -> Vec<(PictureNr, String)> {
    jobs.iter()
        .filter_map(|job| match job {
            Job::Fetch { picture, link } => {
                let (_, file) = link.page_key().as_str().split_once('/')?;
                Some((*picture, file.to_owned()))
            }
            _ => None,
        })
        .collect()
}

fn files(jobs: &[Job]) -> Vec<String> {
    fetches(jobs).into_iter().map(|(_, file)| file).collect()
}

fn decodes(jobs: &[Job]) -> Vec<(PictureNr, Pixels)> {
    jobs.iter()
        .filter_map(|job| match job {
            Job::Decode {
                picture, pixels, ..
            } => Some((*picture, *pixels)),
            _ => None,
        })
        .collect()
}

/// Thumbnails told of: whom they concern and whether they came with pixels.
fn thumbnails(events: &[EngineEvent]) -> Vec<(Vec<InvoiceNr>, bool)> {
    events
        .iter()
        .filter_map(|event| match event {
            EngineEvent::Thumbnail {
                invoices, raster, ..
            } => Some((invoices.clone(), raster.is_some())),
            _ => None,
        })
        .collect()
}

fn full_pictures(events: &[EngineEvent]) -> usize {
    let is_full = |event: &&EngineEvent| matches!(event, EngineEvent::Picture { .. });
    events.iter().filter(is_full).count()
}

fn failures(events: &[EngineEvent]) -> Vec<(Vec<InvoiceNr>, FailureKind)> {
    events
        .iter()
        .filter_map(|event| match event {
            EngineEvent::PictureFailed { invoices, failure }
            | EngineEvent::LinksFailed { invoices, failure } => {
                Some((invoices.clone(), failure.kind))
            }
            _ => None,
        })
        .collect()
}

#[test]
fn links_are_asked_for_in_chunks_two_at_a_time() {
    let mut rig = Rig::with_invoices(250);
    let first = calls(rig.jobs());
    assert_eq!(first.len(), 2);
    assert_eq!(first[0].1, numbers(0..100));
    assert_eq!(first[1].1, numbers(100..200));
    rig.answer(first[0].0, &first[0].1);
    let jobs = rig.jobs();
    assert_eq!(
        files(&jobs).len(),
        6,
        "pictures load while links are asked for"
    );
    assert_eq!(calls(jobs)[0].1, numbers(200..250));
}

#[test]
fn what_is_visible_is_asked_for_and_fetched_first() {
    let mut rig = Rig::with_invoices(1000);
    rig.look(&[900, 901], Some(905));
    let first = calls(rig.jobs());
    assert_eq!(first[0].1[..4], [nr(905), nr(900), nr(901), nr(0)]);
    rig.answer(first[0].0, &first[0].1);
    let loading = files(&rig.jobs());
    assert_eq!(loading[..4], ["a905.jpg", "a900.jpg", "a901.jpg", "a0.jpg"]);
}

#[test]
fn links_stay_less_than_an_hour_ahead_of_the_downloads() {
    let mut rig = Rig::with_invoices(5000);
    let mut fetching = Vec::new();
    let mut asked = 0;
    loop {
        let jobs = rig.jobs();
        fetching.extend(fetches(&jobs));
        let calls = calls(jobs);
        if calls.is_empty() {
            break;
        }
        for (call, invoices) in calls {
            asked += invoices.len();
            rig.answer(call, &invoices);
        }
    }
    assert_eq!((asked, fetching.len()), (500, 6));
    // One link used up asks for nothing yet, a whole chunk of them does.
    rig.deliver(fetching[0].0);
    assert!(calls(rig.jobs()).is_empty());
}

#[test]
fn a_changed_view_changes_what_comes_next() {
    let mut rig = Rig::with_invoices(100);
    let first = calls(rig.jobs());
    rig.answer(first[0].0, &first[0].1);
    rig.look(&[50, 51], None);
    let running = fetches(&rig.jobs());
    assert_eq!(running[0].1, "a50.jpg");
    assert_eq!(running[2].1, "a0.jpg");
    rig.look(&[70], None);
    rig.deliver(running[5].0);
    let next = files(&rig.jobs());
    assert_eq!(next, ["a70.jpg"], "not a view that is gone");
}

#[test]
fn one_picture_is_one_download_for_all_who_show_it() {
    let mut rig = Rig::with_invoices(3);
    rig.look(&[1], None);
    let first = calls(rig.jobs());
    rig.answer_with(first[0].0, &first[0].1, |_| "same.jpg".into());
    let running = fetches(&rig.jobs());
    assert_eq!(running.len(), 1);
    rig.deliver(running[0].0);
    let decoding = decodes(&rig.jobs());
    assert_eq!(decoding, [(running[0].0, Pixels::Thumbnail)]);
    rig.events();
    rig.decoded(running[0].0, Pixels::Thumbnail);
    let sent = thumbnails(&rig.events());
    assert_eq!(sent, [(vec![nr(1), nr(0), nr(2)], true)]);
}

#[test]
fn whoever_joins_a_known_picture_hears_at_once() {
    let mut rig = Rig::new(EngineConfig {
        chunk: 1,
        link_calls: 1,
        ..EngineConfig::default()
    });
    rig.add(2);
    let first = calls(rig.jobs());
    rig.answer_with(first[0].0, &first[0].1, |_| "same.jpg".into());
    let jobs = rig.jobs();
    let picture = fetches(&jobs)[0].0;
    rig.deliver(picture);
    rig.jobs();
    rig.decoded(picture, Pixels::Thumbnail);
    rig.events();
    rig.look(&[1], None);
    let second = calls(jobs);
    rig.answer_with(second[0].0, &second[0].1, |_| "same.jpg".into());
    assert!(fetches(&rig.jobs()).is_empty());
    assert_eq!(thumbnails(&rig.events()), [(vec![nr(1)], true)]);
}

#[test]
fn every_picture_is_looked_at_once_and_sends_pixels_only_where_somebody_looks() {
    let mut rig = Rig::with_invoices(300);
    rig.look(&[3, 5], None);
    let ran = rig.run_dry();
    assert_eq!((ran.fetches, ran.decodes), (300, 300));
    let sent = thumbnails(&rig.events());
    assert_eq!(sent.len(), 300);
    let with_pixels: Vec<_> = sent.into_iter().filter(|(_, pixels)| *pixels).collect();
    assert_eq!(with_pixels, [(vec![nr(3)], true), (vec![nr(5)], true)]);
}

#[test]
fn pixels_are_sent_once_until_the_window_drops_them() {
    let mut rig = Rig::with_invoices(4);
    rig.look(&[0, 1], None);
    rig.run_dry();
    rig.events();
    rig.look(&[0, 1, 2], None);
    assert_eq!(rig.run_dry(), Ran::default());
    assert_eq!(thumbnails(&rig.events()), [(vec![nr(2)], true)]);
    rig.look(&[1, 2], None);
    rig.run_dry();
    assert_eq!(thumbnails(&rig.events()), []);
    rig.scheduler.dropped(&[nr(1), nr(3)]);
    assert_eq!(rig.run_dry(), Ran::default());
    assert_eq!(thumbnails(&rig.events()), [(vec![nr(1)], true)]);
}

#[test]
fn pixels_that_are_gone_come_from_bytes_and_bytes_that_are_gone_from_the_network() {
    let no_pixels = EngineConfig {
        pixels_budget: 0,
        ..EngineConfig::default()
    };
    let nothing = EngineConfig {
        bytes_budget: 0,
        ..no_pixels.clone()
    };
    for (config, downloads) in [(no_pixels, 0), (nothing, 1)] {
        let mut rig = Rig::new(config);
        rig.add(2);
        rig.run_dry();
        rig.events();
        rig.look(&[1], None);
        let ran = rig.run_dry();
        assert_eq!((ran.fetches, ran.decodes), (downloads, 1));
        assert_eq!(thumbnails(&rig.events()), [(vec![nr(1)], true)]);
    }
}

#[test]
fn opening_decodes_what_is_there() {
    let mut rig = Rig::with_invoices(4);
    rig.run_dry();
    rig.look(&[0, 1, 2, 3], Some(2));
    let ran = rig.run_dry();
    assert_eq!((ran.calls, ran.fetches, ran.decodes), (0, 0, 1));
    assert_eq!(full_pictures(&rig.events()), 1);
    // Held as long as it stays open, sent again from the cache once it was away.
    rig.look(&[0], Some(2));
    rig.run_dry();
    assert_eq!(full_pictures(&rig.events()), 0);
    rig.look(&[0], None);
    rig.run_dry();
    rig.look(&[0], Some(2));
    assert_eq!(rig.run_dry(), Ran::default());
    assert_eq!(full_pictures(&rig.events()), 1);
}

#[test]
fn the_open_picture_is_decoded_before_its_neighbours_and_the_grid() {
    let mut rig = Rig::new(EngineConfig {
        decoders: 1,
        ..EngineConfig::default()
    });
    rig.add(4);
    rig.scheduler.set_interest(Interest {
        visible: vec![nr(0), nr(1)],
        open: Some(nr(3)),
        neighbours: vec![nr(2)],
        ..Interest::default()
    });
    let first = calls(rig.jobs());
    rig.answer(first[0].0, &first[0].1);
    let running = fetches(&rig.jobs());
    let order: Vec<_> = running.iter().map(|(_, file)| file.as_str()).collect();
    assert_eq!(order, ["a3.jpg", "a2.jpg", "a0.jpg", "a1.jpg"]);
    for (picture, _) in running.iter().rev() {
        rig.deliver(*picture);
    }
    let mut order = Vec::new();
    while let Some((picture, pixels)) = decodes(&rig.jobs()).first().copied() {
        order.push((picture, pixels));
        rig.decoded(picture, pixels);
    }
    let of = |file: &str| {
        let place = running.iter().find(|(_, name)| name == file);
        place.expect("fetched").0
    };
    assert_eq!(order[0], (of("a3.jpg"), Pixels::Full));
    assert_eq!(order[1], (of("a2.jpg"), Pixels::Full));
    assert_eq!(order[2], (of("a0.jpg"), Pixels::Thumbnail));
    assert_eq!(
        order.len(),
        6,
        "four first looks, two full pictures: {order:?}"
    );
}

#[test]
fn an_expired_link_is_renewed_twice_and_then_given_up() {
    let mut rig = Rig::with_invoices(1);
    let call = calls(rig.jobs()).remove(0);
    rig.answer(call.0, &call.1);
    for _ in 0..2 {
        let (picture, _) = fetches(&rig.jobs()).remove(0);
        rig.fail_fetch(picture, FailureKind::LinkExpired);
        let call = calls(rig.jobs()).remove(0);
        assert_eq!(call.1, [nr(0)]);
        rig.answer(call.0, &call.1);
    }
    let (picture, _) = fetches(&rig.jobs()).remove(0);
    rig.events();
    rig.fail_fetch(picture, FailureKind::LinkExpired);
    assert!(rig.jobs().is_empty());
    let expected = (vec![nr(0)], FailureKind::LinkExpired);
    assert_eq!(failures(&rig.events()), [expected]);
    // Somebody's word starts it over, with a new link.
    rig.scheduler.retry(&[nr(0)]);
    let ran = rig.run_dry();
    assert_eq!((ran.calls, ran.fetches, ran.decodes), (1, 1, 1));
}

#[test]
fn a_link_out_of_date_by_the_clock_is_renewed_before_use() {
    let mut rig = Rig::with_invoices(20);
    let call = calls(rig.jobs()).remove(0);
    rig.answer(call.0, &call.1);
    let running = fetches(&rig.jobs());
    // The margin of two minutes counts as out of date.
    rig.now += Duration::from_mins(58);
    for (picture, _) in running {
        rig.deliver(picture);
    }
    let jobs = rig.jobs();
    assert!(fetches(&jobs).is_empty());
    let asked = calls(jobs).remove(0).1;
    assert_eq!(asked, numbers(6..20));
}

#[test]
fn links_that_never_live_are_tried_in_the_end() {
    let mut rig = Rig::with_invoices(1);
    for _ in 0..3 {
        let call = calls(rig.jobs()).remove(0);
        rig.end(Ended::Links {
            call: call.0,
            result: Ok(LinksFound {
                found: vec![found(nr(0), "a.jpg", Duration::ZERO)],
                unusable: Vec::new(),
            }),
        });
    }
    assert_eq!(files(&rig.jobs()), ["a.jpg"]);
}

#[test]
fn an_altered_link_gets_one_more_chance() {
    let mut rig = Rig::with_invoices(1);
    for is_last in [false, true] {
        let call = calls(rig.jobs()).remove(0);
        rig.answer(call.0, &call.1);
        let (picture, _) = fetches(&rig.jobs()).remove(0);
        rig.fail_fetch(picture, FailureKind::LinkAltered);
        let told = !failures(&rig.events()).is_empty();
        assert_eq!(told, is_last);
    }
    assert!(rig.jobs().is_empty());
}

#[test]
fn a_failed_download_is_tried_four_times_with_growing_waits() {
    let mut rig = Rig::with_invoices(1);
    let call = calls(rig.jobs()).remove(0);
    rig.answer(call.0, &call.1);
    for attempt in 1..=4 {
        let (picture, _) = fetches(&rig.jobs()).remove(0);
        rig.events();
        rig.fail_fetch(picture, FailureKind::ServerError);
        if attempt == 4 {
            break;
        }
        assert_eq!(failures(&rig.events()), []);
        let wake = rig.scheduler.wake_at(rig.now).expect("it goes on later");
        assert!(
            wake.saturating_sub(rig.now) <= Duration::from_millis(500) * 2_u32.pow(attempt - 1)
        );
        rig.now = wake;
    }
    let expected = (vec![nr(0)], FailureKind::ServerError);
    assert_eq!(failures(&rig.events()), [expected]);
    assert_eq!(rig.scheduler.wake_at(rig.now), None);
}

#[test]
fn what_cannot_get_better_is_not_tried_again() {
    for kind in [
        FailureKind::FileGone,
        FailureKind::ProcessingRefused,
        FailureKind::FileTooLarge,
        FailureKind::Certificate,
    ] {
        let mut rig = Rig::with_invoices(1);
        let call = calls(rig.jobs()).remove(0);
        rig.answer(call.0, &call.1);
        let (picture, _) = fetches(&rig.jobs()).remove(0);
        rig.fail_fetch(picture, kind);
        assert!(rig.jobs().is_empty());
        assert_eq!(failures(&rig.events()), [(vec![nr(0)], kind)]);
    }
}

#[test]
fn a_throttled_platform_is_left_alone_for_as_long_as_it_says() {
    let mut rig = Rig::with_invoices(300);
    let asked = calls(rig.jobs());
    let wait = Duration::from_secs(30);
    rig.fail_call(asked[0].0, FailureKind::Throttled, Some(wait));
    rig.answer(asked[1].0, &asked[1].1);
    assert!(calls(rig.jobs()).is_empty());
    assert_eq!(rig.scheduler.wake_at(rig.now), Some(rig.now + wait));
    rig.now += wait;
    let again = calls(rig.jobs());
    assert_eq!(again[0].1, asked[0].1);
    assert_eq!(again[1].1, numbers(200..300));
}

#[test]
fn links_that_cannot_be_had_are_told_after_the_last_attempt() {
    let mut rig = Rig::with_invoices(2);
    for _ in 0..4 {
        let call = calls(rig.jobs()).remove(0);
        rig.fail_call(call.0, FailureKind::Timeout, None);
        rig.now += Duration::from_secs(20);
    }
    assert!(rig.jobs().is_empty());
    let expected = (numbers(0..2), FailureKind::Timeout);
    assert_eq!(failures(&rig.events()), [expected]);
    rig.scheduler.retry(&numbers(0..2));
    assert_eq!(calls(rig.jobs())[0].1, numbers(0..2));
}

#[test]
fn a_refused_token_blocks_until_there_is_another() {
    let mut rig = Rig::with_invoices(150);
    let asked = calls(rig.jobs());
    for (call, _) in &asked {
        rig.fail_call(*call, FailureKind::TokenRefused, None);
    }
    assert!(rig.jobs().is_empty());
    let events = rig.events();
    assert!(
        matches!(&events[..], [EngineEvent::Run(RunState::Blocked(why))] if why.kind == FailureKind::TokenRefused),
        "{events:?}"
    );
    rig.scheduler.connected(rig.now);
    assert_eq!(calls(rig.jobs()).len(), 2);
}

#[test]
fn a_fresh_token_may_be_refused_for_a_moment() {
    let mut rig = Rig::with_invoices(1);
    rig.scheduler.connected(rig.now);
    rig.events();
    for attempt in 1..=3 {
        let call = calls(rig.jobs()).remove(0);
        rig.fail_call(call.0, FailureKind::TokenRefused, None);
        assert_eq!(rig.events().len(), usize::from(attempt == 3));
        rig.now += Duration::from_secs(2);
    }
}

#[test]
fn answers_of_a_former_connection_do_not_count() {
    let mut rig = Rig::with_invoices(1);
    let before = calls(rig.jobs()).remove(0);
    rig.scheduler.connected(rig.now);
    rig.events();
    rig.fail_call(before.0, FailureKind::TokenRefused, None);
    assert!(rig.events().is_empty());
    assert_eq!(calls(rig.jobs()).len(), 1);
}

#[test]
fn without_a_token_nothing_is_asked() {
    let mut rig = Rig::with_invoices(0);
    rig.scheduler = Scheduler::new(EngineConfig::default(), 7);
    rig.add(1);
    assert!(rig.jobs().is_empty());
    let events = rig.events();
    assert!(
        matches!(&events[..], [EngineEvent::Run(RunState::Blocked(why))] if why.kind == FailureKind::TokenMissing),
        "{events:?}"
    );
}

#[test]
fn a_pause_starts_nothing_and_loses_nothing() {
    let mut rig = Rig::with_invoices(30);
    let call = calls(rig.jobs()).remove(0);
    rig.answer(call.0, &call.1);
    let running = fetches(&rig.jobs());
    rig.scheduler.pause();
    for (picture, _) in running {
        rig.deliver(picture);
    }
    assert!(rig.jobs().is_empty());
    rig.scheduler.resume();
    let ran = rig.run_dry();
    assert_eq!((ran.fetches, ran.decodes), (24, 30));
}

#[test]
fn clearing_forgets_everything() {
    let mut rig = Rig::with_invoices(30);
    let call = calls(rig.jobs()).remove(0);
    rig.answer(call.0, &call.1);
    rig.jobs();
    rig.scheduler.clear();
    assert!(rig.jobs().is_empty());
    rig.add(10);
    assert_eq!(rig.run_dry().fetches, 10);
}

#[test]
fn an_unknown_invoice_and_one_without_a_link_are_told_apart() {
    let mut rig = Rig::with_invoices(3);
    rig.events();
    let call = calls(rig.jobs()).remove(0);
    let unsafe_link = Failure::new(FailureKind::LinkUnsafe, "");
    rig.end(Ended::Links {
        call: call.0,
        result: Ok(LinksFound {
            found: vec![found(nr(2), "a.jpg", HOUR)],
            unusable: vec![(nr(0), unsafe_link)],
        }),
    });
    let events = rig.events();
    let EngineEvent::Answered(answers) = &events[0] else {
        panic!("answers come first: {events:?}");
    };
    assert!(matches!(
        &answers[..],
        [
            (InvoiceNr(2), Answer::Found(_)),
            (InvoiceNr(1), Answer::NotFound)
        ]
    ));
    assert_eq!(failures(&events), [(vec![nr(0)], FailureKind::LinkUnsafe)]);
}

#[test]
fn a_new_link_may_bring_another_picture() {
    let mut rig = Rig::with_invoices(1);
    let call = calls(rig.jobs()).remove(0);
    rig.answer_with(call.0, &call.1, |_| "old.jpg".into());
    let (picture, _) = fetches(&rig.jobs()).remove(0);
    rig.fail_fetch(picture, FailureKind::LinkExpired);
    let call = calls(rig.jobs()).remove(0);
    rig.events();
    rig.answer_with(call.0, &call.1, |_| "new.jpg".into());
    assert_eq!(files(&rig.jobs()), ["new.jpg"]);
    assert!(matches!(&rig.events()[0], EngineEvent::Answered(answers) if answers.len() == 1));
}

#[test]
fn a_file_that_cannot_be_decoded_is_told_once() {
    let mut rig = Rig::with_invoices(1);
    rig.look(&[0], Some(0));
    let call = calls(rig.jobs()).remove(0);
    rig.answer(call.0, &call.1);
    let (picture, _) = fetches(&rig.jobs()).remove(0);
    rig.deliver(picture);
    let decoding = decodes(&rig.jobs());
    assert!(!decoding.is_empty());
    for (picture, pixels) in decoding {
        rig.end(Ended::Decoded {
            picture,
            pixels,
            result: Err(Failure::new(FailureKind::DataFile, "")),
        });
    }
    assert!(rig.jobs().is_empty());
    let expected = (vec![nr(0)], FailureKind::DataFile);
    assert_eq!(failures(&rig.events()), [expected]);
}

#[test]
fn files_waiting_for_a_decoder_hold_the_downloads_back() {
    let mut rig = Rig::with_invoices(100);
    let call = calls(rig.jobs()).remove(0);
    rig.answer(call.0, &call.1);
    let mut delivered = 0;
    loop {
        let running = fetches(&rig.jobs());
        if running.is_empty() {
            break;
        }
        for (picture, _) in running {
            rig.deliver(picture);
            delivered += 1;
        }
    }
    assert!(
        (16..40).contains(&delivered),
        "{delivered} files wait for decoders"
    );
}

#[test]
fn a_hundred_thousand_invoices_come_through() {
    let mut rig = Rig::with_invoices(100_000);
    rig.look(&[99_000], None);
    let ran = rig.run_dry();
    assert_eq!((ran.fetches, ran.decodes), (100_000, 100_000));
    assert_eq!(ran.calls, 1000);
}
