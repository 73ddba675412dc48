package dev.weir.it.login;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.Part;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.TreeMap;

/**
 * Reads the body in the way that the field {@code X-Way} says, and answers what it has read, with the status that the
 * field {@code X-Status} says.
 */
@WebServlet(
        urlPatterns = {"/looked/*", "/plain/*"},
        asyncSupported = true)
public class ReadingServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        String status = request.getHeader("X-Status");
        if (status != null) {
            response.setStatus(Integer.parseInt(status));
        }
        response.setCharacterEncoding("UTF-8");
        response.setContentType("text/plain");
        String way = request.getHeader("X-Way");
        switch (way == null ? "nothing" : way) {
            case "listener" -> listen(request);
            case "async" -> {
                AsyncContext async = request.startAsync();
                async.start(() -> {
                    try {
                        print(response, bytes(async.getRequest().getInputStream()));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                    async.complete();
                });
            }
            default -> print(response, read(way, request));
        }
    }

    private static void print(HttpServletResponse response, String text) throws IOException {
        response.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String read(String way, HttpServletRequest request) throws ServletException, IOException {
        return switch (way) {
            case "stream" -> bytes(request.getInputStream());
            case "bytes" -> byteByByte(request.getInputStream());
            case "first-byte" -> String.valueOf(request.getInputStream().read());
            case "reader" -> text(request.getReader());
            case "utf8-reader" -> {
                request.setCharacterEncoding("UTF-8");
                yield text(request.getReader());
            }
            case "parameters" -> parameters(request);
            case "utf8-parameters" -> {
                request.setCharacterEncoding("UTF-8");
                yield parameters(request);
            }
            case "parameters-then-stream" -> parameters(request) + bytes(request.getInputStream());
            case "stream-then-parameters" -> bytes(request.getInputStream()) + parameters(request);
            case "stream-then-reader" -> {
                String read = bytes(request.getInputStream());
                try {
                    yield read + text(request.getReader());
                } catch (IllegalStateException e) {
                    yield read + "IllegalStateException";
                }
            }
            case "reader-then-stream" -> {
                String read = text(request.getReader());
                try {
                    yield read + bytes(request.getInputStream());
                } catch (IllegalStateException e) {
                    yield read + "IllegalStateException";
                }
            }
            case "parts" -> parts(request);
            default -> "nothing";
        };
    }

    private static String bytes(ServletInputStream stream) throws IOException {
        return Base64.getEncoder().encodeToString(stream.readAllBytes());
    }

    private static String byteByByte(ServletInputStream stream) throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        for (int next = stream.read(); next >= 0; next = stream.read()) {
            read.write(next);
        }
        return Base64.getEncoder().encodeToString(read.toByteArray());
    }

    private static String text(BufferedReader reader) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int next = reader.read(); next >= 0; next = reader.read()) {
            text.append((char) next);
        }
        return text.toString();
    }

    private static String parameters(HttpServletRequest request) {
        StringBuilder text = new StringBuilder();
        for (String name : Collections.list(request.getParameterNames())) {
            text.append(name).append('=').append(request.getParameter(name));
            text.append(String.join(",", request.getParameterValues(name))).append(';');
        }
        new TreeMap<>(request.getParameterMap())
                .forEach((name, values) -> text.append(name)
                        .append('=')
                        .append(String.join(",", values))
                        .append(';'));
        return text.toString();
    }

    private static String parts(HttpServletRequest request) throws ServletException, IOException {
        StringBuilder text = new StringBuilder();
        for (Part part : request.getParts()) {
            byte[] content = part.getInputStream().readAllBytes();
            text.append(part.getName())
                    .append('=')
                    .append(new String(content, StandardCharsets.UTF_8))
                    .append(';');
        }
        return text.append(request.getParameter("username")).toString();
    }

    /** Reads without blocking, and answers when all is read. */
    private static void listen(HttpServletRequest request) throws IOException {
        AsyncContext async = request.startAsync();
        ServletInputStream stream = request.getInputStream();
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        stream.setReadListener(new ReadListener() {
            @Override
            public void onDataAvailable() throws IOException {
                byte[] buffer = new byte[1_000];
                while (stream.isReady() && !stream.isFinished()) {
                    int count = stream.read(buffer);
                    if (count > 0) {
                        read.write(buffer, 0, count);
                    }
                }
            }

            @Override
            public void onAllDataRead() throws IOException {
                print(
                        (HttpServletResponse) async.getResponse(),
                        Base64.getEncoder().encodeToString(read.toByteArray()));
                async.complete();
            }

            @Override
            public void onError(Throwable failure) {
                async.complete();
            }
        });
    }
}
