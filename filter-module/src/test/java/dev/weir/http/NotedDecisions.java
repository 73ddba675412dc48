package dev.weir.http;

import dev.weir.Source;
import dev.weir.engine.DecisionListener;
import dev.weir.engine.PolicyDecision;
import java.util.ArrayList;
import java.util.List;

/** Notes what it is told, with the names of the policies. */
final class NotedDecisions implements DecisionListener {

    final List<String> notes = new ArrayList<>();

    @Override
    public void decided(PolicyDecision decision) {
        notes.add((decision.allowed() ? "allowed " : "refused ") + decision.policy());
    }

    @Override
    public void refused(String policy, Source source) {
        notes.add("turned away " + policy);
    }

    @Override
    public void exempt(String policy) {
        notes.add("exempt " + policy);
    }

    @Override
    public void fellBack(PolicyDecision decision) {
        notes.add("fell back " + decision.policy());
    }

    @Override
    public long begin() {
        return 0;
    }

    @Override
    public void took(long beganNanos, long waitedNanos) {
        // times are not noted
    }
}
