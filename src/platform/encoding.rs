//! Bodies that a server sends deflated although nobody asked for that: stored so, or by a gateway.

use std::io::Read;

use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use reqwest::header::{CONTENT_ENCODING, HeaderMap};

use super::TransportError;

/// The body as it was before the encodings that its headers name; what is not known stays as it is.
pub(super) fn decoded(
    headers: &HeaderMap,
    body: Vec<u8>,
    max_bytes: usize,
) -> Result<Vec<u8>, TransportError> {
    let names = headers.get_all(CONTENT_ENCODING).iter();
    let names = names.filter_map(|value| value.to_str().ok());
    let names: Vec<String> = names
        .flat_map(|value| value.split(','))
        .map(|name| name.trim().to_ascii_lowercase())
        .collect();
    // The last one was put on last.
    names
        .iter()
        .rev()
        .try_fold(body, |body, name| match &**name {
            "gzip" | "x-gzip" if body.starts_with(&[0x1F, 0x8B]) => {
                unpacked(MultiGzDecoder::new(&*body), max_bytes)
            }
            // With or without the head that the name promises: servers differ.
            "deflate" => {
                unpacked(ZlibDecoder::new(&*body), max_bytes).or_else(|error| match error {
                    TransportError::CutShort => unpacked(DeflateDecoder::new(&*body), max_bytes),
                    other => Err(other),
                })
            }
            _ => Ok(body),
        })
}

fn unpacked(reader: impl Read, max_bytes: usize) -> Result<Vec<u8>, TransportError> {
    let mut bytes = Vec::new();
    let read = reader.take(max_bytes as u64 + 1).read_to_end(&mut bytes);
    read.map_err(|_damaged| TransportError::CutShort)?;
    if bytes.len() > max_bytes {
        return Err(TransportError::TooLarge(max_bytes));
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
    use reqwest::header::HeaderValue;

    use super::*;

    const TEXT: &[u8] = b"a ticket, a ticket, a ticket";

    fn read(encoding: &'static str, body: Vec<u8>, max: usize) -> Result<Vec<u8>, TransportError> {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
        decoded(&headers, body, max)
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(bytes).expect("memory");
        encoder.finish().expect("memory")
    }

    #[test]
    fn deflated_bodies_come_out_as_they_were() {
        let mut zlib = ZlibEncoder::new(Vec::new(), Compression::fast());
        zlib.write_all(TEXT).expect("memory");
        let zlib = zlib.finish().expect("memory");
        let mut raw = DeflateEncoder::new(Vec::new(), Compression::fast());
        raw.write_all(TEXT).expect("memory");
        let raw = raw.finish().expect("memory");
        for (encoding, body) in [
            ("gzip", gzip(TEXT)),
            ("x-gzip", gzip(TEXT)),
            ("GZIP, gzip", gzip(&gzip(TEXT))),
            ("deflate", zlib),
            ("deflate", raw),
            ("identity", TEXT.to_vec()),
            ("aws-chunked", TEXT.to_vec()),
            // A server that says so and does not do it.
            ("gzip", TEXT.to_vec()),
        ] {
            assert_eq!(read(encoding, body, 100).as_deref(), Ok(TEXT), "{encoding}");
        }
    }

    #[test]
    fn limits_hold_and_damage_is_told() {
        let bomb = gzip(&vec![0; 1 << 20]);
        assert_eq!(
            read("gzip", bomb, 1000),
            Err(TransportError::TooLarge(1000))
        );
        let mut cut = gzip(TEXT);
        cut.truncate(cut.len() / 2);
        assert_eq!(read("gzip", cut, 1000), Err(TransportError::CutShort));
    }
}
