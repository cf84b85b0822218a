import java.io.*;
import java.nio.charset.StandardCharsets;
import java.util.*;
import org.jgrapht.Graph;
import org.jgrapht.graph.*;
import org.jgrapht.nio.Attribute;
import org.jgrapht.nio.graphml.GraphMLImporter;
import org.jgrapht.util.SupplierUtil;

/**
 * Reads strict GraphML with JGraphT, which validates it by the stock schema first, and counts what it got.
 *
 * <p>usage: java -cp JGRAPHT_JARS JGraphT.java FILE.graphml
 */
public class JGraphT {
    public static void main(String[] arguments) throws Exception {
        String path = arguments[0];
        Graph<String, DefaultEdge> graph = new DirectedPseudograph<>(SupplierUtil.createStringSupplier(), SupplierUtil.createDefaultEdgeSupplier(), false);
        GraphMLImporter<String, DefaultEdge> importer = new GraphMLImporter<>();
        importer.setSchemaValidation(true);
        int[] values = new int[2];
        Set<String> ids = new TreeSet<>();
        importer.addVertexAttributeConsumer((key, value) -> values[0]++);
        importer.addEdgeAttributeConsumer((key, value) -> {
            values[1]++;
            if (key.getSecond().equals("edge_id")) ids.add(value.getValue());
        });
        importer.importGraph(graph, new InputStreamReader(new FileInputStream(path), StandardCharsets.UTF_8));
        javax.xml.parsers.DocumentBuilder builder = javax.xml.parsers.DocumentBuilderFactory.newInstance().newDocumentBuilder();
        org.w3c.dom.Document xml = builder.parse(new File(path));
        int nodes = xml.getElementsByTagName("node").getLength(), edges = xml.getElementsByTagName("edge").getLength();
        int data = xml.getElementsByTagName("data").getLength();
        if (graph.vertexSet().size() != nodes || graph.edgeSet().size() != edges || ids.size() != edges || values[0] + values[1] < data) {
            System.err.println(path + ": JGraphT reads " + graph.vertexSet().size() + " of " + nodes + " nodes, "
                + graph.edgeSet().size() + " of " + edges + " edges, " + (values[0] + values[1]) + " of " + data + " values");
            System.exit(1);
        }
        System.out.println(path + ": valid by the stock schema; JGraphT reads " + nodes + " nodes, " + edges + " edges, every value");
    }
}
