package dev.weir.admin.resource;

import dev.weir.Key;
import dev.weir.LimitOverride;
import dev.weir.admin.AdminResource;
import dev.weir.admin.Answer;
import dev.weir.admin.Call;
import dev.weir.admin.JsonBody;
import dev.weir.admin.RejectedCall;
import dev.weir.admin.Route;
import dev.weir.config.PolicySettings;
import dev.weir.config.rule.KeyRule;
import dev.weir.runtime.Operations;
import dev.weir.runtime.PolicyDescription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** {@code overrides}: limits and tiers that operators have set. */
final class OverridesResource implements AdminResource {

    private static final Set<String> OF_OVERRIDE = Set.of("policy", "key", "token", "limit", "tier", "for", "reason");
    private static final Set<String> OF_TENANT = Set.of("tenantId", "tier", "policy", "for", "reason");

    private final Operations operations;
    private final Subjects subjects;
    private final Changes changes;
    private final OverrideJson overrideJson;

    OverridesResource(Operations operations, Subjects subjects, Changes changes, OverrideJson overrideJson) {
        this.operations = operations;
        this.subjects = subjects;
        this.changes = changes;
        this.overrideJson = overrideJson;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.read("overrides", this::list),
                Route.change("PUT", "overrides", this::put),
                Route.change("POST", "overrides", this::putTenant),
                Route.change("DELETE", "overrides/{id}", this::delete));
    }

    private Answer list(Call call) {
        return Answer.json(json -> overrideJson.write("overrides", changes.overrides(), json));
    }

    private Answer put(Call call) {
        JsonBody body = call.body(OF_OVERRIDE);
        Optional<Subject> subject = subjects.find(body);
        String policy = body.required("policy");
        String reason = body.required("reason");
        Optional<Duration> duration = Changes.duration(body);
        Optional<String> limit = body.text("limit");
        Optional<String> tier = body.text("tier");
        if (limit.isPresent() == tier.isPresent()) {
            throw RejectedCall.malformed("limit: either limit or tier must be there");
        }
        if (tier.isPresent()) {
            Subject one = subject.orElseThrow(() -> RejectedCall.malformed("key: is missing, and so is token"));
            return answer(List.of(setTier(call, one, tier.get(), duration, reason)));
        }
        Optional<String> stored = subject.map(Subject::stored);
        changes.make(
                call,
                new Changes.Deed("limit", policy, stored, reason),
                changes.overridesOf(policy, stored),
                control -> {
                    if (subject.isPresent()) {
                        control.limit(policy, subject.get().key(), limit.get(), duration.orElse(null), reason);
                    } else {
                        control.limit(policy, limit.get(), duration.orElse(null), reason);
                    }
                });
        return answer(List.of(changes.find(LimitOverride.Kind.LIMIT, policy, stored)));
    }

    /** Puts a tenant on a tier: under one policy, or under all that count tenants and have tiers. */
    private Answer putTenant(Call call) {
        JsonBody body = call.body(OF_TENANT);
        Key tenant = Key.tenant(body.required("tenantId"));
        String tier = body.required("tier");
        String reason = body.text("reason").orElse("");
        Optional<Duration> duration = Changes.duration(body);
        List<String> policies = body.text("policy")
                .map(name -> List.of(subjects.policy(name).name()))
                .orElseGet(this::policiesOfTenants);
        if (policies.isEmpty()) {
            throw RejectedCall.malformed("policy: none counts tenants and has tiers");
        }
        List<LimitOverride> made = new ArrayList<>();
        for (String policy : policies) {
            try {
                made.add(setTier(call, subjects.ofKey(policy, tenant), tier, duration, reason));
            } catch (RejectedCall e) {
                throw made.isEmpty() ? e : e.after("made under " + String.join(", ", policies.subList(0, made.size())));
            }
        }
        return answer(made);
    }

    private List<String> policiesOfTenants() {
        return operations.policies().stream()
                .map(PolicyDescription::settings)
                .filter(each -> each.key() instanceof KeyRule.ByTenant && each.hasTiers())
                .map(PolicySettings::name)
                .toList();
    }

    private LimitOverride setTier(Call call, Subject subject, String tier, Optional<Duration> duration, String reason) {
        changes.make(
                call,
                new Changes.Deed("tier", subject.policy(), subject.ofOverride(), reason),
                changes.overridesOf(subject.policy(), subject.ofOverride()),
                control -> control.tier(subject.policy(), subject.key(), tier, duration.orElse(null), reason));
        return changes.find(LimitOverride.Kind.TIER, subject.policy(), subject.ofOverride());
    }

    private Answer answer(List<LimitOverride> made) {
        return Answer.json(json -> {
            json.writeStartObject("override");
            overrideJson.write(made.get(0), json);
            json.writeEnd();
            if (made.size() > 1) {
                overrideJson.write("overrides", made, json);
            }
        });
    }

    private Answer delete(Call call) {
        String id = call.segment("id");
        LimitOverride found = changes.overrides().stream()
                .filter(each -> overrideJson.id(each).equals(id))
                .findFirst()
                .orElseThrow(OverridesResource::noSuchOverride);
        String reason = call.query("reason").orElse("");
        String action = "remove-" + found.kind().name().toLowerCase(Locale.ROOT);
        // another operator can have been faster since it was found
        boolean ended = changes.makeIfPossible(
                call,
                new Changes.Deed(action, found.policy(), found.key(), reason),
                changes.overridesOf(found.policy(), found.key()),
                control -> control.remove(found));
        if (!ended) {
            throw noSuchOverride();
        }
        return Answer.done();
    }

    private static RejectedCall noSuchOverride() {
        return RejectedCall.notFound("there is no such override, or not any more");
    }
}
