package dev.weir.admin.resource;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.admin.AdminVisit;
import dev.weir.admin.Route;
import java.util.List;
import org.junit.jupiter.api.Test;

/** No route that is registered answers those who have no business there. */
class AccessTest {

    @Test
    void service_everyRoute_refusesAnonymousCallersThoseWithoutARoleAndViewersWhoWouldChange() {
        try (AdminApplication application = new AdminApplication("admin.role", "operator")) {
            List<Route> routes = application.administered().resources().stream()
                    .flatMap(each -> each.routes().stream())
                    .toList();
            assertThat(routes).as("of all resources").hasSizeGreaterThan(20);
            // a caller of its own for each: one may ask twenty times a second
            for (int i = 0; i < routes.size(); i++) {
                Route route = routes.get(i);
                String path = "/" + route.path().replaceAll("[{][^}]*[}]", "x");
                AdminVisit visit =
                        application.operator(path).change(route.method()).body("{}");
                assertThat(visit.as(null).send().status())
                        .as("anonymous: %s", route)
                        .isEqualTo(401);
                assertThat(visit.as("bob" + i, "customer").send().status())
                        .as("without a role: %s", route)
                        .isEqualTo(403);
                if (route.access() != Route.Access.READ) {
                    assertThat(visit.as("vera" + i, "viewer").send().status())
                            .as("may only read: %s", route)
                            .isEqualTo(403);
                }
            }
            assertThat(application.silentAudit().newestFirst()).isEmpty();
        }
    }
}
