#!/usr/bin/env bash
# Judges by keys in a real window on a virtual screen, kills the program at a random instant, again and again, and passes
# when every verdict that it called saved is in the review's file and the file is whole.
# Usage: scripts/kill-windows.sh PROGRAM [KILLS]      (20 kills by default; needs Xvfb, xdotool and python3)
set -euo pipefail

program=$1
kills=${2:-20}
wait_secs=60

for tool in Xvfb xdotool python3; do
  if ! command -v "$tool" >/dev/null; then
    echo "kill-windows: skipped, as there is no $tool"
    exit 0
  fi
done

what=kill-windows
screen=1280x800
source "$(dirname "$0")/virtual-screen.sh"

# Events in the review, after a look at every page of the file as a crash left it.
events() {
  python3 - "$folder" <<'PY'
import pathlib, sqlite3, sys
files = sorted(pathlib.Path(sys.argv[1]).glob("**/demo/*.ilens"))
if not files:
    print(0)
    sys.exit()
assert len(files) == 1, files
review = sqlite3.connect(files[0])
said = review.execute("PRAGMA integrity_check").fetchone()[0]
assert said == "ok", said
print(review.execute("SELECT count(*) FROM event WHERE kind NOT LIKE 'ids/%'").fetchone()[0])
PY
}

# The greatest number of saved events in the frame log.
saved() {
  grep -o '"saved":[0-9]*' "$folder/frames" | cut -d: -f2 | sort -n | tail -1
}

# Whether all tiles in view have their pictures.
is_ready() {
  [[ -s $folder/frames ]] && tail -n 1 "$folder/frames" | grep -Eq '"tiles":([1-9][0-9]*),"tiles_ready":\1,'
}

until_or_fail() {
  local what=$1 deadline=$((SECONDS + wait_secs))
  shift
  until "$@"; do
    kill -0 "$pid" 2>/dev/null || fail "the program ended by itself"
    ((SECONDS < deadline)) || fail "waited in vain for $what"
    sleep 0.1
  done
}

# Without a window manager nobody gives a window the keyboard.
has_keys() {
  xdotool search --onlyvisible --name invoice-lens windowfocus 2>/dev/null || true
  xdotool getwindowfocus >/dev/null 2>&1
}

acknowledged=0
for ((round = 1; round <= kills; round++)); do
  before=$(events)
  rm -f "$folder/frames"
  env LIBGL_ALWAYS_SOFTWARE=1 XDG_CONFIG_HOME="$folder" XDG_DATA_HOME="$folder" XDG_CACHE_HOME="$folder" \
    INVOICE_LENS_FRAME_LOG="$folder/frames" "$program" --demo --lang en 2>"$folder/stderr" &
  pid=$!
  until_or_fail "pictures" is_ready
  until_or_fail "the keyboard" has_keys
  # Two verdicts in turn: each is another one than the invoice has, also once all are judged.
  (while xdotool key 1 key 7; do :; done) 2>/dev/null &
  keys=$!
  sleep "$((RANDOM % 3)).$((RANDOM % 900 + 100))"
  kill -KILL "$pid"
  wait "$pid" 2>/dev/null || true
  kill "$keys" 2>/dev/null || true
  wait "$keys" 2>/dev/null || true
  pid=
  kept=$(saved)
  there=$(events) || fail "round $round: the file is not whole"
  ((there >= before + kept)) || fail "round $round: $kept were called saved, $((there - before)) are in the file"
  acknowledged=$((acknowledged + kept))
done
((acknowledged > 0)) || fail "nothing was judged"
echo "kill-windows: $kills kills, $acknowledged verdicts were called saved, none is lost, the file is whole"
