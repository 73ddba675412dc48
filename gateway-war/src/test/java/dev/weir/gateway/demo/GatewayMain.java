package dev.weir.gateway.demo;

import dev.weir.example.FreePorts;
import dev.weir.example.PayaraInstance;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.stream.Stream;

/**
 * The gateway in front of the model that is built in, until Ctrl-C: {@code mvn -Pgateway -DskipTests package}. Shows a
 * stream, a refusal and the usage before it waits.
 *
 * <p>It never reads its standard input, so that it also runs where that is closed.
 */
public final class GatewayMain {

    private static final int PORT = 8080;
    private static final URI ROOT = URI.create("http://127.0.0.1:" + PORT + '/');
    private static final String KEY = "sk-demo-alice";
    private static final String ADMIN_KEY = "sk-demo-admin";
    private static final String LIMIT = "200/1m";
    /** Payara breaks off a request with a body that offers an upgrade to HTTP/2, as this client does by itself. */
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private GatewayMain() {}

    /** Starts it, says what to try, and returns when the server has ended. */
    public static void main(String[] args) throws Exception {
        if (!FreePorts.isFree(PORT)) {
            throw new IllegalStateException("port " + PORT + " is taken: stop what listens there, and start again");
        }
        Path keys = Files.createTempFile("weir-gateway-", ".keys");
        Files.writeString(keys, line(KEY, "alice") + line(ADMIN_KEY, "admin roles=ratelimit-admin"));
        System.out.println("\nStarting the gateway on Payara Micro, which takes half a minute ...");
        try (var gateway = launch(keys)) {
            gateway.awaitReady();
            show();
            System.out.println("Log: " + gateway.logFile() + "\nCtrl-C stops the gateway.\n");
            gateway.process().onExit().join();
        } finally {
            Files.deleteIfExists(keys);
        }
    }

    private static String line(String key, String caller) throws NoSuchAlgorithmException {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest) + ' ' + caller + '\n';
    }

    private static PayaraInstance launch(Path keys) {
        return PayaraInstance.named("gateway")
                .httpPort(PORT)
                .property("ratelimit.llm.keys", keys.toString())
                .property("ratelimit.policy.llm-tokens.limit", LIMIT)
                .property("ratelimit.admin.path", "/ratelimit")
                .launch();
    }

    private static void show() throws IOException, InterruptedException {
        System.out.println("\nReady. alice has " + LIMIT + " tokens.\n\n# a stream, each word as it is made");
        String stream = chat("\"stream\":true,\"max_tokens\":60,", "Tell me what a weir does to a river.");
        print(command(stream), completion(stream));

        String large = chat("\"max_tokens\":180,", "Tell me more.");
        System.out.println("\n# what is left is too little for 180 more: a refusal that says when to come again");
        print(command(large), completion(large));

        System.out.println("\n# what alice has used");
        var usage = HttpRequest.newBuilder(ROOT.resolve("v1/usage"));
        print("curl -H 'Authorization: Bearer " + KEY + "' " + ROOT + "v1/usage", usage);
        System.out.println("\nFrom a program: OPENAI_BASE_URL=" + ROOT + "v1 OPENAI_API_KEY=" + KEY + ", model echo.\n"
                + "The console of operators, for any name with the password " + ADMIN_KEY + ": " + ROOT
                + "ratelimit/");
    }

    private static String chat(String options, String text) {
        return "{\"model\":\"echo\"," + options + "\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]}";
    }

    private static String command(String body) {
        return "curl -iN " + ROOT + "v1/chat/completions -H 'Authorization: Bearer " + KEY
                + "' -H 'Content-Type: application/json' \\\n     -d '" + body + '\'';
    }

    private static HttpRequest.Builder completion(String body) {
        return HttpRequest.newBuilder(ROOT.resolve("v1/chat/completions"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
    }

    private static void print(String command, HttpRequest.Builder request) throws IOException, InterruptedException {
        System.out.println("$ " + command);
        HttpResponse<Stream<String>> answer = CLIENT.send(
                request.header("Authorization", "Bearer " + KEY)
                        .timeout(Duration.ofMinutes(1))
                        .build(),
                BodyHandlers.ofLines());
        System.out.println("HTTP/1.1 " + answer.statusCode());
        answer.headers().map().forEach((name, values) -> {
            if (name.startsWith("x-") || name.startsWith("retry-")) {
                System.out.println(name + ": " + String.join(", ", values));
            }
        });
        answer.body().forEach(System.out::println);
    }
}
