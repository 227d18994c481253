//! An invoice as writers lay it out: rules, about seventy texts in fonts that it does not hold, a code of squares, a seal.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use image::{GrayImage, ImageFormat, Luma};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// In millimetres: x, y and length of horizontal rules, x, y and length of vertical ones.
const ACROSS: [(f64, f64, f64); 6] = [
    (4.5, 30.0, 201.0),
    (4.5, 52.0, 201.0),
    (4.5, 96.0, 201.0),
    (4.5, 104.0, 201.0),
    (4.5, 124.0, 201.0),
    (65.5, 18.0, 73.0),
];
const DOWN: [(f64, f64, f64); 9] = [
    (4.5, 30.0, 94.0),
    (205.5, 30.0, 94.0),
    (12.5, 30.0, 22.0),
    (119.5, 30.0, 22.0),
    (56.5, 52.0, 52.0),
    (82.5, 52.0, 44.0),
    (114.5, 52.0, 44.0),
    (164.5, 52.0, 44.0),
    (175.5, 52.0, 44.0),
];

/// Place of the baseline in millimetres, size in millimetres, text; the first are labels.
fn texts() -> Vec<(f64, f64, f64, String)> {
    let mut texts = vec![
        (69.0, 13.0, 6.5, "某某增值税电子普通发票".to_owned()),
        (148.0, 10.0, 3.2, "发票代码：012345678901".to_owned()),
        (148.0, 15.5, 3.2, "发票号码：12345678".to_owned()),
        (148.0, 21.0, 3.2, "开票日期：2026年01月02日".to_owned()),
        (14.0, 34.0, 3.2, "名　　称：某某科技有限公司".to_owned()),
        (
            14.0,
            39.0,
            3.2,
            "纳税人识别号：91000000MA00000000".to_owned(),
        ),
        (
            14.0,
            44.0,
            3.2,
            "地址、电话：某某市某某区某某路1号 010-12345678".to_owned(),
        ),
        (
            14.0,
            49.0,
            3.2,
            "开户行及账号：某某银行某某支行 6200000000000000000".to_owned(),
        ),
        (17.0, 101.0, 3.2, "价税合计（大写）壹佰零陆圆整".to_owned()),
        (158.0, 101.0, 3.2, "（小写）¥106.00".to_owned()),
    ];
    for line in 0..8 {
        let y = 57.0 + 4.5 * f64::from(line);
        for (x, text) in [
            (6.0, "*餐饮服务*餐饮费"),
            (58.0, "规格型号"),
            (84.0, "1.00000000"),
            (120.0, "12.50000000"),
            (150.0, "1250.00"),
            (167.0, "6%"),
            (180.0, "75.00"),
        ] {
            texts.push((x, y, 3.2, text.to_owned()));
        }
    }
    texts
}

/// Squares as in a QR code, which cannot be read.
fn squares() -> Vec<u8> {
    let image = GrayImage::from_fn(330, 330, |x, y| {
        let square = (x / 10 * 7 + y / 10 * 13 + (x / 10) * (y / 10)) % 3;
        Luma([if square == 0 { 0 } else { 255 }])
    });
    let mut bytes = Cursor::new(Vec::new());
    let written = image.write_to(&mut bytes, ImageFormat::Png);
    written.expect("memory takes any picture");
    bytes.into_inner()
}

pub fn ofd() -> Vec<u8> {
    let mut layer = String::from(
        "<ImageObject Boundary='8 5 20 20' CTM='20 0 0 20 0 0' ResourceID='6'/>\
         <PathObject Boundary='88 5 30 20' LineWidth='1'><StrokeColor Value='255 0 0'/>\
         <AbbreviatedData>M 1 10 A 14 9 0 1 1 29 10 A 14 9 0 1 1 1 10 C</AbbreviatedData></PathObject>",
    );
    let mut add = |object: std::fmt::Arguments<'_>| {
        layer.write_fmt(object).expect("a string grows");
    };
    for (x, y, length) in ACROSS {
        add(format_args!(
            "<PathObject Boundary='{x} {y} {length} 0.4' LineWidth='0.25'><StrokeColor Value='156 82 35'/>\
             <AbbreviatedData>M 0 0.2 L {length} 0.2</AbbreviatedData></PathObject>"
        ));
    }
    for (x, y, length) in DOWN {
        add(format_args!(
            "<PathObject Boundary='{x} {y} 0.4 {length}' LineWidth='0.25'><StrokeColor Value='156 82 35'/>\
             <AbbreviatedData>M 0.2 0 L 0.2 {length}</AbbreviatedData></PathObject>"
        ));
    }
    for (index, (x, y, size, text)) in texts().into_iter().enumerate() {
        let steps: Vec<String> = text
            .chars()
            .map(|c| if c.is_ascii() { size / 2.0 } else { size }.to_string())
            .collect();
        let (font, color) = if index < 10 {
            (2, "156 82 35")
        } else {
            (3, "0 0 0")
        };
        add(format_args!(
            "<TextObject Boundary='{x} {y} 80 8' Font='{font}' Size='{size}'><FillColor Value='{color}'/>\
             <TextCode X='0' Y='0' DeltaX='{}'>{text}</TextCode></TextObject>",
            steps.join(" ")
        ));
    }
    let content = format!("<Page><Content><Layer>{layer}</Layer></Content></Page>");
    let parts: [(&str, &[u8]); 5] = [
        ("OFD.xml", b"<OFD><DocBody><DocRoot>Doc_0/Document.xml</DocRoot></DocBody></OFD>"),
        (
            "Doc_0/Document.xml",
            b"<Document><CommonData><PageArea><PhysicalBox>0 0 210 140</PhysicalBox></PageArea>\
              <PublicRes>PublicRes.xml</PublicRes></CommonData>\
              <Pages><Page ID='1' BaseLoc='Page.xml'/></Pages></Document>",
        ),
        (
            "Doc_0/PublicRes.xml",
            "<Res><Fonts><Font ID='2' FontName='楷体'/><Font ID='3' FontName='宋体'/></Fonts><MultiMedias>\
             <MultiMedia ID='6' Type='Image'><MediaFile>a.png</MediaFile></MultiMedia></MultiMedias></Res>"
                .as_bytes(),
        ),
        ("Doc_0/a.png", &squares()),
        ("Doc_0/Page.xml", content.as_bytes()),
    ];
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        let begun = zip.start_file(name, SimpleFileOptions::default());
        begun.expect("memory takes any entry");
        zip.write_all(bytes).expect("memory takes any bytes");
    }
    zip.finish().expect("memory takes any archive").into_inner()
}

pub fn pdf() -> Vec<u8> {
    const POINTS: f64 = 72.0 / 25.4;
    let mut content = String::from("0.61 0.32 0.14 RG 0.7 w\n");
    let mut add = |line: std::fmt::Arguments<'_>| {
        content.write_fmt(line).expect("a string grows");
    };
    let (width, height) = (210.0 * POINTS, 140.0 * POINTS);
    for (x, y, length) in ACROSS {
        let (from, to, y) = (x * POINTS, (x + length) * POINTS, height - y * POINTS);
        add(format_args!("{from} {y} m {to} {y} l S\n"));
    }
    for (x, y, length) in DOWN {
        let (x, from, to) = (
            x * POINTS,
            height - y * POINTS,
            height - (y + length) * POINTS,
        );
        add(format_args!("{x} {from} m {x} {to} l S\n"));
    }
    for (index, (x, y, size, text)) in texts().into_iter().enumerate() {
        let units: Vec<String> = text
            .encode_utf16()
            .map(|unit| format!("{unit:04X}"))
            .collect();
        let hex = units.concat();
        let font = if index < 10 { "K" } else { "S" };
        let (x, y, size) = (x * POINTS, height - y * POINTS, size * POINTS);
        add(format_args!(
            "BT /{font} {size} Tf {x} {y} Td <{hex}> Tj ET\n"
        ));
    }
    let font = |name: &str, descendant: u32| {
        format!(
            "<</Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/UniGB-UCS2-H/DescendantFonts[{descendant} 0 R]>>"
        )
    };
    let descendant = |name: &str| {
        format!(
            "<</Type/Font/Subtype/CIDFontType2/BaseFont/{name}/DW 1000/W[1 95 500]/CIDSystemInfo\
             <</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/FontDescriptor\
             <</Type/FontDescriptor/FontName/{name}/Flags 4>>>>"
        )
    };
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 {width} {height}]/Contents 8 0 R\
             /Resources<</Font<</K 4 0 R/S 6 0 R>>>>>>"
        ),
        font("KaiTi", 5),
        descendant("KaiTi"),
        font("SimSun", 7),
        descendant("SimSun"),
        format!("<</Length {}>>stream\n{content}\nendstream", content.len()),
    ];
    let mut file = "%PDF-1.7\n".to_owned();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (index, object) in objects.iter().enumerate() {
        writeln!(table, "{:010} 00000 n ", file.len()).expect("a string grows");
        write!(file, "{} 0 obj\n{object}\nendobj\n", index + 1).expect("a string grows");
    }
    let (size, start) = (objects.len() + 1, file.len());
    write!(
        file,
        "{table}trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n"
    )
    .expect("a string grows");
    file.into_bytes()
}
