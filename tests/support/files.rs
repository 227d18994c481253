//! Documents for tests, made here.

use std::fmt::Write as _;

/// A PDF of these pages, each 200 units wide and 100 high: 2000 by 1000 px where regions are counted.
pub fn pdf(contents: &[&str]) -> Vec<u8> {
    let kids: Vec<String> = (0..contents.len())
        .map(|page| format!("{} 0 R", 3 + 2 * page))
        .collect();
    let kids = kids.join(" ");
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        format!(
            "<</Type/Pages/Kids[{kids}]/Count {}/MediaBox[0 0 200 100]>>",
            contents.len()
        ),
    ];
    for (page, content) in contents.iter().enumerate() {
        let stream = 4 + 2 * page;
        objects.push(format!("<</Type/Page/Parent 2 0 R/Contents {stream} 0 R>>"));
        objects.push(format!(
            "<</Length {}>>stream\n{content}\nendstream",
            content.len()
        ));
    }
    let mut text = "%PDF-1.7\n".to_owned();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (index, object) in objects.iter().enumerate() {
        writeln!(table, "{:010} 00000 n ", text.len()).expect("a string grows");
        write!(text, "{} 0 obj\n{object}\nendobj\n", index + 1).expect("a string grows");
    }
    let (size, start) = (objects.len() + 1, text.len());
    write!(
        text,
        "{table}trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n"
    )
    .expect("a string grows");
    text.into_bytes()
}

/// A fully digitalised invoice with one line.
pub const INVOICE_XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\
<EInvoice><Header><InherentLabel>\
<EInvoiceType><LabelName>电子发票</LabelName></EInvoiceType>\
<GeneralOrSpecialVAT><LabelName>普通发票</LabelName></GeneralOrSpecialVAT></InherentLabel></Header>\
<EInvoiceData><SellerInformation><SellerName>甲公司</SellerName></SellerInformation>\
<BuyerInformation><BuyerName>乙公司</BuyerName></BuyerInformation>\
<BasicInformation><TotalTax-includedAmount>106.00</TotalTax-includedAmount>\
<TotalTax-includedAmountInChinese>壹佰零陆圆整</TotalTax-includedAmountInChinese></BasicInformation>\
<IssuItemInformation><ItemName>*餐饮服务*餐费</ItemName><TaxRate>0.06</TaxRate></IssuItemInformation>\
</EInvoiceData><TaxSupervisionInfo><InvoiceNumber>25000000000000000002</InvoiceNumber>\
<IssueTime>2026-01-02</IssueTime></TaxSupervisionInfo></EInvoice>";
