//! What lies on a page beside its own content: stamps, the seals of signatures, forms, pictures, and pages that are locked
//! for their owner alone.

use super::*;

const RED: [u8; 4] = [255, 0, 0, 255];
const BLUE: [u8; 4] = [0, 0, 255, 255];

fn stream(dict: &str, content: &str) -> String {
    let length = content.len();
    format!("<<{dict}/Length {length}>>stream\n{content}\nendstream")
}

/// A page with an annotation on it; objects 3 and further are the given ones.
fn annotated(annotation: &str, further: &[String]) -> Decoded {
    let boxes = format!("{BOX}/Annots[<</Type/Annot{annotation}>>]");
    drawn(&pages(&[(&boxes, "")], "", further))
}

fn red_form(matrix: &str) -> String {
    let dict = format!("/Type/XObject/Subtype/Form/BBox[0 0 10 20]{matrix}");
    stream(&dict, "1 0 0 rg 0 0 10 20 re f")
}

#[test]
fn stamps_and_seals_of_signatures_show() {
    for kind in [
        "/Subtype/Stamp",
        "/Subtype/Widget/FT/Sig/F 132",
        "/Subtype/Stamp/F 4",
    ] {
        let annotation = format!("{kind}/Rect[20 10 60 50]/AP<</N 3 0 R>>");
        let decoded = annotated(&annotation, &[red_form("")]);
        assert_eq!(inked(&decoded), (200..600, 500..900), "{kind}");
        assert_eq!(decoded.raster.rgba(400, 700), Some(RED), "{kind}");
        assert_eq!(decoded.facts.skipped, 0);
    }
    let turned = annotated(
        "/Subtype/Stamp/Rect[60 50 20 10]/AP<</N 3 0 R>>",
        &[red_form("/Matrix[0 1 -1 0 0 0]")],
    );
    assert_eq!(
        inked(&turned),
        (200..600, 500..900),
        "any two corners will do"
    );
    let chosen = "/Subtype/Widget/FT/Btn/Rect[20 10 60 50]/AS/On/AP<</N<</On 3 0 R/Off 4 0 R>>>>";
    let off = stream(
        "/Type/XObject/Subtype/Form/BBox[0 0 10 20]",
        "0 0 1 rg 0 0 10 20 re f",
    );
    let decoded = annotated(chosen, &[red_form(""), off]);
    assert_eq!(decoded.raster.rgba(400, 700), Some(RED));
}

#[test]
fn what_is_hidden_does_not_show() {
    for flags in [2, 32] {
        let annotation = format!("/Subtype/Stamp/F {flags}/Rect[20 10 60 50]/AP<</N 3 0 R>>");
        let decoded = annotated(&annotation, &[red_form("")]);
        assert_eq!(ink(&decoded.raster), None, "{flags}");
    }
}

#[test]
fn a_seal_may_hold_forms_within_forms_and_a_picture_with_a_mask() {
    // As signing programs write them: a frame, in it a layer, in that a picture whose left half is clear.
    let frame = stream(
        "/Type/XObject/Subtype/Form/BBox[0 0 40 40]/Resources<</XObject<</n2 4 0 R>>>>",
        "q 1 0 0 1 0 0 cm /n2 Do Q",
    );
    let layer = stream(
        "/Type/XObject/Subtype/Form/BBox[0 0 40 40]/Resources<</XObject<</Im 5 0 R>>>>",
        "q 40 0 0 40 0 0 cm /Im Do Q",
    );
    let picture = "/Type/XObject/Subtype/Image/Width 2/Height 1/BitsPerComponent 8";
    let image = stream(
        &format!("{picture}/ColorSpace/DeviceRGB/SMask 6 0 R/Filter/ASCIIHexDecode"),
        "FF0000 0000FF>",
    );
    let mask = stream(
        &format!("{picture}/ColorSpace/DeviceGray/Filter/ASCIIHexDecode"),
        "00 FF>",
    );
    let decoded = annotated(
        "/Subtype/Widget/FT/Sig/Rect[20 10 60 50]/AP<</N 3 0 R>>",
        &[frame, layer, image, mask],
    );
    assert_eq!(decoded.raster.rgba(550, 700), Some(BLUE));
    assert_eq!(decoded.raster.rgba(250, 700), Some(PAPER));
}

#[test]
fn forms_and_colours_of_every_space_are_drawn() {
    let form = stream(
        "/Type/XObject/Subtype/Form/BBox[0 0 10 10]/Matrix[2 0 0 2 100 20]",
        "0 0 1 rg 0 0 50 50 re f",
    );
    let content = "0.2 g 0 0 10 10 re f 1 0 0 rg 20 0 10 10 re f 0 1 1 0 k 40 0 10 10 re f /X Do \
        q 60 0 10 10 re W n 0 0 200 5 re f Q";
    let decoded = drawn(&pages(&[(BOX, content)], "/XObject<</X 3 0 R>>", &[form]));
    let at = |x: u32, y: u32| decoded.raster.rgba(x, y).expect("on the page");
    assert_eq!(at(50, 950), [51, 51, 51, 255]);
    assert_eq!(at(250, 950), RED);
    let [r, g, b, _] = at(450, 950);
    assert!(r > 200 && g < 80 && b < 80, "{r} {g} {b}");
    // Twice as large, and cut by its own box.
    assert_eq!(at(1010, 790), BLUE);
    assert_eq!(at(1190, 610), BLUE);
    assert_eq!(at(1210, 700), PAPER);
    assert_ne!(at(650, 970), PAPER);
    assert_eq!(at(650, 930), PAPER);
    assert_eq!(at(750, 970), PAPER);
}

#[test]
fn dashes_and_widths_are_in_units_of_the_page() {
    let decoded = drawn(&page("0 G 2 w [6 4] 3 d 0 50 m 60 50 l S"));
    let rows: Vec<bool> = [10, 40, 80, 140]
        .map(|x| decoded.raster.rgba(x, 500) != Some(PAPER))
        .to_vec();
    assert_eq!(rows, [true, false, true, false]);
    assert_eq!(inked(&decoded).1, 490..510);
}

#[test]
fn what_only_its_owner_may_change_is_read_without_a_password() {
    // RC4 with 40 bits; no password to read, "owner" to change. Worked out by hand for this very file.
    let key = "<c92422687facee686e373f10b5c7d04738053152f7e2ee30e11c69ec442576ab>";
    let check = "<19794f9d50ebc9182f8a72bb20274501272fe2bee8bbe219d98cb9360ba26be1>";
    let id = "<000102030405060708090a0b0c0d0e0f>";
    let lock = format!("/ID[{id}{id}]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O{key}/U{check}>>");
    let plain = "0 g 10 20 30 40 re f";
    let locked: [u8; 20] = [
        0x95, 0x45, 0x44, 0x97, 0x14, 0x85, 0x5f, 0x16, 0x8f, 0x83, 0xb1, 0x53, 0x19, 0x79, 0x7a,
        0xd4, 0xd6, 0x6e, 0xa3, 0xa0,
    ];
    let bytes = page(plain);
    let at = bytes
        .windows(plain.len())
        .position(|part| part == plain.as_bytes())
        .expect("the content");
    let end = bytes
        .windows(10)
        .position(|part| part == b"/Root 1 0 ")
        .expect("the trailer");
    let mut file = bytes[..end].to_vec();
    file[at..at + locked.len()].copy_from_slice(&locked);
    file.extend_from_slice(lock.as_bytes());
    file.extend_from_slice(&bytes[end..]);
    assert_eq!(inked(&drawn(&file)), (100..400, 400..800));
}
