package dev.weir.monitor.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.store.SharedTexts;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Texts that outlive the instances, as those of a database do. */
final class KeptTexts implements SharedTexts {

    final Map<String, String> kept = new HashMap<>();
    long longest;

    @Override
    public CompletionStage<String> get(String name) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Boolean> replace(String name, String expected, String text) {
        return CompletableFuture.completedFuture(true);
    }

    @Override
    public void keep(String name, String text, long version, long neededUntilMillis) {
        assertThat(text).matches("\\p{ASCII}*").hasSizeLessThanOrEqualTo(UsageCodec.LONGEST);
        kept.put(name, text);
        longest = neededUntilMillis;
    }

    @Override
    public Map<String, String> takeKept(String prefix) {
        Map<String, String> taken = new HashMap<>(kept);
        taken.keySet().removeIf(name -> !name.startsWith(prefix));
        return taken;
    }

    @Override
    public void onChange(Consumer<String> listener) {
        // no other instance changes anything
    }
}
