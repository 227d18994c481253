#!/usr/bin/env bash
# Feeds the parts that read from outside with what a fuzzer makes up, one after the other.
# Usage: scripts/fuzz.sh [SECONDS [TARGET...]]      (300 seconds each, and all of fuzz/fuzz_targets, by default)
# Needs a nightly toolchain and cargo-fuzz: cargo install cargo-fuzz --locked
#
# Begins with what was kept (tests/kept) and what earlier runs found (fuzz/corpus). What ends a target lies in
# fuzz/artifacts then: put it in order, mend what is wrong, and keep the file below tests/kept, where tests replay it.
set -euo pipefail
cd "$(dirname "$0")/.."

seconds=${1:-300}
shift $(($# > 0 ? 1 : 0))
targets=("$@")
if ((${#targets[@]} == 0)); then
  for file in fuzz/fuzz_targets/*.rs; do targets+=("$(basename "$file" .rs)"); done
fi

if ! command -v cargo-fuzz >/dev/null; then
  echo "fuzz: needs cargo-fuzz: cargo install cargo-fuzz --locked" >&2
  exit 2
fi

cargo +nightly fuzz build
ended=0
for target in "${targets[@]}"; do
  corpus=fuzz/corpus/$target
  mkdir -p "$corpus"
  seeds=("tests/kept/$target")
  [[ $target != jpeg ]] || seeds+=(tests/jpegs)
  options=(-max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=16384 -print_final_stats=1)
  [[ ! -f fuzz/$target.dict ]] || options+=(-dict="fuzz/$target.dict")
  echo "fuzz: $target"
  cargo +nightly fuzz run "$target" "$corpus" "${seeds[@]}" -- "${options[@]}" || ended=$((ended + 1))
done
echo "fuzz: $ended of ${#targets[@]} targets were ended by an input"
((ended == 0))
