#!/usr/bin/env bash
# Cuts the embedded fonts out of their full-size originals; assets/fonts/README.md says where those come from.
# Usage: scripts/cut-fonts.sh NotoSansCJK-Regular.ttc lucide.ttf NotoSerifCJK-Regular.ttc LXGWWenKai-Regular.ttf CROSCORE SEMIBOLD.woff
# CROSCORE is the folder of Cousine, Tinos and Arimo. Needs python3 and fonttools' pyftsubset.
set -euo pipefail

if [[ $# -ne 6 ]]; then
  sed -n '2,4s/^# //p' "$0" >&2
  exit 2
fi
noto_collection=$1
lucide=$2
serif_collection=$3
kai=$4
croscore=$5
semibold=$6
cd "$(dirname "$0")/.."
fonts=assets/fonts
of_documents=crates/ofd/fonts
characters=$(mktemp)
trap 'rm -f "$characters"' EXIT

# Every character of the character set named, and the Latin letters and symbols that file names and user interfaces add.
characters_of() {
  python3 - "$1" >"$characters" <<'PYTHON'
import sys
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
        characters.update(map(ord, bytes([lead, trail]).decode(sys.argv[1], "ignore")))
print("\n".join(f"{code:04X}" for code in sorted(characters)))
PYTHON
}
characters_of gbk

# Face 2 of the collection is "Noto Sans CJK SC": the shapes used in mainland China.
pyftsubset "$noto_collection" --font-number=2 --unicodes-file="$characters" \
  --layout-features=kern --no-hinting --drop-tables+=BASE,VORG,vhea,vmtx \
  --output-file="$of_documents/NotoSansSC-Regular-GBK.otf"

# The heavier weight of the same design, for titles and amounts: Latin alone.
pyftsubset "$semibold" --unicodes="*" --flavor= --layout-features=kern --no-hinting \
  --drop-tables+=BASE,STAT,vhea,vmtx,gasp --output-file="$fonts/NotoSansSC-SemiBold-Latin.ttf"

# Documents name fonts that they do not bring along; these stand in. No layout rules: documents place every glyph.
drop=BASE,VORG,vhea,vmtx,GPOS,GSUB,GDEF,LTSH,VDMX,hdmx,DSIG,PCLT
pyftsubset "$serif_collection" --font-number=2 --unicodes-file="$characters" \
  --layout-features= --no-hinting --drop-tables+=$drop \
  --output-file="$of_documents/NotoSerifSC-Regular-GBK.otf"
characters_of gb2312
pyftsubset "$kai" --unicodes-file="$characters" --layout-features= --no-hinting --drop-tables+=$drop \
  --output-file="$of_documents/TicketKai-Regular-GB2312.ttf"
latin=U+20-7E,U+A0-17F,U+2000-206F,U+20A0-20BF,U+2100-214F,U+2190-2193,U+2200-2265,U+25A0-25CF,U+FFE5
for family in Cousine Tinos Arimo; do
  pyftsubset "$croscore/$family-Regular.ttf" --unicodes=$latin --layout-features= --no-hinting \
    --drop-tables+=$drop --output-file="$of_documents/$family-Regular-Latin.ttf"
done

# The licence of the Kai reserves its names, so what was changed must bear another.
python3 - "$of_documents/TicketKai-Regular-GB2312.ttf" <<'PYTHON'
import sys
from fontTools.ttLib import TTFont
font = TTFont(sys.argv[1], recalcTimestamp=False)
names = {1: "Ticket Kai", 2: "Regular", 3: "TicketKai-Regular", 4: "Ticket Kai Regular", 6: "TicketKai-Regular"}
kept = [record for record in font["name"].names if record.nameID in (0, 13, 14) and record.langID == 0x409]
font["name"].names = kept
for number, text in names.items():
    font["name"].setName(text, number, 3, 1, 0x409)
font.save(sys.argv[1])
PYTHON

# Just the characters that src/ui/kit/icons.rs names.
grep -oE 'u\{[0-9a-f]+\}' src/ui/kit/icons.rs | tr -d 'u{}' | sort -u >"$characters"
pyftsubset "$lucide" --unicodes-file="$characters" --layout-features= --no-hinting \
  --output-file="$fonts/lucide-cut.ttf"

ls -l "$of_documents"/*.otf "$of_documents"/*.ttf "$fonts"/*.ttf
