package dev.weir.runtime;

import dev.weir.store.SharedTexts;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A random secret that all instances of an application share. Until the cluster has answered it is one of this instance
 * alone. Those who can read the cluster's memory can read it, and what it protects stands there, too. Nothing here
 * waits; safe for use by many threads.
 */
final class SharedSecret implements Supplier<byte[]> {

    private static final String NAME = "|admin-secret";
    private static final int BYTES = 32;
    private static final long RETRY_SECONDS = 2;
    /** The cluster can lose it, as after a split; then an instance that has it puts it back. */
    private static final long PAUSE_SECONDS = 60;

    private final SharedTexts texts;
    private final Supplier<String> namespace;
    private final ScheduledExecutorService background;
    private volatile byte[] secret = new byte[BYTES];
    private volatile boolean shared;

    private SharedSecret(SharedTexts texts, Supplier<String> namespace, ScheduledExecutorService background) {
        this.texts = texts;
        this.namespace = namespace;
        this.background = background;
    }

    /** A secret that is agreed on in the background. */
    static SharedSecret agreedOn(SharedTexts texts, Supplier<String> namespace, ScheduledExecutorService background) {
        SharedSecret agreed = new SharedSecret(texts, namespace, background);
        new SecureRandom().nextBytes(agreed.secret);
        agreed.agree();
        return agreed;
    }

    private void agree() {
        String name = namespace.get() + NAME;
        CompletionStage<?> unused = texts.get(name)
                .thenCompose(text -> text == null ? offer(name) : texts.get(name))
                .thenAccept(this::learn)
                .exceptionally(failure -> null);
        try {
            // also if the cluster never answers, which is no failure
            var unusedToo = background.schedule(this::agree, shared ? PAUSE_SECONDS : RETRY_SECONDS, TimeUnit.SECONDS);
        } catch (RejectedExecutionException e) {
            // the application ends
        }
    }

    private CompletionStage<@Nullable String> offer(String name) {
        return texts.replace(name, null, Base64.getEncoder().encodeToString(secret))
                .thenCompose(done -> texts.get(name));
    }

    private void learn(@Nullable String text) {
        if (text != null) {
            secret = Base64.getDecoder().decode(text);
            shared = true;
        }
    }

    @Override
    public byte[] get() {
        return secret.clone();
    }
}
