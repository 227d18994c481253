//! Bytes to pixels, synchronously, from plain inputs to plain outputs.
