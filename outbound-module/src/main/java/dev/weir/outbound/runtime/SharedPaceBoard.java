package dev.weir.outbound.runtime;

import dev.weir.Key;
import dev.weir.outbound.queue.port.LineId;
import dev.weir.outbound.queue.port.LineSettings;
import dev.weir.outbound.queue.port.PaceBoard;
import dev.weir.outbound.queue.port.SharedPace;
import dev.weir.outbound.queue.port.SharedPaceText;
import dev.weir.spi.ModuleHost;
import dev.weir.spi.SharedText;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * The pace of lines in texts that all instances share: one for the calls of a policy that have no tenant, and a fixed
 * number of {@linkplain PacePage pages} for those of all tenants, because a shared text never ends. Safe for use by
 * many threads.
 *
 * @param host has the texts
 * @param settings those of a line
 * @param watched the texts of which changes are told: a listener stays for good, lines come and go
 */
record SharedPaceBoard(ModuleHost host, Function<LineId, LineSettings> settings, Set<String> watched)
        implements PaceBoard {

    private static final int ATTEMPTS = 8;

    SharedPaceBoard(ModuleHost host, Function<LineId, LineSettings> settings) {
        this(host, settings, ConcurrentHashMap.newKeySet());
    }

    @Override
    public int members() {
        return host.members();
    }

    @Override
    public void onChange(LineId line, Consumer<Predicate<LineId>> listener) {
        String name = name(line);
        if (watched.add(name)) {
            host.text(name).onChange(() -> listener.accept(each -> name(each).equals(name)));
        }
    }

    @Override
    public CompletionStage<SharedPace> read(LineId line) {
        return text(line).get().thenApply(text -> pace(line, text));
    }

    @Override
    public CompletionStage<SharedPace> change(LineId line, UnaryOperator<SharedPace> change) {
        return change(line, text(line), change, ATTEMPTS);
    }

    private CompletionStage<SharedPace> change(
            LineId line, SharedText text, UnaryOperator<SharedPace> change, int attempts) {
        return text.get().thenCompose(before -> {
            SharedPace changed = change.apply(pace(line, before));
            return text.replace(before, text(line, before, changed)).thenCompose(done -> {
                if (done) {
                    return CompletableFuture.completedFuture(changed);
                }
                return attempts > 1
                        ? change(line, text, change, attempts - 1)
                        : CompletableFuture.failedFuture(
                                new IllegalStateException("others change the pace all the time"));
            });
        });
    }

    private SharedText text(LineId line) {
        return host.text(name(line));
    }

    private static String name(LineId line) {
        String page = isAlone(line) ? "" : "|" + PacePage.number(line.key());
        return "pace|" + line.policy() + page;
    }

    private static boolean isAlone(LineId line) {
        return line.key().equals(Key.global());
    }

    /** A text of a later version is not known: the whole rate, until this instance writes. */
    private static SharedPace pace(LineId line, Optional<String> text) {
        return (isAlone(line)
                        ? text.flatMap(SharedPaceText::read)
                        : text.flatMap(page -> PacePage.read(page).pace(line.key())))
                .orElse(SharedPace.FULL);
    }

    private String text(LineId line, Optional<String> before, SharedPace changed) {
        if (isAlone(line)) {
            return SharedPaceText.of(changed);
        }
        LineSettings present = settings.apply(line);
        long now = host.clock().millis();
        return PacePage.read(before.orElse(""))
                .without(pace -> pace.isOver(now, present))
                .with(line.key(), changed)
                .text();
    }
}
