package dev.weir.engine;

import dev.weir.Key;
import dev.weir.MutableClock;
import dev.weir.core.Algorithm;
import dev.weir.core.Mode;
import dev.weir.core.Policy;
import dev.weir.match.AddressRanges;
import dev.weir.match.ClientAddress;
import dev.weir.match.ForwardingHeader;
import dev.weir.store.CounterStore;
import dev.weir.store.Slots;
import dev.weir.store.WaitBudget;
import dev.weir.store.memory.LocalSlots;
import dev.weir.text.LimitReader;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What the tests of the engine start from. */
final class Engines {

    static final Key ALICE = Key.user("alice");
    static final ClientAddress PEERS = new ClientAddress(ForwardingHeader.NONE, AddressRanges.NONE, 64);

    private Engines() {}

    static Engine over(CounterStore store, Policy... policies) {
        return over(store, Optional.empty(), policies);
    }

    static Engine over(CounterStore store, Optional<String> secret, Policy... policies) {
        return new Engine(
                store,
                slots(),
                storedKey(secret),
                (name, key) -> Arrays.stream(policies)
                        .filter(policy -> policy.name().equals(name))
                        .findFirst(),
                new CallPolicies(true),
                Engines::budget);
    }

    /** Of the application at {@code /shop}. */
    static KeyCodec storedKey(Optional<String> secret) {
        return new KeyCodec(PEERS, secret, UnaryOperator.identity(), () -> "/shop");
    }

    static Slots slots() {
        return new LocalSlots(new MutableClock(), 1_000);
    }

    static WaitBudget budget() {
        return new WaitBudget(0, () -> 0);
    }

    static Policy policy(String name, String limits) {
        return policy(name, limits, Mode.ENFORCE);
    }

    static Policy policy(String name, String limits, Mode mode) {
        return Policy.of(name, Algorithm.SLIDING_WINDOW, LimitReader.readAll(limits))
                .withMode(mode);
    }

    static Charge charge(Policy policy) {
        return new Charge(policy, ALICE, 1);
    }
}
