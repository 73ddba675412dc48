package dev.weir.site;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.IncomingRequest;
import dev.weir.Key;
import dev.weir.KeyResolver;
import dev.weir.RateLimited;
import dev.weir.Scope;
import dev.weir.config.Declaration;
import dev.weir.config.MapSource;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateLimitedAnnotationsTest {

    private static final String HERE = "@RateLimited on " + RateLimitedAnnotationsTest.class.getName();

    static class MoreKeys extends ApiKeys {}

    static class ApiKeys implements KeyResolver {
        @Override
        public Key resolve(IncomingRequest request) {
            return Key.global();
        }
    }

    interface Listed {
        @RateLimited("of-interface")
        void list();
    }

    @RateLimited("of-class")
    static class ReportResource {
        @RateLimited
        void bare() {}

        @RateLimited(scope = Scope.LOGIN)
        void signIn() {}

        @RateLimited(limit = "10/1h", block = "5m", scope = Scope.USER)
        void exportAll(int year, String format) {}

        @RateLimited(key = ApiKeys.class)
        void byKey() {}

        @RateLimited(key = {ApiKeys.class, MoreKeys.class})
        void byKeys() {}

        @RateLimited(block = "5m")
        void blocked() {}

        @RateLimited(concurrency = 5)
        void slow() {}

        @RateLimited(value = "a", cost = 5)
        @RateLimited(value = "b", limit = "2/1m")
        void both() {}

        void plain() {}
    }

    static class Special extends ReportResource implements Listed {
        @Override
        void bare() {}

        @Override
        public void list() {}
    }

    @RateLimited(limit = "9/1m")
    static class Counted {
        void one() {}

        void two() {}
    }

    static class Untouched {
        void any() {}
    }

    @Test
    void of_bare_isAnonymousAndUser() {
        assertThat(declarations(ReportResource.class, "bare"))
                .containsExactly(declared("anonymous", "bare"), declared("user", "bare"));
    }

    @Test
    void of_scopeAlone_isThePolicyOfThatName() {
        assertThat(declarations(ReportResource.class, "signIn"))
                .containsExactly(new Declaration(
                        "login", HERE + "$ReportResource.signIn()", false, Map.of("scope", "login"), Optional.empty()));
    }

    @Test
    void of_limitAlone_isAPolicyNamedAfterThePlace() {
        assertThat(declarations(ReportResource.class, "exportAll"))
                .containsExactly(new Declaration(
                        "report-resource-export-all",
                        HERE + "$ReportResource.exportAll(int, String)",
                        true,
                        Map.of("limit", "10/1h", "block", "5m", "scope", "user"),
                        Optional.empty()));
    }

    @Test
    void of_twoKeys_areNoBeanThatExists() {
        assertThat(declarations(ReportResource.class, "byKeys"))
                .singleElement()
                .extracting(declaration -> declaration.attributes().get("key-resolver"))
                .isEqualTo(ApiKeys.class.getName() + "," + MoreKeys.class.getName());
    }

    @Test
    void of_blockAlone_isNotEverybodys() {
        assertThat(declarations(ReportResource.class, "blocked"))
                .containsExactly(new Declaration(
                        "report-resource-blocked",
                        HERE + "$ReportResource.blocked()",
                        true,
                        Map.of("block", "5m"),
                        Optional.empty()));
    }

    @Test
    void of_concurrencyAlone_isAPolicyNamedAfterThePlace() {
        assertThat(declarations(ReportResource.class, "slow"))
                .containsExactly(new Declaration(
                        "report-resource-slow",
                        HERE + "$ReportResource.slow()",
                        true,
                        Map.of("concurrency", "5"),
                        Optional.empty()));
    }

    @Test
    void of_keyAlone_isAPolicyNamedAfterThePlace() {
        assertThat(declarations(ReportResource.class, "byKey"))
                .containsExactly(new Declaration(
                        "report-resource-by-key",
                        HERE + "$ReportResource.byKey()",
                        true,
                        Map.of(),
                        Optional.of(ApiKeys.class)));
    }

    @Test
    void of_repeated_isAllOfThemEachWithItsCost() {
        List<RateLimitedAnnotations.Annotated> uses = uses(ReportResource.class, "both");
        assertThat(uses).extracting(RateLimitedAnnotations.Annotated::cost).containsExactly(5L, 1L);
        assertThat(uses)
                .flatExtracting(RateLimitedAnnotations.Annotated::declarations)
                .extracting(Declaration::policy)
                .containsExactly("a", "b");
    }

    @Test
    void of_methodWithoutAnnotation_hasThatOfItsClass() {
        assertThat(declarations(ReportResource.class, "plain"))
                .containsExactly(
                        new Declaration("of-class", HERE + "$ReportResource", false, Map.of(), Optional.empty()));
    }

    @Test
    void of_classWithALimit_isOnePolicyForAllItsMethods() {
        assertThat(declarations(Counted.class, "one")).isEqualTo(declarations(Counted.class, "two"));
        assertThat(declarations(Counted.class, "one"))
                .extracting(Declaration::policy)
                .containsExactly("counted");
    }

    @Test
    void of_overriddenOrInheritedMethod_hasTheAnnotationsOfTheSuperclass() {
        assertThat(declarations(Special.class, "bare"))
                .containsExactly(declared("anonymous", "bare"), declared("user", "bare"));
        assertThat(declarations(Special.class, "plain"))
                .extracting(Declaration::policy)
                .containsExactly("of-class");
    }

    @Test
    void of_implementedMethod_hasTheAnnotationsOfTheInterface() {
        assertThat(declarations(Special.class, "list"))
                .extracting(Declaration::policy)
                .containsExactly("of-interface");
    }

    @Test
    void of_nothingAnnotated_isNothing() {
        assertThat(uses(Untouched.class, "any")).isEmpty();
        assertThat(RateLimitedAnnotations.declarations(Untouched.class)).isEmpty();
    }

    @Test
    void declarations_ofAType_areThoseOfItsOwnAndInheritedMethods() {
        assertThat(RateLimitedAnnotations.declarations(Special.class))
                .extracting(Declaration::policy)
                .contains("anonymous", "user", "login", "a", "b", "report-resource-export-all", "of-interface");
    }

    @ParameterizedTest
    @CsvSource({
        "list, list",
        "ReportResource, report-resource",
        "HTMLExport, html-export",
        "report2Pdf, report2-pdf",
        "getURL, get-url",
        "legacy_pages v2, legacy-pages-v2",
    })
    void kebab_camelCase_isWordsWithHyphens(String camelCase, String kebab) {
        assertThat(Declaration.kebab(camelCase)).isEqualTo(kebab);
    }

    private static Declaration declared(String policy, String method) {
        return new Declaration(policy, HERE + "$ReportResource." + method + "()", false, Map.of(), Optional.empty());
    }

    private static List<Declaration> declarations(Class<?> type, String method) {
        return uses(type, method).stream()
                .flatMap(use -> use.declarations().stream())
                .toList();
    }

    private static List<RateLimitedAnnotations.Annotated> uses(Class<?> type, String method) {
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            Optional<Method> found = Arrays.stream(each.getDeclaredMethods())
                    .filter(candidate -> candidate.getName().equals(method))
                    .findFirst();
            if (found.isPresent()) {
                return RateLimitedAnnotations.of(type, found.get());
            }
        }
        throw new IllegalArgumentException(method);
    }

    @Test
    void declarations_wrongCostOrTwoScopes_areProblems() {
        class Wrong {
            @RateLimited(value = "free", limit = "1/1m", cost = 0)
            void free() {}

            @RateLimited(
                    value = "two",
                    limit = "1/1m",
                    scope = {Scope.USER, Scope.ADDRESS})
            void two() {}
        }
        List<String> problems = MapSource.of().problems(List.copyOf(RateLimitedAnnotations.declarations(Wrong.class)));
        assertThat(problems).anyMatch(line -> line.contains("free(): cost: must be a whole number >= 1, was \"0\""));
        assertThat(problems).anyMatch(line -> line.contains("was \"user,address\""));
    }

    @Test
    void declarations_costWithoutALimit_isAProblemUnlessTheConfigurationHasOne() {
        class Slow {
            @RateLimited(concurrency = 5, cost = 5)
            void slow() {}
        }
        List<Declaration> declared = List.copyOf(RateLimitedAnnotations.declarations(Slow.class));
        assertThat(MapSource.of().problems(declared))
                .containsExactly("@RateLimited on " + Slow.class.getName() + ".slow(): cost: needs"
                        + " ratelimit.policy.slow-slow.limit: a concurrency alone counts no permits, was \"5\"");
        assertThat(MapSource.of("policy.slow-slow.limit", "9/1m").problems(declared))
                .isEmpty();
    }

    @Test
    void declarations_otherCostsOfOnePolicy_agree() {
        class Costly {
            @RateLimited(value = "both", limit = "9/1m", cost = 5)
            void five() {}

            @RateLimited(value = "both", limit = "9/1m", cost = 2)
            void two() {}
        }
        assertThat(MapSource.of().problems(List.copyOf(RateLimitedAnnotations.declarations(Costly.class))))
                .isEmpty();
    }
}
