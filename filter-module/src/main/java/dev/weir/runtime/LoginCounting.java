package dev.weir.runtime;

import dev.weir.engine.KeyCodec;
import dev.weir.http.Logins;
import dev.weir.log.OncePerMinuteLog;
import dev.weir.login.KnownAddresses;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Composes what counts logins. */
final class LoginCounting {

    private LoginCounting() {}

    /** The logins of one application. What is known of them is opened now only if a policy counts logins. */
    static Logins of(
            Policies policies,
            Stores.Opened opened,
            KeyCodec storedKey,
            Supplier<String> namespace,
            Executor background,
            OncePerMinuteLog problems) {
        DeferredEntries entries = new DeferredEntries(opened.logins(), background);
        if (policies.countLogins()) {
            var unused = entries.open();
        }
        KnownAddresses known = new KnownAddresses(entries, namespace, opened.clock(), problems);
        return new Logins(policies.resolvers(), known, storedKey::textOf, problems);
    }
}
