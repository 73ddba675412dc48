package dev.weir.outbound.remote;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what header fields say is left of limits: {@code X-RateLimit-Remaining} and {@code -Reset}, also with
 * {@code -Requests} or {@code -Tokens} behind, and {@code RateLimit} as the drafts 06, 07 and 11 of the IETF have it.
 */
final class QuotaFields {

    private static final int MOST = 16;
    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");
    private static final List<String> OF = List.of("", "-Requests", "-Tokens");
    /** An item of draft 11, {@code "name";r=5;t=30}; its name is a string or a token. */
    private static final Pattern ITEM =
            Pattern.compile("\\s*(?:\"((?:[^\"\\\\]|\\\\.){0,256})\"|([A-Za-z*][!#$%&'*+.^_`|~:/0-9A-Za-z-]{0,256}))"
                    + "((?:\\s*;\\s*[a-z*][a-z0-9_.*-]{0,32}(?:=[^,;\"]{0,64}|=\"[^\"]{0,256}\")?){0,16})\\s*(?:,|$)");
    /** A member of draft 07, {@code remaining=5}. */
    private static final Pattern MEMBER = Pattern.compile("(?:^|[,;])\\s*([a-z]{1,16})\\s*=\\s*([^,;\\s\"]{1,32})");

    private QuotaFields() {}

    /**
     * The limits of which the answer says what is left and until when.
     *
     * @param now the time of the answer here
     */
    static List<RemoteQuota> read(Fields fields, Instant now) {
        RemoteClock clock = RemoteClock.of(fields, now);
        List<RemoteQuota> quotas = new ArrayList<>();
        for (String of : OF) {
            String name = of.isEmpty() ? "" : of.substring(1);
            pair(fields, "X-RateLimit-Remaining" + of, "X-RateLimit-Reset" + of, name, clock)
                    .ifPresent(quotas::add);
        }
        pair(fields, "RateLimit-Remaining", "RateLimit-Reset", "", clock).ifPresent(quotas::add);
        for (String line : fields.values("RateLimit")) {
            quotas.addAll(items(line));
        }
        return quotas.stream().limit(MOST).toList();
    }

    private static Optional<RemoteQuota> pair(
            Fields fields, String remaining, String reset, String name, RemoteClock clock) {
        return fields.only(reset)
                .flatMap(text -> wait(text, clock))
                .flatMap(wait -> quota(name, fields.only(remaining).orElse(""), wait));
    }

    private static Optional<RemoteQuota> quota(String name, String remaining, Duration reset) {
        OptionalLong left = number(remaining);
        return left.isPresent() ? Optional.of(new RemoteQuota(name, left.getAsLong(), reset)) : Optional.empty();
    }

    private static OptionalLong number(String text) {
        return NUMBER.matcher(text).matches() ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    /** Seconds, seconds or milliseconds since the epoch, a duration of Go, or a time. */
    private static Optional<Duration> wait(String text, RemoteClock clock) {
        return clock.secondsOrEpoch(text)
                .or(() -> GoDuration.read(text))
                .or(() -> instant(text).flatMap(clock::until));
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            return HttpDate.read(text);
        }
    }

    private static List<RemoteQuota> items(String line) {
        List<RemoteQuota> quotas = new ArrayList<>();
        Matcher item = ITEM.matcher(line);
        int at = 0;
        while (at < line.length() && item.find(at) && item.start() == at && item.end() > at) {
            String name = item.group(1) == null ? item.group(2) : item.group(1);
            Map<String, String> members = members(String.valueOf(item.group(3)));
            RemoteClock.seconds(members.getOrDefault("t", ""))
                    .flatMap(reset -> quota(String.valueOf(name), members.getOrDefault("r", ""), reset))
                    .ifPresent(quotas::add);
            at = item.end();
        }
        if (quotas.isEmpty()) {
            Map<String, String> members = members(line);
            RemoteClock.seconds(members.getOrDefault("reset", ""))
                    .flatMap(reset -> quota("", members.getOrDefault("remaining", ""), reset))
                    .ifPresent(quotas::add);
        }
        return quotas;
    }

    private static Map<String, String> members(String text) {
        Map<String, String> members = new LinkedHashMap<>();
        Matcher member = MEMBER.matcher(text);
        while (member.find() && members.size() < MOST) {
            members.put(member.group(1), member.group(2));
        }
        return members;
    }
}
