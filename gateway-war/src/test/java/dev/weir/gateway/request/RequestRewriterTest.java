package dev.weir.gateway.request;

import static dev.weir.gateway.request.Requests.bytes;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RequestRewriterTest {

    private static final String HELLO = "'messages':[{'role':'user','content':'hello'}]";

    private static JsonObject rewritten(CompletionRequest request) {
        return object(RequestRewriter.rewrite(request, "real", 60));
    }

    private static JsonObject object(byte[] json) {
        try (var reader = Json.createReader(new ByteArrayInputStream(json))) {
            return reader.readObject();
        }
    }

    @Test
    void rewrite_chat_hasTheCapInBothFields() {
        for (String caps : Set.of(
                "",
                ",'max_tokens':1,'max_completion_tokens':800",
                ",'max_tokens':900",
                ",'max_completion_tokens':null")) {
            JsonObject body = rewritten(Requests.chat("{'model':'alias'," + HELLO + caps + "}"));
            assertThat(body.getInt("max_tokens")).as(caps).isEqualTo(60);
            assertThat(body.getInt("max_completion_tokens")).as(caps).isEqualTo(60);
            assertThat(body.getString("model")).isEqualTo("real");
            assertThat(body.keySet()).doesNotContain("stream_options");
        }
    }

    @Test
    void rewrite_otherNamesOfTheCap_areRewrittenWhereTheyAre() {
        JsonObject body =
                rewritten(Requests.chat("{'n_predict':[9,{'a':9}],'max_new_tokens':9000,'model':'m'," + HELLO + "}"));
        assertThat(body.getInt("n_predict")).isEqualTo(60);
        assertThat(body.getInt("max_new_tokens")).isEqualTo(60);
        assertThat(body.getString("model")).isEqualTo("real");
    }

    @Test
    void rewrite_text_knowsMaxTokensOnly() {
        JsonObject body = rewritten(Requests.text("{'model':'m','prompt':'p'}"));
        assertThat(body.keySet()).containsExactly("model", "prompt", "max_tokens");
        JsonObject both = rewritten(Requests.text("{'model':'m','prompt':'p','max_completion_tokens':500}"));
        assertThat(both.getInt("max_completion_tokens")).isEqualTo(60);
        assertThat(both.getInt("max_tokens")).isEqualTo(60);
    }

    @Test
    void rewrite_streams_askForTheUsage() {
        assertThat(rewritten(Requests.chat("{'model':'m'," + HELLO + ",'stream':true}"))
                        .getJsonObject("stream_options"))
                .isEqualTo(object(bytes("{'include_usage':true}")));
        assertThat(rewritten(
                                Requests.chat(
                                        "{'model':'m'," + HELLO
                                                + ",'stream_options':{'include_usage':false,'continuous_usage_stats':true},'stream':true}"))
                        .getJsonObject("stream_options"))
                .isEqualTo(object(bytes("{'continuous_usage_stats':true,'include_usage':true}")));
        assertThat(rewritten(Requests.chat("{'model':'m'," + HELLO + ",'stream':true,'stream_options':null}"))
                        .getJsonObject("stream_options"))
                .isEqualTo(object(bytes("{'include_usage':true}")));
        assertThat(rewritten(Requests.chat("{'model':'m'," + HELLO + ",'stream_options':{'include_usage':false}}"))
                        .getJsonObject("stream_options"))
                .isEqualTo(object(bytes("{'include_usage':false}")));
    }

    @Test
    void rewrite_allElse_staysAsItIs() {
        String rest = "'temperature':0.10,'seed':12345678901234567890,'top_p':1e-7,'logit_bias':{'50256':-100},"
                + "'x':[null,true,false,{},[],{'a':{'model':'inner','max_tokens':5}}],'text':'\u20ac \ud83d\ude00 \\u0000'";
        CompletionRequest request = Requests.chat("{" + rest + ",'model':'m'," + HELLO + "}");
        JsonObject before = object(request.body());
        JsonObject after = rewritten(request);
        before.forEach((name, value) -> {
            if (!name.equals("model")) {
                assertThat(after.get(name)).as(name).isEqualTo(value);
            }
        });
        assertThat(new String(RequestRewriter.rewrite(request, "real", 60), UTF_8))
                .contains("\"temperature\":0.10,\"seed\":12345678901234567890");
    }

    @Test
    void tokenizeBody_hasWhatMakesThePrompt() {
        CompletionRequest chat = Requests.chat("{'model':'alias'," + HELLO + ",'tools':[{'name':'f'}],'n':3,"
                + "'stream':true,'user':{'a':1},'chat_template_kwargs':{'thinking':true}}");
        assertThat(TokenizeBody.of(chat, "real")).hasSize(1);
        assertThat(object(TokenizeBody.of(chat, "real").get(0)))
                .isEqualTo(object(bytes("{'model':'real'," + HELLO
                        + ",'tools':[{'name':'f'}],'chat_template_kwargs':{'thinking':true}}")));
        CompletionRequest text = Requests.text("{'model':'alias','prompt':['a','b']}");
        assertThat(TokenizeBody.of(text, "real").stream().map(RequestRewriterTest::object))
                .containsExactly(
                        object(bytes("{'model':'real','prompt':'a'}")), object(bytes("{'model':'real','prompt':'b'}")));
    }
}
