package dev.weir.it.conformance.transaction;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** How transactions ended. */
@ApplicationScoped
public class Ends {

    private final Queue<String> ends = new ConcurrentLinkedQueue<>();

    @Resource
    private TransactionSynchronizationRegistry transactions;

    /** Notes the end of this thread's transaction. */
    public void watch() {
        transactions.registerInterposedSynchronization(new Synchronization() {
            @Override
            public void beforeCompletion() {
                // only its end matters
            }

            @Override
            public void afterCompletion(int status) {
                ends.add(status == Status.STATUS_COMMITTED ? "committed" : "rolled back");
            }
        });
    }

    /** How they ended since the last time. */
    public String take() {
        String all = String.join(" ", ends);
        ends.clear();
        return all;
    }
}
