#!/usr/bin/env bash
# Types with a real Chinese input method, as a reviewer does who never switches it off: a note in pinyin on each ticket, kept
# with Enter, and a verdict right after it. Every note must be the word that was meant, and every verdict must be there.
# Usage: scripts/try-input-method.sh PROGRAM [TICKETS]
# Needs xvfb, xdotool, openbox, dbus, fcitx5, fcitx5-chinese-addons and the locale zh_CN.UTF-8; not part of continuous
# integration, as it types into whatever is slow.
set -euo pipefail

if [[ $# -lt 1 ]]; then
  sed -n '2,6s/^# //p' "$0" >&2
  exit 2
fi
program=$(realpath "$1")
tickets=${2:-12}
home=$(mktemp -d)
mkdir -p "$home"/{config/fcitx5,data,state,cache,run}
chmod 700 "$home/run"
trap 'rm -rf "$home"' EXIT
export HOME=$home XDG_CONFIG_HOME=$home/config XDG_DATA_HOME=$home/data XDG_STATE_HOME=$home/state
export XDG_CACHE_HOME=$home/cache XDG_RUNTIME_DIR=$home/run LANG=zh_CN.UTF-8 LC_ALL=zh_CN.UTF-8 XMODIFIERS=@im=fcitx
unset WAYLAND_DISPLAY

cat >"$home/config/fcitx5/profile" <<'PROFILE'
[Groups/0]
Name=Default
Default Layout=us
DefaultIM=pinyin

[Groups/0/Items/0]
Name=pinyin
Layout=

[GroupOrder]
0=Default
PROFILE
# Every field begins in Chinese.
printf '[Behavior]\nActiveByDefault=True\n' >"$home/config/fcitx5/config"

exec 3<<'INSIDE'
openbox >/dev/null 2>&1 &
fcitx5 --disable=wayland,kimpanel,notifications,cloudpinyin >/dev/null 2>&1 &
input_method=$!
for _ in $(seq 100); do
  xprop -root XIM_SERVERS 2>/dev/null | grep -q fcitx && break
  sleep 0.1
done
"$PROGRAM" --demo >/dev/null 2>&1 &
window=$!
for _ in $(seq 300); do
  xdotool search --onlyvisible --class invoice >/dev/null 2>&1 && break
  sleep 0.1
done
sleep "${SETTLE:-8}"
press() {
  for key in "$@"; do
    xdotool keydown "$key"
    sleep 0.06
    xdotool keyup "$key"
    sleep "${BETWEEN:-0.12}"
  done
}
for _ in $(seq "$TICKETS"); do
  press m
  sleep "${PAUSE:-0.6}"
  press h a o space
  sleep "${PAUSE:-0.6}"
  press Return
  sleep "${PAUSE:-0.6}"
  press x
  sleep "${PAUSE:-0.6}"
done
sleep 1
kill "$window" "$input_method"
wait "$window" 2>/dev/null
INSIDE
script=$(cat <&3)
PROGRAM=$program TICKETS=$tickets xvfb-run --auto-servernum --server-args="-screen 0 1440x900x24" \
  dbus-run-session -- bash -c "$script" 2>/dev/null || true

review=$(find "$home/data" -name '*.ilens' | head -n 1)
[[ -n $review ]] || { echo "try-input-method: the window left no review" >&2; exit 1; }
"$program" report "$review" --to "$home/report.csv" >/dev/null
right=$(grep -c '好' "$home/report.csv" || true)
whole=$(grep -cE '(^|,)好(,|$)' "$home/report.csv" || true)
wrong=$(grep -cE '(^|,)(有误|wrong)(,|$)' "$home/report.csv" || true)
echo "$tickets tickets: $whole notes as meant, $right with the word in them, $wrong verdicts"
[[ $whole -eq $tickets && $wrong -eq $tickets ]]
