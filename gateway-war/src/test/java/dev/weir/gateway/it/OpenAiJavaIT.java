package dev.weir.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.errors.RateLimitException;
import com.openai.errors.UnauthorizedException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.models.Model;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** OpenAI's library for Java does not notice that it is not OpenAI. */
class OpenAiJavaIT {

    private final Gateways gateways = Gateways.shared();

    private OpenAIClient client(String secret, int retries) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(gateways.first().baseUri() + "v1")
                .apiKey(secret)
                .maxRetries(retries)
                .timeout(Duration.ofSeconds(30))
                .build();
    }

    private OpenAIClient client(String tier) {
        return client(gateways.keys().next(tier).secret(), 0);
    }

    private static ChatCompletionCreateParams.Builder chat(String text) {
        return ChatCompletionCreateParams.builder().model("echo").addUserMessage(text);
    }

    @Test
    void chat_short_isAnsweredWithItsUsage() {
        ChatCompletion answer = client("t1000")
                .chat()
                .completions()
                .create(chat("one two three").maxCompletionTokens(50).build());
        assertThat(answer.choices().get(0).message().content()).contains("one two three");
        assertThat(answer.usage().orElseThrow().completionTokens()).isPositive();
    }

    @Test
    void chat_streamed_comesInParts() {
        try (StreamResponse<ChatCompletionChunk> stream = client("t1000")
                .chat()
                .completions()
                .createStreaming(chat("one two three").maxCompletionTokens(50).build())) {
            List<ChatCompletionChunk> chunks = stream.stream().toList();
            String text = chunks.stream()
                    .flatMap(chunk -> chunk.choices().stream())
                    .flatMap(choice -> choice.delta().content().stream())
                    .collect(Collectors.joining());
            assertThat(text).isEqualTo("one two three");
            assertThat(chunks)
                    .hasSizeGreaterThan(2)
                    .allMatch(chunk -> !chunk.choices().isEmpty());
        }
    }

    @Test
    void chat_streamedWithUsage_endsWithOneChunkOfUsage() {
        ChatCompletionStreamOptions withUsage =
                ChatCompletionStreamOptions.builder().includeUsage(true).build();
        try (StreamResponse<ChatCompletionChunk> stream = client("t1000")
                .chat()
                .completions()
                .createStreaming(chat("one two three")
                        .maxCompletionTokens(50)
                        .streamOptions(withUsage)
                        .build())) {
            assertThat(stream.stream().filter(chunk -> chunk.choices().isEmpty()))
                    .singleElement()
                    .satisfies(last ->
                            assertThat(last.usage().orElseThrow().totalTokens()).isPositive());
        }
    }

    @Test
    void chat_refusedForAShortTime_succeedsByTheRetryOfTheLibrary() {
        OpenAIClient patient = client(gateways.keys().next("t100-2s").secret(), 4);
        for (int i = 0; i < 3; i++) {
            ChatCompletion answer = patient.chat()
                    .completions()
                    .create(chat("word").maxCompletionTokens(80).build());
            assertThat(answer.choices()).isNotEmpty();
        }
    }

    @Test
    void chat_refused_isARateLimitException() {
        OpenAIClient client = client("t100");
        assertThatThrownBy(() -> client.chat()
                        .completions()
                        .create(chat("word").maxCompletionTokens(5_000).build()))
                .isInstanceOfSatisfying(RateLimitException.class, refused -> {
                    assertThat(refused.code()).contains("rate_limit_exceeded");
                    assertThat(refused.headers().values("x-should-retry")).containsExactly("false");
                });
    }

    @Test
    void chat_wrong_isTheExceptionOfItsStatus() {
        OpenAIClient nobody = client("sk-unknown", 0);
        assertThatThrownBy(() -> nobody.chat().completions().create(chat("word").build()))
                .isInstanceOfSatisfying(
                        UnauthorizedException.class,
                        refused -> assertThat(refused.code()).contains("invalid_api_key"));
        OpenAIClient client = client("t1000");
        assertThatThrownBy(() -> client.chat()
                        .completions()
                        .create(chat("word").model("no-such-model").build()))
                .isInstanceOfSatisfying(
                        NotFoundException.class,
                        refused -> assertThat(refused.code()).contains("model_not_found"));
        assertThatThrownBy(() ->
                        client.chat().completions().create(chat("word").n(0).build()))
                .isInstanceOf(BadRequestException.class);
    }

    @Test
    void models_areThoseOfTheCaller() {
        assertThat(client("t1000").models().list().autoPager().stream().map(Model::id))
                .contains("echo", "llama");
        assertThat(client("t1000").models().retrieve("echo").id()).isEqualTo("echo");
    }
}
