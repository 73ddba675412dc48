package dev.weir.gateway.servlet;

import dev.weir.gateway.error.ApiErrors;
import dev.weir.gateway.runtime.Gateway;
import dev.weir.gateway.runtime.UpstreamStates.State;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonGenerator;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whether the gateway runs, and whether any of its upstreams can serve. Open to all: it names no address. Payara has
 * MicroProfile Health at the same path of an application at the root, unless that has a servlet there, as this one.
 */
@WebServlet(urlPatterns = {"/health", "/health/*"})
public final class HealthServlet extends ApiServlet {

    private static final long serialVersionUID = 1L;
    private static final byte[] OK = "{\"status\":\"ok\"}".getBytes(StandardCharsets.UTF_8);

    private final transient JsonProvider json = JsonProvider.provider();

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = request.getPathInfo();
        if (path == null || path.equals("/") || path.equals("/live")) {
            Answers.write(response, HttpServletResponse.SC_OK, OK);
        } else if (path.equals("/ready")) {
            ready(response);
        } else {
            Answers.write(response, ApiErrors.unknownUrl(request.getMethod(), request.getRequestURI()), Map.of());
        }
    }

    private void ready(HttpServletResponse response) throws IOException {
        Gateway gateway = RunningGateway.get();
        Map<String, State> states = new TreeMap<>();
        gateway.settings()
                .models()
                .keySet()
                .forEach(model -> states.put(model, gateway.states().of(model)));
        boolean any = states.values().stream().anyMatch(state -> state != State.OPEN);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (JsonGenerator out = json.createGenerator(body)) {
            out.writeStartObject().write("status", any ? "ok" : "unavailable").writeStartObject("upstreams");
            states.forEach((model, state) -> out.write(model, state.name().toLowerCase(Locale.ROOT)));
            out.writeEnd().writeEnd();
        }
        int status = any ? HttpServletResponse.SC_OK : HttpServletResponse.SC_SERVICE_UNAVAILABLE;
        Answers.write(response, status, body.toByteArray());
    }
}
