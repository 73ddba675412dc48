package dev.weir.it.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.it.PayaraServer;
import dev.weir.it.Wars;
import dev.weir.it.conformance.wrong.AsynchronousBean;
import org.junit.jupiter.api.Test;

/** Limits that nothing could hold stop the deployment, one line for each place. */
class UnlimitablePlacesIT {

    @Test
    void deployment_placesThatNothingIntercepts_namesThem() {
        try (PayaraServer server = PayaraServer.start(
                "unlimitable", Wars.war("conformance").addPackage(AsynchronousBean.class.getPackage()))) {
            String wrong = "  @RateLimited on " + AsynchronousBean.class.getPackageName();
            assertThat(server.log())
                    .doesNotContain("\"Context Root\": \"/\"")
                    .contains("Weir cannot start, its configuration has 2 problem(s):")
                    .contains(wrong + ".AsynchronousBean.later: an asynchronous method of an EJB runs without")
                    .contains(wrong + ".DeafEndpoint.hear: needs a parameter jakarta.websocket.Session");
        }
    }
}
