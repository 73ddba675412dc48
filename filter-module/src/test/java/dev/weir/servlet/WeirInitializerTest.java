package dev.weir.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletContext;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which roles the container is told of. */
class WeirInitializerTest {

    private final List<String> declared = new ArrayList<>();
    private final ServletContext context = (ServletContext) Proxy.newProxyInstance(
            ServletContext.class.getClassLoader(),
            new Class<?>[] {ServletContext.class},
            (proxy, method, arguments) -> {
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
}
