package dev.weir.gateway.vllm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A server that plays vLLM: chat and text completions, streamed or not, with an exact usage. How it answers, the request
 * says in its field {@code user}, see {@link Script}. Listens on the loopback interface. Thread-safe.
 */
public final class FakeVllm implements AutoCloseable {

    /** As uvicorn does, on which vLLM stands. */
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(5);

    private static final Duration LONG = Duration.ofMinutes(5);
    private static final String WORD = " word";

    private final ServerSocket listener;
    private final Duration keepAlive;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "fake-vllm");
        thread.setDaemon(true);
        return thread;
    });
    private final Set<VllmConnection> connections = ConcurrentHashMap.newKeySet();
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger upgrades = new AtomicInteger();
    private final AtomicInteger atWork = new AtomicInteger();
    private final Queue<Served> served = new ConcurrentLinkedQueue<>();
    private volatile boolean failing;

    private FakeVllm(Duration keepAlive) throws IOException {
        this.listener = new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress());
        this.keepAlive = keepAlive;
    }

    public static FakeVllm start() {
        return start(KEEP_ALIVE);
    }

    /** Starts one that closes connections that are idle for {@code keepAlive}. */
    public static FakeVllm start(Duration keepAlive) {
        try {
            FakeVllm started = new FakeVllm(keepAlive);
            started.threads.execute(started::accept);
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort() + '/');
    }

    /** Requests so far, of any kind. */
    public int calls() {
        return calls.get();
    }

    /** Connections so far. */
    public int opened() {
        return opened.get();
    }

    /** Requests with a field {@code Upgrade}, of which uvicorn would lose the body. */
    public int upgrades() {
        return upgrades.get();
    }

    /** Answers that are on their way. */
    public int atWork() {
        return atWork.get();
    }

    /** What has ended so far, in that order. */
    public List<Served> served() {
        return List.copyOf(served);
    }

    /** From now on all requests are answered with 500, or none any more. */
    public void fail(boolean fails) {
        failing = fails;
    }

    /** Ends all connections, as a process does that is killed. */
    public void dropConnections() {
        connections.forEach(VllmConnection::close);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                opened.incrementAndGet();
                VllmConnection connection = new VllmConnection(socket);
                connections.add(connection);
                threads.execute(connection::read);
                threads.execute(() -> {
                    connection.answer(keepAlive, request -> answer(request, connection));
                    connections.remove(connection);
                });
            } catch (IOException e) {
                // closed
            }
        }
    }

    private void answer(VllmRequest request, VllmConnection connection) throws Exception {
        calls.incrementAndGet();
        if (request.fields().containsKey("upgrade")) {
            upgrades.incrementAndGet();
        }
        Script script = request.script();
        atWork.incrementAndGet();
        try {
            boolean there = connection.pass(script.first());
            if (failing || script.status().isPresent()) {
                error(connection, failing ? 500 : script.status().get());
            } else if (request.path().endsWith("/tokenize")) {
                count(request, script, connection);
            } else if (there) {
                complete(request, script, connection);
            }
        } finally {
            atWork.decrementAndGet();
        }
    }

    private static void count(VllmRequest request, Script script, VllmConnection connection) throws Exception {
        if (script.stalls().isPresent()) {
            connection.send("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{");
            connection.pass(LONG);
        } else {
            whole(connection, 200, "{\"count\":" + request.promptTokens() + ",\"max_model_len\":8192,\"tokens\":[]}");
        }
    }

    private static void error(VllmConnection connection, int status) throws IOException {
        whole(
                connection,
                status,
                "{\"object\":\"error\",\"message\":\"this model's maximum context length is 8192 tokens\","
                        + "\"type\":\"BadRequestError\",\"param\":null,\"code\":" + status + "}");
    }

    private static void whole(VllmConnection connection, int status, String body) throws IOException {
        connection.send("HTTP/1.1 " + status + " Answer\r\ncontent-type: application/json\r\ncontent-length: "
                + body.length() + "\r\n\r\n" + body);
    }

    /** The first half of an answer, whose other half never comes. */
    private static void half(VllmConnection connection, Script script, String body) throws IOException {
        connection.send("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n"
                + (script.chunked() ? "transfer-encoding: chunked" : "content-length: " + body.length()) + "\r\n\r\n");
        String half = body.substring(0, body.length() / 2);
        if (script.chunked()) {
            connection.chunk(half);
        } else {
            connection.send(half);
        }
    }

    private void complete(VllmRequest request, Script script, VllmConnection connection) throws Exception {
        int words = script.beyondCap() ? script.reply() : Math.min(script.reply(), request.cap());
        String reason = script.reply() > words ? "length" : "stop";
        int sent = 0;
        boolean closed = true;
        try {
            if (request.stream()) {
                connection.send("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\n"
                        + "transfer-encoding: chunked\r\n\r\n");
            }
            while (sent < words && !stopped(script, sent, connection) && connection.pass(script.every())) {
                if (request.stream()) {
                    stream(request, script, connection);
                }
                sent++;
            }
            closed = sent < words;
            if (!closed && request.stream()) {
                endStream(request, script, reason, sent, connection);
            } else if (!closed) {
                whole(connection, 200, answer(request, script, reason, sent));
            } else if (!request.stream() && script.breaks().isPresent()) {
                half(connection, script, answer(request, script, reason, sent));
            }
            if (script.breaks().isPresent() && sent >= script.breaks().getAsInt()) {
                connection.close();
            }
        } catch (IOException e) {
            closed = true;
        } finally {
            served.add(new Served(
                    request.fields().getOrDefault("x-request-id", ""),
                    request.model(),
                    request.cap(),
                    request.promptTokens(),
                    sent * request.choices(),
                    closed,
                    System.nanoTime()));
        }
    }

    /** Whether the script ends the answer here; if it stalls, after the other side has closed. */
    private static boolean stopped(Script script, int sent, VllmConnection connection) throws InterruptedException {
        if (script.stalls().isPresent() && sent >= script.stalls().getAsInt()) {
            return connection.pass(LONG) || connection.isClosed();
        }
        return script.breaks().isPresent() && sent >= script.breaks().getAsInt();
    }

    private static void stream(VllmRequest request, Script script, VllmConnection connection) throws IOException {
        // beside the words, so that these stay one token each
        String padding = script.padding() == 0 ? "" : ",\"system_fingerprint\":\"" + "x".repeat(script.padding()) + '"';
        for (int choice = 0; choice < request.choices(); choice++) {
            event(connection, chunk(request, choice, WORD, "null", padding + ",\"usage\":null"));
        }
    }

    private static void endStream(
            VllmRequest request, Script script, String reason, int words, VllmConnection connection)
            throws IOException {
        for (int choice = 0; choice < request.choices(); choice++) {
            event(connection, chunk(request, choice, "", '"' + reason + '"', ",\"usage\":null"));
        }
        if (request.includeUsage() && script.usage() != Script.UsageForm.NONE) {
            event(connection, head(request, "chunk") + "\"choices\":[]" + usage(request, script, words) + '}');
        }
        connection.chunk("data: [DONE]\n\n");
        connection.chunk("");
    }

    private static void event(VllmConnection connection, String json) throws IOException {
        connection.chunk("data: " + json + "\n\n");
    }

    private static String head(VllmRequest request, String form) {
        String object = request.chat() ? "chat.completion" : "text_completion";
        return "{\"id\":\"cmpl-1\",\"object\":\"" + object + (request.chat() && !form.isEmpty() ? '.' + form : "")
                + "\",\"created\":1764570000,\"model\":\"" + request.model() + "\",";
    }

    private static String chunk(VllmRequest request, int choice, String text, String reason, String more) {
        String content = request.chat() ? "\"delta\":{\"content\":\"" + text + "\"}" : "\"text\":\"" + text + '"';
        return head(request, "chunk") + "\"choices\":[{\"index\":" + choice + ',' + content
                + ",\"logprobs\":null,\"finish_reason\":" + reason + "}]" + more + '}';
    }

    private static String answer(VllmRequest request, Script script, String reason, int words) {
        String text = WORD.repeat(words);
        String content = request.chat()
                ? "\"message\":{\"role\":\"assistant\",\"content\":\"" + text + "\"}"
                : "\"text\":\"" + text + '"';
        String choices = IntStream.range(0, request.choices())
                .mapToObj(i -> "{\"index\":" + i + ',' + content + ",\"finish_reason\":\"" + reason + "\"}")
                .collect(Collectors.joining(","));
        return head(request, "") + "\"choices\":[" + choices + ']'
                + (script.usage() == Script.UsageForm.NONE ? "" : usage(request, script, words)) + '}';
    }

    private static String usage(VllmRequest request, Script script, int words) {
        boolean zero = script.usage() == Script.UsageForm.ZERO;
        int prompt = zero ? 0 : request.promptTokens();
        int completion = zero ? 0 : words * request.choices();
        return ",\"usage\":{\"prompt_tokens\":" + prompt + ",\"completion_tokens\":" + completion + ",\"total_tokens\":"
                + (prompt + completion) + '}';
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        dropConnections();
        threads.shutdownNow();
    }
}
