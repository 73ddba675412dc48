package dev.weir.example;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** The example's WAR with an operator in it and a configuration that changes, under the same name. */
final class TestWar {

    private static final String SERVICE = "META-INF/services/" + ConfigSource.class.getName();

    private TestWar() {}

    /** Writes the WAR below {@code directory}. */
    static Path in(Path directory) {
        try {
            Path example = Path.of(System.getProperty("weir.war", "target/weir-example.war"));
            Path war = directory.resolve("weir-example.war");
            Files.copy(example, war, StandardCopyOption.REPLACE_EXISTING);
            try (FileSystem content = FileSystems.newFileSystem(war)) {
                Path classes = content.getPath("WEB-INF", "classes");
                for (Class<?> each : List.of(ControlServlet.class, ChangedSource.class)) {
                    add(classes, each);
                }
                Files.createDirectories(classes.resolve(SERVICE).getParent());
                Files.writeString(classes.resolve(SERVICE), ChangedSource.class.getName());
            }
            return war;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void add(Path classes, Class<?> type) throws IOException {
        String name = type.getName().replace('.', '/') + ".class";
        try (var content = type.getClassLoader().getResourceAsStream(name)) {
            Files.copy(content, classes.resolve(name));
        }
    }
}
