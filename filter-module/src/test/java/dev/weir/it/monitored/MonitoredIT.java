package dev.weir.it.monitored;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.it.Visitor;
import dev.weir.it.Wars;
import dev.weir.it.admin.Operators;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Beans that have a {@code DataSource} of the server injected whose statements are watched, on Payara Micro. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class MonitoredIT {

    @ArquillianResource
    private URI root;

    @Deployment(testable = false)
    static WebArchive application() {
        return Wars.war("monitored", Operators.class, Orders.class, OrdersServlet.class);
    }

    private JsonObject endpoints() {
        HttpResponse<String> response = Visitor.of(root).as("vera").get("/ops/endpoints");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return Json.createReader(new StringReader(response.body())).readObject();
    }

    private static List<JsonObject> objects(JsonObject json, String name) {
        return json.getJsonArray(name).getValuesAs(JsonObject.class);
    }

    @Test
    void slowStatement_ofABean_isShownWithItsEndpointAndWithoutItsValues() {
        assertThat(Visitor.of(root).get("/orders/slow?by=name").body()).isEqualTo("done");
        assertThat(Visitor.of(root).get("/orders/slow").body()).isEqualTo("done");
        assertThat(Visitor.of(root).get("/orders/fast").body()).isEqualTo("2");
        JsonObject shown = endpoints();
        assertThat(objects(shown, "queries"))
                .filteredOn(each -> each.getString("statement").contains("call"))
                .singleElement()
                .satisfies(each -> assertThat(each.getString("statement")).isEqualTo("call slowly(?)"))
                .satisfies(each -> assertThat(each.getInt("count")).isEqualTo(2))
                .satisfies(each ->
                        assertThat(each.getJsonNumber("slowest").doubleValue()).isGreaterThan(0.5));
        assertThat(objects(shown, "endpoints"))
                .filteredOn(each -> each.getString("endpoint").contains("/orders/slow"))
                .singleElement()
                .satisfies(each -> assertThat(each.getInt("slow")).isEqualTo(2));
    }
}
