//! Memory that nothing needs any longer goes back to the system. In a process of its own: what others hold would count.

#![cfg(all(target_os = "linux", target_env = "gnu"))]

use std::fs;

use invoice_lens::startup;

/// Of a thumbnail that is kept.
const BLOCK_BYTES: usize = 100_000;
const BLOCKS: usize = 1000;

#[test]
fn what_lies_between_small_things_goes_back() {
    startup::set_large_blocks_apart();
    let before = resident_bytes();
    let mut blocks = Vec::new();
    let mut texts = Vec::new();
    for number in 0..BLOCKS {
        blocks.push(vec![1_u8; BLOCK_BYTES]);
        texts.push(format!("needed for longer {number}"));
    }
    let full = resident_bytes();
    assert!(full - before > BLOCKS * BLOCK_BYTES / 2, "it was in use");
    drop(blocks);
    startup::give_back_memory();
    let left = resident_bytes();
    assert!(
        left < before + BLOCKS * BLOCK_BYTES / 10,
        "{before} {full} {left}"
    );
    assert_eq!(texts.len(), BLOCKS);
}

fn resident_bytes() -> usize {
    let status = fs::read_to_string("/proc/self/status").expect("Linux has it");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kibibytes = line.and_then(|it| it.trim().strip_suffix(" kB"));
    let kibibytes: usize = kibibytes.expect("it says so").parse().expect("a number");
    kibibytes * 1024
}
