package dev.weir.admin.resource;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be told to the cluster is not said to be done, and is in the audit log all the same. */
class SilentClusterTest {

    @ParameterizedTest
    @ValueSource(strings = {"block", "unblock"})
    void make_clusterThatDoesNotAnswer_isAuditedAsUnknown(String action) {
        try (AdminApplication application = new AdminApplication()) {
            var reply = application
                    .silent("/" + action)
                    .change("POST")
                    .body("{\"policy\":\"api\",\"key\":\"alice\",\"reason\":\"r\"}")
                    .send();
            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.headers()).containsEntry("Retry-After", "1");
            assertThat(application.silentAudit().newestFirst()).singleElement().satisfies(each -> {
                assertThat(each.act().action()).isEqualTo(action);
                assertThat(each.act().after()).isEqualTo("unknown: the cluster did not answer");
            });
        }
    }
}
