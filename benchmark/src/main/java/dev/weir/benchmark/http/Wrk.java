package dev.weir.benchmark.http;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The load generator {@code wrk}, if it is on the path. */
final class Wrk {

    private static final Pattern REQUESTS_A_SECOND = Pattern.compile("Requests/sec:\\s*([0-9.]+)");
    private static final Pattern OTHERS = Pattern.compile("Non-2xx or 3xx responses: (\\d+)");
    private static final String SCRIPT = """
            math.randomseed(os.time())
            request = function()
              local n = math.random(0, %d)
              wrk.headers["X-Forwarded-For"] = "10.0." .. math.floor(n / 256) .. "." .. n %% 256
              return wrk.format("GET", "/api/hello")
            end
            """;

    private Wrk() {}

    static boolean isInstalled() {
        try {
            new ProcessBuilder("wrk", "--version")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            return true;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Loads all of {@code servers} at once; returns the requests per second that all of them together answered with
     * 200.
     */
    static double run(List<URI> servers, int connections, int seconds, Addresses addresses)
            throws IOException, InterruptedException {
        Path script = Files.createTempFile("weir-wrk", ".lua");
        List<Process> processes = new ArrayList<>();
        try {
            Files.writeString(script, SCRIPT.formatted(addresses.count() - 1));
            for (URI server : servers) {
                processes.add(new ProcessBuilder(
                                "wrk",
                                "--threads=1",
                                "--connections=" + connections,
                                "--duration=" + seconds + "s",
                                "--script=" + script,
                                server.resolve("/api/hello").toString())
                        .redirectErrorStream(true)
                        .start());
            }
            double sum = 0;
            for (Process process : processes) {
                String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                sum += requestsPerSecond(text);
            }
            return sum;
        } finally {
            processes.forEach(Process::destroy);
            Files.delete(script);
        }
    }

    private static double requestsPerSecond(String text) {
        Matcher figure = REQUESTS_A_SECOND.matcher(text);
        if (!figure.find() || OTHERS.matcher(text).find()) {
            throw new IllegalStateException("wrk: not all requests were answered with 200: " + text);
        }
        return Double.parseDouble(figure.group(1));
    }
}
