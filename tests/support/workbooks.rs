//! Workbooks of before 2007 for tests, made here: a compound file with one stream of records.

/// A sheet: its name, and cells with their row and column.
pub type Sheet<'a> = (&'a str, &'a [(u16, u16, &'a str)]);

const SECTOR: usize = 512;
/// A stream of fewer bytes would be kept in another way.
const LEAST_STREAM: usize = 4096;
const END: u32 = 0xFFFF_FFFE;
const FREE: u32 = 0xFFFF_FFFF;

pub fn xls(sheets: &[Sheet<'_>]) -> Vec<u8> {
    compound(records(sheets))
}

fn record(out: &mut Vec<u8>, kind: u16, body: &[u8]) {
    out.extend(kind.to_le_bytes());
    out.extend((body.len() as u16).to_le_bytes());
    out.extend(body);
}

/// Begins the workbook (5) or a sheet (16).
fn begin(out: &mut Vec<u8>, what: u8) {
    let version = [
        0, 6, what, 0, 0xBB, 0x0D, 0xCC, 0x07, 0, 0, 0, 0, 6, 0, 0, 0,
    ];
    record(out, 0x0809, &version);
}

fn wide(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn records(sheets: &[Sheet<'_>]) -> Vec<u8> {
    let name_bytes: usize = sheets
        .iter()
        .map(|(name, _)| 4 + 8 + wide(name).len())
        .sum();
    let mut places = Vec::new();
    let mut bodies = Vec::new();
    let start = 20 + name_bytes + 4;
    for (_, cells) in sheets {
        places.push((start + bodies.len()) as u32);
        begin(&mut bodies, 16);
        for (row, column, text) in *cells {
            let mut cell = Vec::new();
            for number in [*row, *column, 0, text.encode_utf16().count() as u16] {
                cell.extend(number.to_le_bytes());
            }
            cell.push(1);
            cell.extend(wide(text));
            record(&mut bodies, 0x0204, &cell);
        }
        record(&mut bodies, 0x000A, &[]);
    }
    let mut all = Vec::new();
    begin(&mut all, 5);
    for ((name, _), place) in sheets.iter().zip(places) {
        let mut sheet = place.to_le_bytes().to_vec();
        sheet.extend([0, 0, name.encode_utf16().count() as u8, 1]);
        sheet.extend(wide(name));
        record(&mut all, 0x0085, &sheet);
    }
    record(&mut all, 0x000A, &[]);
    assert_eq!(all.len(), start, "sheets begin where they are said to");
    all.extend(bodies);
    all
}

fn compound(mut stream: Vec<u8>) -> Vec<u8> {
    let length = stream.len().max(LEAST_STREAM).next_multiple_of(SECTOR);
    stream.resize(length, 0);
    let sectors = (length / SECTOR) as u32;
    let mut file = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    file.extend([0; 16]);
    for number in [0x3E_u16, 3, 0xFFFE, 9, 6, 0, 0, 0] {
        file.extend(number.to_le_bytes());
    }
    // One sector each for the folder and the table of sectors; no small streams.
    for number in [
        0,
        1,
        sectors,
        0,
        LEAST_STREAM as u32,
        END,
        0,
        END,
        0,
        sectors + 1,
    ] {
        file.extend(number.to_le_bytes());
    }
    file.resize(SECTOR, 0xFF);
    file.extend(stream);
    let start = file.len();
    for (name, kind, child, first, size) in [
        ("Root Entry", 5, 1, END, 0),
        ("Workbook", 2, FREE, 0, length as u32),
    ] {
        let mut entry = wide(name);
        let name_bytes = entry.len() as u16 + 2;
        entry.resize(64, 0);
        entry.extend(name_bytes.to_le_bytes());
        entry.extend([kind, 1]);
        for number in [FREE, FREE, child] {
            entry.extend(number.to_le_bytes());
        }
        entry.resize(116, 0);
        for number in [first, size, 0] {
            entry.extend(number.to_le_bytes());
        }
        file.extend(entry);
    }
    file.resize(start + SECTOR, 0);
    for sector in 0..SECTOR as u32 / 4 {
        let next = match sector {
            _ if sector + 1 < sectors => sector + 1,
            _ if sector <= sectors => END,
            // The table itself.
            _ if sector == sectors + 1 => 0xFFFF_FFFD,
            _ => FREE,
        };
        file.extend(next.to_le_bytes());
    }
    file
}
