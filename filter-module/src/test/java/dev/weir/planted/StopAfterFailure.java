package dev.weir.planted;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Leaves out what comes after the first failure of a run within a test: one is enough to notice a fault, and a fault
 * can make every test of a class wait for its timeout. Found by JUnit where a run asks for such extensions.
 */
public final class StopAfterFailure implements ExecutionCondition {

    private static final ThreadLocal<Boolean> FAILED = new ThreadLocal<>();

    private static final ConditionEvaluationResult GO_ON = ConditionEvaluationResult.enabled("nothing failed");
    private static final ConditionEvaluationResult STOP = ConditionEvaluationResult.disabled("a test before failed");

    /** Called by the thread of a run at its beginning. */
    static void begin() {
        FAILED.set(false);
    }

    /** Called by that thread when a test has failed. */
    static void failed() {
        FAILED.set(true);
    }

    /** Called by that thread at the end of the run. */
    static void end() {
        FAILED.remove();
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return Boolean.TRUE.equals(FAILED.get()) ? STOP : GO_ON;
    }
}
