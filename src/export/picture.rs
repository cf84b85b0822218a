//! What a picture shows of a graph, and the room its words take.

use std::collections::{BTreeMap, BTreeSet};

use super::table::weight;
use crate::graph::{Edge, KnowledgeGraph, Node};
use crate::model::EntityId;

/// Beyond this many nodes we lay nothing out: Gephi does it better while its user looks on.
pub(super) const MANY_NODES: usize = 5000;

/// More nodes than these make a picture that nobody reads.
const SHOWN_NODES: usize = 150;

/// A part of a graph that fits a page.
pub(super) struct Picture<'a> {
    /// Nodes with an edge among those shown, by id.
    pub(super) nodes: Vec<&'a Node>,
    pub(super) edges: Vec<&'a Edge>,
    /// How many nodes have an edge at all.
    pub(super) candidates: usize,
}

impl<'a> Picture<'a> {
    /// The nodes that claims join; of very many the ones with the most sources behind their edges.
    pub(super) fn new(graph: &'a KnowledgeGraph) -> Self {
        let mut strength: BTreeMap<&EntityId, f64> = BTreeMap::new();
        for edge in graph.edges() {
            for end in [&edge.subject, &edge.object] {
                *strength.entry(end).or_default() += weight(edge);
            }
        }
        let candidates = strength.len();
        let mut ranked: Vec<_> = strength.into_iter().collect();
        ranked.sort_by(|(a, a_strength), (b, b_strength)| b_strength.total_cmp(a_strength).then(a.cmp(b)));
        let kept: BTreeSet<_> = ranked.into_iter().take(SHOWN_NODES).map(|(id, _)| id).collect();
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
