//! What is drawn: forms within forms, outlines without an end, patterns, shadings and groups by the thousand.

use crate::corpus::{Corpus, Fate};

use super::{PAPER, form, page, page_showing, stream};

pub fn add_to(corpus: &mut Corpus) {
    forms(corpus);
    contents(corpus);
    functions(corpus);
    patterns(corpus);
    groups(corpus);
    shadings(corpus);
    texts(corpus);
    notes(corpus);
}

/// Each of `depth` forms draws the next, `width` times.
fn form_laughs(width: usize, depth: usize) -> Vec<Vec<u8>> {
    let mut forms: Vec<_> = (6..depth + 5)
        .map(|next| {
            form(
                &format!("/XObject<</X {next} 0 R>>"),
                "/X Do ".repeat(width),
            )
        })
        .collect();
    forms.push(form("", "0 0 9 9 re f"));
    forms
}

fn forms(corpus: &mut Corpus) {
    let within = |own: &str| form(&format!("/XObject<</X {own} 0 R>>"), "/X Do 0 0 90 90 re f");
    corpus.add(
        "pdf form in itself",
        Fate::Either,
        page_showing("/X Do", &[within("5")]),
    );
    let ring = [within("6"), within("5")];
    corpus.add(
        "pdf forms in each other",
        Fate::Either,
        page_showing("/X Do", &ring),
    );
    let twice = form("/XObject<</X 5 0 R>>", "/X Do /X Do");
    corpus.add(
        "pdf form twice in itself",
        Fate::Slow,
        page_showing("/X Do", &[twice]),
    );
    for (name, width, depth, fate) in [
        ("laughs of ten by eleven", 10, 11, Fate::Slow),
        ("doubles thirty times", 2, 30, Fate::Slow),
        ("of a thousand in each other", 1, 1_000, Fate::Either),
        ("of 100,000 in each other", 1, 100_000, Fate::Either),
    ] {
        let file = page_showing("/X Do", &form_laughs(width, depth));
        corpus.add(format!("pdf form {name}"), fate, file);
    }
    let file = page_showing("/X Do ".repeat(100_000), &[form("", "0 0 9 9 re f")]);
    corpus.add("pdf form drawn 100,000 times", Fate::Slow, file);
}

fn contents(corpus: &mut Corpus) {
    for (name, fate, content) in [
        ("a million states", Fate::Either, "q ".repeat(1_000_000)),
        ("ten million states", Fate::Either, "q ".repeat(10_000_000)),
        (
            "a million ends of states",
            Fate::Picture,
            "Q ".repeat(1_000_000),
        ),
        (
            "dashes of nothing",
            Fate::Slow,
            "[0.00001] 0 d 0 0 m 500 800 l S".into(),
        ),
        (
            "dashes less than nothing",
            Fate::Either,
            "[-1 1] -1e9 d 0 0 m 500 800 l S".into(),
        ),
        (
            "dashes far from their beginning",
            Fate::Either,
            "[1 1] 1e300 d 0 0 m 500 800 l S".into(),
        ),
        (
            "a million dashes",
            Fate::Slow,
            format!("[{}] 0 d 0 0 m 500 800 l S", "0.001 ".repeat(1_000_000)),
        ),
        (
            "50,000 clips",
            Fate::Either,
            "0 0 500 500 re W n ".repeat(50_000),
        ),
        (
            "50,000 clips in states",
            Fate::Either,
            "q 0 0 500 500 re W n ".repeat(50_000),
        ),
        (
            "100,000 curves",
            Fate::Slow,
            format!("0 0 m {} S", "1 2 300 4 5 600 c ".repeat(100_000)),
        ),
        (
            "a million curves",
            Fate::Slow,
            format!("0 0 m {} S", "1 2 300 4 5 600 c ".repeat(1_000_000)),
        ),
        (
            "a million curves to fill",
            Fate::Slow,
            format!("0 0 m {} f", "1 2 300 4 5 600 c ".repeat(1_000_000)),
        ),
        (
            "two million pages full of ink",
            Fate::Slow,
            "0 0 600 200 re f ".repeat(2_000_000),
        ),
        (
            "a line of a billion points",
            Fate::Either,
            "1e9 w 0 0 m 500 800 l S".into(),
        ),
        (
            "round lines of a million points",
            Fate::Either,
            format!(
                "1000000 w 1 J 1 j 0 0 m {} S",
                "500 800 l 9 9 l ".repeat(5_000)
            ),
        ),
        (
            "coordinates beyond numbers",
            Fate::Either,
            "9e30 0 0 9e30 9e30 9e30 cm 0 0 m 9e30 9e30 9e30 1 1 9e30 c S".into(),
        ),
        (
            "coordinates that are no numbers",
            Fate::Either,
            "nan nan m inf -inf l nan 0 0 nan nan nan cm 0 0 9 9 re f".into(),
        ),
        (
            "a transform of nothing",
            Fate::Picture,
            "0 0 0 0 0 0 cm 0 0 m 9 9 l S 0 0 9 9 re f".into(),
        ),
        (
            "a million transforms",
            Fate::Either,
            format!("{} 0 0 9 9 re f", "1.1 0 0 1.1 0 0 cm ".repeat(1_000_000)),
        ),
    ] {
        corpus.add(format!("pdf with {name}"), fate, page(PAPER, content, &[]));
    }
    let references = "4 0 R ".repeat(100_000);
    let entries = format!("{PAPER}/Contents[{references}]");
    let file = page(&entries, "0 0 90 90 re f ".repeat(1_000), &[]);
    corpus.add("pdf whose content is there 100,000 times", Fate::Slow, file);
}

/// A page painted in a colour that object 6, a function, makes.
fn tinted(function: Vec<u8>) -> Vec<u8> {
    let entries = format!("{PAPER}/Resources<</ColorSpace<</C 5 0 R>>>>");
    let space = b"[/Separation/Ink/DeviceRGB 6 0 R]".to_vec();
    page(
        &entries,
        "/C cs .5 scn 90 20 300 150 re f",
        &[space, function],
    )
}

fn functions(corpus: &mut Corpus) {
    const TYPE_4: &str = "/FunctionType 4/Domain[0 1]/Range[0 1 0 1 0 1]";
    for (name, program) in [
        (
            "of 200,000 steps",
            format!("{{ {} dup dup }}", "1 add 1 sub ".repeat(100_000)),
        ),
        ("of braces 200,000 deep", "{".repeat(200_000)),
        (
            "of closed braces 200,000 deep",
            format!("{}{}", "{".repeat(200_000), "}".repeat(200_000)),
        ),
        (
            "that fills its stack",
            format!("{{ {} }}", "dup ".repeat(1_000_000)),
        ),
        (
            "that copies",
            format!("{{ {} }}", "2000000000 copy ".repeat(1_000)),
        ),
        (
            "that rolls",
            format!("{{ {} }}", "1 2 3 3 2000000000 roll ".repeat(1_000)),
        ),
        (
            "that divides by nothing",
            "{ 0 div dup 0 idiv dup 0 mod }".into(),
        ),
        (
            "that overflows",
            "{ 2147483647 mul cvi 2147483647 add neg abs dup 99 bitshift }".into(),
        ),
    ] {
        let file = tinted(stream(TYPE_4, program.as_bytes()));
        corpus.add(format!("pdf with a function {name}"), Fate::Slow, file);
    }
    for (name, entries) in [
        (
            "of samples beyond count",
            "/FunctionType 0/Domain[0 1]/Range[0 1 0 1 0 1]/Size[2147483647]/BitsPerSample 32",
        ),
        (
            "of a thousand dimensions",
            &format!(
                "/FunctionType 0/Domain[{}]/Range[0 1]/Size[{}]/BitsPerSample 1",
                "0 1 ".repeat(1_000),
                "9 ".repeat(1_000)
            ),
        ),
        (
            "of itself",
            "/FunctionType 3/Domain[0 1]/Bounds[]/Encode[0 1]/Functions[6 0 R]",
        ),
        (
            "of itself ten times",
            &format!(
                "/FunctionType 3/Domain[0 1]/Bounds[{}]/Encode[{}]/Functions[{}]",
                ".1 ".repeat(9),
                "0 1 ".repeat(10),
                "6 0 R ".repeat(10)
            ),
        ),
        (
            "of a power beyond numbers",
            "/FunctionType 2/Domain[0 1]/N -1e300/C0[0 0 0]/C1[1 1 1]",
        ),
    ] {
        let file = tinted(stream(entries, &[7; 64]));
        corpus.add(format!("pdf with a function {name}"), Fate::Either, file);
    }
    let own = format!("{PAPER}/Resources<</ColorSpace<</C 5 0 R>>>>");
    for (name, space) in [
        ("that is its own base", "[/Indexed 5 0 R 255 (abc)]"),
        ("of pictures of itself", "[/Pattern 5 0 R]"),
        (
            "of ink in itself",
            "[/Separation/Ink 5 0 R<</FunctionType 2/Domain[0 1]/N 1>>]",
        ),
        ("of a profile of itself", "[/ICCBased 5 0 R]"),
    ] {
        let file = page(&own, "/C cs .5 scn 90 20 300 150 re f", &[space.into()]);
        corpus.add(
            format!("pdf with a colour space {name}"),
            Fate::Either,
            file,
        );
    }
}

fn patterns(corpus: &mut Corpus) {
    let entries = format!("{PAPER}/Resources<</Pattern<</P 5 0 R>>>>");
    let painted = "/Pattern cs /P scn 0 0 600 200 re f";
    for (name, fate, steps, own, content) in [
        (
            "of a tiny step",
            Fate::Either,
            "0.000001",
            "",
            "0 0 9 9 re f",
        ),
        (
            "of a small step",
            Fate::Either,
            "0.05",
            "",
            "0 0 .01 .01 re f",
        ),
        ("of no step", Fate::Either, "0", "", "0 0 9 9 re f"),
        ("of a step back", Fate::Either, "-1", "", "0 0 9 9 re f"),
        (
            "of a step beyond numbers",
            Fate::Either,
            "9e37",
            "",
            "0 0 9 9 re f",
        ),
        (
            "in itself",
            Fate::Either,
            "9",
            "/Pattern<</P 5 0 R>>",
            "/Pattern cs /P scn 0 0 9 9 re f",
        ),
    ] {
        let tiling = format!(
            "/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 9 9]/XStep {steps}/YStep {steps}/Resources<<{own}>>"
        );
        let file = page(&entries, painted, &[stream(&tiling, content.as_bytes())]);
        corpus.add(format!("pdf with a pattern {name}"), fate, file);
    }
    // Each pattern paints its cells with the next one.
    let patterns: Vec<_> = (6..26)
        .map(|next| {
            let own = format!("/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 99 99]/XStep 9/YStep 9/Resources<</Pattern<</P {next} 0 R>>>>");
            stream(&own, painted.as_bytes())
        })
        .collect();
    corpus.add(
        "pdf with patterns in patterns",
        Fate::Slow,
        page(&entries, painted, &patterns),
    );
    let large = stream(
        "/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 1e6 1e6]/XStep 1e6/YStep 1e6/Resources<<>>/Matrix[100 0 0 100 0 0]",
        b"0 0 9 9 re f",
    );
    corpus.add(
        "pdf with a pattern of a million points",
        Fate::Either,
        page(&entries, painted, &[large]),
    );
}

fn groups(corpus: &mut Corpus) {
    const GROUP: &str =
        "/Type/XObject/Subtype/Form/BBox[0 0 600 200]/Group<</S/Transparency/I true/K true>>";
    let see_through = "/Resources<</ExtGState<</S<</ca .5/BM/Multiply>>>>";
    let group = |next: usize| {
        let entries = format!("{GROUP}{see_through}/XObject<</X {next} 0 R>>>>");
        stream(&entries, b"/S gs /X Do")
    };
    for (name, depth) in [("64", 64), ("5,000", 5_000)] {
        let mut nested: Vec<_> = (0..depth).map(|n| group(6 + n)).collect();
        nested.push(stream(GROUP, b"0 0 90 90 re f"));
        let file = page_showing("/X Do", &nested);
        corpus.add(
            format!("pdf with {name} groups in each other"),
            Fate::Either,
            file,
        );
    }
    let entries = format!("{PAPER}{see_through}/XObject<</X 5 0 R>>>>");
    let small = stream(GROUP, b"0 0 90 90 re f");
    let file = page(&entries, "/S gs /X Do ".repeat(5_000), &[small]);
    corpus.add("pdf with 5,000 groups", Fate::Slow, file);
    let masked = format!("{PAPER}/Resources<</ExtGState<</S 5 0 R>>>>");
    let state = |of: &str| format!("<</SMask<</S/Luminosity/G {of} 0 R>>>>").into_bytes();
    let mask = stream(
        &format!("{GROUP}/Resources<</ExtGState<</S 5 0 R>>>>"),
        b"/S gs 0 0 90 90 re f",
    );
    let file = page(
        &masked,
        "/S gs 0 0 500 500 re f",
        &[state("6"), mask.clone()],
    );
    corpus.add("pdf with a mask that is behind itself", Fate::Either, file);
    let file = page(
        &masked,
        "/S gs 0 0 9 9 re f ".repeat(5_000),
        &[state("6"), stream(GROUP, b"0 0 90 90 re f")],
    );
    corpus.add("pdf with 5,000 masks", Fate::Either, file);
}

fn shadings(corpus: &mut Corpus) {
    let entries = format!("{PAPER}/Resources<</Shading<</S 5 0 R>>>>");
    let smooth =
        "/Function<</FunctionType 2/Domain[0 1]/N 1/C0[0 0 0]/C1[1 1 1]>>/Extend[true true]";
    for (name, shading) in [
        (
            "between equal points",
            format!("/ShadingType 2/Coords[9 9 9 9]{smooth}"),
        ),
        (
            "between points beyond numbers",
            format!("/ShadingType 2/Coords[-9e37 0 9e37 0]{smooth}"),
        ),
        (
            "of huge circles",
            format!("/ShadingType 3/Coords[0 0 1e9 9 9 1e9]{smooth}"),
        ),
        (
            "of circles less than nothing",
            format!("/ShadingType 3/Coords[0 0 -1 9 9 -9]{smooth}"),
        ),
        (
            "of a function of everything",
            "/ShadingType 1/Domain[-1e9 1e9 -1e9 1e9]/Function<</FunctionType 2/Domain[0 1]/N 1>>"
                .into(),
        ),
    ] {
        let shading = format!("<</ColorSpace/DeviceRGB{shading}>>");
        let file = page(&entries, "/S sh", &[shading.into_bytes()]);
        corpus.add(format!("pdf with a shading {name}"), Fate::Either, file);
    }
    let noise: Vec<u8> = (0..500_000_u32)
        .map(|n| (n.wrapping_mul(0x9E37_79B1) >> 24) as u8)
        .collect();
    for (name, kind) in [
        ("of free triangles", "/ShadingType 4/BitsPerFlag 8"),
        ("of a lattice", "/ShadingType 5/VerticesPerRow 1000"),
        ("of a lattice of nothing", "/ShadingType 5/VerticesPerRow 0"),
        ("of patches", "/ShadingType 6/BitsPerFlag 8"),
        ("of bent patches", "/ShadingType 7/BitsPerFlag 8"),
    ] {
        let shading = format!(
            "/ColorSpace/DeviceGray{kind}/BitsPerCoordinate 8/BitsPerComponent 8/Decode[0 600 0 200 0 1]"
        );
        let file = page(&entries, "/S sh", &[stream(&shading, &noise)]);
        corpus.add(format!("pdf with a shading {name}"), Fate::Slow, file);
    }
}

fn texts(corpus: &mut Corpus) {
    let entries =
        format!("{PAPER}/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>");
    for (name, content) in [
        (
            "a million letters",
            format!("BT /F 9 Tf ({}) Tj ET", "A".repeat(1_000_000)),
        ),
        (
            "letters beyond numbers",
            "BT /F 9e37 Tf (A) Tj 9e37 Tc 9e37 Tz (AA) Tj ET".into(),
        ),
        ("300,000 texts", "BT /F 9 Tf (A) Tj ET ".repeat(300_000)),
        (
            "100,000 sizes of letters",
            (0..100_000)
                .map(|n| format!("BT /F {}.{n} Tf (&) Tj ET ", n % 99))
                .collect::<Vec<_>>()
                .concat(),
        ),
        (
            "text for clipping",
            format!(
                "BT 7 Tr /F 99 Tf ({}) Tj ET 0 0 99 99 re f",
                "&".repeat(100_000)
            ),
        ),
    ] {
        corpus.add(
            format!("pdf with {name}"),
            Fate::Slow,
            page(&entries, content, &[]),
        );
    }
}

fn notes(corpus: &mut Corpus) {
    let note = |of: usize| {
        format!("<</Type/Annot/Subtype/Stamp/Rect[0 0 90 90]/AP<</N {of} 0 R>>>>").into_bytes()
    };
    let entries = format!("{PAPER}/Annots[{}]", "5 0 R ".repeat(100_000));
    let file = page(&entries, "", &[note(6), form("", "0 0 90 90 re f")]);
    corpus.add("pdf with 100,000 notes", Fate::Slow, file);
    let file = page(&format!("{PAPER}/Annots[5 0 R]"), "", &[note(5)]);
    corpus.add("pdf with a note that looks like itself", Fate::Either, file);
    let file = page(
        &format!("{PAPER}/Annots 5 0 R"),
        "",
        &[b"[5 0 R 5 0 R]".to_vec()],
    );
    corpus.add("pdf with notes among themselves", Fate::Either, file);
    let layers = format!("{PAPER}/Resources<</Properties<</L 5 0 R>>>>");
    let shown = "/OC /L BDC 0 0 90 90 re f EMC";
    let file = page(
        &layers,
        shown,
        &[
            b"<</Type/OCMD/VE[/And 6 0 R]>>".to_vec(),
            b"[/And 6 0 R 6 0 R]".to_vec(),
        ],
    );
    corpus.add(
        "pdf with a layer that depends on itself",
        Fate::Either,
        file,
    );
    let deep = format!(
        "<</Type/OCMD/VE{}{}>>",
        "[/Not".repeat(100_000),
        "]".repeat(100_000)
    );
    let file = page(&layers, shown, &[deep.into_bytes()]);
    corpus.add(
        "pdf with a layer of conditions 100,000 deep",
        Fate::Either,
        file,
    );
}
