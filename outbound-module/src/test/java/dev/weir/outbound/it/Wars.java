package dev.weir.outbound.it;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** Applications as users build them: both jars in {@code WEB-INF/lib}, and no {@code beans.xml}. */
final class Wars {

    private Wars() {}

    /** An application of {@code classes}, with these properties. */
    static WebArchive war(String name, String properties, Class<?>... classes) {
        return jars(name)
                .addClasses(classes)
                .addAsResource(new StringAsset(properties), "META-INF/microprofile-config.properties");
    }

    /** An application of the package of {@code one}, configured by {@code it/<name>.properties}. */
    static WebArchive ofPackage(String name, Class<?> one) {
        return jars(name)
                .addPackage(one.getPackage())
                .addAsResource("it/" + name + ".properties", "META-INF/microprofile-config.properties");
    }

    private static WebArchive jars(String name) {
        return ShrinkWrap.create(WebArchive.class, name + ".war")
                .addAsLibrary(built("weir.jar").toFile(), "weir-filter.jar")
                .addAsLibrary(built("weir.outbound-jar").toFile(), "weir-outbound.jar");
    }

    /** The file that a system property names, which the build sets and makes. */
    static Path built(String property) {
        Path path = Path.of(System.getProperty(property, property)).toAbsolutePath();
        if (!Files.exists(path)) {
            throw new IllegalStateException(path + ": missing; run integration tests by mvn verify");
        }
        return path;
    }
}
