//! Small PDFs, made here, and where their ink is. A page unit is 10 px in most of them: 200 units are 2000 px.

mod appearances;
mod losses;
mod stand_ins;

use std::fmt::Write as _;
use std::ops::Range;

use encoding_rs::GBK;

use crate::formats::{DecodeJob, Decoded, FormatError, Limits, PagePart, Pixels, Raster, decode};

const PAPER: [u8; 4] = [255; 4];

/// A file with these objects, numbered from 1; the first is the catalogue.
fn file(objects: &[impl AsRef<[u8]>], trailer: &str) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    let mut places = String::new();
    for (index, object) in objects.iter().enumerate() {
        writeln!(places, "{:010} 00000 n ", bytes.len()).expect("a string grows");
        bytes.extend(format!("{} 0 obj\n", index + 1).bytes());
        bytes.extend(object.as_ref());
        bytes.extend(b"\nendobj\n");
    }
    let (table, size) = (bytes.len(), objects.len() + 1);
    let end = format!(
        "xref\n0 {size}\n0000000000 65535 f \n{places}trailer\n<</Size {size}/Root 1 0 R{trailer}>>\n\
         startxref\n{table}\n%%EOF\n"
    );
    bytes.extend(end.bytes());
    bytes
}

/// Pages, each with its boxes and content; all may use the resources.
fn pages(pages: &[(&str, &str)], resources: &str, further: &[String]) -> Vec<u8> {
    let first = 3 + further.len();
    let kids: Vec<String> = (0..pages.len())
        .map(|n| format!("{} 0 R", first + 2 * n))
        .collect();
    let kids = kids.join(" ");
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        format!(
            "<</Type/Pages/Kids[{kids}]/Count {}/Resources<<{resources}>>>>",
            pages.len()
        ),
    ];
    objects.extend_from_slice(further);
    for (index, (boxes, content)) in pages.iter().enumerate() {
        let stream = first + 2 * index + 1;
        objects.push(format!(
            "<</Type/Page/Parent 2 0 R {boxes}/Contents {stream} 0 R>>"
        ));
        let length = content.len();
        objects.push(format!("<</Length {length}>>stream\n{content}\nendstream"));
    }
    file(&objects, "")
}

const BOX: &str = "/MediaBox[0 0 200 100]";

/// One page of 200 by 100 units.
fn page(content: &str) -> Vec<u8> {
    pages(&[(BOX, content)], "", &[])
}

/// "发票" 30 units high with its lower left corner at 20, 40, in a font that the file does not hold.
fn lettered(font: &str, encoding: &str) -> Vec<u8> {
    let text = "发票";
    let bytes: Vec<u8> = if encoding.starts_with("GB") {
        GBK.encode(text).0.into_owned()
    } else {
        text.encode_utf16().flat_map(u16::to_be_bytes).collect()
    };
    let hex: Vec<String> = bytes.iter().map(|byte| format!("{byte:02X}")).collect();
    let hex = hex.concat();
    let content = format!("BT /F 30 Tf 20 40 Td <{hex}> Tj ET");
    let further = [
        format!(
            "<</Type/Font/Subtype/Type0/BaseFont/{font}/Encoding/{encoding}/DescendantFonts[4 0 R]>>"
        ),
        format!(
            "<</Type/Font/Subtype/CIDFontType0/BaseFont/{font}/DW 1000/CIDSystemInfo\
             <</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/FontDescriptor 5 0 R>>"
        ),
        format!("<</Type/FontDescriptor/FontName/{font}/Flags 4>>"),
    ];
    pages(&[(BOX, &content)], "/Font<</F 3 0 R>>", &further)
}

fn draw(bytes: &[u8], want: Pixels) -> Result<Decoded, FormatError> {
    decode(&DecodeJob {
        bytes: bytes.into(),
        want,
        limits: Limits::default(),
    })
}

fn drawn(bytes: &[u8]) -> Decoded {
    draw(bytes, Pixels::Full).expect("a PDF of our own making")
}

/// Columns and rows with anything else than paper in them.
fn ink(raster: &Raster) -> Option<(Range<u32>, Range<u32>)> {
    let (width, height) = raster.size();
    let mut found: Option<(Range<u32>, Range<u32>)> = None;
    for y in 0..height {
        for x in (0..width).filter(|x| raster.rgba(*x, y) != Some(PAPER)) {
            let (columns, rows) = found.get_or_insert((x..x + 1, y..y + 1));
            *columns = columns.start.min(x)..columns.end.max(x + 1);
            rows.end = y + 1;
        }
    }
    found
}

fn inked(decoded: &Decoded) -> (Range<u32>, Range<u32>) {
    ink(&decoded.raster).expect("something is drawn")
}

#[test]
fn chinese_that_the_file_brings_no_font_for_is_drawn_in_its_place() {
    for (font, encoding) in [
        ("STSong-Light", "UniGB-UCS2-H"),
        ("SimSun", "GBK-EUC-H"),
        ("KaiTi", "UniGB-UTF16-H"),
        ("SimHei", "GBK-EUC-H"),
        ("#CB#CE#CC#E5", "GBK-EUC-H"),
        ("KaiTi_GB2312", "GBKp-EUC-H"),
        ("NSimSun", "GBK2K-H"),
        ("FangSong", "UniGB-UCS2-H"),
        ("MicrosoftYaHei", "UniGB-UTF16-H"),
    ] {
        let decoded = drawn(&lettered(font, encoding));
        assert_eq!(decoded.raster.size(), (2000, 1000));
        let (columns, rows) = inked(&decoded);
        // Two squares of 300 px from 200 px on, standing on a line at 600 px; strokes nearly fill them.
        assert!(
            columns.start >= 200 && columns.end <= 800,
            "{font}: {columns:?}"
        );
        assert!(columns.len() > 500, "{font}: {columns:?}");
        assert!(rows.start >= 310 && rows.end <= 660, "{font}: {rows:?}");
        assert!(rows.len() > 230, "{font}: {rows:?}");
    }
}

#[test]
fn song_kai_and_hei_look_different() {
    let [song, kai, hei] = ["SimSun", "KaiTi", "SimHei"].map(|font| {
        let decoded = drawn(&lettered(font, "GBK-EUC-H"));
        decoded.raster
    });
    let difference = |a: &Raster, b: &Raster| {
        let pairs = a.bytes().iter().zip(b.bytes());
        pairs.filter(|(a, b)| a.abs_diff(**b) > 100).count() / 3
    };
    for (a, b) in [(&song, &kai), (&song, &hei), (&kai, &hei)] {
        let pixels = difference(a, b);
        assert!(pixels > 5_000, "{pixels} pixels differ");
    }
}

#[test]
fn a_substitute_is_said() {
    assert!(
        drawn(&lettered("NoSuchSong", "GBK-EUC-H"))
            .facts
            .substituted
    );
    let helvetica = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_owned();
    let text = "BT /F 30 Tf 20 40 Td (ABC) Tj ET";
    let decoded = drawn(&pages(&[(BOX, text)], "/Font<</F 3 0 R>>", &[helvetica]));
    assert!(
        !decoded.facts.substituted,
        "every reader of PDF has this one"
    );
    assert!(inked(&decoded).0.start >= 200);
}

#[test]
fn the_page_is_2000_px_wide_and_its_height_is_rounded() {
    for (size, height) in [("610 394", 1292), ("595.3 382.7", 1286), ("100 300", 6000)] {
        let boxes = format!("/MediaBox[0 0 {size}]");
        let decoded = drawn(&pages(&[(&boxes, "")], "", &[]));
        assert_eq!(decoded.facts.size.to_tuple(), (2000, height), "{size}");
        assert_eq!(decoded.raster.size(), (2000, height));
        assert_eq!(ink(&decoded.raster), None, "blank paper to the last row");
    }
}

#[test]
fn what_is_drawn_lies_where_it_should() {
    let decoded = drawn(&page("1 0 0 rg 10 20 30 40 re f"));
    assert_eq!(inked(&decoded), (100..400, 400..800));
    assert_eq!(decoded.raster.rgba(250, 600), Some([255, 0, 0, 255]));
    assert_eq!((decoded.facts.frames, decoded.facts.skipped), (1, 0));
}

#[test]
fn a_turned_page_is_upright() {
    // At the lower left before; a quarter clockwise brings it to the upper left.
    let content = "0 g 0 0 20 10 re f";
    let turned = |degrees: i32| {
        let boxes = format!("{BOX}/Rotate {degrees}");
        drawn(&pages(&[(&boxes, content)], "", &[]))
    };
    for (degrees, size, place) in [
        (0, (2000, 1000), (0..200, 900..1000)),
        (90, (2000, 4000), (0..200, 0..400)),
        (180, (2000, 1000), (1800..2000, 0..100)),
        (270, (2000, 4000), (1800..2000, 3600..4000)),
        (-90, (2000, 4000), (1800..2000, 3600..4000)),
    ] {
        let decoded = turned(degrees);
        assert_eq!(decoded.facts.size.to_tuple(), size, "{degrees}");
        assert_eq!(inked(&decoded), place, "{degrees}");
    }
}

#[test]
fn only_what_the_crop_box_leaves_is_the_page() {
    let boxes = "/MediaBox[0 0 500 500]/CropBox[100 200 300 300]";
    let decoded = drawn(&pages(
        &[(boxes, "0 g 110 220 30 40 re f 0 0 20 20 re f")],
        "",
        &[],
    ));
    assert_eq!(decoded.facts.size.to_tuple(), (2000, 1000));
    assert_eq!(inked(&decoded), (100..400, 400..800));
}

#[test]
fn every_page_can_be_reached() {
    let content = ["0 g 0 0 10 10 re f", "0 g 50 50 10 10 re f", ""];
    let bytes = pages(
        &[
            (BOX, content[0]),
            (BOX, content[1]),
            ("/MediaBox[0 0 100 100]", ""),
        ],
        "",
        &[],
    );
    let page = |page| draw(&bytes, Pixels::Page(page));
    let first = page(0).expect("there");
    assert_eq!(first, drawn(&bytes));
    assert_eq!(first.facts.frames, 3);
    let second = page(1).expect("there");
    assert_eq!(inked(&second), (500..600, 400..500));
    let third = page(2).expect("there");
    assert_eq!(third.facts.size.to_tuple(), (2000, 2000));
    for beyond in [3, u32::MAX] {
        assert_eq!(page(beyond).expect_err("none").code(), "file_corrupt");
    }
}

#[test]
fn a_part_is_the_same_page_closer() {
    let bytes = page("0 g 10 20 30 40 re f");
    let part = PagePart {
        page: 0,
        scale: 4,
        shrink: 1,
        left: 50,
        top: 350,
        width: 100,
        height: 80,
    };
    let decoded = draw(&bytes, Pixels::Part(part)).expect("there");
    assert_eq!(
        decoded.facts.size.to_tuple(),
        (2000, 1000),
        "of the whole page"
    );
    assert_eq!(decoded.raster.size(), (400, 320));
    // The rectangle begins at 100, 400.
    assert_eq!(inked(&decoded), (200..400, 200..320));

    let at_the_corner = PagePart {
        left: 1950,
        top: 990,
        ..part
    };
    let decoded = draw(&bytes, Pixels::Part(at_the_corner)).expect("there");
    assert_eq!(decoded.raster.size(), (200, 40), "no further than the page");
    for nowhere in [
        PagePart { left: 2000, ..part },
        PagePart { width: 0, ..part },
        PagePart { scale: 0, ..part },
    ] {
        assert!(draw(&bytes, Pixels::Part(nowhere)).is_err(), "{nowhere:?}");
    }
    let too_much = PagePart {
        scale: 10_000,
        ..part
    };
    assert_eq!(
        draw(&bytes, Pixels::Part(too_much))
            .expect_err("huge")
            .code(),
        "picture_too_large"
    );
}

#[test]
fn a_thumbnail_is_small_and_knows_the_page() {
    let tall = pages(
        &[("/MediaBox[0 0 100 200]", "0 g 0 0 100 100 re f")],
        "",
        &[],
    );
    let decoded = draw(&tall, Pixels::Thumbnail { max_side: 320 }).expect("there");
    assert_eq!(decoded.raster.size(), (160, 320));
    assert_eq!(decoded.facts.size.to_tuple(), (2000, 4000));
    assert_eq!(decoded.raster.rgba(80, 100), Some(PAPER));
    assert_eq!(decoded.raster.rgba(80, 300), Some([0, 0, 0, 255]));
}

#[test]
fn a_locked_file_says_so() {
    let page = page("");
    let text = String::from_utf8(page).expect("ASCII");
    let key = "00".repeat(32);
    let lock = format!(
        "/ID[<00><00>]/Encrypt<</Filter/Standard/V 2/R 3/Length 128/P -4/O<{key}>/U<{key}>>>"
    );
    let locked = text.replace("/Root 1 0 R", &format!("/Root 1 0 R{lock}"));
    assert_eq!(
        draw(locked.as_bytes(), Pixels::Full),
        Err(FormatError::Encrypted)
    );
}

#[test]
fn what_cannot_be_drawn_is_counted() {
    let image = "<</Type/XObject/Subtype/Image/Width 8/Height 8/BitsPerComponent 8/ColorSpace/DeviceRGB\
        /Filter/DCTDecode/Length 4>>stream\nnope\nendstream";
    let content = "q 20 0 0 20 0 0 cm /I Do Q 0 g 100 50 10 10 re f";
    let decoded = drawn(&pages(
        &[(BOX, content)],
        "/XObject<</I 3 0 R>>",
        &[image.to_owned()],
    ));
    assert_eq!(decoded.facts.skipped, 1);
    assert_eq!(inked(&decoded), (1000..1100, 400..500), "the rest is there");
}

#[test]
fn odd_pages_are_drawn_or_refused() {
    for (boxes, expected) in [
        ("/MediaBox[0 0 0 0]", Ok((2000, 2829))),
        ("", Ok((2000, 2829))),
        ("/MediaBox[200 100 0 0]", Ok((2000, 1000))),
        (
            "/MediaBox[0 0 200 100]/CropBox[900 900 950 950]",
            Ok((2000, 2829)),
        ),
        ("/MediaBox[0 0 1 100]", Err("picture_too_large")),
        ("/MediaBox[0 0 1 1000000000]", Err("picture_too_large")),
        ("/MediaBox[0 0 1000000000 1]", Ok((2000, 1))),
    ] {
        let result = draw(&pages(&[(boxes, "")], "", &[]), Pixels::Full);
        let size = result.map(|decoded| decoded.facts.size.to_tuple());
        assert_eq!(size.map_err(|error| error.code()), expected, "{boxes}");
    }
}

#[test]
fn a_file_without_pages_is_damaged() {
    for bytes in [
        b"%PDF-1.7".to_vec(),
        b"%PDF-1.7\n%%EOF".to_vec(),
        file(&[b""; 0], ""),
    ] {
        let error = draw(&bytes, Pixels::Full).expect_err("no page");
        assert_eq!(error.code(), "file_corrupt");
    }
}

#[test]
fn a_cut_file_never_panics() {
    let bytes = lettered("SimSun", "GBK-EUC-H");
    for cut in (8..bytes.len()).step_by(61) {
        let result = draw(&bytes[..cut], Pixels::Thumbnail { max_side: 32 });
        assert_ne!(result, Err(FormatError::Crashed), "{cut}");
    }
}
