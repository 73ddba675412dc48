package dev.weir.runtime;

import dev.weir.engine.Digests;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/**
 * The facts about an application that the servlet container reports. Immutable.
 *
 * @param contextPath the path below which the application is found, {@code /shop}; empty at the root
 * @param name the name of the application; empty if it is unknown
 * @param mappings the mappings of the filters in {@code web.xml}, by their names
 * @param resources finds classes that can be resources of JAX-RS, which takes time
 */
public record Deployment(
        String contextPath,
        Optional<String> name,
        Map<String, List<String>> mappings,
        Supplier<Collection<Class<?>>> resources) {

    /** The deployment of an application that uses Weir before its servlets are initialized. */
    static final Deployment UNKNOWN = new Deployment("", Optional.empty(), Map.of(), List::of);

    private static final String APPLICATION_NAME = "java:app/AppName";
    /** {@code shop-1.2.0-SNAPSHOT}, {@code shop:1.2}, {@code shop##2}. */
    private static final Pattern VERSION = Pattern.compile("([-_:]|##)v?\\d+([.\\-_+]\\w+)*$");

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._~/-]{1,64}");
    private static final int DIGEST_LENGTH = 24;

    public Deployment {
        mappings = Map.copyOf(mappings);
    }

    /**
     * Describes an application that is being deployed. To be called by a thread that sees the application's JNDI names.
     *
     * @param displayName the name in {@code web.xml}, which is used if the server provides none
     */
    public static Deployment of(
            String contextPath,
            Optional<String> displayName,
            Map<String, List<String>> mappings,
            Supplier<Collection<Class<?>>> resources) {
        return new Deployment(contextPath, applicationName().or(() -> displayName), mappings, resources);
    }

    /** The name that a server with Jakarta EE provides: the name of the archive, unless a descriptor overrides it. */
    @SuppressWarnings("BanJNDI") // a constant name, in the application's own namespace
    private static Optional<String> applicationName() {
        try {
            return Optional.of(String.valueOf(new InitialContext().lookup(APPLICATION_NAME)));
        } catch (NamingException | LinkageError e) {
            return Optional.empty();
        }
    }

    /**
     * The namespace of the application's counters, which is the same on all instances: the context root. At the root,
     * where one version of an application can replace another, the application's name without a version.
     */
    String namespace() {
        String plain =
                contextPath.isEmpty() ? name.map(Deployment::withoutVersion).orElse("/") : contextPath;
        return PLAIN.matcher(plain).matches()
                ? plain
                : '~' + Digests.sha256(plain).substring(0, DIGEST_LENGTH);
    }

    private static String withoutVersion(String name) {
        String stem = VERSION.matcher(name.strip()).replaceFirst("");
        return stem.isEmpty() ? name : stem;
    }
}
