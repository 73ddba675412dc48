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
 * What the servlet container says of the application. Immutable.
 *
 * @param contextPath below which the application is found, {@code /shop}; empty at the root
 * @param name what the application is called; empty if nobody says
 * @param mappings where filters of {@code web.xml} stand, by their names
 * @param resources looks for classes that can be resources of JAX-RS, which takes its time
 */
public record Deployment(
        String contextPath,
        Optional<String> name,
        Map<String, List<String>> mappings,
        Supplier<Collection<Class<?>>> resources) {

    /** Of an application that uses Weir before its servlets are there. */
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
     * An application that is being deployed. To be called by a thread that sees the application's names.
     *
     * @param displayName what {@code web.xml} calls it, which counts where no server gives it a name
     */
    public static Deployment of(
            String contextPath,
            Optional<String> displayName,
            Map<String, List<String>> mappings,
            Supplier<Collection<Class<?>>> resources) {
        return new Deployment(contextPath, applicationName().or(() -> displayName), mappings, resources);
    }

    /** That of a server with Jakarta EE: the name of the archive, unless a descriptor says otherwise. */
    @SuppressWarnings("BanJNDI") // a constant name, in the application's own namespace
    private static Optional<String> applicationName() {
        try {
            return Optional.of(String.valueOf(new InitialContext().lookup(APPLICATION_NAME)));
        } catch (NamingException | LinkageError e) {
            return Optional.empty();
        }
    }

    /**
     * What tells the counters of this application from those of others, and is the same on all instances: the context root; at
     * the root, where one application is followed by another version of itself, the application's name without a version.
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
