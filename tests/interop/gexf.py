"""Validates a GEXF file by the schema of GEXF 1.3, opens it with networkx and compares it with the GraphML of the same graph.

usage: gexf.py SCHEMA.rng FILE.gexf FILE.graphml
"""

import sys

import networkx
from lxml import etree

# What GEXF has its own place for, or networkx renames.
BUILT_IN = {"label", "weight", "size", "color"}


def validate(schema_path, path):
    schema = etree.RelaxNG(etree.parse(schema_path))
    document = etree.parse(path)
    if not schema.validate(document):
        sys.exit(f"{path}: not valid by {schema_path}: {schema.error_log.last_error}")
    # The schema must notice a fault.
    graph = document.getroot().find("{*}graph")
    faults = [(graph, "defaultedgetype", "sideways"), (graph.find("{*}nodes/{*}node"), "colour", "red")]
    for element, name, value in faults:
        before = element.get(name)
        element.set(name, value)
        if schema.validate(document):
            sys.exit(f"{schema_path} lets {name}={value} pass")
        element.attrib.pop(name) if before is None else element.set(name, before)


def main():
    schema_path, path, graphml_path = sys.argv[1:4]
    validate(schema_path, path)
    graph = networkx.read_gexf(path)
    expected = networkx.read_graphml(graphml_path, force_multigraph=True)
    if not graph.is_directed():
        sys.exit(f"{path}: networkx reads an undirected graph")
    # GEXF keeps ids as they are; GraphML writes what XML names forbid as a code.
    nodes = {data["iri"]: (node, data) for node, data in graph.nodes(data=True)}
    wanted = {data["iri"]: data for _, data in expected.nodes(data=True)}
    if nodes.keys() != wanted.keys():
        sys.exit(f"{path}: networkx reads other nodes: {nodes.keys() ^ wanted.keys()}")
    for iri, data in wanted.items():
        read = nodes[iri][1]
        for name, value in data.items():
            if name not in BUILT_IN and read.get(name) != value:
                sys.exit(f"{path}, {iri}: {name} is {read.get(name)!r}, not {value!r}")
        if read["label"] != data["label"] or "viz" not in read:
            sys.exit(f"{path}, {iri}: label or looks are missing")
    read = {data["edge_id"]: data for _, _, data in graph.edges(data=True)}
    wanted = {data["edge_id"]: data for _, _, data in expected.edges(data=True)}
    if read.keys() != wanted.keys():
        sys.exit(f"{path}: networkx reads other edges: {read.keys() ^ wanted.keys()}")
    for edge_id, data in wanted.items():
        for name, value in data.items():
            if name not in BUILT_IN and name != "id" and read[edge_id].get(name) != value:
                sys.exit(f"{path}, {edge_id}: {name} is {read[edge_id].get(name)!r}, not {value!r}")
        if read[edge_id]["label"] != data["label"] or float(read[edge_id]["weight"]) != data["weight"]:
            sys.exit(f"{path}, {edge_id}: label or weight differ")
    print(f"{path}: valid by GEXF 1.3; networkx reads {len(nodes)} nodes, {len(read)} edges, as the GraphML has them")


main()
