//! Documents for tests, made here: a zip of XML parts, and the wrapping of a seal.

use std::io::{Cursor, Write as _};

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
