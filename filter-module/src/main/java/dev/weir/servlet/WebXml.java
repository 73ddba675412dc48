package dev.weir.servlet;

import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.security.CodeSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * The facts in {@code web.xml} that no servlet API provides. Immutable.
 *
 * @param welcomeFiles the files with which a directory can be answered, including the defaults of containers
 * @param order the fragments that {@code absolute-ordering} names; empty without such an element
 */
public record WebXml(List<String> welcomeFiles, Optional<List<String>> order) {

    /** The name of this jar as a fragment. */
    private static final String FRAGMENT = "weir";

    private static final String OTHERS = "others";
    private static final String PATH = "/WEB-INF/web.xml";
    private static final List<String> DEFAULTS = List.of("index.html", "index.htm", "index.jsp");

    public WebXml {
        welcomeFiles = List.copyOf(welcomeFiles);
        order = order.map(List::copyOf);
    }

    /**
     * Returns the descriptor of the running application, as far as its container provides it; only defaults if it has
     * none.
     */
    static WebXml of(ServletContext context) {
        try (InputStream text = context.getResourceAsStream(PATH)) {
            return text == null ? new WebXml(DEFAULTS, Optional.empty()) : read(text);
        } catch (IOException e) {
            return new WebXml(DEFAULTS, Optional.empty());
        }
    }

    /**
     * Returns the descriptor of the application that has this jar in {@code WEB-INF/lib}, before the application has
     * started.
     */
    public static Optional<WebXml> besideThisJar() {
        CodeSource source = WebXml.class.getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) {
            return Optional.empty();
        }
        try (InputStream text = new URL(source.getLocation(), "../web.xml").openStream()) {
            return Optional.of(read(text));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Reads a descriptor, as far as it is well-formed: refusing a malformed one is the task of the container. */
    static WebXml read(InputStream text) {
        Set<String> welcomeFiles = new LinkedHashSet<>(DEFAULTS);
        Set<String> order = new LinkedHashSet<>();
        boolean ordered = false;
        try {
            XMLStreamReader reader = factory().createXMLStreamReader(text);
            Deque<String> open = new ArrayDeque<>();
            while (reader.hasNext()) {
                int event = reader.next();
                if (event == XMLStreamReader.START_ELEMENT) {
                    open.push(reader.getLocalName());
                    ordered |= open.getFirst().equals("absolute-ordering");
                    if (isWithin(open, OTHERS, "absolute-ordering")) {
                        order.add(OTHERS);
                    }
                } else if (event == XMLStreamReader.END_ELEMENT) {
                    open.pop();
                } else if (event == XMLStreamReader.CHARACTERS && isWithin(open, "welcome-file", "welcome-file-list")) {
                    add(welcomeFiles, reader.getText());
                } else if (event == XMLStreamReader.CHARACTERS && isWithin(open, "name", "absolute-ordering")) {
                    add(order, reader.getText());
                }
            }
        } catch (XMLStreamException e) {
            return new WebXml(List.copyOf(welcomeFiles), Optional.empty());
        }
        return new WebXml(List.copyOf(welcomeFiles), ordered ? Optional.of(List.copyOf(order)) : Optional.empty());
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        return factory;
    }

    private static boolean isWithin(Deque<String> open, String element, String parent) {
        return open.size() > 1
                && open.getFirst().equals(element)
                && open.stream().skip(1).findFirst().filter(parent::equals).isPresent();
    }

    private static void add(Set<String> found, String text) {
        String name = text.strip();
        if (!name.isEmpty()) {
            found.add(name.startsWith("/") ? name.substring(1) : name);
        }
    }

    /**
     * Returns the message for properties that need this jar's filter; empty if the jar is not excluded, or no property
     * needs it.
     */
    public Optional<String> problem(List<String> filterProperties) {
        List<String> needed = leavesOut() ? filterProperties : List.of();
        return needed.isEmpty() ? Optional.empty() : Optional.of(InstalledFilter.missing(needed));
    }

    /** Whether the descriptor excludes this jar, whose initializer then does not run. */
    public boolean leavesOut() {
        return order.filter(names -> !names.contains(OTHERS) && !names.contains(FRAGMENT))
                .isPresent();
    }
}
