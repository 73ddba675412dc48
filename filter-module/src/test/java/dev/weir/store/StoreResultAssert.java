package dev.weir.store;

import dev.weir.Source;
import dev.weir.core.Quota;
import dev.weir.core.Verdict;
import java.util.List;
import org.assertj.core.api.AbstractAssert;

/** Assertions on what a store says to a change. All but {@code isEqualTo} require that the policy decided. */
public final class StoreResultAssert extends AbstractAssert<StoreResultAssert, StoreResult> {

    private StoreResultAssert(StoreResult actual) {
        super(actual, StoreResultAssert.class);
    }

    public static StoreResultAssert assertThat(StoreResult actual) {
        return new StoreResultAssert(actual);
    }

    /** The policy decided, and has the permits. */
    public StoreResultAssert isAdmitted() {
        return expect(verdict("admitted").allowed(), "admitted");
    }

    /** The policy decided, and does not have the permits. */
    public StoreResultAssert isRefused() {
        return expect(!verdict("refused").allowed(), "refused");
    }

    /** The policy refused because of a block. */
    public StoreResultAssert isBlocked() {
        Verdict verdict = verdict("blocked");
        return expect(verdict.blocked() && !verdict.allowed(), "blocked");
    }

    /** The policy decided on the counters of {@code source}. */
    public StoreResultAssert isFrom(Source source) {
        return expect(decided("from " + source).source() == source, "from " + source);
    }

    /** The first limit of the policy has {@code permits} left. */
    public StoreResultAssert hasRemaining(long permits) {
        List<Quota> quotas = verdict("decided").quotas();
        return expect(!quotas.isEmpty() && quotas.get(0).remaining() == permits, permits + " remaining");
    }

    private Verdict verdict(String expected) {
        return decided(expected).verdict();
    }

    private StoreResult.Decided decided(String expected) {
        StoreResultAssert unused = expect(actual instanceof StoreResult.Decided, expected);
        return (StoreResult.Decided) actual;
    }

    private StoreResultAssert expect(boolean holds, String expected) {
        if (!holds) {
            failWithMessage("expected a result that is %s, was %s", expected, text(actual));
        }
        return this;
    }

    /** What came, as a test that fails says it. */
    static String text(StoreResult result) {
        if (!(result instanceof StoreResult.Decided decided)) {
            return String.valueOf(result);
        }
        Verdict verdict = decided.verdict();
        String outcome = verdict.allowed() ? "admitted" : verdict.blocked() ? "blocked" : "refused";
        List<Long> remaining = verdict.quotas().stream().map(Quota::remaining).toList();
        return outcome + " from " + decided.source() + ", remaining " + remaining;
    }
}
