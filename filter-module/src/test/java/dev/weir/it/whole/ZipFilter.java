package dev.weir.it.whole;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/** Compresses what the application writes, as many applications do by themselves. */
@WebFilter(urlPatterns = "/zipped/*", asyncSupported = true)
public class ZipFilter extends HttpFilter {

    private static final long serialVersionUID = 1L;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        response.setHeader("Content-Encoding", "gzip");
        response.addHeader("Vary", "Accept-Encoding");
        Zipped zipped = new Zipped(response);
        try {
            chain.doFilter(request, zipped);
        } finally {
            zipped.finish();
        }
    }

    private static final class Zipped extends HttpServletResponseWrapper {

        private ZipStream stream;
        private PrintWriter writer;

        Zipped(HttpServletResponse response) {
            super(response);
        }

        @Override
        public ServletOutputStream getOutputStream() throws IOException {
            if (stream == null) {
                stream = new ZipStream(super.getOutputStream());
            }
            return stream;
        }

        @Override
        public PrintWriter getWriter() throws IOException {
            if (writer == null) {
                writer = new PrintWriter(new OutputStreamWriter(getOutputStream(), StandardCharsets.UTF_8));
            }
            return writer;
        }

        @Override
        public void setContentLength(int length) {
            // that of what is compressed is not known
        }

        @Override
        public void setContentLengthLong(long length) {
            // as above
        }

        void finish() throws IOException {
            if (writer != null) {
                writer.flush();
            }
            if (stream != null) {
                stream.zip.finish();
            }
        }
    }

    private static final class ZipStream extends ServletOutputStream {

        private final GZIPOutputStream zip;

        ZipStream(ServletOutputStream target) throws IOException {
            zip = new GZIPOutputStream(target);
        }

        @Override
        public void write(int b) throws IOException {
            zip.write(b);
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new UnsupportedOperationException();
        }
    }
}
