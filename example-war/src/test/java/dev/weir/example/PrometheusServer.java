package dev.weir.example;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Prometheus in a process of its own, with what {@code config/prometheus} says: it scrapes two instances of the
 * example, every second, and keeps what it reads in a directory of the test.
 */
final class PrometheusServer implements AutoCloseable {

    private static final Path CONFIG = Path.of("../config/prometheus");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Process process;
    private final URI api;

    private PrometheusServer(Process process, URI api) {
        this.process = process;
        this.api = api;
    }

    /** Whether Debian's package {@code prometheus} is installed. */
    static boolean isInstalled() throws InterruptedException {
        try {
            return new ProcessBuilder("prometheus", "--version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Starts it, and waits until it answers. */
    static PrometheusServer start(Path directory, ClusterPair members) throws IOException {
        var config = Files.readString(CONFIG.resolve("prometheus.yml"))
                .replace("15s", "1s")
                .replace("localhost:8080", members.first().baseUri().getAuthority())
                .replace("localhost:8081", members.second().baseUri().getAuthority());
        Files.writeString(directory.resolve("prometheus.yml"), config);
        Files.copy(CONFIG.resolve("ratelimit-alerts.yml"), directory.resolve("ratelimit-alerts.yml"));
        var port = FreePorts.some(1).get(0);
        var process = new ProcessBuilder(
                        "prometheus",
                        "--config.file=" + directory.resolve("prometheus.yml"),
                        "--storage.tsdb.path=" + directory.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("prometheus.log").toFile())
                .start();
        var server = new PrometheusServer(process, URI.create("http://127.0.0.1:" + port + "/api/v1/"));
        try {
            await("Prometheus answers")
                    .atMost(Duration.ofMinutes(1))
                    .failFast("Prometheus ended", () -> !process.isAlive())
                    .ignoreExceptions()
                    .until(() -> server.query("vector(1)").contains("success"));
            return server;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /** The answer to a query, in JSON. */
    String query(String expression) throws IOException, InterruptedException {
        return get("query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
    }

    /** The rules and how they stand, in JSON. */
    String rules() throws IOException, InterruptedException {
        return get("rules");
    }

    private String get(String path) throws IOException, InterruptedException {
        return HTTP.send(HttpRequest.newBuilder(api.resolve(path)).build(), BodyHandlers.ofString())
                .body();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
