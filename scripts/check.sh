#!/usr/bin/env bash
# Everything that must pass before a change goes in. Continuous integration runs this same file.
#
# Always the default features: the one feature there is, `inspection`, only passes a switch on to eframe. Turning it on
# for one of the steps would build eframe and all that stands on it twice, and no code of ours depends on it.
set -euo pipefail
cd "$(dirname "$0")/.."

cargo fmt --all --check
cargo clippy --locked --all-targets -- -D warnings
cargo test --locked
