#!/usr/bin/env bash
# Makes the JPEGs of tests/jpegs, of several scans and of every way to keep colours coarser or finer, and beside them
# what libjpeg's own program shows of each: `values.txt` has a line for a file, with the mean colour of 6 by 4 cells.
#
# Needs cjpeg, djpeg and jpegtran (libjpeg-turbo 2.1.5 was used; Debian's package libjpeg-turbo-progs). The same
# version makes the same bytes.
set -euo pipefail
cd "$(dirname "$0")/../tests/jpegs"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Quarters of different colours, a slope, and marks as thin as print; no side is a multiple of a block's.
paint() { # width height
  awk -v w="$1" -v h="$2" 'BEGIN {
    print "P3", w, h, 255
    for (y = 0; y < h; y++) for (x = 0; x < w; x++) {
      q = (x >= w * 0.45) + 2 * (y >= h * 0.55)
      r = q == 0 ? 225 : q == 1 ? 60 : q == 2 ? 70 : 240
      g = q == 0 ? 80 : q == 1 ? 190 : q == 2 ? 90 : 225
      b = q == 0 ? 70 : q == 1 ? 90 : q == 2 ? 215 : 200
      ink = y % 12 >= 3 && y % 12 < 8 && int((x * 7 + int(y / 12) * 5) / 9) % 3 == 0
      if (ink) { r = 40; g = 30 + 60 * (q == 3); b = 50 }
      print int(r - x * 30 / w), int(g - y * 25 / h), b
    }
  }' > "$work/$1x$2.ppm"
}
paint 59 43
paint 35 22
paint 97 19

scans() { # name, then lines of a scan script
  local name=$1
  shift
  printf '%s;\n' "$@" > "$work/$name.scans"
}
scans separate 0 1 2
scans last-first 2 1 0
scans colours-apart 0 '1 2'
scans brightness-last '1 2' 0
scans pair-and-one '0 1' 2
scans progressive-parts '0,1,2: 0-0, 0, 1' '0: 1-9, 0, 2' '2: 1-63, 0, 1' '1: 1-63, 0, 1' '0: 10-63, 0, 2' \
  '0: 1-63, 2, 1' '0,1,2: 0-0, 1, 0' '2: 1-63, 1, 0' '1: 1-63, 1, 0' '0: 1-63, 1, 0'
scans progressive-apart '0: 0-0, 0, 0' '1: 0-0, 0, 0' '2: 0-0, 0, 0' '0: 1-63, 0, 0' '1: 1-63, 0, 0' '2: 1-63, 0, 0'

make() { # name, picture, options of cjpeg
  local name=$1 picture=$2
  shift 2
  cjpeg -quality 60 "$@" -outfile "$name.jpg" "$work/$picture.ppm"
}
turn() { # name, source, options of jpegtran
  local name=$1 source=$2
  shift 2
  jpegtran "$@" -outfile "$name.jpg" "$source.jpg"
}

rm -f -- *.jpg values.txt

# All components in one scan.
for sample in 1x1 2x1 1x2 2x2 4x1 1x4 4x2 2x4 3x1 1x3 3x2 2x3; do
  make "one-scan-$sample" 59x43 -sample "$sample"
done
# Colours unlike each other, and colours finer than brightness.
for sample in 2x2,2x1,1x2 2x2,1x2,1x2 2x2,2x1,2x1 2x1,1x1,2x1 4x1,2x1,1x1 2x1,2x1,2x1 \
  1x1,2x2,2x2 1x1,2x1,2x1 1x1,1x2,1x2 1x1,1x1,2x2 1x2,2x1,1x1 1x1,4x1,4x1 1x2,2x1,2x1 1x1,1x1,3x1; do
  make "unlike-${sample//,/-}" 59x43 -sample "$sample"
  make "unlike-progressive-${sample//,/-}" 35x22 -sample "$sample" -progressive
done
# Each component in a scan of its own, or in other groups.
for sample in 1x1 2x1 1x2 2x2 4x1 1x4 4x4 3x3 1x1,2x2,2x2 2x2,2x1,1x2 2x2,2x2,2x2; do
  make "separate-${sample//,/-}" 59x43 -sample "$sample" -scans "$work/separate.scans"
done
make separate-2x2-wide 97x19 -sample 2x2 -scans "$work/separate.scans"
make separate-2x2-small 35x22 -sample 2x2 -scans "$work/separate.scans"
make separate-restarts-2x2 59x43 -sample 2x2 -scans "$work/separate.scans" -restart 3B
make separate-restarts-1x2 59x43 -sample 1x2 -scans "$work/separate.scans" -restart 1
make last-first-2x2 59x43 -sample 2x2 -scans "$work/last-first.scans"
make last-first-2x1 35x22 -sample 2x1 -scans "$work/last-first.scans"
make colours-apart-2x2 59x43 -sample 2x2 -scans "$work/colours-apart.scans"
make colours-apart-1x1 35x22 -sample 1x1 -scans "$work/colours-apart.scans"
make colours-apart-2x1-restarts 59x43 -sample 2x1 -scans "$work/colours-apart.scans" -restart 2B
make brightness-last-2x2 59x43 -sample 2x2 -scans "$work/brightness-last.scans"
make pair-and-one-2x2 59x43 -sample 2x2 -scans "$work/pair-and-one.scans"
# Coefficients in several scans.
for sample in 1x1 2x1 1x2 2x2 4x1 1x4 3x1 1x3 3x2; do
  make "progressive-$sample" 35x22 -sample "$sample" -progressive
done
make progressive-wide-2x2 97x19 -sample 2x2 -progressive
make progressive-restarts-2x2 59x43 -sample 2x2 -progressive -restart 2B
make progressive-restarts-2x1 59x43 -sample 2x1 -progressive -restart 1
make progressive-parts-2x2 59x43 -sample 2x2 -scans "$work/progressive-parts.scans"
make progressive-parts-1x2 59x43 -sample 1x2 -scans "$work/progressive-parts.scans"
make progressive-apart-2x2 59x43 -sample 2x2 -scans "$work/progressive-apart.scans"
make progressive-apart-4x4 59x43 -sample 4x4 -scans "$work/progressive-apart.scans"
# Restarts, own codes, grey, red with green and blue, coarse steps.
make restarts-2x2 59x43 -sample 2x2 -restart 1B
make restarts-1x1 59x43 -sample 1x1 -restart 5B -optimize
make restarts-row-2x1 59x43 -sample 2x1 -restart 1
make own-codes-2x2 97x19 -sample 2x2 -optimize
make grey 59x43 -grayscale
make grey-progressive 59x43 -grayscale -progressive
make grey-restarts 59x43 -grayscale -restart 2B
make grey-2x2 59x43 -grayscale -sample 2x2
make grey-1x2-progressive 59x43 -grayscale -sample 1x2 -progressive
make rgb 59x43 -rgb
make rgb-progressive 35x22 -rgb -progressive
make rgb-2x2 59x43 -rgb -sample 2x2
make coarse-2x2 59x43 -sample 2x2 -quality 5
turn turned-2x1 one-scan-2x1 -rotate 90
turn turned-separate-2x2 separate-2x2 -transpose -scans "$work/separate.scans"
turn turned-progressive one-scan-2x2 -rotate 180 -progressive
# Not Huffman's codes.
make arithmetic 35x22 -arithmetic
make arithmetic-progressive 35x22 -arithmetic -progressive

# What djpeg shows: red, green and blue of every cell in hexadecimal digits, or a dash where it refuses.
for file in *.jpg; do
  if ! djpeg -pnm -outfile "$work/shown" "$file" 2> "$work/words"; then
    echo "${file%.jpg} -"
    continue
  fi
  if [[ -s $work/words ]]; then
    echo "$file: $(cat "$work/words")" >&2
    exit 1
  fi
  {
    head -c 40 "$work/shown" | head -n 2 | tr '\n' ' '
    echo
    tail -n +4 "$work/shown" | od -An -v -tu1 -w1
  } | awk -v name="${file%.jpg}" '
    NR == 1 { channels = $1 == "P6" ? 3 : 1; w = $2; h = $3; next }
    {
      at = NR - 2
      c = at % channels; x = int(at / channels) % w; y = int(at / channels / w)
      cell = int(y * 4 / h) * 6 + int(x * 6 / w)
      sum[cell, c] += $1; count[cell, c]++
    }
    END {
      printf "%s %dx%d ", name, w, h
      for (cell = 0; cell < 24; cell++) for (c = 0; c < 3; c++) {
        from = channels == 1 ? 0 : c
        printf "%02x", int(sum[cell, from] / count[cell, from] + 0.5)
      }
      print ""
    }'
done > values.txt
