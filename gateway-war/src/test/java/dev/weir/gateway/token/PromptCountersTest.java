package dev.weir.gateway.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.gateway.budget.Models;
import dev.weir.gateway.error.ApiException;
import dev.weir.gateway.request.CompletionRequest;
import dev.weir.gateway.request.Requests;
import dev.weir.gateway.settings.TokenizerChoice;
import dev.weir.gateway.upstream.UpstreamOpenException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class PromptCountersTest {

    private static final CompletionRequest CHAT = Requests.chat(
            "{'model':'m','messages':[{'role':'user','content':'hello'},{'role':'user','content':'hello'}]}");
    private static final CompletionRequest IMAGE = Requests.chat(
            "{'model':'m','messages':[{'role':'user','content':[{'type':'image_url','image_url':{'url':'x'}}]}]}");

    private static final Function<List<byte[]>, CompletionStage<Long>> NOBODY = bodies -> {
        throw new AssertionError("asked");
    };

    private static PromptCounter counter(Models model, Function<List<byte[]>, CompletionStage<Long>> upstream)
            throws IOException {
        return PromptCounters.of(
                model.settings(), Tokenizers.of(model.settings().tokenizer()), upstream);
    }

    private static long count(PromptCounter counter, CompletionRequest request) {
        return counter.count(request).toCompletableFuture().join();
    }

    @Test
    void count_chat_isItsTextsAndItsTemplate() throws IOException {
        PromptCounter counter = counter(Models.with("llm-tokens").templateTokens(4), NOBODY);
        assertThat(count(counter, CHAT)).isEqualTo(2 + 4 * 2);
    }

    @Test
    void count_text_isExact() throws IOException {
        PromptCounter counter = counter(Models.with("llm-tokens").templateTokens(4), NOBODY);
        assertThat(count(counter, Requests.text("{'model':'m','prompt':['hello','hello hello']}")))
                .as("with the token at the beginning of each")
                .isEqualTo(2 + 3);
        assertThat(count(counter, Requests.text("{'model':'m','prompt':[[1,2],[3]]}")))
                .isEqualTo(3);
        assertThat(count(counter, Requests.text("{'model':'m','prompt':''}"))).isEqualTo(1);
    }

    @Test
    void count_media_isAsConfiguredOrRefused() throws IOException {
        Models model = Models.with("llm-tokens").templateTokens(0);
        assertThat(count(counter(model.mediaTokens(OptionalInt.of(700)), NOBODY), IMAGE))
                .isEqualTo(700);
        assertThatThrownBy(() -> count(counter(model, NOBODY), IMAGE))
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(ApiException.class, refused -> {
                    assertThat(refused.error().status()).isEqualTo(400);
                    assertThat(refused.error().message()).contains("media-tokens");
                });
    }

    @Test
    void count_upstreamThatCounts_isWhatItSays() throws IOException {
        List<String> asked = new ArrayList<>();
        Models model = Models.with("llm-tokens").tokenizer(new TokenizerChoice.OfUpstream());
        PromptCounter counter = counter(model, bodies -> {
            bodies.forEach(body -> asked.add(new String(body, StandardCharsets.UTF_8)));
            return CompletableFuture.completedFuture(41L * bodies.size());
        });
        assertThat(count(counter, CHAT)).isEqualTo(41);
        assertThat(count(counter, Requests.text("{'model':'m','prompt':['a','b']}")))
                .isEqualTo(82);
        assertThat(asked).hasSize(3).allMatch(body -> body.startsWith("{\"model\":\"llama\","));
        assertThat(count(counter, Requests.text("{'model':'m','prompt':[1,2,3]}")))
                .isEqualTo(3);
        assertThat(asked).hasSize(3);
    }

    @Test
    void count_upstreamThatDoesNotCount_isTheBytes() throws IOException {
        Models model = Models.with("llm-tokens")
                .tokenizer(new TokenizerChoice.OfUpstream())
                .templateTokens(4);
        List<Function<List<byte[]>, CompletionStage<Long>>> failing =
                List.of(bodies -> CompletableFuture.failedFuture(new IOException("down")), bodies -> {
                    throw new IllegalStateException("closed");
                });
        for (Function<List<byte[]>, CompletionStage<Long>> upstream : failing) {
            assertThat(count(counter(model, upstream), CHAT)).isEqualTo(10 + 4 * 2);
        }
    }

    @Test
    void count_upstreamThatIsLeftAlone_isNoCount() throws IOException {
        Models model = Models.with("llm-tokens").tokenizer(new TokenizerChoice.OfUpstream());
        PromptCounter counter = counter(
                model, bodies -> CompletableFuture.failedFuture(new UpstreamOpenException(Duration.ofSeconds(3))));
        assertThatThrownBy(() -> count(counter, CHAT)).hasCauseInstanceOf(UpstreamOpenException.class);
    }
}
