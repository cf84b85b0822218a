import java.io.*;
import java.util.*;
import javax.xml.parsers.DocumentBuilderFactory;
import org.gephi.graph.api.Edge;
import org.gephi.graph.api.Graph;
import org.gephi.graph.api.GraphController;
import org.gephi.graph.api.GraphModel;
import org.gephi.io.importer.api.*;
import org.gephi.io.importer.spi.FileImporter;
import org.gephi.io.processor.plugin.DefaultProcessor;
import org.gephi.project.api.*;
import org.openide.util.Lookup;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Opens files with Gephi's own toolkit as its desktop does (import, verify, default processor, default settings) and
 * compares what arrives with the XML: every node, every edge with its ends, kind, label and weight, and no complaint.
 *
 * Writes what arrives of files called `golden` as tables for compare.py, unless OUT_FOLDER is `-`.
 *
 * <p>usage: java -cp gephi-toolkit-all.jar Gephi.java OUT_FOLDER FILE…
 */
public class Gephi {
    public static void main(String[] arguments) throws Exception {
        for (int i = 1; i < arguments.length; i++) check(arguments[i], arguments[0]);
        System.exit(0);
    }

    static void check(String file, String folder) throws Exception {
        ProjectController projects = Lookup.getDefault().lookup(ProjectController.class);
        projects.newProject();
        ImportController imports = Lookup.getDefault().lookup(ImportController.class);
        FileImporter importer = imports.getFileImporter(file.substring(file.lastIndexOf('.')));
        Container container = imports.importFile(new InputStreamReader(new FileInputStream(file), "UTF-8"), importer);
        container.verify();
        Report report = container.getReport();
        imports.process(container, new DefaultProcessor(), projects.getCurrentWorkspace());
        for (Iterator<Issue> issues = report.getIssues(1000); issues.hasNext();) {
            Issue issue = issues.next();
            if (issue.getLevel() != Issue.Level.INFO) fail(file, "Gephi complains: " + issue.getMessage());
        }
        GraphModel model = Lookup.getDefault().lookup(GraphController.class).getGraphModel();
        Graph graph = model.getGraph();

        boolean gexf = file.endsWith(".gexf");
        Document xml = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new File(file));
        NodeList nodes = xml.getElementsByTagName("node"), edges = xml.getElementsByTagName("edge");
        same(file, "nodes", graph.getNodeCount(), nodes.getLength());
        same(file, "edges", graph.getEdgeCount(), edges.getLength());
        int timed = 0;
        for (int i = 0; i < edges.getLength(); i++) {
            Element written = (Element) edges.item(i);
            String id = written.getAttribute("id");
            Edge read = graph.getEdge(id);
            if (read == null) fail(file, "Gephi does not have " + id);
            same(file, "source of " + id, read.getSource().getId(), written.getAttribute("source"));
            same(file, "target of " + id, read.getTarget().getId(), written.getAttribute("target"));
            same(file, "kind of " + id, read.getTypeLabel(), written.getAttribute(gexf ? "kind" : "label"));
            if (!read.isDirected()) fail(file, id + " is not directed");
            String label = gexf ? written.getAttribute("label") : data(written, "e_label");
            same(file, "label of " + id, read.getLabel(), label);
            String weight = gexf ? written.getAttribute("weight") : data(written, "e_weight");
            same(file, "weight of " + id, read.getWeight(), Double.parseDouble(weight));
            int spells = written.getElementsByTagName("spell").getLength();
            if (spells > 0) {
                timed++;
                same(file, "periods of " + id, read.getIntervals().length, spells);
            }
        }
        System.out.println(file + ": Gephi reads " + graph.getNodeCount() + " nodes, " + graph.getEdgeCount() + " edges, "
            + (gexf ? timed + " with times, " : "") + "every kind and label");
        if (!folder.equals("-") && file.contains("golden.")) {
            String format = gexf ? "gexf" : "graphml";
            try (Writer out = new OutputStreamWriter(new FileOutputStream(folder + "/gephi." + format + ".json"), "UTF-8")) {
                out.write(table(graph, format));
            }
        }
        projects.closeCurrentProject();
    }

    static String table(Graph graph, String format) {
        List<String> nodes = new ArrayList<>(), edges = new ArrayList<>();
        for (org.gephi.graph.api.Node node : graph.getNodes().toArray()) {
            Map<String, Object> row = columns(node, format, "n_");
            row.put("label", node.getLabel());
            nodes.add(text(fromToken(node.getId().toString())) + ": " + json(row));
        }
        for (Edge edge : graph.getEdges().toArray()) {
            Map<String, Object> row = columns(edge, format, "e_");
            row.put("source", fromToken(edge.getSource().getId().toString()));
            row.put("target", fromToken(edge.getTarget().getId().toString()));
            row.put("kind", edge.getTypeLabel());
            row.put("weight", edge.getWeight());
            edges.add(text(row.get("edge_id").toString()) + ": " + json(row));
        }
        return "{\"nodes\": {" + String.join(",\n", nodes) + "},\n\"edges\": {" + String.join(",\n", edges) + "}}\n";
    }

    /** Columns by title; Gephi names those of GraphML after the key's id. */
    static Map<String, Object> columns(org.gephi.graph.api.Element element, String format, String prefix) {
        Map<String, Object> row = new TreeMap<>();
        for (org.gephi.graph.api.Column column : element.getAttributeColumns()) {
            Object value = element.getAttribute(column);
            if (value != null) row.put(column.getTitle(), value);
        }
        return row;
    }

    static String fromToken(String id) {
        return java.util.regex.Pattern.compile("_([0-9A-F]+)_").matcher(id)
            .replaceAll(found -> Character.toString(Integer.parseInt(found.group(1), 16)));
    }

    static String json(Map<String, Object> row) {
        StringJoiner members = new StringJoiner(", ", "{", "}");
        row.forEach((name, value) -> members.add(text(name) + ": " + value(value)));
        return members.toString();
    }

    static String value(Object value) {
        if (value instanceof Boolean || value instanceof Number) return value.toString();
        if (value instanceof String[] items) {
            StringJoiner list = new StringJoiner(", ", "[", "]");
            for (String item : items) list.add(text(item));
            return list.toString();
        }
        return text(value.toString());
    }

    static String text(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') quoted.append('\\').append(c);
            else if (c < ' ') quoted.append(String.format("\\u%04x", (int) c));
            else quoted.append(c);
        }
        return quoted.append('"').toString();
    }

    static String data(Element element, String key) {
        NodeList data = element.getElementsByTagName("data");
        for (int i = 0; i < data.getLength(); i++) {
            Element item = (Element) data.item(i);
            if (item.getAttribute("key").equals(key)) return item.getTextContent();
        }
        return "";
    }

    static void same(String file, String what, Object read, Object written) {
        if (!Objects.equals(read, written)) fail(file, what + ": Gephi reads " + read + ", the file says " + written);
    }

    static void fail(String file, String message) {
        System.err.println(file + ": " + message);
        System.exit(1);
    }
}
