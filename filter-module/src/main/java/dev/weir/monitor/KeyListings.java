package dev.weir.monitor;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Pages of listings. One that goes on after a first page is of the same list, whatever was counted meanwhile, as long
 * as this instance has it. Another instance goes on at the same place of its own list: that has nearly the same order,
 * and each page gets nearer to the end. Safe for use by many threads.
 */
final class KeyListings {

    /** Keys of a list. */
    static final int LONGEST = 10_000;
    /** Lists that are kept; the one that was used longest ago makes room. */
    private static final int KEPT = 8;

    private static final int MOST_PER_PAGE = 1_000;
    private static final String SEPARATOR = "\\.";

    /** By number; guarded by itself. */
    private final Map<Long, List<KeyListing.Entry>> kept = new LinkedHashMap<>(KEPT, 0.75f, true);

    private long numbers;

    /**
     * A page.
     *
     * @param list makes the list
     * @param limit keys of a page, 1 to 1,000; others are brought into that range
     * @param cursor where it begins; a text that is no cursor stands for the beginning
     * @param instance tells cursors of this instance from those of others
     */
    KeyListing page(Supplier<List<KeyListing.Entry>> list, int limit, Optional<String> cursor, String instance) {
        int most = Math.max(1, Math.min(limit, MOST_PER_PAGE));
        Optional<Cursor> from = cursor.flatMap(Cursor::read);
        int place = from.map(Cursor::place).orElse(0);
        List<KeyListing.Entry> all = null;
        long number = 0;
        if (from.isPresent() && from.get().instance.equals(instance)) {
            number = from.get().number;
            synchronized (kept) {
                all = kept.get(number);
            }
        }
        if (all == null) {
            all = list.get();
            all = all.subList(0, Math.min(all.size(), LONGEST));
            number = keep(all);
        }
        // a place that no list has would be too large for a sum
        int begin = Math.min(place, all.size());
        int end = Math.min(all.size(), begin + most);
        List<KeyListing.Entry> page = all.subList(begin, end);
        Optional<String> next =
                end < all.size() ? Optional.of(new Cursor(instance, number, end).text()) : Optional.empty();
        return new KeyListing(page, all.size(), next);
    }

    private long keep(List<KeyListing.Entry> all) {
        synchronized (kept) {
            numbers++;
            kept.put(numbers, all);
            if (kept.size() > KEPT) {
                kept.remove(kept.keySet().iterator().next());
            }
            return numbers;
        }
    }

    /**
     * Where a page begins. It names no key: these can be secret.
     *
     * @param number of the list
     * @param place of the first key in it
     */
    private record Cursor(String instance, long number, int place) {

        String text() {
            return instance + '.' + number + '.' + place;
        }

        static Optional<Cursor> read(String text) {
            String[] parts = text.split(SEPARATOR, -1);
            try {
                return parts.length == 3
                        ? Optional.of(
                                new Cursor(parts[0], Long.parseLong(parts[1]), Math.max(0, Integer.parseInt(parts[2]))))
                        : Optional.empty();
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        }
    }
}
