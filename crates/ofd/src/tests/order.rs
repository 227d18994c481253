//! What lies above what, and where parts are found.

use super::*;

fn content(objects: &str) -> String {
    format!("<Page><Content><Layer>{objects}</Layer></Content></Page>")
}

/// All drawn on the same place; the last one shows.
fn spot(color: &str) -> String {
    block("0 0 10 10", color, "")
}

#[test]
fn templates_lie_behind_or_in_front_of_layers() {
    let common = "<ofd:TemplatePage ID='1' BaseLoc='Tpls/a.xml'/>\
        <ofd:TemplatePage ID='2' BaseLoc='Tpls/b.xml' ZOrder='Foreground'/>";
    let page = |templates: &str| {
        format!(
            "<Page>{templates}<Content><Layer>{}{}</Layer></Content></Page>",
            spot("0 255 0"),
            block("20 0 10 10", "0 255 0", "")
        )
    };
    let drawn = |templates: &str| {
        Book::of("")
            .with("Doc_0/Document.xml", document_xml(common, "", ""))
            .with(
                "Doc_0/Tpls/a.xml",
                content(&(spot("255 0 0") + &block("40 0 10 10", "255 0 0", ""))),
            )
            .with(
                "Doc_0/Tpls/b.xml",
                content(&block("20 0 10 10", "0 0 255", "")),
            )
            .with("Doc_0/Pages/Page_0/Content.xml", page(templates))
            .draw()
    };
    let both = drawn("<Template TemplateID='1'/><Template TemplateID='2'/>");
    both.assert(&[(5.0, 5.0, GREEN), (25.0, 5.0, BLUE), (45.0, 5.0, RED)]);
    // The page's own word counts more than the template's.
    let swapped = drawn(
        "<Template TemplateID='1' ZOrder='Foreground'/><Template TemplateID='2' ZOrder='Background'/>",
    );
    swapped.assert(&[(5.0, 5.0, RED), (25.0, 5.0, GREEN)]);
    let missing = drawn("<Template TemplateID='9'/>");
    missing.assert(&[(5.0, 5.0, GREEN), (45.0, 5.0, WHITE)]);
    assert_eq!(missing.0.skipped, 1);
}

#[test]
fn layers_are_sorted_by_their_kind() {
    let layer = |kind: &str, color: &str| format!("<Layer Type='{kind}'>{}</Layer>", spot(color));
    let foreground_first = layer("Foreground", "255 0 0")
        + &layer("Body", "0 255 0")
        + &layer("Background", "0 0 255");
    Book::of_content(&foreground_first)
        .draw()
        .assert(&[(5.0, 5.0, RED)]);
    let default_is_body =
        format!("<Layer>{}</Layer>", spot("0 255 0")) + &layer("Background", "0 0 255");
    Book::of_content(&default_is_body)
        .draw()
        .assert(&[(5.0, 5.0, GREEN)]);
}

#[test]
fn objects_need_no_layer() {
    Book::of_content(&spot("255 0 0"))
        .draw()
        .assert(&[(5.0, 5.0, RED)]);
}

#[test]
fn blocks_hold_objects() {
    let nested = format!(
        "<ofd:PageBlock><ofd:PageBlock>{}</ofd:PageBlock></ofd:PageBlock>",
        spot("255 0 0")
    );
    Book::of(&nested).draw().assert(&[(5.0, 5.0, RED)]);
}

fn annotated(annotation: &str) -> Book {
    let list = "<ofd:Annotations>Annots/Annotations.xml</ofd:Annotations>";
    Book::of(&spot("200 100 50"))
        .with("Doc_0/Document.xml", document_xml("", "", list))
        .with(
            "Doc_0/Annots/Annotations.xml",
            "<Annotations><Page PageID='10'><FileLoc>Page_0/Annotation.xml</FileLoc></Page>\
             <Page PageID='11'><FileLoc>missing.xml</FileLoc></Page></Annotations>",
        )
        .with(
            "Doc_0/Annots/Page_0/Annotation.xml",
            format!("<PageAnnot>{annotation}</PageAnnot>"),
        )
}

#[test]
fn annotations_lie_above_and_mix_as_they_say() {
    let appearance = |more: &str, object: &str| {
        format!(
            "<Annot Type='Watermark' {more}><Appearance Boundary='5 0 20 10'>{object}</Appearance></Annot>"
        )
    };
    let darkening = block("0 0 10 10", "100 150 255", "BlendMode='Darken'");
    let sheet = annotated(&appearance("", &darkening)).draw();
    sheet.assert(&[
        (2.0, 5.0, [200, 100, 50]),
        (7.0, 5.0, [100, 100, 50]),
        (12.0, 5.0, [100, 150, 255]),
    ]);
    assert_eq!(sheet.0.skipped, 0);
    let hidden = annotated(&appearance("Visible='false'", &darkening)).draw();
    hidden.assert(&[(7.0, 5.0, [200, 100, 50])]);
}

#[test]
fn annotations_use_what_belongs_to_their_page() {
    let object = "<PathObject Boundary='0 0 10 10' DrawParam='3' Fill='true' Stroke='false'>\
        <AbbreviatedData>M 0 0 L 10 0 L 10 10 L 0 10 C</AbbreviatedData></PathObject>";
    let params =
        "<DrawParams><DrawParam ID='3'><FillColor Value='0 0 255'/></DrawParam></DrawParams>";
    let annotation =
        format!("<Annot><Appearance Boundary='20 5 10 10'>{object}</Appearance></Annot>");
    let page = "<Page><PageRes>PageRes.xml</PageRes><Content><Layer/></Content></Page>";
    annotated(&annotation)
        .with("Doc_0/Pages/Page_0/PageRes.xml", res_xml(params))
        .with("Doc_0/Pages/Page_0/Content.xml", page)
        .draw()
        .assert(&[(25.0, 10.0, BLUE), (5.0, 5.0, WHITE)]);
}

#[test]
fn a_page_has_resources_of_its_own() {
    let params = |color: &str| {
        res_xml(&format!(
            "<DrawParams><DrawParam ID='3'><FillColor Value='{color}'/></DrawParam></DrawParams>"
        ))
    };
    let object = "<PathObject Boundary='0 0 10 10' DrawParam='3' Fill='true' Stroke='false'>\
        <AbbreviatedData>M 0 0 L 10 0 L 10 10 L 0 10 C</AbbreviatedData></PathObject>";
    let page = |own: &str| format!("<Page>{own}<Content><Layer>{object}</Layer></Content></Page>");
    let book = |own: &str| {
        Book::of("")
            .with(
                "Doc_0/Document.xml",
                document_xml("<PublicRes>PublicRes.xml</PublicRes>", "", ""),
            )
            .with("Doc_0/PublicRes.xml", params("255 0 0"))
            .with("Doc_0/Pages/Page_0/PageRes.xml", params("0 0 255"))
            .with("Doc_0/Pages/Page_0/Content.xml", page(own))
            .draw()
    };
    book("").assert(&[(5.0, 5.0, RED)]);
    book("<PageRes>PageRes.xml</PageRes>").assert(&[(5.0, 5.0, BLUE)]);
    book("<PageRes>/Doc_0/Pages/Page_0/PageRes.xml</PageRes>").assert(&[(5.0, 5.0, BLUE)]);
}

#[test]
fn other_encodings_and_bare_names_are_read() {
    let page = content(&spot("255 0 0"));
    let utf16: Vec<u8> = std::iter::once(0xFEFF)
        .chain(page.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let document =
        "<Document><Pages><Page ID='10' BaseLoc='Pages\\PAGE_0\\content.xml'/></Pages></Document>";
    let sheet = Book::of("")
        .with("Doc_0/Document.xml", document)
        .with("Doc_0/Pages/Page_0/Content.xml", utf16)
        .draw();
    // A page that says no size is A4.
    assert_eq!(sheet.0.page_size, (210.0, 297.0));
    assert_eq!(sheet.0.raster.rgba(5, 5), Some([255, 0, 0, 255]));
}
