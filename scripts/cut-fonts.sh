#!/usr/bin/env bash
# Cuts the two embedded fonts out of their full-size originals; assets/fonts/README.md says where those come from.
# Usage: scripts/cut-fonts.sh NotoSansCJK-Regular.ttc lucide.ttf      (needs python3 and fonttools' pyftsubset)
set -euo pipefail

if [[ $# -ne 2 ]]; then
  sed -n '2,3s/^# //p' "$0" >&2
  exit 2
fi
noto_collection=$1
lucide=$2
cd "$(dirname "$0")/.."
fonts=assets/fonts
characters=$(mktemp)
trap 'rm -f "$characters"' EXIT

# Every character of GBK, and the Latin letters and symbols that file names and user interfaces add to it.
python3 - >"$characters" <<'PYTHON'
RANGES = [
    (0x0020, 0x007E), (0x00A0, 0x017F),  # ASCII, Latin-1, Latin Extended-A
    (0x2000, 0x206F), (0x20A0, 0x20BF),  # punctuation, currencies
    (0x2100, 0x22FF),                    # letterlike, number forms, arrows, mathematics
    (0x2460, 0x25FF), (0x2600, 0x2667),  # enclosed numbers, boxes, shapes, symbols
    (0x2700, 0x27BF),                    # dingbats
    (0x3000, 0x303F), (0x3200, 0x33FF),  # CJK punctuation, enclosed and squared signs
    (0xFF00, 0xFF60), (0xFFE0, 0xFFE6),  # full-width forms
]
characters = {code for first, last in RANGES for code in range(first, last + 1)}
for lead in range(0x81, 0xFF):
    for trail in range(0x40, 0xFF):
        characters.update(map(ord, bytes([lead, trail]).decode("gbk", "ignore")))
print("\n".join(f"{code:04X}" for code in sorted(characters)))
PYTHON

# Face 2 of the collection is "Noto Sans CJK SC": the shapes used in mainland China.
pyftsubset "$noto_collection" --font-number=2 --unicodes-file="$characters" \
  --layout-features=kern --no-hinting --drop-tables+=BASE,VORG,vhea,vmtx \
  --output-file="$fonts/NotoSansSC-Regular-GBK.otf"

# Just the characters that src/ui/icons.rs names.
grep -oE 'u\{[0-9a-f]+\}' src/ui/icons.rs | tr -d 'u{}' | sort -u >"$characters"
pyftsubset "$lucide" --unicodes-file="$characters" --layout-features= --no-hinting \
  --output-file="$fonts/lucide-cut.ttf"

ls -l "$fonts"/*.otf "$fonts"/*.ttf
