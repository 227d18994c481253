//! Whole files: an invoice of every part, others as lists, and what is broken or too much.

use crate::formats::FormatError;

use super::{DataFile, Party, XmlField, read};

const INVOICE: &str = r#"<?xml version="1.0" encoding="utf-8" standalone="yes"?>
<EInvoice xmlns="urn:x">
  <Header>
    <EIid>25000000000000000001</EIid><Version>0.37</Version>
    <InherentLabel>
      <InIssuType><LabelCode>N</LabelCode><LabelName>是否蓝字发票标志</LabelName></InIssuType>
      <EInvoiceType><LabelCode>01</LabelCode><LabelName>电子发票</LabelName></EInvoiceType>
      <GeneralOrSpecialVAT><LabelCode>01</LabelCode><LabelName>增值税专用发票</LabelName></GeneralOrSpecialVAT>
    </InherentLabel>
  </Header>
  <EInvoiceData>
    <SellerInformation><SellerIdNum>91330000TEST00001X</SellerIdNum><SellerName>甲 &amp; 乙公司</SellerName>
      <SellerAddr>测试路1号</SellerAddr><SellerTelNum>010-1</SellerTelNum>
      <SellerBankName>测试银行</SellerBankName><SellerBankAccNum>6222</SellerBankAccNum></SellerInformation>
    <BuyerInformation><BuyerIdNum/><BuyerName>李&#22235;（个人）</BuyerName></BuyerInformation>
    <BasicInformation><TotalAmWithoutTax>-100.10</TotalAmWithoutTax><TotalTaxAm>-6.01</TotalTaxAm>
      <TotalTax-includedAmount>-106.11</TotalTax-includedAmount>
      <TotalTax-includedAmountInChinese>（负数）壹佰零陆圆壹角壹分</TotalTax-includedAmountInChinese>
      <Drawer>张三</Drawer><RequestTime>2026-01-02 03:04:05</RequestTime></BasicInformation>
    <IssuItemInformation><ItemName>*餐饮服务*餐费</ItemName><SpecMod>大</SpecMod><MeaUnits>份</MeaUnits>
      <Quantity>-1</Quantity><UnPrice>100.1000000000000001</UnPrice><Amount>-100.10</Amount>
      <TaxRate>0.06</TaxRate><ComTaxAm>-6.01</ComTaxAm></IssuItemInformation>
    <IssuItemInformation><ItemName>第二行</ItemName><TaxRate>免税</TaxRate></IssuItemInformation>
    <SpecificInformation><Toll><PlateNumber>浙A00000</PlateNumber><Empty/>
      <StartDatesOfPassage>20260102030405678</StartDatesOfPassage></Toll></SpecificInformation>
    <AdditionalInformation><Remark><![CDATA[订单 <7> 号]]></Remark></AdditionalInformation>
  </EInvoiceData>
  <TaxSupervisionInfo><InvoiceNumber>25000000000000000002</InvoiceNumber><IssueTime>2026-01-02</IssueTime>
    <TaxBureauName>国家税务总局测试税务局</TaxBureauName></TaxSupervisionInfo>
</EInvoice>"#;

fn file(text: &str) -> DataFile {
    read(text.as_bytes()).expect("well-formed")
}

#[test]
fn every_part_of_an_invoice_is_found() {
    let invoice = file(INVOICE).invoice.expect("an invoice");
    assert_eq!(invoice.title(), "电子发票（增值税专用发票）");
    assert!(invoice.is_red);
    assert_eq!(invoice.number, "25000000000000000002");
    assert_eq!(invoice.date, "2026-01-02");
    let seller = Party {
        name: "甲 & 乙公司".into(),
        tax_id: "91330000TEST00001X".into(),
        address: "测试路1号".into(),
        telephone: "010-1".into(),
        bank: "测试银行".into(),
        account: "6222".into(),
    };
    assert_eq!(invoice.seller, seller);
    assert_eq!(invoice.buyer.name, "李四（个人）");
    assert_eq!(invoice.buyer.tax_id, "");
    let [first, second] = invoice.lines.as_slice() else {
        panic!("two lines: {:?}", invoice.lines);
    };
    assert_eq!(first.price, "100.1000000000000001", "never a float");
    assert_eq!(
        (first.quantity.as_str(), first.tax_rate.as_str()),
        ("-1", "6%")
    );
    assert_eq!(
        (second.name.as_str(), second.tax_rate.as_str()),
        ("第二行", "免税")
    );
    assert_eq!(
        (invoice.amount.as_str(), invoice.tax.as_str()),
        ("-100.10", "-6.01")
    );
    assert_eq!(invoice.total, "-106.11");
    assert_eq!(invoice.total_in_words, "（负数）壹佰零陆圆壹角壹分");
    assert_eq!(
        invoice.specific,
        [
            ("PlateNumber".into(), "浙A00000".into()),
            ("StartDatesOfPassage".into(), "2026-01-02 03:04:05".into()),
        ]
    );
    assert_eq!(invoice.remark, "订单 <7> 号");
    assert_eq!(invoice.drawer, "张三");
    assert_eq!(invoice.tax_bureau, "国家税务总局测试税务局");
}

#[test]
fn an_invoice_of_next_to_nothing_is_one() {
    let file = file("<EInvoice><Header><EIid>7</EIid></Header></EInvoice>");
    let invoice = file.invoice.as_ref().expect("an invoice");
    assert_eq!(
        (invoice.number.as_str(), invoice.title().as_str()),
        ("7", "电子发票")
    );
    assert_eq!(file.summary().number, "7");
}

#[test]
fn any_other_file_is_a_list_of_fields() {
    let file = file(
        "<fp:eInvoice xmlns:fp='x' a='1 &lt; 2'>\n <fp:No> 42 </fp:No>text<G><H/></G></fp:eInvoice>",
    );
    assert!(file.invoice.is_none());
    assert_eq!(file.summary().title, "eInvoice");
    let field = |depth, name: &str, value: &str| XmlField {
        depth,
        name: name.into(),
        value: value.into(),
    };
    let expected = [
        field(0, "eInvoice", "text"),
        field(1, "@a", "1 < 2"),
        field(1, "No", "42"),
        field(1, "G", ""),
        field(2, "H", ""),
    ];
    assert_eq!(file.fields, expected);
}

#[test]
fn no_entity_is_expanded_and_nothing_is_fetched() {
    let bomb = "<!DOCTYPE a [<!ENTITY b \"xxxxxxxxxx\"><!ENTITY c \"&b;&b;&b;\"><!ENTITY d SYSTEM \"file:///etc/passwd\">]>\
        <a t='&c;'>&c;&d;</a>";
    let file = file(bomb);
    assert_eq!(file.fields[0].value, "&c;&d;");
    assert_eq!(file.fields[1].value, "&c;");
}

#[test]
fn what_is_broken_is_said_and_what_is_cut_is_told_apart() {
    assert_eq!(read(b"<a><b>1</b>"), Err(FormatError::Incomplete));
    for broken in [
        "<a></b>",
        "<a><b></a></b>",
        "<a>&#xFFFFFFFF",
        "<!-- nothing -->",
    ] {
        let error = read(broken.as_bytes()).expect_err(broken);
        assert!(
            matches!(error.code(), "file_corrupt" | "file_incomplete"),
            "{broken}"
        );
    }
}

#[test]
fn every_beginning_of_an_invoice_is_survived() {
    for cut in (0..INVOICE.len()).step_by(7) {
        let result = read(&INVOICE.as_bytes()[..cut]);
        assert!(result.is_err(), "{cut}");
    }
}

#[test]
fn depth_and_number_are_bounded() {
    let deep = |depth: usize| format!("{}{}", "<a>".repeat(depth), "</a>".repeat(depth));
    assert_eq!(file(&deep(64)).fields.len(), 64);
    assert_eq!(
        read(deep(65).as_bytes()).expect_err("deep").code(),
        "file_corrupt"
    );
    let wide = format!("<a>{}</a>", "<b/>".repeat(200_000));
    assert_eq!(read(wide.as_bytes()), Err(FormatError::TooMuchMemory));
}

#[test]
fn a_log_learns_nothing_of_what_a_file_says() {
    assert_eq!(
        format!("{:?}", file("<a><b>secret</b></a>")),
        "DataFile(2 fields)"
    );
}

#[test]
fn a_file_travels_as_data() {
    let file = file(INVOICE);
    let text = serde_json::to_string(&file).expect("plain data");
    let back: DataFile = serde_json::from_str(&text).expect("the same");
    assert_eq!(back, file);
}
