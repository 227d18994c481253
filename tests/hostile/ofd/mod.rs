//! OFDs: archives that lie about themselves, documents that lead to themselves, pages and seals without an end.

mod drawing;
mod parts;
mod seals;
mod zip;

use crate::corpus::{Corpus, Fate, Hostile};
use crate::{fonts, jpeg, others, pdf, png};

use zip::Member;

pub fn add_to(corpus: &mut Corpus) {
    zip::add_to(corpus);
    parts::add_to(corpus);
    drawing::add_to(corpus);
    seals::add_to(corpus);
    embedded_fonts(corpus);
    embedded_pictures(corpus);
}

/// A good file of each kind, for being damaged: most of them stored, so that damage reaches what is in them.
pub fn good() -> Vec<Vec<u8>> {
    let mut document = Document::of(drawing::SOME_OF_ALL);
    document.resources = drawing::RESOURCES.into();
    document.parts.push((
        "Doc_0/a.png".into(),
        crate::corpus::small(image::ImageFormat::Png),
    ));
    document
        .parts
        .push(("Doc_0/a.ttf".into(), fonts::all()[0].bytes.clone()));
    let members = document.members();
    let packed: Vec<_> = members.iter().cloned().map(Member::deflated).collect();
    vec![
        zip::archive(&members),
        zip::archive(&members),
        seals::sealed(),
        zip::archive(&packed),
    ]
}

/// A square in the middle of the page.
const SQUARE: &str = r#"<PathObject ID="9" Boundary="60 20 90 90" Fill="true"><AbbreviatedData>M 0 0 L 90 0 L 90 90 L 0 90 C</AbbreviatedData></PathObject>"#;

/// A document of one page of 210 by 110 millimetres, as text that can be replaced.
#[derive(Clone)]
struct Document {
    root: String,
    /// What stands in the document besides its pages.
    further: String,
    pages: String,
    /// What stands in the page before its content.
    page: String,
    content: String,
    resources: String,
    parts: Vec<(String, Vec<u8>)>,
}

impl Document {
    fn of(content: impl Into<String>) -> Self {
        Self {
            root: "<OFD><DocBody><DocRoot>Doc_0/Document.xml</DocRoot></DocBody></OFD>".into(),
            further: String::new(),
            pages: r#"<Page ID="1" BaseLoc="Page.xml"/>"#.into(),
            page: String::new(),
            content: content.into(),
            resources: String::new(),
            parts: Vec::new(),
        }
    }

    fn with(mut self, name: &str, bytes: impl Into<Vec<u8>>) -> Self {
        self.parts.push((name.into(), bytes.into()));
        self
    }

    fn members(&self) -> Vec<Member> {
        let document = format!(
            "<Document><CommonData><PageArea><PhysicalBox>0 0 210 110</PhysicalBox></PageArea>\
             <DocumentRes>Res.xml</DocumentRes>{}</CommonData><Pages>{}</Pages>\
             <Annotations>Annots.xml</Annotations></Document>",
            self.further, self.pages
        );
        let page = format!(
            "<Page>{}<Content><Layer>{}</Layer></Content></Page>",
            self.page, self.content
        );
        let resources = format!("<Res>{}</Res>", self.resources);
        let fixed = [
            ("OFD.xml", self.root.clone()),
            ("Doc_0/Document.xml", document),
            ("Doc_0/Page.xml", page),
            ("Doc_0/Res.xml", resources),
        ];
        let is_replaced = |name: &str| self.parts.iter().any(|(own, _)| own == name);
        let fixed = fixed.into_iter().filter(|(name, _)| !is_replaced(name));
        let fixed = fixed.map(|(name, text)| Member::stored(name, text));
        fixed
            .chain(
                self.parts
                    .iter()
                    .map(|(name, bytes)| Member::stored(name.as_bytes(), bytes.clone())),
            )
            .collect()
    }

    /// Long parts are packed, unless they are so long that they would count as bombs.
    fn file(&self) -> Vec<u8> {
        let is_long = |member: &Member| (100_000..8 << 20).contains(&member.data.len());
        let members = self.members().into_iter();
        let packed = members.map(|it| if is_long(&it) { it.deflated() } else { it });
        zip::archive(&packed.collect::<Vec<_>>())
    }
}

fn page(content: impl Into<String>) -> Vec<u8> {
    Document::of(content).file()
}

fn embedded_fonts(corpus: &mut Corpus) {
    for font in fonts::all() {
        let mut document = Document::of(format!(
            r#"{SQUARE}<TextObject ID="2" Font="7" Size="30" Boundary="5 5 50 50">
               <CGTransform CodePosition="0" CodeCount="1" GlyphCount="1"><Glyphs>1</Glyphs></CGTransform>
               <TextCode X="0" Y="30" DeltaX="9">AA票</TextCode></TextObject>"#
        ));
        document.resources =
            r#"<Fonts><Font ID="7" FontName="Own"><FontFile>a.ttf</FontFile></Font></Fonts>"#
                .into();
        let file = document.with("Doc_0/a.ttf", font.bytes).file();
        corpus.add(
            format!("ofd with a font {}", font.name),
            Fate::Picture,
            file,
        );
    }
}

/// A page with a square and with a picture, which may fail to show; the square has to.
fn showing(picture: Vec<u8>) -> Vec<u8> {
    let image = r#"<ImageObject ID="2" ResourceID="7" Boundary="5 5 50 50" CTM="50 0 0 50 0 0"/>"#;
    let mut document = Document::of(format!("{SQUARE}{image}"));
    document.resources = r#"<MultiMedias><MultiMedia ID="7"><MediaFile>a.png</MediaFile></MultiMedia></MultiMedias>"#.into();
    document.with("Doc_0/a.png", picture).file()
}

fn embedded_pictures(corpus: &mut Corpus) {
    let mut pictures = Corpus::default();
    png::add_to(&mut pictures);
    jpeg::add_to(&mut pictures);
    others::add_to(&mut pictures);
    let is_bomb = |picture: &Hostile| {
        picture.bytes.len() > 100_000
            || picture.fate == Fate::Fails("picture_too_large")
            || picture.name.contains("tiled")
    };
    for picture in pictures.0.into_iter().filter(is_bomb) {
        if picture.bytes.len() < 2_000 {
            let name = format!("ofd with a seal of {}", picture.name);
            corpus.add(name, Fate::Picture, seals::sealed_with(&picture.bytes));
        }
        let name = format!("ofd with a picture: {}", picture.name);
        corpus.add(name, Fate::Picture, showing(picture.bytes));
    }
    for (name, segments) in pdf::jbig2_bombs() {
        let name = format!("ofd with a picture: JBIG2 {name}");
        corpus.add(name, Fate::Picture, showing(segments));
    }
    let mut itself = showing(b"".to_vec());
    for _ in 0..3 {
        itself = showing(itself);
    }
    corpus.add(
        "ofd with a document in a picture's place",
        Fate::Picture,
        itself,
    );
    let pixels = "<ImageObject ID='2' ResourceID='7' Boundary='5 5 50 50'/>".repeat(20_000);
    let mut document = Document::of(format!("{SQUARE}{pixels}"));
    document.resources =
        "<MultiMedias><MultiMedia ID='7'><MediaFile>a.png</MediaFile></MultiMedia></MultiMedias>"
            .into();
    let large = crate::corpus::encoded(
        &crate::corpus::drawing(1_000, 1_000),
        image::ImageFormat::Jpeg,
    );
    corpus.add(
        "ofd with a picture 20,000 times",
        Fate::Either,
        document.with("Doc_0/a.png", large).file(),
    );
}
