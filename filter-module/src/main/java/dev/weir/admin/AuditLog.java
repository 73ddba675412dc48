package dev.weir.admin;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Who changed or revealed what, and why: one line each in the log {@code dev.weir.audit}, and the last 1,000 changes
 * and as many reveals of this instance. Safe for use by many threads.
 */
public final class AuditLog {

    private static final int MOST = 1_000;
    private static final long MINUTE_MILLIS = 60_000;
    private static final String REVEAL = "reveal";
    private static final System.Logger LOG = System.getLogger("dev.weir.audit");

    private final InstantSource clock;
    private final System.Logger log;
    /** When a line was last written of an address; guarded by itself. */
    private final Map<String, Long> refused = new LinkedHashMap<>(16, 0.75f, true);

    private final Deque<Entry> changes = new ArrayDeque<>();
    /** Apart, so that many of them push no change out. */
    private final Deque<Entry> reveals = new ArrayDeque<>();

    /** An empty log; {@code clock} says when something was done. */
    public AuditLog(InstantSource clock) {
        this(clock, LOG);
    }

    AuditLog(InstantSource clock, System.Logger log) {
        this.clock = clock;
        this.log = log;
    }

    /**
     * What was done. Immutable.
     *
     * @param action {@code block}, {@code unblock}, {@code reset}, {@code limit}, {@code tier}, {@code remove} or
     *     another verb
     * @param policy empty if it is about none
     * @param key the key, masked; empty for all keys
     * @param before how it was, {@code after} how it is
     */
    public record Act(String action, String policy, String key, String reason, String before, String after) {}

    /**
     * An act, when it was done and by whom. Immutable.
     *
     * @param address the client's address
     */
    public record Entry(Instant time, String who, String address, Act act) {}

    /** Adds what {@code caller} has done. */
    public void add(Call.Caller caller, Act act) {
        log.log(
                System.Logger.Level.INFO,
                "action=" + quoted(act.action()) + " policy=" + quoted(act.policy()) + " key=" + quoted(act.key())
                        + " who=" + quoted(caller.who()) + " address=" + quoted(caller.address()) + " reason="
                        + quoted(act.reason()) + " before=" + quoted(act.before()) + " after=" + quoted(act.after()));
        Deque<Entry> entries = act.action().equals(REVEAL) ? reveals : changes;
        synchronized (this) {
            if (entries.size() == MOST) {
                entries.removeLast();
            }
            entries.addFirst(new Entry(clock.instant(), caller.who(), caller.address(), act));
        }
    }

    /** The last ones, the newest first. */
    public synchronized List<Entry> newestFirst() {
        return Stream.concat(changes.stream(), reveals.stream())
                .sorted(Comparator.comparing(Entry::time).reversed())
                .toList();
    }

    /** Is told of callers that are refused. Safe for use by many threads. */
    @FunctionalInterface
    public interface Refusals {

        /**
         * A caller was refused.
         *
         * @param address the client's address, or its network
         */
        void refused(int status, String address);
    }

    /** Writes that callers are refused, at most one line a minute and address. */
    public Refusals refusals() {
        return this::refused;
    }

    private void refused(int status, String address) {
        long now = clock.millis();
        synchronized (refused) {
            Long last = refused.get(address);
            if (last != null && now - last < MINUTE_MILLIS) {
                return;
            }
            refused.put(address, now);
            if (refused.size() > MOST) {
                refused.remove(refused.keySet().iterator().next());
            }
        }
        log.log(System.Logger.Level.INFO, "action=\"refuse\" status=" + status + " address=" + quoted(address));
    }

    /** In quotes, and in one line that shows what it says, whatever the caller wrote. */
    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        text.codePoints().forEach(each -> {
            if (each == '"' || each == '\\') {
                quoted.append('\\').appendCodePoint(each);
            } else if (isShown(each)) {
                quoted.appendCodePoint(each);
            } else {
                quoted.append("\\u{").append(Integer.toHexString(each)).append('}');
            }
        });
        return quoted.append('"').toString();
    }

    private static boolean isShown(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
