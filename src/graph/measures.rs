//! Which nodes matter, and which belong together.

use std::collections::{BTreeMap, VecDeque};

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

/// A graph without directions, loops and parallel edges; each list by number.
struct Neighborhood {
    /// Neighbors of each node, and how strongly they are joined.
    neighbors: Vec<Vec<(usize, f64)>>,
}

/// The measures of nodes numbered from 0. `edges` are their ends and how many sources tell of each.
pub(super) fn measures(nodes: usize, edges: impl IntoIterator<Item = (usize, usize, f64)>) -> Vec<Measures> {
    let mut strength: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    for (from, to, weight) in edges {
        if from != to {
            *strength.entry((from.min(to), from.max(to))).or_default() += weight;
        }
    }
    let mut graph = Neighborhood { neighbors: vec![Vec::new(); nodes] };
    for ((from, to), weight) in strength {
        graph.neighbors[from].push((to, weight));
        graph.neighbors[to].push((from, weight));
    }
    let betweenness = graph.betweenness();
    let communities = graph.communities();
    graph
        .neighbors
        .iter()
        .zip(betweenness.into_iter().zip(communities))
        .map(|(neighbors, (betweenness, community))| Measures { degree: neighbors.len(), betweenness, community })
        .collect()
}

impl Neighborhood {
    fn betweenness(&self) -> Vec<f64> {
        let count = self.neighbors.len();
        let joined: Vec<_> = (0..count).filter(|&node| !self.neighbors[node].is_empty()).collect();
        let starts: Vec<_> = if joined.len() <= EXACT_BETWEENNESS {
            joined.clone()
        } else {
            (0..STARTS).map(|number| joined[number * joined.len() / STARTS]).collect()
        };
        let mut score = vec![0.0; count];
        let mut ways = Ways::new(count);
        for &start in &starts {
            ways.add_from(start, &self.neighbors, &mut score);
        }
        // Every pair is met from both of its ends.
        let pairs = joined.len().saturating_sub(1) as f64 * joined.len().saturating_sub(2) as f64;
        let share = if pairs > 0.0 { joined.len() as f64 / starts.len().max(1) as f64 / pairs } else { 0.0 };
        score.into_iter().map(|score| score * share).collect()
    }

    /// Communities by the method of Louvain (Blondel et al. 2008, <https://doi.org/10.1088/1742-5468/2008/10/P10008>),
    /// nodes taken in their order; one that does not hang together falls into its parts.
    fn communities(&self) -> Vec<usize> {
        let mut community: Vec<usize> = (0..self.neighbors.len()).collect();
        let mut level = Level::new(&self.neighbors);
        loop {
            let moved = level.settle();
            let (numbers, count) = renumbered(&level.community);
            for node in &mut community {
                *node = numbers[*node];
            }
            if !moved || count == level.neighbors.len() {
                break;
            }
            level = level.condensed(&numbers, count);
        }
        self.by_size(&self.parts(&community))
    }

    /// Each community split where nothing inside it joins its parts.
    fn parts(&self, community: &[usize]) -> Vec<usize> {
        let mut groups = Groups::new(community.len());
        for (node, neighbors) in self.neighbors.iter().enumerate() {
            for &(neighbor, _) in neighbors {
                if community[node] == community[neighbor] {
                    groups.join(node, neighbor);
                }
            }
        }
        (0..community.len()).map(|node| groups.root(node)).collect()
    }

    /// Numbers from 1, the largest community first, of equal ones the one with the earliest node.
    fn by_size(&self, community: &[usize]) -> Vec<usize> {
        let mut sizes: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
        for (node, &group) in community.iter().enumerate().filter(|&(node, _)| !self.neighbors[node].is_empty()) {
            sizes.entry(group).or_insert((0, node)).0 += 1;
        }
        let mut order: Vec<_> = sizes.into_iter().collect();
        order.sort_by_key(|&(_, (size, first))| (std::cmp::Reverse(size), first));
        let ranks: BTreeMap<_, _> = order.into_iter().zip(1..).map(|((group, _), rank)| (group, rank)).collect();
        community
            .iter()
            .enumerate()
            .map(|(node, group)| if self.neighbors[node].is_empty() { 0 } else { ranks[group] })
            .collect()
    }
}

/// Shortest ways from one node; kept between starts to spare memory.
struct Ways {
    distance: Vec<usize>,
    count: Vec<f64>,
    dependency: Vec<f64>,
}

impl Ways {
    fn new(nodes: usize) -> Self {
        Self { distance: vec![usize::MAX; nodes], count: vec![0.0; nodes], dependency: vec![0.0; nodes] }
    }

    /// Adds to each node's score the ways from `start` that lead through it.
    fn add_from(&mut self, start: usize, neighbors: &[Vec<(usize, f64)>], score: &mut [f64]) {
        let mut reached = Vec::new();
        let mut queue = VecDeque::from([start]);
        self.distance[start] = 0;
        self.count[start] = 1.0;
        while let Some(node) = queue.pop_front() {
            reached.push(node);
            for &(neighbor, _) in &neighbors[node] {
                if self.distance[neighbor] == usize::MAX {
                    self.distance[neighbor] = self.distance[node] + 1;
                    queue.push_back(neighbor);
                }
                if self.distance[neighbor] == self.distance[node] + 1 {
                    self.count[neighbor] += self.count[node];
                }
            }
        }
        for &node in reached.iter().rev() {
            for &(neighbor, _) in &neighbors[node] {
                if self.distance[neighbor] + 1 == self.distance[node] {
                    self.dependency[neighbor] +=
                        self.count[neighbor] / self.count[node] * (1.0 + self.dependency[node]);
                }
            }
            if node != start {
                score[node] += self.dependency[node];
            }
        }
        for node in reached {
            self.distance[node] = usize::MAX;
            self.count[node] = 0.0;
            self.dependency[node] = 0.0;
        }
    }
}

/// One level of Louvain: nodes that are communities of the level below.
struct Level {
    neighbors: Vec<Vec<(usize, f64)>>,
    /// Twice the weight of what is inside each node.
    inside: Vec<f64>,
    community: Vec<usize>,
}

/// A gain below this is rounding.
const GAIN: f64 = 1e-9;

impl Level {
    fn new(neighbors: &[Vec<(usize, f64)>]) -> Self {
        let count = neighbors.len();
        Self { neighbors: neighbors.to_vec(), inside: vec![0.0; count], community: (0..count).collect() }
    }

    /// Moves nodes to the neighboring community that raises modularity most, until none moves; whether any did.
    fn settle(&mut self) -> bool {
        let degree: Vec<f64> = (0..self.neighbors.len())
            .map(|node| self.inside[node] + self.neighbors[node].iter().map(|(_, weight)| weight).sum::<f64>())
            .collect();
        let total: f64 = degree.iter().sum();
        if total <= 0.0 {
            return false;
        }
        let mut held = degree.clone();
        let mut any = false;
        loop {
            let mut moved = false;
            for (node, &own) in degree.iter().enumerate() {
                let home = self.community[node];
                held[home] -= own;
                let mut joined: BTreeMap<usize, f64> = BTreeMap::from([(home, 0.0)]);
                for &(neighbor, weight) in &self.neighbors[node] {
                    *joined.entry(self.community[neighbor]).or_default() += weight;
                }
                let gain = |community: usize| joined[&community] - held[community] * own / total;
                let best = joined
                    .keys()
                    .copied()
                    .fold(home, |best, community| if gain(community) > gain(best) + GAIN { community } else { best });
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
        let mut strength: Vec<BTreeMap<usize, f64>> = vec![BTreeMap::new(); count];
        for (node, neighbors) in self.neighbors.iter().enumerate() {
            inside[numbers[node]] += self.inside[node];
            for &(neighbor, weight) in neighbors {
                if numbers[node] == numbers[neighbor] {
                    inside[numbers[node]] += weight;
                } else {
                    *strength[numbers[node]].entry(numbers[neighbor]).or_default() += weight;
                }
            }
        }
        let neighbors = strength.into_iter().map(|neighbors| neighbors.into_iter().collect()).collect();
        Self { neighbors, inside, community: (0..count).collect() }
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
