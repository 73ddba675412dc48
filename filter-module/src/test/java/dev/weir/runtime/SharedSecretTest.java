package dev.weir.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.store.SharedTexts;
import dev.weir.store.memory.LocalTexts;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Instances agree on one secret, and none waits for that. */
class SharedSecretTest {

    private final ScheduledExecutorService background = Executors.newSingleThreadScheduledExecutor();

    @AfterEach
    void end() {
        background.shutdownNow();
    }

    private SharedSecret secret(SharedTexts texts, String namespace) {
        return SharedSecret.agreedOn(texts, () -> namespace, background);
    }

    @Test
    void get_sameTexts_isTheSameSecretOfEachApplication() {
        LocalTexts texts = new LocalTexts();
        SharedSecret first = secret(texts, "/shop");
        SharedSecret second = secret(texts, "/shop");
        await().untilAsserted(() -> assertThat(second.get()).isEqualTo(first.get()));
        assertThat(first.get()).hasSize(32);
        assertThat(secret(texts, "/other").get()).isNotEqualTo(first.get());
        assertThat(secret(new LocalTexts(), "/shop").get()).isNotEqualTo(first.get());
    }

    /** The secret stays the instance's own until the cluster answers. */
    @Test
    void get_clusterIsSilent_isOneOfThisInstance() {
        SharedTexts silent = new SilentTexts();
        byte[] first = secret(silent, "/shop").get();
        assertThat(first).hasSize(32).isNotEqualTo(new byte[32]);
        assertThat(secret(silent, "/shop").get()).isNotEqualTo(first);
    }

    private static final class SilentTexts implements SharedTexts {

        @Override
        public CompletionStage<@Nullable String> get(String name) {
            return new CompletableFuture<>();
        }

        @Override
        public CompletionStage<Boolean> replace(String name, @Nullable String expected, String text) {
            return new CompletableFuture<>();
        }

        @Override
        public void keep(String name, String text, long version, long neededUntilMillis) {}

        @Override
        public Map<String, String> takeKept(String prefix) {
            return Map.of();
        }

        @Override
        public void onChange(Consumer<String> listener) {}
    }
}
