package dev.weir.outbound.queue;

import dev.weir.Decision;
import dev.weir.Limit;
import dev.weir.Slot;
import dev.weir.spi.TakenPermits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to take what a plan asks for: slots, then permits. Its lines are busy meanwhile. Used by the thread of
 * the mailbox; times are nanoseconds.
 */
final class Take {

    private static final Duration FAILURE_PAUSE = Duration.ofMillis(250);

    private final Pump pump;
    private final TakePlan plan;
    private final List<Line> lines;
    private final List<Slot> slots = new ArrayList<>();
    private long sentAt;

    Take(Pump pump, TakePlan plan) {
        this.pump = pump;
        this.plan = plan;
        this.lines = plan.lines();
    }

    void begin() {
        lines.forEach(each -> each.busy(true));
        takeSlot(0);
    }

    private void takeSlot(int from) {
        int next = from;
        while (next < lines.size() && !lines.get(next).settings().concurrent()) {
            next++;
        }
        if (next == lines.size() || plan.inAdvance()) {
            send();
            return;
        }
        Line line = lines.get(next);
        int after = next + 1;
        answer(pump.ports().slots().slot(line.id()), (slot, failure) -> {
            if (slot != null && slot.allowed()) {
                slots.add(slot);
                line.slotTaken();
                takeSlot(after);
            } else {
                line.slotRefused(pump.now());
                end();
            }
        });
    }

    private interface Answer<T> {
        void came(@Nullable T value, @Nullable Throwable failure);
    }

    private <T> void answer(CompletionStage<T> stage, Answer<T> then) {
        var unused = stage.whenComplete((value, failure) -> pump.mailbox().run(() -> {
            try {
                then.came(value, failure);
            } catch (RuntimeException | Error e) {
                // the lines must not stay busy
                end();
                throw e;
            }
        }));
    }

    private void send() {
        sentAt = pump.now();
        CompletionStage<TakenPermits> taken;
        try {
            taken = pump.ports().permits().take(plan.parts(), plan.inFlight(), plan.held());
        } catch (RuntimeException e) {
            taken = CompletableFuture.failedFuture(e);
        }
        answer(taken, this::came);
    }

    private void came(@Nullable TakenPermits taken, @Nullable Throwable failure) {
        long now = pump.now();
        long at = sentAt + (now - sentAt) / 2;
        plan.charges()
                .keySet()
                .forEach(each ->
                        each.lateness().answered(now - sentAt, each.settings().guard()));
        if (taken == null) {
            plan.charges()
                    .forEach((line, charge) -> line.supply()
                            .refused(charge, 0, at, FAILURE_PAUSE, FAILURE_PAUSE, line.settings(), charge));
            end();
        } else if (taken.refusal().isPresent()) {
            refused(taken.refusal().get(), at);
        } else if (plan.isOverdue(sentAt, now)) {
            pump.ports().operations().execute(taken::cancel);
            end();
        } else {
            plan.charges().keySet().forEach(line -> learn(line, taken.decisions(), at, now));
            use(taken, at, now);
            end();
        }
    }

    private void use(TakenPermits taken, long at, long now) {
        if (plan.inAdvance()) {
            plan.charges().forEach((line, charge) -> {
                line.own().add(at, charge, false);
                line.prepay(charge);
            });
        } else {
            new HandOut(pump, plan, slots, taken).run(plan.candidates(), at, now);
            slots.clear();
        }
    }

    private void refused(Decision refusal, long at) {
        plan.charges().forEach((line, charge) -> {
            if (line.isOf(refusal.policy())) {
                long needed = Math.min(line.charge(plan.first().permits()), charge);
                Duration retry = refusal.retryAfter().orElse(Limit.LONGEST_WINDOW);
                boolean ofLimit = refusal.policy().equals(line.id().policy());
                // a block refuses although permits are left
                long left = ofLimit && refusal.remaining() < charge ? refusal.remaining() : 0;
                Duration reset = ofLimit ? reset(refusal) : retry;
                line.supply().refused(charge, left, at, reset, retry, line.settings(), needed);
            }
        });
        end();
        lines.forEach(pump::giveUpHopeless);
    }

    /**
     * When permits are there again if the calls in flight end now. The counter has them as used at their last moment,
     * and says when that is; but none is used for longer than a window from now on.
     */
    private static Duration reset(Decision decision) {
        Duration reset = decision.resetAfter();
        return decision.limit()
                .map(Limit::window)
                .filter(window -> !decision.blocked() && window.compareTo(reset) < 0)
                .orElse(reset);
    }

    private void learn(Line line, List<Decision> decisions, long at, long now) {
        long remaining = Long.MAX_VALUE;
        Duration reset = Duration.ZERO;
        for (Decision each : decisions) {
            if (!line.isOf(each.policy())) {
                continue;
            }
            remaining = Math.min(remaining, each.remaining());
            if (each.remaining() == 0 && reset(each).compareTo(reset) > 0) {
                reset = reset(each);
            }
            if (each.policy().equals(line.id().policy()) && each.limit().isPresent()) {
                Limit limit = each.limit().get();
                if (line.isNear(limit, each.remaining(), now)) {
                    pump.ports().listener().near(line.id(), limit, each.remaining());
                }
            }
        }
        line.supply().taken(plan.charge(line), remaining, at, reset, line.settings());
    }

    private void end() {
        slots.forEach(Slot::close);
        lines.forEach(each -> each.busy(false));
        pump.runSoon(lines);
    }
}
