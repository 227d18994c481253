//! What a page draws: outlines, texts, clips, patterns and blocks that cost more than they show.

use crate::corpus::{Corpus, Fate};

use super::{Document, SQUARE, page};

const TOO_COMPLEX: Fate = Fate::Fails("too_complex");

/// Something of every kind, for being damaged.
pub const SOME_OF_ALL: &str = "<PathObject ID='3' Boundary='5 5 90 90' CTM='1 0 0 1 2 2' LineWidth='1' DashPattern='3 2' DashOffset='1' Fill='true' Alpha='128' DrawParam='4'>\
    <FillColor><AxialShd StartPoint='0 0' EndPoint='50 50' Extend='3'><Segment Position='0'><Color Value='255 0 0'/></Segment><Segment Position='1'><Color Value='0 0 255'/></Segment></AxialShd></FillColor>\
    <Clips><Clip><Area CTM='1 0 0 1 0 0'><Path Boundary='0 0 60 60'><AbbreviatedData>M 0 0 L 60 0 L 60 60 C</AbbreviatedData></Path></Area></Clip></Clips>\
    <AbbreviatedData>M 0 0 L 30 0 Q 9 9 40 40 B 1 2 30 4 5 60 A 5 5 0 0 1 9 9 C</AbbreviatedData></PathObject>\
    <TextObject ID='5' Font='2' Size='9' Boundary='60 60 90 20' Weight='700' BlendMode='Multiply'><FillColor Value='9 9 200' ColorSpace='6'/>\
    <CGTransform CodePosition='0' CodeCount='1' GlyphCount='1'><Glyphs>1</Glyphs></CGTransform><TextCode X='1' Y='9' DeltaX='g 2 9 5' DeltaY='0'>AB票￥</TextCode></TextObject>\
    <PageBlock><ImageObject ID='8' ResourceID='7' Boundary='100 5 50 50' CTM='50 0 0 50 0 0'><Border LineWidth='1'/></ImageObject></PageBlock>\
    <CompositeObject ID='10' ResourceID='11' Boundary='150 60 40 40'/>\
    <PathObject ID='12' Boundary='5 100 60 30' Fill='true' Stroke='false'><FillColor><Pattern Width='5' Height='5' XStep='6' YStep='6' ReflectMethod='RowAndColumn'><CellContent><PathObject Boundary='0 0 5 5' Fill='true'><AbbreviatedData>M 0 0 L 5 0 L 5 5 C</AbbreviatedData></PathObject></CellContent></Pattern></FillColor><AbbreviatedData>M 0 0 L 60 0 L 60 30 C</AbbreviatedData></PathObject>";

pub const RESOURCES: &str = "<Fonts><Font ID='2' FontName='Own'><FontFile>a.ttf</FontFile></Font></Fonts>\
    <ColorSpaces><ColorSpace ID='6' Type='RGB' BitsPerComponent='8'/></ColorSpaces>\
    <DrawParams><DrawParam ID='4' LineWidth='0.5' Join='Round' Cap='Square'><StrokeColor Value='0 128 0'/></DrawParam></DrawParams>\
    <MultiMedias><MultiMedia ID='7' Type='Image'><MediaFile>a.png</MediaFile></MultiMedia></MultiMedias>\
    <CompositeGraphicUnits><CompositeGraphicUnit ID='11' Width='40' Height='40'><Content><PathObject Boundary='0 0 40 40'><AbbreviatedData>M 0 0 L 40 40</AbbreviatedData></PathObject></Content></CompositeGraphicUnit></CompositeGraphicUnits>";

pub fn add_to(corpus: &mut Corpus) {
    let whole = Document {
        resources: RESOURCES.into(),
        ..Document::of(SOME_OF_ALL)
    };
    corpus.add(
        "ofd with something of every kind",
        Fate::Picture,
        whole.file(),
    );
    outlines(corpus);
    lines(corpus);
    texts(corpus);
    clips(corpus);
    inks(corpus);
    patterns(corpus);
    nesting(corpus);
}

fn path(entries: &str, children: &str, data: &str) -> String {
    format!(
        "<PathObject Boundary='0 0 210 110' {entries}>{children}<AbbreviatedData>{data}</AbbreviatedData></PathObject>"
    )
}

fn outlines(corpus: &mut Corpus) {
    for (name, fate, data) in [
        (
            "of 200,000 lines",
            Fate::Either,
            format!("M 0 0 {}", "L 200 9 L 9 100 ".repeat(100_000)),
        ),
        (
            "of 200,000 short lines",
            Fate::Either,
            format!("M 0 0 {}", "L 2 1 L 1 2 ".repeat(100_000)),
        ),
        (
            "of 200,000 curves",
            Fate::Either,
            format!("M 0 0 {}", "B 1 2 200 4 5 100 ".repeat(200_000)),
        ),
        (
            "of 200,000 huge curves",
            Fate::Either,
            format!("M 0 0 {}", "B 1e6 2 -1e6 4 5 1e6 ".repeat(200_000)),
        ),
        (
            "of 200,000 arcs",
            Fate::Either,
            format!(
                "M 0 0 {}",
                "A 99 99 0 1 1 9 9 A 99 99 0 1 1 0 0 ".repeat(100_000)
            ),
        ),
        (
            "of arcs without an end",
            Fate::Picture,
            format!("M 0 0 {}", "A 1e7 1e-7 45 1 1 9 9 ".repeat(1_000)),
        ),
        (
            "of 200,000 beginnings",
            Fate::Picture,
            "M 9 9 ".repeat(200_000),
        ),
        ("of 200,000 ends", Fate::Picture, "C ".repeat(200_000)),
        ("of words", Fate::Picture, "hello ".repeat(200_000)),
        ("of numbers", Fate::Picture, "7 ".repeat(1_000_000)),
    ] {
        for how in ["Fill='true' Stroke='false'", "LineWidth='1'"] {
            let content = format!("{SQUARE}{}", path(how, "", &data));
            corpus.add(
                format!("ofd with an outline {name}, {how}"),
                fate,
                page(content),
            );
        }
    }
    let thousand = path(
        "LineWidth='1'",
        "",
        &format!("M 0 0 {}", "L 200 9 L 9 100 ".repeat(200)),
    );
    corpus.add(
        "ofd with 2,000 outlines of 400 lines",
        Fate::Either,
        page(thousand.repeat(2_000)),
    );
}

fn lines(corpus: &mut Corpus) {
    let zigzag = format!("M 0 0 {}", "L 200 9 B 9 100 200 5 100 100 ".repeat(5_000));
    for (name, fate, entries) in [
        (
            "a width of ten million",
            Fate::Either,
            "LineWidth='1e7' Join='Round' Cap='Round'",
        ),
        (
            "a width of a metre",
            Fate::Either,
            "LineWidth='1000' Join='Round' Cap='Round'",
        ),
        ("a width less than nothing", Fate::Either, "LineWidth='-5'"),
        (
            "a sharp miter",
            Fate::Either,
            "LineWidth='1' MiterLimit='1e7'",
        ),
        ("dashes of nothing", Fate::Either, "DashPattern='0 0'"),
        ("tiny dashes", Fate::Either, "DashPattern='1e-7 1e-7'"),
        (
            "dashes less than nothing",
            Fate::Either,
            "DashPattern='-1 1'",
        ),
        (
            "dashes that begin far away",
            Fate::Either,
            "DashPattern='1 1' DashOffset='1e7'",
        ),
        (
            "dashes that begin far behind",
            Fate::Either,
            "DashPattern='0.01 0.01' DashOffset='-1e7'",
        ),
    ] {
        for (shape, data) in [("a line", "M 0 0 L 200 100"), ("a zigzag", &zigzag)] {
            let content = format!("{SQUARE}{}", path(entries, "", data));
            let fate = if shape == "a line" {
                Fate::Picture
            } else {
                fate
            };
            corpus.add(format!("ofd with {shape} of {name}"), fate, page(content));
        }
    }
    let dashes = "0.01 ".repeat(1_000_000);
    let content = path(&format!("DashPattern='{dashes}'"), "", &zigzag);
    corpus.add("ofd with a million dashes", Fate::Either, page(content));
    let dashes = format!("<DrawParams><DrawParam ID='4' DashPattern='{dashes}'/></DrawParams>");
    let lines = path("DrawParam='4'", "", "M 0 0 L 200 100").repeat(10_000);
    let file = Document {
        resources: dashes,
        ..Document::of(lines)
    }
    .file();
    corpus.add(
        "ofd with a million dashes on 10,000 lines",
        Fate::Either,
        file,
    );
}

fn texts(corpus: &mut Corpus) {
    let text = |inner: &str| {
        format!("{SQUARE}<TextObject Size='4' Boundary='5 5 200 100'>{inner}</TextObject>")
    };
    let long = "票".repeat(2_500_000);
    let codes = "<TextCode X='1' Y='5' DeltaX='4'>票据发票</TextCode>";
    let transform = "<CGTransform CodePosition='0' CodeCount='9' GlyphCount='1'><Glyphs>1</Glyphs></CGTransform>";
    for (name, fate, inner) in [
        (
            "steps that repeat two billion times",
            Fate::Picture,
            "<TextCode X='1' Y='5' DeltaX='g 2000000000 5'>票AB</TextCode>".into(),
        ),
        (
            "steps that repeat within",
            Fate::Picture,
            format!(
                "<TextCode X='1' Y='5' DeltaX='{}'>票AB</TextCode>",
                "g 99999 5 ".repeat(100_000)
            ),
        ),
        (
            "steps without an end",
            Fate::Picture,
            "<TextCode X='1e7' Y='-1e7' DeltaX='1e7 NaN -1e7'>票AB</TextCode>".into(),
        ),
        (
            "two million letters",
            Fate::Picture,
            format!("<TextCode X='1' Y='5' DeltaX='0.01'>{long}</TextCode>"),
        ),
        ("200,000 pieces", Fate::Either, codes.repeat(200_000)),
        (
            "a thousand pieces of 5,000 letters",
            Fate::Either,
            format!(
                "<TextCode X='1' Y='5' DeltaX='0.1'>{}</TextCode>",
                "票".repeat(5_000)
            )
            .repeat(1_000),
        ),
        (
            "100,000 transforms of 100,000 pieces",
            Fate::Either,
            format!("{}{}", transform.repeat(100_000), codes.repeat(100_000)),
        ),
        (
            "a transform of all glyphs",
            Fate::Picture,
            format!(
                "<CGTransform CodePosition='0' CodeCount='99999999'><Glyphs>{}</Glyphs></CGTransform>{codes}",
                "1 ".repeat(1_000_000)
            ),
        ),
        (
            "a transform before its beginning",
            Fate::Picture,
            format!(
                "<CGTransform CodePosition='-5' CodeCount='-9'><Glyphs>-1 99999999999 x</Glyphs></CGTransform>{codes}"
            ),
        ),
        (
            "letters of no language",
            Fate::Picture,
            format!(
                "<TextCode X='1' Y='5'>{}</TextCode>",
                "\u{FFFF}\u{E000}\u{10FFFF}\u{202E}\u{300}".repeat(4_000)
            ),
        ),
    ] {
        corpus.add(
            format!("ofd with a text of {name}"),
            fate,
            page(text(&inner)),
        );
    }
    for (name, fate, entries) in [
        ("ten million high", Fate::Picture, "Size='1e7'"),
        ("upside down", Fate::Picture, "Size='-9'"),
        ("ten million wide", Fate::Picture, "Size='9' HScale='1e7'"),
        (
            "of no number",
            Fate::Picture,
            "Size='NaN' CharDirection='NaN' ReadDirection='1e7'",
        ),
        ("a hair high", Fate::Picture, "Size='1e-7' Weight='1000'"),
        (
            "outlined broadly",
            Fate::Either,
            "Size='9' Stroke='true' LineWidth='1e7'",
        ),
    ] {
        let content = format!(
            "{SQUARE}<TextObject Boundary='5 5 200 100' {entries}><TextCode X='1' Y='5' DeltaX='3'>票据￥ABC</TextCode></TextObject>"
        );
        corpus.add(format!("ofd with letters {name}"), fate, page(content));
    }
}

fn clips(corpus: &mut Corpus) {
    let area = "<Area><Path Boundary='0 0 90 90'><AbbreviatedData>M 0 0 L 90 0 L 90 90 C</AbbreviatedData></Path></Area>";
    let words =
        "<Area><Text Size='9'><TextCode X='1' Y='9'>票据发票票据发票</TextCode></Text></Area>";
    let clipped = |clips: &str| {
        path(
            "Fill='true'",
            &format!("<Clips>{clips}</Clips>"),
            "M 0 0 L 90 0 L 90 90 C",
        )
    };
    for (name, fate, content) in [
        (
            "100,000 clips",
            Fate::Either,
            clipped(&format!("<Clip>{area}</Clip>").repeat(100_000)),
        ),
        (
            "a clip of 100,000 areas",
            Fate::Either,
            clipped(&format!("<Clip>{}</Clip>", area.repeat(100_000))),
        ),
        (
            "a clip of 20,000 words",
            Fate::Either,
            clipped(&format!("<Clip>{}</Clip>", words.repeat(20_000))),
        ),
        (
            "20,000 clips of words",
            Fate::Either,
            clipped(&format!("<Clip>{words}</Clip>").repeat(20_000)),
        ),
        (
            "empty clips",
            Fate::Picture,
            clipped(&"<Clip/>".repeat(100_000)),
        ),
        (
            "20,000 clipped outlines",
            Fate::Either,
            clipped(&format!("<Clip>{area}</Clip>")).repeat(20_000),
        ),
    ] {
        corpus.add(format!("ofd with {name}"), fate, page(content));
    }
}

fn inks(corpus: &mut Corpus) {
    let segments = (0..100_000)
        .map(|n| {
            format!(
                "<Segment Position='{}'><Color Value='{} 9 9'/></Segment>",
                f64::from(n) / 1e5,
                n % 256
            )
        })
        .collect::<Vec<_>>()
        .concat();
    for (name, shade) in [
        ("with 100,000 stops", format!("<AxialShd StartPoint='0 0' EndPoint='90 90'>{segments}</AxialShd>")),
        ("of circles with 100,000 stops", format!("<RadialShd StartPoint='0 0' EndPoint='90 90' EndRadius='50'>{segments}</RadialShd>")),
        ("without a way", "<AxialShd StartPoint='0 0' EndPoint='1e-8 0' MapType='Repeat' MapUnit='1e-7'/>".into()),
        ("that repeats without an end", "<AxialShd StartPoint='0 0' EndPoint='1e7 1e7' MapType='Repeat' MapUnit='1e-7'/>".into()),
        ("of circles without an end", "<RadialShd StartPoint='-1e7 0' EndPoint='1e7 0' StartRadius='1e7' EndRadius='1e-7' MapType='Reflect' MapUnit='1e-7'/>".into()),
        ("of circles less than nothing", "<RadialShd StartPoint='0 0' EndPoint='9 9' StartRadius='-9' EndRadius='NaN' Extend='3'/>".into()),
        ("of stops out of order", "<AxialShd StartPoint='0 0' EndPoint='90 0'><Segment Position='7'/><Segment Position='-7'/><Segment Position='NaN'/></AxialShd>".into()),
    ] {
        let ink = format!("<FillColor>{shade}</FillColor>");
        let content = format!("{SQUARE}{}", path("Fill='true'", &ink, "M 0 0 L 90 0 L 90 90 C"));
        corpus.add(format!("ofd with a gradient {name}"), Fate::Picture, page(content));
    }
    let shade = format!("<FillColor><AxialShd EndPoint='90 90'>{segments}</AxialShd></FillColor>");
    let param =
        format!("<DrawParams><DrawParam ID='4' Relative='4'>{shade}</DrawParam></DrawParams>");
    let many = path("Fill='true' DrawParam='4'", "", "M 0 0 L 90 0 L 90 90 C").repeat(10_000);
    let file = Document {
        resources: param,
        ..Document::of(many)
    }
    .file();
    corpus.add(
        "ofd with parameters of 100,000 stops that build upon themselves",
        Fate::Either,
        file,
    );
    let palette = "<CV>1 2 3</CV>".repeat(500_000);
    let mut file = Document::of(format!(
        "{SQUARE}{}",
        path(
            "Fill='true'",
            "<FillColor ColorSpace='6' Index='499999'/>",
            "M 0 0 L 90 0 L 90 90 C"
        )
    ));
    file.resources = format!(
        "<ColorSpaces><ColorSpace ID='6' Type='RGB' BitsPerComponent='-1e7'><Palette>{palette}</Palette></ColorSpace></ColorSpaces>"
    );
    corpus.add(
        "ofd with half a million colours",
        Fate::Picture,
        file.file(),
    );
    let sheet = path(
        "Fill='true' Alpha='9'",
        "",
        "M 0 0 L 210 0 L 210 110 L 0 110 C",
    );
    corpus.add(
        "ofd with 50,000 sheets of thin ink",
        Fate::Either,
        page(sheet.repeat(50_000)),
    );
    let blended = path("Fill='true' BlendMode='Darken'", "", "M 0 0 L 9 0 L 9 9 C");
    corpus.add(
        "ofd with 50,000 blended outlines",
        Fate::Either,
        page(blended.repeat(50_000)),
    );
}

fn patterns(corpus: &mut Corpus) {
    let cell = "<CellContent><PathObject Boundary='0 0 5 5' Fill='true'><AbbreviatedData>M 0 0 L 5 0 L 5 5 C</AbbreviatedData></PathObject></CellContent>";
    for (name, entries) in [
        (
            "of a tiny step",
            "Width='5' Height='5' XStep='1e-9' YStep='1e-9'",
        ),
        (
            "of a tiny step one way",
            "Width='5' Height='5' XStep='1e7' YStep='1e-9'",
        ),
        (
            "of a tiny step beside the page",
            "Width='1e-7' Height='5' XStep='1000' YStep='1e-9' CTM='1 0 0 1 -5 0'",
        ),
        ("of no step", "Width='5' Height='5' XStep='0' YStep='0'"),
        (
            "of a step back",
            "Width='5' Height='5' XStep='-5' YStep='-5'",
        ),
        (
            "of cells without an end",
            "Width='1e7' Height='1e7' XStep='5' YStep='5'",
        ),
        ("of no cell", "Width='0' Height='NaN'"),
        (
            "that is turned to nothing",
            "Width='5' Height='5' CTM='0 0 0 0 0 0'",
        ),
        (
            "that is turned to little",
            "Width='5' Height='5' CTM='1e-5 0 0 1e-5 0 0'",
        ),
    ] {
        let ink = format!("<FillColor><Pattern {entries}>{cell}</Pattern></FillColor>");
        let content = format!(
            "{SQUARE}{}",
            path("Fill='true' Stroke='false'", &ink, "M 0 0 L 90 0 L 90 90 C")
        );
        corpus.add(
            format!("ofd with a pattern {name}"),
            Fate::Picture,
            page(content),
        );
    }
    // Ten patterns in each other, each of hundreds of cells.
    let mut nested = "<PathObject Boundary='0 0 90 90' Fill='true'><AbbreviatedData>M 0 0 L 90 0 L 90 90 C</AbbreviatedData></PathObject>".to_owned();
    for _ in 0..10 {
        let ink = format!(
            "<FillColor><Pattern Width='5' Height='5'><CellContent>{nested}</CellContent></Pattern></FillColor>"
        );
        nested = path("Fill='true'", &ink, "M 0 0 L 90 0 L 90 90 C");
    }
    corpus.add("ofd with patterns in patterns", TOO_COMPLEX, page(nested));
}

fn nesting(corpus: &mut Corpus) {
    for depth in [50, 100, 100_000] {
        let content = format!(
            "{}{SQUARE}{}",
            "<PageBlock>".repeat(depth),
            "</PageBlock>".repeat(depth)
        );
        let fate = if depth < 60 {
            Fate::Picture
        } else {
            TOO_COMPLEX
        };
        corpus.add(format!("ofd with blocks {depth} deep"), fate, page(content));
    }
    let open = "<PageBlock>".repeat(100_000);
    corpus.add("ofd with blocks without an end", TOO_COMPLEX, page(open));
    let use_of = |id: usize| format!("<CompositeObject ResourceID='{id}' Boundary='0 0 90 90'/>");
    let unit = |id: usize, content: &str| {
        format!(
            "<CompositeGraphicUnit ID='{id}' Width='90' Height='90'><Content>{content}</Content></CompositeGraphicUnit>"
        )
    };
    let composites = |units: String| Document {
        resources: format!("<CompositeGraphicUnits>{units}</CompositeGraphicUnits>"),
        ..Document::of(format!("{SQUARE}{}", use_of(100)))
    };
    corpus.add(
        "ofd with a composite of itself",
        TOO_COMPLEX,
        composites(unit(100, &use_of(100))).file(),
    );
    let ring = unit(100, &use_of(101)) + &unit(101, &use_of(100));
    corpus.add(
        "ofd with composites of each other",
        TOO_COMPLEX,
        composites(ring).file(),
    );
    let laughs: String = (100..112)
        .map(|id| unit(id, &use_of(id + 1).repeat(10)))
        .collect();
    corpus.add(
        "ofd with composite laughs",
        TOO_COMPLEX,
        composites(laughs).file(),
    );
    let heavy = unit(100, &use_of(101).repeat(5_000))
        + &unit(
            101,
            &path(
                "LineWidth='1'",
                "",
                &format!("M 0 0 {}", "L 200 9 L 9 100 ".repeat(10_000)),
            ),
        );
    corpus.add(
        "ofd with a heavy composite 5,000 times",
        Fate::Either,
        composites(heavy).file(),
    );
    let own =
        "<DrawParams><DrawParam ID='4' Relative='5'/><DrawParam ID='5' Relative='4'/></DrawParams>";
    let content = format!("{SQUARE}{}", path("DrawParam='4'", "", "M 0 0 L 90 90"));
    let file = Document {
        resources: own.into(),
        ..Document::of(content)
    }
    .file();
    corpus.add(
        "ofd with parameters that build upon each other",
        Fate::Picture,
        file,
    );
}
