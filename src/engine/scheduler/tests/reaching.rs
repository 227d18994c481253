//! Hosts that do not answer or ask for less, and files that are fetched once more.

use std::time::Duration;

use super::{
    Rig, calls, decodes, facts, failed, failures, fetches, found, nr, numbers, thumbnails,
};
use crate::engine::config::EngineConfig;
use crate::engine::jobs::{Delivered, Ended, LinksFound, PictureNr};
use crate::engine::{DecodedPixels, EngineEvent, Failure, FailureKind, RunState, THUMBNAIL, Wait};
use crate::formats::{Pixels, Raster};
use crate::model::PictureFacts;

const SECOND: Duration = Duration::from_secs(1);

impl Rig {
    fn linked(config: EngineConfig, count: u32) -> Self {
        let mut rig = Self::new(config);
        rig.add(count);
        let call = calls(rig.scheduler.next_jobs(rig.now)).remove(0);
        rig.answer(call.0, &call.1);
        rig
    }

    fn last_run(&mut self) -> Option<RunState> {
        let runs = self.events().into_iter().filter_map(|event| match event {
            EngineEvent::Run(state) => Some(state),
            _ => None,
        });
        runs.last()
    }

    /// Has downloads fail without a connection until nothing more is begun; how many there were.
    fn lose_host(&mut self) -> usize {
        let mut lost = 0;
        loop {
            let running = fetches(&self.jobs());
            if running.is_empty() && self.scheduler.fetching == 0 {
                let Some(due) = self.scheduler.wake_at(self.now) else {
                    return lost;
                };
                if due >= self.now + 10 * SECOND {
                    return lost;
                }
                self.now = due;
            }
            for (picture, _) in running {
                self.fail_fetch(picture, FailureKind::Unreachable);
                lost += 1;
            }
        }
    }

    fn looked_at(&mut self, picture: PictureNr, complete: bool) {
        let raster = Raster::new(2, 2, vec![0; 4]).expect("four pixels");
        self.end(Ended::Decoded {
            picture,
            pixels: THUMBNAIL,
            result: Ok(DecodedPixels::Raster {
                facts: PictureFacts {
                    complete,
                    ..facts()
                },
                raster: raster.into(),
            }),
        });
    }
}

#[test]
fn a_host_that_does_not_answer_is_left_alone_probed_and_taken_up_again() {
    let mut rig = Rig::linked(EngineConfig::default(), 60);
    let lost = rig.lose_host();
    assert!((10..=15).contains(&lost), "{lost}: those under way end too");
    assert!(matches!(
        rig.last_run(),
        Some(RunState::Waiting(Wait::Host { .. }))
    ));
    for _ in 0..3 {
        rig.now = rig.scheduler.wake_at(rig.now).expect("a probe");
        let probe = fetches(&rig.jobs());
        assert_eq!(probe.len(), 1);
        assert!(fetches(&rig.jobs()).is_empty());
        rig.fail_fetch(probe[0].0, FailureKind::Unreachable);
        assert!(fetches(&rig.jobs()).is_empty());
        let next = rig.scheduler.wake_at(rig.now);
        assert_eq!(next, Some(rig.now + 10 * SECOND));
    }
    assert_eq!(failures(&rig.events()), []);
    rig.now += 10 * SECOND;
    let probe = fetches(&rig.jobs());
    rig.deliver(probe[0].0);
    assert_eq!(fetches(&rig.jobs()).len(), 6, "back at full width");
    assert!(matches!(rig.last_run(), Some(RunState::Running)));
}

#[test]
fn other_hosts_go_on_meanwhile() {
    let mut rig = Rig::new(EngineConfig::default());
    rig.add(40);
    let call = calls(rig.jobs()).remove(0);
    let found = call.1.iter().map(|nr| {
        let mut link = found(*nr, &format!("a{}.jpg", nr.0), super::HOUR);
        if nr.0 % 2 == 0 {
            let elsewhere = format!("https://other.example.com/a{}.jpg?Expires=1", nr.0);
            link.link = crate::platform::SignedUrl::new(&elsewhere).expect("valid");
            link.invoice.picture_key.page = link.link.page_key().clone();
        }
        link
    });
    let links = LinksFound {
        found: found.collect(),
        unusable: Vec::new(),
    };
    rig.end(Ended::Links {
        call: call.0,
        result: Ok(links),
    });
    let mut delivered = 0;
    loop {
        let jobs = rig.jobs();
        let running = fetches(&jobs);
        for (picture, pixels) in decodes(&jobs) {
            rig.decoded(picture, pixels);
        }
        for (picture, file) in &running {
            let number: u32 = file[1..file.len() - 4].parse().expect("a number");
            if number.is_multiple_of(2) {
                rig.fail_fetch(*picture, FailureKind::Offline);
            } else {
                rig.deliver(*picture);
                delivered += 1;
            }
        }
        if running.is_empty() && decodes(&jobs).is_empty() {
            break;
        }
    }
    assert_eq!(delivered, 20);
    assert_eq!(failures(&rig.events()), []);
}

#[test]
fn where_nobody_waits_for_ever_the_host_is_given_up() {
    let mut config = EngineConfig::default();
    config.retry.host_patience = 30 * SECOND;
    let mut rig = Rig::linked(config, 60);
    rig.lose_host();
    while let Some(due) = rig.scheduler.wake_at(rig.now) {
        rig.now = due;
        for (picture, _) in fetches(&rig.jobs()) {
            rig.fail_fetch(picture, FailureKind::Unreachable);
        }
    }
    let told: usize = failures(&rig.events()).iter().map(|it| it.0.len()).sum();
    assert_eq!(told, 60);
    rig.scheduler.retry(&[nr(0)]);
    assert_eq!(fetches(&rig.jobs()).len(), 1);
}

#[test]
fn an_offline_platform_costs_no_attempts() {
    let mut rig = Rig::with_invoices(300);
    for _ in 0..20 {
        for (call, _) in calls(rig.jobs()) {
            rig.fail_call(call, FailureKind::Offline, None);
        }
        rig.now += 10 * SECOND;
    }
    assert_eq!(failures(&rig.events()), []);
    assert_eq!(rig.run_dry().fetches, 300);
}

#[test]
fn a_bucket_that_asks_for_less_gets_less_and_then_more_again() {
    let mut rig = Rig::linked(EngineConfig::default(), 100);
    let running = fetches(&rig.jobs());
    assert_eq!(running.len(), 6);
    for (picture, _) in &running {
        rig.end(Ended::Fetched {
            picture: *picture,
            result: Err(failed(FailureKind::Throttled, Some(5 * SECOND))),
        });
    }
    assert!(fetches(&rig.jobs()).is_empty());
    assert_eq!(
        rig.last_run(),
        Some(RunState::Waiting(Wait::Throttled { secs: 5 }))
    );
    rig.now += 5 * SECOND;
    let running = fetches(&rig.jobs());
    assert_eq!(running.len(), 3);
    assert_eq!(rig.last_run(), Some(RunState::Slowed { connections: 3 }));
    rig.end(Ended::Fetched {
        picture: running[0].0,
        result: Ok(Delivered {
            bytes: vec![0; 10].into(),
            was_slowed: true,
        }),
    });
    rig.jobs();
    assert_eq!(rig.last_run(), Some(RunState::Slowed { connections: 1 }));
    rig.run_dry();
    for (picture, _) in &running[1..] {
        rig.deliver(*picture);
    }
    rig.run_dry();
    assert_eq!(rig.last_run(), Some(RunState::Running));
}

#[test]
fn whoever_asks_for_a_day_is_left_alone_until_the_user_goes_on() {
    let mut rig = Rig::linked(EngineConfig::default(), 20);
    let running = fetches(&rig.jobs());
    rig.end(Ended::Fetched {
        picture: running[0].0,
        result: Err(failed(FailureKind::Throttled, Some(86_400 * SECOND))),
    });
    assert!(fetches(&rig.jobs()).is_empty());
    assert!(
        matches!(rig.last_run(), Some(RunState::Waiting(Wait::Host { failure, .. })) if failure.kind == FailureKind::Throttled)
    );
    for (picture, _) in &running[1..] {
        rig.deliver(*picture);
    }
    assert!(fetches(&rig.jobs()).is_empty());
    let asked_again = rig.scheduler.wake_at(rig.now);
    assert_eq!(asked_again, Some(rig.now + 120 * SECOND));
    rig.scheduler.resume();
    assert!(!fetches(&rig.jobs()).is_empty());
}

#[test]
fn what_was_cut_short_is_fetched_once_more_and_then_taken_as_it_is() {
    let config = EngineConfig {
        decoders: 4,
        ..EngineConfig::default()
    };
    let mut rig = Rig::linked(config, 1);
    rig.look(&[0], Some(0));
    for is_last in [false, true] {
        let (picture, _) = fetches(&rig.jobs()).remove(0);
        rig.deliver(picture);
        let decoding = decodes(&rig.jobs());
        assert_eq!(decoding.len(), 2, "thumbnail and full picture");
        rig.events();
        rig.looked_at(picture, false);
        let told = thumbnails(&rig.events()).len();
        assert_eq!(told, usize::from(is_last));
        // The other decoding of the same bytes says nothing that counts.
        rig.decoded(picture, Pixels::Full);
        let sent = super::full_pictures(&rig.events());
        assert_eq!(sent, usize::from(is_last));
        rig.now += SECOND;
    }
    assert!(fetches(&rig.jobs()).is_empty());
}

#[test]
fn a_web_page_is_given_half_a_minute() {
    let mut rig = Rig::linked(EngineConfig::default(), 1);
    for is_last in [false, true] {
        let (picture, _) = fetches(&rig.jobs()).remove(0);
        rig.deliver(picture);
        rig.jobs();
        rig.end(Ended::Decoded {
            picture,
            pixels: THUMBNAIL,
            result: Err(Failure::new(FailureKind::WebPage, "")),
        });
        assert!(fetches(&rig.jobs()).is_empty());
        let told = failures(&rig.events());
        let expected = (vec![nr(0)], FailureKind::WebPage);
        assert_eq!(told, if is_last { vec![expected] } else { Vec::new() });
        rig.now += 30 * SECOND;
    }
}

#[test]
fn more_downloads_at_one_time_may_be_had_at_once() {
    let mut rig = Rig::linked(EngineConfig::default(), 100);
    assert_eq!(fetches(&rig.jobs()).len(), 6);
    rig.scheduler.set_connections(8);
    assert_eq!(fetches(&rig.jobs()).len(), 2);
}

#[test]
fn a_call_that_is_too_large_is_halved_for_good() {
    let mut rig = Rig::with_invoices(300);
    let first = calls(rig.jobs()).remove(0);
    rig.end(Ended::Links {
        call: first.0,
        result: Err(crate::engine::jobs::AttemptFailed {
            is_rejected: false,
            splits: true,
            ..failed(FailureKind::PlatformError, None)
        }),
    });
    let half = calls(rig.jobs()).remove(0);
    assert_eq!(half.1, numbers(0..50));
    rig.answer(half.0, &half.1);
    let rest = calls(rig.jobs()).remove(0);
    assert_eq!(rest.1, numbers(50..100));
    rig.answer(rest.0, &rest.1);
    assert_eq!(calls(rig.jobs())[0].1, numbers(200..250));
}
