#!/usr/bin/env bash
# Starts the window on a virtual screen with sample pages and passes when it has drawn itself and is still alive. Its
# last place was on a screen that is gone: it has to be brought back into view.
# Usage: scripts/start-window.sh PROGRAM      (needs Xvfb, xdotool and xwd)
set -euo pipefail

program=$1
wait_secs=60
# With fewer colours than this a window is still blank; any text on it has more.
drawn_colours=16

what=window
screen=1280x800
source "$(dirname "$0")/virtual-screen.sh"

mkdir "$folder/invoice-lens"
cat > "$folder/invoice-lens/app.ron" <<'RON'
{"window":"(normal_geometry:(outer_position_pixels:Some((x:5000.0,y:5000.0)),scale_factor:1.0,inner_size_points:(x:900.0,y:600.0)),fullscreen:false,maximized:false)"}
RON

# Settings of the person who runs this are neither read nor written.
env LIBGL_ALWAYS_SOFTWARE=1 XDG_CONFIG_HOME="$folder" XDG_DATA_HOME="$folder" XDG_CACHE_HOME="$folder" \
  "$program" --demo 2>"$folder/stderr" &
pid=$!

alive() {
  kill -0 "$pid" 2>/dev/null || fail "the program ended by itself"
}

colours() {
  local WIDTH=0 HEIGHT=0 bytes
  eval "$(xdotool getwindowgeometry --shell "$window" | grep -E '^(WIDTH|HEIGHT)=[0-9]+$')"
  bytes=$((WIDTH * HEIGHT * 4)) # the pixels end the dump; before them stand names and a colour table
  xwd -silent -id "$window" | tail -c "$bytes" | od -An -v -tx4 -w4 | sort -u | wc -l
}

deadline=$((SECONDS + wait_secs))
window=
until [[ -n $window ]]; do
  alive
  ((SECONDS < deadline)) || fail "no window after $wait_secs s"
  window=$(timeout 1 xdotool search --sync --onlyvisible --name invoice-lens 2>/dev/null | head -n 1 || true)
done
eval "$(xdotool getwindowgeometry --shell "$window" | grep -E '^[XY]=-?[0-9]+$')"
((X >= 0 && X < 1280 && Y >= 0 && Y < 800)) || fail "it opened out of view, at $X,$Y"
until (($(colours) >= drawn_colours)); do
  alive
  ((SECONDS < deadline)) || fail "nothing drawn after $wait_secs s"
  sleep 0.2
done
alive

kill -TERM "$pid"
status=0
wait "$pid" || status=$?
pid=
# 143: ended by the signal; 0: it closed itself in answer to it.
[[ $status -eq 143 || $status -eq 0 ]] || fail "ended with status $status"
! grep -q 'panicked at' "$folder/stderr" || fail "it panicked"
echo "window: drawn and alive"
