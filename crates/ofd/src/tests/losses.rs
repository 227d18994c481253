//! What a page needs and does not get is counted, what nothing needs is not; a file that was cut short is told as such.

use super::super::fixtures::seal;
use super::super::is_ofd;
use super::{BLACK, Book, DrawLimits, Error, block, document_xml, ofd_xml, render, whole};

const TEXT: &str = "<ofd:TextObject Boundary='0 0 100 50' Font='5' Size='10'>\
    <ofd:TextCode X='10' Y='30'>票</ofd:TextCode></ofd:TextObject>";

fn skipped(book: &Book) -> u32 {
    book.draw().0.skipped
}

#[test]
fn a_list_that_nothing_needs_is_not_missed() {
    let lists = "<ofd:Annotations>Annots/Annotations.xml</ofd:Annotations>";
    let resources =
        "<ofd:PublicRes>PublicRes.xml</ofd:PublicRes><ofd:DocumentRes>Res.xml</ofd:DocumentRes>";
    let signatures = "<ofd:Signatures>Doc_0/Signs/Signatures.xml</ofd:Signatures>";
    let book = Book::of(&block("10 10 20 5", "0 0 0", ""))
        .with("OFD.xml", ofd_xml(signatures))
        .with("Doc_0/Document.xml", document_xml(resources, "", lists));
    assert_eq!(skipped(&book), 0);
    book.draw().assert(&[(15.0, 12.0, BLACK)]);
    // What the lists would have led to is there.
    let annotation = book.with("Doc_0/Annots/Page_0/Annotation.xml", "<PageAnnot/>");
    assert_eq!(skipped(&annotation), 1);
    let value = seal(4, "png", b"nothing");
    let signed = annotation.with("Doc_0/Signs/Sign_0/SignedValue.dat", value);
    assert_eq!(skipped(&signed), 2);
}

#[test]
fn resources_of_a_missing_list_are_missed_by_what_refers_to_them() {
    let listed = document_xml("<ofd:PublicRes>PublicRes.xml</ofd:PublicRes>", "", "");
    for (object, expected) in [
        (TEXT.to_owned(), 1),
        (block("10 10 20 5", "0 0 0", "DrawParam='7'"), 1),
        (block("10 10 20 5", "0 0 0", ""), 0),
        (
            "<ofd:ImageObject Boundary='0 0 9 9' ResourceID='8'/>".to_owned(),
            1,
        ),
    ] {
        let book = Book::of(&object).with("Doc_0/Document.xml", listed.as_str());
        assert_eq!(skipped(&book), expected, "{object}");
    }
    // Without such a list, writers leave definitions away that everybody knows.
    assert_eq!(skipped(&Book::of(TEXT)), 0);
}

#[test]
fn a_text_without_a_size_is_a_loss() {
    let unsized_text = |code: &str| {
        Book::of(&format!(
            "<ofd:TextObject CTM='1 0 0 1 31 25'>{code}</ofd:TextObject>"
        ))
    };
    let lost = unsized_text("<ofd:TextCode>发票号码</ofd:TextCode>");
    assert_eq!(skipped(&lost), 1);
    assert_eq!(lost.draw().ink(), None);
    for nothing in ["", "<ofd:TextCode/>", "<ofd:TextCode> </ofd:TextCode>"] {
        assert_eq!(skipped(&unsized_text(nothing)), 0, "{nothing}");
    }
}

/// What is lost of a file, and whether its page is blank.
fn drawn(bytes: &[u8]) -> Result<(u32, bool), Error> {
    let page = render(bytes, &whole(2000), &DrawLimits::default())?;
    let is_blank = page.raster.bytes().iter().all(|part| *part == 255);
    Ok((page.skipped, is_blank))
}

#[test]
fn a_file_that_was_cut_is_incomplete_wherever_that_was() {
    let stored: Vec<u8> = (0..40_000_u32)
        .map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8)
        .collect();
    let first = Book::of(TEXT).with("Doc_0/Res/noise.bin", stored.clone());
    // The file that makes it an OFD stands at the end, behind more than is searched, and another archive lies inside.
    let inner = Book::of(TEXT).bytes();
    let last = Book::of(TEXT)
        .with("Doc_0/Res/a.bin", stored.clone())
        .with("Doc_0/Res/b.bin", stored)
        .with("Doc_0/Signs/Sign_0/Seal.ofd", inner)
        .with("OFD.xml", ofd_xml(""));
    for book in [first, last] {
        let whole = book.bytes();
        assert!(is_ofd(&whole));
        assert_eq!(drawn(&whole), Ok((0, false)));
        for part in (5..100).step_by(5) {
            let cut = &whole[..whole.len() * part / 100];
            assert!(is_ofd(cut), "{part} %");
            assert_eq!(drawn(cut), Err(Error::Incomplete), "{part} %");
        }
        for missing in [1, 4, 21, 22, 30, 200] {
            let cut = &whole[..whole.len() - missing];
            assert_eq!(drawn(cut), Err(Error::Incomplete), "{missing} bytes");
        }
        let middle = whole.len() / 2;
        let without_middle = [&whole[..middle - 500], &whole[middle..]].concat();
        assert_eq!(drawn(&without_middle), Err(Error::Incomplete));
    }
}
