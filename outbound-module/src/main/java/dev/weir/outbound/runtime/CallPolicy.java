package dev.weir.outbound.runtime;

import dev.weir.Key;
import dev.weir.Limit;
import dev.weir.outbound.queue.port.LineId;
import dev.weir.outbound.queue.port.LineSettings;
import dev.weir.outbound.remote.BodyPrefix;
import dev.weir.outbound.remote.Fields;
import dev.weir.outbound.remote.LimitedWhen;
import dev.weir.outbound.remote.RemoteAnswer;
import dev.weir.outbound.retry.AttemptJudge;
import dev.weir.outbound.retry.RetryBudget;
import dev.weir.outbound.retry.RetryRules;
import dev.weir.outbound.settings.PaceSettings;
import dev.weir.outbound.settings.Portion;
import dev.weir.outbound.settings.ThrottleSettings;
import dev.weir.outbound.settings.TightenSettings;
import dev.weir.spi.ModuleHost;
import dev.weir.spi.PermitCounter;
import java.io.InputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * One policy of calls, as its properties say: its line, and what is done with its answers. Safe for use by many
 * threads.
 */
final class CallPolicy {

    private static final Limit UNLIMITED = new Limit(1_000_000, Duration.ofSeconds(1));
    private static final int HUNDREDTHS_IN_PERMILLE = 10;
    private static final int HUNDREDTHS_IN_PERCENT = 100;

    private final ThrottleSettings settings;
    private final Optional<String> spacing;
    private final ModuleHost host;
    private final LineId line;
    private final AttemptJudge judge;
    private final RetryRules rules;
    private final SharedBudget budget;

    private CallPolicy(CallPolicy policy, Key key) {
        this.settings = policy.settings;
        this.spacing = policy.spacing;
        this.host = policy.host;
        this.line = new LineId(policy.line.policy(), key);
        this.judge = policy.judge;
        this.rules = policy.rules;
        this.budget = policy.budget;
    }

    /** A policy whose calls have one line, or those of them that are of no tenant. */
    CallPolicy(ThrottleSettings settings, Optional<String> spacing, ModuleHost host) {
        this.settings = settings;
        this.spacing = spacing;
        this.host = host;
        this.line = new LineId(settings.policy(), Key.global());
        this.judge = new AttemptJudge(settings.limitedWhen(), settings.retry().on(), host.clock());
        RetryBudget retries = new RetryBudget(settings.retry().budget(), host.instance(), host.clock());
        this.rules = new RetryRules(settings.retry(), retries, new PerThread());
        this.budget = new SharedBudget(retries, host.text("retries|" + settings.policy()));
    }

    /** Draws by the thread that asks. */
    private static final class PerThread implements RandomGenerator {
        @Override
        public long nextLong() {
            return ThreadLocalRandom.current().nextLong();
        }
    }

    /** The same for the calls of {@code key}, which have a line and a counter of their own. */
    CallPolicy of(Key key) {
        return key.equals(line.key()) ? this : new CallPolicy(this, key);
    }

    ThrottleSettings settings() {
        return settings;
    }

    LineId line() {
        return line;
    }

    AttemptJudge judge() {
        return judge;
    }

    RetryRules rules() {
        return rules;
    }

    SharedBudget budget() {
        return budget;
    }

    /** The beginning of a body that is looked at; empty if none is. */
    Optional<BodyPrefix> prefix(Optional<InputStream> body) {
        LimitedWhen limitedWhen = settings.limitedWhen();
        return limitedWhen.readsBodies()
                ? body.map(each -> new BodyPrefix(each, limitedWhen.maxBytes()))
                : Optional.empty();
    }

    /** What an answer of the other side says. */
    RemoteAnswer read(int status, Map<String, List<String>> headers, Optional<BodyPrefix> prefix, InstantSource clock) {
        return RemoteAnswer.read(settings.limitedWhen(), status, Fields.of(headers), prefix, clock.instant());
    }

    /** How calls wait, by the limits of this moment, which an operator may have changed. */
    LineSettings lineSettings() {
        PaceSettings pace = settings.pace();
        TightenSettings tighten = settings.tighten();
        Duration longest = settings.retry().deadline();
        return new LineSettings(
                limits(),
                spacing.flatMap(this::spacing),
                isUntilResponse(),
                longest.compareTo(PermitCounter.LONGEST_IN_FLIGHT) < 0 ? longest : PermitCounter.LONGEST_IN_FLIGHT,
                settings.line().concurrency().isPresent(),
                settings.line().queue(),
                pace.guard(),
                pace.near().hundredths() / HUNDREDTHS_IN_PERCENT,
                new LineSettings.Tightening(
                        permille(tighten.share()),
                        permille(tighten.recover()),
                        settings.retry().backoff().min()));
    }

    /**
     * The limits of this moment, as they are written: {@code 20/1s}; those of calls of no tenant, if each has its own.
     */
    String limitsAsText() {
        return host.limits(settings.policy(), line.key()).stream()
                .map(Limit::toString)
                .collect(Collectors.joining(","));
    }

    /** A limit that admits nothing, or none at all, is left to the counter: a line only estimates by it. */
    private List<Limit> limits() {
        List<Limit> counted = host.limits(settings.policy(), line.key()).stream()
                .map(each -> each.burst() < 1 ? new Limit(1, each.window()) : each)
                .toList();
        return counted.isEmpty() ? List.of(UNLIMITED) : counted;
    }

    /** None where all policies are off. */
    private Optional<LineSettings.Spacing> spacing(String name) {
        return host.limits(name, line.key()).stream()
                .findFirst()
                .map(limit -> new LineSettings.Spacing(name, limit.window(), isUntilResponse()));
    }

    private boolean isUntilResponse() {
        return settings.pace().permitUntil() == PaceSettings.PermitUntil.RESPONSE;
    }

    private static int permille(Portion portion) {
        return Math.max(1, portion.hundredths() / HUNDREDTHS_IN_PERMILLE);
    }
}
