import java.nio.file.*;
import java.util.*;
import java.util.stream.*;
import org.apache.jena.query.*;
import org.apache.jena.rdf.model.*;
import org.apache.jena.riot.*;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.Quad;
import org.topbraid.shacl.validation.ValidationUtil;

/**
 * Reads JSON-LD, Turtle and TriG with Apache Jena, strictly, and compares their statements with the N-Quads; validates
 * them with TopBraid's SHACL, which must notice a fault too; asks the queries of the manual.
 *
 * <p>usage: java -cp JENA_JARS JenaReads.java SHAPES.ttl QUERIES.md STEM…
 */
public class JenaReads {
    public static void main(String[] arguments) throws Exception {
        Model shapes = RDFDataMgr.loadModel(arguments[0]);
        List<String> queries = queries(Path.of(arguments[1]));
        for (int i = 2; i < arguments.length; i++) check(arguments[i], shapes, queries);
        System.exit(0);
    }

    static void check(String stem, Model shapes, List<String> queries) {
        Dataset quads = read(stem + ".nq");
        Set<String> expected = statements(quads);
        for (String extension : new String[] {".jsonld", ".ttl", ".trig"}) {
            if (!Files.exists(Path.of(stem + extension))) continue;
            Dataset read = read(stem + extension);
            Set<String> got = statements(read);
            if (!got.equals(expected)) {
                Set<String> other = new TreeSet<>(got);
                other.removeAll(expected);
                fail(stem + extension + ": Jena reads " + got.size() + " statements, not these " + expected.size() + ", such as " + other.stream().findFirst().orElse("less") + " for " + expected.stream().findFirst());
            }
            boolean named = read.listModelNames().hasNext();
            if (named != extension.equals(".trig")) fail(stem + extension + ": named graphs: " + named);
        }
        Model data = quads.getDefaultModel();
        if (!conforms(data, shapes)) fail(stem + ".nq: TopBraid finds that it does not keep to the shapes");
        String fil = "https://w3id.org/filature/ns#";
        Resource claim = data.listSubjectsWithProperty(org.apache.jena.vocabulary.RDF.type, data.createResource(fil + "Claim")).next();
        Statement[] faults = {
            data.createStatement(claim, data.createProperty(fil + "confidence"), data.createTypedLiteral("9.0E-1", "http://www.w3.org/2001/XMLSchema#decimal")),
            data.createStatement(claim, org.apache.jena.vocabulary.RDF.object, data.createResource("http://example.org/second")),
        };
        for (Statement fault : faults) {
            Model broken = ModelFactory.createDefaultModel().add(data).add(fault);
            if (conforms(broken, shapes)) fail("TopBraid lets pass " + fault);
        }
        List<String> answers = new ArrayList<>();
        for (String query : queries) {
            try (QueryExecution execution = QueryExecutionFactory.create(query, quads)) {
                answers.add(String.valueOf(ResultSetFormatter.consume(execution.execSelect())));
            }
        }
        if (stem.endsWith("golden") && answers.contains("0")) fail(stem + ": a query of the manual has no answer: " + answers);
        System.out.println(stem + ": Jena " + org.apache.jena.Jena.VERSION + " reads " + expected.size() + " statements, TopBraid's SHACL agrees; rows of the manual's queries: "
            + String.join(", ", answers));
    }

    static boolean conforms(Model data, Model shapes) {
        Resource report = ValidationUtil.validateModel(data, shapes, false);
        return report.getProperty(report.getModel().createProperty("http://www.w3.org/ns/shacl#conforms")).getBoolean();
    }

    static Dataset read(String path) {
        DatasetGraph read = DatasetFactory.create().asDatasetGraph();
        RDFParser.source(path).strict(true).checking(true).errorHandler(org.apache.jena.riot.system.ErrorHandlerFactory.errorHandlerStrict).parse(read);
        return DatasetFactory.wrap(read);
    }

    /** Subject, predicate and object of every statement, in whichever graph it stands. */
    static Set<String> statements(Dataset dataset) {
        Set<String> found = new TreeSet<>();
        for (Iterator<Quad> quads = dataset.asDatasetGraph().find(); quads.hasNext();) found.add(quads.next().asTriple().toString());
        return found;
    }

    static List<String> queries(Path manual) throws Exception {
        List<String> found = new ArrayList<>();
        String[] parts = Files.readString(manual).split("```sparql\n");
        for (int i = 1; i < parts.length; i++) found.add(parts[i].substring(0, parts[i].indexOf("```")));
        if (found.isEmpty()) fail(manual + " has no query");
        return found;
    }

    static void fail(String message) {
        System.err.println(message);
        System.exit(1);
    }
}
