package dev.weir.outbound.it.wrong;

import dev.weir.outbound.Throttled;

/** Has no scope, so that it is no bean of an application without {@code beans.xml}. */
public class NoBean {

    @Throttled("kis")
    public int call() {
        return 1;
    }
}
