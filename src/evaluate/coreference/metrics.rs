//! MUC, B³ and entity-based CEAF of two partitions, from their definitions.
//!
//! MUC: Vilain, Burger, Aberdeen, Connolly and Hirschman, "A Model-Theoretic Coreference Scoring Scheme" (1995). B³: Bagga and
//! Baldwin, "Algorithms for Scoring Coreference Chains" (1998), with mentions of one side only as in Pradhan et al., "Scoring
//! Coreference Partitions of Predicted Mentions" (2014). CEAF with φ₄: Luo, "On Coreference Resolution Performance Metrics"
//! (2005). The CoNLL figure is the mean of their three F1 (Denis and Baldridge 2009).

use std::collections::{BTreeMap, BTreeSet};

/// Mentions that are said to mean one thing.
pub type Cluster<M> = BTreeSet<M>;

/// A share as its two parts, so that documents can be added up.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Fraction {
    /// What is right.
    pub part: f64,
    /// What there is.
    pub whole: f64,
}

impl Fraction {
    /// The share, 0 to 1; 0 of nothing.
    #[must_use]
    pub fn share(self) -> f64 {
        if self.whole > 0.0 { self.part / self.whole } else { 0.0 }
    }

    fn add(&mut self, other: Self) {
        self.part += other.part;
        self.whole += other.whole;
    }
}

/// Recall and precision of one metric.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Metric {
    /// Of the gold clusters, how much was found.
    pub recall: Fraction,
    /// Of the clusters found, how much is right.
    pub precision: Fraction,
}

impl Metric {
    /// The harmonic mean of recall and precision, 0 to 1.
    #[must_use]
    pub fn f1(&self) -> f64 {
        let (recall, precision) = (self.recall.share(), self.precision.share());
        if recall + precision > 0.0 { 2.0 * recall * precision / (recall + precision) } else { 0.0 }
    }
}

/// The three metrics over any number of documents.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Scores {
    /// Links.
    pub muc: Metric,
    /// Mentions.
    pub b_cubed: Metric,
    /// Entities, best matched one to one.
    pub ceaf_e: Metric,
}

impl Scores {
    /// Scores of one document.
    #[must_use]
    pub fn of<M: Ord + Clone>(gold: &[Cluster<M>], found: &[Cluster<M>]) -> Self {
        let (similarity, gold_count, found_count) = (best_matching(gold, found), gold.len() as f64, found.len() as f64);
        Self {
            muc: Metric { recall: muc(gold, found), precision: muc(found, gold) },
            b_cubed: Metric { recall: b_cubed(gold, found), precision: b_cubed(found, gold) },
            ceaf_e: Metric {
                recall: Fraction { part: similarity, whole: gold_count },
                precision: Fraction { part: similarity, whole: found_count },
            },
        }
    }

    /// Adds another document.
    pub fn add(&mut self, other: &Self) {
        let mine = [&mut self.muc, &mut self.b_cubed, &mut self.ceaf_e];
        for (mine, other) in mine.into_iter().zip([other.muc, other.b_cubed, other.ceaf_e]) {
            mine.recall.add(other.recall);
            mine.precision.add(other.precision);
        }
    }

    /// The CoNLL figure: the mean of the three F1, 0 to 1.
    #[must_use]
    pub fn conll(&self) -> f64 {
        (self.muc.f1() + self.b_cubed.f1() + self.ceaf_e.f1()) / 3.0
    }
}

/// Where each mention stands in a partition.
fn cluster_of<M: Ord + Clone>(clusters: &[Cluster<M>]) -> BTreeMap<M, usize> {
    clusters.iter().enumerate().flat_map(|(index, cluster)| cluster.iter().cloned().map(move |m| (m, index))).collect()
}

/// Of the links that hold the clusters of `these` together, those that `others` keep.
fn muc<M: Ord + Clone>(these: &[Cluster<M>], others: &[Cluster<M>]) -> Fraction {
    let other = cluster_of(others);
    let mut sum = Fraction::default();
    for cluster in these {
        let parts: BTreeSet<usize> = cluster.iter().filter_map(|mention| other.get(mention).copied()).collect();
        let alone = cluster.iter().filter(|mention| !other.contains_key(mention)).count();
        sum.add(Fraction {
            part: cluster.len() as f64 - (parts.len() + alone) as f64,
            whole: cluster.len() as f64 - 1.0,
        });
    }
    sum
}

/// For every mention of `these`, how much of its cluster stands with it in `others`.
fn b_cubed<M: Ord + Clone>(these: &[Cluster<M>], others: &[Cluster<M>]) -> Fraction {
    let other = cluster_of(others);
    let mut sum = Fraction::default();
    for cluster in these {
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for mention in cluster {
            if let Some(&index) = other.get(mention) {
                *shared.entry(index).or_default() += 1;
            }
        }
        let common: f64 = shared.values().map(|&count| (count * count) as f64).sum();
        sum.add(Fraction { part: common / cluster.len() as f64, whole: cluster.len() as f64 });
    }
    sum
}

/// The largest sum of φ₄ over pairs, each cluster in one pair at most.
fn best_matching<M: Ord>(gold: &[Cluster<M>], found: &[Cluster<M>]) -> f64 {
    let phi = |a: &Cluster<M>, b: &Cluster<M>| 2.0 * a.intersection(b).count() as f64 / (a.len() + b.len()) as f64;
    let (rows, columns) = if gold.len() <= found.len() { (gold, found) } else { (found, gold) };
    let gain: Vec<Vec<f64>> = rows.iter().map(|a| columns.iter().map(|b| phi(a, b)).collect()).collect();
    assignment(&gain)
}

/// The largest total of a matrix with one cell a row and at most one a column; no more rows than columns.
///
/// The Hungarian method with potentials, O(rows² · columns): Kuhn (1955), in the form of Jonker and Volgenant (1987).
fn assignment(gain: &[Vec<f64>]) -> f64 {
    let (rows, columns) = (gain.len(), gain.first().map_or(0, Vec::len));
    // Row and column 0 stand for "none yet".
    let (mut row_potential, mut column_potential) = (vec![0.0; rows + 1], vec![0.0; columns + 1]);
    let mut row_of = vec![0; columns + 1];
    for row in 1..=rows {
        let mut slack = vec![f64::INFINITY; columns + 1];
        let mut before = vec![0; columns + 1];
        let mut visited = vec![false; columns + 1];
        let mut column = 0;
        row_of[0] = row;
        while row_of[column] != 0 {
            visited[column] = true;
            let here = row_of[column];
            let (mut least, mut next) = (f64::INFINITY, 0);
            for candidate in 1..=columns {
                if visited[candidate] {
                    continue;
                }
                let cost = -gain[here - 1][candidate - 1] - row_potential[here] - column_potential[candidate];
                if cost < slack[candidate] {
                    (slack[candidate], before[candidate]) = (cost, column);
                }
                if slack[candidate] < least {
                    (least, next) = (slack[candidate], candidate);
                }
            }
            for candidate in 0..=columns {
                if visited[candidate] {
                    row_potential[row_of[candidate]] += least;
                    column_potential[candidate] -= least;
                } else {
                    slack[candidate] -= least;
                }
            }
            column = next;
        }
        while column != 0 {
            row_of[column] = row_of[before[column]];
            column = before[column];
        }
    }
    (1..=columns).filter(|&column| row_of[column] > 0).map(|column| gain[row_of[column] - 1][column - 1]).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clusters(text: &str) -> Vec<Cluster<char>> {
        text.split(' ').filter(|cluster| !cluster.is_empty()).map(|cluster| cluster.chars().collect()).collect()
    }

    fn round(x: f64) -> f64 {
        (x * 1e4).round() / 1e4
    }

    /// Worked example of Pradhan et al. (2014), section 3: a mention that was missed, two that were added.
    #[test]
    fn the_worked_example_of_the_reference_scorer() {
        let scores = Scores::of(&clusters("abc defg"), &clusters("ab cd fghi"));
        let shares = |metric: &Metric| [metric.recall.share(), metric.precision.share(), metric.f1()].map(round);
        assert_eq!(shares(&scores.muc), [0.4, 0.4, 0.4]);
        assert_eq!(shares(&scores.b_cubed), [0.4167, 0.5, 0.4545]);
        assert_eq!(shares(&scores.ceaf_e), [0.65, 0.4333, 0.52]);
    }

    /// Each as `gold | found`, with the F1 that `scorch` 0.2.0 (Grobol) gives for MUC, B³ and CEAFe.
    #[test]
    fn the_figures_of_an_independent_scorer() {
        for (partitions, expected) in SCORCH {
            let (gold, found) = partitions.split_once('|').unwrap();
            let scores = Scores::of(&clusters(gold), &clusters(found));
            let found = [scores.muc.f1(), scores.b_cubed.f1(), scores.ceaf_e.f1()].map(round);
            assert_eq!(found, expected, "{partitions}");
        }
    }

    const SCORCH: [(&str, [f64; 3]); 8] = [
        ("abdg c ef|afg bcdex z", [0.4, 0.409, 0.3016]),
        ("ae bg cdfh|a b cde hx", [0.25, 0.4358, 0.5442]),
        ("abeh cdi fg|aci degh fv y", [0.3333, 0.398, 0.4762]),
        ("abe cdi fg hj|acdghiuw b f", [0.3077, 0.4173, 0.4892]),
        ("aij bfg ch dek|abj ciz ghk", [0.1538, 0.3509, 0.4]),
        ("ade bfhjl c gik|abz cdeij k", [0.1429, 0.3253, 0.3571]),
        ("ac bdhl eik fgjm|abdfhj ck el my", [0.3529, 0.4096, 0.4583]),
        ("a bgkln cfij dem h|afmu bhj cdgklw ei", [0.2, 0.3568, 0.4101]),
    ];

    #[test]
    fn the_same_partition_is_perfect_and_nothing_scores_nothing() {
        let partition = clusters("abc de fg");
        assert_eq!(round(Scores::of(&partition, &partition).conll()), 1.0);
        assert_eq!(Scores::of(&partition, &[]).conll(), 0.0);
        assert_eq!(Scores::of::<char>(&[], &[]).conll(), 0.0);
    }
}
