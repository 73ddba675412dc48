package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ejb.ApplicationException;
import java.net.URL;
import java.net.URLClassLoader;
import org.junit.jupiter.api.Test;

class RateLimitExceededExceptionTest {

    @Test
    void type_toAnEjbContainer_isAnApplicationExceptionThatRollsBack() {
        ApplicationException annotation = RateLimitExceededException.class.getAnnotation(ApplicationException.class);
        assertThat(annotation.rollback()).isTrue();
        assertThat(annotation.inherited()).isTrue();
    }

    /** A plain servlet container. */
    @Test
    void type_whereThereIsNoEjbApi_loads() throws Exception {
        URL classes = RateLimitExceededException.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation();
        try (URLClassLoader alone = new URLClassLoader(new URL[] {classes}, ClassLoader.getPlatformClassLoader())) {
            Class<?> loaded = Class.forName(RateLimitExceededException.class.getName(), true, alone);
            assertThat(loaded.getAnnotations()).isEmpty();
            assertThat(loaded.getMethod("refusals").getReturnType().getName()).isEqualTo("java.util.List");
        }
    }
}
