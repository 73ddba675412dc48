package dev.weir.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PathNotesTest {

    private static Settings settings(String... properties) {
        return MapSource.of(properties).read();
    }

    @Test
    void notes_nothingConfigured_areNone() {
        assertThat(settings().pathNotes()).isEmpty();
        assertThat(settings("exempt.paths", "/css/**,+").pathNotes()).isEmpty();
        assertThat(settings("exempt.paths", "/**").pathNotes()).isEmpty();
    }

    @Test
    void notes_probesThatAreNotExempt_areNamed() {
        assertThat(settings("exempt.paths", "/css/**, GET /metrics").pathNotes())
                .containsExactly(
                        "ratelimit.exempt.paths: /health is not exempt, + stands for the default, was \"/css/**,GET /metrics\"");
        assertThat(settings("exempt.paths", "none").pathNotes()).hasSize(2);
        assertThat(settings("exempt.paths", "none", "enabled", "false").pathNotes())
                .isEmpty();
    }

    @Test
    void notes_prefixForm_meansOneSegment() {
        assertThat(settings("policy.user.match", "/*, /a/*, /b/**").pathNotes())
                .containsExactly(
                        "ratelimit.policy.user.match: * is one segment, ** is all below, unless a servlet is mapped just so, was \"/a/*\"");
    }

    @Test
    void notes_limitOfWhatIsExempt_limitsNothing() {
        assertThat(settings("policy.user.match", "/health, GET /metrics/**, /healthy, /**")
                        .pathNotes())
                .containsExactly(
                        "ratelimit.policy.user.match: limits nothing, ratelimit.exempt.paths has it, was \"/health\"",
                        "ratelimit.policy.user.match: limits nothing, ratelimit.exempt.paths has it, was \"GET /metrics/**\"");
        assertThat(settings("policy.user.match", "/health", "exempt.paths", "GET /health, /metrics")
                        .pathNotes())
                .isEmpty();
        assertThat(settings("policy.user.match", "/**, *.do", "exempt.paths", "/**")
                        .pathNotes())
                .hasSize(2);
        assertThat(settings("policy.user.match", "/metrics/**", "exempt.paths", "/health,/metrics,/metrics/*")
                        .pathNotes())
                .isEmpty();
    }

    @Test
    void notes_methodThatNobodySends_isNamed() {
        assertThat(settings("policy.user.match", "OPTION /a, PROPFIND /a, ALL /a")
                        .pathNotes())
                .containsExactly(
                        "ratelimit.policy.user.match: a method that few clients send (did you mean \"OPTIONS\"?), was \"OPTION /a\"",
                        "ratelimit.policy.user.match: a method that few clients send, was \"ALL /a\"");
    }

    @Test
    void exemptPaths_plus_standsForTheDefault() {
        String with = settings("exempt.paths", " + , POST /css/**")
                .exemptions()
                .paths()
                .toString();
        assertThat(with).isEqualTo("[/health, /health/**, /metrics, /metrics/**, POST /css/**]");
        assertThat(settings("exempt.paths", "+").exemptions().paths().toString())
                .isEqualTo(settings().exemptions().paths().toString());
    }

    @Test
    void filterProperties_areThoseThatNoAnnotationApplies() {
        assertThat(settings().filterProperties()).isEmpty();
        String[] some = {"policy.user.match", "/a", "deny.addresses", "192.0.2.0/24"};
        assertThat(settings(some).filterProperties())
                .containsExactly("ratelimit.policy.user.match", "ratelimit.deny.addresses");
        assertThat(settings("enabled", "false", some[0], some[1]).filterProperties())
                .isEmpty();
    }
}
