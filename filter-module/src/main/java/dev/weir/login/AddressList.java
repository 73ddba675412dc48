package dev.weir.login;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The addresses from which a user has logged in, as digests, with the day of the last time. Its text is what the grid
 * keeps: {@code 1|20400:0f1e…,20397:9a8b…}. Immutable.
 *
 * @param days days since 1970-01-01, by digest; the oldest first
 */
record AddressList(Map<String, Long> days) {

    /** The list of a user who has not logged in yet. */
    static final AddressList EMPTY = new AddressList(Map.of());

    /** Days after the last login at which an address is forgotten. */
    static final long DAYS = 90;
    /** If there are more addresses, the one that was not used for longest is forgotten. */
    private static final int MOST = 20;

    private static final String SCHEMA = "1|";

    AddressList {
        days = Collections.unmodifiableMap(new LinkedHashMap<>(days));
    }

    /** Reads a list; empty if another version of Weir wrote it. */
    static Optional<AddressList> decode(String text) {
        if (!text.startsWith(SCHEMA)) {
            return Optional.empty();
        }
        Map<String, Long> days = new LinkedHashMap<>();
        try {
            for (String each : text.substring(SCHEMA.length()).split(",", -1)) {
                int colon = each.indexOf(':');
                days.put(each.substring(colon + 1), Long.parseLong(each, 0, Math.max(0, colon), 10));
            }
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
        return Optional.of(new AddressList(days));
    }

    String encode() {
        StringBuilder text = new StringBuilder(SCHEMA);
        days.forEach((digest, day) -> text.append(text.length() == SCHEMA.length() ? "" : ",")
                .append(day)
                .append(':')
                .append(digest));
        return text.toString();
    }

    /** Whether the user has logged in from that address in the days before {@code today}. */
    boolean has(String digest, long today) {
        Long day = days.get(digest);
        return day != null && day >= today - DAYS;
    }

    /** Whether a login at that address is recorded for {@code today} already. */
    boolean isFresh(String digest, long today) {
        Long day = days.get(digest);
        return day != null && day >= today;
    }

    /** The list with a login from that address at {@code today}. */
    AddressList with(String digest, long today) {
        Map<String, Long> more = new LinkedHashMap<>(days);
        more.values().removeIf(day -> day < today - DAYS);
        more.remove(digest);
        while (more.size() >= MOST) {
            more.remove(more.keySet().iterator().next());
        }
        more.put(digest, today);
        return new AddressList(more);
    }
}
