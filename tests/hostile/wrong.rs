//! What arrives in a ticket's place: nothing, pages, errors, other files, files under another one's name.

use image::ImageFormat;

use crate::bytes::concat;
use crate::corpus::{Corpus, Fate, small};

const NOT_A_PICTURE: Fate = Fate::Fails("not_a_picture");
const WEB_PAGE: Fate = Fate::Fails("web_page");

pub fn add_to(corpus: &mut Corpus) {
    for (name, fate, bytes) in [
        ("nothing", Fate::Fails("file_empty"), b"".as_slice()),
        ("one byte", NOT_A_PICTURE, b"x"),
        ("a zero byte", NOT_A_PICTURE, b"\0"),
        (
            "a web page",
            WEB_PAGE,
            b"<!DOCTYPE html><html><body>Please log in</body></html>",
        ),
        (
            "a page without a head",
            WEB_PAGE,
            b"<script>location='/login'</script>",
        ),
        ("JSON", NOT_A_PICTURE, b"{\"errorCode\":403}"),
        ("a JSON list", NOT_A_PICTURE, b"[1,2,3]"),
        (
            "a bucket's error",
            NOT_A_PICTURE,
            b"<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code></Error>",
        ),
        (
            "a gzip file",
            NOT_A_PICTURE,
            b"\x1f\x8b\x08\0\0\0\0\0\0\x03\xff\xd8\xff",
        ),
        (
            "a film",
            NOT_A_PICTURE,
            b"\0\0\0\x18ftypisom\0\0\x02\0isomiso2",
        ),
        (
            "a program",
            NOT_A_PICTURE,
            b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff",
        ),
        ("an ELF program", NOT_A_PICTURE, b"\x7fELF\x02\x01\x01\0"),
        ("a script", NOT_A_PICTURE, b"#!/bin/sh\nrm -rf /\n"),
        ("text", NOT_A_PICTURE, "发票已作废".as_bytes()),
        ("text in GBK", NOT_A_PICTURE, b"\xb7\xa2\xc6\xb1"),
        (
            "an old office file",
            NOT_A_PICTURE,
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        ),
        ("a RAR archive", NOT_A_PICTURE, b"Rar!\x1a\x07\x01\0"),
        (
            "a HEIC without content",
            Fate::Either,
            b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
        ),
        (
            "an AVIF without content",
            Fate::Either,
            b"\0\0\0\x1cftypavif\0\0\0\0avifmif1",
        ),
    ] {
        corpus.add(name, fate, bytes.to_vec());
    }
    corpus.add("16 MB of zeros", NOT_A_PICTURE, vec![0; 16 << 20]);
    corpus.add("16 MB of ones", NOT_A_PICTURE, vec![0xFF; 16 << 20]);
    let noise = (0..1 << 20).map(|n: u32| (n.wrapping_mul(0x9E37_79B1) >> 24) as u8);
    corpus.add("noise", NOT_A_PICTURE, noise.collect());
    for format in [ImageFormat::Jpeg, ImageFormat::Png] {
        let junk = concat(&[&[0; 3], &small(format)]);
        corpus.add(
            format!("{format:?} behind three zeros"),
            NOT_A_PICTURE,
            junk,
        );
    }
    drawings(corpus);
    corpus.add("png called pdf", Fate::Picture, small(ImageFormat::Png));
}

fn drawings(corpus: &mut Corpus) {
    let link =
        r#"<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>"#;
    corpus.add("a drawing that reads files", Fate::Either, link.into());
    let nested = concat(&["<g>".repeat(1_000_000).as_bytes(), b"x"]);
    corpus.add(
        "a drawing a million deep",
        Fate::Either,
        concat(&[b"<svg>", &nested]),
    );
}
