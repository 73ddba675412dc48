package dev.weir.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ServletRequestDecisionsTest {

    /** A request that is forwarded from another application has what that one's classes put there. */
    @Test
    void among_attributeOfOtherClasses_isNotOurs() {
        assertThat(ServletRequestDecisions.among(name -> "the exchange of another class loader"))
                .isEmpty();
    }
}
