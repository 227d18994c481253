#!/bin/bash
# Makes the small TIFF files of tests/tiff and what libtiff shows of them, in values.txt.
#
# Needs perl and Debian's libtiff-tools; made with those of libtiff 4.5.0.
set -eu
export LC_ALL=C
cd "$(dirname "$0")/.."
samples=tests/tiff
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$samples"
rm -f "$samples"/*.tif

# Uncompressed files in one strip each, and files of coded rows, without help of any library.
cat > "$work/plain.pl" <<'PERL'
use strict; use warnings;
my $work = shift;

# Further tags are [number, type, values]; types are 3 (16 bits), 4 (32 bits) and 5 (ratios: two values each).
sub tiff {
    my ($name, $width, $height, $bits, $samples, $photometric, $strips, @further) = @_;
    my @strips = @$strips;
    my $offset = 8;
    my @offsets = map { my $at = $offset; $offset += length $_; $at } @strips;
    my @tags = ([256, 3, $width], [257, 3, $height], [258, 3, ($bits) x $samples], [262, 3, $photometric],
        [273, 4, @offsets], [277, 3, $samples], [278, 3, int(($height + @strips - 1) / @strips)],
        [279, 4, map { length } @strips], @further);
    push @tags, [259, 3, 1] unless grep { $_->[0] == 259 } @tags;
    @tags = sort { $a->[0] <=> $b->[0] } @tags;
    my $later_at = $offset + 2 + 12 * @tags + 4;
    my ($entries, $later) = ('', '');
    for (@tags) {
        my ($tag, $type, @values) = @$_;
        my $bytes = pack($type == 3 ? 'v*' : 'V*', @values);
        my $count = $type == 5 ? @values / 2 : @values;
        my $field = length $bytes <= 4 ? $bytes . "\0" x (4 - length $bytes) : pack('V', $later_at + length $later);
        $later .= $bytes if length $bytes > 4;
        $entries .= pack('vvV', $tag, $type, $count) . $field;
    }
    open my $file, '>:raw', "$work/$name.tif" or die;
    print $file "II*\0", pack('V', $offset), @strips, pack('v', scalar @tags), $entries, pack('V', 0), $later;
    close $file or die;
}

# Rows of samples of so many bits.
sub packed {
    my ($bits, @rows) = @_;
    return join '', map { $bits == 16 ? pack('v*', @$_) : pack('B*', join '', map { sprintf "%0${bits}b", $_ } @$_) } @rows;
}

# A form: four colours on a ground that darkens, with dark marks as irregular as print.
my ($width, $height) = (31, 23);
my @colours = ([220, 30, 40], [30, 200, 60], [40, 50, 210], [230, 220, 30]);
sub colour {
    my ($x, $y) = @_;
    return map { int($_ / 3) } (60, 60, 90) if (($x * 7 + $y * 13) ^ ($x * $y)) % 11 < 2;
    return @{$colours[($x >= 9) + 2 * ($y >= 7)]} if $x < 18 && $y < 14;
    return (250 - 3 * $x, 255 - 2 * $y, 240 - $x - $y);
}
sub brightness { my ($r, $g, $b) = colour(@_); return int((3 * $r + 6 * $g + $b) / 10) }
sub rows { my ($sample) = @_; return map { my $y = $_; [map { $sample->($_, $y) } 0 .. $width - 1] } 0 .. $height - 1 }
sub tiff_of { my ($name, $bits, $samples, $photometric, $sample, @further) = @_;
    tiff($name, $width, $height, $bits, $samples, $photometric, [packed($bits, rows($sample))], @further) }

tiff_of('rgb', 8, 3, 2, \&colour);
tiff_of('rgb16', 16, 3, 2, sub { map { $_ * 257 } colour(@_) });
tiff_of("grey$_", $_, 1, 1, do { my $bits = $_; sub { brightness(@_) >> (8 - $bits) } }) for 1, 2, 4, 8;
tiff_of("white$_", $_, 1, 0, do { my $bits = $_; sub { 2 ** $bits - 1 - (brightness(@_) >> (8 - $bits)) } }) for 1, 2, 4, 8;
tiff_of('grey16', 16, 1, 1, sub { 257 * brightness(@_) });
tiff_of('rgb-alpha', 8, 4, 2, sub { (colour(@_), 255 - 6 * $_[0]) }, [338, 3, 2]);
tiff_of('rgb-multiplied', 8, 4, 2, sub { my $a = 255 - 6 * $_[0]; ((map { int($_ * $a / 255) } colour(@_)), $a) }, [338, 3, 1]);
tiff_of('cmyk', 8, 4, 5, sub { my @c = map { 255 - $_ } colour(@_); (@c, $_[0] == $_[1] ? 100 : 0) });
for my $bits (1, 2, 4, 8) {
    my $count = 2 ** $bits;
    my @map = map { my $part = $_; map { (($_ * (53 + 30 * $part) + 90 * $part) % 256) } 0 .. $count - 1 } 0 .. 2;
    my $place = sub { (brightness(@_) * 7 + $_[0]) % $count };
    tiff_of("palette$bits", $bits, 1, 3, $place, [320, 3, map { 257 * $_ } @map]);
    tiff_of("palette$bits-of-bytes", $bits, 1, 3, $place, [320, 3, @map]) if $bits >= 4;
}

# Brightness and colours, of which several pixels share one.
for my $shared ([1, 1], [2, 1], [2, 2], [4, 2]) {
    my ($across, $down) = @$shared;
    my @ycc = map { [map { my ($r, $g, $b) = @$_; my $y = 0.299 * $r + 0.587 * $g + 0.114 * $b;
        [map { int($_ + 0.5) } $y, 128 + ($b - $y) / 1.772, 128 + ($r - $y) / 1.402] } @$_] }
        map { my $y = $_; [map { [colour($_, $y)] } 0 .. $width - 1] } 0 .. $height - 1;
    my $data = '';
    for (my $top = 0; $top < $height; $top += $down) {
        for (my $left = 0; $left < $width; $left += $across) {
            my @lights = map { my $y = $_ < $height ? $_ : $height - 1;
                map { my $x = $_ < $width ? $_ : $width - 1; $ycc[$y][$x][0] } $left .. $left + $across - 1 } $top .. $top + $down - 1;
            $data .= pack 'C*', @lights, $ycc[$top][$left][1], $ycc[$top][$left][2];
        }
    }
    tiff("ycbcr$across$down", $width, $height, 8, 3, 6, [$data], [530, 3, $across, $down],
        [529, 5, 299, 1000, 587, 1000, 114, 1000], [532, 5, 0, 1, 255, 1, 128, 1, 255, 1, 128, 1, 255, 1]);
}

# Black and white with runs of every length that has a code of its own.
my $columns = 2700;
my @runs = map { my $line = $_; my ($at, $black, @row) = (0, $line % 3 == 0);
    for (my $step = 0; $at < $columns; $step++) {
        my $run = $line < 2 ? $step % 64 : $step % 2 ? ($line * 5 + $step) % 64 + 1 : ($line * 61 + $step * 67) % (64 * $line) + 1;
        $run = $columns - $at if $at + $run > $columns;
        push @row, ($black ? 1 : 0) x $run; $at += $run; $black = !$black;
    } \@row } 0 .. 41;
tiff('fax', $columns, scalar @runs, 1, 1, 0, [packed(1, @runs)]);
PERL

# Rows as run lengths without line ends, made of one strip of group 3.
cat > "$work/runs.pl" <<'PERL'
use strict; use warnings;
my ($work, $from, $to, $compression, $alignment) = @ARGV;
@ARGV = ($work);
require "$work/plain.pl";
open my $file, '<:raw', $from or die; local $/; my $bytes = <$file>;
my ($at) = unpack 'V', substr $bytes, 4, 4;
my %tags;
for my $entry (0 .. unpack('v', substr $bytes, $at, 2) - 1) {
    my ($tag, $type, $count, $value) = unpack 'vvVV', substr $bytes, $at + 2 + 12 * $entry, 12;
    my $wide = $type == 3 ? 2 : 4;
    my $where = $count * $wide <= 4 ? $at + 2 + 12 * $entry + 8 : $value;
    $tags{$tag} = [unpack $type == 3 ? "v$count" : "V$count", substr $bytes, $where, $count * $wide];
}
my $bits = unpack 'B*', substr $bytes, $tags{273}[0], $tags{279}[0];
# Each line end is in front of its row, and six of them end the page.
my ($before, @coded) = split /0{11}1/, $bits;
my $rows = join '', map { pack 'B*', $_ . '0' x (-length($_) % $alignment) } @coded[0 .. $tags{257}[0] - 1];
tiff($to, $tags{256}[0], $tags{257}[0], 1, 1, 0, [$rows], [259, 3, $compression]);
PERL
perl "$work/plain.pl" "$work"

# A name, what it is made of, and how tiffcp copies it.
copy() {
    local name=$1 from=$2
    shift 2
    tiffcp "$@" "$work/$from.tif" "$samples/$name.tif"
}

for name in rgb grey1 grey2 grey4 grey8 white1 white2 white4 white8 grey16 rgb-alpha rgb-multiplied cmyk \
    palette1 palette2 palette4 palette8 palette4-of-bytes palette8-of-bytes ycbcr11 ycbcr21 ycbcr22 ycbcr42; do
    cp "$work/$name.tif" "$samples/$name.tif"
done
copy rgb-reversed rgb -f lsb2msb -c none
copy rgb-packbits rgb -c packbits -r 5
copy grey1-packbits-reversed grey1 -f lsb2msb -c packbits
copy grey4-lzw-reversed grey4 -f lsb2msb -c lzw
copy rgb-lzw rgb -c lzw -r 8
copy rgb-lzw-differences rgb -c lzw:2 -r 7
copy rgb-deflate-reversed rgb -f lsb2msb -c zip
copy rgb-deflate-differences-big-endian rgb -B -c zip:2
copy rgb16-big-endian rgb16 -B -c packbits -r 10
copy rgb16-lzw-differences rgb16 -c lzw:2
copy rgb16-deflate-differences-big-endian rgb16 -B -c zip:2
copy rgb-planes rgb -p separate -c packbits -r 9
copy rgb-planes-in-tiles-differences rgb -p separate -t -w 16 -l 16 -c lzw:2
copy rgb-tiles-lzw rgb -t -w 16 -l 16 -c lzw
copy grey8-tiles-deflate grey8 -t -w 16 -l 32 -c zip
copy grey1-tiles grey1 -t -w 16 -l 16 -c g4
copy palette4-packbits palette4 -c packbits
copy palette8-tiles palette8 -t -w 16 -l 16 -c zip
copy rgb-big-tiff rgb -8 -c lzw
copy rgb-alpha-planes rgb-alpha -p separate -c zip
copy jpeg-ycbcr rgb -c jpeg:75 -r 16
copy jpeg-ycbcr-reversed rgb -f lsb2msb -c jpeg:75
copy jpeg-ycbcr-tiles rgb -t -w 16 -l 16 -c jpeg:75
copy jpeg-rgb rgb -c jpeg:r:75 -r 16
copy jpeg-rgb-tiles rgb -t -w 16 -l 16 -c jpeg:r:75
copy jpeg-grey grey8 -c jpeg:75 -r 8
copy jpeg-grey-white white8 -c jpeg:75
copy jpeg-planes rgb -p separate -c jpeg:r:75
for coding in g3:1d g3:1d:fill g3:2d g3:2d:fill g4; do
    copy "fax-${coding//:/-}" fax -c "$coding"
    copy "fax-${coding//:/-}-reversed" fax -f lsb2msb -c "$coding" -r 20
done
copy fax-tiles-g4 fax -t -w 1360 -l 16 -c g4
tiffcp -c g3:1d -r 1000 "$work/fax.tif" "$work/rows.tif"
perl "$work/runs.pl" "$work" "$work/rows.tif" fax-runs 2 8
cp "$work/fax-runs.tif" "$samples"
tiffcp "$samples/fax-g4.tif" "$samples/rgb-lzw.tif" "$samples/pages.tif"

# What libtiff shows, which has multiplied colours with alpha.
cat > "$work/values.pl" <<'PERL'
use strict; use warnings;
my ($name, $path) = @ARGV;
open my $file, '<:raw', $path or die; local $/; my $bytes = <$file>;
my ($at) = unpack 'V', substr $bytes, 4, 4;
my %tags;
for my $entry (0 .. unpack('v', substr $bytes, $at, 2) - 1) {
    my ($tag, $type, $count, $value) = unpack 'vvVV', substr $bytes, $at + 2 + 12 * $entry, 12;
    my $wide = $type == 3 ? 2 : 4;
    my $where = $count * $wide <= 4 ? $at + 2 + 12 * $entry + 8 : $value;
    $tags{$tag} = [unpack $type == 3 ? "v$count" : "V$count", substr $bytes, $where, $count * $wide];
}
my ($width, $height) = ($tags{256}[0], $tags{257}[0]);
my $pixels = join '', map { substr $bytes, $tags{273}[$_], $tags{279}[$_] } 0 .. $#{$tags{273}};
my @rgba = unpack 'C*', $pixels;
my (@sums, @counts, @marks);
my ($across, $down) = (8, 4);
for my $y (0 .. $height - 1) {
    my $row = int($y * $down / $height);
    for my $x (0 .. $width - 1) {
        my $place = 4 * ($y * $width + $x);
        my $block = $row * $across + int($x * $across / $width);
        $counts[$block]++;
        for my $channel (0 .. 2) {
            my $value = $rgba[$place + $channel] + 255 - $rgba[$place + 3];
            $value = 255 if $value > 255;
            $sums[3 * $block + $channel] += $value;
            # Fletcher's sum, to 65,521 each.
            $marks[0] = (($marks[0] || 0) + $value + 1) % 65521;
            $marks[1] = (($marks[1] || 0) + $marks[0]) % 65521;
        }
    }
}
my @means = map { int($sums[$_] / $counts[int($_ / 3)] + 0.5) } 0 .. $#sums;
printf "%s %d %d %d %d %s\n", $name, $width, $height, @marks, join '', map { sprintf '%02x', $_ } @means;
PERL
{
    echo "# What libtiff shows of each file on white paper: name, width, height, two sums over all its samples,"
    echo "# means of red, green and blue in 8 by 4 parts, row by row, in hexadecimal digits."
    echo "# Made by scripts/make-tiff-samples.sh."
    for path in "$samples"/*.tif; do
        name=$(basename "$path" .tif)
        rm -f "$work/shown.tif" "$work/plain.tif"
        tiff2rgba -c none "$path" "$work/shown.tif"
        # It hands on in which order bits are, among others.
        tiffcp -f msb2lsb -p contig -c none -s "$work/shown.tif" "$work/plain.tif"
        perl "$work/values.pl" "$name" "$work/plain.tif"
    done
} > "$samples/values.txt"
