package dev.weir.gateway.budget;

import dev.weir.CalendarWindow;
import dev.weir.Decision;
import dev.weir.Limit;
import dev.weir.LimitState;
import dev.weir.gateway.error.ApiError;
import dev.weir.gateway.error.ApiErrors;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;

/**
 * Says why a request is refused, in the words of the OpenAI API.
 *
 * @param model the name of the model, as the client says it
 * @param applied the policy that refused
 * @param requested permits, 1 or more
 */
record RefusalText(String model, Applied applied, long requested) {

    /** The error for a refusal of permits, or of a key that is blocked. */
    ApiError of(Decision refusal) {
        if (refusal.unavailable()) {
            return ApiErrors.unavailable("Budgets cannot be counted at present." + again(refusal.retryAfter()));
        }
        Optional<LimitState> limit = limit(refusal);
        if (isNever(refusal)) {
            return error("Request too large for " + model
                    + limit.map(each -> " on " + name(each.limit()) + ": Limit "
                                    + each.limit().burst() + ", Requested " + requested)
                            .orElse("")
                    + ". The input or output tokens must be reduced in order to run successfully.");
        }
        return error("Rate limit reached for " + model
                + limit.map(each -> " on " + name(each.limit()) + numbers(Left.of(each)))
                        .orElse("") + "."
                + again(refusal.retryAfter()));
    }

    /** The error for a refusal of a slot, of {@code most}. */
    ApiError ofSlots(Decision refusal, int most) {
        if (refusal.unavailable()) {
            return of(refusal);
        }
        return ApiErrors.requestsExceeded("Rate limit reached for " + model + " on concurrent requests"
                + numbers(new Left(most, 0, Duration.ZERO)) + "." + again(refusal.retryAfter()));
    }

    /** Whether the same request will never be admitted. */
    static boolean isNever(Decision refusal) {
        return refusal.retryAfter().isEmpty() && !refusal.blocked();
    }

    /** The limit that refused; of several the one that takes longest. */
    private Optional<LimitState> limit(Decision refusal) {
        Optional<LimitState> tooSmall = refusal.limits().stream()
                .filter(each -> each.limit().burst() < requested)
                .min(Comparator.comparingLong(each -> each.limit().burst()));
        if (tooSmall.isPresent()) {
            return tooSmall;
        }
        return refusal.limits().stream()
                .filter(each -> each.remaining() < requested)
                .max(Comparator.comparingLong(each -> each.limit().windowMillis()))
                .or(() -> refusal.limits().stream().min(Comparator.comparing(Left::of, Left.SMALLEST_SHARE_FIRST)));
    }

    private String numbers(Left left) {
        return ": Limit " + left.limit() + ", Used " + Math.max(0, left.limit() - left.remaining()) + ", Requested "
                + requested;
    }

    private static String again(Optional<Duration> wait) {
        return wait.map(time -> " Please try again in " + GoDuration.of(atLeastOneMilli(time)) + ".")
                .orElse("");
    }

    private static Duration atLeastOneMilli(Duration wait) {
        Duration least = Duration.ofMillis(1);
        return wait.compareTo(least) < 0 ? least : wait;
    }

    private ApiError error(String message) {
        return applied.tokens() ? ApiErrors.tokensExceeded(message) : ApiErrors.requestsExceeded(message);
    }

    /** {@code tokens per min (TPM)}; windows that have no such name as they are configured. */
    private String name(Limit limit) {
        String what = applied.tokens() ? "tokens" : "requests";
        String initial = applied.tokens() ? "T" : "R";
        if (limit.calendar().isPresent()) {
            return what + " per calendar " + unit(limit.calendar().get());
        }
        return switch (Window.of(limit)) {
            case "1s" -> what + " per second (" + initial + "PS)";
            case "1m" -> what + " per min (" + initial + "PM)";
            case "1h" -> what + " per hour (" + initial + "PH)";
            case "1d" -> what + " per day (" + initial + "PD)";
            default -> what + " per " + Window.of(limit);
        };
    }

    private static String unit(CalendarWindow window) {
        return window.toString().replace("calendar-", "");
    }
}
