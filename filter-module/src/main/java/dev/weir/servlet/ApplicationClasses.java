package dev.weir.servlet;

import dev.weir.RateLimited;
import dev.weir.site.ClassFile;
import dev.weir.site.RateLimitedAnnotations;
import jakarta.servlet.ServletContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The classes in {@code WEB-INF} of an application. Their files are read once, and only when they are needed. For use
 * by one thread.
 */
final class ApplicationClasses {

    private static final System.Logger LOG = System.getLogger(ApplicationClasses.class.getName());

    private final ServletContext context;
    private final ClassLoader loader;
    private @Nullable Map<String, ClassFile> files;

    ApplicationClasses(ServletContext context) {
        this.context = context;
        this.loader = context.getClassLoader();
    }

    /** The classes that are annotated, on the type or on a method, directly or by a stereotype. */
    Set<Class<?>> annotated() {
        Set<Class<?>> found = new HashSet<>();
        Set<String> annotations = new HashSet<>(Set.of(RateLimited.class.getName(), RateLimited.List.class.getName()));
        boolean more = true;
        while (more) {
            more = false;
            for (ClassFile file : files().values()) {
                if (file.mentions(annotations)) {
                    Optional<Class<?>> type = load(file.name());
                    type.ifPresent(found::add);
                    more |= type.filter(Class::isAnnotation)
                            .filter(RateLimitedAnnotations::isStereotype)
                            .filter(each -> annotations.add(each.getName()))
                            .isPresent();
                }
            }
        }
        return found;
    }

    /** The classes that mention {@code annotation}, and all their subtypes. */
    Collection<Class<?>> mentioning(String annotation) {
        Set<String> names = new HashSet<>();
        for (ClassFile file : files().values()) {
            if (file.mentions(Set.of(annotation))) {
                names.add(file.name());
            }
        }
        return below(names);
    }

    /**
     * {@code type} and all its subtypes; empty if its file is not here, because then its subtypes need not be here
     * either.
     */
    Collection<Class<?>> below(Class<?> type) {
        Set<String> names = new HashSet<>();
        if (files().containsKey(type.getName())) {
            names.add(type.getName());
        }
        return below(names);
    }

    private Collection<Class<?>> below(Set<String> names) {
        boolean more = !names.isEmpty();
        while (more) {
            more = false;
            for (ClassFile file : files().values()) {
                more |= file.supertypes().stream().anyMatch(names::contains) && names.add(file.name());
            }
        }
        List<Class<?>> types = new ArrayList<>();
        names.forEach(each -> load(each).ifPresent(types::add));
        return types;
    }

    private Optional<Class<?>> load(String name) {
        try {
            return Optional.of(Class.forName(name, false, loader));
        } catch (ClassNotFoundException | LinkageError e) {
            // a class that cannot be loaded is not called either
            LOG.log(System.Logger.Level.DEBUG, "left out: " + name, e);
            return Optional.empty();
        }
    }

    private Map<String, ClassFile> files() {
        Map<String, ClassFile> read = files;
        if (read == null) {
            read = new HashMap<>();
            readDirectory("/WEB-INF/classes/", read);
            for (String path : paths("/WEB-INF/lib/")) {
                if (path.endsWith(".jar")) {
                    readJar(path, read);
                }
            }
            files = read;
        }
        return read;
    }

    private Set<String> paths(String directory) {
        Set<String> paths = context.getResourcePaths(directory);
        return paths == null ? Set.of() : paths;
    }

    private void readDirectory(String directory, Map<String, ClassFile> read) {
        for (String path : paths(directory)) {
            if (path.endsWith("/")) {
                readDirectory(path, read);
            } else if (path.endsWith(".class")) {
                try (InputStream file = context.getResourceAsStream(path)) {
                    add(file.readAllBytes(), path, read);
                } catch (IOException e) {
                    unreadable(path, e);
                }
            }
        }
    }

    private void readJar(String path, Map<String, ClassFile> read) {
        try (InputStream file = context.getResourceAsStream(path);
                ZipInputStream jar = new ZipInputStream(file)) {
            for (ZipEntry entry = jar.getNextEntry(); entry != null; entry = jar.getNextEntry()) {
                if (entry.getName().endsWith(".class") && !entry.getName().startsWith("META-INF/")) {
                    add(jar.readAllBytes(), path + "!" + entry.getName(), read);
                }
            }
        } catch (IOException e) {
            unreadable(path, e);
        }
    }

    private static void add(byte[] file, String path, Map<String, ClassFile> read) {
        try {
            ClassFile classFile = ClassFile.read(new ByteArrayInputStream(file));
            read.put(classFile.name(), classFile);
        } catch (IOException e) {
            unreadable(path, e);
        }
    }

    private static void unreadable(String path, IOException e) {
        LOG.log(System.Logger.Level.WARNING, path + ": cannot be read, so annotations in it may be missed", e);
    }
}
