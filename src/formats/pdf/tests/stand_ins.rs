//! Simple fonts that the file does not hold: letters of one byte, as rail tickets set them.

use super::{BOX, drawn, inked, pages};
use crate::formats::{Decoded, Raster};

/// A simple font of half-width letters from the space on, as tickets have them.
fn font(name: &str, more: &str) -> String {
    let widths = ["500"; 95].join(" ");
    format!(
        "<</Type/Font/Subtype/TrueType/BaseFont/{name}/Encoding/WinAnsiEncoding/FirstChar 32/LastChar 126\
         /Widths[{widths}]{more}>>"
    )
}

fn set_in(font: String, text: &str) -> Decoded {
    set(&[font], &format!("BT /F3 40 Tf 20 40 Td ({text}) Tj ET"))
}

/// Fonts are named by their numbers, from 3 on.
fn set(fonts: &[String], content: &str) -> Decoded {
    let numbers = (3..3 + fonts.len()).map(|number| format!("/F{number} {number} 0 R"));
    let resources = format!("/Font<<{}>>", numbers.collect::<String>());
    drawn(&pages(&[(BOX, content)], &resources, fonts))
}

/// Runs of columns with ink in them.
fn strokes(raster: &Raster) -> Vec<(u32, u32)> {
    let (width, height) = raster.size();
    let is_inked =
        |x: u32| (0..height).any(|y| raster.rgba(x, y).is_some_and(|rgba| rgba[0] < 128));
    let mut strokes: Vec<(u32, u32)> = Vec::new();
    for x in (0..width).filter(|x| is_inked(*x)) {
        match strokes.last_mut() {
            Some(last) if last.1 == x => last.1 = x + 1,
            _ => strokes.push((x, x + 1)),
        }
    }
    strokes
}

#[test]
fn narrow_letters_keep_their_shape_in_half_an_em() {
    for name in [
        "SimSun",
        "SimHei",
        "ABCDEF+SimSun",
        "SimSun,Bold",
        "NSimSun",
        "KaiTi",
        "FangSong",
    ] {
        let decoded = set_in(font(name, ""), "il.:,");
        assert!(decoded.facts.substituted, "{name}");
        let strokes = strokes(&decoded.raster);
        assert_eq!(strokes.len(), 5, "{name}: {strokes:?}");
        for (place, (from, to)) in (0..).zip(strokes) {
            // 40 units are an em, so a cell is 200 px; a letter that was stretched fills most of it.
            let cell = 200 + 200 * place;
            assert!(
                from >= cell && to <= cell + 200,
                "{name}: {from}..{to} in {cell}"
            );
            assert!(to - from < 110, "{name}: {} px", to - from);
        }
    }
}

#[test]
fn song_and_hei_of_one_page_are_told_apart() {
    let fonts = ["SimSun", "SimHei"].map(|name| font(name, ""));
    let both = "BT /F3 40 Tf 20 55 Td (H4) Tj /F4 40 Tf 0 -50 Td (H4) Tj ET";
    let both = set(&fonts, both);
    let alone = |name: &str, y: u32| {
        let content = format!("BT /F3 40 Tf 20 {y} Td (H4) Tj ET");
        set(&[font(name, "")], &content)
    };
    let (song, hei) = (alone("SimSun", 55), alone("SimHei", 5));
    let (width, height) = both.raster.size();
    for y in 0..height {
        let expected = if y < height / 2 { &song } else { &hei };
        for x in 0..width {
            assert_eq!(
                both.raster.rgba(x, y),
                expected.raster.rgba(x, y),
                "{x}, {y}"
            );
        }
    }
    assert_ne!(alone("SimSun", 5).raster, hei.raster);
}

#[test]
fn names_in_gbk_and_in_utf_8_are_read() {
    let hei = set_in(font("SimHei", ""), "H4");
    let song = set_in(font("SimSun", ""), "H4");
    assert_ne!(hei.raster, song.raster);
    for (name, expected) in [
        ("#BA#DA#CC#E5", &hei),
        ("#E9#BB#91#E4#BD#93", &hei),
        ("#CB#CE#CC#E5", &song),
        ("#E5#AE#8B#E4#BD#93", &song),
    ] {
        let decoded = set_in(font(name, ""), "H4");
        assert_eq!(decoded.raster, expected.raster, "{name}");
        assert!(decoded.facts.substituted, "{name}");
    }
}

#[test]
fn composite_fonts_are_found_by_names_that_the_renderer_cannot_read() {
    let lettered = |name| drawn(&super::lettered(name, "GBK-EUC-H"));
    let (song, hei) = (lettered("SimSun"), lettered("SimHei"));
    assert_eq!(lettered("#BA#DA#CC#E5").raster, hei.raster);
    assert_eq!(lettered("#CB#CE#CC#E5").raster, song.raster);
    // Their names hold those of fonts without a single Chinese character.
    for name in ["NotoSansSC-Regular", "SourceHanSansCN", "ArialUnicodeMS"] {
        let decoded = lettered(name);
        assert_eq!(decoded.raster, hei.raster, "{name}");
        assert!(decoded.facts.substituted, "{name}");
    }
}

#[test]
fn letters_are_those_of_the_encoding() {
    let plain = set_in(font("SimSun", ""), "A\\256");
    let roman = font("SimSun", "").replace("WinAnsi", "MacRoman");
    let roman = set_in(roman, "A\\250");
    assert_eq!(plain.raster, roman.raster, "the registered sign of both");
    // What its own names say a file can say in one way only.
    let differing = font("SimSun", "").replace(
        "/Encoding/WinAnsiEncoding",
        "/Encoding<</Differences[65/B]>>",
    );
    assert!(set_in(differing, "A").facts.substituted);
}

#[test]
fn every_font_that_is_seen_and_not_there_is_said() {
    let text = "BT /F3 40 Tf 20 40 Td (ABC) Tj ET";
    for name in [
        "ArialMT",
        "MyriadPro-Regular",
        "Arial,Bold",
        "SimHei",
        "MicrosoftYaHei",
    ] {
        assert!(set(&[font(name, "")], text).facts.substituted, "{name}");
    }
    for name in ["ArialMT", "TimesNewRomanPSMT"] {
        let decoded = drawn(&super::lettered(name, "Identity-H"));
        assert!(decoded.facts.substituted, "{name}");
    }
    for name in ["Helvetica", "Times-Bold", "ABCDEF+Courier", "Symbol"] {
        let font = format!("<</Type/Font/Subtype/Type1/BaseFont/{name}>>");
        assert!(!set(&[font], text).facts.substituted, "{name}");
    }
    let unseen = "BT 3 Tr /F3 40 Tf 20 40 Td (ABC) Tj ET 0 g 0 0 9 9 re f";
    assert!(!set(&[font("ArialMT", "")], unseen).facts.substituted);
    let unused = "/F3 40 Tf 0 g 0 0 9 9 re f";
    assert!(!set(&[font("ArialMT", "")], unused).facts.substituted);
    let nowhere = "BT /F9 40 Tf 20 40 Td (ABC) Tj ET";
    assert!(set(&[font("Helvetica", "")], nowhere).facts.substituted);
}

#[test]
fn a_file_whose_table_is_broken_is_read_all_the_same() {
    let text = "BT /F3 40 Tf 20 40 Td (i) Tj ET";
    let bytes = pages(&[(BOX, text)], "/Font<</F3 3 0 R>>", &[font("SimSun", "")]);
    let whole = drawn(&bytes);
    assert!(inked(&whole).0.len() < 110);
    let marker = bytes.windows(9).rposition(|nine| nine == b"startxref");
    let marker = marker.expect("there is one");
    let mut gone = bytes.clone();
    gone[marker..].fill(b' ');
    let mut astray = bytes;
    astray[marker + 10] = b'9';
    for broken in [gone, astray] {
        assert_eq!(drawn(&broken).raster, whole.raster);
    }
}
