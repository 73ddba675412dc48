package dev.weir.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an application's counters are told from those of others by. */
class DeploymentTest {

    @ParameterizedTest
    @CsvSource({
        "/shop, Shop 1, /shop",
        "/shop-1.2, shop, /shop-1.2",
        "/a/b, , /a/b",
        "'', weir-example, weir-example",
        "'', shop-1.2.0-SNAPSHOT, shop",
        "'', shop-2, shop",
        "'', shop-v2.1, shop",
        "'', shop_1.0, shop",
        "'', shop:1.0, shop",
        "'', shop##0012, shop",
        "'', oauth2, oauth2",
        "'', app-2fa, app-2fa",
        "'', -1.0, -1.0",
        "'', , /",
    })
    void namespace_anyApplication_isItsContextRootOrItsName(String contextPath, String name, String namespace) {
        assertThat(deployment(contextPath, name).namespace()).isEqualTo(namespace);
    }

    @Test
    void namespace_ofOtherCharactersOrTooLong_isADigest() {
        assertThat(deployment("/größe", null).namespace()).matches("~[0-9a-f]{24}");
        assertThat(deployment("", "The Shop").namespace())
                .matches("~[0-9a-f]{24}")
                .isEqualTo(deployment("", "The Shop-1.2").namespace())
                .isNotEqualTo(deployment("", "Our Shop").namespace());
        assertThat(deployment("/" + "a".repeat(63), null).namespace()).hasSize(64);
        assertThat(deployment("/" + "a".repeat(64), null).namespace())
                .hasSize(25)
                .isNotEqualTo(deployment("/" + "a".repeat(65), null).namespace());
    }

    @Test
    void namespace_applicationThatCountsBeforeItIsKnown_isNamedLater() {
        Namespace namespace = new Namespace(Optional.empty(), Deployment.UNKNOWN);
        assertThat(namespace.get()).isEqualTo("/");
        namespace.deployedAs(deployment("/shop", null));
        assertThat(namespace.get()).isEqualTo("/shop");
        namespace.deployedAs(deployment("/other", null));
        assertThat(namespace.get()).as("never renamed").isEqualTo("/shop");
    }

    @Test
    void namespace_configured_stays() {
        Namespace namespace = new Namespace(Optional.of("common"), Deployment.UNKNOWN);
        namespace.deployedAs(deployment("/shop", null));
        assertThat(namespace.get()).isEqualTo("common");
    }

    private static Deployment deployment(String contextPath, String name) {
        return new Deployment(contextPath, Optional.ofNullable(name), Map.of(), List::of);
    }
}
