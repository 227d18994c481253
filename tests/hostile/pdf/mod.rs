//! PDFs: trees that lead to themselves, drawings of a few bytes that take for ever, files behind locks.

mod drawing;
mod locks;
mod streams;
mod structure;

use std::fmt::Display;

use crate::bytes::{concat, deflated, zlib_of};
use crate::corpus::{Corpus, Fate};
use crate::fonts::{self, Kind};

pub use streams::jbig2_bombs;

pub fn add_to(corpus: &mut Corpus) {
    structure::add_to(corpus);
    drawing::add_to(corpus);
    streams::add_to(corpus);
    locks::add_to(corpus);
    embedded_fonts(corpus);
}

/// A good file of each kind, for being damaged.
pub fn good() -> Vec<Vec<u8>> {
    let font = &fonts::all()[0];
    vec![
        plain(),
        structure::first_page_first(),
        locks::locked(b""),
        page(FONT, LETTER, &simple_font(font.kind, &font.bytes)),
        streams::packed(),
    ]
}

/// A low page: most of what is tested here costs as much on a high one, and paper takes time.
const PAPER: &str = "/MediaBox[0 0 600 200]";
const FONT: &str = "/MediaBox[0 0 600 200]/Resources<</Font<</F 5 0 R>>>>";
/// Contents longer than this are packed.
const LONG_BYTES: usize = 100_000;
const LETTER: &str = "BT /F 90 Tf 90 90 Td (A) Tj ET";

/// One page with a square on it.
pub fn plain() -> Vec<u8> {
    page(PAPER, "90 20 300 150 re f", &[])
}

/// A file of these objects, numbered from 1; its table of references is right.
fn file(objects: &[Vec<u8>], trailer: &str) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        places.push(bytes.len());
        bytes.extend(numbered(index + 1, object));
    }
    let table = bytes.len();
    bytes.extend(references(&places));
    let size = objects.len() + 1;
    let end = format!("trailer\n<</Size {size}/Root 1 0 R{trailer}>>\nstartxref\n{table}\n%%EOF\n");
    bytes.extend(end.into_bytes());
    bytes
}

fn numbered(number: usize, object: &[u8]) -> Vec<u8> {
    let head = format!("{number} 0 obj\n");
    concat(&[head.as_bytes(), object, b"\nendobj\n"])
}

/// The table of these objects, which are numbered from 1.
fn references(places: &[usize]) -> Vec<u8> {
    let lines = places
        .iter()
        .map(|place| format!("{place:010} 00000 n \n"))
        .collect::<Vec<_>>()
        .concat();
    let count = places.len() + 1;
    format!("xref\n0 {count}\n0000000000 65535 f \n{lines}").into_bytes()
}

/// One page with these entries of its own and this content, in objects 3 and 4; `further` begin at 5.
fn page(entries: &str, content: impl AsRef<[u8]>, further: &[Vec<u8>]) -> Vec<u8> {
    let content = content.as_ref();
    let content = if content.len() > LONG_BYTES {
        stream("/Filter/FlateDecode", &zlib_of(&deflated(content), content))
    } else {
        stream("", content)
    };
    page_of(entries, content, further)
}

/// The same with a content that is packed or broken.
fn page_of(entries: &str, content: Vec<u8>, further: &[Vec<u8>]) -> Vec<u8> {
    file(&page_objects(entries, content, further), "")
}

fn page_objects(entries: &str, content: Vec<u8>, further: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let mut objects = vec![
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
        format!("<</Type/Page/Parent 2 0 R/Contents 4 0 R {entries}>>").into_bytes(),
        content,
    ];
    objects.extend_from_slice(further);
    objects
}

/// A stream with these entries besides its length.
fn stream(entries: &str, data: &[u8]) -> Vec<u8> {
    stream_said(entries, data.len(), data)
}

/// A stream that says that it is so long.
fn stream_said(entries: &str, length: impl Display, data: &[u8]) -> Vec<u8> {
    let head = format!("<</Length {length}{entries}>>stream\n");
    concat(&[head.as_bytes(), data, b"\nendstream"])
}

/// A drawing of its own, with these resources.
fn form(resources: &str, content: impl AsRef<[u8]>) -> Vec<u8> {
    let entries = format!("/Type/XObject/Subtype/Form/BBox[0 0 600 200]/Resources<<{resources}>>");
    stream(&entries, content.as_ref())
}

/// A page on which object 5 is drawn as `/X`.
fn page_showing(content: impl AsRef<[u8]>, further: &[Vec<u8>]) -> Vec<u8> {
    let entries = format!("{PAPER}/Resources<</XObject<</X 5 0 R>>>>");
    page(&entries, content, further)
}

fn embedded_fonts(corpus: &mut Corpus) {
    for font in fonts::all() {
        let fate = Fate::Either;
        let name = format!("pdf with a font {}", font.name);
        let file = page(FONT, LETTER, &simple_font(font.kind, &font.bytes));
        corpus.add(name, fate, file);
        let name = format!("pdf with a wide font {}", font.name);
        let file = page(FONT, "BT /F 90 Tf 90 90 Td <0001> Tj ET", &wide_font(&font));
        corpus.add(name, fate, file);
    }
    let shown_in_itself = [
        b"<</Type/Font/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[.1 0 0 .1 0 0]/FirstChar 65/LastChar 65\
          /Widths[9]/Encoding<</Differences[65/A]>>/CharProcs<</A 6 0 R>>/Resources<</Font<</F 5 0 R>>>>>>"
            .to_vec(),
        stream("", b"9 0 d0 BT /F 9 Tf (AAAAAAAAAA) Tj ET 0 0 9 9 re f"),
    ];
    corpus.add(
        "pdf with a drawn font whose letter is written in it",
        Fate::Either,
        page(FONT, LETTER, &shown_in_itself),
    );
    for (name, ranges) in [
        ("of a million ranges", ranges(1_000_000)),
        (
            "of one range of all",
            "1 begincidrange\n<00000000> <FFFFFFFF> 0\nendcidrange\n".into(),
        ),
        ("that uses itself", "/Own usecmap\n".into()),
        (
            "of a thousand dictionaries in each other",
            "<<".repeat(1_000),
        ),
    ] {
        let map = format!(
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Own def\n\
             1 begincodespacerange <0000> <FFFF> endcodespacerange\n{ranges}endcmap end end"
        );
        let map = stream("/Type/CMap/CMapName/Own/UseCMap 7 0 R", map.as_bytes());
        for (of, encoding) in [
            ("codes", "7 0 R"),
            ("meanings", "/Identity-H/ToUnicode 7 0 R"),
        ] {
            let font = format!(
                "<</Type/Font/Subtype/Type0/BaseFont/F/Encoding {encoding}/DescendantFonts[6 0 R]>>"
            );
            let further = [font.into_bytes(), DESCENDANT.to_vec(), map.clone()];
            let file = page(FONT, "BT /F 90 Tf 90 90 Td <00010002> Tj ET", &further);
            corpus.add(format!("pdf with a map of {of} {name}"), Fate::Either, file);
        }
    }
    let widths = "1 [500] ".repeat(1_000_000);
    let wide = format!(
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/SimSun/W[{widths}]/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>>>"
    );
    let font = "<</Type/Font/Subtype/Type0/BaseFont/F/Encoding/GBK-EUC-H/DescendantFonts[6 0 R]>>";
    let file = page(FONT, LETTER, &[font.into(), wide.into_bytes()]);
    corpus.add("pdf with a million widths", Fate::Picture, file);
}

const DESCENDANT: &[u8] = b"<</Type/Font/Subtype/CIDFontType0/BaseFont/SimSun/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>>>";

fn ranges(count: u32) -> String {
    let lines = (0..count).map(|code| format!("<{code:08X}> <{code:08X}> 1\n"));
    let lines = lines.collect::<Vec<_>>().concat();
    format!("{count} begincidrange\n{lines}endcidrange\n")
}

fn file_entry(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::TrueType => ("/FontFile2", ""),
        Kind::Cff => ("/FontFile3", "/Subtype/Type1C"),
    }
}

fn simple_font(kind: Kind, bytes: &[u8]) -> Vec<Vec<u8>> {
    let (entry, subtype) = file_entry(kind);
    let of = if kind == Kind::Cff {
        "Type1"
    } else {
        "TrueType"
    };
    vec![
        format!("<</Type/Font/Subtype/{of}/BaseFont/F/FirstChar 65/LastChar 65/Widths[900]/FontDescriptor 6 0 R>>")
            .into_bytes(),
        format!("<</Type/FontDescriptor/FontName/F/Flags 4{entry} 7 0 R>>").into_bytes(),
        stream(subtype, bytes),
    ]
}

fn wide_font(font: &fonts::Font) -> Vec<Vec<u8>> {
    let (entry, subtype) = file_entry(font.kind);
    let (of, subtype) = match font.kind {
        Kind::TrueType => ("CIDFontType2/CIDToGIDMap/Identity", subtype),
        Kind::Cff => ("CIDFontType0", "/Subtype/CIDFontType0C"),
    };
    vec![
        b"<</Type/Font/Subtype/Type0/BaseFont/F/Encoding/Identity-H/DescendantFonts[6 0 R]>>"
            .to_vec(),
        format!(
            "<</Type/Font/Subtype/{of}/BaseFont/F/FontDescriptor 7 0 R\
             /CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>"
        )
        .into_bytes(),
        format!("<</Type/FontDescriptor/FontName/F/Flags 4{entry} 8 0 R>>").into_bytes(),
        stream(subtype, &font.bytes),
    ]
}
