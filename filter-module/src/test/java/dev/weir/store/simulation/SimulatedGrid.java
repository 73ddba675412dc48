package dev.weir.store.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The cluster as its members see it: entries that belong to members, messages that take time, get lost, or wait at a
 * member that is frozen; halves that do not see each other; entries that expire. Everything happens in {@link
 * SimulatedTime}.
 */
final class SimulatedGrid {

    /** How long Hazelcast waits for an answer before it gives up. */
    private static final long CALL_TIMEOUT_MILLIS = 60_000;
    /** The id of the noticeboard. */
    private static final String BOARD = "board";
    /** Of the swaps that give back, one in so many is the last of the member that makes it. */
    private static final int DEATH_GIVING_BACK_ONE_IN = 8;

    /** The entries of one side, with what they were before their last change. */
    private final List<Map<String, Entry>> sides = new ArrayList<>(List.of(new HashMap<>()));

    private final SimulatedTime time;
    private final Random random;
    private final Books books;
    private final List<Member> members = new ArrayList<>();
    /** How many numbers of instances were given out. */
    private int holders;
    /** The members of each side, until one of them comes or goes: everybody asks for them all the time. */
    private final Map<Integer, List<Member>> reachable = new HashMap<>();

    long longestDelayMillis = 3;
    long shortestDelayMillis;
    /** One of so many messages gets lost; 0 for none. */
    int lossOneIn;
    /** How many entries there may be. */
    int mostEntries = Integer.MAX_VALUE;
    /** Whether everything is answered at once. */
    boolean isInstant;
    /** One of so many swaps is the last of the spare member that makes it; 0 for none. */
    int deathOneIn;
    /** How many operations on counters there were. */
    long operations;
    /** How many operations on the noticeboard there were. */
    long boardOperations;
    /** Told of each death. */
    Consumer<Member> whenDead = member -> {};

    SimulatedGrid(SimulatedTime time, Random random, Books books) {
        this.time = time;
        this.random = random;
        this.books = books;
    }

    private record Entry(String text, String before, long changedMillis, long expiryMillis) {}

    /** One member, and what it does at present. */
    static final class Member {
        /** Whether it has entries only, and no application. */
        final boolean isSpare;

        boolean frozen;
        /** Nothing that it sends arrives. */
        boolean mute;
        /** It is no more: it asks nothing, and hears nothing. */
        boolean gone;

        int side;
        final List<Runnable> whenThawed = new ArrayList<>();
        /** Hears hints of others. */
        Consumer<String> hears = text -> {};

        Member(boolean isSpare) {
            this.isSpare = isSpare;
        }
    }

    Member join(boolean isSpare) {
        Member member = new Member(isSpare);
        members.add(member);
        reachable.clear();
        return member;
    }

    /** The number of an instance that starts now: the same in each run of a seed, in no order, and never used twice. */
    int newHolder() {
        holders++;
        return 1 + ((holders * 0x9E3779B1) >>> 8);
    }

    List<Member> reachable(Member seenBy) {
        return reachable.computeIfAbsent(seenBy.side, side -> on(side));
    }

    Member owner(Member seenBy, String id) {
        List<Member> owners = reachable(seenBy);
        return owners.get(Math.floorMod(id.hashCode(), owners.size()));
    }

    private List<Member> on(int side) {
        return members.stream().filter(member -> member.side == side).toList();
    }

    boolean isSplit() {
        return sides.size() > 1;
    }

    /** Whether a member does not answer at present, or not all see each other. */
    boolean isRestless() {
        return isSplit() || members.stream().anyMatch(member -> member.frozen || member.mute);
    }

    boolean isFull(Member seenBy) {
        return sides.get(seenBy.side).size() >= mostEntries;
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
        operations += id.equals(BOARD) ? 0 : 1;
        boardOperations += id.equals(BOARD) ? 1 : 0;
        CompletableFuture<T> answer = new CompletableFuture<>();
        Call<T> call = new Call<>(from, id, expiryMillis, text, work, answer);
        if (isInstant) {
            answer.complete(made(call).heard());
            return answer;
        }
        time.after(CALL_TIMEOUT_MILLIS, () -> {
            // an exception takes longer to make than all the rest
            if (!answer.isDone()) {
                answer.completeExceptionally(new IllegalStateException("timed out"));
            }
        });
        if (!isLost() && !from.mute && !from.gone) {
            time.after(delay(), () -> arrive(call));
        }
        return answer;
    }

    /** {@code from} passes on a hint to all others, which some of them may not hear. */
    void hint(Member from, String text) {
        if (from.mute || from.gone) {
            return;
        }
        for (Member to : List.copyOf(reachable(from))) {
            if (to != from && !to.isSpare && !isLost()) {
                time.after(isInstant ? 0 : delay(), () -> whenRunning(to, () -> to.hears.accept(text)));
            }
        }
    }

    record Step<T>(boolean puts, T answer) {}

    private record Call<T>(
            Member from,
            String id,
            long expiryMillis,
            String text,
            Function<String, Step<T>> work,
            CompletableFuture<T> answer) {}

    /** What an operation answers; {@code item} is what it changed, null if nothing. */
    private record Made<T>(T answer, Books.Item item) {
        /** The answer, to who made the change. */
        T heard() {
            if (item != null) {
                item.isKnown = true;
            }
            return answer;
        }
    }

    private <T> void arrive(Call<T> call) {
        if (reachable(call.from).isEmpty()) {
            return;
        }
        Member owner = owner(call.from, call.id);
        whenRunning(owner, () -> {
            Made<T> made = made(call);
            if (dies(owner, made)) {
                // Hazelcast asks the next owner, whose backup has the change already
                kill(owner, 0, time.millis());
                whenDead.accept(owner);
                time.after(random.nextInt(50), () -> arrive(call));
            } else if (!isLost()) {
                time.after(
                        delay(),
                        () -> whenRunning(call.from, () -> {
                            if (!call.answer.isDone() && !call.from.gone) {
                                call.answer.complete(made.heard());
                            }
                        }));
            }
        });
    }

    private boolean dies(Member owner, Made<?> made) {
        if (deathOneIn == 0 || !owner.isSpare || made.item == null) {
            return false;
        }
        return random.nextInt(made.item.permits < 0 ? DEATH_GIVING_BACK_ONE_IN : deathOneIn) == 0;
    }

    private <T> Made<T> made(Call<T> call) {
        String before = text(call.from, call.id);
        Step<T> step = call.work.apply(before);
        if (!step.puts) {
            return new Made<>(step.answer, null);
        }
        sides.get(call.from.side).put(call.id, new Entry(call.text, before, time.millis(), call.expiryMillis));
        return new Made<>(step.answer, books.changed(call.id, call.from, before, call.text, time.millis()));
    }

    static void whenRunning(Member member, Runnable work) {
        if (member.frozen) {
            member.whenThawed.add(work);
        } else {
            work.run();
        }
    }

    private boolean isLost() {
        return lossOneIn > 0 && random.nextInt(lossOneIn) == 0;
    }

    private long delay() {
        return shortestDelayMillis + random.nextLong(longestDelayMillis + 1);
    }

    void thaw(Member member) {
        member.frozen = false;
        List<Runnable> work = List.copyOf(member.whenThawed);
        member.whenThawed.clear();
        work.forEach(Runnable::run);
    }

    /**
     * {@code member} is gone since {@code deadMillis}; what it changed in its last milliseconds has not reached the
     * backup.
     */
    void kill(Member member, long lagMillis, long deadMillis) {
        Map<String, Entry> unsaveds = lagMillis == 0 ? Map.of() : sides.get(member.side);
        for (Map.Entry<String, Entry> each : unsaveds.entrySet()) {
            Entry entry = each.getValue();
            boolean unsaved = deadMillis - entry.changedMillis < lagMillis && entry.changedMillis <= deadMillis;
            if (unsaved && entry.before != null && owner(member, each.getKey()) == member) {
                each.setValue(new Entry(entry.before, entry.before, entry.changedMillis, entry.expiryMillis));
                books.lost(each.getKey(), entry.text, entry.before, time.millis());
            }
        }
        members.remove(member);
        member.gone = true;
        reachable.clear();
        // what was under way to it is sent again to the next owner
        thaw(member);
    }

    /** From now on {@code others} see only each other. */
    void split(List<Member> others) {
        sides.add(new HashMap<>(sides.get(0)));
        others.forEach(member -> member.side = 1);
        reachable.clear();
    }

    /** Everybody sees everybody again, and what the larger side has, which is the first. */
    void heal() {
        on(1).forEach(member -> member.side = 0);
        reachable.clear();
        sides.remove(1);
    }

    /** All members are gone, and all entries with them. */
    void restart() {
        sides.get(0).clear();
    }
}
