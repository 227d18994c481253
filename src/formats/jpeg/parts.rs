//! What the segments of a common JPEG say about its one scan. Whatever is unusual is not read at all.

use std::rc::Rc;

use super::frame::JpegFrame;
use super::huffman::HuffmanTable;
use super::tables::{self, Kind};
use super::{END, RESTARTS, SCAN, START, next_marker, segment};

pub(super) const QUANTISATION: u8 = 0xDB;
pub(super) const HUFFMAN: u8 = 0xC4;
pub(super) const RESTART_INTERVAL: u8 = 0xDD;
pub(super) const ADOBE: u8 = 0xEE;

/// The units of coefficients, each in the order of a file.
pub(super) type Quantisation = [Option<[u16; 64]>; 4];

/// Sequential, eight bits, grey or YCbCr, all components in one scan.
#[derive(Default)]
pub(super) struct Parts {
    pub(super) size: (u32, u32),
    pub(super) components: Vec<CodedComponent>,
    quantisation: Quantisation,
    means: [Option<Rc<HuffmanTable>>; 4],
    details: [Option<Rc<HuffmanTable>>; 4],
    /// In units of the scan; 0: there are no restarts.
    pub(super) restart_interval: usize,
    /// Where the scan's data begins.
    pub(super) scan_at: usize,
}

/// One of the picture's colour components.
pub(super) struct CodedComponent {
    id: u8,
    /// Blocks beside and above each other in one unit of the scan.
    pub(super) blocks: (usize, usize),
    quantisation: usize,
    means: usize,
    details: usize,
}

impl Parts {
    /// `None` if the file is of another kind, or damaged.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let mut parts = Self::default();
        let mut at = 0;
        loop {
            let (marker, body_at) = next_marker(bytes, at)?;
            if marker == START || marker == 0x01 || RESTARTS.contains(&marker) {
                at = body_at;
                continue;
            }
            let (body, next) = segment(bytes, body_at)?;
            match marker {
                QUANTISATION => read_quantisation(body, &mut parts.quantisation)?,
                HUFFMAN => parts.read_huffman(body)?,
                RESTART_INTERVAL => {
                    parts.restart_interval = u16::from_be_bytes(*body.first_chunk()?).into();
                }
                ADOBE if !has_usual_colours(body) => return None,
                0xC0 | 0xC1 if parts.components.is_empty() => parts.read_frame(marker, body)?,
                0xC0..=0xCF | END => return None,
                SCAN => {
                    parts.read_scan(body)?;
                    parts.scan_at = next;
                    return Some(parts);
                }
                _ => {}
            }
            at = next;
        }
    }

    fn read_huffman(&mut self, mut body: &[u8]) -> Option<()> {
        while let Some((kind, rest)) = body.split_first() {
            let place = kind & 0x0F;
            let (counts, rest) = rest.split_first_chunk::<16>()?;
            let count = counts.iter().map(|count| usize::from(*count)).sum();
            let (symbols, rest) = rest.split_at_checked(count)?;
            let (tables, kind) = match kind >> 4 {
                0 => (&mut self.means, Kind::Means),
                1 => (&mut self.details, Kind::Details),
                _ => return None,
            };
            let place = usize::from(place);
            *tables.get_mut(place)? = Some(tables::spread_out(kind, counts, symbols)?);
            body = rest;
        }
        Some(())
    }

    fn read_frame(&mut self, marker: u8, body: &[u8]) -> Option<()> {
        let frame = JpegFrame::read(marker, body).ok()?;
        self.size = (frame.width, frame.height);
        let is_single = frame.components.len() == 1;
        for component in &frame.components {
            self.components.push(CodedComponent {
                id: component.id,
                // The blocks of a single component come one by one, whatever is said here.
                blocks: if is_single { (1, 1) } else { component.blocks },
                quantisation: component.quantisation,
                means: 0,
                details: 0,
            });
        }
        (frame.height > 0 && frame.has_usual_colours()).then_some(())
    }

    fn read_scan(&mut self, body: &[u8]) -> Option<()> {
        let (count, rest) = body.split_first()?;
        let chosen = rest.strip_suffix(&[0, 63, 0])?;
        if usize::from(*count) != self.components.len() || chosen.len() != 2 * self.components.len()
        {
            return None;
        }
        for (component, [id, tables]) in self.components.iter_mut().zip(chosen.as_chunks().0) {
            if *id != component.id {
                return None;
            }
            component.means = usize::from(tables >> 4);
            component.details = usize::from(tables & 0x0F);
        }
        (!self.components.is_empty()).then_some(())
    }

    /// Most blocks beside and above each other that any component has in a unit.
    pub(super) fn most_blocks(&self) -> (usize, usize) {
        let blocks = self.components.iter().map(|component| component.blocks);
        blocks.fold((1, 1), |most, it| (most.0.max(it.0), most.1.max(it.1)))
    }

    /// Units of the scan beside and above each other.
    pub(super) fn units(&self) -> (usize, usize) {
        let most = self.most_blocks();
        (
            (self.size.0 as usize).div_ceil(8 * most.0),
            (self.size.1 as usize).div_ceil(8 * most.1),
        )
    }

    /// The units of a component's coefficients, and the codes of its means and of all else.
    pub(super) fn tables(
        &self,
        component: &CodedComponent,
    ) -> Option<(&[u16; 64], &HuffmanTable, &HuffmanTable)> {
        let units = self.quantisation.get(component.quantisation)?;
        let means = self.means.get(component.means)?;
        let details = self.details.get(component.details)?;
        Some((units.as_ref()?, means.as_ref()?, details.as_ref()?))
    }
}

pub(super) fn read_quantisation(mut body: &[u8], tables: &mut Quantisation) -> Option<()> {
    while let Some((kind, rest)) = body.split_first() {
        let is_wide = kind >> 4 != 0;
        let (values, rest) = rest.split_at_checked(if is_wide { 128 } else { 64 })?;
        let mut units = [0; 64];
        for (at, unit) in units.iter_mut().enumerate() {
            *unit = if is_wide {
                u16::from_be_bytes([values[2 * at], values[2 * at + 1]])
            } else {
                values[at].into()
            };
        }
        *tables.get_mut(usize::from(kind & 0x0F))? = Some(units);
        body = rest;
    }
    Some(())
}

/// Anything but 1 in Adobe's segment says that colours are kept in another way than usual.
pub(super) fn has_usual_colours(adobe: &[u8]) -> bool {
    !adobe.starts_with(b"Adobe") || adobe.get(11) == Some(&1)
}
