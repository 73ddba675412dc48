package dev.weir.gateway.budget;

import dev.weir.Key;
import dev.weir.gateway.auth.Caller;
import dev.weir.spi.ModuleConfiguration;
import dev.weir.spi.ModuleHost;
import dev.weir.spi.Modules;
import dev.weir.spi.NamedProperties;
import dev.weir.spi.WeirModule;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A budget over the counters of Weir, which count by themselves. What is held becomes old by {@link #pass}.
 *
 * @param nanos of the clock by which holds end
 */
record Counted(ModuleHost host, TokenBudget budget, AutoCloseable running, AtomicLong nanos) implements AutoCloseable {

    static final Caller ALICE = new Caller("alice", Optional.empty(), Optional.empty(), Set.of(), Set.of());
    static final Caller BOB = new Caller("bob", Optional.of("acme"), Optional.empty(), Set.of(), Set.of());

    /** @param policies values below {@code ratelimit.policy.}, such as {@code llm-tokens.limit} */
    static Counted start(Map<String, String> policies) {
        Map<String, String> properties = new HashMap<>();
        properties.put("ratelimit.store", "local");
        properties.put(
                "ratelimit.policies",
                String.join(
                        ",",
                        policies.keySet().stream()
                                .map(each -> each.substring(0, each.indexOf('.')))
                                .distinct()
                                .toList()));
        policies.forEach((name, value) -> properties.put("ratelimit.policy." + name, value));
        return startWith(properties);
    }

    static Counted startWith(Map<String, String> properties) {
        Hosted module = new Hosted();
        AutoCloseable running = Modules.start(module, properties);
        AtomicLong nanos = new AtomicLong();
        ModuleHost host = timed(module.hosts.get(0), nanos::get);
        return new Counted(host, new TokenBudget(host, Counted::key), running, nanos);
    }

    /** Policies whose names begin with {@code tenant} are for tenants. */
    private static Optional<Key> key(String policy, Caller caller) {
        return policy.startsWith("tenant") ? caller.tenant().map(Key::tenant) : Optional.of(Key.user(caller.name()));
    }

    private static ModuleHost timed(ModuleHost real, LongSupplier nanoTime) {
        return (ModuleHost) Proxy.newProxyInstance(
                Counted.class.getClassLoader(), new Class<?>[] {ModuleHost.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("nanoTime")) {
                        return nanoTime;
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    Admission admit(Models model, long prompt, long maxTokens, int choices) {
        return budget.admit(ALICE, new Demand(model.settings(), "llama", prompt, OptionalLong.of(maxTokens), choices));
    }

    Hold granted(Models model, long prompt, long maxTokens) {
        return hold(admit(model, prompt, maxTokens, 1));
    }

    Refusal refused(Models model, long prompt, long maxTokens) {
        return refusal(admit(model, prompt, maxTokens, 1));
    }

    static Hold hold(Admission admission) {
        if (admission instanceof Admission.Granted granted) {
            return granted.hold();
        }
        throw new AssertionError(admission.toString());
    }

    static Refusal refusal(Admission admission) {
        if (admission instanceof Admission.Refused refused) {
            return refused.refusal();
        }
        throw new AssertionError(admission.toString());
    }

    long remaining(String policy) {
        return host.limiter().peek(policy, Key.user("alice")).remaining();
    }

    int slots(String policy) {
        return host.enforcement(policy, Key.user("alice")).held();
    }

    void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Override
    public void close() throws Exception {
        budget.close();
        running.close();
    }

    private static final class Hosted implements WeirModule {

        private final List<ModuleHost> hosts = new java.util.ArrayList<>();

        @Override
        public String name() {
            return "llm";
        }

        @Override
        public Set<String> properties(Set<String> policies, NamedProperties named) {
            return Set.of();
        }

        @Override
        public void configure(ModuleConfiguration configuration) {}

        @Override
        public AutoCloseable start(ModuleHost host) {
            hosts.add(host);
            return () -> {};
        }
    }
}
