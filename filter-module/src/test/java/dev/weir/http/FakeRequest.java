package dev.weir.http;

import dev.weir.config.rule.UserNameRule;
import dev.weir.login.SubmittedNames;
import dev.weir.match.PathReadings;
import dev.weir.match.RequestPath;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/** A request that a test makes up: {@code GET /api} from 203.0.113.9 until it says otherwise. */
public class FakeRequest implements RequestView {

    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private String method = "GET";
    private String path = "/api";
    private String address = "203.0.113.9";
    private Optional<String> principal = Optional.empty();
    private PathReadings readings = PathReadings.NONE;
    private Optional<String> session = Optional.empty();
    private Set<String> roles = Set.of();
    private final Map<String, List<String>> proxied = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<String, String> claims = new TreeMap<>();
    private Optional<String> host = Optional.empty();
    private Supplier<Optional<SubmittedNames>> submitted = () -> Optional.of(SubmittedNames.NONE);

    public FakeRequest to(String method, String path) {
        this.method = method;
        this.path = path;
        return this;
    }

    /** The path as the client sent it, and what the container makes of it. */
    FakeRequest spelt(String uri, String servletPath) {
        this.path = RequestPath.normalize(uri, "");
        this.readings = PathReadings.of(uri, "", servletPath, null, List.of());
        return this;
    }

    public FakeRequest from(String address) {
        this.address = address;
        return this;
    }

    FakeRequest by(String principal, String... roles) {
        this.principal = Optional.of(principal);
        this.roles = Set.of(roles);
        return this;
    }

    FakeRequest in(String session) {
        this.session = Optional.of(session);
        return this;
    }

    public FakeRequest with(String header, String value) {
        headers.put(header, value);
        return this;
    }

    /** The lines of a header that a trusted proxy passes on. */
    FakeRequest throughProxy(String header, String... lines) {
        proxied.put(header, List.of(lines));
        return with(header, lines[0]);
    }

    FakeRequest claiming(String claim, String value) {
        claims.put(claim, value);
        return this;
    }

    FakeRequest asking(String host) {
        this.host = Optional.of(host);
        return this;
    }

    @Override
    public List<String> linesOfTrustedProxy(String header) {
        return proxied.getOrDefault(header, List.of());
    }

    @Override
    public Optional<String> claim(String name) {
        return Optional.ofNullable(claims.get(name));
    }

    /** A body in which a rule finds these. */
    public FakeRequest submitting(String... names) {
        return submitting(new SubmittedNames(List.of(names), true));
    }

    FakeRequest submitting(SubmittedNames names) {
        this.submitted = () -> Optional.of(names);
        return this;
    }

    /** A body that the application has read already. */
    FakeRequest readAlready() {
        this.submitted = Optional::empty;
        return this;
    }

    /** A body that fails. */
    FakeRequest failing() {
        this.submitted = () -> {
            throw new IllegalStateException("too many parts");
        };
        return this;
    }

    @Override
    public Optional<SubmittedNames> submitted(UserNameRule rule) {
        return submitted.get();
    }

    @Override
    public Optional<String> host() {
        return host;
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public PathReadings otherReadings() {
        return readings;
    }

    @Override
    public Optional<String> principal() {
        return principal;
    }

    @Override
    public String clientAddress() {
        return address.contains(":") ? "6:" + address : "4:" + address;
    }

    @Override
    public String wholeClientAddress() {
        return address;
    }

    @Override
    public Optional<String> sessionId() {
        return session;
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    @Override
    public boolean hasRole(String role) {
        return roles.contains(role);
    }
}
