//! Files for tests: made here, byte by byte or by the `image` crate, never read from disk.

use std::io::Cursor;

use image::codecs::gif::GifEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, Frame, ImageFormat, Rgb, RgbImage, RgbaImage};

use super::Raster;

/// Top left, top right, bottom left, bottom right.
pub(super) const QUADRANT_COLOURS: [[u8; 3]; 4] =
    [[220, 30, 40], [30, 200, 60], [40, 50, 210], [230, 220, 30]];

pub(super) fn quadrants_image(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        let index = usize::from(x >= width / 2) + 2 * usize::from(y >= height / 2);
        Rgb(QUADRANT_COLOURS[index])
    })
}

/// Four colours, one a quadrant, in any format that the `image` crate writes.
pub(super) fn quadrants(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    encode(&quadrants_image(width, height).into(), format)
}

pub(super) fn quadrants_jpeg(width: u32, height: u32) -> Vec<u8> {
    quadrants(width, height, ImageFormat::Jpeg)
}

pub(super) fn encode(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image
        .write_to(&mut bytes, format)
        .expect("memory takes any picture");
    bytes.into_inner()
}

/// Lines of dark marks, as irregular as print is, on paper that darkens to one side.
pub(super) fn receipt(width: u32, height: u32) -> DynamicImage {
    let image = RgbImage::from_fn(width, height, |x, y| {
        let paper = 200 + (x * 40 / width) as u8;
        let mark = (x / 3).wrapping_mul(0x9E37_79B1) ^ (y / 4).wrapping_mul(0x85EB_CA77);
        let is_line = y % 36 < 20;
        let is_ink = is_line && (mark ^ mark >> 15).is_multiple_of(3);
        Rgb([if is_ink { 40 } else { paper }; 3])
    });
    image.into()
}

/// Mean difference of a thumbnail's samples from those of the whole picture shrunk with care, of 255.
pub(super) fn difference(thumbnail: &Raster, whole: &Raster) -> f64 {
    let (width, height) = whole.size();
    let whole = RgbaImage::from_raw(width, height, whole.bytes().to_vec()).expect("same size");
    let (width, height) = thumbnail.size();
    let reference = image::imageops::resize(&whole, width, height, FilterType::Lanczos3);
    let pairs = thumbnail.bytes().iter().zip(reference.as_raw());
    let sum: u64 = pairs
        .map(|(found, wanted)| u64::from(found.abs_diff(*wanted)))
        .sum();
    // Alpha never differs.
    sum as f64 / (f64::from(width * height) * 3.0)
}

pub(super) fn animated_gif(frames: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = GifEncoder::new(&mut bytes);
    for shade in 0..frames {
        let pixel = image::Rgba([(shade * 20) as u8, 0, 0, 255]);
        encoder
            .encode_frame(Frame::new(RgbaImage::from_pixel(8, 8, pixel)))
            .expect("memory takes any picture");
    }
    drop(encoder);
    bytes
}

/// A page of 4×4 px for each shade of grey, uncompressed.
pub(super) fn grey_tiff(shades: &[u8]) -> Vec<u8> {
    const ENTRIES: u16 = 8;
    const DIRECTORY: usize = 2 + 12 * ENTRIES as usize + 4;
    let mut bytes = b"II*\0\x08\0\0\0".to_vec();
    for (index, shade) in shades.iter().enumerate() {
        let pixels_at = bytes.len() + DIRECTORY;
        let next_at = if index + 1 < shades.len() {
            pixels_at + 16
        } else {
            0
        };
        bytes.extend(ENTRIES.to_le_bytes());
        // Width, height, bits, compression, white is 255, where, rows, bytes.
        for (tag, value) in [
            (256, 4),
            (257, 4),
            (258, 8),
            (259, 1),
            (262, 1),
            (273, pixels_at as u32),
            (278, 4),
            (279, 16),
        ] {
            bytes.extend(u16::to_le_bytes(tag));
            bytes.extend(4_u16.to_le_bytes());
            bytes.extend(1_u32.to_le_bytes());
            bytes.extend(u32::to_le_bytes(value));
        }
        bytes.extend((next_at as u32).to_le_bytes());
        bytes.extend([*shade; 16]);
    }
    bytes
}

/// A frame of 4×4 px for each colour.
pub(super) fn animated_webp(colours: &[[u8; 3]]) -> Vec<u8> {
    let chunk = |kind: &[u8; 4], body: &[u8]| {
        let length = (body.len() as u32).to_le_bytes();
        [kind.as_slice(), &length, body].concat()
    };
    let side = [3, 0, 0];
    let canvas = [[2, 0, 0, 0].as_slice(), &side, &side].concat();
    let mut chunks = [
        chunk(b"VP8X", &canvas),
        chunk(b"ANIM", &[255, 255, 255, 255, 0, 0]),
    ]
    .concat();
    for colour in colours {
        let still = RgbImage::from_pixel(4, 4, Rgb(*colour));
        let still = encode(&still.into(), ImageFormat::WebP);
        // Place, size, duration and flags, then the still's own chunk behind its RIFF header.
        let head = [[0; 6].as_slice(), &side, &side, &[100, 0, 0, 0]].concat();
        chunks.extend(chunk(b"ANMF", &[head.as_slice(), &still[12..]].concat()));
    }
    let body = [b"WEBP".as_slice(), &chunks].concat();
    chunk(b"RIFF", &body)
}

/// A JPEG with one more segment right behind its start.
pub(super) fn with_segment(jpeg: &[u8], marker: u8, body: &[u8]) -> Vec<u8> {
    let mut bytes = jpeg[..2].to_vec();
    bytes.extend([0xFF, marker]);
    bytes.extend((body.len() as u16 + 2).to_be_bytes());
    bytes.extend(body);
    bytes.extend(&jpeg[2..]);
    bytes
}

pub(super) fn with_exif_orientation(jpeg: &[u8], orientation: u8) -> Vec<u8> {
    let mut body = b"Exif\0\0".to_vec();
    body.extend(exif(orientation));
    with_segment(jpeg, 0xE1, &body)
}

/// One directory with one entry: tag 0x0112, type SHORT, one value.
fn exif(orientation: u8) -> Vec<u8> {
    let mut tiff = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01".to_vec();
    tiff.extend([0, orientation, 0, 0, 0, 0, 0, 0]);
    tiff
}

/// A PNG from its header fields, further chunks and raw scanlines (each led by its filter byte).
pub(super) fn png(
    size: (u32, u32),
    depth: u8,
    colour_type: u8,
    chunks: &[(&[u8; 4], &[u8])],
    scanlines: &[u8],
) -> Vec<u8> {
    let mut header = Vec::new();
    header.extend(size.0.to_be_bytes());
    header.extend(size.1.to_be_bytes());
    header.extend([depth, colour_type, 0, 0, 0]);

    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    push_chunk(&mut bytes, *b"IHDR", &header);
    for (kind, body) in chunks {
        push_chunk(&mut bytes, **kind, body);
    }
    push_chunk(&mut bytes, *b"IDAT", &zlib_stored(scanlines));
    push_chunk(&mut bytes, *b"IEND", &[]);
    bytes
}

pub(super) fn png_orientation(orientation: u8) -> Vec<u8> {
    exif(orientation)
}

fn push_chunk(bytes: &mut Vec<u8>, kind: [u8; 4], body: &[u8]) {
    bytes.extend((body.len() as u32).to_be_bytes());
    let checked_from = bytes.len();
    bytes.extend(kind);
    bytes.extend(body);
    let crc = crc32(&bytes[checked_from..]);
    bytes.extend(crc.to_be_bytes());
}

fn crc32(bytes: &[u8]) -> u32 {
    let step = |mut crc: u32, byte: &u8| {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = (crc >> 1) ^ (0xEDB8_8320 & (crc & 1).wrapping_neg());
        }
        crc
    };
    !bytes.iter().fold(!0, step)
}

/// One stored block: at most 65,535 bytes.
fn zlib_stored(data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len()).expect("one stored block");
    let mut bytes = vec![0x78, 0x01, 0x01];
    bytes.extend(length.to_le_bytes());
    bytes.extend((!length).to_le_bytes());
    bytes.extend(data);
    let (mut a, mut b) = (1_u32, 0_u32);
    for byte in data {
        a = (a + u32::from(*byte)) % 65_521;
        b = (b + a) % 65_521;
    }
    bytes.extend((b << 16 | a).to_be_bytes());
    bytes
}

/// An 8×8 px baseline JPEG of one flat CMYK colour, inverted as Adobe writes it.
pub(super) fn cmyk_jpeg(cmyk: [u8; 4]) -> Vec<u8> {
    let mut bytes = vec![0xFF, 0xD8];
    bytes.extend(b"\xFF\xEE\0\x0EAdobe\0\x64\0\0\0\0\0");
    // Every coefficient in steps of 8, which makes the first one the mean.
    bytes.extend(b"\xFF\xDB\0\x43\0");
    bytes.extend([8; 64]);
    bytes.extend(b"\xFF\xC0\0\x14\x08\0\x08\0\x08\x04");
    for component in 1..=4 {
        bytes.extend([component, 0x11, 0]);
    }
    // Means: nine categories of four bits each. Details: "no more" as the one code.
    bytes.extend(b"\xFF\xC4\0\x1C\0\0\0\0\x09\0\0\0\0\0\0\0\0\0\0\0\0");
    bytes.extend(0..=8);
    bytes.extend(b"\xFF\xC4\0\x14\x10\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0");
    bytes.extend(b"\xFF\xDA\0\x0E\x04\x01\0\x02\0\x03\0\x04\0\0\x3F\0");
    bytes.extend(entropy_coded(cmyk.map(|ink| 127 - i16::from(ink))));
    bytes.extend([0xFF, 0xD9]);
    bytes
}

/// One block a component: its mean, then the end of the block.
fn entropy_coded(means: [i16; 4]) -> Vec<u8> {
    let block = |mean: i16| {
        let category = (16 - mean.unsigned_abs().leading_zeros()) as usize;
        let value = if mean < 0 {
            mean + (1 << category) - 1
        } else {
            mean
        };
        let digits = match category {
            0 => String::new(),
            _ => format!("{value:0category$b}"),
        };
        format!("{category:04b}{digits}0")
    };
    let mut bits: String = means.map(block).concat();
    while !bits.len().is_multiple_of(8) {
        bits.push('1');
    }
    let mut bytes = Vec::new();
    for start in (0..bits.len()).step_by(8) {
        let byte = u8::from_str_radix(&bits[start..start + 8], 2).expect("eight binary digits");
        bytes.push(byte);
        if byte == 0xFF {
            bytes.push(0);
        }
    }
    bytes
}
