package dev.weir.runtime;

import dev.weir.config.source.PropertySource;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/**
 * The properties of Weir in files inside the application, whether or not a source reads them. Plain servlet containers
 * have no MicroProfile Config, and a server may read the file of an EAR and not that of a WAR in it.
 */
final class PackagedProperties {

    private static final String FILE = "META-INF/microprofile-config.properties";
    private static final String PREFIX = "ratelimit.";
    private static final int MOST_NAMES = 5;

    private PackagedProperties() {}

    /**
     * Returns the properties in files that {@code source} does not have, as a line for the log; empty if it has all.
     */
    static Optional<String> undelivered(ClassLoader application, PropertySource source) {
        Set<String> missing = new TreeSet<>();
        for (Properties file : files(application)) {
            for (String name : file.stringPropertyNames()) {
                boolean isSet =
                        name.startsWith(PREFIX) && !file.getProperty(name).isBlank();
                if (isSet && source.get(name).isEmpty()) {
                    missing.add(name);
                }
            }
        }
        return missing.isEmpty() ? Optional.empty() : Optional.of(line(missing));
    }

    private static String line(Set<String> missing) {
        List<String> first = missing.stream().limit(MOST_NAMES).toList();
        String more = missing.size() > MOST_NAMES ? " and " + (missing.size() - MOST_NAMES) + " more" : "";
        return FILE
                + ": lies in the application, but the configuration has nothing of it (no MicroProfile Config here, or"
                + " not of this file): " + String.join(", ", first) + more;
    }

    private static List<Properties> files(ClassLoader application) {
        List<Properties> files = new ArrayList<>();
        try {
            for (URL each : Collections.list(application.getResources(FILE))) {
                Properties file = new Properties();
                try (InputStream in = each.openStream()) {
                    file.load(in);
                }
                files.add(file);
            }
        } catch (IOException | IllegalArgumentException e) {
            // a file that cannot be read has no properties to report
            return files;
        }
        return files;
    }
}
