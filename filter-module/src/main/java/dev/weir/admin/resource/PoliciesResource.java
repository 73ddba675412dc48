package dev.weir.admin.resource;

import dev.weir.LimitOverride;
import dev.weir.admin.AdminResource;
import dev.weir.admin.Answer;
import dev.weir.admin.Call;
import dev.weir.admin.Route;
import dev.weir.config.PolicySettings;
import dev.weir.config.rule.KeyRule;
import dev.weir.core.Policy;
import dev.weir.runtime.Operations;
import dev.weir.runtime.PolicyDescription;
import jakarta.json.stream.JsonGenerator;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;

/** {@code policies}: the limits, where they are written and where they apply. */
final class PoliciesResource implements AdminResource {

    private final Operations operations;
    private final Changes changes;
    private final OverrideJson overrideJson;

    PoliciesResource(Operations operations, Changes changes, OverrideJson overrideJson) {
        this.operations = operations;
        this.changes = changes;
        this.overrideJson = overrideJson;
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.read("policies", this::show));
    }

    private Answer show(Call call) {
        List<LimitOverride> overrides = changes.overrides();
        return Answer.json(json -> {
            json.writeStartArray("policies");
            for (PolicyDescription each : operations.policies()) {
                json.writeStartObject();
                write(each, overrides, json);
                json.writeEnd();
            }
            json.writeEnd();
        });
    }

    private void write(PolicyDescription description, List<LimitOverride> overrides, JsonGenerator json) {
        PolicySettings settings = description.settings();
        Policy policy = settings.policy();
        json.write("name", policy.name());
        writeLimits(policy, json);
        json.write("scope", scope(settings.key()));
        json.write("algorithm", kebab(policy.algorithm()));
        json.write("mode", kebab(policy.mode()));
        json.write("fallback", kebab(policy.fallback()));
        json.write("rollout", BigDecimal.valueOf(policy.rollout(), 2).stripTrailingZeros());
        if (policy.concurrency().isPresent()) {
            json.write("concurrency", policy.concurrency().get());
        } else {
            json.writeNull("concurrency");
        }
        writeTiers(settings, json);
        json.write("source", kebab(description.origin()));
        OverrideJson.text(json, "place", description.place());
        json.writeStartArray("appliesAt");
        description.appliesAt().forEach(json::write);
        json.writeEnd();
        json.write("blockMillis", policy.block().millis());
        overrideJson.write(
                "overrides",
                overrides.stream()
                        .filter(each -> each.policy().equals(policy.name()))
                        .toList(),
                json);
    }

    private void writeTiers(PolicySettings settings, JsonGenerator json) {
        json.writeStartArray("tiers");
        if (settings.hasTiers()) {
            for (String tier : operations.tiers()) {
                json.writeStartObject();
                json.write("name", tier);
                writeLimits(settings.onTier(tier), json);
                json.writeEnd();
            }
        }
        json.writeEnd();
    }

    private static void writeLimits(Policy policy, JsonGenerator json) {
        json.writeStartArray("limits");
        policy.limits().forEach(limit -> json.write(limit.toString()));
        json.writeEnd();
    }

    private static String kebab(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String scope(KeyRule rule) {
        if (rule instanceof KeyRule.ByScope byScope) {
            return kebab(byScope.scope());
        }
        if (rule instanceof KeyRule.ByTenant) {
            return "tenant";
        }
        if (rule instanceof KeyRule.ByHeader byHeader) {
            return "header:" + byHeader.name();
        }
        return rule instanceof KeyRule.ByBeanName byName
                ? "key-resolver:" + byName.name()
                : "key-resolver:" + ((KeyRule.ByBeanClass) rule).type().getName();
    }
}
