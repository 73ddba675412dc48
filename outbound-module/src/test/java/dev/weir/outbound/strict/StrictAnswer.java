package dev.weir.outbound.strict;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;

/** An answer of a {@link StrictRemote}. Immutable; the methods return changed copies. */
public final class StrictAnswer {

    private static final String TOO_MANY =
            "{\"rt_cd\":\"1\",\"msg_cd\":\"EGW00201\",\"msg1\":\"the number of calls per second is exceeded\"}";

    private final int status;
    private final byte[] body;
    private final boolean refusal;
    private final boolean reset;
    private final boolean chunked;
    private final Map<String, Function<Instant, String>> headers;

    private StrictAnswer(
            int status,
            byte[] body,
            boolean refusal,
            boolean reset,
            boolean chunked,
            Map<String, Function<Instant, String>> headers) {
        this.status = status;
        this.body = body;
        this.refusal = refusal;
        this.reset = reset;
        this.chunked = chunked;
        this.headers = Map.copyOf(headers);
    }

    /** A 200 with {@code "rt_cd":"0"}. */
    public static StrictAnswer success() {
        return of(200, "{\"rt_cd\":\"0\",\"msg_cd\":\"MCA00000\"}".getBytes(UTF_8));
    }

    /** An answer with that body. */
    public static StrictAnswer of(int status, byte[] body) {
        return new StrictAnswer(status, body.clone(), false, false, false, Map.of());
    }

    /** A refusal by the limit, with a body that says {@code EGW00201}. */
    public static StrictAnswer limited(int status) {
        return new StrictAnswer(status, TOO_MANY.getBytes(UTF_8), true, false, false, Map.of());
    }

    /** A 503 without a body that names a limit. */
    public static StrictAnswer unavailable() {
        return new StrictAnswer(503, "{}".getBytes(UTF_8), true, false, false, Map.of());
    }

    /** No answer: the connection is closed after the request was read. */
    public static StrictAnswer closed() {
        return new StrictAnswer(0, new byte[0], false, true, false, Map.of());
    }

    /** With a header. */
    public StrictAnswer withHeader(String name, String value) {
        return withHeader(name, now -> value);
    }

    private StrictAnswer withHeader(String name, Function<Instant, String> value) {
        Map<String, Function<Instant, String>> more = new HashMap<>(headers);
        more.put(name, value);
        return new StrictAnswer(status, body, refusal, reset, chunked, more);
    }

    /** With {@code Retry-After}: seconds, or what is no valid value. */
    public StrictAnswer withRetryAfter(String value) {
        return withHeader("Retry-After", value);
    }

    /**
     * With {@code Retry-After} as a date by a clock that differs from this machine's by {@code offset}; {@link
     * OtherClock} is for the {@code Date}.
     *
     * @param ahead from the time of the answer; negative is past
     */
    public StrictAnswer withRetryAfterDate(Duration ahead, Duration offset) {
        return withHeader("Retry-After", now -> OtherClock.date(now.plus(offset).plus(ahead)));
    }

    /** With the body compressed. */
    public StrictAnswer gzipped() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new StrictAnswer(status, bytes.toByteArray(), refusal, reset, chunked, headers)
                .withHeader("Content-Encoding", "gzip");
    }

    /** With the body in chunks, so that its length is not known before its end. */
    public StrictAnswer chunked() {
        return new StrictAnswer(status, body, refusal, reset, true, headers);
    }

    int status() {
        return status;
    }

    byte[] body() {
        return body.clone();
    }

    /** Whether the log has it as a refusal. */
    boolean isRefusal() {
        return refusal;
    }

    boolean isChunked() {
        return chunked;
    }

    boolean isReset() {
        return reset;
    }

    /** The headers as they are at {@code now}. */
    Map<String, String> headers(Instant now) {
        Map<String, String> values = new HashMap<>();
        headers.forEach((name, value) -> values.put(name, value.apply(now)));
        return values;
    }
}
