//! Documents that mean harm, or were made by nobody: typed errors or a page, in bounded time and memory, never a panic.

use super::*;

fn error(book: &Book) -> Error {
    match book.result() {
        Err(error) => error,
        Ok(_) => unreachable!("drawing this must fail"),
    }
}

fn is_corrupt(book: &Book) -> bool {
    matches!(error(book), Error::Corrupt { .. })
}

#[test]
fn missing_parts_are_named_as_damage() {
    let page = "Doc_0/Pages/Page_0/Content.xml";
    let elsewhere = |place: &str, text: &str| Book::of("").with(place, text);
    let renamed = document_xml("", "", "").replace("Page_0/Content", "Page_7/Gone");
    assert!(is_corrupt(&elsewhere("Doc_0/Document.xml", &renamed)));
    assert!(is_corrupt(&elsewhere("Doc_0/Document.xml", "<Document/>")));
    assert!(is_corrupt(&elsewhere(page, "")));
    assert!(is_corrupt(&elsewhere(page, "\u{0}\u{1}\u{2} no markup")));
    let rootless = ofd_xml("").replace("Doc_0/Document.xml", "Doc_9/Nothing.xml");
    assert!(is_corrupt(&elsewhere("OFD.xml", &rootless)));
}

#[test]
fn what_is_encrypted_says_so() {
    let page = "Doc_0/Pages/Page_0/Content.xml";
    let book = Book::of("")
        .with(page, &b"\x8F\x12\x99 cipher"[..])
        .with("Doc_0/Encryptions.xml", "<Encryptions/>");
    assert_eq!(error(&book), Error::Encrypted);
}

#[test]
fn depth_is_refused_before_the_stack_ends() {
    let nested = [
        "<ofd:PageBlock>".repeat(100_000),
        "</ofd:PageBlock>".repeat(100_000),
    ]
    .concat();
    assert_eq!(error(&Book::of(&nested)), Error::TooComplex);
}

#[test]
fn a_page_that_unpacks_without_end_is_refused() {
    let page = vec![b' '; 70 << 20];
    let book = Book::of("").with("Doc_0/Pages/Page_0/Content.xml", page);
    assert_eq!(error(&book), Error::TooMuchMemory);
}

#[test]
fn too_many_objects_are_refused() {
    let path = "<PathObject Boundary='0 0 1 1'><AbbreviatedData/></PathObject>";
    assert_eq!(error(&Book::of(&path.repeat(200_001))), Error::TooComplex);
}

fn composites(list: &str) -> String {
    format!("<ofd:CompositeGraphicUnits>{list}</ofd:CompositeGraphicUnits>")
}

#[test]
fn composites_that_hold_themselves_end() {
    let using = |id: u32, times: usize| {
        format!("<CompositeObject Boundary='0 0 9 9' ResourceID='{id}'/>").repeat(times)
    };
    let unit = |id: u32, content: &str| {
        format!(
            "<CompositeGraphicUnit ID='{id}' Width='9' Height='9'><Content>{content}</Content></CompositeGraphicUnit>"
        )
    };
    let itself = composites(&unit(1, &using(1, 1)));
    let book = Book::of(&using(1, 1)).with_resources(&itself);
    assert_eq!(error(&book), Error::TooComplex);
    // Ten of ten of ten …
    let laughs: String = (1..20).map(|id| unit(id, &using(id + 1, 10))).collect();
    let book = Book::of(&using(1, 1)).with_resources(&composites(&laughs));
    assert_eq!(error(&book), Error::TooComplex);
}

#[test]
fn loops_among_parts_end() {
    let itself = "<Page><Template TemplateID='1'/><Content><Layer/></Content></Page>";
    let common = "<ofd:TemplatePage ID='1' BaseLoc='Pages/Page_0/Content.xml'/><ofd:PublicRes>Document.xml</ofd:PublicRes>";
    let book = Book::of("")
        .with("Doc_0/Document.xml", document_xml(common, "", ""))
        .with("Doc_0/Pages/Page_0/Content.xml", itself);
    assert_eq!(book.draw().ink(), None);
    let root = ofd_xml("").replace("Doc_0/Document.xml", "OFD.xml");
    assert!(is_corrupt(&Book::of("").with("OFD.xml", root)));
}

#[test]
fn pages_of_no_or_any_size_are_answered() {
    let of_size = |size: &str| {
        let document = document_xml("", "", "").replace("0 0 100 50", size);
        Book::of(&block("0 0 1 1", "255 0 0", ""))
            .with("Doc_0/Document.xml", document)
            .result()
    };
    for nonsense in ["0 0 0 0", "0 0 NaN 5", "0 0 -5 5", "x", ""] {
        let drawn = of_size(nonsense).expect("then it is A4");
        assert_eq!(drawn.page_size, (210.0, 297.0), "{nonsense}");
    }
    assert!(matches!(
        of_size("0 0 0.001 100000"),
        Err(Error::TooLarge { .. })
    ));
    let flat = of_size("0 0 1000000 1").expect("a line of a page");
    assert_eq!(flat.raster.size(), (400, 1));
}

#[test]
fn numbers_without_bounds_do_no_harm() {
    let numbers = [
        "1e308",
        "-1e308",
        "NaN",
        "inf",
        "99999999999999999999",
        "1e-308",
        "0",
    ];
    for number in numbers {
        let objects = [
            format!(
                "<PathObject Boundary='0 0 {number} {number}' LineWidth='{number}' CTM='{number} 0 0 {number} {number} 0'><AbbreviatedData>M 0 0 L {number} 5 B 1 {number} 3 4 5 6 A {number} 5 {number} 1 1 7 7 C</AbbreviatedData></PathObject>"
            ),
            format!(
                "<PathObject Boundary='0 0 90 40' DashPattern='{number} {number}' MiterLimit='{number}' DashOffset='{number}'><AbbreviatedData>M 0 0 L 90 40</AbbreviatedData></PathObject>"
            ),
            format!(
                "<TextObject Boundary='0 0 9 9' Font='1' Size='{number}' HScale='{number}'><TextCode X='{number}' Y='5' DeltaX='g {number} {number}'>abc</TextCode></TextObject>"
            ),
            block("0 0 9 9", "255 0 0", &format!("Alpha='{number}'")),
            format!(
                "<CompositeObject ResourceID='{number}' CTM='{number} {number} {number} {number} 0 0'/>"
            ),
        ];
        let sheet = Book::of(&objects.concat()).draw();
        assert_eq!(sheet.0.raster.size(), (400, 200), "{number}");
    }
}

#[test]
fn endless_outlines_and_dashes_are_bounded() {
    let long = format!("M 0 0 {}", "B 10 0 0 10 90 40 ".repeat(150_000));
    let tiny_dashes = "LineWidth='1' DashPattern='0.00001 0.00001'";
    let object = |attributes: &str, data: &str| {
        format!(
            "<PathObject Boundary='0 0 100 50' {attributes}><AbbreviatedData>{data}</AbbreviatedData></PathObject>"
        )
    };
    let result = Book::of(&object("Fill='true' Stroke='false'", &long)).result();
    assert!(matches!(result, Ok(_) | Err(Error::TooComplex)));
    let dashed = Book::of(&object(tiny_dashes, "M 0 10 L 100 10")).draw();
    dashed.assert(&[(50.0, 10.0, BLACK)]);
}

#[test]
fn tiny_pattern_cells_are_skipped() {
    let fill = "<ofd:FillColor><ofd:Pattern Width='0.0001' Height='0.0001'><ofd:CellContent/></ofd:Pattern></ofd:FillColor>";
    let object = block("0 0 90 40", "1 2 3", "").replace("<ofd:FillColor Value='1 2 3'/>", fill);
    assert_eq!(Book::of(&object).draw().0.skipped, 1);
}

#[test]
fn no_more_pixels_are_drawn_than_are_allowed() {
    let book = Book::of("");
    let limits = DrawLimits {
        pixels: 80_000,
        ..DrawLimits::default()
    };
    assert!(book.result_within(&limits).is_ok());
    let limits = DrawLimits {
        pixels: 79_999,
        ..limits
    };
    let (width, height) = (400, 200);
    let too_large = Some(Error::TooLarge { width, height });
    assert_eq!(book.result_within(&limits).err(), too_large);
    let bytes = book.bytes();
    let mut file = OfdFile::open(&bytes, &DrawLimits::default()).expect("a file");
    let page = file.page(0).expect("a page");
    let empty = ViewPart {
        x: 1,
        y: 1,
        width: 0,
        height: 5,
    };
    let view = DrawView {
        part: Some(empty),
        ..page.view(400)
    };
    assert!(matches!(page.draw(&view), Err(Error::TooLarge { .. })));
}

#[test]
fn every_cut_and_many_flips_are_survived() {
    let whole = Book::of(&block("0 0 50 50", "255 0 0", "")).bytes();
    let try_it = |bytes: &[u8]| drop(render(bytes, &super::whole(40), &DrawLimits::default()));
    for cut in 0..whole.len() {
        try_it(&whole[..cut]);
    }
    for at in 0..whole.len() {
        let mut damaged = whole.clone();
        damaged[at] ^= 0x55;
        try_it(&damaged);
    }
}
