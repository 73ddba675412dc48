package dev.weir.outbound.remote;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyPrefixTest {

    private static final int MAX = 65_536;
    private static final String REFUSED = "{\"rt_cd\":\"1\",\"msg_cd\":\"EGW00201\",\"msg1\":\"초당 거래건수를 초과하였습니다.\"}";
    private static final String FINE = "{\"rt_cd\":\"0\",\"msg_cd\":\"MCA00000\",\"output\":{\"msg_cd\":\"EGW00201\"}}";

    private static final LimitedWhen EGW00201 = LimitedWhen.read(List.of("json:/msg_cd=EGW00201"), MAX);

    /** Counts what is read, and fails after a number of bytes. */
    private static final class Source extends FilterInputStream {

        private long read;
        private long failAfter = Long.MAX_VALUE;
        private boolean closed;

        Source(InputStream in) {
            super(in);
        }

        Source(byte[] bytes) {
            this(new ByteArrayInputStream(bytes));
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (read >= failAfter) {
                throw new IOException("connection reset");
            }
            int count = in.read(target, offset, (int) Math.min(length, failAfter - read));
            read += Math.max(0, count);
            return count;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream target = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(target)) {
            gzip.write(bytes);
        }
        return target.toByteArray();
    }

    private static byte[] gzip(String text) throws IOException {
        return gzip(text.getBytes(UTF_8));
    }

    private static boolean matches(LimitedWhen when, BodyPrefix body) {
        return when.matches(200, Fields.NONE, Optional.of(body));
    }

    private static void assertUnchanged(byte[] body, boolean limited) throws IOException {
        Source source = new Source(body);
        BodyPrefix prefix = new BodyPrefix(source, MAX);

        assertThat(matches(EGW00201, prefix)).isEqualTo(limited);
        assertThat(source.read).isLessThanOrEqualTo(MAX);
        assertThat(prefix.whole().readAllBytes()).isEqualTo(body);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 500})
    void matches_codeInTheBody_plainAndGzipWhateverTheStatus(int status) throws IOException {
        for (byte[] body : List.of(REFUSED.getBytes(UTF_8), gzip(REFUSED))) {
            BodyPrefix prefix = new BodyPrefix(new ByteArrayInputStream(body), MAX);

            assertThat(EGW00201.matches(status, Fields.NONE, Optional.of(prefix)))
                    .isTrue();
            assertThat(prefix.whole().readAllBytes()).isEqualTo(body);
        }
    }

    @Test
    void matches_otherCode_passesTheBodyOn() throws IOException {
        assertUnchanged(FINE.getBytes(UTF_8), false);
        assertUnchanged(gzip(FINE), false);
        assertUnchanged(new byte[0], false);
        assertUnchanged(new byte[] {0x1f}, false);
        assertUnchanged(new byte[] {0x1f, (byte) 0x8b}, false);
        assertUnchanged("<html>EGW00201</html>".getBytes(UTF_8), false);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whole_bodyOf10MiB_isUnchangedAndOnlyThePrefixIsKept(boolean compressed) throws Exception {
        byte[] noise = new byte[10 << 20];
        new Random(17).nextBytes(noise);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write("{\"data\":\"".getBytes(UTF_8));
        for (byte each : noise) {
            body.write('a' + (each & 15));
        }
        body.write("\",\"msg_cd\":\"EGW00201\"}".getBytes(UTF_8));
        byte[] sent = compressed ? gzip(body.toByteArray()) : body.toByteArray();
        Source source = new Source(sent);
        BodyPrefix prefix = new BodyPrefix(source, MAX);

        // the code comes after what is looked at
        assertThat(matches(EGW00201, prefix)).isFalse();
        assertThat(source.read).isLessThanOrEqualTo(MAX);
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (InputStream whole = new DigestInputStream(prefix.whole(), digest)) {
            assertThat(whole.transferTo(OutputStream.nullOutputStream())).isEqualTo(sent.length);
        }
        assertThat(digest.digest())
                .isEqualTo(MessageDigest.getInstance("SHA-256").digest(sent));
        assertThat(source.closed).isTrue();
    }

    @Test
    void matches_codeBeforeTheEndOfALongBody_readsNoFurther() {
        Source source = new Source(new SequenceInputStream(
                new ByteArrayInputStream("{\"msg_cd\":\"EGW00201\",\"data\":\"".getBytes(UTF_8)), endless('a')));

        assertThat(matches(EGW00201, new BodyPrefix(source, MAX))).isTrue();
        assertThat(source.read).isLessThan(MAX);
    }

    private static InputStream endless(int each) {
        return new InputStream() {
            @Override
            public int read() {
                return each;
            }
        };
    }

    @ParameterizedTest
    @ValueSource(ints = {'[', '"', ' ', '1', '{', 0})
    void matches_endlessBody_readsAtMostThePrefix(int each) {
        Source source =
                new Source(new SequenceInputStream(new ByteArrayInputStream("{\"x\":".getBytes(UTF_8)), endless(each)));

        assertThat(matches(EGW00201, new BodyPrefix(source, MAX))).isFalse();
        assertThat(source.read).isLessThanOrEqualTo(MAX);
    }

    @Test
    void matches_bodyThatIsNoJson_readsOnlyItsBeginning() {
        Source source = new Source(
                new SequenceInputStream(new ByteArrayInputStream("data: an event\n\n".getBytes(UTF_8)), endless('\n')));

        assertThat(matches(EGW00201, new BodyPrefix(source, MAX))).isFalse();
        assertThat(source.read).isLessThan(MAX / 2);
    }

    @Test
    void matches_gzipBomb_decodesAtMostThePrefix() throws IOException {
        byte[] bomb = gzip(("{\"x\":\"" + "0".repeat(50 << 20) + "\",\"msg_cd\":\"EGW00201\"}").getBytes(UTF_8));

        assertUnchanged(bomb, false);
    }

    @Test
    void matches_gzipOfNothingButEmptyMembers_readsAtMostThePrefix() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int i = 0; i < 10_000; i++) {
            body.write(gzip(""));
        }
        body.write(gzip(REFUSED));

        assertUnchanged(body.toByteArray(), false);
    }

    @Test
    void matches_gzipWithAnEndlessName_readsAtMostThePrefix() throws IOException {
        byte[] header = {0x1f, (byte) 0x8b, 8, 8, 0, 0, 0, 0, 0, 0};
        Source source = new Source(new SequenceInputStream(new ByteArrayInputStream(header), endless('n')));

        assertThat(matches(EGW00201, new BodyPrefix(source, MAX))).isFalse();
        assertThat(source.read).isLessThanOrEqualTo(MAX);
    }

    @Test
    void matches_gzipThatIsCutOff_isDecidedByWhatIsThere() throws IOException {
        String text = "{\"msg_cd\":\"EGW00201\",\"data\":\"" + "초과".repeat(5_000) + "\"}";
        byte[] whole = gzip(text);

        for (int length : new int[] {1, 2, 9, 10, 11, whole.length / 2, whole.length - 9, whole.length - 1}) {
            byte[] cut = java.util.Arrays.copyOf(whole, length);
            assertUnchanged(cut, length >= whole.length / 2);
        }
    }

    @Test
    void matches_gzipWithWrongBytes_passesThemOn() throws IOException {
        byte[] wrong = gzip(FINE + " ".repeat(1_000));
        Random random = new Random(5);
        for (int i = 0; i < 200; i++) {
            byte[] bytes = wrong.clone();
            bytes[2 + random.nextInt(bytes.length - 2)] ^= (byte) (1 + random.nextInt(255));
            BodyPrefix prefix = new BodyPrefix(new ByteArrayInputStream(bytes), MAX);
            boolean ignored = matches(EGW00201, prefix);
            assertThat(prefix.whole().readAllBytes()).isEqualTo(bytes);
        }
    }

    @Test
    void whole_sourceFails_failsAtTheSameByte() throws IOException {
        for (byte[] body : List.of(REFUSED.getBytes(UTF_8), gzip(REFUSED))) {
            for (int after : new int[] {0, 1, 10, 12}) {
                Source source = new Source(body);
                source.failAfter = after;
                BodyPrefix prefix = new BodyPrefix(source, MAX);
                assertThat(matches(EGW00201, prefix)).isFalse();

                InputStream whole = prefix.whole();
                assertThat(whole.readNBytes(after)).isEqualTo(java.util.Arrays.copyOf(body, after));
                assertThatThrownBy(whole::read).isInstanceOf(IOException.class).hasMessage("connection reset");
                assertThatThrownBy(whole::read).isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void whole_readInSmallPieces_isUnchanged() throws IOException {
        byte[] body = (REFUSED + " ".repeat(10_000)).getBytes(UTF_8);
        InputStream oneByOne = new FilterInputStream(new ByteArrayInputStream(body)) {
            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                return super.read(target, offset, Math.min(1, length));
            }
        };
        BodyPrefix prefix = new BodyPrefix(oneByOne, MAX);
        assertThat(matches(EGW00201, prefix)).isTrue();

        ByteArrayOutputStream read = new ByteArrayOutputStream();
        InputStream whole = prefix.whole();
        for (int next = whole.read(); next >= 0; next = whole.read()) {
            read.write(next);
        }
        assertThat(read.toByteArray()).isEqualTo(body);
        assertThat(whole.available()).isZero();
    }

    @Test
    void matches_severalRulesAboutBodies_eachLooksFromTheBeginning() {
        LimitedWhen when = LimitedWhen.read(List.of("json:/a=2", "json:/b=1", "json:/msg_cd=EGW00201"), MAX);

        assertThat(matches(when, new BodyPrefix(new Source(REFUSED.getBytes(UTF_8)), MAX)))
                .isTrue();
        assertThat(matches(when, new BodyPrefix(new Source(FINE.getBytes(UTF_8)), MAX)))
                .isFalse();
    }

    @Test
    void matches_statusOrHeaderTells_doesNotReadTheBody() {
        LimitedWhen when = LimitedWhen.read(List.of("json:/a=1", "status:429", "header:X-Error=limit"), MAX);
        Source source = new Source(REFUSED.getBytes(UTF_8));
        Optional<BodyPrefix> body = Optional.of(new BodyPrefix(source, MAX));

        assertThat(when.matches(429, Fields.NONE, body)).isTrue();
        assertThat(when.matches(200, Fields.of(Map.of("x-error", List.of("auth", "other, limit"))), body))
                .isTrue();
        assertThat(source.read).isZero();
        assertThat(when.matches(200, Fields.of(Map.of("x-error", List.of("Limit", "limits"))), body))
                .isFalse();
        assertThat(when.matches(200, Fields.NONE, Optional.empty())).isFalse();
    }
}
