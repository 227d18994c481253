//! JPEGs, by the program's own part of the decoder and by the common one.
#![no_main]

use invoice_lens::fuzzed;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| fuzzed::jpeg(bytes));
