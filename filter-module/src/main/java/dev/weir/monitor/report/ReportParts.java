package dev.weir.monitor.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

/**
 * Parts of reports that are published only while an operator asks for them: few do, and they can be long. Each has a
 * name, {@code usage/2026-11-30}; what is before the stroke says who writes it. Safe for use by many threads; times are
 * in milliseconds.
 */
final class ReportParts {

    /** Characters of one part. */
    static final int LONGEST = 64 * 1024;
    /** Characters of all parts of a report. */
    static final int LONGEST_TOGETHER = 2 * LONGEST;
    /** Parts that are asked for at once; of more, the one that was asked for longest ago is forgotten. */
    static final int MOST = 8;

    /** In a second: who asks for one day after another makes no more work. */
    static final int MOST_AT_ONCE = 4;

    private static final long SECOND_MILLIS = 1_000;
    private static final int LONGEST_NAME = 64;
    private static final char STROKE = '/';
    private static final long NEVER = Long.MIN_VALUE / 2;

    private final Map<String, BiFunction<String, Integer, String>> writers = new ConcurrentHashMap<>();
    /** When somebody asked for a part last, this instance or another; guarded by this object. */
    private final Map<String, Long> wanted = new LinkedHashMap<>(16, 0.75f, true);
    /** When parts were published at once; guarded by this object. */
    private final List<Long> atOnce = new ArrayList<>();
    /** When this instance was asked for it last; guarded by this object. */
    private final Map<String, Long> read = new LinkedHashMap<>(16, 0.75f, true);
    /** When the others were told so; guarded by this object. */
    private final Map<String, Long> told = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * Has the parts of a topic written by {@code writer}.
     *
     * @param writer takes what is behind the stroke of the name, and how long the text may be
     */
    void offer(String topic, BiFunction<String, Integer, String> writer) {
        writers.put(topic, writer);
    }

    /**
     * A part is asked for. Returns whether it is to be published at once: it was not asked for lately, and few others
     * were asked for in this second.
     */
    synchronized boolean wanted(String name, long nowMillis) {
        if (name.isEmpty() || name.length() > LONGEST_NAME || !isNew(put(wanted, name, nowMillis), nowMillis)) {
            return false;
        }
        atOnce.removeIf(each -> nowMillis - each >= SECOND_MILLIS);
        return atOnce.size() < MOST_AT_ONCE && atOnce.add(nowMillis);
    }

    /** This instance is asked for a part. Returns whether it was not for a while. */
    synchronized boolean reads(String name, long nowMillis) {
        return isNew(put(read, name, nowMillis), nowMillis);
    }

    private static boolean isNew(long last, long nowMillis) {
        return nowMillis - last > Questions.ASKED_MILLIS;
    }

    /** Returns whether the others are to be told now: they were not, within {@code leastMillis}. */
    synchronized boolean tells(String name, long nowMillis, long leastMillis) {
        boolean tells = nowMillis - told.getOrDefault(name, NEVER) >= leastMillis;
        if (tells) {
            var unused = put(told, name, nowMillis);
        }
        return tells;
    }

    private static long put(Map<String, Long> times, String name, long nowMillis) {
        Long last = times.put(name, nowMillis);
        if (times.size() > MOST) {
            times.remove(times.keySet().iterator().next());
        }
        return last == null ? NEVER : last;
    }

    /** The parts that are asked for at present, by name. One that nothing is known about is an empty text. */
    Map<String, String> written(long nowMillis) {
        Map<String, String> parts = new TreeMap<>();
        int left = LONGEST_TOGETHER;
        for (String name : names(nowMillis)) {
            String text = text(name, Math.min(LONGEST, left));
            if (text.length() <= left) {
                parts.put(name, text);
                left -= text.length();
            }
        }
        return parts;
    }

    private synchronized Iterable<String> names(long nowMillis) {
        return wanted.entrySet().stream()
                .filter(each -> !isNew(each.getValue(), nowMillis))
                .map(Entry::getKey)
                .sorted()
                .toList();
    }

    private String text(String name, int most) {
        int stroke = name.indexOf(STROKE);
        String topic = stroke < 0 ? name : name.substring(0, stroke);
        BiFunction<String, Integer, String> writer = writers.get(topic);
        return writer == null ? "" : writer.apply(stroke < 0 ? "" : name.substring(stroke + 1), most);
    }
}
