package dev.weir.rest;

import dev.weir.reply.Reply;
import dev.weir.servlet.ServletReply;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.WriterInterceptorContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The body of a reply; its type distinguishes it from all other entities. A stream, because JAX-RS has a writer for
 * streams.
 */
final class ReplyEntity extends ByteArrayInputStream {

    private final Reply reply;
    private final ServletReply written;

    /** @param written the response from which the application's fields are removed */
    ReplyEntity(Reply reply, ServletReply written) {
        super(reply.body().getBytes(StandardCharsets.UTF_8));
        this.reply = reply;
        this.written = written;
    }

    /** Writes the body, without the fields that response filters added for a representation of the application. */
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
        // Jersey takes the content type from the headers
        fields.putSingle(HttpHeaders.CONTENT_TYPE, type);
        written.prepare(reply);
        transferTo(context.getOutputStream());
    }
}
