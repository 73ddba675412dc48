package dev.weir.it.whole.rest;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.WriterInterceptor;
import jakarta.ws.rs.ext.WriterInterceptorContext;
import java.io.IOException;
import java.util.zip.GZIPOutputStream;

/** Compresses every entity, as applications of JAX-RS do by themselves, but for streams of events. */
@Provider
public class ZipInterceptor implements WriterInterceptor {

    @Override
    public void aroundWriteTo(WriterInterceptorContext context) throws IOException {
        if (MediaType.SERVER_SENT_EVENTS_TYPE.isCompatible(context.getMediaType())) {
            context.proceed();
            return;
        }
        context.getHeaders().putSingle("Content-Encoding", "gzip");
        GZIPOutputStream zip = new GZIPOutputStream(context.getOutputStream());
        context.setOutputStream(zip);
        context.proceed();
        zip.finish();
    }
}
