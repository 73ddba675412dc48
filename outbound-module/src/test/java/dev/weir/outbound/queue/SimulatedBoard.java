package dev.weir.outbound.queue;

import dev.weir.outbound.queue.port.LineId;
import dev.weir.outbound.queue.port.PaceBoard;
import dev.weir.outbound.queue.port.SharedPace;
import dev.weir.outbound.queue.port.SharedPaceText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Where simulated instances share their pace, by way of its text. */
final class SimulatedBoard {

    private final VirtualTime time;
    private final Map<LineId, String> texts = new HashMap<>();
    private final List<Told> told = new ArrayList<>();
    private int members;

    SimulatedBoard(VirtualTime time) {
        this.time = time;
    }

    /** An instance is told of each change that another writes. */
    private record Told(String instance, LineId line, Consumer<Predicate<LineId>> listener) {}

    void members(int count) {
        members = count;
    }

    PaceBoard link(String instance, LongSupplier latency) {
        return new PaceBoard() {
            @Override
            public int members() {
                return members;
            }

            @Override
            public void onChange(LineId line, Consumer<Predicate<LineId>> listener) {
                boolean known =
                        told.stream().anyMatch(each -> each.instance.equals(instance) && each.line.equals(line));
                if (!known) {
                    told.add(new Told(instance, line, listener));
                }
            }

            @Override
            public CompletionStage<SharedPace> read(LineId line) {
                return operate(line, UnaryOperator.identity(), latency, "");
            }

            @Override
            public CompletionStage<SharedPace> change(LineId line, UnaryOperator<SharedPace> change) {
                return operate(line, change, latency, instance);
            }
        };
    }

    /** @param writer who writes; empty if nobody does */
    private CompletionStage<SharedPace> operate(
            LineId line, UnaryOperator<SharedPace> change, LongSupplier latency, String writer) {
        CompletableFuture<SharedPace> answer = new CompletableFuture<>();
        time.after(latency.getAsLong(), () -> {
            texts.put(line, SharedPaceText.of(change.apply(pace(line))));
            told.stream()
                    .filter(each -> !writer.isEmpty() && !each.instance.equals(writer) && each.line.equals(line))
                    .forEach(each -> time.after(latency.getAsLong(), () -> each.listener.accept(line::equals)));
            time.after(latency.getAsLong(), () -> answer.complete(pace(line)));
        });
        return answer;
    }

    SharedPace pace(LineId line) {
        String text = texts.get(line);
        return text == null ? SharedPace.FULL : SharedPaceText.read(text).orElseThrow();
    }
}
