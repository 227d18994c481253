//! Groups of invoices with their live counts: a column beside the grid, or a row of chips above it where the window is
//! narrow. Of each group one row can be chosen, and the rows of a group sum up; they stay where they are while counts
//! change.

use egui::text::{LayoutJob, TextWrapping};
use egui::{Color32, FontId, Response, Role, ScrollArea, Sense, Ui, WidgetInfo, vec2};

use crate::locale::grouped;
use crate::model::{FindingCode, Severity, Stamp};
use crate::review::{Filter, Group, ReasonKind};
use crate::state::{Action, JudgeAction, State, ViewsAction};

use crate::ui::Cx;
use crate::ui::kit::toolbar::{PINNED, Spot, Toolbar, ToolbarItem};
use crate::ui::kit::tooltip::WithTooltip as _;
use crate::ui::kit::{icons, texts, theme, widgets};

/// Below this width of the window, in points, filters are a row of chips.
pub const COLUMN_WIDTH: f32 = 1100.0;
/// Height of a row.
const ROW_HEIGHT: f32 = 24.0;
/// Width of a chip's menu.
const MENU_WIDTH: f32 = 230.0;
/// Of the width, what a yes takes beside its no.
const YES_SHARE: f32 = 0.72;
/// Points around a menu that it leaves of the window's height.
const MENU_AROUND: f32 = 110.0;

/// The column at the left.
pub fn column_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State) {
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = theme::GAP / 4.0;
        row_ui(ui, cx, state, Filter::All);
        for section in SECTIONS {
            ui.add_space(1.5 * theme::GAP);
            section_ui(ui, cx, state, section);
        }
    });
}

/// Groups that are shown together. Each of several is a yes and a no, side by side.
type Section = &'static [Group];

const SECTIONS: [Section; 6] = [
    &[Group::Verdicts],
    &[Group::Findings],
    &[Group::Types],
    &[Group::Loading],
    &[Group::Kinds],
    &Group::MARKS,
];

fn section_key(section: Section) -> &'static str {
    section
        .first()
        .map_or("filter-all", |it| texts::group_key(*it))
}

/// Heading and rows. Whether one was clicked.
fn section_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State, section: Section) -> bool {
    let mut is_chosen = heading_ui(ui, cx, state, section);
    if let [group] = section {
        for filter in rows(state, *group) {
            is_chosen |= row_ui(ui, cx, state, filter);
        }
    } else {
        for [yes, no] in Filter::MARKS {
            is_chosen |= ui
                .horizontal(|ui| {
                    ui.spacing_mut().item_spacing.x = 0.0;
                    let width = ui.available_width() * YES_SHARE;
                    let half = vec2(width, ROW_HEIGHT);
                    let top_down = egui::Layout::top_down(egui::Align::Min);
                    let yes =
                        ui.allocate_ui_with_layout(half, top_down, |ui| row_ui(ui, cx, state, yes));
                    yes.inner | row_ui(ui, cx, state, no)
                })
                .inner;
        }
    }
    is_chosen
}

/// The row of chips: one for each group, with what is chosen of it.
pub fn chips_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State) {
    let mut bar = Toolbar::new("filters");
    bar.add(ToolbarItem::new("all", PINNED, move |ui, cx, _| {
        let count = state.listing.counts().of(Filter::All);
        let text = named(&texts::filter_name(cx, Filter::All), count);
        let is_all = state.listing.view.filters.is_all();
        if ui.selectable_label(is_all, text).clicked() {
            cx.push(Action::Show(Filter::All));
        }
    }));
    for (section, importance) in SECTIONS.into_iter().zip([50, 40, 35, 20, 30, 10]) {
        let key = section_key(section);
        bar.add(ToolbarItem::new(
            key,
            importance,
            move |ui, cx, spot| match spot {
                Spot::Bar => chip_ui(ui, cx, state, section),
                Spot::Menu => menu_ui(ui, cx, state, section),
            },
        ));
    }
    bar.ui(ui, cx);
}

fn chip_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State, section: Section) {
    let filters = &state.listing.view.filters;
    let chosen = section.iter().find_map(|it| filters.of(*it));
    let name = match chosen {
        Some(filter) => {
            let name = widgets::elided(&texts::filter_name(cx, filter), 18);
            named(&name, state.listing.counts().of(filter))
        }
        None => cx.text(section_key(section)).into_owned(),
    };
    let face = (name, egui::RichText::new(icons::DOWN).size(theme::SMALL));
    let response = ui.add(egui::Button::selectable(chosen.is_some(), face));
    let response = response.accessible_name(cx.text(section_key(section)).as_ref());
    egui::Popup::menu(&response)
        .close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside)
        .show(|ui| {
            ui.set_width(MENU_WIDTH);
            let room = (ui.content_rect().height() - MENU_AROUND).max(160.0);
            ScrollArea::vertical()
                .max_height(room)
                .min_scrolled_height(room)
                .show(ui, |ui| menu_ui(ui, cx, state, section));
        });
}

/// A section in a menu, which is closed by a choice.
fn menu_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State, section: Section) {
    ui.spacing_mut().item_spacing.y = theme::GAP / 4.0;
    if section_ui(ui, cx, state, section) {
        ui.close();
    }
}

/// A group's rows. While a review is open some may be added behind the others, and none goes.
fn rows(state: &State, group: Group) -> Vec<Filter> {
    match group {
        Group::Verdicts => {
            let faults = ReasonKind::ALL.map(Filter::WrongFor);
            let [open, correct, wrong, unsure, cannot] = Filter::BY_VERDICT;
            let mut rows = vec![open, correct, wrong];
            rows.extend(faults);
            rows.extend([unsure, cannot]);
            rows
        }
        Group::Findings => {
            // A kind that is switched off would count none, as if there were none.
            let off = state.library.heeded().off;
            let is_on = |code: &FindingCode| {
                !off.has(*code) || state.listing.view.filters.has(Filter::Finding(*code))
            };
            let codes = state.library.findings().iter().copied().filter(is_on);
            let [noticed, nothing] = Filter::BY_FINDING;
            // Each invoice is in what is noticed or in nothing, and in the row of every kind that it has.
            let mut rows = vec![nothing, Filter::NoFinding, noticed];
            rows.extend(codes.map(Filter::Finding));
            rows
        }
        Group::Loading => Filter::BY_STAGE.to_vec(),
        Group::Kinds => {
            let kinds = state.library.kinds().iter().copied();
            let mut rows = vec![Filter::KindUnknown];
            rows.extend(kinds.map(Filter::Kind));
            rows
        }
        Group::Types => {
            let types = state.library.types().iter().copied();
            let mut rows = vec![Filter::TypeUnknown];
            rows.extend(types.map(Filter::Type));
            rows
        }
        Group::Page | Group::Region | Group::Fields | Group::Note | Group::Change => Vec::new(),
    }
}

fn named(name: &str, count: usize) -> String {
    format!("{name} {}", grouped(count))
}

fn icon(filter: Filter) -> &'static str {
    match filter {
        Filter::All => icons::GRID,
        Filter::Unfinished | Filter::KindUnknown | Filter::TypeUnknown => icons::WAITING,
        Filter::Ready | Filter::Kind(_) => icons::IMAGE,
        Filter::Findings => icons::WARNING,
        Filter::NothingNoticed => icons::EYE,
        Filter::Failed => icons::ERROR,
        Filter::NotFound | Filter::CannotBeJudged => icons::FILE_X,
        Filter::NoPicture | Filter::Type(_) | Filter::Misread => icons::FILE_TEXT,
        Filter::Unjudged => icons::UNJUDGED,
        Filter::Correct => icons::CORRECT,
        Filter::Wrong => icons::WRONG,
        Filter::Unsure => icons::UNSURE,
        Filter::Noted => icons::NOTE,
        Filter::Changed => icons::RETRY,
        Filter::Corrected => icons::REGION,
        Filter::SharesPage => icons::LAYERS,
        Filter::WrongFor(_)
        | Filter::Finding(_)
        | Filter::NoFinding
        | Filter::NotNoted
        | Filter::NotChanged
        | Filter::NotCorrected
        | Filter::NotMisread
        | Filter::AloneOnPage => "",
    }
}

fn color(cx: &Cx<'_>, filter: Filter) -> Color32 {
    match filter {
        Filter::Failed | Filter::Wrong => cx.palette.error,
        Filter::Correct => cx.palette.good,
        Filter::Findings | Filter::NotFound | Filter::Unsure | Filter::Changed => {
            cx.palette.warning
        }
        _ => cx.palette.weak,
    }
}

/// The name of a section with all that it may show; a click asks nothing of it any more. Whether it was clicked.
fn heading_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State, section: Section) -> bool {
    let name = cx.text(section_key(section)).into_owned();
    let (count, spoken) = match section {
        [group] => {
            let count = grouped(state.listing.counts().of_group(*group));
            let values = [
                ("group", name.as_str().into()),
                ("count", count.as_str().into()),
            ];
            let spoken = cx.with("filter-group", &values);
            (count, spoken)
        }
        // Each pair of it has a sum of its own.
        _ => (
            String::new(),
            cx.with("filter-group-free", &[("group", name.as_str().into())]),
        ),
    };
    let response = line_ui(
        ui,
        cx,
        &FilterLine {
            spoken: &spoken,
            icon: "",
            icon_color: cx.palette.weak,
            indent: theme::GAP,
            name: &name,
            count: &count,
            size: theme::SMALL,
            is_faint: true,
            is_chosen: false,
        },
    );
    let is_clicked = response.clicked();
    for group in section.iter().filter(|_| is_clicked) {
        if state.listing.view.filters.of(*group).is_some() {
            cx.push(Action::Views(ViewsAction::Unfilter(*group)));
        }
    }
    is_clicked
}

/// A row with icon, name and count; a click chooses it, a second one takes that back. Whether it was clicked.
fn row_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State, filter: Filter) -> bool {
    let name = texts::filter_name(cx, filter);
    let count = state.listing.counts().of(filter);
    let is_chosen = state.listing.view.filters.has(filter);
    let spoken = named(&name, count);
    let is_no = Filter::MARKS.iter().any(|[_, no]| *no == filter);
    let name = if is_no {
        cx.text("filter-no").into_owned()
    } else {
        name
    };
    let is_ignored = matches!(filter, Filter::Finding(code) if state.library.ignored().has(code));
    let is_empty = count == 0 || is_ignored;
    let icon_color = if is_empty {
        cx.palette.weak
    } else {
        color(cx, filter)
    };
    let response = line_ui(
        ui,
        cx,
        &FilterLine {
            spoken: &spoken,
            icon: if is_ignored {
                icons::EYE_OFF
            } else {
                icon(filter)
            },
            icon_color,
            indent: match filter {
                _ if is_no => theme::GAP,
                _ if filter.is_part() => 48.0,
                _ => 34.0,
            },
            name: &name,
            count: &grouped(count),
            size: if filter.is_part() {
                theme::SMALL
            } else {
                theme::BODY
            },
            is_faint: is_empty,
            is_chosen,
        },
    );
    if let Filter::Finding(code) = filter {
        kind_menu_ui(&response, cx, code, is_ignored);
    }
    let is_clicked = response.clicked();
    if is_clicked {
        cx.push(match filter.group() {
            Some(group) if is_chosen => Action::Views(ViewsAction::Unfilter(group)),
            _ => Action::Show(filter),
        });
    }
    is_clicked
}

/// What can be done about a kind of finding: at a right click.
fn kind_menu_ui(response: &Response, cx: &mut Cx<'_>, finding: FindingCode, is_ignored: bool) {
    if finding.severity() == Severity::Info {
        return;
    }
    response.context_menu(|ui| {
        let key = if is_ignored {
            "finding-heed"
        } else {
            "finding-ignore"
        };
        let kind = cx.locale.finding_name(finding.code());
        if ui
            .button(cx.with(key, &[("finding", kind.into())]))
            .clicked()
        {
            cx.push(Action::Judge(JudgeAction::Ignore {
                finding,
                is_ignored: !is_ignored,
                stamp: Stamp::now(),
            }));
            ui.close();
        }
    });
}

/// How a row is drawn.
struct FilterLine<'a> {
    spoken: &'a str,
    icon: &'static str,
    icon_color: Color32,
    indent: f32,
    name: &'a str,
    count: &'a str,
    size: f32,
    is_faint: bool,
    is_chosen: bool,
}

fn line_ui(ui: &mut Ui, cx: &Cx<'_>, line: &FilterLine<'_>) -> Response {
    let palette = cx.palette;
    let size = vec2(ui.available_width(), ROW_HEIGHT);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, line.is_chosen, line.spoken));
    if !ui.is_rect_visible(rect) {
        return response;
    }
    let radius = f32::from(theme::RADIUS);
    let painter = ui.painter();
    if line.is_chosen || response.hovered() {
        let fill = if line.is_chosen {
            palette.accent_faint
        } else {
            palette.hovered
        };
        painter.rect_filled(rect, radius, fill);
    }
    if response.has_focus() {
        let stroke = egui::Stroke::new(1.0, palette.accent);
        painter.rect_stroke(rect, radius, stroke, egui::StrokeKind::Inside);
    }
    let middle = rect.left_center();
    painter.text(
        middle + vec2(17.0, 0.0),
        egui::Align2::CENTER_CENTER,
        line.icon,
        FontId::proportional(theme::ICON),
        line.icon_color,
    );
    let color = if line.is_faint {
        palette.weak
    } else {
        palette.text
    };
    let font = FontId::proportional(line.size);
    let count = painter.layout_no_wrap(line.count.to_owned(), font.clone(), palette.weak);
    let room = rect.width() - line.indent - count.size().x - 4.0 * theme::GAP;
    let mut job = LayoutJob::simple_singleline(line.name.to_owned(), font, color);
    job.wrap = TextWrapping::truncate_at_width(room.max(0.0));
    let name = painter.layout_job(job);
    let is_cut = name.elided;
    let at = |x: f32, galley: &egui::Galley| egui::pos2(x, rect.center().y - galley.size().y / 2.0);
    let name_at = at(rect.left() + line.indent, &name);
    painter.galley(name_at, name, color);
    let right = rect.right() - 2.0 * theme::GAP - count.size().x;
    let count_at = at(right, &count);
    painter.galley(count_at, count, palette.weak);
    if is_cut {
        return response.with_tooltip(line.spoken);
    }
    response
}
