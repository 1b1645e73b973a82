import java.io.File;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.gephi.graph.api.Column;
import org.gephi.graph.api.Edge;
import org.gephi.graph.api.Element;
import org.gephi.graph.api.ElementProperties;
import org.gephi.graph.api.GraphController;
import org.gephi.graph.api.GraphModel;
import org.gephi.graph.api.Node;
import org.gephi.graph.api.Table;
import org.gephi.io.importer.api.Container;
import org.gephi.io.importer.api.EdgeMergeStrategy;
import org.gephi.io.importer.api.ImportController;
import org.gephi.io.processor.plugin.DefaultProcessor;
import org.gephi.project.api.ProjectController;
import org.openide.util.Lookup;

/**
 * Reads graph files as Gephi does and prints what its workspace then holds, a line a file, an issue, a node and
 * an edge, with tabs between the cells. "Auto-scale" is off and parallel edges are kept, as a user can choose.
 */
public final class ReadGraph {
    private static final PrintStream OUT = new PrintStream(System.out, false, StandardCharsets.UTF_8);

    public static void main(String[] files) throws Exception {
        ProjectController projects = Lookup.getDefault().lookup(ProjectController.class);
        ImportController importing = Lookup.getDefault().lookup(ImportController.class);
        projects.newProject();
        for (String file : files) {
            Container read = importing.importFile(new File(file));
            read.getLoader().setAutoScale(false);
            read.getLoader().setEdgesMergeStrategy(EdgeMergeStrategy.NO_MERGE);
            print("file", file);
            read.getReport().getIssuesList(1000).forEach(one -> print("issue", one.getLevel(), one.getMessage()));
            importing.process(read, new DefaultProcessor(), projects.openNewWorkspace());
            printGraph(Lookup.getDefault().lookup(GraphController.class).getGraphModel());
        }
        OUT.flush();
    }

    private static void printGraph(GraphModel model) {
        for (Node node : model.getGraph().getNodes()) {
            String kind = value(model.getNodeTable(), node, "kind");
            print("node", node.getId(), node.getLabel(), node.x(), node.y(), node.size(), color(node), kind);
        }
        for (Edge edge : model.getGraph().getEdges()) {
            Table table = model.getEdgeTable();
            print("edge", edge.getSource().getId(), edge.getTarget().getId(), edge.getLabel(), edge.getWeight(),
                color(edge), value(table, edge, "relation"), value(table, edge, "directed"), value(table, edge, "years"));
        }
    }

    private static String value(Table table, Element element, String title) {
        for (Column column : table) {
            if (column.getTitle().equals(title)) {
                Object value = element.getAttribute(column);
                return value == null ? "" : value.toString();
            }
        }
        throw new IllegalArgumentException("no column " + title);
    }

    private static String color(ElementProperties drawn) {
        return String.format("#%02x%02x%02x", Math.round(255 * drawn.r()), Math.round(255 * drawn.g()), Math.round(255 * drawn.b()));
    }

    private static void print(Object... cells) {
        OUT.println(Arrays.stream(cells).map(String::valueOf).collect(Collectors.joining("\t")));
    }
}
