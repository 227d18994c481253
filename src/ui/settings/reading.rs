//! Settings of how regions are read, and of what is kept of pictures.

use egui::Ui;

use crate::geometry::FramePreference;
use crate::model::region::Convention;
use crate::state::{Action, MEMORY_MIB, MemoryBudgets, State};

use crate::ui::Cx;

/// Whether the program itself reads what is printed.
pub fn print_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State) {
    let mut reads = state.settings.reads_pictures;
    if ui.checkbox(&mut reads, cx.text("settings-reads")).changed() {
        cx.push(Action::ToggleReading);
    }
}

/// How regions are read where links do not say it.
pub fn regions_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State) {
    ui.horizontal(|ui| {
        for (convention, key) in [
            (None, "regions-automatic"),
            (Some(Convention::Corners), "regions-corners"),
            (Some(Convention::Size), "regions-size"),
        ] {
            let is_current = state.settings.convention == convention;
            if ui.selectable_label(is_current, cx.text(key)).clicked() {
                cx.push(Action::SetConvention(convention));
            }
        }
    });
    let mut counts_upright = state.settings.frame == FramePreference::Upright;
    if ui
        .checkbox(&mut counts_upright, cx.text("regions-upright"))
        .changed()
    {
        cx.push(Action::SetFrame(if counts_upright {
            FramePreference::Upright
        } else {
            FramePreference::Stored
        }));
    }
}

/// One of the three.
type Budget = fn(&mut MemoryBudgets) -> &mut u32;

/// What is kept of pictures, so that it is there at once when it is looked at again.
pub fn memory_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State) {
    let memory = state.settings.memory;
    let budgets: [(&str, u32, Budget); 3] = [
        ("memory-files", memory.files_mib, |it| &mut it.files_mib),
        ("memory-pixels", memory.pixels_mib, |it| &mut it.pixels_mib),
        ("memory-textures", memory.textures_mib, |it| {
            &mut it.textures_mib
        }),
    ];
    egui::Grid::new("memory").show(ui, |ui| {
        for (key, current, budget) in budgets {
            ui.label(cx.text(key));
            for mib in MEMORY_MIB {
                let name = format!("{} {mib}", cx.text(key));
                let button = egui::Button::selectable(current == mib, mib.to_string());
                if ui.add(button).accessible_name(name).clicked() {
                    let mut chosen = memory;
                    *budget(&mut chosen) = mib;
                    cx.push(Action::SetMemory(chosen));
                }
            }
            ui.end_row();
        }
    });
}
