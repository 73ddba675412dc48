package dev.weir.gateway.it;

import static dev.weir.gateway.it.Client.chat;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The six fields of a budget, which each answer to a known caller has, and which cost nothing. */
class FieldsIT {

    private final Client client = Gateways.shared().client("t1000");

    private void check(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().map()).containsKeys(Client.BUDGET);
        assertThat(Client.field(answer, "x-ratelimit-remaining-tokens")).isEqualTo(1000);
        assertThat(Client.field(answer, "x-ratelimit-remaining-requests")).isEqualTo(5);
    }

    private HttpResponse<String> send(HttpRequest request) throws Exception {
        return client.http().send(request, BodyHandlers.ofString());
    }

    @ParameterizedTest
    @CsvSource({
        "GET, v1/models, 200",
        "GET, v1/models/llama, 200",
        "GET, v1/models/org/other, 200",
        "GET, v1/models/none, 404",
        "GET, v1/usage, 200",
        "GET, v1/other, 404",
        "POST, v1/models, 405",
        "GET, v1/chat/completions, 405"
    })
    void answer_withoutAModel_hasThoseOfAllModels(String method, String path, int status) throws Exception {
        check(
                send(client.request(0, path)
                        .method(method, BodyPublishers.noBody())
                        .build()),
                status);
    }

    @Test
    void answer_toARequestThatIsWrong_hasThoseOfAllModels() throws Exception {
        check(client.send(0, "{"), 400);
        check(client.send(0, chat("none", "", "")), 404);
        check(client.send(0, chat("llama", "x".repeat(1 << 20), "")), 413);
        HttpRequest compressed = client.request(0, "v1/chat/completions")
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofString("x"))
                .build();
        check(send(compressed), 415);
        assertThat(client.usage(0, "llama").remaining()).isEqualTo(1000);
    }
}
