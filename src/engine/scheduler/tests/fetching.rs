//! Which file comes next, and what becomes of those that fail.

use std::time::Duration;

use super::{Rig, calls, decodes, failures, fetches, files, found, nr, numbers, thumbnails};
use crate::engine::jobs::{Ended, LinksFound};
use crate::engine::{FailureKind, THUMBNAIL};

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
    assert_eq!(decoding, [(running[0].0, THUMBNAIL)]);
    rig.events();
    rig.decoded(running[0].0, THUMBNAIL);
    let sent = thumbnails(&rig.events());
    assert_eq!(sent, [(vec![nr(1), nr(0), nr(2)], true)]);
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
fn a_failed_download_is_tried_four_times_with_growing_waits_and_once_more_in_the_end() {
    let mut rig = Rig::with_invoices(1);
    let call = calls(rig.jobs()).remove(0);
    rig.answer(call.0, &call.1);
    for attempt in 1..=5 {
        let (picture, _) = fetches(&rig.jobs()).remove(0);
        rig.events();
        rig.fail_fetch(picture, FailureKind::ServerError);
        if attempt == 5 {
            break;
        }
        assert_eq!(failures(&rig.events()), []);
        let wake = rig.scheduler.wake_at(rig.now).expect("it goes on later");
        let waits = wake.saturating_sub(rig.now);
        if attempt == 4 {
            assert_eq!(waits, Duration::from_secs(10));
        } else {
            assert!(waits <= Duration::from_millis(500) * 2_u32.pow(attempt - 1));
        }
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
