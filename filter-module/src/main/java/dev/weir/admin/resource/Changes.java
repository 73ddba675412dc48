package dev.weir.admin.resource;

import dev.weir.LimitControl;
import dev.weir.LimitOverride;
import dev.weir.admin.AuditLog;
import dev.weir.admin.Call;
import dev.weir.admin.JsonBody;
import dev.weir.admin.RejectedCall;
import dev.weir.admin.key.Keys;
import dev.weir.text.DurationReader;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Makes changes in the name of their callers, each with its line in the audit log. Safe for use by many threads. */
final class Changes {

    private static final String UNKNOWN = "unknown: the cluster did not answer";
    private static final String FAILED = "unknown: an error";

    private final LimitControl control;
    private final AuditLog audit;
    private final Keys keys;

    Changes(LimitControl control, AuditLog audit, Keys keys) {
        this.control = control;
        this.audit = audit;
        this.keys = keys;
    }

    /**
     * What is to be done.
     *
     * @param stored the key, as it is stored; empty for all keys
     */
    record Deed(String action, String policy, Optional<String> stored, String reason) {}

    /**
     * Makes a change. What is refused because it breaks a rule is not in the audit log; what may have been done is.
     *
     * @throws RejectedCall if the change breaks a rule, or the cluster does not answer
     * @param state how that which is changed is now, in one line
     * @param change makes it
     */
    void make(Call call, Deed deed, Supplier<String> state, Consumer<LimitControl> change) {
        var unused = makeIfPossible(call, deed, state, each -> {
            change.accept(each);
            return true;
        });
    }

    /**
     * Makes a change that may find nothing to be changed, which is not in the audit log.
     *
     * @param change makes it, and returns whether something was changed
     * @return what that returned
     */
    boolean makeIfPossible(Call call, Deed deed, Supplier<String> state, Predicate<LimitControl> change) {
        String before = state.get();
        boolean made;
        try {
            made = change.test(control.as(call.caller().who()));
        } catch (IllegalArgumentException e) {
            // what the control says of its arguments is meant for callers
            throw RejectedCall.malformed(String.valueOf(e.getMessage()));
        } catch (IllegalStateException e) {
            record(call, deed, before, UNKNOWN);
            throw RejectedCall.busy(String.valueOf(e.getMessage()));
        } catch (RejectedCall e) {
            record(call, deed, before, UNKNOWN);
            throw e;
        } catch (RuntimeException | Error e) {
            record(call, deed, before, FAILED);
            throw e;
        }
        if (made) {
            record(call, deed, before, now(state));
        }
        return made;
    }

    /** The change was made, whether or not it can be read. */
    private static String now(Supplier<String> state) {
        try {
            return state.get();
        } catch (RuntimeException e) {
            return FAILED;
        }
    }

    /** Adds a line about something that changes nothing. */
    void record(Call call, Deed deed, String before, String after) {
        String key = deed.stored().map(keys::masked).orElse("");
        audit.add(
                call.caller(), new AuditLog.Act(deed.action(), deed.policy(), key, cut(deed.reason()), before, after));
    }

    /** As long as the reasons that overrides keep. */
    private static String cut(String reason) {
        return cut(reason, LimitControl.LONGEST_TEXT);
    }

    /** The beginning of {@code text}, which ends with a whole character. */
    static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most);
    }

    /** The overrides of a key, or of all keys, in one line. */
    Supplier<String> overridesOf(String policy, Optional<String> stored) {
        return () -> overrides(policy, stored).stream().map(OverrideJson::text).collect(Collectors.joining(", "));
    }

    /** The overrides of a key, or of all keys. */
    List<LimitOverride> overrides(String policy, Optional<String> stored) {
        return control.overrides().stream()
                .filter(each -> each.policy().equals(policy) && each.key().equals(stored))
                .toList();
    }

    /**
     * The override that was just made.
     *
     * @throws RejectedCall if somebody else has removed it meanwhile
     */
    LimitOverride find(LimitOverride.Kind kind, String policy, Optional<String> stored) {
        return overrides(policy, stored).stream()
                .filter(each -> each.kind() == kind)
                .findFirst()
                .orElseThrow(() -> RejectedCall.busy("it was made, and has ended or was removed since"));
    }

    /** The overrides that hold now. */
    List<LimitOverride> overrides() {
        return control.overrides();
    }

    /** How long a change holds; empty for until it is removed. */
    static Optional<Duration> duration(JsonBody body) {
        return body.text("for").map(text -> {
            try {
                return Duration.ofMillis(DurationReader.readMillis(text, "for"));
            } catch (IllegalArgumentException e) {
                throw RejectedCall.malformed("for: must be a duration such as 15m or PT2H");
            }
        });
    }
}
