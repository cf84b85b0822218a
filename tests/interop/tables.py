"""Reads the golden graph in every format with Python's readers, and writes what each got as a table.

usage: tables.py GOLDEN_STEM OUT_FOLDER

A table is {"nodes": {id: {attribute: value}}, "edges": {id: {"source", "target", attribute: value}}}, whatever the
reader calls these things; `compare.py` holds it against the expected one. Nothing is repaired here but names: ids that
are written as XML name tokens are turned back.
"""

import csv
import json
import re
import sys
from pathlib import Path

import igraph
import networkx
import rustworkx
from ndex2.cx2 import RawCX2NetworkFactory


def from_token(token):
    """`kb:acme_2F_holding` is `kb:acme/holding`: see `name_token` in src/export/xml_text.rs."""
    return re.sub(r"_([0-9A-F]+)_", lambda code: chr(int(code.group(1), 16)), token)


def table(nodes, edges):
    """From (id, attributes) and (id, source, target, attributes)."""
    return {
        "nodes": {key: dict(data) for key, data in nodes},
        "edges": {key: {**data, "source": source, "target": target} for key, source, target, data in edges},
    }


def of_networkx(graph, decode=lambda name: name):
    nodes = [(decode(key), data) for key, data in graph.nodes(data=True)]
    edges = [
        (data.get("edge_id", key), decode(source), decode(target), data)
        for source, target, key, data in graph.edges(keys=True, data=True)
    ]
    return table(nodes, edges)


def networkx_graphml(stem):
    return of_networkx(networkx.read_graphml(f"{stem}.graphml", force_multigraph=True), from_token)


def networkx_gexf(stem):
    graph = networkx.read_gexf(f"{stem}.gexf")
    nodes = [(key, data) for key, data in graph.nodes(data=True)]
    edges = [(data["edge_id"], source, target, data) for source, target, data in graph.edges(data=True)]
    return table(nodes, edges)


def load(path):
    return json.loads(Path(path).read_text("utf-8"))


def networkx_node_link(stem):
    return of_networkx(networkx.node_link_graph(load(f"{stem}.json"), edges="edges"))


def networkx_d3(stem):
    return of_networkx(networkx.node_link_graph(load(f"{stem}.d3.json"), edges="links"))


def networkx_cytoscape(stem):
    return of_networkx(networkx.cytoscape_graph(load(f"{stem}.cyjs")))


def igraph_graphml(stem):
    graph = igraph.Graph.Read_GraphML(f"{stem}.graphml")
    # igraph has no missing values: they are '' or NaN.
    known = lambda data: {name: value for name, value in data.items() if value == value and value != ""}
    names = [from_token(vertex["id"]) for vertex in graph.vs]
    nodes = [(from_token(vertex["id"]), known(vertex.attributes())) for vertex in graph.vs]
    edges = [(edge["edge_id"], names[edge.source], names[edge.target], known(edge.attributes())) for edge in graph.es]
    return table(nodes, edges)


def rustworkx_graphml(stem):
    [graph] = rustworkx.read_graphml(f"{stem}.graphml")
    names = {index: from_token(graph[index]["id"]) for index in graph.node_indices()}
    known = lambda data: {name: value for name, value in data.items() if value is not None}
    nodes = [(names[index], known(graph[index])) for index in graph.node_indices()]
    edges = [(data["edge_id"], names[source], names[target], known(data))
             for source, target, data in graph.weighted_edge_list()]
    return table(nodes, edges)


def ndex2_cx2(stem):
    network = RawCX2NetworkFactory().get_cx2network(load(f"{stem}.cx2"))
    names = {key: node["v"]["entity_id"] for key, node in network.get_nodes().items()}
    nodes = [(node["v"]["entity_id"], node["v"]) for node in network.get_nodes().values()]
    edges = [(edge["v"]["edge_id"], names[edge["s"]], names[edge["t"]], edge["v"])
             for edge in network.get_edges().values()]
    return table(nodes, edges)


def python_csv(stem):
    """Any reader of comma-separated values: Gephi's own takes its files only from a desktop."""

    def rows(path):
        with open(path, encoding="utf-8", newline="") as file:
            # A table has no types; numbers and truth values are told by their looks, as spreadsheets do.
            for row in csv.DictReader(file):
                yield {name: looks_like(value) for name, value in row.items() if value != ""}

    def looks_like(text):
        if text in ("true", "false"):
            return text == "true"
        return float(text) if re.fullmatch(r"\d+(\.\d+)?", text) else text

    nodes = [(row["Id"], {"label": row["Label"], **row}) for row in rows(f"{stem}.nodes.csv")]
    edges = [(row["Id"], row["Source"], row["Target"], {"kind": row["Kind"], "weight": row["Weight"], **row})
             for row in rows(f"{stem}.edges.csv")]
    return table(nodes, edges)


READERS = {
    "networkx": [networkx_graphml, networkx_gexf, networkx_node_link, networkx_d3, networkx_cytoscape],
    "igraph": [igraph_graphml],
    "rustworkx": [rustworkx_graphml],
    "ndex2": [ndex2_cx2],
    "csv": [python_csv],
}
FORMATS = {"graphml": "graphml", "gexf": "gexf", "node_link": "node-link", "d3": "d3", "cytoscape": "cytoscape",
           "cx2": "cx2", "csv": "gephi-csv"}


def main():
    stem, folder = sys.argv[1], Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    for consumer, readers in READERS.items():
        for read in readers:
            form = FORMATS[read.__name__.split("_", 1)[1]]
            text = json.dumps(read(stem), ensure_ascii=False, indent=1, default=str)
            (folder / f"{consumer}.{form}.json").write_text(text, "utf-8")


main()
