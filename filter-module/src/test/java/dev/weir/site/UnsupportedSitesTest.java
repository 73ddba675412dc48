package dev.weir.site;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.RateLimited;
import dev.weir.config.Declaration;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.lang.reflect.AnnotatedElement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What holds because of who calls it; {@code UnlimitedPlacesIT} has what does not. */
class UnsupportedSitesTest {

    static class Service {
        @RateLimited("a")
        public void run() {}

        @RateLimited
        @RateLimited("b")
        void other() {}
    }

    static class Below extends Service {
        @Override
        @RateLimited("c")
        public void run() {}
    }

    interface Api {
        @GET
        @RateLimited("a")
        String get();
    }

    interface Limits {
        @RateLimited("a")
        String get();
    }

    @Path("resource")
    public static class Resource implements Api, Limits {
        @Override
        public String get() {
            return "got";
        }
    }

    @RateLimited("a")
    public abstract static class LimitedResource {
        @Path("below")
        public Resource below() {
            return new Resource();
        }
    }

    public static class Concrete extends LimitedResource {}

    @Test
    void of_methodThatIsIntercepted_isNothing() throws NoSuchMethodException {
        assertThat(reasons(Service.class, reached(Service.class, "run", "other")))
                .isEmpty();
    }

    @Test
    void of_methodReplacedByASubclass_isNothing() throws NoSuchMethodException {
        assertThat(reasons(Service.class, reached(Below.class, "run"))).hasSize(2);
        assertThat(UnsupportedSites.reached(Below.class, Below.class.getDeclaredMethod("run")))
                .contains(Service.class.getDeclaredMethod("run"));
    }

    @Test
    void of_noneIntercepted_isOneForEachAnnotation() {
        assertThat(unlimited(Set.of()).of(Service.class))
                .extracting(Declaration::policy)
                .containsExactlyInAnyOrder("a", "anonymous", "b");
    }

    @Test
    void of_resourceMethod_isNothingIfAResourceHasIt() {
        assertThat(reasons(Api.class, Set.of(), Api.class, Resource.class)).isEmpty();
        assertThat(reasons(Limits.class, Set.of(), Limits.class, Resource.class))
                .isEmpty();
        assertThat(reasons(LimitedResource.class, Set.of(), LimitedResource.class, Concrete.class))
                .isEmpty();
    }

    @Test
    void of_resourceMethodThatNoResourceHas_isADefect() {
        assertThat(reasons(Api.class, Set.of(), Api.class)).hasSize(1);
        assertThat(reasons(LimitedResource.class, Set.of(), LimitedResource.class))
                .hasSize(1);
    }

    @Test
    void of_classesThatCannotBeSeen_areThoughtToBeThere() {
        assertThat(reasons(Api.class, Set.of())).isEmpty();
        assertThat(reasons(Limits.class, Set.of())).hasSize(1);
    }

    private static Set<AnnotatedElement> reached(Class<?> type, String... methods) throws NoSuchMethodException {
        Set<AnnotatedElement> reached = new HashSet<>();
        for (String method : methods) {
            reached.addAll(UnsupportedSites.reached(type, type.getDeclaredMethod(method)));
        }
        return reached;
    }

    private static UnsupportedSites unlimited(Set<AnnotatedElement> intercepted, Class<?>... application) {
        return new UnsupportedSites(intercepted, type -> List.of(application));
    }

    private static List<String> reasons(Class<?> type, Set<AnnotatedElement> intercepted, Class<?>... application) {
        return unlimited(intercepted, application).of(type).stream()
                .flatMap(each -> each.defect().stream())
                .toList();
    }
}
