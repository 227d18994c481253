//! All scans of a JPEG, read to the end of their data: whether it is all there, and what a smaller copy needs of it.
//!
//! Decoders made for speed go on where data is damaged, and say nothing. Here every code is looked at, and none of them is
//! made into pixels. Files with all components in one sequential scan have a faster way to a smaller copy: `planes`.

use std::rc::Rc;

use super::bits::{Bits, Scan, is_padding};
use super::blocks::{Blocks, Pass};
use super::frame::{self, Component, JpegFrame};
use super::huffman::HuffmanTable;
use super::parts::{self, Quantisation};
use super::tables::{self, Kind};
use super::{END, RESTARTS, SCAN, START, next_marker, segment};

/// Others stop at as many. Each one goes through the whole picture, and takes but a few bytes of a file.
const MAX_SCANS: usize = 100;

/// A file that was read to its end.
pub(super) struct Scans {
    pub(super) frame: JpegFrame,
    /// For each component.
    pub(super) blocks: Vec<Blocks>,
    pub(super) quantisation: Quantisation,
    pub(super) has_usual_colours: bool,
}

/// Whether nothing of the picture is missing or damaged. What would take more than `max_bytes` to find out is taken for
/// whole, and so is a file that brings no codes: those of the standard are meant.
pub(super) fn is_whole(bytes: &[u8], max_bytes: u64) -> bool {
    let Some(mut reading) = ScanReading::start(bytes) else {
        return false;
    };
    reading.make_room(|_, _| Some(0), max_bytes).is_none()
        || reading.read_all(bytes).is_some()
        || reading.has_no_codes()
}

/// Reads a file and keeps of each block as many coefficients as `keep` says. `None` if anything is wrong with it.
pub(super) fn read(
    bytes: &[u8],
    keep: impl Fn(&JpegFrame, &Component) -> Option<usize>,
    max_bytes: u64,
) -> Option<Scans> {
    let mut reading = ScanReading::start(bytes)?;
    reading.make_room(keep, max_bytes)?;
    reading.read_all(bytes)?;
    Some(Scans {
        has_usual_colours: reading.has_usual_colours && reading.frame.has_usual_colours(),
        frame: reading.frame,
        blocks: reading.blocks,
        quantisation: reading.quantisation,
    })
}

struct ScanReading {
    frame: JpegFrame,
    blocks: Vec<Blocks>,
    quantisation: Quantisation,
    means: [Option<Rc<HuffmanTable>>; 4],
    details: [Option<Rc<HuffmanTable>>; 4],
    /// In units of a scan; 0: there are no restarts.
    restart_interval: usize,
    scans: usize,
    has_usual_colours: bool,
    at: usize,
}

impl ScanReading {
    /// Reads up to the frame.
    fn start(bytes: &[u8]) -> Option<Self> {
        let mut at = 0;
        let frame = loop {
            let (marker, body_at) = next_marker(bytes, at)?;
            if is_alone(marker) {
                at = body_at;
                continue;
            }
            let (body, next) = segment(bytes, body_at)?;
            if frame::is_frame(marker) {
                break JpegFrame::read(marker, body).ok()?;
            }
            at = next;
        };
        Some(Self {
            frame,
            blocks: Vec::new(),
            quantisation: Quantisation::default(),
            means: Default::default(),
            details: Default::default(),
            restart_interval: 0,
            scans: 0,
            has_usual_colours: true,
            // Tables may come before the frame as well.
            at: 0,
        })
    }

    fn make_room(
        &mut self,
        keep: impl Fn(&JpegFrame, &Component) -> Option<usize>,
        max_bytes: u64,
    ) -> Option<()> {
        let frame = &self.frame;
        let (columns, rows) = frame.units();
        let mut needed = 0;
        for component in &frame.components {
            let kept = keep(frame, component)?;
            let stride = columns * component.blocks.0;
            let count = stride * rows * component.blocks.1;
            needed += Blocks::bytes(count, kept, frame.is_progressive);
            if needed > max_bytes {
                return None;
            }
            let blocks = Blocks::new(stride, count, kept, frame.is_progressive);
            self.blocks.push(blocks);
        }
        Some(())
    }

    /// `None` where anything is damaged or missing.
    fn read_all(&mut self, bytes: &[u8]) -> Option<()> {
        loop {
            let (marker, body_at) = next_marker(bytes, self.at)?;
            if is_alone(marker) {
                self.at = body_at;
                continue;
            }
            if marker == END {
                break;
            }
            let (body, next) = segment(bytes, body_at)?;
            self.at = next;
            match marker {
                parts::QUANTISATION => parts::read_quantisation(body, &mut self.quantisation)?,
                parts::HUFFMAN => self.read_huffman(body)?,
                parts::RESTART_INTERVAL => {
                    self.restart_interval = u16::from_be_bytes(*body.first_chunk()?).into();
                }
                parts::ADOBE => self.has_usual_colours &= parts::has_usual_colours(body),
                SCAN => {
                    // What follows the whole of a sequential picture is no part of it.
                    if !self.frame.is_progressive && self.is_complete() {
                        break;
                    }
                    self.read_scan(body, bytes)?;
                }
                _ => {}
            }
        }
        self.is_complete().then_some(())
    }

    fn has_no_codes(&self) -> bool {
        let mut tables = self.means.iter().chain(&self.details);
        tables.all(Option::is_none)
    }

    fn is_complete(&self) -> bool {
        self.blocks.iter().all(Blocks::is_complete)
    }

    fn read_huffman(&mut self, mut body: &[u8]) -> Option<()> {
        while let Some((kind, rest)) = body.split_first() {
            let (counts, rest) = rest.split_first_chunk::<16>()?;
            let count = counts.iter().map(|count| usize::from(*count)).sum();
            let (symbols, rest) = rest.split_at_checked(count)?;
            let (tables, kind_of_table) = match kind >> 4 {
                0 => (&mut self.means, Kind::Means),
                // Codes of a progressive scan stand for other things, and are not passed over many at a time.
                1 if self.frame.is_progressive => (&mut self.details, Kind::Means),
                1 => (&mut self.details, Kind::Details),
                _ => return None,
            };
            let place = tables.get_mut(usize::from(kind & 0x0F))?;
            *place = Some(tables::spread_out(kind_of_table, counts, symbols)?);
            body = rest;
        }
        Some(())
    }

    fn read_scan(&mut self, body: &[u8], bytes: &[u8]) -> Option<()> {
        self.scans += 1;
        if self.scans > MAX_SCANS {
            return None;
        }
        let (count, rest) = body.split_first()?;
        let (chosen, &[first, last, bits]) = rest.split_last_chunk::<3>()?;
        let chosen = chosen.as_chunks::<2>().0;
        if chosen.len() != usize::from(*count) || chosen.is_empty() {
            return None;
        }
        let pass = if self.frame.is_progressive {
            Pass::progressive(first, last, bits)?
        } else {
            Pass::Sequential
        };
        if chosen.len() > 1 && pass.is_of_one_component() {
            return None;
        }
        let mut parts = Vec::with_capacity(chosen.len());
        for [id, tables] in chosen {
            let mut ids = self.frame.components.iter();
            let index = ids.position(|component| component.id == *id)?;
            let component = &self.frame.components[index];
            let units = self.quantisation.get(component.quantisation)?.as_ref();
            // Units may come as late as after the scan of means.
            self.blocks[index].begin(units.map_or(1, |units| units[0]));
            let table = |tables: &[Option<Rc<HuffmanTable>>; 4], place: u8| {
                tables.get(usize::from(place)).cloned().flatten()
            };
            parts.push(ScanPart {
                index,
                means: table(&self.means, tables >> 4),
                details: table(&self.details, tables & 0x0F),
            });
        }
        let scan = Scan::read(bytes.get(self.at..)?)?;
        self.at += scan.length;
        self.read_data(&scan, &parts, &pass)
    }

    fn read_data(&mut self, scan: &Scan, parts: &[ScanPart], pass: &Pass) -> Option<()> {
        let (columns, rows) = match parts {
            [part] => self.frame.blocks(&self.frame.components[part.index]),
            _ => self.frame.units(),
        };
        let count = columns * rows;
        let interval = match self.restart_interval {
            0 => count,
            interval => interval,
        };
        let mut pieces = scan.pieces();
        for start in (0..count).step_by(interval.max(1)) {
            let units = start..(start + interval).min(count);
            self.read_piece(pieces.next()?, units, columns, parts, pass)?;
        }
        // Some encoders restart once more behind the last unit.
        pieces.all(is_padding).then_some(())?;
        for part in parts {
            self.blocks[part.index].learn(pass);
        }
        Some(())
    }

    /// The units of one restart interval, `columns` of which are side by side in the picture.
    fn read_piece(
        &mut self,
        piece: &[u8],
        units: std::ops::Range<usize>,
        columns: usize,
        parts: &[ScanPart],
        pass: &Pass,
    ) -> Option<()> {
        let mut bits = Bits::new(piece);
        for part in parts {
            self.blocks[part.index].restart();
        }
        let (mut column, mut row) = (units.start % columns, units.start / columns);
        for _ in units {
            for part in parts {
                let across_down = match parts {
                    [_] => (1, 1),
                    _ => self.frame.components[part.index].blocks,
                };
                let (means, details) = (part.means.as_deref(), part.details.as_deref());
                let blocks = &mut self.blocks[part.index];
                for y in row * across_down.1..(row + 1) * across_down.1 {
                    for x in column * across_down.0..(column + 1) * across_down.0 {
                        blocks.read(x, y, pass, means, details, &mut bits)?;
                    }
                }
            }
            column += 1;
            if column == columns {
                // Early, because zeroes behind the end might go on for long.
                if bits.is_overrun() {
                    return None;
                }
                (column, row) = (0, row + 1);
            }
        }
        bits.is_at_end().then_some(())
    }
}

/// One component's part of a scan.
struct ScanPart {
    index: usize,
    means: Option<Rc<HuffmanTable>>,
    details: Option<Rc<HuffmanTable>>,
}

/// Whether a marker has no segment.
fn is_alone(marker: u8) -> bool {
    marker == START || marker == 0x01 || RESTARTS.contains(&marker)
}
