package dev.weir.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FilterParametersTest {

    private static final String PLACE = "filter \"LegacyPages\" in web.xml";

    @Test
    void read_noParameters_isAnonymousAndUser() {
        assertThat(FilterParameters.read("LegacyPages", Map.of()))
                .containsExactly(
                        new Declaration("anonymous", PLACE, false, Map.of(), Optional.empty()),
                        new Declaration("user", PLACE, false, Map.of(), Optional.empty()));
    }

    @Test
    void read_policy_isTheConfiguredOne() {
        assertThat(FilterParameters.read("LegacyPages", Map.of("policy", " reports ")))
                .containsExactly(new Declaration("reports", PLACE, false, Map.of(), Optional.empty()));
    }

    @Test
    void read_keysOfAPolicy_areOneOfItsOwnNamedAfterTheFilter() {
        Map<String, String> parameters = Map.of("limit", "20/1m", "scope", "address", "block", "5m", "rollout", "25");
        List<Declaration> declared = FilterParameters.read("LegacyPages", parameters);
        assertThat(declared)
                .containsExactly(new Declaration("legacy-pages", PLACE, true, parameters, Optional.empty()));
        PolicySettings policy = MapSource.of().read(declared).policies().get("legacy-pages");
        assertThat(policy.policy().limits()).hasToString("[20/1m]");
        assertThat(policy.policy().block().millis()).isEqualTo(300_000);
        assertThat(policy.policy().rollout()).isEqualTo(2_500);
    }

    @Test
    void read_policyAndKeys_areWhatTheFilterSaysOfThatPolicy() {
        List<Declaration> declared = FilterParameters.read("LegacyPages", Map.of("policy", "login", "limit", "9/1m"));
        assertThat(declared)
                .containsExactly(new Declaration("login", PLACE, false, Map.of("limit", "9/1m"), Optional.empty()));
        assertThat(MapSource.of()
                        .read(declared)
                        .policies()
                        .get("login")
                        .policy()
                        .limits())
                .hasToString("[9/1m]");
    }

    @Test
    void read_everyKeyButMatch_isKnown() {
        for (Property.OfPolicy property : Property.OfPolicy.values()) {
            Map<String, String> parameters = Map.of("policy", "login", property.suffix(), "x");
            List<String> problems = MapSource.of().problems(FilterParameters.read("LegacyPages", parameters));
            assertThat(problems.contains(PLACE + ": " + property.suffix() + ": unknown init-param, was \"x\""))
                    .as(property.suffix())
                    .isEqualTo(property == Property.OfPolicy.MATCH);
        }
    }

    @Test
    void read_unknownParameters_areAllToldAtOnce() {
        Map<String, String> parameters = Map.of("policy", "login", "limt", "9/1m", "Scope", "user");
        assertThat(MapSource.of().problems(FilterParameters.read("LegacyPages", parameters)))
                .containsExactlyInAnyOrder(
                        PLACE + ": limt: unknown init-param (did you mean \"limit\"?), was \"9/1m\"",
                        PLACE + ": Scope: unknown init-param (did you mean \"scope\"?), was \"user\"");
    }

    @Test
    void read_wrongValue_isAProblemOfThePlace() {
        List<Declaration> declared = FilterParameters.read("LegacyPages", Map.of("limit", "-5/1m"));
        assertThat(MapSource.of().problems(declared))
                .containsExactly(PLACE + ": limit: permits must be >= 0, was \"-5/1m\"");
    }
}
