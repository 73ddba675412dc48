package dev.weir.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.Asset;
import org.jboss.shrinkwrap.api.asset.ClassLoaderAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** Applications for integration tests: the jar as users get it in {@code WEB-INF/lib}, and no {@code beans.xml}. */
public final class Wars {

    private Wars() {}

    /** An application of {@code classes}, configured by {@code it/<name>.properties}. */
    public static WebArchive war(String name, Class<?>... classes) {
        return war(name, properties(name), classes);
    }

    /** The properties {@code it/<name>.properties}. */
    public static Asset properties(String name) {
        return new ClassLoaderAsset("it/" + name + ".properties");
    }

    /** An application of {@code classes}, configured by {@code properties}. */
    public static WebArchive war(String name, Asset properties, Class<?>... classes) {
        return ShrinkWrap.create(WebArchive.class, name + ".war")
                .addAsLibrary(built("weir.jar").toFile(), "weir-filter.jar")
                .addClasses(classes)
                .addAsResource(properties, "META-INF/microprofile-config.properties");
    }

    /** The files of the directory that a system property names, which the build sets and fills. */
    public static Stream<Path> directory(String property) {
        try (Stream<Path> files = Files.list(built(property))) {
            return files.toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file that a system property names, which the build sets and makes. */
    public static Path built(String property) {
        Path path = Path.of(System.getProperty(property, property)).toAbsolutePath();
        if (!Files.exists(path)) {
            throw new IllegalStateException(path + ": missing; run integration tests by mvn verify");
        }
        return path;
    }
}
