//! Frames on the pipes of decoders.
#![no_main]

use invoice_lens::fuzzed;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| fuzzed::frames(bytes));
