//! SVG: a picture to publish, of up to 150 nodes.
//!
//! What it cannot hold: everything but names, relations and how they stand; pointing at an edge shows its sentence.
//! Larger graphs are cut down to their backbone, the nodes most told about and those that join them, and the picture
//! says so. Nodes without an edge are left out. Shapes and colours tell kinds of things, colours how a claim stands,
//! dashes that it is denied or negated, dots that it is planned or possible, pale lines that it is hearsay; a legend
//! explains those in use.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::{self, Write};

use super::picture::{Picture, lines, text_width};
use super::shape;
use super::table::{Table, edge_color, node_size, standing_color, weight};
use super::words::Words;
use super::xml_text::element_text;
use super::{Description, ExportOptions, Files, Format};
use crate::graph::{Edge, Extent, KnowledgeGraph, Node, Position, Standing, layout};
use crate::model::{EntityTypeId, Modality, Polarity};
use crate::ontology::Ontology;

/// More nodes than these make a picture that nobody reads.
const SHOWN_NODES: usize = 150;

const MARGIN: f64 = 24.0;
const NAME_SIZE: f64 = 13.0;
const LABEL_SIZE: f64 = 10.5;
const LINE_HEIGHT: f64 = 15.0;
/// Letters of a name on a line.
const NAME_LINE: usize = 18;
/// How far parallel edges bow apart.
const BOW: f64 = 26.0;

pub(super) const FORMAT: Description = Description {
    format: Format::Svg,
    name: "svg",
    extensions: &["svg"],
    media_type: "image/svg+xml",
    about: "a picture",
    files: Files::One(write),
};

fn write(graph: &KnowledgeGraph, ontology: &Ontology, options: &ExportOptions, out: &mut dyn Write) -> io::Result<()> {
    let picture = Picture::new(graph, SHOWN_NODES);
    let table = Table::new(graph, ontology, options);
    let drawing = Drawing { words: Words { ontology, language: &options.language }, table, picture };
    out.write_all(drawing.svg().as_bytes())
}

struct Drawing<'a> {
    words: Words<'a>,
    table: Table<'a>,
    picture: Picture<'a>,
}

/// A node with its place.
struct Disc<'a> {
    node: &'a Node,
    center: Position,
    radius: f64,
    name: Vec<String>,
    extent: Rectangle,
}

impl Disc<'_> {
    /// What the disc and the lines of its name cover.
    fn covered(&self) -> impl Iterator<Item = Rectangle> {
        let disc = Rectangle::around(self.center, 2.0 * self.radius, 2.0 * self.radius);
        let lines = self.name.iter().enumerate().map(|(number, line)| {
            let y = self.center.y + self.radius + LINE_HEIGHT * (number as f64 + 0.55);
            Rectangle::around(Position { x: self.center.x, y }, text_width(line, NAME_SIZE), LINE_HEIGHT - 3.0)
        });
        std::iter::once(disc).chain(lines)
    }
}

#[derive(Clone, Copy)]
struct Rectangle {
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
}

impl Rectangle {
    fn around(center: Position, width: f64, height: f64) -> Self {
        Self {
            left: center.x - width / 2.0,
            top: center.y - height / 2.0,
            right: center.x + width / 2.0,
            bottom: center.y + height / 2.0,
        }
    }

    fn overlaps(&self, other: &Self) -> bool {
        self.left < other.right && other.left < self.right && self.top < other.bottom && other.top < self.bottom
    }
}

impl Drawing<'_> {
    fn svg(&self) -> String {
        let discs = self.discs();
        let right = discs.iter().map(|disc| disc.extent.right).fold(0.0, f64::max);
        let bottom = discs.iter().map(|disc| disc.extent.bottom).fold(0.0, f64::max);
        let width = (right + MARGIN).max(560.0).ceil();
        let mut legend = String::new();
        let legend_height = self.legend(&mut legend, bottom + MARGIN, width);
        let height = (bottom + MARGIN + legend_height).ceil();

        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
             height=\"{height}\" font-family=\"Helvetica, Arial, 'DejaVu Sans', sans-serif\">\n\
             <rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>\n"
        );
        self.arrowheads(&mut svg);
        let labels = self.edges(&mut svg, &discs);
        for disc in &discs {
            self.disc(&mut svg, disc);
        }
        svg.push_str(&labels);
        svg.push_str(&legend);
        svg.push_str("</svg>\n");
        svg
    }

    fn discs(&self) -> Vec<Disc<'_>> {
        let names: Vec<_> = self.picture.nodes.iter().map(|node| lines(self.table.name(node), NAME_LINE)).collect();
        let extents: Vec<_> = self
            .picture
            .nodes
            .iter()
            .zip(&names)
            .map(|(node, name)| {
                let widest = name.iter().map(|line| text_width(line, NAME_SIZE)).fold(node_size(node), f64::max);
                Extent { width: widest, height: node_size(node) + 2.0 + LINE_HEIGHT * name.len() as f64 }
            })
            .collect();
        let edges = self.picture.edges.iter();
        let edges: Vec<_> = edges
            .filter_map(|edge| Some((self.picture.index(&edge.subject)?, self.picture.index(&edge.object)?)))
            .collect();
        let positions = layout(&extents, &edges);
        let discs = self.picture.nodes.iter().zip(names).zip(extents.iter().zip(positions));
        discs
            .map(|((node, name), (extent, position))| {
                let middle = Position { x: position.x + MARGIN, y: position.y + MARGIN };
                let extent = Rectangle::around(middle, extent.width, extent.height);
                let radius = node_size(node) / 2.0;
                Disc { node, center: Position { x: middle.x, y: extent.top + radius }, radius, name, extent }
            })
            .collect()
    }

    fn disc(&self, svg: &mut String, disc: &Disc<'_>) {
        let Disc { node, center, radius, name, .. } = disc;
        let color = self.table.node_color(&node.entity);
        let title = format!("{} · {}", self.table.name(node), self.words.entity_type(&node.entity.entity_type));
        let _ = writeln!(
            svg,
            "<g><title>{}</title><{} fill=\"{}\" stroke=\"#ffffff\" stroke-width=\"1.5\"/></g>",
            element_text(&title),
            shape::element(self.table.node_shape(&node.entity), *center, *radius),
            attribute(color),
        );
        for (number, line) in name.iter().enumerate() {
            let y = center.y + radius + LINE_HEIGHT * (number as f64 + 0.85);
            text(svg, line, Position { x: center.x, y }, NAME_SIZE, "#1b1f24", "middle");
        }
    }

    /// Draws edges and returns their labels, which stand above the nodes.
    fn edges(&self, svg: &mut String, discs: &[Disc<'_>]) -> String {
        let mut parallel: BTreeMap<(usize, usize), Vec<&Edge>> = BTreeMap::new();
        for edge in &self.picture.edges {
            let ends = (self.picture.index(&edge.subject), self.picture.index(&edge.object));
            if let (Some(from), Some(to)) = ends {
                parallel.entry((from.min(to), from.max(to))).or_default().push(edge);
            }
        }
        let mut labels = String::new();
        // Where no more words may stand.
        let mut taken: Vec<_> = discs.iter().flat_map(Disc::covered).collect();
        for ((one, other), edges) in &parallel {
            for (number, edge) in edges.iter().enumerate() {
                let bow = BOW * (number as f64 - (edges.len() - 1) as f64 / 2.0);
                let curve = if one == other {
                    Curve::loop_at(&discs[*one], number)
                } else {
                    let forward = self.picture.index(&edge.subject) == Some(*one);
                    let (from, to) = if forward { (*one, *other) } else { (*other, *one) };
                    // To one side of the pair, whichever way the edge runs.
                    Curve::between(&discs[from], &discs[to], if forward { bow } else { -bow })
                };
                self.edge(svg, edge, &curve);
                self.edge_label(&mut labels, edge, &curve, &mut taken);
            }
        }
        labels
    }

    fn edge(&self, svg: &mut String, edge: &Edge, curve: &Curve) {
        let color = edge_color(edge);
        let symmetric = edge
            .relations
            .iter()
            .all(|relation| self.words.ontology.relation_type(relation).is_some_and(|known| known.symmetric));
        let arrow = if symmetric { String::new() } else { format!(" marker-end=\"url(#to-{})\"", &color[1..]) };
        let sentence = &edge.sample.evidence.quote;
        let ends = [&edge.subject, &edge.object]
            .map(|id| self.picture.index(id).map_or(id.as_str(), |index| self.table.name(self.picture.nodes[index])));
        let title = format!("{} · {} · {}\n{sentence}", ends[0], self.words.edge(edge), ends[1]);
        let _ = writeln!(
            svg,
            "<path d=\"{}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"{:.1}\" {}{arrow}><title>{}</title></path>",
            curve.path(),
            (0.9 + 0.5 * weight(edge)).min(4.0),
            line_style(edge),
            element_text(&title)
        );
    }

    /// Sets the label where it covers nothing; an edge without room for it keeps its tooltip.
    fn edge_label(&self, labels: &mut String, edge: &Edge, curve: &Curve, taken: &mut Vec<Rectangle>) {
        let label = self.words.edge(edge);
        let width = text_width(&label, LABEL_SIZE) + 4.0;
        for share in [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74] {
            let point = curve.point(share);
            let room = Rectangle::around(point, width, LABEL_SIZE + 3.0);
            if room.left < 0.0 || taken.iter().any(|other| other.overlaps(&room)) {
                continue;
            }
            taken.push(room);
            // The line must not strike its own name through.
            let _ = writeln!(
                labels,
                "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"{width:.1}\" height=\"{:.1}\" fill=\"#ffffff\" fill-opacity=\"0.85\"/>",
                room.left,
                room.top,
                room.bottom - room.top
            );
            let baseline = Position { x: point.x, y: point.y + LABEL_SIZE * 0.35 };
            text(labels, &label, baseline, LABEL_SIZE, edge_text_color(edge), "middle");
            return;
        }
    }

    fn arrowheads(&self, svg: &mut String) {
        let colors: BTreeSet<_> = self.picture.edges.iter().map(|edge| edge_color(edge)).collect();
        svg.push_str("<defs>\n");
        for color in colors {
            let _ = writeln!(
                svg,
                "<marker id=\"to-{}\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"8\" markerHeight=\"8\" \
                 markerUnits=\"userSpaceOnUse\" orient=\"auto\"><path d=\"M0 0.8 8 4 0 7.2z\" fill=\"{color}\"/></marker>",
                &color[1..]
            );
        }
        svg.push_str("</defs>\n");
    }

    /// Explains colours and lines in use; returns the height it takes.
    fn legend(&self, svg: &mut String, top: f64, width: f64) -> f64 {
        // A large picture is looked at from farther away.
        let scale = (width / 1200.0).clamp(1.0, 1.8);
        let _ = writeln!(svg, "<g transform=\"translate(0 {top:.1}) scale({scale:.2})\">");
        let height = self.legend_lines(svg, width / scale);
        svg.push_str("</g>\n");
        height * scale
    }

    fn legend_lines(&self, svg: &mut String, width: f64) -> f64 {
        let (mut x, mut y) = (MARGIN, 8.0);
        let mut place = |words: &str| {
            let room = 26.0 + text_width(words, LABEL_SIZE) + 18.0;
            if x > MARGIN && x + room > width - MARGIN {
                (x, y) = (MARGIN, y + 20.0);
            }
            let at = Position { x, y };
            x += room;
            at
        };
        let types: BTreeMap<_, _> = self
            .picture
            .nodes
            .iter()
            .map(|node| {
                let look = (self.table.node_shape(&node.entity), self.table.node_color(&node.entity));
                (EntityTypeId::from_text(node.entity.entity_type.top()), look)
            })
            .collect();
        for (entity_type, (sign, color)) in types {
            let words = self.words.entity_type(&entity_type);
            let at = place(&words);
            let _ = writeln!(
                svg,
                "<{} fill=\"{}\"/>",
                shape::element(sign, Position { x: at.x + 10.0, y: at.y }, 6.0),
                attribute(color)
            );
            text(svg, &words, Position { x: at.x + 24.0, y: at.y + 4.0 }, LABEL_SIZE, "#1b1f24", "start");
        }
        for (word, is_it, standing, style) in LINES {
            if !self.picture.edges.iter().any(|edge| is_it(edge)) {
                continue;
            }
            let words = self.words.word(word);
            let at = place(words);
            let _ = writeln!(
                svg,
                "<path d=\"M{:.1} {:.1}h20\" stroke=\"{}\" stroke-width=\"1.6\" {style}/>",
                at.x,
                at.y,
                standing_color(standing)
            );
            text(svg, words, Position { x: at.x + 24.0, y: at.y + 4.0 }, LABEL_SIZE, "#1b1f24", "start");
        }
        if self.picture.candidates > self.picture.nodes.len() {
            let counts = format!(
                "{} {} / {}",
                self.words.word("of entities"),
                self.picture.nodes.len(),
                self.picture.candidates
            );
            let at = place(&counts);
            text(svg, &counts, Position { x: at.x, y: at.y + 4.0 }, LABEL_SIZE, "#57606a", "start");
        }
        y + 20.0
    }
}

const DASHES: &str = "stroke-dasharray=\"7 5\"";
const DOTS: &str = "stroke-dasharray=\"1.5 4\" stroke-linecap=\"round\"";
const PALE: &str = "stroke-opacity=\"0.55\"";

fn is_denied(edge: &Edge) -> bool {
    edge.polarity == Polarity::Negated || edge.standing == Standing::Denied
}

/// Dashes for what is said not to be so, dots for what may come, pale for hearsay.
fn line_style(edge: &Edge) -> &'static str {
    match edge.modality {
        _ if is_denied(edge) => DASHES,
        Modality::Planned | Modality::Possible => DOTS,
        Modality::Reported => PALE,
        Modality::Stated => "",
    }
}

/// What a legend explains: the word, which edges it is said of, and the colour and style of such a line.
type LegendLine = (&'static str, fn(&Edge) -> bool, Standing, &'static str);

/// Lines as the legend shows them; an edge may be several of these.
const LINES: [LegendLine; 8] = [
    ("asserted", |edge| edge.modality == Modality::Stated && !is_denied(edge), Standing::Asserted, ""),
    ("reported", |edge| edge.modality == Modality::Reported, Standing::Asserted, PALE),
    ("planned", |edge| edge.modality == Modality::Planned, Standing::Asserted, DOTS),
    ("possible", |edge| edge.modality == Modality::Possible, Standing::Asserted, DOTS),
    ("disputed", |edge| edge.standing == Standing::Disputed, Standing::Disputed, ""),
    ("questioned", |edge| edge.standing == Standing::Questioned, Standing::Questioned, ""),
    ("denied", |edge| edge.standing == Standing::Denied, Standing::Denied, DASHES),
    ("negated", |edge| edge.polarity == Polarity::Negated, Standing::Denied, DASHES),
];

/// The colour of an edge, dark enough for small letters.
fn edge_text_color(edge: &Edge) -> &'static str {
    match (edge.polarity, edge.standing) {
        (Polarity::Negated, _) | (_, Standing::Denied) => "#8e1321",
        (_, Standing::Disputed) => "#8f4f00",
        (_, Standing::Questioned) => "#54478c",
        (_, Standing::Asserted) => "#4a5360",
    }
}

/// A line from disc to disc: a quadratic curve, or for a loop a cubic one.
struct Curve {
    points: Vec<Position>,
}

impl Curve {
    fn between(from: &Disc<'_>, to: &Disc<'_>, bow: f64) -> Self {
        let (a, b) = (from.center, to.center);
        let length = ((b.x - a.x).powi(2) + (b.y - a.y).powi(2)).sqrt().max(1.0);
        let normal = Position { x: -(b.y - a.y) / length, y: (b.x - a.x) / length };
        let control =
            Position { x: (a.x + b.x) / 2.0 + normal.x * bow * 2.0, y: (a.y + b.y) / 2.0 + normal.y * bow * 2.0 };
        let start = toward(a, control, from.radius + 1.0);
        let end = toward(b, control, to.radius + 2.0);
        Self { points: vec![start, control, end] }
    }

    fn loop_at(disc: &Disc<'_>, number: usize) -> Self {
        let reach = disc.radius + 26.0 + 14.0 * number as f64;
        let Position { x, y } = disc.center;
        let at = |dx: f64, dy: f64| Position { x: x + dx, y: y + dy };
        let start = toward(disc.center, at(reach, -reach * 0.2), disc.radius + 1.0);
        let end = toward(disc.center, at(reach * 0.2, -reach), disc.radius + 2.0);
        Self { points: vec![start, at(reach * 1.3, -reach * 0.4), at(reach * 0.4, -reach * 1.3), end] }
    }

    /// The point at a share of the way, by de Casteljau.
    fn point(&self, share: f64) -> Position {
        let mut points = self.points.clone();
        while points.len() > 1 {
            points = points
                .windows(2)
                .map(|pair| Position {
                    x: pair[0].x + (pair[1].x - pair[0].x) * share,
                    y: pair[0].y + (pair[1].y - pair[0].y) * share,
                })
                .collect();
        }
        points.first().copied().unwrap_or_default()
    }

    fn path(&self) -> String {
        let command = if self.points.len() == 3 { 'Q' } else { 'C' };
        let numbers: Vec<_> = self.points.iter().map(|point| format!("{:.1} {:.1}", point.x, point.y)).collect();
        let (start, rest) = numbers.split_at(1.min(numbers.len()));
        format!("M{}{command}{}", start.concat(), rest.join(" "))
    }
}

fn toward(from: Position, to: Position, by: f64) -> Position {
    let length = ((to.x - from.x).powi(2) + (to.y - from.y).powi(2)).sqrt().max(1.0);
    Position { x: from.x + (to.x - from.x) / length * by, y: from.y + (to.y - from.y) / length * by }
}

/// A text with a white edge, so that lines below it do not disturb.
fn text(svg: &mut String, words: &str, at: Position, size: f64, color: &str, anchor: &str) {
    let _ = writeln!(
        svg,
        "<text x=\"{:.1}\" y=\"{:.1}\" font-size=\"{size}\" fill=\"{color}\" text-anchor=\"{anchor}\" stroke=\"#ffffff\" \
         stroke-width=\"3\" stroke-linejoin=\"round\" paint-order=\"stroke\">{}</text>",
        at.x,
        at.y,
        element_text(words)
    );
}

fn attribute(text: &str) -> String {
    quick_xml::escape::escape(text).into_owned()
}
