package dev.weir.admin.resource;

import dev.weir.admin.AdminResource;
import dev.weir.admin.Answer;
import dev.weir.admin.Call;
import dev.weir.admin.RejectedCall;
import dev.weir.admin.Route;
import dev.weir.admin.key.Keys;
import dev.weir.config.PolicySettings;
import dev.weir.core.Quota;
import dev.weir.engine.PolicyDecision;
import jakarta.json.stream.JsonGenerator;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code keys/one}: how one key stands; what it has used is forgotten on request. */
final class KeyResource implements AdminResource {

    private final Subjects subjects;
    private final Changes changes;
    private final KeyStates states;
    private final Keys keys;
    private final OverrideJson overrideJson;

    KeyResource(Subjects subjects, Changes changes, KeyStates states, Keys keys, OverrideJson overrideJson) {
        this.subjects = subjects;
        this.changes = changes;
        this.states = states;
        this.keys = keys;
        this.overrideJson = overrideJson;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.read("keys/one", this::show),
                Route.change("DELETE", "keys/one", call -> reset(call, subjects.of(call))),
                Route.change("DELETE", "", this::resetByLimiter),
                Route.privileged("keys/one/reveal", this::reveal));
    }

    private Answer show(Call call) {
        Subject subject = subjects.of(call);
        PolicyDecision decision = states.look(subject);
        // one that was not sent would prove the name of a listed key to those who guess it
        boolean referred = call.query(Subjects.TOKEN).isPresent();
        boolean told = referred || (call.caller().admin() && !keys.areHidden());
        Optional<String> token = told ? Optional.of(keys.token(subject.policy(), subject.stored())) : Optional.empty();
        return Answer.json(json -> {
            json.write("policy", subject.policy());
            json.write("key", keys.shown(subject.stored()));
            OverrideJson.text(json, "token", token);
            json.write("allowed", decision.allowed());
            if (decision.limit().isPresent()) {
                json.write("remaining", decision.remaining());
            } else {
                json.writeNull("remaining");
            }
            writeLimits(decision, json);
            Optional<Duration> wait = decision.retryAfter();
            if (wait.isPresent()) {
                json.write("retryAfterMillis", wait.get().toMillis());
            } else {
                json.writeNull("retryAfterMillis");
            }
            OverrideJson.text(
                    json, "blockedUntil", states.blockedUntil(decision).map(OverrideJson::time));
            json.write("level", decision.level());
            overrideJson.write("overrides", changes.overrides(subject.policy(), subject.ofOverride()), told, json);
            json.write("source", decision.source().name().toLowerCase(Locale.ROOT));
        });
    }

    private static void writeLimits(PolicyDecision decision, JsonGenerator json) {
        json.writeStartArray("limits");
        for (Quota quota : decision.quotas()) {
            json.writeStartObject();
            json.write("limit", quota.limit().toString());
            json.write("burst", quota.limit().burst());
            json.write("remaining", quota.remaining());
            json.write("resetAfterMillis", quota.resetAfterMillis());
            json.writeEnd();
        }
        json.writeEnd();
    }

    private Answer reset(Call call, Subject subject) {
        String reason = call.query("reason").orElse("");
        changes.make(
                call,
                new Changes.Deed("reset", subject.policy(), subject.ofOverride(), reason),
                () -> states.inOneLine(subject),
                control -> control.reset(subject.policy(), subject.key()));
        return Answer.done();
    }

    /** The same as it was spelt before: {@code DELETE ?limiter=api&key=user123}. */
    private Answer resetByLimiter(Call call) {
        PolicySettings policy = subjects.policy(call.requiredQuery("limiter"));
        String text = call.requiredQuery(Subjects.KEY);
        return reset(call, subjects.named(policy, text));
    }

    private Answer reveal(Call call) {
        String policy = subjects.policy(call.requiredQuery(Subjects.POLICY)).name();
        String stored = subjects.stored(policy, call.requiredQuery(Subjects.TOKEN));
        String text = keys.revealed(stored)
                .orElseThrow(() -> new RejectedCall(403, "ratelimit.admin.keys=hidden shows no keys"));
        String reason = call.query("reason").orElse("");
        changes.record(call, new Changes.Deed("reveal", policy, Optional.of(stored), reason), "", "");
        return Answer.json(json -> json.write("key", text));
    }
}
