package dev.weir.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PathSegmentTest {

    private static PathSegment tenant(String pattern) {
        return PathSegment.parse(pattern, "{tenant}");
    }

    @Test
    void in_pathThatMatches_isTheSegment() {
        assertThat(tenant("/t/{tenant}/**").in("/t/acme/orders/7")).contains("acme");
        assertThat(tenant("/{region}/{tenant}/orders").in("/eu/acme/orders")).contains("acme");
        assertThat(tenant("/*/{tenant}").in("/eu/acme")).contains("acme");
        assertThat(tenant("/t/{tenant}").in("//t/acme/")).contains("acme");
    }

    @Test
    void in_pathThatDoesNotMatch_isEmpty() {
        assertThat(tenant("/t/{tenant}").in("/t/acme/orders")).isEmpty();
        assertThat(tenant("/t/{tenant}/**").in("/t")).isEmpty();
        assertThat(tenant("/t/{tenant}/**").in("/u/acme")).isEmpty();
    }

    @Test
    void in_readingsThatDisagree_isAllOfThem() {
        String uri = "/t/acme;/..;/evil";
        PathReadings readings = PathReadings.of(uri, "", "/t/acme", null, List.of());
        assertThat(tenant("/t/{tenant}/**").in(RequestPath.normalize(uri, ""), readings))
                .containsExactlyInAnyOrder("evil", "acme");
    }

    @Test
    void parse_segmentThatIsNotClear_isRefused() {
        assertThatThrownBy(() -> tenant("/t/*")).hasMessage("pattern must have {tenant} as one whole segment");
        assertThatThrownBy(() -> tenant("/**/{tenant}")).hasMessage("pattern must not have ** before {tenant}");
        assertThatThrownBy(() -> tenant("t/{tenant}")).hasMessage("pattern must begin with /, was \"t/{tenant}\"");
    }
}
