package dev.weir.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Key;
import dev.weir.Scope;
import dev.weir.spi.ModuleConfiguration;
import dev.weir.spi.ModuleHost;
import dev.weir.spi.NamedProperties;
import dev.weir.spi.WeirModule;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What the other jars of Weir are offered. */
class HostedModulesTest {

    private record Asking(AtomicReference<ModuleHost> host) implements WeirModule {

        @Override
        public String name() {
            return "asking";
        }

        @Override
        public Set<String> properties(Set<String> policies, NamedProperties named) {
            return Set.of();
        }

        @Override
        public void configure(ModuleConfiguration configuration) {
            // there is nothing to read
        }

        @Override
        public AutoCloseable start(ModuleHost started) {
            host.set(started);
            return () -> {};
        }
    }

    private final AtomicReference<ModuleHost> host = new AtomicReference<>();

    private WeirRuntime start(String... namesAndValues) {
        return StartedRuntime.of(List.of(), Map.of(), List.of(new Asking(host)), namesAndValues);
    }

    @Test
    void scope_ofEachKindOfKey_isWhatTheConfigurationSays() {
        try (WeirRuntime running = start(
                "policies", "people,customers,all,agents",
                "policy.people.limit", "1/1s",
                "policy.people.scope", "user",
                "policy.customers.limit", "1/1s",
                "policy.customers.scope", "tenant",
                "tenant.from", "principal-domain",
                "policy.all.limit", "1/1s",
                "policy.all.scope", "global",
                "policy.agents.limit", "1/1s",
                "policy.agents.scope", "header:User-Agent")) {
            assertThat(host.get().scope("people")).contains(Scope.USER);
            assertThat(host.get().scope("customers")).contains(Scope.TENANT);
            assertThat(host.get().scope("all")).contains(Scope.GLOBAL);
            assertThat(host.get().scope("agents")).isEmpty();
            assertThat(host.get().scope("absent")).isEmpty();
        }
    }

    @Test
    void client_behindATrustedProxy_isWhatTheProxySays() {
        Map<String, List<String>> headers = Map.of("x-forwarded-for", List.of("203.0.113.9"));
        try (WeirRuntime running = start("client.header", "x-forwarded-for", "client.trusted-proxies", "10.0.0.0/8")) {
            assertThat(client("10.0.0.5", headers)).isEqualTo(Key.address("4:203.0.113.9"));
            assertThat(client("192.0.2.5", headers)).isEqualTo(Key.address("4:192.0.2.5"));
        }
    }

    @Test
    void client_whereNoHeaderIsBelieved_isThePeer() {
        try (WeirRuntime running = start()) {
            assertThat(client("10.0.0.5", Map.of("x-forwarded-for", List.of("203.0.113.9"))))
                    .isEqualTo(Key.address("4:10.0.0.5"));
        }
    }

    private Key client(String peer, Map<String, List<String>> headers) {
        return host.get().client(peer, name -> headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()));
    }
}
