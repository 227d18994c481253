//! What holds a file together: tables of references, trees of pages, objects in objects.

use crate::bytes::concat;
use crate::corpus::{Corpus, Fate};

use super::{
    PAPER, file, numbered, page, page_objects, page_of, plain, references, stream, stream_said,
};

pub fn add_to(corpus: &mut Corpus) {
    boxes(corpus);
    trees(corpus);
    tables(corpus);
    nesting(corpus);
    object_streams(corpus);
    let whole = first_page_first();
    corpus.add(
        "pdf with its first page first",
        Fate::Picture,
        whole.clone(),
    );
    for cent in 1..100 {
        let cut = whole[..whole.len() * cent / 100].to_vec();
        corpus.add(
            format!("pdf with its first page first, {cent} %"),
            Fate::Either,
            cut,
        );
    }
    corpus.add_cuts("pdf cut at", &plain());
    corpus.add(
        "pdf magic alone",
        Fate::Fails("corrupt"),
        b"%PDF-1.7".to_vec(),
    );
    let junk = concat(&[&[b'j'; 1_000], &plain()]);
    corpus.add("pdf behind a kilobyte of junk", Fate::Picture, junk);
    let junk = concat(&[&plain(), &[0; 2_000]]);
    corpus.add("pdf before two kilobytes of nothing", Fate::Picture, junk);
}

fn boxes(corpus: &mut Corpus) {
    for (name, media_box) in [
        ("a page of a billion points", "[0 0 1000000000 1000000000]"),
        ("a page of nothing", "[0 0 0 0]"),
        ("a page turned inside out", "[9 9 -9 -9]"),
        ("a page that is no number", "[0 0 nan inf]"),
        ("a page of one number", "[7]"),
        ("a page long and thin", "[0 0 100000 0.001]"),
        ("a page high and thin", "[0 0 0.001 100000]"),
        (
            "a page of numbers without an end",
            "[0 0 9e999 99999999999999999999999999999999999999999]",
        ),
        (
            "a page far away",
            "[3000000000 3000000000 3000000100 3000000100]",
        ),
    ] {
        let entries = format!("/MediaBox{media_box}");
        let file = page(&entries, "0 0 9 9 re f", &[]);
        corpus.add(format!("pdf with {name}"), Fate::Either, file);
    }
    for (name, entries) in [
        ("a crop outside", "/CropBox[900 900 990 990]"),
        ("a crop of nothing", "/CropBox[9 9 9 9]"),
        ("a turn of 45 degrees", "/Rotate 45"),
        ("a turn without an end", "/Rotate 2147483647"),
        ("a unit of a billion", "/UserUnit 1000000000"),
    ] {
        let file = page(&format!("{PAPER}{entries}"), "0 0 90 90 re f", &[]);
        corpus.add(format!("pdf with {name}"), Fate::Either, file);
    }
}

fn trees(corpus: &mut Corpus) {
    const CATALOG: &str = "<</Type/Catalog/Pages 2 0 R>>";
    for (name, pages) in [
        ("leads to itself", "<</Type/Pages/Kids[2 0 R]/Count 1>>"),
        (
            "leads to itself a hundred times",
            &format!("<</Type/Pages/Kids[{}]/Count 1>>", "2 0 R ".repeat(100)),
        ),
        (
            "counts two billion",
            "<</Type/Pages/Kids[]/Count 2000000000>>",
        ),
        (
            "counts less than nothing",
            "<</Type/Pages/Kids[]/Count -2147483648>>",
        ),
        ("is a number", "7"),
        ("is the catalogue", "<</Type/Catalog/Pages 1 0 R>>"),
    ] {
        let file = file(&[CATALOG.into(), pages.into()], "");
        corpus.add(format!("pdf whose page tree {name}"), Fate::Either, file);
    }
    let with_pages = |pages: String, further: &[Vec<u8>]| {
        let mut objects = page_objects(PAPER, stream("", b"90 20 300 150 re f"), further);
        objects[1] = pages.into_bytes();
        file(&objects, "")
    };
    let many = "3 0 R ".repeat(100_000);
    let many = format!("<</Type/Pages/Kids[{many}]/Count 100000>>");
    corpus.add("pdf of 100,000 pages", Fate::Picture, with_pages(many, &[]));
    let counts = "<</Type/Pages/Kids[3 0 R]/Count 2000000000>>".to_owned();
    corpus.add(
        "pdf that counts two billion pages",
        Fate::Picture,
        with_pages(counts, &[]),
    );
    let deep: Vec<_> = (5..50_000)
        .map(|next| {
            format!(
                "<</Type/Pages/Parent 2 0 R/Kids[{} 0 R]/Count 1>>",
                next + 1
            )
            .into_bytes()
        })
        .collect();
    let file = with_pages("<</Type/Pages/Kids[5 0 R]/Count 1>>".into(), &deep);
    corpus.add("pdf with a page tree 50,000 deep", Fate::Either, file);
    // Ten kids each, all of them the next: what is at the bottom is there a billion times.
    let laughs: Vec<_> = (5..14)
        .map(|next| {
            format!(
                "<</Type/Pages/Kids[{}]/Count 1>>",
                format!("{} 0 R ", next + 1).repeat(10)
            )
            .into_bytes()
        })
        .chain([b"<</Type/Page/MediaBox[0 0 9 9]/Contents 4 0 R>>".to_vec()])
        .collect();
    let file = with_pages("<</Type/Pages/Kids[5 0 R]/Count 1>>".into(), &laughs);
    corpus.add("pdf of page tree laughs", Fate::Either, file);
    let own = "<</Type/Page/Parent 3 0 R/Contents 4 0 R>>";
    let mut objects = page_objects("", stream("", b"9 9 9 9 re f"), &[]);
    objects[2] = own.into();
    corpus.add(
        "pdf page that is its own parent",
        Fate::Either,
        super::file(&objects, ""),
    );
}

fn tables(corpus: &mut Corpus) {
    for (name, trailer) in [
        ("comes before itself", "/Prev 9"),
        ("comes before itself elsewhere", "/XRefStm 9"),
        ("lies outside", "/Prev 99999999999"),
        ("is of a negative size", "/Size -1"),
        ("knows no catalogue", "/Root 99 0 R"),
    ] {
        let file = file(
            &page_objects(PAPER, stream("", b"9 9 90 90 re f"), &[]),
            trailer,
        );
        corpus.add(format!("pdf whose table {name}"), Fate::Either, file);
    }
    let looped = |key: &str| {
        let mut bytes = file(&page_objects(PAPER, stream("", b"9 9 90 90 re f"), &[]), "");
        let table = crate::corpus::find(&bytes, b"xref\n0");
        bytes.truncate(crate::corpus::find(&bytes, b"trailer"));
        let end =
            format!("trailer\n<</Size 5/Root 1 0 R/{key} {table}>>\nstartxref\n{table}\n%%EOF\n");
        concat(&[&bytes, end.as_bytes()])
    };
    corpus.add(
        "pdf whose table leads to itself",
        Fate::Either,
        looped("Prev"),
    );
    corpus.add(
        "pdf whose table is beside itself",
        Fate::Either,
        looped("XRefStm"),
    );
    let many = format!(
        "xref\n0 4000000000\n{}trailer\n<</Root 1 0 R>>\nstartxref\n9\n%%EOF",
        "0000000000 65535 f \n".repeat(10)
    );
    corpus.add(
        "pdf whose table has four billion rows",
        Fate::Either,
        concat(&[b"%PDF-1.7\n", many.as_bytes()]),
    );
    let words = "startxref\n9\n".repeat(500_000);
    corpus.add(
        "pdf that starts half a million times",
        Fate::Either,
        concat(&[b"%PDF-1.7\n", words.as_bytes()]),
    );
    let words = "1 0 obj ".repeat(1_000_000);
    corpus.add(
        "pdf of a million beginnings",
        Fate::Either,
        concat(&[b"%PDF-1.7\n", words.as_bytes()]),
    );
    for (name, length) in [
        ("itself", "4 0 R"),
        ("negative", "-1"),
        ("beyond the end", "9223372036854775807"),
        ("another stream", "5 0 R"),
        ("nothing", "null"),
    ] {
        let content = stream_said("", length, b"0 0 90 90 re f");
        let file = page_of(PAPER, content, &[stream("", b"7")]);
        corpus.add(format!("pdf whose length is {name}"), Fate::Either, file);
    }
    let chain: Vec<_> = (5..100_000)
        .map(|next| format!("{} 0 R", next + 1).into_bytes())
        .collect();
    let file = page_of(PAPER, stream_said("", "5 0 R", b"0 0 90 90 re f"), &chain);
    corpus.add(
        "pdf whose length is 100,000 references away",
        Fate::Either,
        file,
    );
}

fn nesting(corpus: &mut Corpus) {
    for (depth, name) in [
        (1_000, "1,000"),
        (10_000, "10,000"),
        (100_000, "100,000"),
        (1_000_000, "1,000,000"),
    ] {
        for (what, open, close) in [("lists", "[", "]"), ("dictionaries", "<</A", ">>")] {
            let nested = format!("{}{}", open.repeat(depth), close.repeat(depth));
            let object = page(&format!("{PAPER}/Z {nested}"), "0 0 90 90 re f", &[]);
            corpus.add(format!("pdf with {what} {name} deep"), Fate::Either, object);
            let content = format!("{nested} 0 0 90 90 re f");
            let name = format!("pdf with content of {what} {name} deep");
            corpus.add(name, Fate::Either, page(PAPER, content, &[]));
        }
    }
    for (name, content) in [
        ("braces 200,000 deep", "{".repeat(200_000)),
        ("lists 100,000 deep without an end", "[".repeat(100_000)),
        ("brackets a million deep", "(".repeat(1_000_000)),
        ("no words it knows", "hello world ".repeat(10_000)),
        ("a million numbers", "7 ".repeat(1_000_000)),
        (
            "a name of a megabyte",
            format!("/{} gs", "n".repeat(1 << 20)),
        ),
        (
            "a picture without an end",
            "BI /W 9 /H 9 ID ".repeat(20_000),
        ),
        ("marks a million deep", "/P BMC ".repeat(1_000_000)),
    ] {
        corpus.add(
            format!("pdf with {name}"),
            Fate::Either,
            page(PAPER, content, &[]),
        );
    }
}

fn object_streams(corpus: &mut Corpus) {
    // The catalogue is object 0 of an object stream; what that stream is differs.
    for (name, entries, data) in [
        (
            "lies in itself",
            "/N 1/First 4",
            "1 0 <</Type/Catalog/Pages 2 0 R>>",
        ),
        (
            "counts four billion",
            "/N 4294967295/First 4",
            "1 0 <</Type/Catalog/Pages 2 0 R>>",
        ),
        (
            "begins outside",
            "/N 1/First 4294967295",
            "1 0 <</Type/Catalog/Pages 2 0 R>>",
        ),
        ("counts less than nothing", "/N -1/First -1", "1 0 <<>>"),
        (
            "extends itself",
            "/N 1/First 4/Extends 5 0 R",
            "1 0 <</Type/Catalog/Pages 2 0 R>>",
        ),
    ] {
        for (place, own) in [("", [1, 0]), (" and is in itself", [2, 5])] {
            let file = with_stream_table(
                &stream(&format!("/Type/ObjStm{entries}"), data.as_bytes()),
                own,
            );
            corpus.add(
                format!("pdf whose stream of objects {name}{place}"),
                Fate::Either,
                file,
            );
        }
    }
}

/// Pages as usual, the catalogue in a stream of objects, which is object 5, and a table that is a stream, object 6.
fn with_stream_table(objects: &[u8], own: [u8; 2]) -> Vec<u8> {
    let parts = page_objects(PAPER, stream("", b"9 9 90 90 re f"), &[objects.to_vec()]);
    let mut bytes = b"%PDF-1.7\n".to_vec();
    let mut rows = vec![0, 0, 0, 0, 2, 0, 5, 0];
    for (index, object) in parts.iter().enumerate().skip(1) {
        let place = (bytes.len() as u16).to_be_bytes();
        if index == 4 && own[0] == 2 {
            rows.extend([2, 0, own[1], 0]);
        } else {
            rows.extend([1, place[0], place[1], 0]);
        }
        bytes.extend(numbered(index + 1, object));
    }
    let table = bytes.len();
    let place = (table as u16).to_be_bytes();
    rows.extend([1, place[0], place[1], 0]);
    bytes.extend(numbered(
        6,
        &stream("/Type/XRef/Size 7/W[1 2 1]/Root 1 0 R", &rows),
    ));
    bytes.extend(format!("startxref\n{table}\n%%EOF\n").into_bytes());
    bytes
}

/// A file arranged for the web: a table for the first page at its beginning, one for the rest at its end.
pub fn first_page_first() -> Vec<u8> {
    let content = "90 20 300 150 re f ".repeat(100);
    let parts = page_objects(PAPER, stream("", content.as_bytes()), &[]);
    let rest = "<</Linearized 1/L 0000000000/H[0 0]/O 3/E 0000000000/N 1/T 0000000000>>";
    let lay = |first_table: usize, main_table: usize, places: &[usize; 5]| {
        let mut bytes = b"%PDF-1.4\n".to_vec();
        let mut found = [0; 5];
        let put = |bytes: &mut Vec<u8>, number: usize, object: &[u8], found: &mut [usize; 5]| {
            found[number - 1] = bytes.len();
            bytes.extend(numbered(number, object));
        };
        put(&mut bytes, 5, rest.as_bytes(), &mut found);
        let first_at = bytes.len();
        let rows: Vec<_> = [places[2], places[3], places[4]]
            .map(|place| format!("{place:010} 00000 n \n"))
            .concat()
            .into_bytes();
        let trailer =
            format!("trailer\n<</Size 6/Root 1 0 R/Prev {main_table:010}>>\nstartxref\n0\n%%EOF\n");
        bytes.extend(concat(&[b"xref\n3 3\n", &rows, trailer.as_bytes()]));
        put(&mut bytes, 3, &parts[2], &mut found);
        put(&mut bytes, 4, &parts[3], &mut found);
        put(&mut bytes, 1, &parts[0], &mut found);
        put(&mut bytes, 2, &parts[1], &mut found);
        let main_at = bytes.len();
        bytes.extend(references(&places[..2]));
        bytes.extend(
            format!("trailer\n<</Size 3>>\nstartxref\n{first_table}\n%%EOF\n").into_bytes(),
        );
        (bytes, first_at, main_at, found)
    };
    let (_, first_table, main_table, places) = lay(0, 0, &[0; 5]);
    // Offsets are of a fixed width wherever something follows them.
    lay(first_table, main_table, &places).0
}
