//! Writes a made-up Wikidata dump: what the knowledge base is measured with.
//!
//!     cargo run --release --example synthetic_dump -- 1250000 > dump.json
//!
//! The same number gives the same bytes. Every item has a label, two other names (1,250,000 items give a million entries and
//! three million names), descriptions in two languages, a class, sitelinks, and statements as an item of its kind has them;
//! one item in five is of a class that is not taken, as most of Wikidata is.

use std::io::{self, BufWriter, Write};

/// Syllables that names are put together from.
const SYLLABLES: [&str; 24] = [
    "an", "bel", "cor", "dan", "el", "fer", "gar", "hol", "in", "jor", "kar", "lin", "mar", "nor", "ol", "per", "quin",
    "ros", "sel", "tor", "ul", "ver", "wen", "zam",
];

/// Classes of items: human, city, company, film, and one that is not mapped.
const CLASSES: [&str; 5] = ["Q5", "Q515", "Q4830453", "Q11424", "Q4167836"];

/// A small generator of numbers (SplitMix64, by Sebastiano Vigna, public domain).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut number = self.0;
        number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (number ^ (number >> 31)) % below
    }

    fn word(&mut self) -> String {
        let syllables = 2 + self.next(3);
        let word: String = (0..syllables).map(|_| SYLLABLES[self.next(SYLLABLES.len() as u64) as usize]).collect();
        word[..1].to_uppercase() + &word[1..]
    }
}

fn main() -> io::Result<()> {
    let items = std::env::args().nth(1).and_then(|number| number.parse().ok()).unwrap_or(1000_u64);
    let mut numbers = Numbers(20_240_229);
    let mut out = BufWriter::with_capacity(1 << 20, io::stdout().lock());
    writeln!(out, "[")?;
    for item in 1..=items {
        write_item(&mut out, item, items, &mut numbers)?;
        writeln!(out, "{}", if item < items { "," } else { "" })?;
    }
    writeln!(out, "]")
}

fn write_item(out: &mut impl Write, item: u64, items: u64, numbers: &mut Numbers) -> io::Result<()> {
    let name = format!("{} {}", numbers.word(), numbers.word());
    let (short, long) = (numbers.word(), format!("{} {} {}", numbers.word(), numbers.word(), numbers.word()));
    let class = CLASSES[numbers.next(CLASSES.len() as u64) as usize];
    let statement = |property: &str, value: u64| {
        format!(
            r#""{property}":[{{"mainsnak":{{"snaktype":"value","property":"{property}","datavalue":{{"value":{{"entity-type":"item","numeric-id":{value},"id":"Q{value}"}},"type":"wikibase-entityid"}},"datatype":"wikibase-item"}},"type":"statement","rank":"normal"}}]"#
        )
    };
    let mut claims = vec![statement("P31", class[1..].parse().unwrap_or_default())];
    for property in ["P17", "P108", "P131", "P495", "P1343"] {
        claims.push(statement(property, 1_000_000_000 + numbers.next(items) + 1));
    }
    // Sites of other languages make up most of an item's sitelinks.
    let mut sites = vec![format!(r#""enwiki":{{"site":"enwiki","title":"{name}","badges":[]}}"#)];
    for site in 0..5 + numbers.next(20) {
        sites.push(format!(r#""x{site}wiki":{{"site":"x{site}wiki","title":"{name}","badges":[]}}"#));
    }
    let id = 1_000_000_000 + item;
    write!(
        out,
        r#"{{"type":"item","id":"Q{id}","labels":{{"en":{{"language":"en","value":"{name}"}},"de":{{"language":"de","value":"{name}"}}}},"descriptions":{{"en":{{"language":"en","value":"a thing called {short}"}},"fr":{{"language":"fr","value":"une chose nommée {short}"}}}},"aliases":{{"en":[{{"language":"en","value":"{long}"}}],"fr":[{{"language":"fr","value":"{short} {id}"}}]}},"claims":{{{}}},"sitelinks":{{{}}},"lastrevid":{item},"modified":"2024-01-01T00:00:00Z"}}"#,
        claims.join(","),
        sites.join(",")
    )
}
