//! Text: where glyphs stand, whatever font they come from.

use std::sync::Arc;

use skrifa::raw::TableProvider as _;
use skrifa::{FontRef, MetadataProvider as _};

use super::*;
use crate::fonts::HEI;

/// Embeds a sans of this crate, so that what is measured does not depend on the system.
fn set(objects: &str) -> Book {
    embedding(objects, HEI)
}

fn embedding(objects: &str, font: &[u8]) -> Book {
    let fonts = "<ofd:Fonts><ofd:Font ID='5' FontName='Mystery'><ofd:FontFile>own.otf</ofd:FontFile></ofd:Font></ofd:Fonts>";
    Book::of(objects)
        .with_resources(fonts)
        .with("Doc_0/Res/own.otf", font)
}

fn text(attributes: &str, code: &str) -> String {
    format!("<ofd:TextObject Boundary='0 0 100 50' Font='5' {attributes}>{code}</ofd:TextObject>")
}

/// Left, top, right, bottom of a glyph in em, y downwards from the line.
fn extent(c: char) -> (f64, f64, f64, f64) {
    use skrifa::prelude::{LocationRef, Size};
    let font = FontRef::new(HEI).expect("the font of this crate");
    let em = f64::from(font.head().expect("a head").units_per_em());
    let glyph = font.charmap().map(c).expect("a character of the font");
    let metrics = font.glyph_metrics(Size::unscaled(), LocationRef::default());
    let bounds = metrics.bounds(glyph).expect("an outline");
    let part = |value: f32| f64::from(value) / em;
    (
        part(bounds.x_min),
        -part(bounds.y_max),
        part(bounds.x_max),
        -part(bounds.y_min),
    )
}

fn glyph_id(c: char) -> u32 {
    let font = FontRef::new(HEI).expect("the font of this crate");
    font.charmap()
        .map(c)
        .expect("a character of the font")
        .to_u32()
}

#[test]
fn a_glyph_stands_on_its_line_at_its_size() {
    let sheet = set(&text(
        "Size='20'",
        "<ofd:TextCode X='10' Y='30'>国</ofd:TextCode>",
    ))
    .draw();
    let (left, top, right, bottom) = extent('国');
    let expected = (
        10.0 + 20.0 * left,
        30.0 + 20.0 * top,
        10.0 + 20.0 * right,
        30.0 + 20.0 * bottom,
    );
    assert_near(sheet.ink(), expected, 0.3);
    assert!(!sheet.0.substituted && sheet.0.skipped == 0);
}

#[test]
fn steps_place_every_glyph() {
    let code = "<ofd:TextCode X='0' Y='20' DeltaX='30 -30' DeltaY='0 25'>国国国</ofd:TextCode>";
    let sheet = set(&text("Size='10'", code)).draw();
    let (left, top, right, bottom) = extent('国');
    for (x, y, area) in [
        (0.0, 20.0, (0.0, 0.0, 20.0, 25.0)),
        (30.0, 20.0, (25.0, 0.0, 50.0, 25.0)),
        (0.0, 45.0, (0.0, 30.0, 20.0, 50.0)),
    ] {
        let expected = (
            x + 10.0 * left,
            y + 10.0 * top,
            x + 10.0 * right,
            y + 10.0 * bottom,
        );
        assert_near(sheet.ink_within(area), expected, 0.3);
    }
    assert_eq!(sheet.ink_within((25.0, 30.0, 100.0, 50.0)), None);
}

#[test]
fn text_without_steps_flows_by_its_widths() {
    let sheet = set(&text(
        "Size='10'",
        "<ofd:TextCode X='0' Y='20'>国国</ofd:TextCode>",
    ))
    .draw();
    let (left, _, right, _) = extent('国');
    let found = sheet.ink().expect("two glyphs");
    assert!(
        (found.0 - 10.0 * left).abs() < 0.3 && (found.2 - (10.0 + 10.0 * right)).abs() < 0.3,
        "{found:?}"
    );
    let down = set(&text(
        "Size='10' ReadDirection='90'",
        "<ofd:TextCode X='0' Y='20'>国国</ofd:TextCode>",
    ))
    .draw();
    let found = down.ink().expect("two glyphs");
    assert!(found.2 < 12.0 && found.3 > 29.0, "{found:?}");
}

#[test]
fn transforms_scales_and_turns_apply() {
    let (left, top, right, bottom) = extent('国');
    // A quarter turn clockwise about (50, 10).
    let code = "<ofd:TextCode X='0' Y='0'>国</ofd:TextCode>";
    let turned = set(&text("Size='20' CTM='0 1 -1 0 50 10'", code)).draw();
    let expected = (
        50.0 - 20.0 * bottom,
        10.0 + 20.0 * left,
        50.0 - 20.0 * top,
        10.0 + 20.0 * right,
    );
    assert_near(turned.ink(), expected, 0.3);
    let code = "<ofd:TextCode X='50' Y='10'>国</ofd:TextCode>";
    let char_turned = set(&text("Size='20' CharDirection='90'", code)).draw();
    assert_near(char_turned.ink(), expected, 0.3);
    let narrow = set(&text(
        "Size='20' HScale='0.5'",
        "<ofd:TextCode X='10' Y='30'>国</ofd:TextCode>",
    ))
    .draw();
    let expected = (
        10.0 + 10.0 * left,
        30.0 + 20.0 * top,
        10.0 + 10.0 * right,
        30.0 + 20.0 * bottom,
    );
    assert_near(narrow.ink(), expected, 0.3);
}

#[test]
fn text_is_black_unless_it_says_otherwise_and_no_boundary_cuts_it() {
    let code = "<ofd:TextCode X='0' Y='20'>一</ofd:TextCode>";
    let (left, top, right, bottom) = extent('一');
    let middle = (
        20.0 * f64::midpoint(left, right),
        20.0 + 20.0 * f64::midpoint(top, bottom),
    );
    let plain = text("Size='20'", code).replace("0 0 100 50", "0 0 1 1");
    set(&plain).draw().assert(&[(middle.0, middle.1, BLACK)]);
    let red = text(
        "Size='20'",
        &format!("<ofd:FillColor Value='255 0 0'/>{code}"),
    );
    set(&red).draw().assert(&[(middle.0, middle.1, RED)]);
    let hollow = text("Size='20' Fill='false' Stroke='true' LineWidth='0.3'", code);
    let sheet = set(&hollow).draw();
    assert_ne!(sheet.at(middle.0, middle.1), BLACK);
    assert!(sheet.ink().is_some());
}

#[test]
fn glyphs_are_taken_by_number_from_embedded_fonts_of_every_kind() {
    let transform = format!(
        "<ofd:CGTransform CodePosition='0' CodeCount='1' GlyphCount='1'><ofd:Glyphs>{}</ofd:Glyphs></ofd:CGTransform>",
        glyph_id('国')
    );
    let object = text(
        "Size='20'",
        &format!("{transform}<ofd:TextCode X='10' Y='30'>x</ofd:TextCode>"),
    );
    let font = FontRef::new(HEI).expect("the font of this crate");
    let cff = font
        .data_for_tag(skrifa::Tag::new(b"CFF "))
        .expect("outlines");
    let (left, top, right, bottom) = extent('国');
    let expected = (
        10.0 + 20.0 * left,
        30.0 + 20.0 * top,
        10.0 + 20.0 * right,
        30.0 + 20.0 * bottom,
    );
    for bytes in [HEI, cff.as_bytes()] {
        let sheet = embedding(&object, bytes).draw();
        assert_near(sheet.ink(), expected, 0.3);
        assert!(!sheet.0.substituted);
    }
    let truetype = include_bytes!("../../fonts/Cousine-Regular-Latin.ttf");
    let sheet = embedding(
        &text("Size='20'", "<ofd:TextCode X='10' Y='30'>H</ofd:TextCode>"),
        truetype,
    )
    .draw();
    assert!(sheet.ink().is_some() && !sheet.0.substituted);
}

#[test]
fn a_broken_font_is_replaced_and_said() {
    let object = text("Size='20'", "<ofd:TextCode X='10' Y='30'>国</ofd:TextCode>");
    for bytes in [&b"no font"[..], &HEI[..5000], b"\x01\0\x04\x01\0\0"] {
        let sheet = embedding(&object, bytes).draw();
        assert!(sheet.ink().is_some() && sheet.0.substituted && sheet.0.skipped == 1);
    }
    let unnamed = Book::of(&text(
        "Size='20'",
        "<ofd:TextCode X='10' Y='30'>国</ofd:TextCode>",
    ))
    .draw();
    assert!(unnamed.ink().is_some() && unnamed.0.substituted);
}

#[test]
fn stand_ins_that_are_too_wide_are_squeezed_to_the_step() {
    // Digits of 宋体 step by half an em; those of any stand-in here are wider.
    let fonts = "<ofd:Fonts><ofd:Font ID='5' FontName='No such 宋体 is installed'/></ofd:Fonts>";
    let digits = text(
        "Size='20'",
        "<ofd:TextCode X='10' Y='40' DeltaX='g 4 10'>00000</ofd:TextCode>",
    );
    let sheet = Book::of(&digits).with_resources(fonts).draw();
    assert!(sheet.0.substituted);
    for digit in 0..5 {
        let from = 10.0 + 10.0 * f64::from(digit);
        let ink = sheet
            .ink_within((from, 0.0, from + 10.0, 50.0))
            .expect("a digit");
        assert!(ink.0 > from && ink.2 < from + 10.0, "{digit}: {ink:?}");
    }
}

#[test]
fn a_kerned_letter_is_left_alone() {
    let fonts = "<ofd:Fonts><ofd:Font ID='5' FontName='No such Arial is installed'/></ofd:Fonts>";
    let ink = |steps: &str| {
        let code = format!("<ofd:TextCode X='10' Y='40' DeltaX='{steps}'>HOHHH</ofd:TextCode>");
        let sheet = Book::of(&text("Size='20'", &code))
            .with_resources(fonts)
            .draw();
        // The second letter, and what lies right of it.
        sheet.ink_within((25.0, 0.0, 42.0, 50.0)).expect("a letter")
    };
    let (plain, kerned) = (ink("17 25 g 2 20"), ink("17 9 25 20"));
    assert!((plain.0 - kerned.0).abs() < 0.3, "{plain:?}, {kerned:?}");
    assert!(kerned.2 >= plain.2 - 0.3, "{plain:?}, {kerned:?}");
    // All of them closer: the document's own font is as narrow as that.
    let narrow = ink("g 4 9");
    assert!(narrow.2 - narrow.0 > 0.0);
}

#[test]
fn narrow_letters_stand_in_the_middle_of_their_cells() {
    let fonts = "<ofd:Fonts><ofd:Font ID='5' FontName='No such 宋体 is installed'/></ofd:Fonts>";
    let letters = text(
        "Size='40'",
        "<ofd:TextCode X='10' Y='40' DeltaX='20'>il-</ofd:TextCode>",
    );
    let sheet = Book::of(&letters).with_resources(fonts).draw();
    for letter in 0..3 {
        let from = 10.0 + 20.0 * f64::from(letter);
        let ink = sheet
            .ink_within((from, 0.0, from + 20.0, 50.0))
            .expect("a letter");
        let off = f64::midpoint(ink.0, ink.2) - (from + 10.0);
        assert!(off.abs() < 1.0, "{letter}: {ink:?}");
    }
}

#[test]
fn characters_that_nobody_knows_are_counted() {
    let object = text(
        "Size='20'",
        "<ofd:TextCode X='10' Y='30'>\u{10FFFE}国</ofd:TextCode>",
    );
    assert_eq!(set(&object).draw().0.skipped, 1);
}

#[test]
fn text_clips_what_it_is_told_to() {
    let clip = "<ofd:Clips><ofd:Clip><ofd:Area><ofd:Text Boundary='0 0 100 50' Font='5' Size='20'>\
        <ofd:TextCode X='0' Y='20'>一</ofd:TextCode></ofd:Text></ofd:Area></ofd:Clip></ofd:Clips>";
    let object = block("0 0 100 50", "255 0 0", "")
        .replace("<ofd:FillColor", &format!("{clip}<ofd:FillColor"));
    let (left, top, right, bottom) = extent('一');
    let middle = (
        20.0 * f64::midpoint(left, right),
        20.0 + 20.0 * f64::midpoint(top, bottom),
    );
    set(&object).draw().assert(&[
        (middle.0, middle.1, RED),
        (50.0, 40.0, WHITE),
        (middle.0, 5.0, WHITE),
    ]);
}

#[test]
fn bold_and_italic_stand_ins_look_it() {
    let drawn = |attributes: &str| {
        let object = text(
            &format!("Size='30' {attributes}"),
            "<ofd:TextCode X='10' Y='40'>I</ofd:TextCode>",
        );
        let fonts =
            "<ofd:Fonts><ofd:Font ID='5' FontName='楷体 that is not installed'/></ofd:Fonts>";
        let sheet = Book::of(&object).with_resources(fonts).draw();
        let dark = sheet
            .0
            .raster
            .bytes()
            .chunks_exact(4)
            .filter(|pixel| pixel[0] < 128)
            .count();
        (dark, sheet.ink().expect("a letter"))
    };
    let (plain, upright) = drawn("");
    let (bold, _) = drawn("Weight='700'");
    let (_, slanted) = drawn("Italic='true'");
    assert!(bold > plain + plain / 20, "{bold} {plain}");
    assert!(slanted.2 > upright.2 + 1.0, "{slanted:?} {upright:?}");
}

#[test]
fn rendering_from_several_threads_agrees() {
    let book = Arc::new(
        set(&text(
            "Size='20'",
            "<ofd:TextCode X='10' Y='30'>国</ofd:TextCode>",
        ))
        .bytes(),
    );
    let threads: Vec<_> = (0..4)
        .map(|_| {
            let book = Arc::clone(&book);
            std::thread::spawn(move || {
                render(&book, &whole(200), &DrawLimits::default()).map(|r| r.raster)
            })
        })
        .collect();
    let rasters: Vec<_> = threads
        .into_iter()
        .map(|thread| thread.join().expect("no panic").expect("a page"))
        .collect();
    assert!(rasters.windows(2).all(|pair| pair[0] == pair[1]));
}

#[test]
fn one_glyph_may_stand_for_two_characters_and_take_one_step() {
    let glyph = |position: u32, c: char| {
        format!(
            "<ofd:CGTransform CodePosition='{position}' CodeCount='2' GlyphCount='1'><ofd:Glyphs>{}</ofd:Glyphs></ofd:CGTransform>",
            glyph_id(c)
        )
    };
    let code = "<ofd:TextCode X='10' Y='30' DeltaX='40'>fi国</ofd:TextCode>";
    let sheet = set(&text("Size='20'", &(glyph(0, '国') + code))).draw();
    let (left, _, right, _) = extent('国');
    for (x, area) in [
        (10.0, (0.0, 0.0, 45.0, 50.0)),
        (50.0, (45.0, 0.0, 100.0, 50.0)),
    ] {
        let ink = sheet.ink_within(area).expect("a glyph");
        let expected = (x + 20.0 * left, ink.1, x + 20.0 * right, ink.3);
        assert_near(Some(ink), expected, 0.3);
    }
    // A font that is not at hand has no such glyph: both characters stand in its place.
    let fonts = "<ofd:Fonts><ofd:Font ID='5' FontName='No such font'/></ofd:Fonts>";
    let code = "<ofd:TextCode X='10' Y='30' DeltaX='60'>国国国</ofd:TextCode>";
    let sheet = Book::of(&text("Size='20'", &(glyph(0, '国') + code)))
        .with_resources(fonts)
        .draw();
    for area in [
        (10.0, 0.0, 30.0, 50.0),
        (30.0, 0.0, 50.0, 50.0),
        (70.0, 0.0, 90.0, 50.0),
    ] {
        let ink = sheet.ink_within(area).expect("a glyph");
        assert!(ink.2 - ink.0 > 12.0, "{area:?}: {ink:?}");
    }
    assert_eq!(sheet.ink_within((50.0, 0.0, 70.0, 50.0)), None);
}
