package dev.weir.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.ListLogger;
import dev.weir.MutableClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** One line for each act, whatever its parts contain. */
class AuditLogTest {

    private final ListLogger logger = new ListLogger();
    private final MutableClock clock = new MutableClock();
    private final AuditLog log = new AuditLog(clock, logger);

    private static AuditLog.Act act(String action, String reason) {
        return new AuditLog.Act(action, "api", "user:al***", reason, "", "block");
    }

    @Test
    void add_act_isOneLineWithAllParts() {
        log.add(new Call.Caller("root", "203.0.113.7", true), act("block", "support case"));
        assertThat(logger.lines())
                .containsExactly("INFO action=\"block\" policy=\"api\" key=\"user:al***\" who=\"root\""
                        + " address=\"203.0.113.7\" reason=\"support case\" before=\"\" after=\"block\"");
        assertThat(log.newestFirst())
                .containsExactly(
                        new AuditLog.Entry(clock.instant(), "root", "203.0.113.7", act("block", "support case")));
    }

    @Test
    void add_partsThatWouldEndOrHideALine_areWrittenOut() {
        log.add(
                new Call.Caller("ro\"ot\\", "a\tb", true),
                act("block", "a\r\naction=\"reset\"\u2028\u0085\u202e\u001b[31m\ud800\u0000 \u00e4\ud83d\ude00"));
        assertThat(logger.lines()).hasSize(1);
        assertThat(logger.lines().get(0))
                .contains("who=\"ro\\\"ot\\\\\" address=\"a\\u{9}b\"")
                .contains(
                        "reason=\"a\\u{d}\\u{a}action=\\\"reset\\\"\\u{2028}\\u{85}\\u{202e}\\u{1b}[31m\\u{d800}\\u{0}"
                                + " \u00e4\ud83d\ude00\"")
                .matches("\\P{Cntrl}*");
    }

    @Test
    void newestFirst_moreThanAThousand_areTheLast() {
        for (int i = 0; i < 1_001; i++) {
            log.add(new Call.Caller("root", "a", true), act("act-" + i, ""));
        }
        assertThat(log.newestFirst()).hasSize(1_000);
        assertThat(log.newestFirst().get(0).act().action()).isEqualTo("act-1000");
        assertThat(log.newestFirst().get(999).act().action()).isEqualTo("act-1");
    }

    @Test
    void newestFirst_manyReveals_pushNoChangeOut() {
        log.add(new Call.Caller("root", "a", true), act("block", ""));
        for (int i = 0; i < 1_001; i++) {
            log.add(new Call.Caller("root", "a", true), act("reveal", ""));
        }
        assertThat(log.newestFirst())
                .hasSize(1_001)
                .anyMatch(each -> each.act().action().equals("block"));
    }

    @Test
    void refused_manyOfOneAddress_areALineAMinute() {
        AuditLog.Refusals refusals = log.refusals();
        refusals.refused(401, "4:203.0.113.7");
        refusals.refused(429, "4:203.0.113.7");
        refusals.refused(403, "4:203.0.113.8");
        assertThat(logger.lines())
                .containsExactly(
                        "INFO action=\"refuse\" status=401 address=\"4:203.0.113.7\"",
                        "INFO action=\"refuse\" status=403 address=\"4:203.0.113.8\"");
        clock.advance(Duration.ofMinutes(1));
        refusals.refused(429, "4:203.0.113.7");
        assertThat(logger.lines()).hasSize(3);
        assertThat(log.newestFirst()).isEmpty();
    }
}
