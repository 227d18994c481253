//! XML: invoices, web pages and parts of documents that grow while they are read, or lead elsewhere.

use encoding_rs::GB18030;

use crate::bytes::concat;
use crate::corpus::{Corpus, Fate};

const DATA: Fate = Fate::Fails("data_file");

const INVOICE: &str = "<EInvoice><Header><EIid>25000000000000000001</EIid></Header><EInvoiceData><SellerInformation>\
    <SellerName>甲公司</SellerName></SellerInformation><BasicInformation><TotalTax-includedAmount>106.00</TotalTax-includedAmount>\
    </BasicInformation><IssuItemInformation><ItemName>餐费</ItemName><TaxRate>0.06</TaxRate></IssuItemInformation>\
    </EInvoiceData><TaxSupervisionInfo><IssueTime>2026-01-02</IssueTime></TaxSupervisionInfo></EInvoice>";

pub fn add_to(corpus: &mut Corpus) {
    for (name, bytes) in spellings(INVOICE) {
        corpus.add(format!("an invoice {name}"), DATA, bytes);
    }
    for (name, text) in bombs() {
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
    corpus.add_cuts("an invoice cut at", INVOICE.as_bytes());
    let items = "<IssuItemInformation><ItemName>x</ItemName></IssuItemInformation>".repeat(90_000);
    let crowd = INVOICE.replace("<BasicInformation>", &format!("{items}<BasicInformation>"));
    corpus.add("an invoice of 90,000 lines", DATA, crowd.into_bytes());
    let nested = "<IssuItemInformation>".repeat(50) + &"</IssuItemInformation>".repeat(50);
    let crowd = INVOICE.replace(
        "<BasicInformation>",
        &format!("{}<BasicInformation>", nested.repeat(3_000)),
    );
    corpus.add("an invoice of lines in lines", DATA, crowd.into_bytes());
}

/// A good file for being damaged.
pub fn good() -> Vec<Vec<u8>> {
    let declared = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>{INVOICE}");
    vec![INVOICE.into(), declared.into_bytes()]
}

/// The same text in every encoding that occurs.
pub fn spellings(text: &str) -> Vec<(&'static str, Vec<u8>)> {
    let utf16 = |mark: &str, unit: fn(u16) -> [u8; 2]| -> Vec<u8> {
        let units = mark.encode_utf16().chain(text.encode_utf16());
        units.flat_map(unit).collect()
    };
    let gbk = GB18030.encode(text).0.into_owned();
    vec![
        ("in UTF-8", text.into()),
        (
            "in UTF-8 with a mark",
            concat(&[b"\xEF\xBB\xBF", text.as_bytes()]),
        ),
        ("in UTF-16", utf16("\u{FEFF}", u16::to_le_bytes)),
        (
            "in UTF-16 the other way",
            utf16("\u{FEFF}", u16::to_be_bytes),
        ),
        ("in UTF-16 without a mark", utf16("", u16::to_le_bytes)),
        (
            "in UTF-16 the other way without a mark",
            utf16("", u16::to_be_bytes),
        ),
        (
            "in GBK",
            concat(&[b"<?xml version='1.0' encoding='GBK'?>", &gbk]),
        ),
        (
            "in GB 2312",
            concat(&[b"<?xml version='1.0' encoding='gb2312'?>", &gbk]),
        ),
        (
            "in GBK that says UTF-8",
            concat(&[b"<?xml version='1.0' encoding='UTF-8'?>", &gbk]),
        ),
    ]
}

/// Texts that are little and become much, or are much.
pub fn bombs() -> Vec<(&'static str, String)> {
    let laughs: Vec<String> = (1..20)
        .map(|n| format!("<!ENTITY l{n} \"{}\">", format!("&l{};", n - 1).repeat(10)))
        .collect();
    let attributes: Vec<String> = (0..80_000).map(|n| format!(" a{n}=\"\"")).collect();
    vec![
        ("of laughs", format!("<?xml version=\"1.0\"?><!DOCTYPE l [<!ENTITY l0 \"ha\">{}]><E>&l19;</E>", laughs.concat())),
        ("of laughs in an attribute", format!("<?xml version=\"1.0\"?><!DOCTYPE l [<!ENTITY l0 \"ha\">{}]><E a=\"&l19;\"/>", laughs.concat())),
        ("of an entity in itself", "<?xml version=\"1.0\"?><!DOCTYPE e [<!ENTITY a \"&a;&a;\">]><E b=\"&a;\">&a;</E>".into()),
        ("that reads files", "<?xml version=\"1.0\"?><!DOCTYPE e [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><E>&x;</E>".into()),
        ("that calls home", "<?xml version=\"1.0\"?><!DOCTYPE e SYSTEM \"http://127.0.0.1:9/e.dtd\" [<!ENTITY % p SYSTEM \"http://127.0.0.1:9/p\">%p;]><E/>".into()),
        ("with a style from elsewhere", "<?xml version=\"1.0\"?><?xml-stylesheet href=\"http://127.0.0.1:9/s.xsl\"?><E xmlns:xi=\"http://www.w3.org/2001/XInclude\"><xi:include href=\"/etc/passwd\"/></E>".into()),
        ("of 80,000 attributes", format!("<EInvoice{}/>", attributes.concat())),
        ("of a million attributes of one name", format!("<EInvoice{}/>", " a=''".repeat(1_000_000))),
        ("a million deep", format!("<?xml version=\"1.0\"?>{}", "<E>".repeat(1_000_000))),
        ("a million deep and back", format!("{}{}", "<E>".repeat(1_000_000), "</E>".repeat(1_000_000))),
        ("of a million elements", format!("<EInvoice>{}</EInvoice>", "<E/>".repeat(1_000_000))),
        ("that ends too often", format!("<EInvoice>{}", "</E>".repeat(100_000))),
        ("with a name of 10 MB", format!("<?xml version=\"1.0\"?><{}/>", "E".repeat(10 << 20))),
        ("with text of 20 MB", format!("<EInvoice>{}</EInvoice>", "票".repeat(7_333_333))),
        ("with text of 19 MB", format!("<EInvoice>{}</EInvoice>", "票".repeat(6_500_000))),
        ("with an attribute of 10 MB", format!("<EInvoice a=\"{}\"/>", "票".repeat(3 << 20))),
        ("of two million references", format!("<EInvoice>{}</EInvoice>", "&amp;&#65;".repeat(1_000_000))),
        ("of references to nothing", format!("<EInvoice>{}</EInvoice>", "&#99999999999;&#x110000;&;&x".repeat(100_000))),
        ("of comments", format!("<?xml version=\"1.0\"?>{}<E/>", "<!-- -->".repeat(200_000))),
        ("of brackets", format!("<?xml version=\"1.0\"?><!DOCTYPE {}", "<!".repeat(1_000_000))),
        ("of sections", format!("<EInvoice>{}</EInvoice>", "<![CDATA[<]]>".repeat(200_000))),
        ("with a comment without an end", "<?xml version=\"1.0\"?><!-- ".into()),
        ("cut in its first word", "<?xml vers".into()),
        ("of nothing", "<?xml version=\"1.0\"?>".into()),
    ]
}
