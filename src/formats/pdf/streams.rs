//! Whether a stream's data is all there. The renderer takes whatever unpacks before some damage for the whole, so that is
//! looked for here; what fails altogether it tells by itself.

use flate2::{Decompress, FlushDecompress, Status};
use hayro::hayro_syntax::Filter;
use hayro::hayro_syntax::object::dict::keys::{DECODE_PARMS, DP, F, FILTER, JBIG2_GLOBALS};
use hayro::hayro_syntax::object::{Array, Dict, Name, Object, Stream};
use hayro_jbig2::{DecodeSettings, Globals, Page};

use crate::formats::{Limits, jpeg};

/// Bytes that are unpacked of one page to look for damage; what lies beyond is taken for whole.
const MAX_BYTES: u64 = 256 << 20;

/// Unpacked at once.
const CHUNK_BYTES: usize = 64 << 10;

/// Where a writer stops between two blocks instead of ending: all of the data is there.
const FLUSHED: [u8; 4] = [0x00, 0x00, 0xFF, 0xFF];

/// Looks for damage until it has unpacked too much.
pub(super) struct Inspector {
    bytes_left: u64,
}

impl Inspector {
    pub(super) fn new() -> Self {
        Self {
            bytes_left: MAX_BYTES,
        }
    }

    pub(super) fn is_whole(&mut self, stream: &Stream<'_>) -> bool {
        let filters = stream.filters();
        if is_external(stream.dict()) || filter_names(stream.dict()) != filters.len() {
            return false;
        }
        let packed = stream.raw_data();
        self.bytes_left = self.bytes_left.saturating_sub(packed.len() as u64);
        match filters.as_slice() {
            [] => true,
            [Filter::FlateDecode] => self.inflate(&packed, |_chunk| {}),
            [Filter::FlateDecode, last] if is_picture(*last) => {
                let mut unpacked = Vec::new();
                let is_whole = self.inflate(&packed, |chunk| unpacked.extend_from_slice(chunk));
                is_whole && self.is_whole_picture(*last, &unpacked, stream.dict())
            }
            [only] if is_picture(*only) => self.is_whole_picture(*only, &packed, stream.dict()),
            filters if filters.iter().copied().any(is_picture) => true,
            _ => {
                let unpacked = stream.decoded();
                unpacked.is_ok_and(|unpacked| !unpacked.is_empty() || packed.is_empty())
            }
        }
    }

    fn is_whole_picture(&self, filter: Filter, bytes: &[u8], dict: &Dict<'_>) -> bool {
        if self.bytes_left == 0 {
            return true;
        }
        match filter {
            Filter::DctDecode => jpeg::is_whole(bytes, &Limits::default()),
            Filter::Jbig2Decode => is_whole_jbig2(bytes, dict),
            Filter::JpxDecode => is_whole_jpeg2000(bytes),
            _ => true,
        }
    }

    /// Whether deflated data unpacks to its end, and to what was packed. `take` gets it piece by piece.
    fn inflate(&mut self, packed: &[u8], mut take: impl FnMut(&[u8])) -> bool {
        let has_header = has_zlib_header(packed);
        let data = if has_header { &packed[2..] } else { packed };
        let mut unpacker = Decompress::new(false);
        let mut chunk = vec![0; CHUNK_BYTES];
        let mut sum = Adler::default();
        loop {
            let (read, written) = (unpacker.total_in(), unpacker.total_out());
            let rest = data.get(read as usize..).unwrap_or_default();
            let status = unpacker.decompress(rest, &mut chunk, FlushDecompress::None);
            let fresh = &chunk[..(unpacker.total_out() - written) as usize];
            sum.add(fresh);
            take(fresh);
            self.bytes_left = self.bytes_left.saturating_sub(fresh.len() as u64);
            let stands_still = fresh.is_empty() && unpacker.total_in() == read;
            match status {
                Err(_) => return false,
                Ok(Status::StreamEnd) => {
                    let behind = data.get(unpacker.total_in() as usize..).unwrap_or_default();
                    let said = behind.first_chunk::<4>().filter(|_| has_header);
                    return said.is_none_or(|said| u32::from_be_bytes(*said) == sum.value());
                }
                Ok(_) if stands_still => return packed.is_empty() || data.ends_with(&FLUSHED),
                Ok(_) if self.bytes_left == 0 => return true,
                Ok(_) => {}
            }
        }
    }
}

/// Some writers leave the two bytes away.
fn has_zlib_header(packed: &[u8]) -> bool {
    matches!(packed, [method, flags, ..]
        if method & 0x0F == 8 && u16::from_be_bytes([*method, *flags]).is_multiple_of(31) && flags & 0x20 == 0)
}

/// The sum that follows deflated data.
struct Adler {
    bytes: u32,
    sums: u32,
}

impl Default for Adler {
    fn default() -> Self {
        Self { bytes: 1, sums: 0 }
    }
}

impl Adler {
    const MODULUS: u32 = 65521;
    /// So many bytes before either sum could overflow.
    const AT_ONCE: usize = 5552;

    fn add(&mut self, data: &[u8]) {
        for piece in data.chunks(Self::AT_ONCE) {
            for byte in piece {
                self.bytes += u32::from(*byte);
                self.sums += self.bytes;
            }
            self.bytes %= Self::MODULUS;
            self.sums %= Self::MODULUS;
        }
    }

    fn value(&self) -> u32 {
        self.sums << 16 | self.bytes
    }
}

fn is_picture(filter: Filter) -> bool {
    matches!(
        filter,
        Filter::DctDecode | Filter::JpxDecode | Filter::Jbig2Decode | Filter::CcittFaxDecode
    )
}

/// The data lies in another file, which nobody has.
fn is_external(dict: &Dict<'_>) -> bool {
    matches!(
        dict.get::<Object<'_>>(F),
        Some(Object::String(_) | Object::Dict(_))
    )
}

/// How many filters are named, known or not: the renderer passes over those that it does not know.
fn filter_names(dict: &Dict<'_>) -> usize {
    let named = dict.get::<Name<'_>>(F).or_else(|| dict.get(FILTER));
    let listed = || dict.get::<Array<'_>>(F).or_else(|| dict.get(FILTER));
    match named {
        Some(_) => 1,
        None => listed().map_or(0, |list| list.iter::<Object<'_>>().count()),
    }
}

/// Its segments follow each other to the end. Within a segment every bit means something.
fn is_whole_jbig2(bytes: &[u8], dict: &Dict<'_>) -> bool {
    let settings = DecodeSettings { strict: true };
    let params = dict
        .get::<Dict<'_>>(DP)
        .or_else(|| dict.get(DECODE_PARMS))
        .or_else(|| dict.get::<Array<'_>>(DECODE_PARMS)?.iter().last());
    let shared = params.and_then(|params| params.get::<Stream<'_>>(JBIG2_GLOBALS));
    let shared = shared.and_then(|stream| stream.decoded().ok());
    let shared = match shared.map(|shared| Globals::new(&shared, &settings)) {
        Some(Ok(globals)) => Some(globals),
        None => None,
        Some(Err(_)) => return false,
    };
    Page::new_embedded(bytes, shared.as_ref(), &settings).is_ok()
}

/// Read as strictly as the standard asks for, in the least detail.
fn is_whole_jpeg2000(bytes: &[u8]) -> bool {
    let settings = hayro_jpeg2000::DecodeSettings {
        strict: true,
        target_resolution: Some((1, 1)),
        ..Default::default()
    };
    hayro_jpeg2000::Image::new(bytes, &settings).is_ok_and(|image| {
        let mut context = hayro_jpeg2000::DecoderContext::default();
        image.decode(&mut context).is_ok()
    })
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::{DeflateEncoder, ZlibEncoder};

    use super::*;

    fn is_whole(packed: &[u8]) -> bool {
        Inspector::new().inflate(packed, |_chunk| {})
    }

    fn text() -> Vec<u8> {
        (0..3000_u32)
            .flat_map(|n| n.wrapping_mul(2_654_435_761).to_be_bytes())
            .map(|byte| byte & 0x3F)
            .collect()
    }

    fn packed() -> Vec<u8> {
        let mut packer = ZlibEncoder::new(Vec::new(), Compression::default());
        packer.write_all(&text()).expect("memory takes anything");
        packer.finish().expect("memory takes anything")
    }

    #[test]
    fn what_unpacks_to_its_end_is_whole() {
        let whole = packed();
        assert!(is_whole(&whole));
        assert!(is_whole(&[whole.as_slice(), b"\r\n"].concat()));
        for cut in 1..=4 {
            assert!(is_whole(&whole[..whole.len() - cut]), "without its sum");
        }
        let mut bare = DeflateEncoder::new(Vec::new(), Compression::default());
        bare.write_all(&text()).expect("memory takes anything");
        bare.flush().expect("memory takes anything");
        let flushed = bare.get_ref().clone();
        assert!(is_whole(&flushed), "not ended, but all there");
        assert!(is_whole(&bare.finish().expect("memory takes anything")));
        assert!(is_whole(b""));
    }

    #[test]
    fn a_cut_and_every_damaged_byte_are_noticed() {
        let whole = packed();
        for cut in (3..whole.len() - 5).step_by(7) {
            assert!(!is_whole(&whole[..cut]), "{cut}");
        }
        for at in (2..whole.len()).step_by(3) {
            let mut damaged = whole.clone();
            damaged[at] ^= 0x55;
            assert!(!is_whole(&damaged), "{at}");
        }
    }

    #[test]
    fn no_more_is_unpacked_than_is_allowed() {
        let mut packer = ZlibEncoder::new(Vec::new(), Compression::default());
        packer
            .write_all(&vec![0; 1 << 20])
            .expect("memory takes anything");
        let mut damaged = packer.finish().expect("memory takes anything");
        let last = damaged.len() - 1;
        damaged[last] ^= 1;
        let mut inspector = Inspector {
            bytes_left: 1 << 18,
        };
        let mut unpacked = 0;
        assert!(inspector.inflate(&damaged, |chunk| unpacked += chunk.len()));
        assert!(unpacked <= (1 << 18) + CHUNK_BYTES);
    }
}
