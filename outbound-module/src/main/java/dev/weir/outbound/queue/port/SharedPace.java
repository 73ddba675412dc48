package dev.weir.outbound.queue.port;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the instances tell each other of one line: a pause, the share of the rate, and who waits. Times are milliseconds
 * of the cluster. Immutable.
 *
 * <p>The share grows with time alone, so no instance has to write for it.
 *
 * @param pausedUntil no call is made before
 * @param pauseSet when that was said
 * @param permille the share of the rate at {@code since}, 10 to 1000
 * @param since from when on windows without a refusal count
 * @param waiting for each instance with calls that wait, until when it is believed
 */
public record SharedPace(long pausedUntil, long pauseSet, int permille, long since, Map<String, Long> waiting) {

    /** The whole rate, and nothing else. */
    public static final SharedPace FULL = new SharedPace(0, 0, 1000, 0, Map.of());

    private static final int LEAST_PERMILLE = 10;
    private static final long BELIEVED_MILLIS = 1_500;

    public SharedPace {
        waiting = Map.copyOf(waiting);
    }

    /** The share of the rate at a time. */
    public int permilleAt(long now, LineSettings settings) {
        long windows = Math.max(0, now - since) / settings.window().toMillis();
        long recovered = Math.min(1000, windows) * settings.tightening().recoverPermille();
        return (int) Math.min(1000, permille + recovered);
    }

    /**
     * The pace after a refusal of the remote. Refusals of calls that were on their way at the first one, and in the
     * window after its pause, make the pause longer but take no more of the rate.
     */
    public SharedPace refused(long now, Duration pause, LineSettings settings) {
        long until = Math.max(pausedUntil, now + pause.toMillis());
        if (permille < 1000 && now < since + settings.window().toMillis()) {
            return new SharedPace(until, now, permille, Math.max(since, until), waiting);
        }
        long share = (long) permilleAt(now, settings) * settings.tightening().factorPermille() / 1000;
        int left = (int) Math.max(LEAST_PERMILLE, share);
        return new SharedPace(until, now, left, until, waiting);
    }

    /** The pace with a pause that begins now; zero ends one. */
    public SharedPace paused(long now, Duration pause) {
        return new SharedPace(now + pause.toMillis(), now, permille, since, waiting);
    }

    /** The pace when an instance has calls that wait. */
    public SharedPace waits(String instance, long now) {
        Map<String, Long> all = new TreeMap<>(waiting);
        all.values().removeIf(until -> until <= now);
        all.put(instance, now + BELIEVED_MILLIS);
        return new SharedPace(pausedUntil, pauseSet, permille, since, all);
    }

    /** How many instances have calls that wait, without {@code instance}. */
    public int othersWaiting(String instance, long now) {
        return (int) waiting.entrySet().stream()
                .filter(each -> !each.getKey().equals(instance) && each.getValue() > now)
                .count();
    }

    /** Whether nothing is left to say: there is the whole rate and no pause, and nobody waits. */
    public boolean isOver(long now, LineSettings settings) {
        return pausedUntil <= now
                && permilleAt(now, settings) == 1000
                && waiting.values().stream().allMatch(until -> until <= now);
    }

    /** Until when others believe that {@code instance} waits; 0 if they do not. */
    public long waitsUntil(String instance) {
        return waiting.getOrDefault(instance, 0L);
    }

    /**
     * What is left of two that were written without knowing of each other: the pause that was said last, the longer of
     * two that were said at the same time; the share that was taken last, the lower of two; all who wait.
     */
    public SharedPace merge(SharedPace other) {
        Map<String, Long> all = new TreeMap<>(waiting);
        other.waiting.forEach((instance, until) -> all.merge(instance, until, Math::max));
        boolean pauseOfOther =
                other.pauseSet > pauseSet || (other.pauseSet == pauseSet && other.pausedUntil > pausedUntil);
        boolean shareOfOther = other.since > since || (other.since == since && other.permille < permille);
        return new SharedPace(
                pauseOfOther ? other.pausedUntil : pausedUntil,
                Math.max(pauseSet, other.pauseSet),
                shareOfOther ? other.permille : permille,
                Math.max(since, other.since),
                all);
    }
}
