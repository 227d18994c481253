//! Files for tests, made here: a zip of XML parts, the wrapping of a seal, pictures.

use std::io::{Cursor, Write as _};

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A deflated archive.
pub(super) fn zip_of(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        zip.start_file(*name, SimpleFileOptions::default())
            .expect("memory takes any entry");
        zip.write_all(bytes).expect("memory takes any bytes");
    }
    zip.finish().expect("memory takes any archive").into_inner()
}

/// A tag, a length and a content.
pub(super) fn der(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len();
    let mut value = vec![tag];
    if length < 0x80 {
        value.push(length as u8);
    } else {
        value.push(0x84);
        value.extend((length as u32).to_be_bytes());
    }
    value.extend(content);
    value
}

/// A signature with a seal of version 1 or 4 around a picture. What is not looked at is made up.
pub(super) fn seal(version: u8, kind: &str, picture: &[u8]) -> Vec<u8> {
    let sequence = |parts: &[Vec<u8>]| der(0x30, &parts.concat());
    let text = |text: &str| der(0x16, text.as_bytes());
    let integer = |value: u8| der(0x02, &[value]);
    let header = sequence(&[text("ES"), integer(version), text("Maker")]);
    let certificates = sequence(&[der(0x04, &[0x30, 0x03, 0x02, 0x01, 0x00])]);
    let property = sequence(&[
        integer(1),
        der(0x0C, "测试章".as_bytes()),
        integer(1),
        certificates,
    ]);
    let picture = sequence(&[text(kind), der(0x04, picture), integer(30), integer(20)]);
    let info = sequence(&[header, text("id"), property, picture]);
    let sealed = sequence(&[info, der(0x04, &[0; 70]), der(0x03, &[0; 65])]);
    let to_sign = sequence(&[integer(version), sealed, der(0x03, &[0; 33])]);
    sequence(&[to_sign, der(0x03, &[0; 65])])
}

/// Top left, top right, bottom left, bottom right.
pub(super) const QUADRANT_COLOURS: [[u8; 3]; 4] =
    [[220, 30, 40], [30, 200, 60], [40, 50, 210], [230, 220, 30]];

/// Four colours, one a quadrant, in any format that the `image` crate writes.
pub(super) fn quadrants(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let image = RgbImage::from_fn(width, height, |x, y| {
        let index = usize::from(x >= width / 2) + 2 * usize::from(y >= height / 2);
        Rgb(QUADRANT_COLOURS[index])
    });
    encode(&image.into(), format)
}

pub(super) fn encode(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image
        .write_to(&mut bytes, format)
        .expect("memory takes any picture");
    bytes.into_inner()
}

/// A PNG that says it has this size, and has a few bytes.
pub(super) fn png_bomb(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = quadrants(8, 8, ImageFormat::Png);
    bytes[16..20].copy_from_slice(&width.to_be_bytes());
    bytes[20..24].copy_from_slice(&height.to_be_bytes());
    let checksum = crc32(&bytes[12..29]);
    bytes[29..33].copy_from_slice(&checksum.to_be_bytes());
    bytes
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
