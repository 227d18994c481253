//! What is read, in which order, and what goes before it.

use super::*;
use crate::geometry::PictureSize;
use crate::model::PageText;

fn rig(count: u32) -> Rig {
    let config = EngineConfig {
        read_lines: 12,
        ..EngineConfig::default()
    };
    let mut rig = Rig::new(config);
    rig.add(count);
    rig
}

fn read(jobs: &[Job]) -> Vec<PictureNr> {
    let read = |job: &Job| match job {
        Job::Read {
            picture,
            most_lines: 12,
            ..
        } => Some(*picture),
        _ => None,
    };
    jobs.iter().filter_map(read).collect()
}

fn ended(picture: PictureNr) -> Ended {
    let text = PageText::nothing(PictureSize::new(8, 6));
    Ended::Read {
        picture,
        result: Ok(Arc::new(text)),
    }
}

/// Answers everything but readings until nothing is under way but one of those; that one.
fn run_until_reading(rig: &mut Rig) -> Option<PictureNr> {
    for _ in 0..100 {
        let jobs = rig.jobs();
        if let Some(picture) = read(&jobs).first() {
            assert_eq!(jobs.len(), 1, "nothing else: {jobs:?}");
            return Some(*picture);
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
        .filter(|it| matches!(it, EngineEvent::PictureRead { .. }));
    assert_eq!(told.count(), 3);
    assert!(rig.scheduler.is_idle());
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
fn nothing_is_read_unless_somebody_asks_for_it() {
    let mut rig = Rig::with_invoices(2);
    assert_eq!(run_until_reading(&mut rig), None);
    rig.scheduler.read_lines(12);
    assert!(run_until_reading(&mut rig).is_some());
    rig.scheduler.read_lines(0);
    rig.scheduler.clear();
    assert_eq!(run_until_reading(&mut rig), None);
}

#[test]
fn files_are_kept_only_where_they_are_to_be_read() {
    for read_lines in [0, 12] {
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
            if jobs.is_empty() || !read(&jobs).is_empty() {
                break !jobs.is_empty();
            }
            for job in jobs {
                if let Job::Decode { bytes, .. } = &job {
                    file = Some(Arc::downgrade(bytes));
                }
                rig.answer_job(job);
            }
        };
        assert_eq!(is_read, read_lines > 0);
        let file = file.expect("it was decoded").upgrade();
        assert!(is_read || file.is_none(), "nobody comes back to it");
    }
}
