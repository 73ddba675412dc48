package dev.weir.gateway.servlet;

import dev.weir.gateway.auth.Caller;
import dev.weir.gateway.error.ApiErrors;
import dev.weir.gateway.runtime.Gateway;
import dev.weir.gateway.settings.ModelSettings;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonGenerator;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The models that a caller may use, each under every one of its names. */
@WebServlet(urlPatterns = {"/v1/models", "/v1/models/*"})
public final class ModelsServlet extends ApiServlet {

    private static final long serialVersionUID = 1L;

    private final transient JsonProvider json = JsonProvider.provider();

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<Caller> caller = Callers.of(request);
        if (caller.isEmpty()) {
            Answers.write(response, ApiErrors.noKey(), Map.of());
            return;
        }
        Gateway gateway = RunningGateway.get();
        long created = gateway.started().getEpochSecond();
        String path = request.getPathInfo();
        if (path == null || path.equals("/")) {
            Answers.write(response, HttpServletResponse.SC_OK, body(out -> list(gateway, caller.get(), created, out)));
            return;
        }
        String name = path.substring(1);
        if (gateway.model(caller.get(), name).isPresent()) {
            Answers.write(response, HttpServletResponse.SC_OK, body(out -> model(name, created, out)));
        } else {
            Answers.write(response, ApiErrors.modelNotFound(name), Map.of());
        }
    }

    private byte[] body(Consumer<JsonGenerator> content) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (JsonGenerator out = json.createGenerator(body)) {
            content.accept(out);
        }
        return body.toByteArray();
    }

    private static void list(Gateway gateway, Caller caller, long created, JsonGenerator out) {
        out.writeStartObject().write("object", "list").writeStartArray("data");
        for (ModelSettings model : gateway.models(caller)) {
            model.names().forEach(name -> model(name, created, out));
        }
        out.writeEnd().writeEnd();
    }

    private static void model(String name, long created, JsonGenerator out) {
        out.writeStartObject()
                .write("id", name)
                .write("object", "model")
                .write("created", created)
                .write("owned_by", "weir")
                .writeEnd();
    }
}
