package dev.weir.gateway.it;

import static dev.weir.gateway.it.Client.chat;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a caller could try who does not mean well. */
class SecurityIT {

    private static final int MIB = 1 << 20;

    private final Gateways gateways = Gateways.shared();

    private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return gateways.client("t1000").http().send(request, BodyHandlers.ofString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v1/embeddings",
                "v1/files",
                "v1/chat",
                "v1/chat/completions/1",
                "tokenize",
                "v1/load_lora_adapter",
                "metrics",
                "openapi.json",
                "v1/../tokenize",
                "v1/chat/completions/..;/../../tokenize",
                "v1/models/a/b"
            })
    void path_thatIsNotOfTheGateway_doesNotReachTheUpstream(String path) throws Exception {
        int before = gateways.vllm().calls();
        Client client = gateways.client("t1000");
        HttpResponse<String> answer = send(client.request(0, path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(chat("llama", "", "")))
                .build());
        assertThat(answer.statusCode()).isBetween(400, 405);
        assertThat(gateways.vllm().calls()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Bearer", "Bearer ", "Bearer sk-unknown", "Basic Og==", "Bearer eyJhbGciOiJub25lIn0.e30."})
    void credentials_wrong_areRefusedInTheFormOfOpenAi(String authorization) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(gateways.first().baseUri().resolve("v1/models"));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        HttpResponse<String> answer = send(request.build());
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains("\"type\":\"invalid_request_error\"", "\"code\":\"invalid_api_key\"");
    }

    @Test
    void redirect_ofTheUpstream_isNotFollowed() {
        HttpResponse<String> answer = gateways.client("t1000").send(0, chat("llama", "status=302", ""));
        assertThat(answer.statusCode()).isEqualTo(502);
    }

    @Test
    void body_ofNestedArrays_isRefusedAtOnce() {
        HttpResponse<String> answer =
                gateways.client("t1000").send(0, "{\"model\":\"llama\",\"messages\":" + "[".repeat(MIB - 100));
        assertThat(answer.statusCode()).isEqualTo(400);
    }

    @Test
    void body_tooLarge_isRefused() {
        HttpResponse<String> answer = gateways.client("t1000").send(0, chat("llama", "x".repeat(MIB), ""));
        assertThat(answer.statusCode()).isEqualTo(413);
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama\\r\\nX-Evil: 1", "../tokenize", "llama\\u0000", "http://127.0.0.1/"})
    void model_ofAStrangeName_isNoModel(String name) {
        int before = gateways.vllm().calls();
        HttpResponse<String> answer = gateways.client("t1000").send(0, chat(name, "", ""));
        assertThat(answer.statusCode()).isIn(400, 404);
        assertThat(answer.headers().map()).doesNotContainKey("x-evil");
        assertThat(gateways.vllm().calls()).isEqualTo(before);
    }

    @Test
    void requestId_withOtherCharacters_isReplaced() throws Exception {
        Client client = gateways.client("t1000");
        HttpResponse<String> answer = send(client.request(0, "v1/models")
                .header("x-request-id", "<script>alert(1)</script>")
                .build());
        assertThat(answer.headers().firstValue("x-request-id").orElseThrow()).matches("[A-Za-z0-9._-]{1,64}");
    }

    /** A second request that one of the two servers could see in the body of the first. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 4\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked\r\nContent-Length: 4",
                "Transfer-Encoding: xchunked\r\nContent-Length: 4",
                "Transfer-Encoding: chunked, identity",
                "Content-Length: 4\r\nContent-Length: 5",
                "Content-Length: +4"
            })
    void body_ofTwoLengths_smugglesNothing(String lengths) throws IOException {
        int before = gateways.vllm().calls();
        String hidden = "POST /v1/chat/completions HTTP/1.1\r\nHost: gateway\r\nContent-Length: 0\r\n\r\n";
        String text = "POST /v1/chat/completions HTTP/1.1\r\nHost: gateway\r\nAuthorization: "
                + gateways.client("t1000").key().authorization() + "\r\nContent-Type: application/json\r\n" + lengths
                + "\r\n\r\n0\r\n\r\n" + hidden;
        URI root = gateways.first().baseUri();
        try (Socket socket = new Socket(root.getHost(), root.getPort())) {
            socket.setSoTimeout(3_000);
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            byte[] answer = new byte[12];
            int read = socket.getInputStream().readNBytes(answer, 0, answer.length);
            assertThat(new String(answer, 0, read, StandardCharsets.UTF_8)).doesNotStartWith("HTTP/1.1 200");
        }
        assertThat(gateways.vllm().calls()).isEqualTo(before);
    }

    @Test
    void log_start_saysToWhichModelsThePoliciesApply() {
        assertThat(gateways.first().log()).contains("model llama").doesNotContain("applies nowhere");
    }

    @Test
    void log_hasNeitherKeysNorPrompts() {
        Client client = gateways.client("t1000");
        String secret = "A prompt that is nobody's business";
        String body = chat("llama", "reply=2", "").replace(Client.PROMPT, secret);
        assertThat(client.send(0, body).statusCode()).isEqualTo(200);
        assertThat(client.send(0, body.replace("}]}", "}],\"n\":0}")).statusCode())
                .isEqualTo(400);
        assertThat(client.send(0, body.replace("\"llama\"", "\"hasty\"")).statusCode())
                .isEqualTo(200);
        for (String text : List.of(secret, client.key().secret(), "upstream-secret")) {
            assertThat(gateways.first().log()).doesNotContain(text);
            assertThat(gateways.servers().audit(0)).noneMatch(line -> line.contains(text));
        }
    }
}
