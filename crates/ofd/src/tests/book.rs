//! Documents in the making, for tests: a zip of XML parts around whatever a page is to show.

use super::super::fixtures::zip_of;

/// Parts of a document in the making. A part that is set twice is replaced.
pub(super) struct Book {
    parts: Vec<(String, Vec<u8>)>,
}

impl Book {
    /// One page with this in its content.
    pub(super) fn of_content(content: &str) -> Self {
        let page = format!(
            "<ofd:Page xmlns:ofd='http://www.ofdspec.org/2016'><ofd:Content>{content}</ofd:Content></ofd:Page>"
        );
        let book = Self { parts: Vec::new() };
        book.with("OFD.xml", ofd_xml(""))
            .with("Doc_0/Document.xml", document_xml("", "", ""))
            .with("Doc_0/Pages/Page_0/Content.xml", page)
    }

    /// One page with these objects in its one layer.
    pub(super) fn of(objects: &str) -> Self {
        Self::of_content(&format!("<ofd:Layer ID='1'>{objects}</ofd:Layer>"))
    }

    pub(super) fn with(mut self, place: &str, bytes: impl Into<Vec<u8>>) -> Self {
        self.parts.retain(|(other, _)| other != place);
        self.parts.push((place.to_owned(), bytes.into()));
        self
    }

    /// Resources that belong to the document.
    pub(super) fn with_resources(self, resources: &str) -> Self {
        let listed = "<ofd:PublicRes>PublicRes.xml</ofd:PublicRes>";
        self.with("Doc_0/Document.xml", document_xml(listed, "", ""))
            .with("Doc_0/PublicRes.xml", res_xml(resources))
    }

    pub(super) fn bytes(&self) -> Vec<u8> {
        let parts: Vec<(&str, &[u8])> = self
            .parts
            .iter()
            .map(|(place, bytes)| (place.as_str(), bytes.as_slice()))
            .collect();
        zip_of(&parts)
    }
}

pub(super) fn ofd_xml(more: &str) -> String {
    format!(
        "<?xml version='1.0' encoding='UTF-8'?><ofd:OFD xmlns:ofd='http://www.ofdspec.org/2016'>\
         <ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>{more}</ofd:DocBody></ofd:OFD>"
    )
}

pub(super) fn document_xml(common: &str, pages: &str, more: &str) -> String {
    format!(
        "<ofd:Document xmlns:ofd='http://www.ofdspec.org/2016'><ofd:CommonData>\
         <ofd:PageArea><ofd:PhysicalBox>0 0 100 50</ofd:PhysicalBox></ofd:PageArea>{common}</ofd:CommonData>\
         <ofd:Pages><ofd:Page ID='10' BaseLoc='Pages/Page_0/Content.xml'/>{pages}</ofd:Pages>{more}</ofd:Document>"
    )
}

pub(super) fn res_xml(resources: &str) -> String {
    format!("<ofd:Res xmlns:ofd='http://www.ofdspec.org/2016' BaseLoc='Res'>{resources}</ofd:Res>")
}

/// A filled rectangle in millimetres.
pub(super) fn block(rect: &str, color: &str, more: &str) -> String {
    let sides: Vec<f64> = rect
        .split(' ')
        .map(|n| n.parse().expect("a number"))
        .collect();
    let (width, height) = (sides[2], sides[3]);
    format!(
        "<ofd:PathObject Boundary='{rect}' Fill='true' Stroke='false' {more}>\
         <ofd:FillColor Value='{color}'/>\
         <ofd:AbbreviatedData>M 0 0 L {width} 0 L {width} {height} L 0 {height} C</ofd:AbbreviatedData>\
         </ofd:PathObject>"
    )
}
