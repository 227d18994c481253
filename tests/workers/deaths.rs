//! Whatever a file or a worker does, the answer is a typed failure and the next good file is shown.

use std::sync::Arc;
use std::time::Duration;

use image::ImageFormat;
use invoice_lens::engine::{Failure, FailureKind, Patience, WorkerConfig, WorkerError};
use invoice_lens::formats::{DecodeJob, Pixels};

use crate::harness::{
    HELLO, StandIn, THUMBNAIL, bitmap_of, config, hold, job, kill, picture, unlimited, workers,
};

fn good() -> DecodeJob {
    job(&picture(40, 30, ImageFormat::Png), THUMBNAIL)
}

/// What a worker that is this script makes of a good file.
fn asked(does: &str) -> WorkerError {
    let stand_in = StandIn::that(HELLO, does);
    let workers = workers(stand_in.config());
    let result = workers.worker().decode(&good(), Patience::Usual);
    result.expect_err("it delivers no picture")
}

#[test]
fn more_memory_than_allowed_ends_the_worker_and_nothing_else() {
    let workers = workers(config());
    let mut worker = workers.worker();
    // Nine gigabytes, which its limits allow: only the worker's own limit stands in the way.
    let bomb = unlimited(&bitmap_of(55_000));
    let error = worker.decode(&bomb, Patience::Usual);
    assert_eq!(error, Err(WorkerError::OutOfMemory));
    let kind = Failure::from(&WorkerError::OutOfMemory).kind;
    assert_eq!(kind, FailureKind::TooMuchMemory);
    assert_eq!(worker.process_id(), None, "it died of it");
    worker.revive();
    let revived = worker.process_id();
    assert!(revived.is_some());
    worker
        .decode(&good(), Patience::Usual)
        .expect("a good file");
    assert_eq!(worker.process_id(), revived, "it was ready");
}

#[test]
fn what_ended_a_worker_is_not_shown_to_another() {
    let workers = workers(config());
    let (mut first, mut second) = (workers.worker(), workers.worker());
    let bomb = unlimited(&bitmap_of(50_000));
    let error = first.decode(&bomb, Patience::Usual);
    assert_eq!(error, Err(WorkerError::OutOfMemory));
    // The same file in another size, for another worker.
    let again = DecodeJob {
        want: THUMBNAIL,
        ..bomb.clone()
    };
    let error = second.decode(&again, Patience::Usual);
    assert_eq!(error, Err(WorkerError::OutOfMemory));
    assert_eq!(second.process_id(), None, "it was never asked");
    // Only on the user's word, and that counts once.
    second
        .decode(&good(), Patience::Usual)
        .expect("a good file");
    let before = second.process_id();
    let error = second.decode(&bomb, Patience::Long);
    assert_eq!(error, Err(WorkerError::OutOfMemory));
    assert_eq!(second.process_id(), None, "it was asked");
    second
        .decode(&good(), Patience::Usual)
        .expect("a good file");
    assert_ne!(second.process_id(), before);
    let error = second.decode(&bomb, Patience::Usual);
    assert_eq!(error, Err(WorkerError::OutOfMemory));
    assert!(second.process_id().is_some(), "it was not asked");
}

#[test]
fn a_file_that_turns_out_to_be_bearable_is_forgiven() {
    let workers = workers(WorkerConfig {
        thumbnail: Duration::ZERO,
        ..config()
    });
    let mut worker = workers.worker();
    let timed_out = Err(WorkerError::TimedOut(Duration::ZERO));
    // A worker that was stopped cannot have been quick enough.
    worker
        .decode(&job(&good().bytes, Pixels::Full), Patience::Usual)
        .expect("a good file");
    hold(worker.process_id().expect("it lives"));
    assert_eq!(worker.decode(&good(), Patience::Usual), timed_out);
    assert_eq!(worker.decode(&good(), Patience::Usual), timed_out);
    assert_eq!(worker.process_id(), None, "the second try was none");
    worker.decode(&good(), Patience::Long).expect("a good file");
    let full = job(&good().bytes, Pixels::Full);
    worker.decode(&full, Patience::Usual).expect("a good file");
}

#[test]
fn a_worker_that_hangs_is_ended_in_time() {
    let limit = Duration::from_millis(20);
    // It takes no word and is never done, and neither is the next.
    let stand_in = StandIn::that(HELLO, "kill -STOP $$");
    let workers = workers(WorkerConfig {
        full: limit,
        ..stand_in.config()
    });
    // More than a pipe holds: already the sending of it hangs.
    let large = job(&vec![b'x'; 1 << 20], Pixels::Full);
    let error = workers.worker().decode(&large, Patience::Usual);
    let error = error.expect_err("it hangs");
    assert_eq!(error, WorkerError::TimedOut(limit));
    assert_eq!(Failure::from(&error).kind, FailureKind::DecodeTimeout);
}

/// The real program, but for its first start: then it does this once it has a file.
fn once(does: &str) -> StandIn {
    let program = config().program;
    let program = program.display();
    StandIn::that(
        "",
        &format!(
            "if mkdir \"$0.once\" 2>/dev/null; then\n\
             printf '{HELLO}'; head -c 1 >/dev/null; {does}\n\
             else exec '{program}' \"$@\"; fi"
        ),
    )
}

#[test]
fn a_file_whose_worker_was_ended_from_outside_is_tried_once_more() {
    for signal in ["KILL", "TERM", "HUP"] {
        let stand_in = once(&format!("kill -{signal} $$"));
        let workers = workers(stand_in.config());
        let mut worker = workers.worker();
        for _ in 0..2 {
            let decoded = worker.decode(&good(), Patience::Usual);
            decoded.unwrap_or_else(|error| panic!("{signal}: {error}"));
        }
    }
    let stand_in = once("kill -SEGV $$");
    let result = workers(stand_in.config())
        .worker()
        .decode(&good(), Patience::Usual);
    assert!(
        matches!(result, Err(WorkerError::Crashed(_))),
        "its own fault: {result:?}"
    );
}

#[test]
#[cfg(target_os = "linux")]
fn a_file_whose_worker_never_came_to_work_is_tried_once_more() {
    let workers = workers(WorkerConfig {
        // Four times this until the one that stands still is given up; and time enough for the other.
        thumbnail: Duration::from_millis(500),
        ..config()
    });
    let mut worker = workers.worker();
    worker
        .decode(&job(&good().bytes, Pixels::Full), Patience::Usual)
        .expect("a good file");
    let held = worker.process_id().expect("it lives");
    hold(held);
    worker
        .decode(&good(), Patience::Usual)
        .expect("a good file");
    assert_ne!(worker.process_id(), Some(held));
}

#[test]
fn a_decoder_that_ends_at_every_file_is_broken_and_blames_none() {
    let stand_in = StandIn::that(HELLO, "head -c 1 >/dev/null; kill -SEGV $$");
    let workers = workers(stand_in.config());
    let mut worker = workers.worker();
    let files = [40, 41, 42].map(|side| job(&picture(side, 30, ImageFormat::Png), THUMBNAIL));
    let mut decode = |file: &DecodeJob| {
        let result = worker.decode(file, Patience::Usual);
        result.expect_err("it ends at every file")
    };
    assert!(matches!(decode(&files[0]), WorkerError::Crashed(_)));
    assert!(matches!(decode(&files[1]), WorkerError::Crashed(_)));
    for file in [&files[2], &files[0], &files[1]] {
        let error = decode(file);
        assert!(matches!(error, WorkerError::CannotStart(_)), "{error:?}");
    }
}

#[test]
fn a_worker_that_died_while_idle_is_replaced_without_a_word() {
    let workers = workers(config());
    let mut worker = workers.worker();
    worker
        .decode(&good(), Patience::Usual)
        .expect("a good file");
    let killed = worker.process_id().expect("it lives");
    kill(killed);
    worker
        .decode(&good(), Patience::Usual)
        .expect("a good file");
    assert_ne!(worker.process_id(), Some(killed));
}

#[test]
fn a_worker_killed_at_its_work_is_a_crash() {
    for (does, named) in [
        ("head -c 1 >/dev/null; kill -KILL $$", "signal: 9"),
        ("head -c 1 >/dev/null; kill -SEGV $$", "signal: 11"),
        ("head -c 1 >/dev/null; exit 3", "exit status: 3"),
    ] {
        let error = asked(does);
        assert_eq!(Failure::from(&error).kind, FailureKind::DecoderFailed);
        let WorkerError::Crashed(how) = error else {
            panic!("{does}: {error:?}");
        };
        assert!(how.starts_with(named), "{how}");
    }
}

#[test]
fn a_worker_that_talks_nonsense_is_ended() {
    for does in [
        // A head of four gigabytes; then it waits for ever.
        r"head -c 1 >/dev/null; printf '\377\377\377\377\377\377\377\377\377\377\377\377'; cat >/dev/null",
        // A head of two bytes that is no JSON.
        r"head -c 1 >/dev/null; printf '\002\0\0\0\0\0\0\0\0\0\0\0xx'; cat >/dev/null",
    ] {
        let error = asked(does);
        assert!(matches!(error, WorkerError::Nonsense(_)), "{error:?}");
        assert_eq!(Failure::from(&error).kind, FailureKind::DecoderFailed);
    }
}

#[test]
fn what_is_no_worker_is_told_from_a_file_that_kills() {
    for (says, does) in [
        ("", "exit 0"),
        ("running 0 tests", "exit 0"),
        ("invoice-lens 0.0.0 decodes and more", "cat >/dev/null"),
    ] {
        let stand_in = StandIn::that(says, does);
        let workers = workers(stand_in.config());
        let mut worker = workers.worker();
        for _ in 0..2 {
            let result = worker.decode(&good(), Patience::Usual);
            let error = result.expect_err("it is no worker");
            assert!(matches!(error, WorkerError::CannotStart(_)), "{error:?}");
            assert_eq!(Failure::from(&error).kind, FailureKind::DecoderMissing);
        }
    }
    let missing = WorkerConfig {
        program: "/nowhere/invoice-lens".into(),
        ..config()
    };
    let mut worker = workers(missing).worker();
    let result = worker.decode(&good(), Patience::Usual);
    assert!(
        matches!(result, Err(WorkerError::CannotStart(_))),
        "{result:?}"
    );
}

#[test]
fn a_program_that_never_says_a_word_is_given_up() {
    let stand_in = StandIn::that("", "cat >/dev/null");
    let workers = workers(WorkerConfig {
        start: Duration::from_millis(20),
        ..stand_in.config()
    });
    let result = workers.worker().decode(&good(), Patience::Usual);
    assert!(
        matches!(result, Err(WorkerError::CannotStart(_))),
        "{result:?}"
    );
}

#[test]
fn many_deaths_on_many_threads_leave_every_good_file_shown() {
    let workers = Arc::new(workers(config()));
    std::thread::scope(|scope| {
        for thread in 0..2_u32 {
            let workers = Arc::clone(&workers);
            scope.spawn(move || {
                let mut worker = workers.worker();
                for round in 0..5 {
                    let bomb = unlimited(&bitmap_of(50_001 + thread * 100 + round));
                    let error = worker.decode(&bomb, Patience::Usual);
                    assert_eq!(error, Err(WorkerError::OutOfMemory));
                    worker
                        .decode(&good(), Patience::Usual)
                        .expect("a good file");
                }
            });
        }
    });
}
