#!/usr/bin/env bash
# Takes the pictures of the guides in docs/, in both languages, with the demo's invoices.
# Usage: scripts/picture-guide.sh PROGRAM
# Needs what scripts/picture-screens.sh needs.
set -euo pipefail
cd "$(dirname "$0")/.."

if [[ $# -ne 1 ]]; then
  sed -n '2,4s/^# //p' "$0" >&2
  exit 2
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
scripts/picture-screens.sh "$1" "$folder" 1440x900 >/dev/null
for lang in zh-CN en; do
  mkdir -p "docs/pictures/$lang"
  for screen in start grid viewer sheet; do
    # The window alone: what of the screen lies around it is black.
    convert "$folder/1440x900-$lang-light-$screen.png" -trim +repage -strip -colors 128 "png8:docs/pictures/$lang/$screen.png"
  done
done
du -ch docs/pictures | tail -n 1
