//! Seals: signatures whose lengths lie, pictures that are documents that are sealed themselves.

use image::ImageFormat;

use crate::bytes::{be32, concat, deflated_zeros};
use crate::corpus::{Corpus, Fate, small};

use super::{Document, SQUARE, zip};

const SEQUENCE: u8 = 0x30;

/// A document with a sealed document as its seal, for being damaged.
pub fn sealed() -> Vec<u8> {
    stamped(SQUARE, &seal("ofd", &Document::of(SQUARE).file()), 1)
}

/// A document whose seal is this picture.
pub fn sealed_with(picture: &[u8]) -> Vec<u8> {
    stamped(SQUARE, &seal("png", picture), 1)
}

pub fn add_to(corpus: &mut Corpus) {
    corpus.add("ofd with a sealed document", Fate::Picture, sealed());
    corpus.add(
        "ofd with a sealed picture",
        Fate::Picture,
        sealed_with(&small(ImageFormat::Png)),
    );
    // A seal cannot hold itself; this many within each other are as good.
    let mut nested = Document::of(SQUARE).file();
    for depth in 1..=20 {
        nested = stamped(SQUARE, &seal("ofd", &nested), 1);
        if [2, 3, 20].contains(&depth) {
            corpus.add(
                format!("ofd with seals {depth} deep"),
                Fate::Picture,
                nested.clone(),
            );
        }
    }
    lengths(corpus);
    bombs(corpus);
    crowds(corpus);
}

fn der(tag: u8, content: &[u8]) -> Vec<u8> {
    concat(&[&[tag, 0x84], &be32(content.len() as u32), content])
}

/// The parts of a seal that are looked at.
fn seal(kind: &str, picture: &[u8]) -> Vec<u8> {
    let picture = [
        der(0x16, kind.as_bytes()),
        der(0x04, picture),
        der(0x02, &[30]),
        der(0x02, &[20]),
    ];
    der(SEQUENCE, &der(SEQUENCE, &der(SEQUENCE, &picture.concat())))
}

/// A document whose page has the seal of this signature, so many times.
fn stamped(content: &str, signature: &[u8], times: usize) -> Vec<u8> {
    let stamps = "<StampAnnot PageRef='1' Boundary='10 10 50 50'/>".repeat(times);
    signed(content, signature, &stamps, 1)
}

fn signed(content: &str, signature: &[u8], stamps: &str, signatures: usize) -> Vec<u8> {
    let mut document = Document::of(content);
    document.root = "<OFD><DocBody><DocRoot>Doc_0/Document.xml</DocRoot><Signatures>Signs.xml</Signatures></DocBody></OFD>".into();
    let list = "<Signature ID='1' BaseLoc='Sign.xml'/>".repeat(signatures);
    document
        .with("Doc_0/Signs.xml", format!("<Signatures>{list}</Signatures>"))
        .with("Doc_0/Sign.xml", format!("<Signature><SignedInfo>{stamps}</SignedInfo><SignedValue>Value.dat</SignedValue></Signature>"))
        .with("Doc_0/Value.dat", signature)
        .file()
}

fn lengths(corpus: &mut Corpus) {
    let whole = seal("png", &small(ImageFormat::Png));
    for (name, at, length) in [
        ("too long", 2, u32::MAX),
        ("too short", 2, 1),
        ("nothing", 2, 0),
        ("too long within", 8, u32::MAX),
        ("too long in its picture", 14, 0x7FFF_FFFF),
        ("off by one", 2, whole.len() as u32 - 5),
    ] {
        let mut lying = whole.clone();
        lying[at..at + 4].copy_from_slice(&be32(length));
        corpus.add(
            format!("ofd with a seal whose length is {name}"),
            Fate::Picture,
            stamped(SQUARE, &lying, 1),
        );
    }
    for (name, bytes) in [
        ("of no length", vec![SEQUENCE, 0x80, 0, 0]),
        (
            "of a length of 126 bytes",
            concat(&[&[SEQUENCE, 0xFE], &[0xFF; 200]]),
        ),
        (
            "of sequences without an end",
            [SEQUENCE, 0x80].repeat(1_000_000),
        ),
        (
            "of sequences a thousand deep",
            (0..1_000).fold(Vec::new(), |inner, _| der(SEQUENCE, &inner)),
        ),
        ("of a million values", [2, 1, 7].repeat(1_000_000)),
        (
            "of a million empty sequences",
            [SEQUENCE, 0].repeat(1_000_000),
        ),
        ("of nothing", Vec::new()),
        ("of text", b"hello".to_vec()),
    ] {
        corpus.add(
            format!("ofd with a seal {name}"),
            Fate::Picture,
            stamped(SQUARE, &bytes, 1),
        );
    }
}

fn bombs(corpus: &mut Corpus) {
    let packed = zip::archive(&[zip::Member::stored("OFD.xml", deflated_zeros(64 << 20))]);
    corpus.add(
        "ofd with a seal that is a broken document",
        Fate::Picture,
        stamped(SQUARE, &seal("ofd", &packed), 1),
    );
    let endless = Document::of("<PageBlock>".repeat(100)).file();
    corpus.add(
        "ofd with a seal that is too deep",
        Fate::Either,
        stamped(SQUARE, &seal("ofd", &endless), 1),
    );
}

fn crowds(corpus: &mut Corpus) {
    let picture = seal("png", &small(ImageFormat::Png));
    corpus.add(
        "ofd with 100,000 stamps",
        Fate::Either,
        stamped(SQUARE, &picture, 100_000),
    );
    let document = seal("ofd", &Document::of(SQUARE.repeat(100)).file());
    corpus.add(
        "ofd with 200 stamps of documents",
        Fate::Either,
        stamped(SQUARE, &document, 200),
    );
    let stamp = "<StampAnnot PageRef='1' Boundary='10 10 50 50'/>".repeat(200);
    corpus.add(
        "ofd with 100,000 signatures",
        Fate::Fails("too_complex"),
        signed(SQUARE, &picture, &stamp, 100_000),
    );
    for (name, place) in [
        ("nothing", "0 0 0 0"),
        ("less than nothing", "9 9 -9 -9"),
        ("no number", "NaN 0 9 9"),
        ("ten million", "-1e7 -1e7 2e7 2e7"),
    ] {
        let stamp = format!("<StampAnnot PageRef='1' Boundary='{place}' Clip='{place}'/>");
        corpus.add(
            format!("ofd with a seal in a place of {name}"),
            Fate::Picture,
            signed(SQUARE, &picture, &stamp, 1),
        );
    }
}
