package dev.weir.adaptive;

import dev.weir.store.SharedTexts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Texts that several instances share at once, each by {@link #instance}; counts what it is asked for. */
final class TextsOfTwo {

    final Map<String, String> texts = new HashMap<>();
    final Map<String, String> kept = new HashMap<>();
    private final List<Instance> instances = new ArrayList<>();
    int operations;
    boolean broken;

    Instance instance() {
        Instance made = new Instance();
        instances.add(made);
        return made;
    }

    private <T> CompletionStage<T> answer(T value) {
        operations++;
        return broken
                ? CompletableFuture.failedFuture(new IllegalStateException("broken by the test"))
                : CompletableFuture.completedFuture(value);
    }

    final class Instance implements SharedTexts {

        private Consumer<String> listener = name -> {};

        @Override
        public CompletionStage<@Nullable String> get(String name) {
            return answer(texts.get(name));
        }

        @Override
        public CompletionStage<Boolean> replace(String name, @Nullable String expected, String text) {
            boolean done = !broken && Objects.equals(texts.get(name), expected);
            if (done) {
                texts.put(name, text);
                instances.stream().filter(each -> each != this).forEach(each -> each.listener.accept(name));
            }
            return answer(done);
        }

        @Override
        public void keep(String name, String text, long version, long neededUntilMillis) {
            kept.put(name, text);
        }

        @Override
        public Map<String, String> takeKept(String prefix) {
            Map<String, String> taken = new HashMap<>(kept);
            taken.keySet().removeIf(name -> !name.startsWith(prefix));
            return taken;
        }

        @Override
        public void onChange(Consumer<String> added) {
            listener = listener.andThen(added);
        }
    }
}
