package dev.weir.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which methods answer what a document calls an operation. */
class ResourceOperationsTest {

    private static final ResourceOperations OPERATIONS = ResourceOperations.of(List.of(
            Orders.class,
            Shops.class,
            Crud.class,
            Customers.class,
            Unrelated.class,
            Line.class,
            ResourceOperations.class));

    @Path("/orders/")
    static class Orders {
        @GET
        public void list() {}

        @GET
        @Path("{id : [0-9]{1,3}/x}")
        public void one() {}

        @GET
        @Path("report")
        @Produces("text/plain")
        public void text() {}

        @GET
        @Path("report")
        @Produces("text/csv")
        public void table() {}

        @Path("{id}/lines/{line}")
        public Line line() {
            return new Line();
        }

        @Path("line-class")
        public Class<Line> lineClass() {
            return Line.class;
        }

        @Path("unknown")
        public Object unknown() {
            return new Line();
        }
    }

    /** No resource of its own. */
    static class Line {
        @GET
        public void get() {}

        @DELETE
        @Path("part")
        public void delete() {}

        @Path("next")
        public Line next() {
            return this;
        }
    }

    @Path("shops")
    static class Shops {
        @GET
        @Path("orders")
        public void orders() {}
    }

    @Path("crud")
    interface Crud<T> {
        @POST
        @Path("{name}")
        void create(T value);
    }

    static class Customers implements Crud<String> {
        @Override
        public void create(String value) {}
    }

    static class Unrelated {
        @GET
        public void get() {}
    }

    private static List<String> names(ResourceOperations.Found found) {
        return found.calls().stream()
                .map(each -> each.type().getSimpleName() + "." + each.method().getName())
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /orders, Orders.list",
        "GET, /orders/, Orders.list",
        "GET, /api/orders, Orders.list",
        "GET, '/api/orders/{id : [0-9]{1,3}/x}', Orders.one",
        "GET, '/api/orders/{id}', Orders.one",
        "GET, /api/shops/orders, Shops.orders",
        "POST, '/api/crud/{whatever}', Customers.create",
        "GET, '/api/orders/{id}/lines/{line}', Orders.line Line.get",
        "DELETE, '/api/orders/{id}/lines/{line}/part', Orders.line Line.delete",
        "DELETE, /api/orders/line-class/part, Orders.lineClass Line.delete",
        "GET, /api/orders/line-class/next/next, Orders.lineClass Line.next Line.get",
    })
    void find_operation_isTheMethodsThatAreCalled(String method, String path, String names) {
        assertThat(names(OPERATIONS.find(method, path))).containsExactly(names.split(" "));
    }

    @Test
    void find_operationOfSeveralMethods_isAllOfThem() {
        assertThat(names(OPERATIONS.find("GET", "/api/orders/report")))
                .containsExactlyInAnyOrder("Orders.text", "Orders.table");
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /api/orders",
        "GET, /api/reorders",
        "GET, /api/orders/other",
        "GET, /api/orders/unknown",
        "GET, /",
        "DELETE, /part",
    })
    void find_whatNoResourceAnswers_isNothing(String method, String path) {
        ResourceOperations.Found found = OPERATIONS.find(method, path);
        assertThat(found.calls()).isEmpty();
        assertThat(found.servletMapping()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"/orders, /*", "/api/orders, /api/*", "/api/v1/orders, /api/v1/*"})
    void find_servletMapping_isWhatStandsBeforeTheResource(String path, String mapping) {
        assertThat(OPERATIONS.find("GET", path).servletMapping()).isEqualTo(mapping);
    }

    @Test
    void find_path_isWithoutNamesOfParameters() {
        assertThat(OPERATIONS.find("GET", "/api//orders/{id : [0-9]{1,3}/x}/").path())
                .isEqualTo("/api/orders/{}");
    }
}
