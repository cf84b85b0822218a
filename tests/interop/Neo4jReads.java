import java.io.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.*;
import java.util.stream.*;
import org.neo4j.configuration.GraphDatabaseSettings;
import org.neo4j.dbms.api.DatabaseManagementService;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;
import org.neo4j.graphdb.GraphDatabaseService;
import org.neo4j.graphdb.Label;
import org.neo4j.graphdb.Node;
import org.neo4j.graphdb.Relationship;
import org.neo4j.graphdb.ResourceIterable;
import org.neo4j.graphdb.Transaction;
import org.neo4j.cli.ExecutionContext;
import org.neo4j.importer.ImportCommand;
import picocli.CommandLine;

/**
 * Fills a real Neo4j in two ways, with the Cypher script and with neo4j-admin's import of the tables, runs the queries
 * of the manual and writes what it holds as tables for compare.py.
 *
 * <p>usage: java -cp NEO4J_JARS Neo4jReads.java GOLDEN_STEM OUT_FOLDER ROOM QUERIES.md
 */
public class Neo4jReads {
    static Path room;

    public static void main(String[] arguments) throws Exception {
        String stem = arguments[0], folder = arguments[1];
        room = Path.of(arguments[2]).toAbsolutePath();
        List<String> queries = queries(Path.of(arguments[3]));
        byScript(stem, folder, queries);
        byImport(stem, folder, queries);
        System.exit(0);
    }

    static void byScript(String stem, String folder, List<String> queries) throws Exception {
        DatabaseManagementService service = start(fresh("script"));
        GraphDatabaseService database = service.database("neo4j");
        // Twice: the second run must change nothing.
        for (int run = 0; run < 2; run++) {
            for (String statement : Files.readAllLines(Path.of(stem + ".cypher"))) database.executeTransactionally(statement);
        }
        write(database, folder + "/neo4j.cypher.json");
        ask(database, stem + ".cypher", queries);
        service.shutdown();
    }

    static void byImport(String stem, String folder, List<String> queries) throws Exception {
        Path home = fresh("import");
        Path configuration = Files.createDirectories(home.resolve("conf"));
        Files.writeString(configuration.resolve("neo4j.conf"), "server.directories.neo4j_home=" + home + "\n");
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
        CommandLine command = new CommandLine(new ImportCommand.Full(new ExecutionContext(home, configuration, out, out, new org.neo4j.io.fs.DefaultFileSystemAbstraction())));
        String nodes = stem + ".neo4j.nodes-header.csv," + stem + ".neo4j.nodes.csv";
        String relationships = stem + ".neo4j.relationships-header.csv," + stem + ".neo4j.relationships.csv";
        int code = command.execute("--nodes=" + nodes, "--relationships=" + relationships, "--report-file=" + home.resolve("report"), "neo4j");
        if (code != 0) fail(stem + ": neo4j-admin import: " + said.toString(StandardCharsets.UTF_8));
        DatabaseManagementService service = start(home);
        GraphDatabaseService database = service.database("neo4j");
        write(database, folder + "/neo4j.neo4j.json");
        ask(database, stem + ".neo4j.csv", queries);
        service.shutdown();
    }

    static Path fresh(String name) throws IOException {
        Path home = room.resolve(name);
        if (Files.exists(home)) {
            try (Stream<Path> paths = Files.walk(home)) {
                paths.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
            }
        }
        return Files.createDirectories(home);
    }

    static DatabaseManagementService start(Path home) {
        return new DatabaseManagementServiceBuilder(home)
            .setConfig(GraphDatabaseSettings.pagecache_memory, 32L << 20).build();
    }

    /** The queries of the manual; each must answer. */
    static List<String> queries(Path manual) throws IOException {
        List<String> found = new ArrayList<>();
        String[] parts = Files.readString(manual).split("```cypher\n");
        for (int i = 1; i < parts.length; i++) found.add(parts[i].substring(0, parts[i].indexOf("```")));
        if (found.isEmpty()) fail(manual + " has no query");
        return found;
    }

    static void ask(GraphDatabaseService database, String file, List<String> queries) {
        StringBuilder answers = new StringBuilder();
        for (String query : queries) {
            try (Transaction transaction = database.beginTx()) {
                List<Map<String, Object>> rows = transaction.execute(query).stream().toList();
                if (rows.isEmpty()) fail(file + ": no answer to\n" + query);
                answers.append(answers.isEmpty() ? "" : ", ").append(rows.size());
            }
        }
        try (Transaction transaction = database.beginTx()) {
            String query = "MATCH ()-[r]->() RETURN r.polarity AS polarity, sum(r.claims) AS claims ORDER BY polarity";
            String counted = transaction.execute(query).stream().map(row -> row.get("claims") + " " + row.get("polarity"))
                .collect(Collectors.joining(", "));
            System.out.println(file + ": Neo4j counts " + counted + "; rows of the manual's queries: " + answers);
        }
    }

    static void write(GraphDatabaseService database, String path) throws IOException {
        Map<String, Object> nodes = new TreeMap<>(), edges = new TreeMap<>();
        try (Transaction transaction = database.beginTx()) {
            try (ResourceIterable<Node> all = transaction.getAllNodes()) {
                for (Node node : all) {
                    if (!node.hasLabel(Label.label("Entity"))) fail(path + ": a node is no Entity");
                    nodes.put((String) node.getProperty("id"), node.getAllProperties());
                }
            }
            try (ResourceIterable<Relationship> all = transaction.getAllRelationships()) {
                for (Relationship edge : all) {
                    Map<String, Object> row = new TreeMap<>(edge.getAllProperties());
                    row.put("source", edge.getStartNode().getProperty("id"));
                    row.put("target", edge.getEndNode().getProperty("id"));
                    boolean negated = row.get("polarity").equals("negated");
                    if (edge.getType().name().startsWith("NOT_") != negated) fail(path + ": " + edge.getType());
                    edges.put((String) row.get("edge_id"), row);
                }
            }
        }
        Files.writeString(Path.of(path), json(Map.of("nodes", nodes, "edges", edges)));
    }

    static String json(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream().map(e -> json(e.getKey()) + ": " + json(e.getValue())).collect(Collectors.joining(",\n", "{", "}"));
        }
        if (value instanceof String[] items) return Arrays.stream(items).map(Neo4jReads::json).collect(Collectors.joining(", ", "[", "]"));
        if (value instanceof Number || value instanceof Boolean) return value.toString();
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : value.toString().toCharArray()) {
            if (c == '"' || c == '\\') quoted.append('\\').append(c);
            else if (c < ' ') quoted.append(String.format("\\u%04x", (int) c));
            else quoted.append(c);
        }
        return quoted.append('"').toString();
    }

    static void fail(String message) {
        System.err.println(message);
        System.exit(1);
    }
}
