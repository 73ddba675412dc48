package dev.weir.rest;

import dev.weir.http.Reply;
import dev.weir.servlet.ServletReply;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.WriterInterceptorContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The body of a reply, told from all other entities by its type. A stream, because JAX-RS has a writer for streams. */
final class ReplyEntity extends ByteArrayInputStream {

    private final Reply reply;
    private final ServletReply written;

    /** @param written what the application set there is taken out */
    ReplyEntity(Reply reply, ServletReply written) {
        super(reply.body().getBytes(StandardCharsets.UTF_8));
        this.reply = reply;
        this.written = written;
    }

    /** Writes it, without what response filters have set for the representation that they took it for. */
    void writeTo(WriterInterceptorContext context) throws IOException {
        MultivaluedMap<String, Object> fields = context.getHeaders();
        for (String name : List.copyOf(fields.keySet())) {
            if (reply.replaces(name)) {
                fields.remove(name);
            }
        }
        reply.fields().forEach(fields::putSingle);
        MediaType type = MediaType.valueOf(reply.contentType());
        context.setMediaType(type);
        // Jersey writes what the headers say
        fields.putSingle(HttpHeaders.CONTENT_TYPE, type);
        written.prepare(reply);
        transferTo(context.getOutputStream());
    }
}
