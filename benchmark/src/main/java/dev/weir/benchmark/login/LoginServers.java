package dev.weir.benchmark.login;

import dev.weir.benchmark.QuietLogging;
import dev.weir.example.FreePorts;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Several {@link LoginServer}s, each a JVM of its own, that share what Weir counts and knows. Used by one thread. */
final class LoginServers implements AutoCloseable {

    private static final long END_SECONDS = 10;

    private final List<Process> processes = new ArrayList<>();
    private final List<URI> uris = new ArrayList<>();
    private final Thread atExit = new Thread(() -> processes.forEach(Process::destroyForcibly));

    private LoginServers() {
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** Starts {@code count} of them, one after the other. */
    static LoginServers start(int count) throws IOException {
        LoginServers servers = new LoginServers();
        try {
            List<Integer> grid = FreePorts.some(count);
            for (int port : grid) {
                servers.add(port, grid);
            }
            return servers;
        } catch (IOException | RuntimeException e) {
            servers.close();
            throw e;
        }
    }

    private void add(int gridPort, List<Integer> grid) throws IOException {
        int port = FreePorts.one();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx1g", QuietLogging.OPTION));
        properties(gridPort, grid).forEach((name, value) -> command.add("-Dratelimit." + name + '=' + value));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), LoginServer.class.getName()));
        command.add(String.valueOf(port));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        processes.add(process);
        String line = process.inputReader().readLine();
        while (line != null && !line.equals(LoginServer.READY)) {
            line = process.inputReader().readLine();
        }
        if (line == null) {
            throw new IllegalStateException("the server of port " + port + " has ended");
        }
        uris.add(URI.create("http://127.0.0.1:" + port));
    }

    /** A limit that is counted, but never reached; the header names the clients. */
    private static Map<String, String> properties(int gridPort, List<Integer> grid) {
        Map<String, String> properties = new TreeMap<>();
        properties.put("policy.login.limit", "1000000000/1h");
        properties.put("policy.login.match", "POST " + LoginServer.PATH);
        properties.put("policy.login.username", "param:username");
        properties.put("client.header", "x-forwarded-for");
        properties.put("client.trusted-proxies", "127.0.0.0/8");
        properties.put("store.provider", "embedded");
        // so that no answer is given up for being late
        properties.put("store.timeout", "2s");
        properties.put("embedded.cluster-name", "weir-benchmark-" + grid.get(0));
        properties.put("embedded.port", String.valueOf(gridPort));
        properties.put(
                "embedded.members",
                grid.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(",")));
        return properties;
    }

    URI get(int index) {
        return uris.get(index);
    }

    @Override
    public void close() throws IOException {
        for (Process process : processes) {
            process.getOutputStream().close();
            try {
                if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                process.destroyForcibly();
            }
        }
        Runtime.getRuntime().removeShutdownHook(atExit);
    }
}
