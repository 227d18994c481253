//! Files that worker processes die of, amid files that are shown: told by their cause, and tried again on request.

use invoice_lens::engine::{EngineCommand, EngineConfig, FailureKind};
use invoice_lens::formats::Limits;

use crate::harness::{Bench, nr, numbered, visible};

/// The head of a bitmap of gigabytes.
fn bomb() -> Vec<u8> {
    let mut bytes = b"BM\0\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0".to_vec();
    bytes.extend(50_000_u32.to_le_bytes());
    bytes.extend(50_000_u32.to_le_bytes());
    bytes.extend(b"\x01\0\x18\0");
    bytes.extend([0; 24 + 300]);
    bytes
}

/// Limits that leave it to the workers to refuse.
fn careless() -> EngineConfig {
    EngineConfig {
        decode: Limits {
            max_side: u32::MAX,
            max_pixels: u64::MAX,
            max_whole_pixels: u64::MAX,
            max_alloc_bytes: u64::MAX,
        },
        ..EngineConfig::default()
    }
}

#[test]
fn files_that_kill_are_told_and_all_others_are_shown() {
    let library = numbered(8)
        .with_object("page2.png", bomb())
        .with_object("page5.png", bomb());
    let bench = Bench::with_library(library);
    let mut run = bench.start(careless());
    run.interest(visible(0..8));
    run.add_numbered(8);
    run.until("all pictures", |told| {
        told.thumbnails.len() + told.failed.len() == 8
    });
    let killed = FailureKind::TooMuchMemory;
    assert_eq!(
        run.told.failed.iter().collect::<Vec<_>>(),
        [(&nr(2), &killed), (&nr(5), &killed)]
    );
    assert!(run.told.thumbnails.values().all(|has_pixels| *has_pixels));

    run.told.failed.clear();
    run.send(EngineCommand::Retry(vec![nr(2)]));
    run.until("the second try", |told| told.failed.len() == 1);
    assert_eq!(run.told.failed[&nr(2)], killed);
    assert_eq!(run.told.blocked, None);
}

#[test]
fn without_a_decoder_the_run_says_so() {
    let bench = Bench::with_library(numbered(3));
    let mut config = EngineConfig::default();
    config.worker.program = "/nowhere/invoice-lens".into();
    let mut run = bench.start(config);
    run.add_numbered(3);
    run.until("the block", |told| {
        told.blocked == Some(FailureKind::DecoderMissing) && told.failed.len() == 3
    });
    assert!(run.told.thumbnails.is_empty());
    let missing = FailureKind::DecoderMissing;
    assert!(run.told.failed.values().all(|kind| *kind == missing));
}
