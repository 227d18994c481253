#!/usr/bin/env bash
# Takes pictures of start, grid, sheet, viewer and settings in both languages and themes at two sizes, to be looked at.
# Usage: scripts/picture-screens.sh PROGRAM FOLDER [SIZE...]; sizes are 1440x900 and 1024x640 without.
# Needs Xvfb, openbox, xdotool and ImageMagick.
set -euo pipefail

if [[ $# -lt 2 ]]; then
  sed -n '2,4s/^# //p' "$0" >&2
  exit 2
fi
program=$1
target=$2
shift 2
sizes=("$@")
((${#sizes[@]})) || sizes=(1440x900 1024x640)
wait_secs=60
mkdir -p "$target"
folder=$(mktemp -d)
pids=()
clean_up() {
  for pid in "${pids[@]}"; do kill -KILL "$pid" 2>/dev/null || true; done
  rm -rf "$folder"
}
trap clean_up EXIT

look() {
  import -silent -window root "$folder/now.png"
  now=$(identify -quiet -format '%#' "$folder/now.png")
}

# Waits until the screen has stayed the same for a while.
settled() {
  local before=none same=0 deadline=$((SECONDS + wait_secs))
  until ((same >= 3)); do
    ((SECONDS < deadline)) || { echo "screens: $1 does not settle" >&2; return; }
    sleep 0.4
    before=${now:-}
    look
    if [[ $now == "$before" ]]; then same=$((same + 1)); else same=0; fi
  done
}

keep() {
  settled "$1"
  convert "$folder/now.png" -strip -dither None -colors 256 "png8:$target/$1.png"
}

press() {
  xdotool key --clearmodifiers "$1"
  settled "$1"
}

# SIZE LANG THEME [ARGUMENT]: starts the program on a screen of its own.
begin() {
  local data=$folder/data
  rm -rf "$data"
  mkdir -p "$data/invoice-lens"
  printf '{"settings": "{\\"theme\\":\\"%s\\",\\"reviewer\\":\\"Li Mei\\"}"}' "$3" >"$data/invoice-lens/app.ron"
  exec {channel}<> <(:)
  Xvfb -displayfd "$channel" -screen 0 "${1}x24" -nolisten tcp 2>/dev/null &
  pids=($!)
  read -r -t "$wait_secs" -u "$channel" display
  export DISPLAY=:$display
  openbox 2>/dev/null &
  pids+=($!)
  env -u WAYLAND_DISPLAY LIBGL_ALWAYS_SOFTWARE=1 XDG_CONFIG_HOME="$data" XDG_DATA_HOME="$data" \
    "$program" --lang "$2" "${@:4}" 2>/dev/null &
  pids+=($!)
  local window
  window=$(timeout "$wait_secs" xdotool search --sync --onlyvisible --name invoice-lens | head -n 1)
  xdotool mousemove "${1%x*}" "${1#*x}"
  settled "the window"
  xdotool windowfocus --sync "$window"
}

end() {
  for pid in "${pids[@]}"; do
    kill -KILL "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
  done
  pids=()
}

for size in "${sizes[@]}"; do
  for lang in zh-CN en; do
    for theme in light dark; do
      name=$size-$lang-$theme
      begin "$size" "$lang" "$theme"
      keep "$name-start"
      end
      begin "$size" "$lang" "$theme" --demo
      for key in 1 3 1 7; do press "$key"; done
      keep "$name-grid"
      press ctrl+comma
      keep "$name-settings"
      press Escape
      press s
      keep "$name-sheet"
      press s
      press Return
      keep "$name-viewer"
      end
    done
  done
done
ls "$target"
