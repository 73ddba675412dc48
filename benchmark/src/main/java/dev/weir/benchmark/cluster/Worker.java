package dev.weir.benchmark.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The benchmark's end of a connection to a {@link WorkerMain}. For use by one thread at a time. */
final class Worker implements AutoCloseable {

    private static final long END_SECONDS = 10;

    private final Process process;
    private final PrintWriter commands;
    private final BufferedReader answers;

    private Worker(Process process) {
        this.process = process;
        this.commands = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
        this.answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Starts a JVM with these options and properties; does not wait for it. */
    static Worker launch(List<String> options, Map<String, String> properties) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        properties.forEach((name, value) -> command.add("-D" + name + '=' + value));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), WorkerMain.class.getName()));
        return new Worker(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** Waits until it has started. */
    void awaitStarted() {
        String unused = answer();
    }

    /**
     * Sends a command, and waits for the answer.
     *
     * @throws IllegalStateException if it failed
     */
    String ask(Object... command) {
        commands.println(
                String.join("\t", Arrays.stream(command).map(String::valueOf).toList()));
        return answer();
    }

    /** Runs a load with {@code threads} threads for {@code millis}. */
    Measured load(String subject, String policy, String key, boolean fresh, int threads, long millis) {
        return Measured.decode(ask("load", subject, policy, key, fresh, threads, millis));
    }

    /** Acquires a permit for each of {@code keys} keys, which are {@code prefix} and a number. */
    Measured each(String subject, String policy, String prefix, int keys, int threads) {
        return Measured.decode(ask("each", subject, policy, prefix, keys, threads));
    }

    private String answer() {
        try {
            String line = answers.readLine();
            // the virtual machine also writes to standard output
            while (line != null && !line.startsWith("=") && !line.startsWith("!")) {
                line = answers.readLine();
            }
            if (line == null || !line.startsWith("=")) {
                throw new IllegalStateException("worker " + process.pid() + " answered " + line);
            }
            return line.substring(1).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Ends the process: first by the end of its input, so that a flight recording is written; by force if that has no
     * effect.
     */
    @Override
    public void close() {
        commands.close();
        try {
            var unused = process.waitFor(END_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly().onExit().join();
    }
}
