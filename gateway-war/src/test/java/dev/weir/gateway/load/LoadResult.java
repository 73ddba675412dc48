package dev.weir.gateway.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What came back: one answer for each request. Immutable. */
public record LoadResult(List<Answer> answers) {

    /**
     * An answer.
     *
     * @param user its number; below 0 for requests that went to the model itself
     * @param status of HTTP; 0 if there was none
     * @param tokens that the answer says were used, 0 if it says nothing
     */
    public record Answer(int user, int status, boolean streamed, long sentNanos, long firstNanos, long tokens) {

        private long waitNanos() {
            return firstNanos - sentNanos;
        }
    }

    /** How many requests through the gateways had which status. */
    public Map<Integer, Long> statuses() {
        return answers.stream()
                .filter(each -> each.user() >= 0)
                .collect(Collectors.groupingBy(Answer::status, TreeMap::new, Collectors.counting()));
    }

    /** The time until the head of an answer, in milliseconds, that this share of them (in thousandths) did not exceed. */
    public double waitMillis(boolean direct, int thousandths) {
        List<Long> waits = answers.stream()
                .filter(each -> each.status() == 200 && each.user() < 0 == direct)
                .map(Answer::waitNanos)
                .sorted()
                .toList();
        if (waits.isEmpty()) {
            throw new IllegalStateException("no request was answered with 200");
        }
        int place = Math.min(waits.size() - 1, (int) ((long) waits.size() * thousandths / 1_000));
        return waits.get(place) / 1e6;
    }

    /** The users whose answers within an interval of {@code window} said that more than {@code limit} tokens were used. */
    public List<Integer> usersAbove(long limit, Duration window) {
        Map<Integer, List<Answer>> byUser = answers.stream()
                .filter(each -> each.user() >= 0 && each.status() == 200)
                .sorted(Comparator.comparingLong(Answer::firstNanos))
                .collect(Collectors.groupingBy(Answer::user, LinkedHashMap::new, Collectors.toList()));
        List<Integer> above = new ArrayList<>();
        byUser.forEach((user, all) -> {
            if (exceeds(all, limit, window.toNanos())) {
                above.add(user);
            }
        });
        return above;
    }

    private static boolean exceeds(List<Answer> ordered, long limit, long windowNanos) {
        int first = 0;
        long sum = 0;
        for (Answer each : ordered) {
            sum += each.tokens();
            while (each.firstNanos() - ordered.get(first).firstNanos() >= windowNanos) {
                sum -= ordered.get(first).tokens();
                first++;
            }
            if (sum > limit) {
                return true;
            }
        }
        return false;
    }
}
