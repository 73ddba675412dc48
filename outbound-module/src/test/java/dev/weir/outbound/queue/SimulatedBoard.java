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
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/** Where simulated instances share their pace, by way of its text. */
final class SimulatedBoard {

    private final VirtualTime time;
    private final Map<LineId, String> texts = new HashMap<>();
    private final List<ThrottleQueue> told = new ArrayList<>();
    private int members;

    SimulatedBoard(VirtualTime time) {
        this.time = time;
    }

    /** From now on the queue is told of changes of pauses and rates at once. */
    void tell(ThrottleQueue queue) {
        told.add(queue);
    }

    void members(int count) {
        members = count;
    }

    PaceBoard link(LongSupplier latency) {
        return new PaceBoard() {
            @Override
            public int members() {
                return members;
            }

            @Override
            public CompletionStage<SharedPace> read(LineId line) {
                return operate(line, UnaryOperator.identity(), latency);
            }

            @Override
            public CompletionStage<SharedPace> change(LineId line, UnaryOperator<SharedPace> change) {
                return operate(line, change, latency);
            }
        };
    }

    private CompletionStage<SharedPace> operate(LineId line, UnaryOperator<SharedPace> change, LongSupplier latency) {
        CompletableFuture<SharedPace> answer = new CompletableFuture<>();
        time.after(latency.getAsLong(), () -> {
            SharedPace before = pace(line);
            SharedPace after = change.apply(before);
            texts.put(line, SharedPaceText.of(after));
            if (after.pausedUntil() != before.pausedUntil() || after.permille() != before.permille()) {
                told.forEach(each -> time.after(latency.getAsLong(), () -> each.paceChanged(line, after)));
            }
            time.after(latency.getAsLong(), () -> answer.complete(pace(line)));
        });
        return answer;
    }

    SharedPace pace(LineId line) {
        String text = texts.get(line);
        return text == null ? SharedPace.FULL : SharedPaceText.read(text).orElseThrow();
    }
}
