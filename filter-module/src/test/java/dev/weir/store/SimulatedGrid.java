package dev.weir.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * The cluster as its members see it: entries that belong to members, messages that take time, get lost, or wait at a member
 * that is frozen; halves that do not see each other; entries that expire. Everything happens in {@link SimulatedTime}.
 */
final class SimulatedGrid {

    /** How long Hazelcast waits for an answer before it gives up. */
    private static final long CALL_TIMEOUT_MILLIS = 60_000;

    /** The entries of one side, with what they were before their last change. */
    private final List<Map<String, Entry>> sides = new ArrayList<>(List.of(new HashMap<>()));

    private final SimulatedTime time;
    private final Random random;
    private final List<Member> members = new ArrayList<>();
    /** The members of each side, until one of them comes or goes: everybody asks for them all the time. */
    private final Map<Integer, List<Member>> reachable = new HashMap<>();

    long longestDelayMillis = 3;
    /** One of so many messages gets lost; 0 for none. */
    int lossOneIn;
    /** One of so many operations is made twice, as if the member died that made it first; 0 for none. */
    int repeatOneIn;

    SimulatedGrid(SimulatedTime time, Random random) {
        this.time = time;
        this.random = random;
    }

    private record Entry(String text, String before, long changedMillis, long expiryMillis) {}

    /** One member, and what it does at present. */
    static final class Member {
        boolean frozen;
        int side;
        final List<Runnable> whenThawed = new ArrayList<>();
    }

    Member join() {
        Member member = new Member();
        members.add(member);
        reachable.clear();
        return member;
    }

    int members(Member seenBy) {
        return reachable(seenBy).size();
    }

    Member owner(Member seenBy, String id) {
        List<Member> owners = reachable(seenBy);
        return owners.get(Math.floorMod(id.hashCode(), owners.size()));
    }

    private List<Member> reachable(Member seenBy) {
        return reachable.computeIfAbsent(seenBy.side, side -> on(side));
    }

    private List<Member> on(int side) {
        return members.stream().filter(member -> member.side == side).toList();
    }

    /** The text of {@code id} on the side of {@code seenBy}, null for none. */
    String text(Member seenBy, String id) {
        Entry entry = live(sides.get(seenBy.side), id);
        return entry == null ? null : entry.text;
    }

    private Entry live(Map<String, Entry> side, String id) {
        Entry entry = side.get(id);
        boolean expired = entry != null && time.millis() - entry.changedMillis >= entry.expiryMillis;
        if (expired) {
            side.remove(id);
        }
        return expired ? null : entry;
    }

    /** One operation of {@code from}; {@code work} says whether it puts {@code text}, and what it answers. */
    <T> CompletableFuture<T> operation(
            Member from, String id, long expiryMillis, String text, Function<String, Step<T>> work) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        time.after(CALL_TIMEOUT_MILLIS, () -> answer.completeExceptionally(new IllegalStateException("timed out")));
        if (isLost()) {
            return answer;
        }
        time.after(
                delay(),
                () -> arrive(from, id, () -> {
                    T first = make(from, id, expiryMillis, text, work);
                    T last = isRepeated() ? make(from, id, expiryMillis, text, work) : first;
                    if (!isLost()) {
                        time.after(delay(), () -> whenRunning(from, () -> answer.complete(last)));
                    }
                }));
        return answer;
    }

    record Step<T>(boolean puts, T answer) {}

    private <T> T make(Member from, String id, long expiryMillis, String text, Function<String, Step<T>> work) {
        String before = text(from, id);
        Step<T> step = work.apply(before);
        if (step.puts) {
            sides.get(from.side).put(id, new Entry(text, before, time.millis(), expiryMillis));
        }
        return step.answer;
    }

    private void arrive(Member from, String id, Runnable work) {
        whenRunning(owner(from, id), work);
    }

    private static void whenRunning(Member member, Runnable work) {
        if (member.frozen) {
            member.whenThawed.add(work);
        } else {
            work.run();
        }
    }

    private boolean isLost() {
        return lossOneIn > 0 && random.nextInt(lossOneIn) == 0;
    }

    private boolean isRepeated() {
        return repeatOneIn > 0 && random.nextInt(repeatOneIn) == 0;
    }

    private long delay() {
        return random.nextLong(longestDelayMillis + 1);
    }

    void thaw(Member member) {
        member.frozen = false;
        List<Runnable> work = List.copyOf(member.whenThawed);
        member.whenThawed.clear();
        work.forEach(Runnable::run);
    }

    /** {@code member} is gone; what it changed in its last milliseconds has not reached the backup. */
    void kill(Member member, long lagMillis) {
        Map<String, Entry> unsaveds = lagMillis == 0 ? Map.of() : sides.get(member.side);
        for (Map.Entry<String, Entry> each : unsaveds.entrySet()) {
            Entry entry = each.getValue();
            boolean unsaved = time.millis() - entry.changedMillis < lagMillis;
            if (unsaved && entry.before != null && owner(member, each.getKey()) == member) {
                each.setValue(new Entry(entry.before, entry.before, entry.changedMillis, entry.expiryMillis));
            }
        }
        members.remove(member);
        reachable.clear();
        // what was under way to it is sent again to the next owner
        member.frozen = false;
        List<Runnable> resent = List.copyOf(member.whenThawed);
        resent.forEach(Runnable::run);
    }

    /** From now on {@code others} see only each other. */
    void split(List<Member> others) {
        sides.add(new HashMap<>(sides.get(0)));
        others.forEach(member -> member.side = 1);
        reachable.clear();
    }

    /** Everybody sees everybody again, and what the larger side has, which is the first. */
    List<Member> heal() {
        List<Member> merged = on(1);
        merged.forEach(member -> member.side = 0);
        reachable.clear();
        if (sides.size() > 1) {
            sides.remove(1);
        }
        return merged;
    }
}
