package dev.weir.adaptive;

import dev.weir.store.CounterId;
import dev.weir.store.memory.KeyTable;
import java.util.function.UnaryOperator;

/** The suspicion of one key under one policy, as this instance knows it. Safe for use by many threads. */
final class Suspect implements KeyTable.Entry {

    private final CounterId id;
    private volatile Suspicion suspicion = Suspicion.NONE;
    /** When the others were told of it; guarded by this object. */
    private long toldMillis;
    /** Not volatile: to miss one reference does no harm. */
    private boolean referenced;

    Suspect(CounterId id) {
        this.id = id;
    }

    Suspicion suspicion() {
        return suspicion;
    }

    /** Makes {@code step}. Returns by how many levels it raised the suspicion; negative if it lowered it. */
    synchronized int change(UnaryOperator<Suspicion> step, long nowMillis) {
        Suspicion before = suspicion.at(nowMillis);
        suspicion = step.apply(before);
        int raisedBy = suspicion.level() - before.level();
        if (raisedBy > 0) {
            toldMillis = nowMillis;
        }
        return raisedBy;
    }

    /** Whether the others were told nothing for {@code millis}; from now on they were. */
    synchronized boolean isToBeTold(long nowMillis, long millis) {
        boolean due = nowMillis - toldMillis >= millis;
        if (due) {
            toldMillis = nowMillis;
        }
        return due;
    }

    @Override
    public CounterId id() {
        return id;
    }

    @Override
    public void markReferenced() {
        if (!referenced) {
            referenced = true;
        }
    }

    @Override
    public boolean clearReferenced() {
        boolean was = referenced;
        referenced = false;
        return was;
    }

    /** A flood of other keys must not give this one its whole limit back. */
    @Override
    public boolean isPinned(long nowMillis) {
        return suspicion.at(nowMillis).level() > 0;
    }

    @Override
    public boolean isRefused(long nowMillis) {
        return false;
    }

    @Override
    public boolean isExpired(long nowMillis) {
        return suspicion.isOver(nowMillis);
    }
}
