//! Font files that documents embed: glyphs made of themselves or of thousands of others, programs that call themselves,
//! tables that lie about where they are.

use crate::bytes::{be16, be32, concat};

/// How a font file is embedded.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    TrueType,
    /// A bare table of Compact Font Format outlines.
    Cff,
}

pub struct Font {
    pub name: &'static str,
    pub kind: Kind,
    pub bytes: Vec<u8>,
}

/// Glyph 1 is what `A` shows.
pub fn all() -> Vec<Font> {
    let mut fonts = Vec::new();
    let mut add = |name, kind, bytes| fonts.push(Font { name, kind, bytes });
    let truetype = [
        ("of one square", outlines(&[square()])),
        (
            "whose glyph is made of itself",
            outlines(&[composite(&[1])]),
        ),
        (
            "whose glyphs are made of each other",
            outlines(&[composite(&[2]), composite(&[1])]),
        ),
        ("of glyph laughs", glyph_laughs(10, 12)),
        ("of a thousand glyphs in each other", glyph_laughs(1, 1_000)),
        (
            "of a glyph of 10,000 parts",
            outlines(&[composite(&vec![2; 10_000]), square()]),
        ),
        (
            "of a glyph that is not there",
            outlines(&[composite(&[60_000])]),
        ),
        ("of 65,535 points in one", outlines(&[endless_glyph()])),
        ("of no units in the em", with_table(*b"head", 18, &[0, 0])),
        (
            "of 65,535 glyphs in no room",
            with_table(*b"maxp", 4, &[0xFF; 2]),
        ),
        (
            "with tables outside of the file",
            with_directory(be32(u32::MAX - 8)),
        ),
        ("with tables on top of each other", with_directory(be32(0))),
        ("with glyphs anywhere", with_table(*b"loca", 0, &[0xFF; 4])),
        (
            "of 65,535 widths in no room",
            with_table(*b"hhea", 34, &[0xFF; 2]),
        ),
        (
            "of a character map that lies",
            with_table(*b"cmap", 24, &[0xFF; 4]),
        ),
        ("of a million ranges of characters", with_ranges(1_000_000)),
    ];
    for (name, bytes) in truetype {
        add(name, Kind::TrueType, bytes);
    }
    let half = outlines(&[square()]);
    add(
        "cut in half",
        Kind::TrueType,
        half[..half.len() / 2].to_vec(),
    );
    add(
        "of letters",
        Kind::TrueType,
        b"this is no font at all".to_vec(),
    );
    let programs = [
        (
            "of one square, as a program",
            compact(&[square_program()], &[]),
        ),
        (
            "whose program calls itself",
            compact(&[call(0)], &[call(0)]),
        ),
        ("of program laughs", program_laughs(9, 40)),
        (
            "of a program without an end",
            compact(&[[139, 139, 21].repeat(1_000_000)], &[]),
        ),
        (
            "of a program with endless numbers",
            compact(&[vec![139; 3_000_000]], &[]),
        ),
        (
            "of a program of hints",
            compact(&[[139, 139, 1].repeat(100_000)], &[]),
        ),
        ("of no programs", compact(&[], &[])),
    ];
    for (name, bytes) in programs {
        add(name, Kind::Cff, bytes);
    }
    let mut lying = compact(&[square_program()], &[]);
    lying[2] = 255;
    add("of a program with a header of 255 bytes", Kind::Cff, lying);
    fonts
}

/// A font file of these tables, in the order of their names.
fn sfnt(tables: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
    let mut file = concat(&[&[0, 1, 0, 0], &be16(tables.len() as u16), &[0; 6]]);
    let mut at = file.len() + 16 * tables.len();
    for (tag, table) in tables {
        let record = concat(&[*tag, &[0; 4], &be32(at as u32), &be32(table.len() as u32)]);
        file.extend(record);
        at += table.len().next_multiple_of(4);
    }
    for (_, table) in tables {
        file.extend(table);
        file.resize(file.len().next_multiple_of(4), 0);
    }
    file
}

fn tables(glyphs: &[Vec<u8>]) -> [(&'static [u8; 4], Vec<u8>); 7] {
    // Glyph 0 is empty.
    let count = be16(glyphs.len() as u16 + 1);
    let mut places = vec![0, 0];
    let mut outlines = Vec::new();
    for glyph in glyphs {
        outlines.extend(glyph);
        outlines.resize(outlines.len().next_multiple_of(4), 0);
        places.push(outlines.len() as u32);
    }
    let head = concat(&[
        &[
            0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0x5F, 0x0F, 0x3C, 0xF5, 0, 0,
        ],
        &be16(1_000),
        &[0; 30],
        // Places are long.
        &be16(1),
        &be16(0),
    ]);
    let hhea = concat(&[&[0, 1, 0, 0], &[0; 30], &be16(1)]);
    let widths = concat(&[&be16(1_000), &[0; 2], &vec![0; 2 * glyphs.len()]]);
    let maxp = concat(&[&[0, 1, 0, 0], &count, &[0xFF; 26]]);
    [
        (b"cmap", characters(&[(65, 65, 1)])),
        (b"glyf", outlines),
        (b"head", head),
        (b"hhea", hhea),
        (b"hmtx", widths),
        (b"loca", places.into_iter().flat_map(be32).collect()),
        (b"maxp", maxp),
    ]
}

/// Ranges of characters and the first glyph of each, as format 12 has them.
fn characters(ranges: &[(u32, u32, u32)]) -> Vec<u8> {
    let length = 16 + 12 * ranges.len();
    let ranges = ranges.iter().flat_map(|it| [it.0, it.1, it.2]);
    concat(&[
        &[0, 0, 0, 1, 0, 3, 0, 10, 0, 0, 0, 12, 0, 12, 0, 0],
        &be32(length as u32),
        &be32(0),
        &be32((length as u32 - 16) / 12),
        &ranges.flat_map(be32).collect::<Vec<_>>(),
    ])
}

fn outlines(glyphs: &[Vec<u8>]) -> Vec<u8> {
    sfnt(&tables(glyphs))
}

fn square() -> Vec<u8> {
    let side = be16(800);
    concat(&[
        &be16(1),
        &[0; 4],
        &side,
        &side,
        // The last of four points, all of them on the outline, and no instructions.
        &be16(3),
        &be16(0),
        &[1; 4],
        &[be16(0), side, be16(0), be16(800_u16.wrapping_neg())].concat(),
        &[be16(0), be16(0), side, be16(0)].concat(),
    ])
}

fn composite(parts: &[u16]) -> Vec<u8> {
    const MORE: u16 = 0x20;
    let mut glyph = concat(&[&be16(u16::MAX), &[0; 4], &be16(800), &be16(800)]);
    for (index, part) in parts.iter().enumerate() {
        let more = if index + 1 < parts.len() { MORE } else { 0 };
        glyph.extend(concat(&[&be16(more | 2), &be16(*part), &[0, 0]]));
    }
    glyph
}

/// Each of `depth` glyphs is made of the next, `width` times.
fn glyph_laughs(width: usize, depth: u16) -> Vec<u8> {
    let mut glyphs: Vec<_> = (2..=depth)
        .map(|next| composite(&vec![next; width]))
        .collect();
    glyphs.push(square());
    outlines(&glyphs)
}

/// As many points as can be said, in flags that repeat themselves.
fn endless_glyph() -> Vec<u8> {
    let flags = [0x09_u8 | 0x30, 255].repeat(256);
    concat(&[&be16(1), &[0; 8], &be16(65_535), &be16(0), &flags])
}

/// The font of one square with other bytes in a table.
fn with_table(tag: [u8; 4], at: usize, bytes: &[u8]) -> Vec<u8> {
    let mut tables = tables(&[square()]);
    for (_, table) in tables.iter_mut().filter(|(own, _)| **own == tag) {
        table[at..at + bytes.len()].copy_from_slice(bytes);
    }
    sfnt(&tables)
}

/// The font of one square that says that every table is at the same place.
fn with_directory(place: [u8; 4]) -> Vec<u8> {
    let mut file = outlines(&[square()]);
    for record in file[12..12 + 7 * 16].chunks_exact_mut(16) {
        record[8..12].copy_from_slice(&place);
    }
    file
}

fn with_ranges(count: u32) -> Vec<u8> {
    let mut tables = tables(&[square()]);
    let ranges: Vec<_> = (0..count).map(|n| (n, n, 1)).collect();
    tables[0].1 = characters(&ranges);
    sfnt(&tables)
}

/// A bare table of these glyphs, which share these parts of programs.
fn compact(glyphs: &[Vec<u8>], shared: &[Vec<u8>]) -> Vec<u8> {
    let mut all = vec![vec![14]];
    all.extend_from_slice(glyphs);
    // A number of five bytes and the operator that says that it is the place of the programs.
    let top = |place: usize| concat(&[&[29], &be32(place as u32), &[17]]);
    let start = |place| {
        let head = [1, 0, 4, 4];
        let lists = [
            index(&[b"F".to_vec()]),
            index(&[top(place)]),
            index(&[]),
            index(shared),
        ];
        concat(&[&head, &lists.concat()])
    };
    let place = start(0).len();
    concat(&[&start(place), &index(&all)])
}

fn index(strings: &[Vec<u8>]) -> Vec<u8> {
    if strings.is_empty() {
        return vec![0, 0];
    }
    let mut bytes = concat(&[&be16(strings.len() as u16), &[4]]);
    let mut end = 1;
    bytes.extend(be32(end));
    for string in strings {
        end += string.len() as u32;
        bytes.extend(be32(end));
    }
    bytes.extend(strings.concat());
    bytes
}

fn square_program() -> Vec<u8> {
    let side = [28, 3, 32];
    let back = [28, 0xFC, 0xE0];
    // rmoveto, then hlineto to and fro.
    concat(&[&[139, 139, 21], &side, &side, &back, &[6, 14]])
}

/// Calls the shared part of this number, which counts from -107.
fn call(part: u8) -> Vec<u8> {
    vec![139 - 107 + part, 29]
}

/// Each of `depth` parts calls the next, `width` times.
fn program_laughs(depth: u8, width: usize) -> Vec<u8> {
    let mut parts: Vec<_> = (1..depth).map(|next| call(next).repeat(width)).collect();
    parts.push(vec![11]);
    compact(&[call(0)], &parts)
}
