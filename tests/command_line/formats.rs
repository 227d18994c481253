//! The same report in every format, by the ending of its name, with pictures where the format has them.

use std::path::Path;

use calamine::{Data, Reader as _, Xlsx, open_workbook};

use crate::demo;
use crate::program::{Program, invoice, png, sandbox};
use invoice_lens::sandbox::{SandboxInvoice, SandboxLibrary};

const CHINESE: &str = "ID01csv00000001";

fn sheet(path: &Path, index: usize) -> Vec<Vec<Data>> {
    let mut book: Xlsx<_> = open_workbook(path).expect("a workbook");
    let range = book
        .worksheet_range_at(index)
        .expect("there")
        .expect("read");
    range.rows().map(<[Data]>::to_vec).collect()
}

#[test]
fn one_run_writes_every_format_and_they_say_the_same() {
    let ids: Vec<&str> = demo::ids().into_iter().take(5).collect();
    let ended = Program::demo_audit(&ids)
        .args(&["--report", "report.csv", "--report", "report.xlsx"])
        .args(&["--report", "report.html"])
        .run();
    let report = ended.quiet_report();
    assert_eq!(
        ended.files(),
        ["report.csv", "report.html", "report.json", "report.xlsx"]
            .map(str::to_owned)
            .into()
    );
    let csv = std::fs::read_to_string(ended.path("report.csv")).expect("written");
    let html = std::fs::read_to_string(ended.path("report.html")).expect("written");
    let rows = sheet(&ended.path("report.xlsx"), 1);
    assert_eq!(rows.len(), 1 + ids.len());
    for (row, id) in rows[1..].iter().zip(&ids) {
        assert_eq!(row[1], Data::String((*id).to_owned()));
        assert!(csv.contains(&format!(",{id},Loaded,")), "{csv}");
        let name = invoice(&report, id)["file_name"].as_str().expect("a text");
        assert_eq!(row[12], Data::String(name.to_owned()));
        assert!(html.contains(&format!("id=\"{id}\"")));
    }
    assert_eq!(
        html.matches("src=\"data:image/jpeg;base64,").count(),
        ids.len()
    );
    let file = std::fs::File::open(ended.path("report.xlsx")).expect("there");
    let parts = zip::ZipArchive::new(file).expect("a package");
    let mut names = parts.file_names().map(|it| it.expect("a name"));
    assert!(names.any(|it| it.starts_with("xl/media/")));
}

#[test]
fn a_name_that_no_format_ends_in_is_refused_before_anything_is_fetched() {
    let ended = Program::new(&["audit", "ID01right00001", "--report", "report.doc"])
        .args(&["--lang", "en"])
        .run();
    assert_eq!(ended.status, 1);
    assert!(ended.stderr.contains(".xlsx"), "{}", ended.stderr);
}

#[test]
fn names_that_lead_elsewhere_and_formulas_do_no_harm() {
    let name = "=HYPERLINK(\"http://a.example\")/../../x<script>.png";
    let library = SandboxLibrary::new()
        .with_object("page.png", png(30, 20))
        .with_invoice(SandboxInvoice {
            file_name: name.to_owned(),
            ..SandboxInvoice::new(CHINESE, "page.png")
        });
    let sandbox = sandbox(library);
    let ended = Program::audit(&sandbox, &[CHINESE])
        .args(&["--report", "report.csv", "--report", "report.xlsx"])
        .args(&["--report", "report.html"])
        .run();
    assert_eq!(ended.status, 0, "{}", ended.stderr);
    let csv = std::fs::read_to_string(ended.path("report.csv")).expect("written");
    assert!(csv.contains("\"'=HYPERLINK("), "{csv}");
    let html = std::fs::read_to_string(ended.path("report.html")).expect("written");
    assert!(!html.contains("<script>"));
    let rows = sheet(&ended.path("report.xlsx"), 1);
    assert_eq!(rows[1][12], Data::String(name.to_owned()));
    assert_eq!(ended.files().len(), 4);
}
