//! Signs of nodes in pictures.

use std::fmt::Write as _;

use crate::graph::Position;

/// Corners around the middle of a shape that covers about as much as a disc of radius 1; `circle` has none. Numbers
/// instead of sines, so that every machine writes the same digits.
const SHAPES: [(&str, &[(f64, f64)]); 6] = [
    ("square", &[(-0.886, -0.886), (0.886, -0.886), (0.886, 0.886), (-0.886, 0.886)]),
    ("diamond", &[(0.0, -1.253), (1.253, 0.0), (0.0, 1.253), (-1.253, 0.0)]),
    ("triangle", &[(0.0, -1.555), (1.347, 0.778), (-1.347, 0.778)]),
    ("hexagon", &[(1.1, 0.0), (0.55, 0.952), (-0.55, 0.952), (-1.1, 0.0), (-0.55, -0.952), (0.55, -0.952)]),
    ("pentagon", &[(0.0, -1.15), (1.093, -0.355), (0.676, 0.93), (-0.676, 0.93), (-1.093, -0.355)]),
    (
        "star",
        &[
            (0.0, -1.32),
            (0.364, -0.502),
            (1.255, -0.408),
            (0.59, 0.192),
            (0.776, 1.068),
            (0.0, 0.62),
            (-0.776, 1.068),
            (-0.59, 0.192),
            (-1.255, -0.408),
            (-0.364, -0.502),
        ],
    ),
];

/// The beginning of an SVG element for a shape, without its closing; what is not known is a circle.
pub(super) fn element(shape: &str, center: Position, radius: f64) -> String {
    let Some((_, corners)) = SHAPES.iter().find(|(name, _)| *name == shape) else {
        return format!("circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"{radius:.1}\"", center.x, center.y);
    };
    let mut path = "path d=\"".to_owned();
    for (number, (x, y)) in corners.iter().enumerate() {
        let command = if number == 0 { 'M' } else { 'L' };
        let _ = write!(path, "{command}{:.1} {:.1}", center.x + x * radius, center.y + y * radius);
    }
    path + "Z\""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shape_of_the_ontology_is_drawn() {
        let drawn: Vec<_> = SHAPES.iter().map(|(name, _)| *name).chain(["circle"]).collect();
        for shape in crate::ontology::SHAPES {
            assert!(drawn.contains(&shape), "{shape}");
        }
    }

    #[test]
    fn shapes_cover_about_what_a_disc_covers() {
        for (name, corners) in SHAPES {
            let next = corners.iter().cycle().skip(1);
            let doubled: f64 = corners.iter().zip(next).map(|((x, y), (next_x, next_y))| x * next_y - next_x * y).sum();
            assert!((0.75..1.05).contains(&(doubled.abs() / 2.0 / std::f64::consts::PI)), "{name}");
        }
    }
}
