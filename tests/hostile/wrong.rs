//! What arrives in a ticket's place: nothing, pages, errors, other files, files under another one's name.

use image::ImageFormat;

use crate::bytes::{concat, deflated_zeros, le16, le32};
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
    markup(corpus);
    pdfs(corpus);
    archives(corpus);
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

fn utf16(text: &str) -> Vec<u8> {
    let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
    units.flat_map(u16::to_le_bytes).collect()
}

fn markup(corpus: &mut Corpus) {
    let invoice = "<?xml version=\"1.0\" encoding=\"UTF-16\"?><EInvoice><Header/></EInvoice>";
    corpus.add("an invoice in UTF-16", Fate::Either, utf16(invoice));
    let laughs: Vec<String> = (1..20)
        .map(|n| format!("<!ENTITY l{n} \"{}\">", format!("&l{};", n - 1).repeat(10)))
        .collect();
    let laughs = format!(
        "<?xml version=\"1.0\"?><!DOCTYPE l [<!ENTITY l0 \"ha\">{}]><E>&l19;</E>",
        laughs.concat()
    );
    let reads =
        "<?xml version=\"1.0\"?><!DOCTYPE e [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><E>&x;</E>";
    let attributes: Vec<String> = (0..80_000).map(|n| format!(" a{n}=\"\"")).collect();
    for (name, text) in [
        ("of laughs", laughs),
        ("that reads files", reads.into()),
        (
            "of 80,000 attributes",
            format!("<EInvoice{}/>", attributes.concat()),
        ),
        (
            "a million deep",
            format!("<?xml version=\"1.0\"?>{}", "<E>".repeat(1_000_000)),
        ),
        (
            "that ends too often",
            format!("<EInvoice>{}", "</E>".repeat(100_000)),
        ),
        (
            "with a name of 10 MB",
            format!("<?xml version=\"1.0\"?><{}/>", "E".repeat(10 << 20)),
        ),
        (
            "with text of 10 MB",
            format!("<EInvoice>{}</EInvoice>", "票".repeat(3 << 20)),
        ),
        (
            "of comments",
            format!("<?xml version=\"1.0\"?>{}<E/>", "<!-- -->".repeat(200_000)),
        ),
        (
            "with a comment without an end",
            "<?xml version=\"1.0\"?><!-- ".into(),
        ),
        ("cut in its first word", "<?xml vers".into()),
        ("of nothing", "<?xml version=\"1.0\"?>".into()),
    ] {
        corpus.add(
            format!("an invoice {name}"),
            Fate::Either,
            text.into_bytes(),
        );
    }
    let broken = concat(&[
        b"<EInvoice><N>",
        &[0xC3, 0x28, 0xFF, 0xFE],
        b"</N></EInvoice>",
    ]);
    corpus.add("an invoice of broken letters", Fate::Either, broken);
}

/// A PDF of these objects; its table of references is right.
fn pdf(objects: &[String]) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        places.push(bytes.len());
        bytes.extend(format!("{} 0 obj\n{object}\nendobj\n", index + 1).into_bytes());
    }
    let table = bytes.len();
    bytes.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).into_bytes());
    for place in places {
        bytes.extend(format!("{place:010} 00000 n \n").into_bytes());
    }
    let trailer = format!(
        "trailer\n<</Size {}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n",
        objects.len() + 1
    );
    bytes.extend(trailer.into_bytes());
    bytes
}

/// One page with this content and with these entries of its own.
fn page(entries: &str, content: &str, further: &[String]) -> Vec<u8> {
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        format!("<</Type/Page/Parent 2 0 R/Contents 4 0 R {entries}>>"),
        format!("<</Length {}>>stream\n{content}\nendstream", content.len()),
    ];
    objects.extend_from_slice(further);
    pdf(&objects)
}

const A4: &str = "/MediaBox[0 0 595 842]";

fn pdfs(corpus: &mut Corpus) {
    for (name, media_box) in [
        ("a page of a billion points", "[0 0 1000000000 1000000000]"),
        ("a page of nothing", "[0 0 0 0]"),
        ("a page turned inside out", "[9 9 -9 -9]"),
        ("a page that is no number", "[0 0 nan inf]"),
        ("a page of one number", "[7]"),
        ("a page long and thin", "[0 0 100000 0.001]"),
    ] {
        let file = page(&format!("/MediaBox{media_box}"), "0 0 9 9 re f", &[]);
        corpus.add(format!("pdf with {name}"), Fate::Either, file);
    }
    let form = |name: &str| {
        format!(
            "<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F {name}>>>>/Length 4>>stream\n/F Do\nendstream"
        )
    };
    let with_form = format!("{A4}/Resources<</XObject<</F 5 0 R>>>>");
    corpus.add(
        "pdf form in itself",
        Fate::Either,
        page(&with_form, "/F Do", &[form("5 0 R")]),
    );
    let image = "<</Type/XObject/Subtype/Image/Width 2147483647/Height 2147483647/BitsPerComponent 8/ColorSpace/DeviceRGB/Length 3>>stream\nxyz\nendstream";
    corpus.add(
        "pdf image of 2³¹",
        Fate::Either,
        page(&with_form, "600 0 0 800 0 0 cm /F Do", &[image.into()]),
    );
    for (name, content) in [
        ("braces 200,000 deep", "{".repeat(200_000)),
        ("lists 100,000 deep", "[".repeat(100_000)),
        ("a million states", "q ".repeat(1_000_000)),
        (
            "dashes of nothing",
            "[0.00001] 0 d 0 0 m 500 800 l S".into(),
        ),
        ("50,000 clips", "0 0 500 500 re W n ".repeat(50_000)),
        (
            "100,000 curves",
            format!("0 0 m {} S", "1 2 3 4 5 6 c ".repeat(100_000)),
        ),
        ("no words it knows", "hello world ".repeat(10_000)),
    ] {
        corpus.add(
            format!("pdf with {name}"),
            Fate::Either,
            page(A4, &content, &[]),
        );
    }
    for (name, pages) in [
        ("leads to itself", "<</Type/Pages/Kids[2 0 R]/Count 1>>"),
        (
            "counts two billion",
            "<</Type/Pages/Kids[]/Count 2000000000>>",
        ),
        ("is a number", "7"),
    ] {
        let file = pdf(&["<</Type/Catalog/Pages 2 0 R>>".into(), pages.into()]);
        corpus.add(format!("pdf whose page tree {name}"), Fate::Either, file);
    }
    let whole = page(A4, "0 0 9 9 re f", &[]);
    corpus.add_cuts("pdf cut at", &whole);
    let script = "<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>";
    let launches = "<</Type/Catalog/Pages 2 0 R/OpenAction<</S/Launch/F(/bin/sh)>>>>";
    for (name, catalog) in [("a script", script), ("a program to launch", launches)] {
        let file = pdf(&[catalog.into(), "<</Type/Pages/Kids[]/Count 0>>".into()]);
        corpus.add(format!("pdf with {name}"), Fate::Either, file);
    }
    corpus.add("pdf magic alone", Fate::Either, b"%PDF-1.7".to_vec());
    corpus.add("png called pdf", Fate::Picture, small(ImageFormat::Png));
    let length = "<</Length 4 0 R>>stream\n0 0 9 9 re f\nendstream";
    let own = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/Contents 4 0 R/MediaBox[0 0 9 9]>>",
        length,
    ];
    corpus.add(
        "pdf whose length is itself",
        Fate::Either,
        pdf(&own.map(String::from)),
    );
}

struct Member<'a> {
    name: &'a [u8],
    /// 0 is stored, 8 is deflated.
    method: u16,
    flags: u16,
    /// What the directory says that it unpacks to.
    size: u32,
    data: &'a [u8],
}

impl<'a> Member<'a> {
    fn stored(name: &'a [u8], data: &'a [u8]) -> Self {
        let size = data.len() as u32;
        Self {
            name,
            method: 0,
            flags: 0,
            size,
            data,
        }
    }
}

fn zip(members: &[Member<'_>]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut directory = Vec::new();
    for member in members {
        let facts = concat(&[
            &le16(20),
            &le16(member.flags),
            &le16(member.method),
            &[0; 8],
            &le32(member.data.len() as u32),
            &le32(member.size),
            &le16(member.name.len() as u16),
            &le16(0),
        ]);
        let place = le32(bytes.len() as u32);
        bytes.extend(concat(&[b"PK\x03\x04", &facts, member.name, member.data]));
        let listed: [&[u8]; 6] = [
            b"PK\x01\x02",
            &le16(20),
            &facts,
            &[0; 10],
            &place,
            member.name,
        ];
        directory.extend(concat(&listed));
    }
    let count = le16(members.len() as u16);
    let (length, place) = (le32(directory.len() as u32), le32(bytes.len() as u32));
    concat(&[
        &bytes,
        &directory,
        b"PK\x05\x06\0\0\0\0",
        &count,
        &count,
        &length,
        &place,
        &[0; 2],
    ])
}

const ROOT: &[u8] = b"<OFD><DocBody><DocRoot>Doc_0/Document.xml</DocRoot></DocBody></OFD>";

fn archives(corpus: &mut Corpus) {
    let root = || Member::stored(b"OFD.xml", ROOT);
    let bomb = deflated_zeros(512 << 20);
    let bombs = |size: u32| Member {
        name: b"Doc_0/Document.xml",
        method: 8,
        flags: 0,
        size,
        data: &bomb,
    };
    let looped = ROOT.to_vec();
    let names: Vec<Vec<u8>> = (0..60_000).map(|n| format!("m{n}").into_bytes()).collect();
    let many = names.iter().map(|name| Member::stored(name, b""));
    for (name, members) in [
        ("of its root alone", vec![root()]),
        ("with a member of 512 MB", vec![root(), bombs(512 << 20)]),
        (
            "with a member that lies about its size",
            vec![root(), bombs(10)],
        ),
        (
            "whose root leads to itself",
            vec![root(), Member::stored(b"Doc_0/Document.xml", &looped)],
        ),
        ("with two roots", vec![root(), root()]),
        (
            "that climbs",
            vec![root(), Member::stored(b"../../../etc/passwd", b"x")],
        ),
        (
            "with an absolute name",
            vec![root(), Member::stored(b"/etc/passwd", b"x")],
        ),
        (
            "with names in GB 18030",
            vec![root(), Member::stored(b"\xb7\xa2\xc6\xb1.xml", b"x")],
        ),
        ("that is encrypted", vec![Member { flags: 1, ..root() }]),
        (
            "packed in an unknown way",
            vec![Member {
                method: 99,
                ..root()
            }],
        ),
        (
            "with a name of 60 KB",
            vec![root(), Member::stored(&vec![b'n'; 60_000], b"x")],
        ),
        (
            "of 60,000 members",
            std::iter::once(root()).chain(many).collect(),
        ),
    ] {
        corpus.add(format!("ofd {name}"), Fate::Either, zip(&members));
    }
    let sheet = zip(&[
        Member::stored(b"[Content_Types].xml", b"<Types/>"),
        Member::stored(b"xl/workbook.xml", b"<w/>"),
    ]);
    corpus.add("a spreadsheet", NOT_A_PICTURE, sheet);
    corpus.add("an empty archive", NOT_A_PICTURE, zip(&[]));
    corpus.add_cuts("ofd cut at", &zip(&[root()]));
}
