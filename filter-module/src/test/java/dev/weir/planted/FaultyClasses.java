package dev.weir.planted;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;

/**
 * All classes of Weir and of its tests once more, those of one file with a fault in them. Libraries are shared with the
 * test that asks, so that JUnit knows its own annotations.
 */
public final class FaultyClasses extends URLClassLoader {

    private static final String OURS = "dev.weir.";

    private FaultyClasses(List<URL> urls) {
        super(urls.toArray(URL[]::new), FaultyClasses.class.getClassLoader());
    }

    /** Classes with {@code fault}, which is compiled into {@code directory}. */
    public static FaultyClasses of(PlantedFault fault, Path directory) throws IOException {
        compile(fault, directory);
        List<URL> urls = new ArrayList<>(List.of(directory.toUri().toURL()));
        urls.addAll(classPathUrls());
        return new FaultyClasses(urls);
    }

    /** The same classes without a fault. */
    static FaultyClasses ofNone() throws IOException {
        return new FaultyClasses(classPathUrls());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(OURS)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? findClass(name) : loaded;
        }
    }

    private static void compile(PlantedFault fault, Path directory) throws IOException {
        String code = fault.plantedIn(Files.readString(fault.path()))
                .orElseThrow(() -> new AssertionError(fault + ": no place for the fault, in " + fault.file()));
        Path faulty = directory.resolve(fault.path().getFileName());
        Files.writeString(faulty, code);
        List<String> arguments = List.of(
                "-nowarn", "-proc:none", "-g", "-d", directory.toString(), "-cp", classPath(), faulty.toString());
        var messages = new ByteArrayOutputStream();
        int result = ToolProvider.getSystemJavaCompiler().run(null, null, messages, arguments.toArray(String[]::new));
        if (result != 0) {
            throw new AssertionError(fault + ": does not compile: " + messages.toString(StandardCharsets.UTF_8));
        }
    }

    private static List<URL> classPathUrls() throws IOException {
        List<URL> urls = new ArrayList<>();
        for (String entry : classPath().split(File.pathSeparator)) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        return urls;
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    @Override
    public void close() {
        try {
            super.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
