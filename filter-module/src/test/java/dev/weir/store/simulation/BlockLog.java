package dev.weir.store.simulation;

import dev.weir.core.Block;
import dev.weir.core.BlockRule;
import dev.weir.core.State;
import dev.weir.core.StateCodec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The blocks of each key of a {@link SimulatedGrid}, as a naive list, and what their rule says about them. */
final class BlockLog {

    /** A blocked key is refused on every instance after so long. */
    private static final long EVERYWHERE_MILLIS = 2_000;

    private final Map<String, List<Entry>> all = new HashMap<>();
    private Optional<String> wrong = Optional.empty();

    /** @param number how many blocks it was, with those before it that counted */
    private record Entry(long beginMillis, long endMillis, int number) {}

    /** The entry {@code id} was changed from {@code before} to {@code after}. */
    void changed(String id, BlockRule rule, @Nullable String before, String after) {
        State last = before == null ? State.EMPTY : StateCodec.decode(before).orElseThrow();
        State next = StateCodec.decode(after).orElseThrow();
        Block block = next.block();
        if (block.refusals().number() >= rule.after() && !block.refusals().isNone()) {
            wrong(id + ": " + block.refusals() + " begin no block");
        }
        if (block.untilMillis() > last.block().untilMillis()) {
            began(id, rule, last.block(), next);
        }
    }

    private void began(String id, BlockRule rule, Block before, State state) {
        List<Entry> entries = all.computeIfAbsent(id, each -> new ArrayList<>());
        Entry last = entries.isEmpty() ? null : entries.get(entries.size() - 1);
        long begin = state.mark();
        long end = state.block().untilMillis();
        boolean grows = rule.factorHundredths() > BlockRule.CONSTANT;
        boolean follows = grows && last != null && begin < last.endMillis + rule.memoryMillis();
        Entry entry = new Entry(begin, end, follows ? last.number + 1 : 1);
        entries.add(entry);
        if (before.isActive(begin)) {
            wrong(id + ": a block was prolonged at " + begin + " that ends at " + before.untilMillis());
        }
        long expected = rule.millis();
        int steps = 1;
        for (int i = 1; i < entry.number && expected < rule.maxMillis(); i++, steps++) {
            expected = Math.min(rule.maxMillis(), (expected * rule.factorHundredths() + 99) / 100);
        }
        if (end - begin != expected) {
            wrong(id + ": block " + entry.number + " lasts " + (end - begin) + " ms, not " + expected);
        }
        if (state.block().history().blocks() > steps) {
            wrong(id + ": " + state.block().history() + " after " + steps + " blocks that made it longer");
        }
    }

    private void wrong(String what) {
        wrong = wrong.isEmpty() ? Optional.of(what) : wrong;
    }

    /** The first block that was not as its rule says. */
    Optional<String> wrong() {
        return wrong;
    }

    /** When the blocks of {@code id} ended. */
    List<Long> ends(String id) {
        return all.getOrDefault(id, List.of()).stream().map(Entry::endMillis).toList();
    }

    /** What was admitted while {@code id} was blocked, and every instance had to know that. */
    Optional<String> admittedWhileBlocked(String id, AdmissionLog log, long skewMillis) {
        for (Entry entry : all.getOrDefault(id, List.of())) {
            long from = entry.beginMillis + EVERYWHERE_MILLIS + 2 * skewMillis;
            long to = entry.endMillis - 2 * skewMillis;
            List<AdmissionLog.Admission> found = log.sorted(each -> each.millis() >= from && each.millis() < to);
            if (!found.isEmpty()) {
                return Optional.of("admitted at " + found.get(0).millis() + " while it was blocked from "
                        + entry.beginMillis + " to " + entry.endMillis);
            }
        }
        return Optional.empty();
    }
}
