package dev.weir.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.Test;

class JsonFormatterTest {

    private static LogRecord record(String message) {
        LogRecord record = new LogRecord(Level.FINE, message);
        record.setInstant(Instant.ofEpochMilli(1_763_690_000_120L));
        record.setLoggerName("dev.weir.http");
        return record;
    }

    @Test
    void format_recordWithFields_isOneLine() {
        LogRecord record = record("policy login refused");
        Map<String, Object> fields = new TreeMap<>(
                Map.of("event", "refused", "policy", "login", "source", "cluster", "retryAfterMs", 1500L));
        record.setParameters(new Object[] {fields});
        assertThat(new JsonFormatter("a1b2c3d4").format(record))
                .isEqualTo("{\"time\":\"2025-11-21T01:53:20.120Z\",\"level\":\"FINE\",\"logger\":\"dev.weir.http\","
                        + "\"message\":\"policy login refused\",\"event\":\"refused\",\"policy\":\"login\","
                        + "\"retryAfterMs\":1500,\"source\":\"cluster\",\"instance\":\"a1b2c3d4\"}\n");
    }

    @Test
    void format_parameters_arePutIntoTheMessage() {
        LogRecord record = record("counters loaded: {0}");
        record.setParameters(new Object[] {17});
        assertThat(new JsonFormatter().format(record)).contains("\"message\":\"counters loaded: 17\"}");
    }

    @Test
    void format_whatJsonEscapes_isEscaped() {
        String line = new JsonFormatter().format(record("a\"b\\c\nd\te\r\u0001\u2028\u0085\ud800x\ud83d\ude00\u20ac"));
        assertThat(line)
                .contains("a\\\"b\\\\c\\nd\\te\\r\\u0001\\u2028\\u0085\\ud800x\ud83d\ude00\u20ac")
                .endsWith("}\n");
        assertThat(line.lines()).hasSize(1);
    }

    @Test
    void format_exception_isOneField() {
        LogRecord record = record("failed");
        record.setThrown(new IllegalStateException("outer \"x\"", new RuntimeException("inner")));
        String line = new JsonFormatter().format(record);
        assertThat(line.lines()).hasSize(1);
        assertThat(line)
                .contains("\"exception\":\"java.lang.IllegalStateException: outer \\\"x\\\"\\n\\tat ")
                .contains("Caused by: java.lang.RuntimeException: inner\\n");
    }

    @Test
    void format_noMessage_isLeftOut() {
        LogRecord record = new LogRecord(Level.INFO, null);
        assertThat(new JsonFormatter().format(record)).doesNotContain("message", "null");
    }

    @Test
    void jsonLog_changesTheHandlersOfWeirAlone_andGivesThemBack() {
        Logger weir = Logger.getLogger(JsonLog.LOGGER);
        Logger parent = Logger.getLogger("");
        Formatter plain = new SimpleFormatter();
        Handler own = new ConsoleHandler();
        own.setFormatter(plain);
        List<Formatter> others = List.of(parent.getHandlers()).stream()
                .map(Handler::getFormatter)
                .toList();
        try (JsonLog none = JsonLog.start("x")) {
            assertThat(none.changesAny()).isFalse();
        }
        weir.addHandler(own);
        try (JsonLog some = JsonLog.start("x")) {
            assertThat(some.changesAny()).isTrue();
            assertThat(own.getFormatter()).isInstanceOf(JsonFormatter.class);
            assertThat(List.of(parent.getHandlers()).stream().map(Handler::getFormatter))
                    .containsExactlyElementsOf(others);
        } finally {
            weir.removeHandler(own);
        }
        assertThat(own.getFormatter()).isSameAs(plain);
    }
}
