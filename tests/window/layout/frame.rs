//! What one frame laid out, without painting it: its texts from the shapes of each layer, its controls from the
//! accessibility tree, both with what clips them.

use std::collections::HashMap;
use std::iter::successors;

use egui::accesskit::{Action, NodeId};
use egui::{Context, LayerId, Order, Plugin, Rect, Role, Shape, Ui, WidgetRect};
use egui_kittest::Harness;
use egui_kittest::kittest::{AccessKitNode, NodeT as _};

/// Everything that a frame shows, in points.
pub struct Frame {
    pub window: Rect,
    pub texts: Vec<Text>,
    /// In the order of the accessibility tree: parents before their children.
    pub nodes: Vec<Node>,
    scrolled: Vec<Scrolled>,
}

/// A text as it is painted.
#[derive(Clone)]
pub struct Text {
    pub layer: LayerId,
    pub clip: Rect,
    /// Where there is ink, line by line.
    pub rows: Vec<Rect>,
    pub said: String,
    /// It says itself that there is more of it.
    pub is_elided: bool,
}

/// A label or a control.
pub struct Node {
    pub parents: Vec<NodeId>,
    pub id: NodeId,
    pub layer: LayerId,
    /// Its place in the order of painting of its layer.
    pub order: usize,
    pub rect: Rect,
    /// The same after clipping.
    pub visible: Rect,
    pub role: Role,
    pub name: String,
    pub placeholder: String,
    pub is_control: bool,
}

/// An area whose content is larger than itself, and along which axis it can be moved.
struct Scrolled {
    id: Option<NodeId>,
    layer: LayerId,
    view: Rect,
    along: [bool; 2],
}

/// Reads each layer while it still is one.
#[derive(Default)]
struct Recorder {
    texts: Vec<Text>,
    widgets: HashMap<NodeId, (usize, WidgetRect)>,
}

impl Plugin for Recorder {
    fn debug_name(&self) -> &'static str {
        "layout recorder"
    }

    fn on_end_pass(&mut self, ui: &mut Ui) {
        let ctx = ui.ctx();
        let layers: Vec<LayerId> = ctx.memory(|memory| memory.layer_ids().collect());
        self.texts.clear();
        self.widgets.clear();
        ctx.graphics(|graphics| {
            for layer in &layers {
                let shapes = graphics.get(*layer);
                for clipped in shapes
                    .into_iter()
                    .flat_map(egui::layers::PaintList::all_entries)
                {
                    take_texts(*layer, clipped.clip_rect, &clipped.shape, &mut self.texts);
                }
            }
        });
        ctx.viewport(|viewport| {
            for layer in layers {
                let widgets = viewport.this_pass.widgets.get_layer(layer);
                let entry = |(order, widget): (usize, &WidgetRect)| {
                    (widget.id.accesskit_id(), (order, *widget))
                };
                self.widgets.extend(widgets.enumerate().map(entry));
            }
        });
    }
}

fn take_texts(layer: LayerId, clip: Rect, shape: &Shape, texts: &mut Vec<Text>) {
    match shape {
        Shape::Vec(shapes) => {
            for shape in shapes {
                take_texts(layer, clip, shape, texts);
            }
        }
        Shape::Text(shape) => {
            let text = shape.galley.text();
            let rows = shape.galley.rows.iter().filter_map(|placed| {
                let ink = placed.row.visuals.mesh_bounds;
                let ink = ink.translate(placed.pos.to_vec2() + shape.pos.to_vec2());
                (ink.is_finite() && ink.is_positive()).then_some(ink)
            });
            let rows: Vec<Rect> = if shape.angle == 0.0 {
                rows.collect()
            } else {
                vec![shape.visual_bounding_rect()]
            };
            if !text.trim().is_empty() && shape.opacity_factor > 0.0 {
                texts.push(Text {
                    layer,
                    clip,
                    rows,
                    said: text.to_owned(),
                    is_elided: shape.galley.elided || text.trim_end().ends_with('…'),
                });
            }
        }
        _ => {}
    }
}

/// Has every frame from now on recorded.
pub fn record(ctx: &Context) {
    ctx.add_plugin(Recorder::default());
}

impl Frame {
    /// The last frame that was drawn.
    pub fn of<State>(harness: &Harness<'_, State>) -> Self {
        let recorder = harness.ctx.plugin::<Recorder>();
        let recorder = recorder.lock();
        let root = harness.root();
        let nodes = root.children_recursive().map(|node| node.accesskit_node());
        let nodes: Vec<Node> = nodes
            .filter_map(|node| read(&node, &recorder.widgets))
            .collect();
        let scrolled = scrolled(&nodes);
        Self {
            window: harness.ctx.content_rect(),
            texts: recorder.texts.clone(),
            nodes,
            scrolled,
        }
    }

    /// What of it lies above the panels: dialogs, menus.
    pub fn above(mut self) -> Self {
        self.texts.retain(|it| it.layer.order != Order::Background);
        self.nodes.retain(|it| it.layer.order != Order::Background);
        self
    }

    pub fn controls(&self) -> impl Iterator<Item = &Node> {
        let shown = |node: &&Node| node.is_control && node.rect.is_positive();
        self.nodes.iter().filter(shown)
    }

    /// The control of this name.
    pub fn control(&self, name: &str) -> Option<&Node> {
        self.controls().find(|node| node.name == name)
    }

    /// Along which axes what is lost of this node can be moved into view.
    pub fn node_scrolls(&self, node: &Node) -> [bool; 2] {
        let holds = |it: &&Scrolled| match it.id {
            Some(id) => node.parents.contains(&id),
            None => it.layer == node.layer && it.view.expand(2.0).contains(node.visible.center()),
        };
        along(self.scrolled.iter().filter(holds))
    }

    /// Whether the node is in an area that moves, or may move once it has more in it.
    pub fn is_in_scroll(&self, node: &Node) -> bool {
        let holds = |it: &Scrolled| match it.id {
            Some(id) => node.parents.contains(&id),
            None => it.layer == node.layer && it.view.contains(node.visible.center()),
        };
        self.scrolled.iter().any(holds)
    }

    /// The same for a text: there is no parent to ask, but its clip is that of the area.
    pub fn text_scrolls(&self, text: &Text) -> [bool; 2] {
        let holds = |it: &&Scrolled| {
            let view = it.view.expand(8.0);
            it.layer == text.layer && view.intersects(text.clip) && {
                let inside = |axis: usize| {
                    view.min[axis] <= text.clip.min[axis] && text.clip.max[axis] <= view.max[axis]
                };
                (!it.along[0] || inside(0)) && (!it.along[1] || inside(1))
            }
        };
        along(self.scrolled.iter().filter(holds))
    }

    /// Whether this text is what stands in a field, which moves it along as one types.
    pub fn is_field_value(&self, text: &Text) -> bool {
        let is_field = |node: &&Node| {
            egui::accessibility::is_input(node.role)
                && node.layer == text.layer
                && node.rect.expand(2.0).intersects(text.clip)
                && matches!(
                    node.role,
                    Role::TextInput | Role::MultilineTextInput | Role::PasswordInput
                )
        };
        let mut fields = self.nodes.iter().filter(is_field);
        fields.any(|field| {
            let ink = text.rows.iter().copied().reduce(Rect::union);
            let is_inside = ink.is_some_and(|ink| field.rect.y_range().contains(ink.center().y));
            is_inside
                && text.said != field.placeholder
                && field.rect.expand(2.0).contains_rect(text.clip)
        })
    }
}

fn along<'a>(areas: impl Iterator<Item = &'a Scrolled>) -> [bool; 2] {
    areas.fold([false; 2], |[x, y], it| {
        [x || it.along[0], y || it.along[1]]
    })
}

fn read(node: &AccessKitNode<'_>, widgets: &HashMap<NodeId, (usize, WidgetRect)>) -> Option<Node> {
    let id = node.locate().0;
    let (order, widget) = widgets.get(&id)?;
    if !widget.visible || node.is_hidden() {
        return None;
    }
    let acts = [Action::Click, Action::Focus, Action::SetValue];
    let acts = acts.iter().any(|&act| node.data().supports_action(act));
    let name = node.label().or_else(|| node.value()).unwrap_or_default();
    let parents = successors(node.parent(), AccessKitNode::parent);
    Some(Node {
        parents: parents.map(|parent| parent.locate().0).collect(),
        id,
        layer: widget.layer_id,
        order: *order,
        rect: widget.rect,
        visible: widget.interact_rect,
        role: node.role(),
        name: name.trim().to_owned(),
        placeholder: node.data().placeholder().unwrap_or_default().to_owned(),
        is_control: acts && node.role() != Role::Label,
    })
}

/// Each scroll bar says what it moves: what lies beside it under the same parent and is larger than what is seen of it.
fn scrolled(nodes: &[Node]) -> Vec<Scrolled> {
    let mut areas = Vec::new();
    for bar in nodes.iter().filter(|it| it.role == Role::ScrollBar) {
        let axis = usize::from(bar.rect.height() > bar.rect.width());
        let along = [axis == 0, axis == 1];
        if !is_toolkit_bar(bar) {
            // The grid draws its tiles where they are: nothing is larger than what is seen of it.
            areas.push(Scrolled {
                id: None,
                layer: bar.layer,
                view: Rect::from_x_y_ranges(0.0..=bar.rect.left(), bar.rect.y_range()),
                along,
            });
            continue;
        }
        let beside = nodes.iter().filter(|it| {
            it.parents.first() == bar.parents.first()
                && it.layer == bar.layer
                && it.rect.size()[axis] > it.visible.size()[axis] + 1.0
        });
        areas.extend(beside.map(|it| Scrolled {
            id: Some(it.id),
            layer: it.layer,
            view: it.visible,
            along,
        }));
    }
    areas
}

/// The toolkit's bars have no name; what they move is moved with the keys as well.
pub fn is_toolkit_bar(node: &Node) -> bool {
    node.role == Role::ScrollBar && node.name.is_empty()
}
