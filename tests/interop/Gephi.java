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
 * <p>usage: java -cp gephi-toolkit-all.jar Gephi.java FILE…
 */
public class Gephi {
    public static void main(String[] files) throws Exception {
        for (String file : files) check(file);
        System.exit(0);
    }

    static void check(String file) throws Exception {
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
        projects.closeCurrentProject();
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
