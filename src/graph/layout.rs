use fa2::{FA2Data, FA2Settings};

/// Room that a node takes in a picture, its label included.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Extent {
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

/// The middle of a node in a picture; y grows downwards.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Position {
    /// From the left.
    pub x: f64,
    /// From the top.
    pub y: f64,
}

/// Length of an edge between small nodes, in the unit of extents.
const EDGE_LENGTH: f64 = 150.0;

/// Space between nodes, and between parts of the graph that nothing joins.
const GAP: f64 = 14.0;

/// Beyond this many nodes, forces between far ones are summed up (Barnes and Hut).
const MANY_NODES: usize = 1000;

/// Rounds in which overlaps are removed; a part so dense that it needs more keeps a few.
const SEPARATING_ROUNDS: usize = 200;

/// Places nodes so that joined ones stand together and none cover each other, from 0 to the right and downwards.
///
/// `edges` are positions in `extents`. Each part of the graph that hangs together is laid out by `ForceAtlas2` (Jacomy
/// et al. 2014, <https://doi.org/10.1371/journal.pone.0098679>) from a fixed start, freed of overlaps, and the parts
/// are packed, largest first. The same input gives the same picture.
#[must_use]
pub fn layout(extents: &[Extent], edges: &[(usize, usize)]) -> Vec<Position> {
    let mut parts: Vec<Part> = components(extents.len(), edges)
        .into_iter()
        .map(|members| {
            let mut positions = forces(&members, edges);
            lay_flat(&mut positions);
            let extents: Vec<_> = members.iter().map(|&member| extents[member]).collect();
            separate(&mut positions, &extents);
            Part::new(members, positions, &extents)
        })
        .collect();
    parts.sort_by(|a, b| b.members.len().cmp(&a.members.len()).then(a.members.cmp(&b.members)));
    let mut placed = vec![Position::default(); extents.len()];
    for (part, corner) in parts.iter().zip(pack(&parts)) {
        for (&member, position) in part.members.iter().zip(&part.positions) {
            let round = |value: f64| (value * 10.0).round() / 10.0;
            placed[member] = Position { x: round(corner.x + position.x), y: round(corner.y + position.y) };
        }
    }
    placed
}

/// Some nodes that hang together, placed from 0.
struct Part {
    members: Vec<usize>,
    positions: Vec<Position>,
    size: Extent,
}

impl Part {
    fn new(members: Vec<usize>, mut positions: Vec<Position>, extents: &[Extent]) -> Self {
        let placed = || positions.iter().zip(extents);
        let left = placed().map(|(at, extent)| at.x - extent.width / 2.0).fold(f64::INFINITY, f64::min);
        let right = placed().map(|(at, extent)| at.x + extent.width / 2.0).fold(f64::NEG_INFINITY, f64::max);
        let top = placed().map(|(at, extent)| at.y - extent.height / 2.0).fold(f64::INFINITY, f64::min);
        let bottom = placed().map(|(at, extent)| at.y + extent.height / 2.0).fold(f64::NEG_INFINITY, f64::max);
        for position in &mut positions {
            position.x -= left;
            position.y -= top;
        }
        Self { members, positions, size: Extent { width: right - left, height: bottom - top } }
    }
}

/// Nodes by the part of the graph they belong to.
fn components(nodes: usize, edges: &[(usize, usize)]) -> Vec<Vec<usize>> {
    let mut groups = super::sources::Groups::new(nodes);
    for &(from, to) in edges {
        groups.join(from, to);
    }
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); nodes];
    for node in 0..nodes {
        members[groups.root(node)].push(node);
    }
    members.retain(|members| !members.is_empty());
    members
}

/// Places the members of a part by forces, with edges about [`EDGE_LENGTH`] long.
fn forces(members: &[usize], edges: &[(usize, usize)]) -> Vec<Position> {
    let mut data = FA2Data::<f64>::with_node_capacity(members.len());
    for index in 0..members.len() {
        // The R2 sequence spreads points evenly and needs no arithmetic that differs between machines.
        let spread = |step: f64| (index as f64 * step).fract() * 100.0;
        data.add_node_with_position(spread(0.754_877_666_246_692_7), spread(0.569_840_290_998_053_2));
    }
    let mut joined: Vec<_> = edges
        .iter()
        .filter_map(|(from, to)| Some((members.binary_search(from).ok()?, members.binary_search(to).ok()?)))
        .filter(|(from, to)| from != to)
        .map(|(from, to)| (from.min(to), from.max(to)))
        .collect();
    joined.sort_unstable();
    joined.dedup();
    for &(from, to) in &joined {
        data.add_edge(from, to);
    }
    let settings = FA2Settings::<f64>::default()
        .strong_gravity_mode(true)
        .gravity(0.05)
        .scaling_ratio(10.0)
        .slow_down(1.0 + f64::from(members.len().max(1).ilog2()));
    let (settings, rounds) = match members.len() {
        0 | 1 => (settings, 0),
        few if few <= MANY_NODES => (settings, (2_000_000 / (few * few)).clamp(200, 800)),
        many => (settings.with_barnes_hut(), (1_500_000 / many).clamp(100, 400)),
    };
    let mut forces = settings.build(data);
    forces.run(rounds);
    let mut positions: Vec<_> = forces.data().positions().map(|(x, y)| Position { x, y }).collect();
    let length = |&(from, to): &(usize, usize)| distance(positions[from], positions[to]);
    let mean = joined.iter().map(length).sum::<f64>() / joined.len().max(1) as f64;
    let scale = if mean > 0.0 { EDGE_LENGTH / mean } else { 1.0 };
    for position in &mut positions {
        position.x *= scale;
        position.y *= scale;
    }
    positions
}

/// Turns positions so that they spread most from left to right: pages are wide, and so are names.
fn lay_flat(positions: &mut [Position]) {
    let count = positions.len().max(1) as f64;
    let mean_x = positions.iter().map(|at| at.x).sum::<f64>() / count;
    let mean_y = positions.iter().map(|at| at.y).sum::<f64>() / count;
    let moment = |of: fn(f64, f64) -> f64| positions.iter().map(|at| of(at.x - mean_x, at.y - mean_y)).sum::<f64>();
    let (xx, xy, yy) = (moment(|x, _| x * x), moment(|x, y| x * y), moment(|_, y| y * y));
    // The larger eigenvalue of the matrix of moments, and its eigenvector.
    let largest = f64::midpoint(xx, yy) + ((xx - yy) * (xx - yy) / 4.0 + xy * xy).sqrt();
    let (x, y) = if xy.abs() > 1e-9 {
        (largest - yy, xy)
    } else if xx >= yy {
        (1.0, 0.0)
    } else {
        (0.0, 1.0)
    };
    let length = (x * x + y * y).sqrt();
    let (cos, sin) = (x / length, y / length);
    for at in positions {
        *at = Position { x: at.x * cos + at.y * sin, y: at.y * cos - at.x * sin };
    }
}

fn distance(a: Position, b: Position) -> f64 {
    ((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y)).sqrt()
}

/// Pushes nodes that cover each other apart, along the axis where less is needed.
fn separate(positions: &mut [Position], extents: &[Extent]) {
    let widest = extents.iter().map(|extent| extent.width).fold(0.0, f64::max);
    let mut order: Vec<usize> = (0..positions.len()).collect();
    for _ in 0..SEPARATING_ROUNDS {
        // From left to right, so that each node is compared only with those that begin before it ends.
        order.sort_by(|&a, &b| positions[a].x.total_cmp(&positions[b].x).then(a.cmp(&b)));
        let mut moved = false;
        for (place, &i) in order.iter().enumerate() {
            for &j in &order[place + 1..] {
                if positions[j].x - positions[i].x > (extents[i].width + widest) / 2.0 + GAP {
                    break;
                }
                moved |= push_apart(positions, extents, i, j);
            }
        }
        if !moved {
            break;
        }
    }
}

/// Moves two nodes by half of what is missing each; whether anything was.
fn push_apart(positions: &mut [Position], extents: &[Extent], i: usize, j: usize) -> bool {
    let wanted_x = (extents[i].width + extents[j].width) / 2.0 + GAP;
    let wanted_y = (extents[i].height + extents[j].height) / 2.0 + GAP;
    let (dx, dy) = (positions[j].x - positions[i].x, positions[j].y - positions[i].y);
    let (push_x, push_y) = (wanted_x - dx.abs(), wanted_y - dy.abs());
    // A hair's breadth is no overlap; without it the rounds never end.
    if push_x <= 0.01 || push_y <= 0.01 {
        return false;
    }
    if push_x < push_y {
        let push = push_x / 2.0 * if dx < 0.0 { -1.0 } else { 1.0 };
        positions[i].x -= push;
        positions[j].x += push;
    } else {
        let push = push_y / 2.0 * if dy < 0.0 { -1.0 } else { 1.0 };
        positions[i].y -= push;
        positions[j].y += push;
    }
    true
}

/// Space between the corners that [`pack_into`] tries.
const STEP: f64 = 10.0;
/// Space between parts.
const SPACE: f64 = 3.0 * GAP;
/// Pages and screens are about so much wider than high.
const WIDER: std::ops::RangeInclusive<f64> = 1.25..=1.8;

/// Upper left corners of parts, on the one of some pages of different width that is filled best.
fn pack(parts: &[Part]) -> Vec<Position> {
    let area: f64 = parts.iter().map(|part| (part.size.width + SPACE) * (part.size.height + SPACE)).sum();
    let widest = parts.iter().map(|part| part.size.width + SPACE).fold(0.0, f64::max);
    let pages = (0..8).map(|number| pack_into((area.sqrt() * (1.0 + 0.1 * f64::from(number))).max(widest), parts));
    let costs = pages.map(|corners| (page_cost(parts, &corners), corners));
    costs.min_by(|(a, _), (b, _)| a.total_cmp(b)).map(|(_, corners)| corners).unwrap_or_default()
}

/// What is taken of a page; more when it is narrow or flat.
fn page_cost(parts: &[Part], corners: &[Position]) -> f64 {
    let placed = || parts.iter().zip(corners);
    let width = placed().map(|(part, corner)| corner.x + part.size.width).fold(0.0, f64::max);
    let height = placed().map(|(part, corner)| corner.y + part.size.height).fold(0.0, f64::max);
    let shape = if height > 0.0 { width / height } else { *WIDER.end() };
    width * height * (WIDER.start() / shape).max(shape / WIDER.end()).max(1.0)
}

/// Upper left corners of parts on a page of this width, each set as high as it fits, then as far left.
fn pack_into(width: f64, parts: &[Part]) -> Vec<Position> {
    let columns = (width / STEP).ceil() as usize;
    // How far down each column of the page is taken.
    let mut skyline = vec![0.0_f64; columns];
    let mut corners = Vec::with_capacity(parts.len());
    for part in parts {
        let wide = (((part.size.width + SPACE) / STEP).ceil() as usize).clamp(1, columns.max(1));
        let tops = skyline.windows(wide).map(|columns| columns.iter().copied().fold(0.0, f64::max));
        let (column, top) = tops.enumerate().min_by(|(_, a), (_, b)| a.total_cmp(b)).unwrap_or((0, 0.0));
        for taken in skyline.iter_mut().skip(column).take(wide) {
            *taken = top + part.size.height + SPACE;
        }
        corners.push(Position { x: column as f64 * STEP, y: top });
    }
    corners
}

#[cfg(test)]
mod tests {
    use super::*;

    fn overlaps(extents: &[Extent], positions: &[Position]) -> usize {
        let apart = |i: usize, j: usize| {
            (positions[i].x - positions[j].x).abs() >= (extents[i].width + extents[j].width) / 2.0
                || (positions[i].y - positions[j].y).abs() >= (extents[i].height + extents[j].height) / 2.0
        };
        (0..extents.len()).map(|i| (0..i).filter(|&j| !apart(i, j)).count()).sum()
    }

    #[test]
    fn nodes_stand_apart_inside_the_picture() {
        let extents: Vec<_> = (0..60).map(|i| Extent { width: 40.0 + f64::from(i % 7) * 20.0, height: 30.0 }).collect();
        // A star, a path, two pairs and some that nothing joins.
        let mut edges: Vec<_> = (1..20).map(|leaf| (0, leaf)).collect();
        edges.extend((20..40).map(|node| (node, node + 1)));
        edges.extend([(45, 46), (47, 48), (48, 47), (49, 49)]);
        let positions = layout(&extents, &edges);
        assert_eq!(overlaps(&extents, &positions), 0);
        for (extent, position) in extents.iter().zip(&positions) {
            assert!(position.x >= extent.width / 2.0 - 0.1 && position.y >= extent.height / 2.0 - 0.1);
        }
        assert_eq!(positions, layout(&extents, &edges));
    }

    #[test]
    fn joined_nodes_are_nearer_than_others() {
        let extents = vec![Extent { width: 20.0, height: 20.0 }; 8];
        // Two squares joined by one edge.
        let edges = [(0, 1), (1, 2), (2, 3), (3, 0), (4, 5), (5, 6), (6, 7), (7, 4), (0, 4)];
        let positions = layout(&extents, &edges);
        let mean = |pairs: &[(usize, usize)]| {
            pairs.iter().map(|&(a, b)| distance(positions[a], positions[b])).sum::<f64>() / pairs.len() as f64
        };
        let strangers: Vec<_> = (0..4).flat_map(|a| (4..8).map(move |b| (a, b))).collect();
        assert!(mean(&edges) < mean(&strangers));
    }

    #[test]
    fn nothing_is_laid_out_as_nothing() {
        assert_eq!(layout(&[], &[]), Vec::new());
        let one = layout(&[Extent { width: 10.0, height: 4.0 }], &[(0, 0)]);
        assert_eq!(one, [Position { x: 5.0, y: 2.0 }]);
    }
}
