//! Which nodes matter, and which belong together.

use std::collections::BTreeMap;
use std::ops::Range;

use super::sources::Groups;

/// Where a node stands in the whole graph.
///
/// All of it is taken from the graph without directions: two nodes are neighbors when some edge joins them, whatever
/// it says and whichever way it runs, and the more independent sources tell of it, the closer they are. A denied
/// claim joins as an asserted one does: both are told of together.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Measures {
    /// How many other nodes it is joined to.
    pub degree: usize,
    /// Share of the shortest ways between two other nodes that lead through it, from 0 to 1 (Brandes 2001,
    /// <https://doi.org/10.1080/0022250X.2001.9990249>); in graphs of more than a thousand nodes with an edge estimated
    /// from five hundred starts (Brandes and Pich 2007, <https://doi.org/10.1142/S0218127407018403>).
    pub betweenness: f64,
    /// The group of nodes it belongs to: 1 is the largest. 0 for a node that nothing joins.
    pub community: usize,
}

/// Up to here every node is a start of shortest ways; beyond, [`STARTS`] are.
const EXACT_BETWEENNESS: usize = 1000;
const STARTS: usize = 500;

/// A graph without directions, loops and parallel edges. The neighbors of all nodes stand in one list, which is much
/// quicker to go through again and again than a list for each node.
#[derive(Clone)]
struct Neighborhood {
    /// Where each node's neighbors end in the lists.
    ends: Vec<usize>,
    /// By node, each node's by number.
    neighbors: Vec<u32>,
    /// How strongly each is joined.
    strengths: Vec<f64>,
}

/// The measures of nodes numbered from 0. `edges` are their ends and how many sources tell of each.
pub(super) fn measures(nodes: usize, edges: impl IntoIterator<Item = (usize, usize, f64)>) -> Vec<Measures> {
    let both_ways = edges
        .into_iter()
        .filter(|(from, to, _)| from != to)
        .flat_map(|(from, to, strength)| [(from, to, strength), (to, from, strength)]);
    let graph = Neighborhood::new(nodes, both_ways.collect());
    let betweenness = graph.betweenness();
    let communities = graph.communities();
    (0..nodes)
        .zip(betweenness.into_iter().zip(communities))
        .map(|(node, (betweenness, community))| Measures { degree: graph.of(node).len(), betweenness, community })
        .collect()
}

impl Neighborhood {
    /// From pairs of neighbors, given both ways round; the strengths of a pair that is given again are added up.
    fn new(nodes: usize, mut pairs: Vec<(usize, usize, f64)>) -> Self {
        // A stable order, so that strengths are added up in the order of the edges.
        pairs.sort_by_key(|&(from, to, _)| (from, to));
        pairs.dedup_by(|again, first| {
            let is_same = (again.0, again.1) == (first.0, first.1);
            if is_same {
                first.2 += again.2;
            }
            is_same
        });
        let mut ends = Vec::with_capacity(nodes);
        for (at, (from, _, _)) in pairs.iter().enumerate() {
            ends.resize(*from, at);
        }
        ends.resize(nodes, pairs.len());
        let (neighbors, strengths) = pairs.into_iter().map(|(_, to, strength)| (to as u32, strength)).unzip();
        Self { ends, neighbors, strengths }
    }

    fn len(&self) -> usize {
        self.ends.len()
    }

    fn range(&self, node: usize) -> Range<usize> {
        let begin = if node == 0 { 0 } else { self.ends[node - 1] };
        begin..self.ends[node]
    }

    /// The neighbors of a node.
    fn of(&self, node: usize) -> &[u32] {
        &self.neighbors[self.range(node)]
    }

    /// The neighbors of a node, and how strongly they are joined.
    fn joined(&self, node: usize) -> impl Iterator<Item = (usize, f64)> {
        let range = self.range(node);
        let neighbors = self.neighbors[range.clone()].iter().map(|&neighbor| neighbor as usize);
        neighbors.zip(self.strengths[range].iter().copied())
    }

    fn betweenness(&self) -> Vec<f64> {
        let count = self.len();
        let joined: Vec<_> = (0..count).filter(|&node| !self.of(node).is_empty()).collect();
        let starts: Vec<_> = if joined.len() <= EXACT_BETWEENNESS {
            joined.clone()
        } else {
            (0..STARTS).map(|number| joined[number * joined.len() / STARTS]).collect()
        };
        let mut score = vec![0.0; count];
        let mut ways = Ways::new(count);
        for &start in &starts {
            ways.add_from(start, self, &mut score);
        }
        // Every pair is met from both of its ends.
        let pairs = joined.len().saturating_sub(1) as f64 * joined.len().saturating_sub(2) as f64;
        let share = if pairs > 0.0 { joined.len() as f64 / starts.len().max(1) as f64 / pairs } else { 0.0 };
        score.into_iter().map(|score| score * share).collect()
    }

    /// Communities by the method of Louvain (Blondel et al. 2008, <https://doi.org/10.1088/1742-5468/2008/10/P10008>),
    /// nodes taken in their order; one that does not hang together falls into its parts.
    fn communities(&self) -> Vec<usize> {
        let mut community: Vec<usize> = (0..self.len()).collect();
        let mut level = Level::new(self.clone(), vec![0.0; self.len()]);
        loop {
            let moved = level.settle();
            let (numbers, count) = renumbered(&level.community);
            for node in &mut community {
                *node = numbers[*node];
            }
            if !moved || count == level.graph.len() {
                break;
            }
            level = level.condensed(&numbers, count);
        }
        self.by_size(&self.parts(&community))
    }

    /// Each community split where nothing inside it joins its parts.
    fn parts(&self, community: &[usize]) -> Vec<usize> {
        let mut groups = Groups::new(community.len());
        for node in 0..self.len() {
            for &neighbor in self.of(node) {
                if community[node] == community[neighbor as usize] {
                    groups.join(node, neighbor as usize);
                }
            }
        }
        (0..community.len()).map(|node| groups.root(node)).collect()
    }

    /// Numbers from 1, the largest community first, of equal ones the one with the earliest node.
    fn by_size(&self, community: &[usize]) -> Vec<usize> {
        let mut sizes: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
        for (node, &group) in community.iter().enumerate().filter(|&(node, _)| !self.of(node).is_empty()) {
            sizes.entry(group).or_insert((0, node)).0 += 1;
        }
        let mut order: Vec<_> = sizes.into_iter().collect();
        order.sort_by_key(|&(_, (size, first))| (std::cmp::Reverse(size), first));
        let ranks: BTreeMap<_, _> = order.into_iter().zip(1..).map(|((group, _), rank)| (group, rank)).collect();
        community
            .iter()
            .enumerate()
            .map(|(node, group)| if self.of(node).is_empty() { 0 } else { ranks[group] })
            .collect()
    }
}

/// Shortest ways from one node; kept between starts to spare memory.
struct Ways {
    /// Of each node from the start; [`UNREACHED`] between starts.
    distance: Vec<u32>,
    /// How many shortest ways lead there.
    count: Vec<f64>,
    dependency: Vec<f64>,
    /// The nodes, nearest first, as far as they have been reached.
    reached: Vec<u32>,
}

const UNREACHED: u32 = u32::MAX;

impl Ways {
    fn new(nodes: usize) -> Self {
        Self {
            distance: vec![UNREACHED; nodes],
            count: vec![0.0; nodes],
            dependency: vec![0.0; nodes],
            // One more than there are nodes: the place behind the last one is written to and not read.
            reached: vec![0; nodes + 1],
        }
    }

    /// Adds to each node's score the ways from `start` that lead through it.
    ///
    /// Most of the time of an export of a large graph is spent here, and most of that on branches that no processor
    /// foresees; so the loops have none.
    fn add_from(&mut self, start: usize, graph: &Neighborhood, score: &mut [f64]) {
        let count = self.count_from(start, graph);
        for &node in self.reached[..count].iter().rev() {
            let node = node as usize;
            let (distance, ways, dependency) = (self.distance[node], self.count[node], self.dependency[node]);
            for &neighbor in graph.of(node) {
                let neighbor = neighbor as usize;
                let is_before = self.distance[neighbor] + 1 == distance;
                let share = self.count[neighbor] / ways * (1.0 + dependency);
                self.dependency[neighbor] += if is_before { share } else { 0.0 };
            }
            if node != start {
                score[node] += dependency;
            }
        }
        for &node in &self.reached[..count] {
            let node = node as usize;
            self.distance[node] = UNREACHED;
            self.count[node] = 0.0;
            self.dependency[node] = 0.0;
        }
    }

    /// Finds the distances of all nodes and counts the ways to each; how many nodes are reached.
    fn count_from(&mut self, start: usize, graph: &Neighborhood) -> usize {
        self.distance[start] = 0;
        self.count[start] = 1.0;
        self.reached[0] = start as u32;
        let (mut next, mut end) = (0, 1);
        while next < end {
            let node = self.reached[next] as usize;
            next += 1;
            let (beyond, ways) = (self.distance[node] + 1, self.count[node]);
            for &neighbor in graph.of(node) {
                self.reached[end] = neighbor;
                let neighbor = neighbor as usize;
                end += usize::from(self.distance[neighbor] == UNREACHED);
                let distance = self.distance[neighbor].min(beyond);
                self.distance[neighbor] = distance;
                self.count[neighbor] += if distance == beyond { ways } else { 0.0 };
            }
        }
        end
    }
}

/// One level of Louvain: nodes that are communities of the level below.
struct Level {
    graph: Neighborhood,
    /// Twice the weight of what is inside each node.
    inside: Vec<f64>,
    community: Vec<usize>,
}

/// A gain below this is rounding.
const GAIN: f64 = 1e-9;

impl Level {
    fn new(graph: Neighborhood, inside: Vec<f64>) -> Self {
        let community = (0..graph.len()).collect();
        Self { graph, inside, community }
    }

    /// Moves nodes to the neighboring community that raises modularity most, until none moves; whether any did.
    fn settle(&mut self) -> bool {
        let nodes = self.graph.len();
        let degree: Vec<f64> = (0..nodes)
            .map(|node| self.inside[node] + self.graph.joined(node).map(|(_, strength)| strength).sum::<f64>())
            .collect();
        let total: f64 = degree.iter().sum();
        if total <= 0.0 {
            return false;
        }
        let mut held = degree.clone();
        // How strongly a node is joined to each community; nothing between nodes.
        let mut joined = vec![0.0; nodes];
        let mut near = Vec::new();
        let mut any = false;
        loop {
            let mut moved = false;
            for (node, &own) in degree.iter().enumerate() {
                let home = self.community[node];
                held[home] -= own;
                near.push(home);
                for (neighbor, strength) in self.graph.joined(node) {
                    let community = self.community[neighbor];
                    // Strengths are above zero: what is zero was not met before.
                    if joined[community] == 0.0 {
                        near.push(community);
                    }
                    joined[community] += strength;
                }
                near.sort_unstable();
                near.dedup();
                let gain = |community: usize| joined[community] - held[community] * own / total;
                let best = near
                    .iter()
                    .copied()
                    .fold(home, |best, community| if gain(community) > gain(best) + GAIN { community } else { best });
                for community in near.drain(..) {
                    joined[community] = 0.0;
                }
                held[best] += own;
                self.community[node] = best;
                moved |= best != home;
            }
            any |= moved;
            if !moved {
                return any;
            }
        }
    }

    /// Communities as nodes.
    fn condensed(&self, numbers: &[usize], count: usize) -> Self {
        let mut inside = vec![0.0; count];
        let mut pairs = Vec::new();
        for node in 0..self.graph.len() {
            inside[numbers[node]] += self.inside[node];
            for (neighbor, strength) in self.graph.joined(node) {
                if numbers[node] == numbers[neighbor] {
                    inside[numbers[node]] += strength;
                } else {
                    pairs.push((numbers[node], numbers[neighbor], strength));
                }
            }
        }
        Self::new(Neighborhood::new(count, pairs), inside)
    }
}

/// Numbers without gaps, in the order of first use, for each node; and how many there are.
fn renumbered(community: &[usize]) -> (Vec<usize>, usize) {
    let mut numbers = BTreeMap::new();
    let numbered = community
        .iter()
        .map(|group| {
            let next = numbers.len();
            *numbers.entry(*group).or_insert(next)
        })
        .collect();
    (numbered, numbers.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(nodes: usize, edges: &[(usize, usize)]) -> Vec<Measures> {
        measures(nodes, edges.iter().map(|&(from, to)| (from, to, 1.0)))
    }

    #[test]
    fn the_middle_of_a_path_is_between_the_rest() {
        let found = of(5, &[(0, 1), (1, 2), (2, 3), (3, 4)]);
        let betweenness: Vec<_> = found.iter().map(|node| node.betweenness).collect();
        // Of six pairs of others, three lead through the second node and four through the third.
        assert_eq!(betweenness, [0.0, 0.5, 4.0 / 6.0, 0.5, 0.0]);
        assert_eq!(found.iter().map(|node| node.degree).collect::<Vec<_>>(), [1, 2, 2, 2, 1]);
    }

    #[test]
    fn ways_of_equal_length_share() {
        // A square: the two ways from corner to corner count half each.
        let found = of(4, &[(0, 1), (1, 2), (2, 3), (3, 0)]);
        assert!(found.iter().all(|node| (node.betweenness - 1.0 / 6.0).abs() < 1e-12), "{found:?}");
    }

    #[test]
    fn loops_and_parallel_edges_are_no_neighbors() {
        let found = of(3, &[(0, 1), (1, 0), (0, 1), (2, 2)]);
        assert_eq!(found.iter().map(|node| node.degree).collect::<Vec<_>>(), [1, 1, 0]);
        assert_eq!(found.iter().map(|node| node.community).collect::<Vec<_>>(), [1, 1, 0]);
    }

    #[test]
    fn cliques_joined_by_an_edge_are_communities() {
        let clique = |from: usize, to: usize| (from..to).flat_map(move |a| (a + 1..to).map(move |b| (a, b)));
        let edges: Vec<_> = clique(0, 4).chain(clique(4, 9)).chain([(0, 4), (10, 11)]).collect();
        let community: Vec<_> = of(12, &edges).iter().map(|node| node.community).collect();
        // The larger one is the first; the ninth node stands alone.
        assert_eq!(community, [2, 2, 2, 2, 1, 1, 1, 1, 1, 0, 3, 3]);
    }

    #[test]
    fn an_estimate_is_near_the_truth() {
        // A ring of more nodes than are counted exactly: all are equal.
        let count = 3 * EXACT_BETWEENNESS;
        let ring: Vec<_> = (0..count).map(|node| (node, (node + 1) % count)).collect();
        let found = of(count, &ring);
        let mean = found.iter().map(|node| node.betweenness).sum::<f64>() / count as f64;
        assert!((mean - 0.25).abs() < 0.01, "{mean}");
        assert!(found.iter().all(|node| (node.betweenness - mean).abs() < 0.02));
    }
}
