//! The parts of a document: what is missing, what leads to itself, what says impossible sizes, what is there too often.

use crate::corpus::{Corpus, Fate};
use crate::markup;

use super::{Document, SQUARE, page};

const CORRUPT: Fate = Fate::Fails("corrupt");
const TOO_COMPLEX: Fate = Fate::Fails("too_complex");

pub fn add_to(corpus: &mut Corpus) {
    missing(corpus);
    loops(corpus);
    boxes(corpus);
    texts(corpus);
    crowds(corpus);
}

fn missing(corpus: &mut Corpus) {
    let root = |text: &str| Document {
        root: text.into(),
        ..Document::of(SQUARE)
    };
    let pages = |text: &str| Document {
        pages: text.into(),
        ..Document::of(SQUARE)
    };
    for (name, fate, document) in [
        (
            "without a document",
            CORRUPT,
            root("<OFD/>").with("Doc_0/Document.xml", ""),
        ),
        (
            "whose document is elsewhere",
            CORRUPT,
            root("<OFD><DocBody><DocRoot>Nowhere.xml</DocRoot></DocBody></OFD>"),
        ),
        ("whose root is no XML", CORRUPT, root("hello")),
        ("whose root is empty", CORRUPT, root("")),
        ("without pages", CORRUPT, pages("")),
        (
            "whose page is nowhere",
            CORRUPT,
            pages(r#"<Page ID="1" BaseLoc="Nowhere.xml"/>"#),
        ),
        ("whose page is nothing", CORRUPT, pages(r#"<Page ID="1"/>"#)),
        (
            "whose page is broken",
            Fate::Either,
            Document::of("").with("Doc_0/Page.xml", [0xC3, 0x28, b'<']),
        ),
        (
            "without resources",
            Fate::Picture,
            Document::of(SQUARE).with("Doc_0/Res.xml", ""),
        ),
    ] {
        corpus.add(format!("ofd {name}"), fate, document.file());
    }
    let mut rootless = Document::of(SQUARE).members();
    rootless[0].name = b"ofd/OFD.xml".to_vec();
    let file = super::zip::archive(&rootless);
    corpus.add("ofd without its root", Fate::Fails("not_a_picture"), file);
}

fn loops(corpus: &mut Corpus) {
    let root = |place: &str| {
        let root = format!("<OFD><DocBody><DocRoot>{place}</DocRoot></DocBody></OFD>");
        Document {
            root,
            ..Document::of(SQUARE)
        }
        .file()
    };
    corpus.add("ofd whose root leads to itself", CORRUPT, root("OFD.xml"));
    corpus.add(
        "ofd whose root climbs",
        Fate::Picture,
        root("../../Doc_0/Document.xml"),
    );
    let templates = |page: &str, templates: &str| Document {
        page: page.into(),
        further: templates.into(),
        ..Document::of(SQUARE)
    };
    let uses = r#"<Template TemplateID="5" ZOrder="Background"/>"#;
    let own = r#"<TemplatePage ID="5" BaseLoc="Page.xml"/>"#;
    corpus.add(
        "ofd whose page is its own template",
        Fate::Picture,
        templates(uses, own).file(),
    );
    let looped = format!("<Page>{uses}<Content><Layer>{SQUARE}</Layer></Content></Page>");
    let file =
        templates(uses, r#"<TemplatePage ID="5" BaseLoc="T.xml"/>"#).with("Doc_0/T.xml", looped);
    corpus.add("ofd whose template uses itself", Fate::Picture, file.file());
    let missing = templates(r#"<Template TemplateID="6"/>"#, own).file();
    corpus.add("ofd whose template is nowhere", Fate::Picture, missing);
    // Each use is read and drawn anew.
    let file = templates(
        &uses.repeat(20_000),
        r#"<TemplatePage ID="5" BaseLoc="T.xml"/>"#,
    );
    let long = format!("<Page><!--{}--></Page>", " ".repeat(7 << 20));
    corpus.add(
        "ofd with a long template 20,000 times",
        Fate::Either,
        file.clone().with("Doc_0/T.xml", long).file(),
    );
    let full = format!(
        "<Page><Content><Layer>{}</Layer></Content></Page>",
        "<A/>".repeat(1_000)
    );
    corpus.add(
        "ofd with a full template 20,000 times",
        Fate::Either,
        file.with("Doc_0/T.xml", full).file(),
    );
    let own = "<PageRes>Page.xml</PageRes>".repeat(1_000);
    let file = Document {
        page: own,
        ..Document::of(SQUARE)
    }
    .file();
    corpus.add("ofd whose page is its own resources", Fate::Either, file);
    let own = "<PublicRes>Document.xml</PublicRes><DocumentRes>Document.xml</DocumentRes>";
    let file = Document {
        further: own.repeat(1_000),
        ..Document::of(SQUARE)
    }
    .file();
    corpus.add(
        "ofd whose document is its own resources",
        Fate::Either,
        file,
    );
    for (name, list) in [
        (
            "are themselves",
            "<Annotations><Page PageID='1'><FileLoc>Annots.xml</FileLoc></Page></Annotations>"
                .to_owned(),
        ),
        (
            "are a long file 50,000 times",
            format!(
                "<Annotations>{}</Annotations>",
                "<Page PageID='1'><FileLoc>Long.xml</FileLoc></Page>".repeat(50_000)
            ),
        ),
    ] {
        let file = Document::of(SQUARE).with("Doc_0/Annots.xml", list);
        let long = format!("<PageAnnot><!--{}--></PageAnnot>", " ".repeat(7 << 20));
        corpus.add(
            format!("ofd whose annotations {name}"),
            Fate::Either,
            file.with("Doc_0/Long.xml", long).file(),
        );
    }
}

fn boxes(corpus: &mut Corpus) {
    let mut add = |fate: Fate, name: &str, size: &str| {
        let page = format!("<Area><PhysicalBox>{size}</PhysicalBox></Area>");
        let file = Document {
            page,
            ..Document::of(SQUARE)
        }
        .file();
        corpus.add(format!("ofd with a page that is {name}"), fate, file);
    };
    for (name, size) in [
        ("nothing", "0 0 0 0"),
        ("no number", "NaN NaN NaN NaN"),
        ("without an end", "0 0 inf inf"),
        ("a billion", "0 0 1000000000 1000000000"),
        ("a billion away", "1000000000 1000000000 10 10"),
        ("ten million", "0 0 10000000 10000000"),
        ("less than nothing", "0 0 -210 -140"),
        ("beyond numbers", "0 0 1e400 1e400"),
        ("three numbers", "0 0 210"),
        ("empty", ""),
    ] {
        add(Fate::Picture, name, size);
    }
    for (name, size) in [
        ("long and thin", "0 0 10000000 0.001"),
        ("high and thin", "0 0 0.001 10000000"),
    ] {
        add(Fate::Either, name, size);
    }
    let boundaries = [
        "-5 -5 -50 -50",
        "0 0 0 0",
        "NaN 0 9 9",
        "1e7 1e7 1e7 1e7",
        "-1e7 -1e7 2e7 2e7",
        "5",
        "",
    ];
    let transforms = [
        "NaN 0 0 1 0 0",
        "0 0 0 0 0 0",
        "-1 0 0 -1 0 0",
        "1e7 0 0 1e7 1e7 1e7",
        "1e-7 1e7 1e7 1e-7 0 0",
        "1",
        "",
    ];
    for (boundary, transform) in boundaries
        .iter()
        .flat_map(|it| transforms.map(|other| (it, other)))
    {
        let place = format!("Boundary='{boundary}' CTM='{transform}'");
        let content = format!(
            "{SQUARE}<PathObject {place} Fill='true' LineWidth='1'><AbbreviatedData>M 0 0 L 90 0 Q 9 9 90 90 B 1 2 3 4 5 6 A 5 5 0 0 1 9 9 C</AbbreviatedData></PathObject>\
             <TextObject {place} Size='9'><TextCode X='1' Y='9' DeltaX='9'>票A</TextCode></TextObject>\
             <ImageObject {place} ResourceID='7'/><PathObject {place}><Clips><Clip><Area CTM='{transform}'><Path {place}>\
             <AbbreviatedData>M 0 0 L 9 9 L 9 0 C</AbbreviatedData></Path></Area></Clip></Clips></PathObject>"
        );
        corpus.add(
            format!("ofd with an object in {boundary:?} by {transform:?}"),
            Fate::Picture,
            page(content),
        );
    }
}

/// What the XML of a part may be written like.
fn texts(corpus: &mut Corpus) {
    let text = format!(
        "<Page><Content><Layer>{SQUARE}<TextObject Size='9' Boundary='5 5 50 50'><TextCode X='1' Y='9'>发票</TextCode></TextObject></Layer></Content></Page>"
    );
    for (name, bytes) in markup::spellings(&text) {
        let file = Document::of("").with("Doc_0/Page.xml", bytes).file();
        corpus.add(format!("ofd with a page {name}"), Fate::Picture, file);
    }
    for (name, text) in markup::bombs() {
        if text.len() > 8 << 20 {
            continue;
        }
        for (what, part) in [("a page", "Doc_0/Page.xml"), ("resources", "Doc_0/Res.xml")] {
            let file = Document::of(SQUARE).with(part, text.clone()).file();
            corpus.add(format!("ofd with {what} {name}"), Fate::Either, file);
        }
    }
}

fn crowds(corpus: &mut Corpus) {
    let text =
        "<TextObject Size='3' Boundary='1 1 9 9'><TextCode X='0' Y='3'>票</TextCode></TextObject>";
    // A million of these would be longer than any part may be.
    corpus.add(
        "ofd with 90,000 texts",
        Fate::Either,
        page(text.repeat(90_000)),
    );
    let small = "<TextObject/>";
    corpus.add(
        "ofd with a million empty texts",
        TOO_COMPLEX,
        page(small.repeat(1_000_000)),
    );
    corpus.add(
        "ofd with four million elements",
        TOO_COMPLEX,
        page("<A/>".repeat(4_000_000)),
    );
    let attributes = r#"a="" "#.repeat(3_000_000);
    corpus.add(
        "ofd with three million attributes",
        TOO_COMPLEX,
        page(format!("<A {attributes}/>")),
    );
    let pages = "<Page ID='1' BaseLoc='Page.xml'/>".repeat(50_000);
    let file = Document {
        pages,
        ..Document::of(SQUARE)
    }
    .file();
    corpus.add("ofd of 50,000 pages", Fate::Either, file);
    let nowhere = "<MultiMedia ID='7'><MediaFile>nowhere</MediaFile></MultiMedia>".repeat(100_000);
    let mut file = Document::of(SQUARE);
    file.resources = format!("<MultiMedias>{nowhere}</MultiMedias>");
    for n in 0..4_000 {
        file = file.with(&format!("Doc_0/{n}"), "");
    }
    corpus.add(
        "ofd with 100,000 missing pictures",
        Fate::Either,
        file.file(),
    );
    let fonts = (0..60_000)
        .map(|n| format!("<Font ID='{n}' FontName='F{n}'/>"))
        .collect::<Vec<_>>()
        .concat();
    let texts = (0..60_000)
        .map(|n| {
            format!(
                "<TextObject Font='{n}' Size='9'><TextCode X='9' Y='9'>A</TextCode></TextObject>"
            )
        })
        .collect::<Vec<_>>()
        .concat();
    let mut file = Document::of(texts);
    file.resources = format!("<Fonts>{fonts}</Fonts>");
    corpus.add("ofd with 60,000 fonts", Fate::Either, file.file());
    let notes = "<Annot><Appearance Boundary='0 0 9 9'/></Annot>"
        .replace("<Annot>", "<Annot BlendMode='Darken'>");
    let list = "<Annotations><Page PageID='1'><FileLoc>A.xml</FileLoc></Page></Annotations>";
    let file = Document::of(SQUARE).with("Doc_0/Annots.xml", list).with(
        "Doc_0/A.xml",
        format!("<PageAnnot>{}</PageAnnot>", notes.repeat(100_000)),
    );
    corpus.add("ofd with 100,000 annotations", Fate::Either, file.file());
}
