package dev.weir.benchmark.http;

import dev.weir.example.PayaraInstance;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** Counts the operations on Weir's caches in a cluster of Payara Micro, by a WAR with a servlet on each member. */
final class GridOperations {

    private static final String NAME = "weir-operations";
    /** Not by its class: only the server has the classes that it needs. */
    private static final String SERVLET = "dev/weir/benchmark/deployed/OperationsServlet.class";

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final PayaraCluster cluster;

    private GridOperations(PayaraCluster cluster) {
        this.cluster = cluster;
    }

    /** The WAR to deploy on each member. */
    static Path war() {
        try {
            Path directory = Files.createTempDirectory("weir-benchmark");
            Path war = directory.resolve(NAME + ".war");
            try (InputStream bytes = GridOperations.class.getClassLoader().getResourceAsStream(SERVLET);
                    JarOutputStream out = new JarOutputStream(Files.newOutputStream(war))) {
                if (bytes == null) {
                    throw new IllegalStateException(SERVLET + ": not on the class path");
                }
                out.putNextEntry(new JarEntry("WEB-INF/classes/" + SERVLET));
                bytes.transferTo(out);
                out.closeEntry();
            }
            // removed in the reverse order
            directory.toFile().deleteOnExit();
            war.toFile().deleteOnExit();
            return war;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Begins to count, before any request: a partition of a cache counts from its first entry on, or never.
     *
     * @throws IllegalStateException if a member has no caches of Weir
     */
    static GridOperations begin(PayaraCluster cluster) {
        GridOperations operations = new GridOperations(cluster);
        for (PayaraInstance member : cluster.members()) {
            if (operations.ask(member, "POST") == 0) {
                throw new IllegalStateException("no caches of Weir at " + member.baseUri());
            }
        }
        return operations;
    }

    /**
     * The number of operations so far.
     *
     * @throws IllegalStateException if there were none: a cluster that has served requests has counted something
     */
    long count() {
        long sum = cluster.members().stream()
                .mapToLong(member -> ask(member, "GET"))
                .sum();
        if (sum == 0) {
            throw new IllegalStateException("the statistics do not count");
        }
        return sum;
    }

    private long ask(PayaraInstance member, String method) {
        URI uri = member.baseUri().resolve("/" + NAME + "/");
        HttpRequest request = HttpRequest.newBuilder(uri)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        try {
            HttpResponse<String> response = HTTP.send(request, BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IllegalStateException(uri + " answered " + response.statusCode());
            }
            return Long.parseLong(response.body().strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
