package dev.weir.servlet;

import dev.weir.login.FormBody;
import dev.weir.runtime.WeirRuntime;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.Part;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request at whose body Weir can look: the application gets the same bytes, as a stream, by a reader or as
 * parameters, whatever way it goes. For use by one thread at a time.
 */
final class LookedAtRequest extends HttpServletRequestWrapper {

    /** What is looked at of a body, in bytes. */
    static final int MOST = 65_536;

    /** What containers read of a form by default. */
    private static final int LARGEST_FORM = 2 * 1024 * 1024;

    private static final String ATTRIBUTE =
            "dev.weir.body@" + Integer.toHexString(System.identityHashCode(LookedAtRequest.class));
    private static final Set<String> WITHOUT_BODY = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    private final HttpServletResponse response;
    /** Whether the application has had the container read the body as text or parameters. */
    private boolean begun;
    /** Whether the application can read the body from the container, on another thread. */
    private boolean gone;
    /** Whether Weir has looked, so that the container has no body any more. */
    private boolean looked;

    private @Nullable ReplayedStream stream;
    private @Nullable BufferedReader reader;
    private boolean streaming;
    private @Nullable Map<String, String[]> parameters;

    private LookedAtRequest(HttpServletRequest request, HttpServletResponse response) {
        super(request);
        this.response = response;
    }

    /** Returns {@code request}, or a replacement if a login can be in its body. */
    static HttpServletRequest of(HttpServletRequest request, HttpServletResponse response, WeirRuntime runtime) {
        try {
            boolean needed = runtime.policies().needBodies() && !isWithoutBody(request);
            return needed && in(request).isEmpty() ? around(request, response) : request;
        } catch (RuntimeException e) {
            // a wrapper of the application throws; the decision meets and reports the same exception
            return request;
        }
    }

    /** The replacement of a request that has none yet. */
    static LookedAtRequest around(HttpServletRequest request, HttpServletResponse response) {
        LookedAtRequest looked = new LookedAtRequest(request, response);
        request.setAttribute(ATTRIBUTE, looked);
        return looked;
    }

    /** Whether a request has no body: only its method and its header can tell. */
    static boolean isWithoutBody(HttpServletRequest request) {
        return WITHOUT_BODY.contains(request.getMethod())
                && request.getContentLengthLong() <= 0
                && request.getHeader("Transfer-Encoding") == null;
    }

    /** The request at whose body Weir can look; empty if no filter of Weir has seen {@code request} early enough. */
    static Optional<LookedAtRequest> in(ServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof LookedAtRequest looked
                ? Optional.of(looked)
                : Optional.empty();
    }

    /**
     * Looks at the body: at most {@link #MOST} bytes and one more. Empty if the application has had the container read
     * it.
     *
     * @throws IOException if it cannot be read
     */
    Optional<ReplayedStream> look() throws IOException {
        if (begun || gone) {
            return Optional.empty();
        }
        ReplayedStream looking = stream();
        looked = true;
        looking.look();
        return Optional.of(looking);
    }

    private ReplayedStream stream() throws IOException {
        ReplayedStream known = stream;
        if (known == null) {
            // a larger one is never looked at
            int kept = getContentLengthLong() > MOST ? 0 : MOST;
            known = new ReplayedStream(super.getInputStream(), kept, this::getAsyncContext);
            stream = known;
        }
        return known;
    }

    /** Whether the application has had the container read the body as parameters. */
    boolean isReadAsParameters() {
        return begun && reader == null;
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        if (reader != null) {
            throw new IllegalStateException("getReader() has been called for this request");
        }
        streaming = true;
        return stream();
    }

    @Override
    public BufferedReader getReader() throws IOException {
        BufferedReader known = reader;
        if (known != null) {
            return known;
        }
        if (streaming) {
            throw new IllegalStateException("getInputStream() has been called for this request");
        }
        if (looked) {
            String charset = getCharacterEncoding();
            known = new BufferedReader(
                    charset == null
                            ? new InputStreamReader(stream(), StandardCharsets.ISO_8859_1)
                            : new InputStreamReader(stream(), charset));
        } else {
            begun = true;
            known = super.getReader();
        }
        reader = known;
        return known;
    }

    @Override
    public @Nullable String getParameter(String name) {
        if (!looked) {
            begin();
            return super.getParameter(name);
        }
        String[] values = getParameterValues(name);
        return values == null ? null : values[0];
    }

    @Override
    public String @Nullable [] getParameterValues(String name) {
        String[] values = getParameterMap().get(name);
        return values == null ? null : values.clone();
    }

    @Override
    public Enumeration<String> getParameterNames() {
        return Collections.enumeration(getParameterMap().keySet());
    }

    @Override
    public Map<String, String[]> getParameterMap() {
        if (!looked) {
            begin();
            return super.getParameterMap();
        }
        Map<String, String[]> known = parameters;
        if (known == null) {
            known = Collections.unmodifiableMap(readParameters());
            parameters = known;
        }
        return known;
    }

    /** The container reads the body for its parameters, unless the application has its stream. */
    private void begin() {
        begun |= !streaming && (isForm() || isMultipart());
    }

    /** Of a body that the application reads itself there are no parameters, as with the container. */
    private Map<String, String[]> readParameters() {
        if (streaming || reader != null || !isForm() || !"POST".equals(getMethod())) {
            return super.getParameterMap();
        }
        // first: Payara would take what is left of the body for a form
        FormBody form = FormBody.parse(rest());
        Map<String, List<String>> all = new LinkedHashMap<>();
        super.getParameterMap().forEach((name, values) -> all.put(name, new ArrayList<>(List.of(values))));
        form.texts(charset())
                .forEach((name, values) ->
                        all.computeIfAbsent(name, each -> new ArrayList<>()).addAll(values));
        Map<String, String[]> arrays = new LinkedHashMap<>();
        all.forEach((name, values) -> arrays.put(name, values.toArray(String[]::new)));
        return arrays;
    }

    /** All of a form; nothing if it is larger than containers read. */
    private byte[] rest() {
        try {
            byte[] form = stream().readNBytes(LARGEST_FORM + 1);
            return form.length > LARGEST_FORM ? new byte[0] : form;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Charset charset() {
        String charset = getCharacterEncoding();
        try {
            return charset == null ? StandardCharsets.ISO_8859_1 : Charset.forName(charset);
        } catch (IllegalArgumentException e) {
            return StandardCharsets.ISO_8859_1;
        }
    }

    /** Whether the body is a form whose parameters are in its text. */
    boolean isForm() {
        return isOfType("application/x-www-form-urlencoded");
    }

    /** Whether the body is a form of several parts. */
    boolean isMultipart() {
        return isOfType("multipart/form-data");
    }

    private boolean isOfType(String expected) {
        String type = getContentType();
        if (type == null) {
            return false;
        }
        int parameters = type.indexOf(';');
        return (parameters < 0 ? type : type.substring(0, parameters)).strip().equalsIgnoreCase(expected);
    }

    @Override
    public Collection<Part> getParts() throws IOException, ServletException {
        begun = true;
        return super.getParts();
    }

    @Override
    public Part getPart(String name) throws IOException, ServletException {
        begun = true;
        return super.getPart(name);
    }

    /** Otherwise the container would go on with its own request, whose body has no beginning any more. */
    @Override
    public AsyncContext startAsync() {
        if (looked) {
            return super.startAsync(this, response);
        }
        // what goes on can read the container's request
        gone = !streaming;
        return super.startAsync();
    }
}
