package dev.weir.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OpenAI's library for JavaScript does not notice that it is not OpenAI. Skipped where there is no Node. */
class OpenAiNodeIT {

    private static final Path SOURCES = Path.of("src/test/node").toAbsolutePath();

    @TempDir
    Path directory;

    @Test
    void library_everyCase_isAsWithOpenAi() throws Exception {
        assumeTrue(ends("node", "--version"), "skipped: there is no node on the path");
        assumeTrue(ends("npm", "--version"), "skipped: there is no npm on the path");
        for (String file : List.of("package.json", "client.js")) {
            Files.copy(SOURCES.resolve(file), directory.resolve(file));
        }
        assumeTrue(
                ends("npm", "install", "--no-audit", "--no-fund", "--ignore-scripts"),
                "skipped: npm cannot fetch the package openai");
        Gateways gateways = Gateways.shared();
        Path output = directory.resolve("output");
        Process client = process(
                        "node",
                        "client.js",
                        gateways.second().baseUri() + "v1",
                        gateways.keys().next("t100-2s").secret(),
                        gateways.keys().next("t1000").secret())
                .redirectOutput(output.toFile())
                .start();
        assertThat(client.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(Files.readAllLines(output))
                .containsExactly(
                        "chat: one two three true",
                        "stream: one two three true",
                        "usage: 1",
                        "retry: three",
                        "too large: RateLimitError 429 rate_limit_exceeded",
                        "no key: AuthenticationError 401 invalid_api_key",
                        "no model: NotFoundError 404 model_not_found",
                        "bad request: BadRequestError 400 null",
                        "models: true");
    }

    private ProcessBuilder process(String... command) {
        return new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
    }

    /** Whether {@code command} is there and ends well. */
    private boolean ends(String... command) throws InterruptedException {
        try {
            Process process = process(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (process.waitFor(2, TimeUnit.MINUTES)) {
                return process.exitValue() == 0;
            }
            process.destroyForcibly();
            return false;
        } catch (IOException e) {
            return false;
        }
    }
}
