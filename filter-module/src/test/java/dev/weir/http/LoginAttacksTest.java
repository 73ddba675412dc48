package dev.weir.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Key;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What attackers make of logins that are counted by address and by username. */
class LoginAttacksTest extends LoginsFixture {

    @Test
    void oneAddress_sprayingUsernames_isStoppedByItsAddress() {
        int tried = 0;
        for (int i = 0; i < 1_000; i++) {
            tried += fail("203.0.113.9", "user" + i) == REFUSED ? 0 : 1;
        }
        assertThat(tried).isEqualTo(5);
        assertThat(fail("203.0.113.8", "user999"))
                .as("refused attempts count for nobody")
                .isEqualTo(401);
        assertThat(fixture.remaining("login", Key.login("user999"))).isEqualTo(4);
    }

    @Test
    void oneUsername_fromThousandAddresses_isStoppedByItsName() {
        int tried = 0;
        for (int i = 0; i < 1_000; i++) {
            tried += fail(address(i), "victim") == REFUSED ? 0 : 1;
        }
        assertThat(tried).isEqualTo(5);
        assertThat(fixture.remaining("login", Key.address(address(999))))
                .as("all or nothing")
                .isEqualTo(5);
    }

    @Test
    void victim_atHisOwnAddress_isNeverLockedOut() {
        assertThat(succeed("203.0.113.9", "victim")).isEqualTo(200);
        for (int minute = 0; minute < 60; minute++) {
            for (int i = 0; i < 50; i++) {
                int unused = fail(address(i), "victim");
            }
            assertThat(fail(address(999), "victim")).as("others").isEqualTo(REFUSED);
            assertThat(succeed("203.0.113.9", "victim")).as("minute %d", minute).isEqualTo(200);
            fixture.clock.advance(Duration.ofMinutes(1));
        }
    }

    @Test
    void victim_atHisOwnAddress_isLimitedThereLikeAnybody() {
        assertThat(succeed("203.0.113.9", "victim")).isEqualTo(200);
        fixture.clock.advance(Duration.ofMinutes(2));
        for (int i = 0; i < 5; i++) {
            assertThat(fail("203.0.113.9", "victim")).isEqualTo(401);
        }
        assertThat(fail("203.0.113.9", "victim")).isEqualTo(REFUSED);
        assertThat(fixture.remaining("login", Key.login("victim")))
                .as("elsewhere")
                .isEqualTo(5);
    }

    @Test
    void victim_withIpv6_isKnownInHisNetwork() {
        assertThat(succeed("2001:db8:1:2::9", "victim")).isEqualTo(200);
        for (int i = 0; i < 6; i++) {
            int unused = fail(address(i), "victim");
        }
        assertThat(succeed("2001:db8:1:2:ffff::1", "victim")).isEqualTo(200);
        assertThat(succeed("2001:db8:1:3::9", "victim")).isEqualTo(REFUSED);
    }

    @Test
    void address_unusedForNinetyDays_isNotKnownAnyMore() {
        assertThat(succeed("203.0.113.9", "victim")).isEqualTo(200);
        fixture.clock.advance(Duration.ofDays(91));
        for (int i = 0; i < 6; i++) {
            int unused = fail(address(i), "victim");
        }
        assertThat(succeed("203.0.113.9", "victim")).isEqualTo(REFUSED);
    }

    @Test
    void attacker_withAnAccountOfHisOwn_winsNothing() {
        assertThat(succeed("203.0.113.66", "mallory")).isEqualTo(200);
        for (int i = 0; i < 5; i++) {
            assertThat(fail(address(i), "victim")).isEqualTo(401);
            assertThat(succeed(address(i), "mallory")).isEqualTo(200);
        }
        assertThat(fail("203.0.113.66", "victim")).isEqualTo(REFUSED);
    }

    @Test
    void attacker_whoNamesTheVictimBesideHimself_isNotKnownAsTheVictim() {
        FakeRequest both =
                from("203.0.113.66").submitting("mallory").with("Authorization", "Basic " + basic("victim:guess"));
        assertThat(send(both, 200)).isEqualTo(200);
        for (int i = 0; i < 5; i++) {
            int unused = fail(address(i), "victim");
        }
        assertThat(fail("203.0.113.66", "victim")).isEqualTo(REFUSED);
    }

    @Test
    void attacker_whoLooksAtTheLoginPage_isNotKnownAsTheVictim() {
        FakeRequest page = from("203.0.113.66").to("GET", "/login").submitting("victim");
        assertThat(send(page, 200)).isEqualTo(200);
        for (int i = 0; i < 5; i++) {
            int unused = fail(address(i), "victim");
        }
        assertThat(fail("203.0.113.66", "victim")).isEqualTo(REFUSED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "VICTIM",
                " victim ",
                "\uff36\uff49\uff43\uff54\uff49\uff4d",
                "v\u2170ctim",
                "vic\u200dtim",
                "\ud835\udcf3\u200bvictim"
            })
    void otherSpellings_countForTheSameName(String spelling) {
        String meant = spelling.startsWith("\ud835\udcf3") ? "jvictim" : "victim";
        for (int i = 0; i < 5; i++) {
            assertThat(fail(address(i), i % 2 == 0 ? meant : spelling)).isEqualTo(401);
        }
        assertThat(fail(address(9), spelling)).isEqualTo(REFUSED);
        assertThat(fail(address(9), meant)).isEqualTo(REFUSED);
        assertThat(fail(address(9), "somebody else")).isEqualTo(401);
    }

    @Test
    void manyInFlight_doNotExceedTheLimitOfAName() {
        for (int i = 0; i < 5; i++) {
            assertThat(fixture.admit(from(address(i)).submitting("victim"), "login"))
                    .isEmpty();
        }
        assertThat(fixture.admit(from(address(5)).submitting("victim"), "login"))
                .hasSize(1);
    }
}
