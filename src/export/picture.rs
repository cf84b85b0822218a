//! What a picture shows of a graph, and the room its words take.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use super::table::weight;
use crate::graph::{Edge, KnowledgeGraph, Node};
use crate::model::EntityId;

/// Beyond this many nodes we lay nothing out: Gephi does it better while its user looks on.
pub(super) const MANY_NODES: usize = 5000;

/// A part of a graph that fits a page.
pub(super) struct Picture<'a> {
    /// Nodes with an edge among those shown, by id.
    pub(super) nodes: Vec<&'a Node>,
    pub(super) edges: Vec<&'a Edge>,
    /// How many nodes have an edge at all.
    pub(super) candidates: usize,
}

impl<'a> Picture<'a> {
    /// The nodes that claims join, at most `most` of them: the backbone of what does not fit.
    pub(super) fn new(graph: &'a KnowledgeGraph, most: usize) -> Self {
        let mut strength: BTreeMap<&EntityId, f64> = BTreeMap::new();
        for edge in graph.edges() {
            for end in [&edge.subject, &edge.object] {
                *strength.entry(end).or_default() += weight(edge);
            }
        }
        let candidates = strength.len();
        let kept = if candidates <= most { strength.into_keys().collect() } else { backbone(graph, &strength, most) };
        let edges: Vec<_> =
            graph.edges().filter(|edge| kept.contains(&edge.subject) && kept.contains(&edge.object)).collect();
        let joined: BTreeSet<_> = edges.iter().flat_map(|edge| [&edge.subject, &edge.object]).collect();
        let nodes = joined.into_iter().filter_map(|id| graph.node(id)).collect();
        Self { nodes, edges, candidates }
    }

    /// The position of a node in [`Picture::nodes`].
    pub(super) fn index(&self, id: &EntityId) -> Option<usize> {
        self.nodes.binary_search_by(|node| node.entity.id.cmp(id)).ok()
    }
}

/// The nodes most told about, with those that join them.
///
/// Leaves of the graph's strongest spanning forest fall off one by one, the least told about first, until few enough are
/// left: what remains hangs together as it did. `strength` is the number of sources that tell of each node.
fn backbone<'a>(
    graph: &'a KnowledgeGraph,
    strength: &BTreeMap<&'a EntityId, f64>,
    most: usize,
) -> BTreeSet<&'a EntityId> {
    let forest = spanning_forest(graph);
    let mut neighbors: BTreeMap<&EntityId, BTreeSet<&EntityId>> =
        strength.keys().map(|&id| (id, BTreeSet::new())).collect();
    for (from, to) in forest {
        neighbors.entry(from).or_default().insert(to);
        neighbors.entry(to).or_default().insert(from);
    }
    // Sources are whole numbers; of equal leaves the last id falls first.
    let rank = |id: &'a EntityId| Reverse((strength.get(id).map_or(0, |sum| sum.round() as u64), Reverse(id)));
    let mut leaves: BinaryHeap<_> =
        neighbors.iter().filter(|(_, joined)| joined.len() <= 1).map(|(&id, _)| rank(id)).collect();
    let mut kept: BTreeSet<_> = strength.keys().copied().collect();
    while kept.len() > most {
        let Some(Reverse((_, Reverse(leaf)))) = leaves.pop() else { break };
        kept.remove(leaf);
        for neighbor in neighbors.remove(leaf).unwrap_or_default() {
            if let Some(joined) = neighbors.get_mut(neighbor) {
                joined.remove(leaf);
                match joined.len() {
                    // The last of a part that has fallen off.
                    0 => _ = kept.remove(neighbor),
                    1 => leaves.push(rank(neighbor)),
                    _ => {}
                }
            }
        }
    }
    kept
}

/// The edges of the strongest forest that joins what the graph joins (Kruskal), ends in order.
fn spanning_forest(graph: &KnowledgeGraph) -> Vec<(&EntityId, &EntityId)> {
    let mut strength: BTreeMap<(&EntityId, &EntityId), f64> = BTreeMap::new();
    for edge in graph.edges().filter(|edge| edge.subject != edge.object) {
        let (from, to) = (&edge.subject, &edge.object);
        *strength.entry((from.min(to), from.max(to))).or_default() += weight(edge);
    }
    let mut pairs: Vec<_> = strength.into_iter().collect();
    pairs.sort_by(|(a, left), (b, right)| right.total_cmp(left).then(a.cmp(b)));
    let mut root: BTreeMap<&EntityId, &EntityId> = BTreeMap::new();
    let mut forest = Vec::new();
    for ((from, to), _) in pairs {
        let (a, b) = (root_of(&mut root, from), root_of(&mut root, to));
        if a != b {
            root.insert(a.max(b), a.min(b));
            forest.push((from, to));
        }
    }
    forest
}

/// The first of the ids that are joined with this one so far.
fn root_of<'a>(root: &mut BTreeMap<&'a EntityId, &'a EntityId>, id: &'a EntityId) -> &'a EntityId {
    let mut top = id;
    while let Some(&above) = root.get(top).filter(|&&above| above != top) {
        top = above;
    }
    if top != id {
        // The next search is short.
        root.insert(id, top);
    }
    top
}

/// About how wide a text stands in a common sans-serif, on the safe side; viewers have different fonts.
pub(super) fn text_width(text: &str, font_size: f64) -> f64 {
    let widths = text.chars().map(|c| match c {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | '\'' | '’' | '|' | ' ' => 0.32,
        'm' | 'w' | 'M' | 'W' | '@' => 0.92,
        _ if c.is_uppercase() => 0.72,
        // Chinese, Japanese and Korean stand in squares.
        '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}' | '\u{1f000}'.. => 1.0,
        _ => 0.56,
    });
    widths.sum::<f64>() * font_size
}

/// A name on at most two lines.
pub(super) fn lines(text: &str, line_width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= line_width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    if lines.len() > 2 {
        lines.truncate(2);
        lines[1].push('…');
    }
    for line in &mut lines {
        if line.chars().count() > 2 * line_width {
            *line = line.chars().take(2 * line_width - 1).chain(['…']).collect();
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fit_on_two_lines() {
        assert_eq!(lines("Élodie Martel", 16), ["Élodie Martel"]);
        assert_eq!(lines("Organization of Petroleum Exporting Countries", 16), ["Organization of", "Petroleum…"]);
        assert_eq!(lines("", 16), Vec::<String>::new());
        assert_eq!(lines(&"a".repeat(90), 16)[0].chars().count(), 32);
    }
}
