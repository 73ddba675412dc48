package dev.weir.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.config.Administration;
import dev.weir.runtime.StartedRuntime;
import dev.weir.runtime.WeirRuntime;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the admin servlet is added, what stops the deployment, and which requests are for it. */
class AdminInstallationTest {

    private static final Administration ADMINISTRATION =
            new Administration("/ops", "operator", Optional.of("viewer"), Administration.Keys.MASKED);

    private final List<String> done = new ArrayList<>();
    private Set<String> taken = Set.of();
    private final ServletRegistration.Dynamic registration =
            proxy(ServletRegistration.Dynamic.class, (name, arguments) -> {
                done.add(name
                        + ' '
                        + (arguments[0] instanceof Object[] all ? Arrays.toString(all) : String.valueOf(arguments[0])));
                return name.equals("addMapping") ? taken : null;
            });

    private static <T> T proxy(Class<T> type, BiFunction<String, Object[], @Nullable Object> answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answers.apply(method.getName(), arguments)));
    }

    private ServletContext context(ServletRegistration.@Nullable Dynamic added) {
        return proxy(ServletContext.class, (name, arguments) -> {
            if (name.equals("addServlet")) {
                done.add(name + ' ' + arguments[0]);
                return added;
            }
            String[] roles = (String[]) arguments[0];
            Arrays.sort(roles);
            done.add(name + ' ' + Arrays.toString(roles));
            return null;
        });
    }

    @Test
    void install_configured_addsTheServletAndItsRoles() throws ServletException {
        AdminInstallation.install(ADMINISTRATION, context(registration));
        assertThat(done)
                .containsExactly(
                        "addServlet weir-admin",
                        "setLoadOnStartup 1",
                        "addMapping [/ops/*]",
                        "declareRoles [operator, viewer]");
    }

    @Test
    void install_mappingOfAnotherServlet_stopsTheDeployment() {
        taken = Set.of("/ops/*");
        assertThatThrownBy(() -> AdminInstallation.install(ADMINISTRATION, context(registration)))
                .isInstanceOf(ServletException.class)
                .hasMessage("ratelimit.admin.path: another servlet has the mapping /ops/*, was \"/ops\"");
    }

    @Test
    void install_nameOfAnotherServlet_stopsTheDeployment() {
        assertThatThrownBy(() -> AdminInstallation.install(ADMINISTRATION, context(null)))
                .isInstanceOf(ServletException.class)
                .hasMessage("ratelimit.admin.path: the name \"weir-admin\" of its servlet is taken, was \"/ops\"");
    }

    @Test
    void install_tooLate_stopsTheDeployment() {
        ServletContext late = proxy(ServletContext.class, (name, arguments) -> {
            throw new UnsupportedOperationException();
        });
        assertThatThrownBy(() -> AdminInstallation.install(ADMINISTRATION, late))
                .isInstanceOf(ServletException.class)
                .hasMessage("ratelimit.admin.path: the container adds no servlet any more, was \"/ops\"");
    }

    private static HttpServletRequest requestOf(@Nullable String servlet) {
        HttpServletMapping mapping = proxy(HttpServletMapping.class, (name, arguments) -> servlet);
        return proxy(HttpServletRequest.class, (name, arguments) -> servlet == null ? null : mapping);
    }

    @Test
    void isFor_whatTheContainerSays_decides() {
        try (WeirRuntime administered = StartedRuntime.of("store", "local", "admin.path", "/ops");
                WeirRuntime not = StartedRuntime.of("store", "local")) {
            assertThat(AdminInstallation.isFor(requestOf("weir-admin"), administered))
                    .isTrue();
            assertThat(AdminInstallation.isFor(requestOf("default"), administered))
                    .isFalse();
            assertThat(AdminInstallation.isFor(requestOf(null), administered)).isFalse();
            // the application may have a servlet of that name
            assertThat(AdminInstallation.isFor(requestOf("weir-admin"), not)).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({"203.0.113.9, 403", "203.0.113.10, 200"})
    void administer_deniedAddress_isRefused(String address, int expected) throws Exception {
        try (WeirRuntime runtime =
                StartedRuntime.of("store", "local", "admin.path", "/ops", "deny.addresses", "203.0.113.9")) {
            Map<String, Object> attributes = new HashMap<>();
            HttpServletRequest request = proxy(HttpServletRequest.class, (name, arguments) -> switch (name) {
                case "getAttribute" -> attributes.get((String) arguments[0]);
                case "setAttribute" -> attributes.put((String) arguments[0], arguments[1]);
                case "getRemoteAddr" -> address;
                case "getMethod" -> "GET";
                case "getHeaders" -> Collections.emptyEnumeration();
                case "getContextPath", "getServletPath" -> "";
                case "getRequestURI" -> "/ops/";
                case "isAsyncStarted" -> false;
                default -> null;
            });
            int[] status = {0};
            HttpServletResponse response = proxy(HttpServletResponse.class, (name, arguments) -> switch (name) {
                case "setStatus" -> status[0] = (Integer) arguments[0];
                case "getOutputStream" -> discarding();
                case "isCommitted" -> false;
                default -> null;
            });
            RateLimitFilter.administer(request, response, (asked, answered) -> status[0] = 200, runtime);
            assertThat(status[0]).isEqualTo(expected);
        }
    }

    private static ServletOutputStream discarding() {
        return new ServletOutputStream() {
            @Override
            public void write(int octet) {
                // what is written does not matter here
            }

            @Override
            public boolean isReady() {
                return true;
            }

            @Override
            public void setWriteListener(WriteListener listener) {
                throw new AssertionError("is written by a thread");
            }
        };
    }
}
