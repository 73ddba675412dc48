package dev.weir.admin.resource;

import dev.weir.admin.AdminResource;
import dev.weir.admin.Answer;
import dev.weir.admin.Route;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** {@code openapi.json}: the description of all of this. */
final class OpenApiResource implements AdminResource {

    private final Answer document;

    OpenApiResource() {
        this.document = Answer.text("application/json", read());
    }

    private static String read() {
        try (InputStream stream = OpenApiResource.class.getResourceAsStream("openapi.json")) {
            if (stream == null) {
                throw new IllegalStateException("openapi.json is missing");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.read("openapi.json", call -> document));
    }
}
