package dev.weir.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.config.Declaration;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One runtime for each application that shares the classes of Weir, found by the thread that asks. */
class ApplicationsTest {

    private static final ClassLoader HOME = ApplicationsTest.class.getClassLoader();

    private final Loader ear = new Loader(HOME);
    private final Loader one = new Loader(ear);
    private final Loader two = new Loader(ear);
    private final Applications applications = Applications.rehearsed(HOME);
    private final ClassLoader before = Thread.currentThread().getContextClassLoader();

    private static final class Loader extends ClassLoader {
        Loader(ClassLoader parent) {
            super(parent);
        }

        /** A class of the same name, of this loader. */
        Class<?> copy(Class<?> type) {
            String file = type.getName().replace('.', '/') + ".class";
            try (InputStream code = HOME.getResourceAsStream(file)) {
                byte[] bytes = code.readAllBytes();
                return defineClass(type.getName(), bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @BeforeEach
    void countHere() {
        System.setProperty("ratelimit.store", "local");
    }

    @AfterEach
    void close() {
        Thread.currentThread().setContextClassLoader(before);
        applications.close(HOME);
        System.clearProperty("ratelimit.store");
    }

    private WeirRuntime currentOf(ClassLoader application) {
        Thread.currentThread().setContextClassLoader(application);
        return applications.current();
    }

    @Test
    void current_ofTwoWars_isThatOfTheThread() {
        WeirRuntime first = applications.start(one);
        WeirRuntime second = applications.start(two);
        assertThat(second).isNotSameAs(first);
        assertThat(currentOf(one)).isSameAs(first);
        assertThat(currentOf(two)).isSameAs(second);
        assertThat(currentOf(new Loader(two))).as("a loader below").isSameAs(second);
        assertThat(currentOf(ear)).as("a bean of the EAR").isSameAs(first);
    }

    @Test
    void current_beforeAnythingIsDeployed_isThatOfTheFirst() {
        WeirRuntime early = currentOf(ear);
        applications.deployedAs(one, Deployment.UNKNOWN);
        assertThat(applications.start(one)).isSameAs(early);
        assertThat(applications.start(two)).isNotSameAs(early);
    }

    @Test
    void close_ofOneWar_leavesTheOther() {
        WeirRuntime first = applications.start(one);
        WeirRuntime second = applications.start(two);
        applications.close(one);
        assertThat(first.isClosed()).isTrue();
        assertThat(second.isClosed()).isFalse();
        assertThat(currentOf(two)).isSameAs(second);
    }

    @Test
    void close_ofTheEar_closesAll_andStartsNothingNew() {
        WeirRuntime first = applications.start(one);
        WeirRuntime second = applications.start(two);
        applications.close(ear);
        applications.close(ear);
        assertThat(first.isClosed()).isTrue();
        assertThat(second.isClosed()).isTrue();
        assertThat(currentOf(one).isClosed()).isTrue();
    }

    @Test
    void close_ofTheOwnerOfTheClasses_startsNothingNew() {
        WeirRuntime only = applications.start(HOME);
        applications.close(HOME);
        assertThat(applications.current()).isSameAs(only);
        assertThat(only.isClosed()).isTrue();
    }

    @Test
    void start_afterTheEnd_isAnotherRuntime() {
        WeirRuntime before = applications.start(one);
        applications.close(one);
        assertThat(applications.start(one)).isNotSameAs(before);
        assertThat(currentOf(one).isClosed()).isFalse();
    }

    @Test
    void announced_ofAnEar_isWithoutWhatIsOfOtherWars() {
        Class<?> own = one.copy(Deployment.class);
        Class<?> shared = ear.copy(Deployment.class);
        Class<?> ofTheOther = two.copy(Deployment.class);
        applications.announce(
                ear,
                new Bootstrap(
                        new PlainResolvers(),
                        Map.of(one, declared("own"), ear, declared("shared"), two, declared("of the other")),
                        Set.of(own, shared, ofTheOther, String.class),
                        Set.of(),
                        true,
                        event -> {}));
        Bootstrap seen = applications.announced(one).orElseThrow();
        assertThat(seen.annotated()).containsExactlyInAnyOrder(own, shared, String.class);
        assertThat(seen.allDeclarations()).extracting(Declaration::site).containsExactlyInAnyOrder("own", "shared");
        assertThat(seen.injectsLimiter()).isTrue();
        applications.close(ear);
        assertThat(applications.announced(one)).isEmpty();
    }

    private static Set<Declaration> declared(String site) {
        return Set.of(new Declaration("login", site, false, Map.of(), Optional.empty()));
    }
}
