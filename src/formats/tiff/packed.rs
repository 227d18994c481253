//! The bytes of a strip or tile, unpacked as they are read: nothing is held but what the next row needs.

use std::io::{self, BufRead, Read};

use flate2::bufread::ZlibDecoder;
use weezl::BitOrder;
use weezl::decode::Decoder;

/// How bytes were packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Packing {
    None,
    Lzw,
    Deflate,
    PackBits,
}

pub(super) fn unpacked<'a>(
    packing: Packing,
    bytes: &'a [u8],
    is_reversed: bool,
) -> Box<dyn Read + 'a> {
    let input = Input::new(bytes, is_reversed);
    match packing {
        Packing::None => Box::new(input),
        Packing::Lzw => Box::new(Lzw::new(input)),
        Packing::Deflate => Box::new(ZlibDecoder::new(input)),
        Packing::PackBits => Box::new(PackBits {
            input,
            run: PackBitsRun::Ended,
        }),
    }
}

/// Bytes of the file. Where the first pixel is in the lowest bit, the bits of every byte are turned round.
struct Input<'a> {
    rest: &'a [u8],
    turned: Option<Turned>,
}

struct Turned {
    bytes: Vec<u8>,
    at: usize,
}

/// So many bytes are turned at once.
const TURNED_AT_ONCE: usize = 4096;

impl<'a> Input<'a> {
    fn new(rest: &'a [u8], is_reversed: bool) -> Self {
        let turned = is_reversed.then(|| Turned {
            bytes: Vec::new(),
            at: 0,
        });
        Self { rest, turned }
    }

    fn next_byte(&mut self) -> io::Result<Option<u8>> {
        let byte = self.fill_buf()?.first().copied();
        self.consume(byte.is_some().into());
        Ok(byte)
    }
}

impl Read for Input<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let mut there = self.fill_buf()?;
        let count = there.read(out)?;
        self.consume(count);
        Ok(count)
    }
}

impl BufRead for Input<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        let Some(turned) = &mut self.turned else {
            return Ok(self.rest);
        };
        if turned.at == turned.bytes.len() {
            let (now, later) = self.rest.split_at(self.rest.len().min(TURNED_AT_ONCE));
            self.rest = later;
            turned.at = 0;
            turned.bytes.clear();
            turned
                .bytes
                .extend(now.iter().map(|byte| byte.reverse_bits()));
        }
        Ok(&turned.bytes[turned.at..])
    }

    fn consume(&mut self, count: usize) {
        match &mut self.turned {
            Some(turned) => turned.at += count,
            None => self.rest = &self.rest[count..],
        }
    }
}

struct Lzw<'a> {
    input: Input<'a>,
    decoder: Decoder,
}

impl<'a> Lzw<'a> {
    fn new(mut input: Input<'a>) -> Self {
        // Memory that is read cannot fail.
        let start = input.fill_buf().unwrap_or_default();
        // Codes begin with one of nine bits that says "clear": 256. Before revision 5 they began at the lowest bit.
        let is_old = matches!(start, [0, second, ..] if second & 1 == 1);
        let decoder = if is_old {
            Decoder::new(BitOrder::Lsb, 8)
        } else {
            Decoder::with_tiff_size_switch(BitOrder::Msb, 8)
        };
        Self { input, decoder }
    }
}

impl Read for Lzw<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        loop {
            let packed = self.input.fill_buf()?;
            let is_end = packed.is_empty();
            let result = self.decoder.decode_bytes(packed, out);
            self.input.consume(result.consumed_in);
            if result.consumed_out > 0 {
                return Ok(result.consumed_out);
            }
            result.status.map_err(io::Error::other)?;
            if is_end || self.decoder.has_ended() || out.is_empty() {
                return Ok(0);
            }
        }
    }
}

struct PackBits<'a> {
    input: Input<'a>,
    run: PackBitsRun,
}

enum PackBitsRun {
    Ended,
    Literal(usize),
    Repeated(usize, u8),
}

impl Read for PackBits<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        loop {
            let (left, count) = match self.run {
                PackBitsRun::Ended | PackBitsRun::Literal(0) | PackBitsRun::Repeated(0, _) => {
                    let Some(head) = self.input.next_byte()? else {
                        return Ok(0);
                    };
                    self.run = match head {
                        0..=127 => PackBitsRun::Literal(usize::from(head) + 1),
                        128 => PackBitsRun::Ended,
                        129..=255 => match self.input.next_byte()? {
                            Some(byte) => PackBitsRun::Repeated(257 - usize::from(head), byte),
                            None => return Ok(0),
                        },
                    };
                    continue;
                }
                PackBitsRun::Literal(left) => {
                    let most = left.min(out.len());
                    (left, self.input.read(&mut out[..most])?)
                }
                PackBitsRun::Repeated(left, byte) => {
                    let count = left.min(out.len());
                    out[..count].fill(byte);
                    (left, count)
                }
            };
            match &mut self.run {
                PackBitsRun::Literal(rest) | PackBitsRun::Repeated(rest, _) => *rest = left - count,
                PackBitsRun::Ended => {}
            }
            return Ok(count);
        }
    }
}
