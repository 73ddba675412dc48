package dev.weir.site;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.RateLimited;
import dev.weir.config.Declaration;
import jakarta.enterprise.inject.Stereotype;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.reflect.Method;
import java.util.List;
import org.junit.jupiter.api.Test;

class StereotypeSitesTest {

    private static final String HERE = "@RateLimited on " + StereotypeSitesTest.class.getName();

    @Stereotype
    @RateLimited(limit = "5/1m")
    @Retention(RetentionPolicy.RUNTIME)
    @interface Throttled {}

    @Stereotype
    @Throttled
    @Circular
    @Retention(RetentionPolicy.RUNTIME)
    @interface ThrottledToo {}

    @Stereotype
    @ThrottledToo
    @Retention(RetentionPolicy.RUNTIME)
    @interface Circular {}

    @Stereotype
    @RateLimited("second")
    @Retention(RetentionPolicy.RUNTIME)
    @interface Second {}

    @RateLimited("meta")
    @Retention(RetentionPolicy.RUNTIME)
    @interface Meta {}

    @Throttled
    static class Users {
        void list() {}

        @RateLimited("own")
        void own() {}

        @Second
        void produce() {}
    }

    @ThrottledToo
    static class Orders {
        void list() {}
    }

    @Circular
    @Second
    static class Both {
        void list() {}
    }

    @Throttled
    @RateLimited("own")
    static class Replaced {
        void list() {}
    }

    static class Below extends Users {
        @Override
        void list() {}
    }

    @Meta
    static class Untouched {
        @Meta
        void list() {}
    }

    @Test
    void of_stereotypeOfTheType_isAPolicyNamedAfterTheType() {
        assertThat(declarations(Users.class, "list")).singleElement().satisfies(declaration -> {
            assertThat(declaration.policy()).isEqualTo("users");
            assertThat(declaration.site()).isEqualTo(HERE + "$Users by @Throttled");
            assertThat(declaration.derived()).isTrue();
        });
    }

    @Test
    void of_stereotypeOfAStereotype_isCarriedOn() {
        assertThat(declarations(Orders.class, "list")).singleElement().satisfies(declaration -> {
            assertThat(declaration.policy()).isEqualTo("orders");
            assertThat(declaration.site()).isEqualTo(HERE + "$Orders by @ThrottledToo");
        });
    }

    @Test
    void of_severalStereotypes_isAllOfThem() {
        assertThat(declarations(Both.class, "list"))
                .extracting(Declaration::policy)
                .containsExactly("both", "second");
    }

    @Test
    void of_ownAnnotation_replacesThatOfTheStereotype() {
        assertThat(policies(Replaced.class, "list")).containsExactly("own");
        assertThat(policies(Users.class, "own")).containsExactly("own");
    }

    @Test
    void of_stereotypeOfAMethod_isThatOfTheMethod() {
        assertThat(policies(Users.class, "produce")).containsExactly("second");
        assertThat(RateLimitedAnnotations.isOnMethod(Users.class, method(Users.class, "produce")))
                .isTrue();
        assertThat(RateLimitedAnnotations.isOnMethod(Users.class, method(Users.class, "list")))
                .isFalse();
    }

    @Test
    void of_stereotypeOfASuperclass_holdsBelow() {
        assertThat(policies(Below.class, "list")).containsExactly("users");
    }

    @Test
    void of_annotationThatIsNoStereotype_isNothing() {
        assertThat(policies(Untouched.class, "list")).isEmpty();
        assertThat(RateLimitedAnnotations.isAnnotated(Untouched.class)).isFalse();
    }

    private static List<String> policies(Class<?> type, String method) {
        return declarations(type, method).stream().map(Declaration::policy).toList();
    }

    private static List<Declaration> declarations(Class<?> type, String method) {
        return RateLimitedAnnotations.of(type, method(type, method)).stream()
                .flatMap(use -> use.declarations().stream())
                .toList();
    }

    private static Method method(Class<?> type, String name) {
        try {
            return type.getDeclaredMethod(name);
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
