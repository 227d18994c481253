//! Bytes by hand: checksums, and deflated runs a hundred times smaller than what they hold.

use std::io::{Cursor, Write as _};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Big-endian, as PNG and JPEG have it.
pub fn be32(value: u32) -> [u8; 4] {
    value.to_be_bytes()
}

pub fn be16(value: u16) -> [u8; 2] {
    value.to_be_bytes()
}

pub fn le32(value: u32) -> [u8; 4] {
    value.to_le_bytes()
}

pub fn le16(value: u16) -> [u8; 2] {
    value.to_le_bytes()
}

pub fn concat(parts: &[&[u8]]) -> Vec<u8> {
    parts.concat()
}

pub fn crc32(parts: &[&[u8]]) -> u32 {
    let mut crc = !0_u32;
    for byte in parts.iter().flat_map(|part| part.iter()) {
        crc = (crc >> 8) ^ CRC_OF_BYTE[(crc as u8 ^ byte) as usize];
    }
    !crc
}

const CRC_OF_BYTE: [u32; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let mut crc = byte as u32;
        let mut bit = 0;
        while bit < 8 {
            crc = (crc >> 1) ^ (0xEDB8_8320 & (crc & 1).wrapping_neg());
            bit += 1;
        }
        table[byte] = crc;
        byte += 1;
    }
    table
};

fn adler32(data: &[u8]) -> u32 {
    let (mut a, mut b) = (1_u32, 0_u32);
    for byte in data {
        a = (a + u32::from(*byte)) % 65_521;
        b = (b + a) % 65_521;
    }
    b << 16 | a
}

/// A zlib stream of stored blocks.
pub fn zlib(data: &[u8]) -> Vec<u8> {
    let mut bytes = vec![0x78, 0x01];
    let mut blocks = data.chunks(65_535).peekable();
    while let Some(block) = blocks.next() {
        bytes.push(u8::from(blocks.peek().is_none()));
        bytes.extend(le16(block.len() as u16));
        bytes.extend(le16(!(block.len() as u16)));
        bytes.extend(block);
    }
    if data.is_empty() {
        bytes.extend([1, 0, 0, 0xFF, 0xFF]);
    }
    bytes.extend(be32(adler32(data)));
    bytes
}

/// A zlib stream of `length` zero bytes, as short as fixed codes make it; its checksum is right.
pub fn zlib_zeros(length: u64) -> Vec<u8> {
    let mut bytes = vec![0x78, 0x01];
    bytes.extend(deflated_zeros(length));
    // Of zero bytes the first sum stays 1 and the second counts them.
    bytes.extend(be32(((length % 65_521) as u32) << 16 | 1));
    bytes
}

pub fn deflated_zeros(length: u64) -> Vec<u8> {
    let mut bits = Bits::default();
    bits.push(1, 1);
    bits.push(1, 2);
    if length > 0 {
        bits.push_code(0x30, 8);
    }
    let mut left = length.saturating_sub(1);
    while left >= 258 {
        // Length 258, distance 1.
        bits.push_code(0b1100_0101, 8);
        bits.push_code(0, 5);
        left -= 258;
    }
    for _ in 0..left {
        bits.push_code(0x30, 8);
    }
    bits.push_code(0, 7);
    bits.finish()
}

#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    held: u32,
    count: u32,
}

impl Bits {
    /// The lowest bit first.
    fn push(&mut self, value: u32, count: u32) {
        self.held |= value << self.count;
        self.count += count;
        while self.count >= 8 {
            self.bytes.push(self.held as u8);
            self.held >>= 8;
            self.count -= 8;
        }
    }

    /// A Huffman code goes the other way round.
    fn push_code(&mut self, code: u32, count: u32) {
        self.push(code.reverse_bits() >> (32 - count), count);
    }

    fn finish(mut self) -> Vec<u8> {
        self.push(0, 7);
        self.bytes
    }
}

/// Really packed, without a frame around it.
pub fn deflated(data: &[u8]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("x", SimpleFileOptions::default())
        .expect("memory takes any entry");
    zip.write_all(data).expect("memory takes any bytes");
    let archive = zip.finish().expect("memory takes any archive").into_inner();
    let at = |place: usize| u32::from_le_bytes([0, 1, 2, 3].map(|n| archive[place + n])) as usize;
    let start = 31 + (at(26) >> 16);
    archive[start..start + at(18)].to_vec()
}

/// A zlib stream of `deflated`, which unpacks to `data`.
pub fn zlib_of(deflated: &[u8], data: &[u8]) -> Vec<u8> {
    concat(&[&[0x78, 0x9C], deflated, &be32(adler32(data))])
}

/// One directory with an orientation, and where the next one is said to be.
pub fn exif(orientation: u16, next: u32) -> Vec<u8> {
    let entry = concat(&[
        &be16(0x0112),
        &be16(3),
        &be32(1),
        &be16(orientation),
        &[0; 2],
    ]);
    concat(&[b"MM\0*\0\0\0\x08\0\x01", &entry, &be32(next)])
}
