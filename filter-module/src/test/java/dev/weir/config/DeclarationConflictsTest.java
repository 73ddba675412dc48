package dev.weir.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.weir.IncomingRequest;
import dev.weir.Key;
import dev.weir.KeyResolver;
import dev.weir.RateLimited;
import dev.weir.Scope;
import dev.weir.config.rule.KeyRule;
import dev.weir.site.RateLimitedAnnotations;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Two places that speak of one policy; two routes must never share a counter by accident. */
class DeclarationConflictsTest {

    static class Overloaded {
        @RateLimited(limit = "1/1m")
        void list() {}

        @RateLimited(limit = "2/1m")
        void list(int page) {}
    }

    static class OverloadedAlike {
        @RateLimited(limit = "1/1m")
        void list() {}

        @RateLimited(limit = "1/1m")
        void list(int page) {}
    }

    static class RepeatedWithoutName {
        @RateLimited(limit = "1/1m")
        @RateLimited(limit = "5/1h", scope = Scope.USER)
        void list() {}
    }

    @Test
    void read_declaredByOnePlace_isThatPolicy() {
        Settings settings = MapSource.of().read(List.of(named("A.a", Map.of("limit", "2/1m", "scope", "user"))));
        assertThat(settings.policies()).containsKeys("anonymous", "export");
        assertThat(settings.policies().get("export").policy().limits()).hasToString("[2/1m]");
        assertThat(settings.policies().get("export").key()).isEqualTo(new KeyRule.ByScope(Scope.USER));
    }

    @Test
    void read_configured_overridesTheAttributesOneByOne() {
        Settings settings = MapSource.of("policy.export.limit", "20/1h")
                .read(List.of(named("A.a", Map.of("limit", "2/1m", "scope", "user"))));
        assertThat(settings.policies().get("export").policy().limits()).hasToString("[20/1h]");
        assertThat(settings.policies().get("export").key()).isEqualTo(new KeyRule.ByScope(Scope.USER));
    }

    @Test
    void read_noLimitAnywhere_isAProblem() {
        assertThat(MapSource.of().problems(List.of(named("A.a", Map.of()))))
                .containsExactly(
                        "ratelimit.policy.export.limit: required, but missing; the policy is used by @RateLimited on A.a");
    }

    @Test
    void read_wrongAttribute_isAProblemOfThePlace() {
        assertThat(MapSource.of().problems(List.of(named("A.a", Map.of("limit", "2/1m", "block", "0s")))))
                .containsExactly("@RateLimited on A.a: block: duration must be > 0, was \"0s\"");
    }

    @Test
    void read_badNames_areProblems() {
        Declaration bad = new Declaration("Export", "@RateLimited on A.a", false, Map.of(), Optional.empty());
        assertThat(MapSource.of().problems(List.of(bad)))
                .containsExactly(
                        "@RateLimited on A.a: a policy's name must match [a-z][a-z0-9-]{0,62}, was \"Export\"");
    }

    @Test
    void read_sameNameSaidAlike_isOnePolicy() {
        Map<String, String> attributes = Map.of("limit", "2/1m");
        List<Declaration> declared =
                List.of(named("A.a", attributes), named("B.b", attributes), named("C.c", Map.of()));
        assertThat(MapSource.of().read(declared).policies()).containsKey("export");
    }

    @Test
    void read_sameNameSaidDifferently_isAProblem() {
        List<Declaration> declared =
                List.of(named("A.a", Map.of("limit", "2/1m")), named("B.b", Map.of("limit", "3/1m")));
        assertThat(MapSource.of().problems(declared))
                .containsExactly("@RateLimited on B.b: policy \"export\" is declared differently by"
                        + " @RateLimited on A.a; give one of them another name");
    }

    @Test
    void read_sameNameOtherResolver_isAProblem() {
        Class<? extends KeyResolver> resolver = ApiKeys.class;
        Declaration other =
                new Declaration("export", "@RateLimited on B.b", false, Map.of("limit", "2/1m"), Optional.of(resolver));
        assertThat(MapSource.of().problems(List.of(named("A.a", Map.of("limit", "2/1m")), other)))
                .hasSize(1);
    }

    @Test
    void read_resolverThatIsNoBean_isAProblem() {
        Class<? extends KeyResolver> resolver = ApiKeys.class;
        Declaration declared =
                new Declaration("export", "@RateLimited on B.b", false, Map.of("limit", "2/1m"), Optional.of(resolver));
        assertThat(catchThrowableOfType(
                                InvalidConfigurationException.class,
                                () -> SettingsReader.read(
                                        MapSource.of(),
                                        List.of(declared),
                                        rule -> !(rule instanceof KeyRule.ByBeanClass)))
                        .problems())
                .containsExactly("ratelimit.policy.export.key-resolver: there is no such bean, was \""
                        + resolver.getName() + "\"");
    }

    @Test
    void read_derivedNameOfTwoPlaces_isAProblem() {
        List<Declaration> declared = List.of(derived("a.Reports.list"), derived("b.Reports.list"));
        assertThat(MapSource.of().problems(declared))
                .containsExactly("@RateLimited on b.Reports.list: policy \"reports-list\" is declared differently by"
                        + " @RateLimited on a.Reports.list; give one of them another name");
    }

    @Test
    void read_overloadedMethods_areTwoPlaces() {
        for (Class<?> type : List.of(Overloaded.class, OverloadedAlike.class)) {
            assertThat(MapSource.of().problems(declarations(type)))
                    .containsExactly("@RateLimited on " + type.getName() + ".list(int): policy \""
                            + Declaration.kebab(type.getSimpleName()) + "-list\" is declared differently by"
                            + " @RateLimited on " + type.getName() + ".list(); give one of them another name");
        }
    }

    @Test
    void read_repeatedWithoutAName_isAProblem() {
        assertThat(MapSource.of().problems(declarations(RepeatedWithoutName.class)))
                .singleElement()
                .asString()
                .contains("policy \"repeated-without-name-list\" is declared differently by");
    }

    private static Declaration named(String site, Map<String, String> attributes) {
        return new Declaration("export", "@RateLimited on " + site, false, attributes, Optional.empty());
    }

    private static Declaration derived(String site) {
        return new Declaration(
                "reports-list", "@RateLimited on " + site, true, Map.of("limit", "2/1m"), Optional.empty());
    }

    private static List<Declaration> declarations(Class<?> type) {
        List<Declaration> declarations = new ArrayList<>();
        Arrays.stream(type.getDeclaredMethods())
                .sorted(Comparator.comparing(method -> method.getParameterCount()))
                .forEach(method -> RateLimitedAnnotations.of(type, method)
                        .forEach(use -> declarations.addAll(use.declarations())));
        return declarations;
    }

    private static final class ApiKeys implements KeyResolver {

        @Override
        public Key resolve(IncomingRequest request) {
            return Key.of("any");
        }
    }
}
