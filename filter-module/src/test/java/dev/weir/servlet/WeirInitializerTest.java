package dev.weir.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.config.MapSource;
import dev.weir.http.AppliedPolicy;
import jakarta.servlet.ServletContext;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which roles the container is told of, and where the filter of the jar is needed. */
class WeirInitializerTest {

    private boolean installed;
    private final List<String> declared = new ArrayList<>();
    private final ServletContext context = (ServletContext) Proxy.newProxyInstance(
            ServletContext.class.getClassLoader(),
            new Class<?>[] {ServletContext.class},
            (proxy, method, arguments) -> {
                if (method.getName().equals("getAttribute")) {
                    return installed ? true : null;
                }
                assertThat(method.getName()).isEqualTo("declareRoles");
                declared.addAll(Arrays.asList((String[]) arguments[0]));
                return null;
            });

    @Test
    void declare_rolesOfTheConfiguration_areDeclared() {
        WeirInitializer.declare(Set.of("customer", "sponsor"), context);
        assertThat(declared).containsExactlyInAnyOrder("customer", "sponsor");
    }

    /** Section 13.3 of the servlet specification: a declared role ** is an ordinary one. */
    @Test
    void declare_rolesThatTheSpecificationGivesAMeaning_keepIt() {
        WeirInitializer.declare(Set.of("**", "*", "customer"), context);
        assertThat(declared).containsExactly("customer");
        WeirInitializer.declare(Set.of("**"), context);
        assertThat(declared).containsExactly("customer");
    }

    @Test
    void requireFilter_concurrencyAndNoFilter_saysWhatNothingFrees() {
        List<AppliedPolicy> uses = uses("policy.user.concurrency", "5");
        assertThatThrownBy(() -> WeirInitializer.requireFilter(uses, context))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("ratelimit.policy.user.concurrency: no filter applies this, <absolute-ordering> in web.xml"
                        + " leaves Weir out; add <others/> or <name>weir</name> to it");
        WeirInitializer.requireFilter(uses(), context);
        installed = true;
        WeirInitializer.requireFilter(uses, context);
    }

    private static List<AppliedPolicy> uses(String... properties) {
        return List.of(
                new AppliedPolicy(MapSource.of(properties).read().policies().get("user"), 1));
    }
}
