package dev.weir.monitor.usage;

import dev.weir.store.SharedTexts;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * What was recorded of the last 30 days: by this instance since its start, and by all before a restart, where there is
 * a database. There is one text for each day, policy and run of an instance; of more than 1,000, the oldest days are
 * dropped. Safe for use by many threads.
 */
public final class KeptUsage {

    static final int DAYS = 30;
    static final int MOST_TEXTS = 1_000;

    private static final String NAME = "|usage|";
    private static final char SEPARATOR = '|';

    private final SharedTexts texts;
    private final Supplier<String> namespace;
    private final String instance;
    private final AtomicBoolean changed = new AtomicBoolean(true);
    /** By day, policy and run; guarded by this object. */
    private final TreeMap<String, String> known = new TreeMap<>();

    /**
     * Nothing is known so far.
     *
     * @param namespace tells the usage of this application from that of others
     * @param instance the name of this run of this instance, without the character {@code |}
     */
    public KeptUsage(SharedTexts texts, Supplier<String> namespace, String instance) {
        this.texts = texts;
        this.namespace = namespace;
        this.instance = instance;
        texts.onChange(name -> {
            if (name.isEmpty()) {
                changed.set(true);
            }
        });
    }

    /** Takes what was kept over a restart, if there can be something new. */
    void take() {
        if (changed.getAndSet(false)) {
            String prefix = namespace.get() + NAME;
            Map<String, String> taken = texts.takeKept(prefix);
            synchronized (this) {
                taken.forEach((name, text) -> put(name.substring(prefix.length()), text));
            }
        }
    }

    /** Requires the lock of this object. The oldest days make room: a part of one would look like the whole. */
    private void put(String name, String text) {
        known.put(name, text);
        while (known.size() > MOST_TEXTS && !dayTextOf(known.firstKey()).equals(dayTextOf(known.lastKey()))) {
            String oldest = dayTextOf(known.firstKey());
            known.keySet().removeIf(each -> dayTextOf(each).equals(oldest));
        }
    }

    private static String dayTextOf(String name) {
        return name.substring(0, Math.max(0, name.indexOf(SEPARATOR)));
    }

    /** Keeps what this run has recorded of {@code day}, in place of what it had before. */
    void keep(LocalDate day, UsageReport.OfPolicy policy, long version) {
        String name = day.toString() + SEPARATOR + policy.policy() + SEPARATOR + instance;
        String text = UsageCodec.encode(policy);
        synchronized (this) {
            put(name, text);
        }
        texts.keep(
                namespace.get() + NAME + name,
                text,
                version,
                version + Duration.ofDays(DAYS).toMillis());
    }

    synchronized void forgetBefore(LocalDate today) {
        known.headMap(today.minusDays(DAYS).toString()).clear();
    }

    synchronized Set<LocalDate> days() {
        Set<LocalDate> days = new TreeSet<>();
        known.keySet().forEach(name -> dayOf(name).ifPresent(days::add));
        return days;
    }

    private static Optional<LocalDate> dayOf(String name) {
        try {
            return Optional.of(LocalDate.parse(dayTextOf(name)));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    String instance() {
        return instance;
    }

    /** What is known of {@code day}, by policy and run. */
    synchronized Map<String, String> rows(LocalDate day) {
        String prefix = day.toString() + SEPARATOR;
        Map<String, String> rows = new TreeMap<>();
        known.tailMap(prefix).entrySet().stream()
                .takeWhile(each -> each.getKey().startsWith(prefix))
                .forEach(each -> rows.put(each.getKey().substring(prefix.length()), each.getValue()));
        return rows;
    }

    /** The name of the row of this run. */
    String rowOf(String policy) {
        return policy + SEPARATOR + instance;
    }

    /** @param withoutOwn whether what this run has recorded is left out, because it is known better */
    synchronized List<UsageReport.OfPolicy> of(LocalDate day, boolean withoutOwn) {
        List<UsageReport.OfPolicy> parts = new ArrayList<>();
        known.forEach((name, text) -> {
            boolean own = name.endsWith(SEPARATOR + instance);
            if (name.startsWith(day.toString() + SEPARATOR) && !(own && withoutOwn)) {
                UsageCodec.decode(text).ifPresent(parts::add);
            }
        });
        return parts;
    }
}
