package dev.weir.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.IncomingRequest;
import dev.weir.Key;
import dev.weir.KeyResolver;
import dev.weir.ListLogger;
import dev.weir.MutableClock;
import dev.weir.Scope;
import dev.weir.config.rule.KeyRule;
import dev.weir.log.OncePerMinuteLog;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyExtractorTest {

    private static final Key ADDRESS = Key.address("4:203.0.113.9");
    private static final Key ALICE = Key.user("alice");

    private final OncePerMinuteLog problems = new OncePerMinuteLog(new ListLogger(), new MutableClock());
    private final KeyExtractor keys = new KeyExtractor(
            new ListedResolvers(Map.of(
                    "apiKeys",
                    request -> Key.header("key of " + request.path()),
                    "throwing",
                    KeyExtractorTest::fail,
                    "nothing",
                    request -> null,
                    "Fixed",
                    new Fixed())),
            problems);

    static final class Fixed implements KeyResolver {
        @Override
        public Key resolve(IncomingRequest request) {
            return Key.of("fixed");
        }
    }

    private static Key fail(IncomingRequest request) {
        throw new UnsupportedOperationException("not today");
    }

    @Test
    void resolve_anonymous_isTheAddressUnlessSomebodyIsLoggedIn() {
        assertThat(resolve(Scope.ANONYMOUS, new FakeRequest())).contains(ADDRESS);
        assertThat(resolve(Scope.ANONYMOUS, new FakeRequest().by("alice"))).isEmpty();
    }

    @Test
    void resolve_user_isThePrincipalIfThereIsOne() {
        assertThat(resolve(Scope.USER, new FakeRequest())).isEmpty();
        assertThat(resolve(Scope.USER, new FakeRequest().by("alice"))).contains(ALICE);
    }

    @Test
    void resolve_client_isThePrincipalElseTheAddress() {
        assertThat(resolve(Scope.CLIENT, new FakeRequest())).contains(ADDRESS);
        assertThat(resolve(Scope.CLIENT, new FakeRequest().by("alice"))).contains(ALICE);
    }

    @ParameterizedTest
    @EnumSource(names = {"ADDRESS", "LOGIN"})
    void resolve_addressAndLogin_areTheAddressAlways(Scope scope) {
        assertThat(resolve(scope, new FakeRequest())).contains(ADDRESS);
        assertThat(resolve(scope, new FakeRequest().by("alice"))).contains(ADDRESS);
    }

    @Test
    void resolve_session_isTheSessionIfThereIsOne() {
        assertThat(resolve(Scope.SESSION, new FakeRequest())).isEmpty();
        assertThat(resolve(Scope.SESSION, new FakeRequest().in("abc"))).contains(Key.session("abc"));
    }

    @Test
    void resolve_global_isOneKeyForAll() {
        assertThat(resolve(Scope.GLOBAL, new FakeRequest())).contains(Key.global());
        assertThat(resolve(Scope.GLOBAL, new FakeRequest().by("alice").from("192.0.2.1")))
                .contains(Key.global());
    }

    @Test
    void resolve_header_isItsValueIfThereIsOne() {
        KeyRule rule = new KeyRule.ByHeader("X-Api-Key");
        assertThat(keys.resolve(rule, new FakeRequest())).isEmpty();
        assertThat(keys.resolve(rule, new FakeRequest().with("x-api-key", "k1")))
                .contains(Key.header("k1"));
    }

    @Test
    void resolve_custom_isWhatTheResolverSays() {
        assertThat(keys.resolve(new KeyRule.ByBeanName("apiKeys"), new FakeRequest()))
                .contains(Key.header("key of /api"));
        assertThat(keys.resolve(new KeyRule.ByBeanClass(Fixed.class), new FakeRequest()))
                .contains(Key.of("fixed"));
        assertThat(problems.times()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"throwing", "nothing", "absent"})
    void resolve_customThatFails_isTheAddressAndAProblem(String name) {
        assertThat(keys.resolve(new KeyRule.ByBeanName(name), new FakeRequest().by("alice")))
                .contains(ADDRESS);
        assertThat(problems.times()).isEqualTo(1);
    }

    private Optional<Key> resolve(Scope scope, RequestView request) {
        return keys.resolve(new KeyRule.ByScope(scope), request);
    }
}
