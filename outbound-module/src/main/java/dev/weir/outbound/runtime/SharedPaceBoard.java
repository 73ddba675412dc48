package dev.weir.outbound.runtime;

import dev.weir.Key;
import dev.weir.outbound.queue.port.LineId;
import dev.weir.outbound.queue.port.PaceBoard;
import dev.weir.outbound.queue.port.SharedPace;
import dev.weir.outbound.queue.port.SharedPaceText;
import dev.weir.spi.ModuleHost;
import dev.weir.spi.SharedText;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/**
 * The pace of each line as one text that all instances share. Safe for use by many threads.
 *
 * @param host has the texts
 */
record SharedPaceBoard(ModuleHost host) implements PaceBoard {

    private static final int ATTEMPTS = 8;

    @Override
    public int members() {
        return host.members();
    }

    @Override
    public CompletionStage<SharedPace> read(LineId line) {
        return text(line).get().thenApply(SharedPaceBoard::pace);
    }

    @Override
    public CompletionStage<SharedPace> change(LineId line, UnaryOperator<SharedPace> change) {
        return change(text(line), change, ATTEMPTS);
    }

    private static CompletionStage<SharedPace> change(SharedText text, UnaryOperator<SharedPace> change, int attempts) {
        return text.get().thenCompose(before -> {
            SharedPace changed = change.apply(pace(before));
            return text.replace(before, SharedPaceText.of(changed)).thenCompose(done -> {
                if (done) {
                    return CompletableFuture.completedFuture(changed);
                }
                return attempts > 1
                        ? change(text, change, attempts - 1)
                        : CompletableFuture.failedFuture(
                                new IllegalStateException("others change the pace all the time"));
            });
        });
    }

    private SharedText text(LineId line) {
        String key = line.key().equals(Key.global()) ? "" : '|' + line.key().value();
        return host.text("pace|" + line.policy() + key);
    }

    /** A text of a later version is not known: the whole rate, until this instance writes. */
    private static SharedPace pace(Optional<String> text) {
        return text.flatMap(SharedPaceText::read).orElse(SharedPace.FULL);
    }
}
