package dev.weir.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.RateLimited;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassFileTest {

    private static final Set<String> ANNOTATIONS = Set.of(RateLimited.class.getName());

    /** With constants of many kinds, two of which take two places. */
    static class Limited extends Thread implements Comparable<Limited> {
        static final long LONG = 1L << 40;
        static final double DOUBLE = 0.1;

        @Override
        @RateLimited("one")
        public void run() {
            Runnable lambda = () -> System.nanoTime();
            lambda.run();
        }

        @Override
        public int compareTo(Limited other) {
            return Long.compare(LONG, (long) DOUBLE);
        }
    }

    record Untouched(String name) {}

    @Test
    void read_classFile_hasNameSupertypesAndAnnotations() throws IOException {
        ClassFile file = read(Limited.class);
        assertThat(file.name()).isEqualTo(Limited.class.getName());
        assertThat(file.supertypes()).containsExactlyInAnyOrder("java.lang.Thread", "java.lang.Comparable");
        assertThat(file.mentions(ANNOTATIONS)).isTrue();
    }

    @Test
    void mentions_withoutTheAnnotation_isFalse() throws IOException {
        assertThat(read(Untouched.class).mentions(ANNOTATIONS)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(classes = {Object.class, List.class, String.class, ClassFile.class, Thread.State.class})
    void read_anyClass_hasItsName(Class<?> type) throws IOException {
        assertThat(read(type).name()).isEqualTo(type.getName());
    }

    @Test
    void read_otherFile_isAnIOException() {
        assertThatThrownBy(() -> ClassFile.read(new ByteArrayInputStream(new byte[100])))
                .isInstanceOf(IOException.class);
    }

    private static ClassFile read(Class<?> type) throws IOException {
        String resource = "/" + type.getName().replace('.', '/') + ".class";
        try (InputStream file = Objects.requireNonNull(type.getResourceAsStream(resource))) {
            return ClassFile.read(file);
        }
    }
}
