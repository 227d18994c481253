//! What is read, in which order, and what goes before it.

use std::time::Duration;

use super::*;
use crate::engine::inquiry::Inquiry;
use crate::geometry::PictureSize;
use crate::model::{PageText, TextLine};

const LINES: usize = 12;

fn rig(count: u32) -> Rig {
    let config = EngineConfig {
        read_lines: Some(LINES),
        ..EngineConfig::default()
    };
    let mut rig = Rig::new(config);
    rig.add(count);
    rig
}

/// Pictures, and how many lines of them are read.
fn looks(jobs: &[Job]) -> Vec<(PictureNr, usize)> {
    let look = |job: &Job| match job {
        Job::Read {
            picture,
            most_lines,
            ..
        } => Some((*picture, *most_lines)),
        _ => None,
    };
    jobs.iter().filter_map(look).collect()
}

fn read(jobs: &[Job]) -> Vec<PictureNr> {
    let looks = looks(jobs).into_iter();
    looks
        .filter_map(|(picture, lines)| (lines == LINES).then_some(picture))
        .collect()
}

fn ended(picture: PictureNr) -> Ended {
    ended_with(picture, LINES)
}

fn ended_with(picture: PictureNr, lines: usize) -> Ended {
    let text = PageText::nothing(PictureSize::new(8, 6), lines > 0);
    Ended::Read {
        picture,
        result: Ok(Arc::new(text)),
    }
}

/// The next picture that is read, after all others were looked at.
fn run_until_reading(rig: &mut Rig) -> Option<PictureNr> {
    loop {
        let (picture, lines) = run_until_look(rig)?;
        if lines > 0 {
            return Some(picture);
        }
        rig.end(ended_with(picture, 0));
    }
}

/// Answers everything but looks at pictures until nothing is under way but one of those; that one.
fn run_until_look(rig: &mut Rig) -> Option<(PictureNr, usize)> {
    for _ in 0..100 {
        let jobs = rig.jobs();
        if let Some(look) = looks(&jobs).first() {
            assert_eq!(jobs.len(), 1, "nothing else: {jobs:?}");
            return Some(*look);
        }
        if jobs.is_empty() {
            return None;
        }
        for job in jobs {
            rig.answer_job(job);
        }
    }
    panic!("it never ends");
}

#[test]
fn every_picture_is_read_once_when_all_are_decoded() {
    let mut rig = rig(3);
    let mut order = Vec::new();
    while let Some(picture) = run_until_reading(&mut rig) {
        order.push(picture);
        assert!(!rig.scheduler.is_idle());
        assert_eq!(read(&rig.jobs()), [], "one at a time");
        rig.end(ended(picture));
    }
    assert_eq!(order.len(), 3);
    let events = rig.events();
    let told = events
        .iter()
        .filter(|it| matches!(it, EngineEvent::PictureRead { text, .. } if text.is_read));
    assert_eq!(told.count(), 3);
    assert!(rig.scheduler.is_idle());
}

/// How many invoices the next call for fields is about.
fn fields_asked(jobs: &[Job]) -> Option<usize> {
    jobs.iter().find_map(|job| match job {
        Job::Inquire {
            inquiry: Inquiry::Fields { invoices, .. },
            ..
        } => Some(invoices.len()),
        _ => None,
    })
}

#[test]
fn fields_of_what_was_read_are_asked_for_by_the_hundred() {
    let mut rig = rig(120);
    let mut first = run_until_reading(&mut rig).expect("something to read");
    for number in 0..99 {
        rig.scheduler.ask_fields_ahead(vec![nr(number)]);
        rig.end(ended(first));
        let jobs = rig.jobs();
        assert_eq!(fields_asked(&jobs), None, "after {number}");
        first = read(&jobs)[0];
    }
    rig.scheduler.ask_fields_ahead(vec![nr(99)]);
    let jobs = rig.jobs();
    assert_eq!(fields_asked(&jobs), Some(100));
}

#[test]
fn fields_of_few_are_asked_for_once_all_is_read_and_nothing_is_asked_twice() {
    let mut rig = rig(2);
    let first = run_until_reading(&mut rig).expect("something to read");
    rig.scheduler.ask_fields_ahead(vec![nr(0)]);
    rig.end(ended(first));
    let jobs = rig.jobs();
    assert_eq!(fields_asked(&jobs), None, "one is still read");
    rig.end(ended(read(&jobs)[0]));
    let jobs = rig.jobs();
    assert_eq!(fields_asked(&jobs), Some(1));
    rig.scheduler.ask_fields_ahead(vec![nr(0)]);
    rig.now += Duration::from_secs(5);
    assert_eq!(fields_asked(&rig.jobs()), None, "it is under way");
}

#[test]
fn fields_of_what_was_read_go_along_with_those_that_are_looked_at() {
    let mut rig = rig(3);
    let first = run_until_reading(&mut rig).expect("something to read");
    rig.scheduler.ask_fields_ahead(vec![nr(0), nr(1)]);
    rig.scheduler.ask_fields(vec![nr(2)]);
    assert_eq!(
        fields_asked(&rig.jobs()),
        Some(3),
        "{first:?} is still read"
    );
}

#[test]
fn what_could_not_be_read_is_read_again_when_somebody_asks_for_it() {
    let mut rig = rig(1);
    let picture = run_until_reading(&mut rig).expect("something to read");
    rig.end(Ended::Read {
        picture,
        result: Err(Failure::new(FailureKind::DecoderFailed, "")),
    });
    assert_eq!(run_until_reading(&mut rig), None, "not by itself");
    rig.scheduler.retry(&[nr(0)]);
    assert_eq!(run_until_reading(&mut rig), Some(picture));
    let mut text = PageText::nothing(PictureSize::new(8, 6), true);
    text.lines = vec![line()];
    rig.end(Ended::Read {
        picture,
        result: Ok(Arc::new(text)),
    });
    rig.scheduler.retry(&[nr(0)]);
    assert_eq!(run_until_reading(&mut rig), None, "it is read");
}

fn line() -> TextLine {
    TextLine {
        corners: [[0.0; 2]; 4],
        text: None,
        turned: None,
    }
}

#[test]
fn what_is_looked_at_is_read_first() {
    let mut rig = rig(5);
    rig.look(&[3, 2], Some(4));
    let mut order = Vec::new();
    while let Some(picture) = run_until_reading(&mut rig) {
        let shown = &rig.scheduler.pictures.get(picture).invoices;
        order.push(shown[0].0);
        rig.end(ended(picture));
    }
    assert_eq!(order, [4, 3, 2, 0, 1]);
}

#[test]
fn a_picture_that_is_wanted_goes_before_what_is_read() {
    let mut rig = rig(2);
    let first = run_until_reading(&mut rig).expect("something to read");
    rig.end(ended(first));
    rig.look(&[0, 1], Some(1));
    let jobs = rig.jobs();
    assert!(!jobs.is_empty());
    assert_eq!(read(&jobs), []);
}

#[test]
fn all_are_looked_at_before_what_nobody_looks_at_is_read() {
    let mut rig = rig(4);
    let open = 2;
    rig.look(&[], Some(open));
    let mut order = Vec::new();
    while let Some((picture, lines)) = run_until_look(&mut rig) {
        order.push((rig.scheduler.pictures.get(picture).invoices[0].0, lines > 0));
        rig.end(ended_with(picture, lines));
    }
    let of = |wanted: bool| {
        let of = order.iter().filter(move |(_, is_read)| *is_read == wanted);
        of.copied().collect::<Vec<_>>()
    };
    let (read, looked) = (of(true), of(false));
    assert_eq!(order[0], (open, true));
    assert_eq!(looked, [(0, false), (1, false), (3, false)]);
    assert_eq!(read, [(open, true), (0, true), (1, true), (3, true)]);
    assert_eq!(order[4], (0, true), "only then: {order:?}");
}

#[test]
fn where_reading_is_off_pictures_are_looked_at_once_and_read_once_it_is_on() {
    let mut rig = Rig::new(EngineConfig {
        read_lines: Some(0),
        ..EngineConfig::default()
    });
    rig.add(2);
    rig.look(&[0], None);
    let looks = |rig: &mut Rig| {
        let mut looks = Vec::new();
        while let Some((picture, lines)) = run_until_look(rig) {
            looks.push(lines);
            rig.end(ended_with(picture, lines));
        }
        looks
    };
    assert_eq!(looks(&mut rig), [0, 0]);
    rig.scheduler.read_lines(LINES);
    let (picture, lines) = run_until_look(&mut rig).expect("more is wanted of both");
    assert_eq!(lines, LINES);
    rig.scheduler.read_lines(0);
    rig.end(ended_with(picture, lines));
    assert_eq!(looks(&mut rig), [0; 0]);
    rig.scheduler.read_lines(LINES);
    assert_eq!(looks(&mut rig), [LINES]);
}

#[test]
fn a_look_under_way_while_reading_is_switched_on_is_followed_by_the_reading() {
    let mut rig = Rig::new(EngineConfig {
        read_lines: Some(0),
        ..EngineConfig::default()
    });
    rig.add(1);
    let (picture, _) = run_until_look(&mut rig).expect("it is looked at");
    rig.scheduler.read_lines(LINES);
    rig.end(ended_with(picture, 0));
    assert_eq!(run_until_look(&mut rig), Some((picture, LINES)));
}

#[test]
fn nothing_is_looked_at_unless_somebody_asks_for_it() {
    let mut rig = Rig::with_invoices(2);
    assert_eq!(run_until_look(&mut rig), None);
}

#[test]
fn files_are_kept_only_where_they_are_to_be_read() {
    for read_lines in [None, Some(0), Some(LINES)] {
        let mut rig = Rig::new(EngineConfig {
            read_lines,
            reads_all: true,
            bytes_budget: 0,
            ..EngineConfig::default()
        });
        rig.add(1);
        let mut file = None;
        let is_read = loop {
            let jobs = rig.jobs();
            if jobs.is_empty() || !looks(&jobs).is_empty() {
                break !jobs.is_empty();
            }
            for job in jobs {
                if let Job::Decode { bytes, .. } = &job {
                    file = Some(Arc::downgrade(bytes));
                }
                rig.answer_job(job);
            }
        };
        assert_eq!(is_read, read_lines.is_some());
        let file = file.expect("it was decoded").upgrade();
        assert!(is_read || file.is_none(), "nobody comes back to it");
    }
}
