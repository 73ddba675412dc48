package dev.weir.engine;

/** Is told of the decisions of one thread by one policy; see {@link DecisionListener#of}. Belongs to that thread. */
@FunctionalInterface
public interface PolicyListener {

    /**
     * A policy has decided about a request. One that took nothing, because another policy refuses the request, is
     * passed too; see {@link PolicyDecision#acquired}.
     */
    void decided(PolicyDecision decision);
}
