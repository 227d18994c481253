//! Workbooks are read apart: what a file asks of its reader harms nothing but the answer.

use invoice_lens::engine::{WorkerConfig, read_workbook};
use invoice_lens::id_list::{IdList, IdListError};
use invoice_lens::model::InvoiceId;
use invoice_lens::model::paste::PasteReport;

use crate::harness::{HELLO, StandIn, alone, config};
use crate::made::{Sheet, xls};

const ID: &str = "ID01xO4jZjprrx";

fn read(sheets: &[Sheet<'_>]) -> Result<IdList, IdListError> {
    let _alone = alone();
    read_workbook(config(), &xls(sheets))
}

fn ids(list: &IdList) -> Vec<String> {
    let report = PasteReport::parse(&list.text);
    report.ids.iter().map(InvoiceId::to_string).collect()
}

#[test]
fn a_workbook_comes_back_as_text_with_the_sheet_that_was_read() {
    let rows = [(0, 0, "金额"), (0, 1, "票据ID"), (1, 0, "171"), (1, 1, ID)];
    let list = read(&[("说明", &[(0, 0, "无")]), ("报销", &rows)]).expect("a workbook");
    assert_eq!(list.text, format!("金额\t票据ID\n171\t{ID}"));
    assert_eq!(list.sheet.as_deref(), Some("报销"));
}

#[test]
fn cells_far_apart_are_read_or_refused_and_end_nothing() {
    // 137 GB for two cells.
    let far = [(0, 0, ID), (u16::MAX, u16::MAX, "x")];
    assert_eq!(read(&[("a", &far)]), Err(IdListError::TooMuch));
    // The last row that such a sheet can have, and more columns than people use.
    let honest = [(0, 0, "票据ID"), (1, 0, ID), (u16::MAX, 99, "x")];
    assert_eq!(ids(&read(&[("a", &honest)]).expect("read")), [ID]);
    // Many of that size.
    let sheets = ["a", "b", "c", "d", "e", "f"].map(|name| (name, &honest[..]));
    assert_eq!(read(&sheets), Err(IdListError::TooMuch));
}

#[test]
fn a_reader_that_crashes_or_hangs_is_an_error() {
    let _alone = alone();
    let bytes = xls(&[("a", &[(0, 0, ID)])]);
    let crashed = StandIn::that(HELLO, "exit 3");
    let error = read_workbook(crashed.config(), &bytes);
    assert!(matches!(error, Err(IdListError::Workbook(_))), "{error:?}");
    let hangs = StandIn::that(HELLO, "cat >/dev/null");
    let hurried = WorkerConfig {
        full: std::time::Duration::from_millis(1),
        ..hangs.config()
    };
    assert_eq!(read_workbook(hurried, &bytes), Err(IdListError::TooMuch));
    let gone = WorkerConfig {
        program: "/no/such/program".into(),
        ..config()
    };
    let error = read_workbook(gone, &bytes);
    assert!(matches!(error, Err(IdListError::Workbook(_))), "{error:?}");
}
