"""Opens GraphML files with networkx, igraph and the XSDs, and compares what they read.

usage: graphml.py STOCK_XSD_FOLDER OUR_XSD FILE

The readers must agree with what stands in the file on counts, ids and attributes.
"""

import sys
from pathlib import Path

import igraph
import networkx
from lxml import etree

GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"


def fail(message):
    sys.exit(f"{sys.argv[3]}: {message}")


def validate(stock_folder, our_xsd, document):
    """By the schema the file points to, found offline."""

    class Offline(etree.Resolver):
        def resolve(self, url, public_id, context):
            name = url.rsplit("/", 1)[-1]
            local = Path(stock_folder) / name
            # Anything else is a file of ours; lxml reads nothing from the network.
            return self.resolve_filename(str(local), context) if local.exists() else None

    parser = etree.XMLParser()
    parser.resolvers.add(Offline())
    location = document.getroot().get("{http://www.w3.org/2001/XMLSchema-instance}schemaLocation").split()[1]
    stock = location.endswith("/graphml.xsd")
    schema_file = str(Path(stock_folder) / "graphml.xsd") if stock else our_xsd
    schema = etree.XMLSchema(etree.parse(schema_file, parser))
    if not schema.validate(document):
        fail(f"not valid by {schema_file}: {schema.error_log.last_error}")
    return "stock" if stock else "our"


def as_written(document):
    """What stands in the file, by nothing but an XML parser: the yardstick for the readers."""
    names, types = {}, {}
    for key in document.iter(GRAPHML + "key"):
        names[key.get("id")], types[key.get("id")] = key.get("attr.name"), key.get("attr.type")
    read = {"string": str, "int": int, "double": float, "boolean": lambda text: text == "true"}

    def data(element):
        return {
            names[item.get("key")]: read[types[item.get("key")]](item.text)
            for item in element.findall(GRAPHML + "data")
        }

    nodes = {node.get("id"): data(node) for node in document.iter(GRAPHML + "node")}
    edges = {
        edge.get("id"): (edge.get("source"), edge.get("target"), edge.get("label"), data(edge))
        for edge in document.iter(GRAPHML + "edge")
    }
    return nodes, edges


def check_networkx(path, nodes, edges):
    # Without `force_multigraph`, a file whose edges happen not to be parallel is read without their ids.
    graph = networkx.read_graphml(path, force_multigraph=True)
    if not graph.is_directed():
        fail("networkx reads an undirected graph")
    if dict(graph.nodes(data=True)) != nodes:
        fail("networkx reads other nodes")
    read = {key: (source, target, data) for source, target, key, data in graph.edges(keys=True, data=True)}
    if read.keys() != edges.keys():
        fail(f"networkx reads other edges: {read.keys() ^ edges.keys()}")
    for edge_id, (source, target, _, data) in edges.items():
        # networkx 3.6 adds the id to the data when it makes it the key.
        got = {name: value for name, value in read[edge_id][2].items() if name != "id"}
        if (source, target, data) != (*read[edge_id][:2], got):
            fail(f"networkx reads {edge_id} otherwise: {got} for {data}")


def check_igraph(path, nodes, edges):
    graph = igraph.Graph.Read_GraphML(path)
    if (graph.vcount(), graph.ecount(), graph.is_directed()) != (len(nodes), len(edges), True):
        fail(f"igraph reads {graph.vcount()} nodes, {graph.ecount()} edges, directed {graph.is_directed()}")

    def same(attributes, data):
        # igraph has no missing values: they are '' or NaN; all its numbers are doubles.
        for name, value in attributes.items():
            if name == "id":
                continue
            if name not in data:
                if not (value == "" or value != value):
                    return f"{name} is {value!r}, not missing"
            elif data[name] != value:
                return f"{name} is {value!r}, not {data[name]!r}"
        return None

    for vertex in graph.vs:
        if problem := same(vertex.attributes(), nodes[vertex["id"]]):
            fail(f"igraph, node {vertex['id']}: {problem}")
    for edge in graph.es:
        # Not by `id`: igraph 1.0 mixes up the ids of edges.
        source, target, _, data = edges[edge["edge_id"]]
        if (graph.vs[edge.source]["id"], graph.vs[edge.target]["id"]) != (source, target):
            fail(f"igraph, edge {edge['edge_id']}: other ends")
        if problem := same(edge.attributes(), data):
            fail(f"igraph, edge {edge['edge_id']}: {problem}")


def main():
    stock_folder, our_xsd, path = sys.argv[1:4]
    document = etree.parse(path)
    schema = validate(stock_folder, our_xsd, document)
    nodes, edges = as_written(document)
    check_networkx(path, nodes, edges)
    check_igraph(path, nodes, edges)
    print(f"{path}: {len(nodes)} nodes, {len(edges)} edges; valid by {schema} schema; networkx and igraph read all")


main()
