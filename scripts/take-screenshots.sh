#!/usr/bin/env bash
# Takes the pictures of the README on a virtual screen, with the demo's invoices.
# Usage: scripts/take-screenshots.sh [PROGRAM [LANG]]
# Needs Xvfb, xdotool and ImageMagick; LANG is en or zh-CN. Without PROGRAM the release build is made and used.
set -euo pipefail
cd "$(dirname "$0")/.."

lang=${2:-en}
if [[ $# -gt 0 ]]; then
  program=$1
else
  cargo build --release --locked
  program=${CARGO_TARGET_DIR:-target}/release/invoice-lens
fi
width=1280
height=800
wait_secs=120
# A page photographed with several tickets on it; its link delivers the whole page.
file=20261103-102613-1793672773560-124
target=assets/screenshots
max_bytes=$((700 * 1000))

now=
seen=none
what=screenshots
screen="${width}x$height"
source "scripts/virtual-screen.sh"

# Settings of the person who runs this are neither read nor written.
env LIBGL_ALWAYS_SOFTWARE=1 XDG_CONFIG_HOME="$folder" XDG_DATA_HOME="$folder" XDG_CACHE_HOME="$folder" \
  "$program" --demo --lang "$lang" 2>"$folder/stderr" &
pid=$!

alive() {
  kill -0 "$pid" 2>/dev/null || fail "the program ended by itself"
  ((SECONDS < deadline)) || fail "$1 takes more than $wait_secs s"
}

look() {
  import -silent -window root "$folder/now.png"
  now=$(identify -quiet -format '%#' "$folder/now.png")
}

# Waits until the screen shows something else than it did when it was last waited for.
changed() {
  deadline=$((SECONDS + wait_secs))
  look
  while [[ $now == "$seen" ]]; do
    alive "$1"
    sleep 0.1
    look
  done
}

# Waits for that, and until the screen has stayed the same for a while.
settled() {
  local before=none same=0
  changed "$1"
  until ((same >= 4)); do
    alive "$1"
    sleep 0.5
    before=$now
    look
    if [[ $now == "$before" && $now != "$seen" ]]; then same=$((same + 1)); else same=0; fi
  done
  seen=$now
}

press() {
  xdotool windowfocus --sync "$window"
  xdotool key --clearmodifiers "$1"
}

# Palette pictures are a third of the size; the dots of the dithering are smaller than a letter's stroke.
keep() {
  convert "$folder/now.png" -strip -dither FloydSteinberg -colors 256 "png8:$folder/$1.png"
}

deadline=$((SECONDS + wait_secs))
window=
until [[ -n $window ]]; do
  alive "the window"
  window=$(timeout 1 xdotool search --sync --onlyvisible --name invoice-lens 2>/dev/null | head -n 1 || true)
done
xdotool windowmove "$window" 0 0 windowsize "$window" "$width" "$height"
# The pointer would light up what lies under it.
xdotool mousemove $((width - 1)) $((height - 1))
settled "the grid"
# Further down are the photographed pages.
press Next
settled "the next screen"
press Next
settled "the screen after that"
# Some of them are judged.
for key in 1 3 1 7; do
  press "$key"
  settled "a verdict"
done
keep grid

press slash
changed "the focus on the search"
# From here to Return a blinking cursor keeps the screen from settling.
xdotool type --clearmodifiers --delay 20 "$file"
press Return
settled "the search"
press Return
settled "the viewer"
keep viewer

size=$(($(stat -c %s "$folder/grid.png") + $(stat -c %s "$folder/viewer.png")))
((size <= max_bytes)) || fail "the pictures have $size bytes, more than $max_bytes"
mkdir -p "$target"
mv "$folder/grid.png" "$folder/viewer.png" "$target/"
echo "screenshots: $target/grid.png and viewer.png, $size bytes"
