package dev.weir.it.conformance.transaction;

import dev.weir.RateLimitExceededException;
import dev.weir.RateLimited;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;

/** Transactions on limited methods, and around a limited bean. */
@ApplicationScoped
public class Ledger {

    @Inject
    private Account account;

    /** A bean that only has a limit. */
    @ApplicationScoped
    public static class Account {

        @RateLimited(limit = "1/1h")
        public String call() {
            return "called";
        }
    }

    @Watched
    @Transactional
    @RateLimited(limit = "1/1h")
    public String itself() {
        return "called";
    }

    @Watched
    @Transactional
    public String around() {
        return account.call();
    }

    @Watched
    @Transactional(dontRollbackOn = RateLimitExceededException.class)
    public String aroundAndCommits() {
        return account.call();
    }
}
