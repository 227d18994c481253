//! Command line: window | audit | sandbox. Knows no feature.

fn main() {}
