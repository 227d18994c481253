//! An XML invoice in the place of its picture: laid out like the invoice it stands for, and below it every field of
//! the file. Other XML is its fields alone.

use egui::{Align, Frame, Grid, Layout, RichText, ScrollArea, TextEdit, Ui};

use crate::formats::{DataFile, DigitalInvoice, Line, Party, XmlField};
use crate::model::InvoiceNr;
use crate::review::Entry;
use crate::state::State;

use super::xml_card_data::{Outline, OutlineRow, as_text, name_of, party_facts};
use crate::ui::Cx;
use crate::ui::kit::{icons, theme, widgets};

/// The card is no wider than an invoice is comfortable to read, in points.
const MAX_WIDTH: f32 = 980.0;
const INDENT: f32 = 18.0;
const ROW_HEIGHT: f32 = 22.0;
/// Fields in view at once, in points; the rest is scrolled to.
const FIELDS_HEIGHT: f32 = 420.0;
/// Lines of the invoice in view at once, in points; long lists are scrolled.
const LINES_HEIGHT: f32 = 640.0;
/// Width of the labels before a party's facts, in points.
const LABEL_WIDTH: f32 = 96.0;

/// What is folded and searched for, of the file that is open.
#[derive(Default)]
pub struct XmlCard {
    open: Option<InvoiceNr>,
    outline: Outline,
    search: String,
}

impl XmlCard {
    pub fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, nr: InvoiceNr, data: &DataFile) {
        if self.open != Some(nr) {
            *self = Self {
                open: Some(nr),
                ..Self::default()
            };
        }
        let area = ui.available_rect_before_wrap();
        ui.painter().rect_filled(area, 0.0, cx.palette.window);
        ScrollArea::vertical()
            .id_salt(("xml card", nr.0))
            .auto_shrink(false)
            .show(ui, |ui| {
                let width = (ui.available_width() - 32.0).min(MAX_WIDTH);
                ui.with_layout(Layout::top_down(Align::Center), |ui| {
                    ui.set_max_width(width);
                    ui.add_space(16.0);
                    ui.with_layout(Layout::top_down(Align::Min), |ui| {
                        ui.set_width(width);
                        self.content_ui(ui, cx, data);
                    });
                    ui.add_space(16.0);
                });
            });
    }

    fn content_ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, data: &DataFile) {
        let key = match &data.invoice {
            Some(_) => "xml-banner",
            None => "xml-banner-other",
        };
        widgets::message(ui, icons::INFO, &cx.text(key), cx.palette.info);
        ui.add_space(theme::GAP * 2.0);
        if let Some(invoice) = &data.invoice {
            widgets::card(cx.palette).show(ui, |ui| {
                ui.set_width(ui.available_width());
                invoice_ui(ui, cx, invoice);
            });
            ui.add_space(theme::GAP * 2.0);
        }
        widgets::card(cx.palette).show(ui, |ui| {
            ui.set_width(ui.available_width());
            self.fields_ui(ui, cx, data);
        });
    }

    /// Every field of the file, searchable.
    fn fields_ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, data: &DataFile) {
        let title = cx.with("xml-all-fields", &[("count", data.fields.len().into())]);
        egui::CollapsingHeader::new(RichText::new(title).strong().family(theme::semibold()))
            .id_salt(("xml fields", self.open))
            .default_open(data.invoice.is_none())
            .show(ui, |ui| {
                ui.horizontal(|ui| {
                    let hint = cx.text("xml-search").into_owned();
                    let field = TextEdit::singleline(&mut self.search)
                        .id(egui::Id::unique("search in an XML"))
                        .hint_text(hint.as_str())
                        .desired_width(260.0);
                    widgets::named(ui.add(field), &hint, "");
                    if widgets::icon_button(ui, icons::COPY, &cx.text("xml-copy"), "").clicked() {
                        widgets::copy(ui, &as_text(data));
                    }
                });
                self.outline.search(&self.search);
                self.rows_ui(ui, cx, &data.fields);
            });
    }

    fn rows_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>, fields: &[XmlField]) {
        let rows = self.outline.rows(fields).to_vec();
        if rows.is_empty() {
            widgets::hint(ui, cx.text("xml-nothing-found"));
            return;
        }
        let mut toggled = None;
        ScrollArea::both()
            .id_salt("xml rows")
            .max_height(FIELDS_HEIGHT)
            .auto_shrink([false, true])
            .show_rows(ui, ROW_HEIGHT, rows.len(), |ui, range| {
                for row in &rows[range] {
                    if row_ui(ui, cx, *row, &fields[row.field]) {
                        toggled = Some(row.field);
                    }
                }
            });
        if let Some(field) = toggled {
            self.outline.toggle(field);
        }
    }
}

/// What the open invoice says, where it is data without a picture.
pub fn data_of<'a>(state: &'a State, entry: &Entry) -> Option<&'a DataFile> {
    let invoice = entry.invoice.as_ref()?;
    let data = state.documents.data(&invoice.picture_key)?;
    Some(data.as_ref())
}

/// Whether its fold was clicked.
fn row_ui(ui: &mut Ui, cx: &Cx<'_>, row: OutlineRow, field: &XmlField) -> bool {
    let mut is_toggled = false;
    ui.horizontal(|ui| {
        ui.set_min_height(ROW_HEIGHT);
        ui.add_space(INDENT * f32::from(field.depth));
        let name = RichText::new(&field.name).monospace();
        let name = if row.is_hit {
            name.color(cx.palette.accent)
        } else {
            name.color(cx.palette.weak)
        };
        if row.has_children {
            let icon = if row.is_folded {
                icons::NEXT
            } else {
                icons::DOWN
            };
            let text = format!("{icon} {}", field.name);
            let label = ui.selectable_label(false, RichText::new(text).monospace());
            is_toggled = label.clicked();
        } else {
            ui.add_space(INDENT);
            ui.label(name);
        }
        if !field.value.is_empty() {
            let value = egui::Label::new(&field.value).selectable(true);
            ui.add(value.wrap_mode(egui::TextWrapMode::Extend));
        }
    });
    is_toggled
}

fn invoice_ui(ui: &mut Ui, cx: &Cx<'_>, invoice: &DigitalInvoice) {
    head_ui(ui, cx, invoice);
    ui.separator();
    ui.columns(2, |columns| {
        party_ui(&mut columns[0], cx, "xml-buyer", &invoice.buyer);
        party_ui(&mut columns[1], cx, "xml-seller", &invoice.seller);
    });
    ui.separator();
    lines_ui(ui, cx, &invoice.lines);
    ui.separator();
    totals_ui(ui, cx, invoice);
    foot_ui(ui, cx, invoice);
}

fn head_ui(ui: &mut Ui, cx: &Cx<'_>, invoice: &DigitalInvoice) {
    ui.horizontal_wrapped(|ui| {
        let title = RichText::new(invoice.title())
            .size(theme::TITLE)
            .strong()
            .family(theme::semibold());
        ui.add(egui::Label::new(title).selectable(true));
        if invoice.is_red {
            let text = RichText::new(cx.text("xml-red"))
                .strong()
                .family(theme::semibold());
            ui.label(text.color(cx.palette.error));
        }
    });
    ui.horizontal_wrapped(|ui| {
        for (key, value) in [("xml-number", &invoice.number), ("xml-date", &invoice.date)] {
            ui.label(RichText::new(cx.text(key)).color(cx.palette.weak));
            ui.add(egui::Label::new(RichText::new(value).monospace()).selectable(true));
            ui.add_space(theme::GAP * 3.0);
        }
    });
}

fn party_ui(ui: &mut Ui, cx: &Cx<'_>, key: &str, party: &Party) {
    ui.label(
        RichText::new(cx.text(key))
            .strong()
            .family(theme::semibold()),
    );
    for (key, value) in party_facts(party) {
        fact_ui(ui, &cx.text(key), value);
    }
}

/// A label of one width, and beside it the value, wrapped.
fn fact_ui(ui: &mut Ui, name: &str, value: &str) {
    ui.horizontal_top(|ui| {
        let height = ui.text_style_height(&egui::TextStyle::Body);
        let layout = Layout::top_down(Align::Min);
        ui.allocate_ui_with_layout(egui::vec2(LABEL_WIDTH, height), layout, |ui| {
            ui.set_width(LABEL_WIDTH);
            ui.label(RichText::new(name).weak());
        });
        ui.add(egui::Label::new(value).selectable(true).wrap());
    });
}

/// The name takes what room there is; figures stand at the right of their columns.
fn lines_ui(ui: &mut Ui, cx: &Cx<'_>, lines: &[Line]) {
    const HEADS: [&str; 8] = [
        "xml-item",
        "xml-model",
        "xml-unit",
        "xml-quantity",
        "xml-price",
        "xml-amount",
        "xml-tax-rate",
        "xml-tax",
    ];
    const FIRST_FIGURE: usize = 3;
    ScrollArea::both()
        .id_salt("xml lines")
        .max_height(LINES_HEIGHT)
        .auto_shrink([false, true])
        .show_rows(ui, ROW_HEIGHT, lines.len() + 1, |ui, rows| {
            Grid::new("lines of the invoice")
                .num_columns(HEADS.len() + 1)
                .striped(true)
                .start_row(rows.start)
                .min_row_height(ROW_HEIGHT)
                .spacing([16.0, ui.spacing().item_spacing.y])
                .show(ui, |ui| {
                    for row in rows {
                        match row.checked_sub(1) {
                            Some(line) => line_ui(ui, &lines[line]),
                            None => {
                                for (column, key) in HEADS.into_iter().enumerate() {
                                    let head = RichText::new(cx.text(key)).small();
                                    let head = head.color(cx.palette.weak);
                                    cell_ui(ui, head, column >= FIRST_FIGURE);
                                }
                            }
                        }
                        // What is to the right of the last column is a column too, or it would be part of that one.
                        ui.label("");
                        ui.end_row();
                    }
                });
        });
}

fn line_ui(ui: &mut Ui, line: &Line) {
    for text in [&line.name, &line.model, &line.unit] {
        cell_ui(ui, RichText::new(text), false);
    }
    for figure in [
        &line.quantity,
        &line.price,
        &line.amount,
        &line.tax_rate,
        &line.tax,
    ] {
        cell_ui(ui, RichText::new(figure).monospace(), true);
    }
}

/// A text of the table; figures stand at the right of their column.
fn cell_ui(ui: &mut Ui, text: RichText, is_figure: bool) {
    let label = egui::Label::new(text).selectable(true);
    if is_figure {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| ui.add(label));
    } else {
        ui.add(label);
    }
}

fn totals_ui(ui: &mut Ui, cx: &Cx<'_>, invoice: &DigitalInvoice) {
    ui.horizontal_wrapped(|ui| {
        for (key, value) in [
            ("xml-sum-amount", &invoice.amount),
            ("xml-sum-tax", &invoice.tax),
        ] {
            if value.is_empty() {
                continue;
            }
            ui.label(RichText::new(cx.text(key)).color(cx.palette.weak));
            ui.add(egui::Label::new(RichText::new(value).monospace()).selectable(true));
            ui.add_space(theme::GAP * 3.0);
        }
    });
    Frame::new()
        .fill(cx.palette.raised)
        .corner_radius(theme::RADIUS)
        .inner_margin(8)
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.horizontal_wrapped(|ui| {
                ui.label(
                    RichText::new(cx.text("xml-total"))
                        .strong()
                        .family(theme::semibold()),
                );
                ui.add(egui::Label::new(&invoice.total_in_words).selectable(true));
                ui.add_space(theme::GAP * 3.0);
                let total = RichText::new(&invoice.total)
                    .strong()
                    .family(theme::semibold());
                ui.add(egui::Label::new(total).selectable(true));
            });
        });
}

fn foot_ui(ui: &mut Ui, cx: &Cx<'_>, invoice: &DigitalInvoice) {
    ui.add_space(theme::GAP);
    for (name, value) in &invoice.specific {
        match name_of(name) {
            Some(key) => fact_ui(ui, &cx.text(key), value),
            None => fact_ui(ui, name, value),
        }
    }
    for (key, value) in [
        ("xml-remark", &invoice.remark),
        ("xml-drawer", &invoice.drawer),
        ("xml-tax-bureau", &invoice.tax_bureau),
    ] {
        if !value.is_empty() {
            fact_ui(ui, &cx.text(key), value);
        }
    }
}
