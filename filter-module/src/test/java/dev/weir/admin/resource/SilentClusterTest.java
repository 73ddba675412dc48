package dev.weir.admin.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.Key;
import dev.weir.admin.RejectedCall;
import dev.weir.engine.PolicyDecision;
import org.junit.jupiter.api.Test;

/** What cannot be told to the cluster is not said to be done, and is in the audit log all the same. */
class SilentClusterTest {

    @Test
    void make_clusterThatDoesNotAnswer_isAuditedAsUnknown() {
        try (AdminApplication application = new AdminApplication()) {
            var reply = application
                    .silent("/block")
                    .change("POST")
                    .body("{\"policy\":\"api\",\"key\":\"alice\",\"reason\":\"r\"}")
                    .send();
            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.headers()).containsEntry("Retry-After", "1");
            assertThat(application.silentAudit().newestFirst()).singleElement().satisfies(each -> {
                assertThat(each.act().action()).isEqualTo("block");
                assertThat(each.act().after()).isEqualTo("unknown: the cluster did not answer");
            });
        }
    }

    @Test
    void requireCluster_decisionOfThisInstanceAlone_isNotEnoughWhereThereIsACluster() {
        try (AdminApplication application = new AdminApplication("policy.user.limit", "unlimited")) {
            PolicyDecision local = application.runtime().operations().look("api", Key.user("alice"));
            assertThatThrownBy(() -> KeyStates.requireCluster(true, local)).isInstanceOf(RejectedCall.class);
            assertThatCode(() -> KeyStates.requireCluster(false, local)).doesNotThrowAnyException();
            PolicyDecision unlimited = application.runtime().operations().look("user", Key.user("alice"));
            assertThatCode(() -> KeyStates.requireCluster(true, unlimited)).doesNotThrowAnyException();
        }
    }
}
