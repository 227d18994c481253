#!/usr/bin/env bash
# Everything that must pass before a change goes in. Continuous integration runs this same file.
#
# The default features, but for one look at `heic`, which has code of ours. `inspection` only passes a switch on to
# eframe: turning it on would build eframe and all that stands on it twice.
set -euo pipefail
cd "$(dirname "$0")/.."

cargo fmt --all --check
cargo clippy --locked --workspace --all-targets -- -D warnings
cargo clippy --locked --lib --features heic -- -D warnings
cargo test --locked --workspace
