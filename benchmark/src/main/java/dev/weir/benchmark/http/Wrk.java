package dev.weir.benchmark.http;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The load generator {@code wrk}, if it is on the path. */
final class Wrk {

    private static final Pattern REQUESTS_A_SECOND = Pattern.compile("Requests/sec:\\s*([0-9.]+)");
    private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in ");
    private static final Pattern OTHERS = Pattern.compile("Non-2xx or 3xx responses: (\\d+)");
    private static final String SCRIPT = """
            math.randomseed(os.time())
            request = function()
              local n = math.random(0, %d)
              wrk.headers["X-Forwarded-For"] = "10.%d." .. math.floor(n / 256) .. "." .. n %% 256
              return wrk.format("GET", "%s")
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
     * What all servers together answered.
     *
     * @param others replies that were not 2xx or 3xx
     */
    record Counts(long requests, long others, double perSecond) {

        private Counts plus(Counts more) {
            return new Counts(requests + more.requests, others + more.others, perSecond + more.perSecond);
        }
    }

    /** Loads all of {@code servers} at once. */
    static Counts run(List<URI> servers, int connections, int seconds, Addresses addresses)
            throws IOException, InterruptedException {
        Path script = Files.createTempFile("weir-wrk", ".lua");
        List<Process> processes = new ArrayList<>();
        try {
            Files.writeString(script, SCRIPT.formatted(addresses.count() - 1, addresses.network(), Clients.PATH));
            for (URI server : servers) {
                processes.add(new ProcessBuilder(
                                "wrk",
                                "--threads=1",
                                "--connections=" + connections,
                                "--duration=" + seconds + "s",
                                "--script=" + script,
                                server.resolve(Clients.PATH).toString())
                        .redirectErrorStream(true)
                        .start());
            }
            Counts sum = new Counts(0, 0, 0);
            for (Process process : processes) {
                String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                sum = sum.plus(counts(text));
            }
            return sum;
        } finally {
            processes.forEach(Process::destroy);
            Files.delete(script);
        }
    }

    private static Counts counts(String text) {
        return new Counts(
                Long.parseLong(required(REQUESTS, text)),
                find(OTHERS, text).map(Long::valueOf).orElse(0L),
                Double.parseDouble(required(REQUESTS_A_SECOND, text)));
    }

    private static String required(Pattern figure, String text) {
        return find(figure, text).orElseThrow(() -> new IllegalStateException("wrk: no figures: " + text));
    }

    private static Optional<String> find(Pattern figure, String text) {
        return figure.matcher(text).results().findFirst().map(match -> match.group(1));
    }
}
