package dev.weir.store.slot;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The slots of one key as the grid has them: for each instance the number that it has booked. Immutable.
 *
 * <p>As text, {@code 1|12|4711,3,1763690016000;815,2,1763690015000}: the schema; the version, one more with each swap;
 * then for each instance its holder number, how many slots it has booked, and when. The version makes a swap void that
 * is still under way when a later one was made.
 *
 * @param version 0 if the grid has no entry
 */
record SlotEntry(long version, List<Booking> bookings) {

    static final SlotEntry NONE = new SlotEntry(0, List.of());

    private static final String SCHEMA = "1";

    /**
     * What one instance has booked.
     *
     * @param number 1 or more
     */
    record Booking(int holder, int number, long millis) {

        private static Booking read(String text) {
            String[] parts = text.split(",", -1);
            if (parts.length != 3) {
                throw new IllegalArgumentException("no booking");
            }
            int number = Integer.parseInt(parts[1]);
            if (number < 1) {
                throw new IllegalArgumentException("no number of slots");
            }
            return new Booking(Integer.parseInt(parts[0]), number, Long.parseLong(parts[2]));
        }

        private String text() {
            return holder + "," + number + "," + millis;
        }
    }

    /** The entry that {@code text} stands for, null for none; empty if another version of Weir wrote it. */
    static Optional<SlotEntry> read(@Nullable String text) {
        if (text == null) {
            return Optional.of(NONE);
        }
        String[] parts = text.split("\\|", -1);
        if (parts.length != 3 || !parts[0].equals(SCHEMA)) {
            return Optional.empty();
        }
        try {
            List<Booking> bookings = new ArrayList<>();
            for (String each : parts[2].isEmpty() ? new String[0] : parts[2].split(";", -1)) {
                bookings.add(Booking.read(each));
            }
            return Optional.of(new SlotEntry(Long.parseLong(parts[1]), List.copyOf(bookings)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    String text() {
        StringBuilder text =
                new StringBuilder(SCHEMA).append('|').append(version).append('|');
        for (int i = 0; i < bookings.size(); i++) {
            text.append(i == 0 ? "" : ";").append(bookings.get(i).text());
        }
        return text.toString();
    }

    /** What {@code holder} has booked; empty if nothing. */
    Optional<Booking> of(int holder) {
        return bookings.stream().filter(each -> each.holder() == holder).findFirst();
    }

    /** What instances other than {@code holder} have booked. */
    List<Booking> others(int holder) {
        return bookings.stream().filter(each -> each.holder() != holder).toList();
    }

    /** How many slots are booked by instances other than {@code holder}. */
    long numberOfOthers(int holder) {
        return others(holder).stream().mapToLong(Booking::number).sum();
    }

    /** The entry without what {@code holders} have booked. */
    SlotEntry without(Collection<Integer> holders) {
        return new SlotEntry(
                version,
                bookings.stream()
                        .filter(each -> !holders.contains(each.holder()))
                        .toList());
    }

    /** The next entry, in which {@code own} is all that its holder has booked: nothing, if its number is 0. */
    SlotEntry with(Booking own) {
        List<Booking> next = new ArrayList<>(others(own.holder()));
        if (own.number() > 0) {
            next.add(own);
        }
        return new SlotEntry(version + 1, List.copyOf(next));
    }
}
