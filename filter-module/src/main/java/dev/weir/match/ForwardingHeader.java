package dev.weir.match;

import java.util.Optional;

/** The header in which trusted proxies report the address of their client. */
public enum ForwardingHeader {
    /** No header: the peer is the client. The default. */
    NONE(Optional.empty()) {
        @Override
        Optional<Address> address(String element) {
            return Optional.empty();
        }
    },
    /** The de facto standard: addresses, with or without a port. */
    X_FORWARDED_FOR(Optional.of("X-Forwarded-For")) {
        @Override
        Optional<Address> address(String element) {
            return Node.parseLenient(element);
        }
    },
    /** RFC 7239. */
    FORWARDED(Optional.of("Forwarded")) {
        @Override
        Optional<Address> address(String element) {
            return ForwardedElement.node(element).flatMap(Node::parse);
        }
    };

    private final Optional<String> headerName;

    ForwardingHeader(Optional<String> headerName) {
        this.headerName = headerName;
    }

    /** The name of the header field; empty for {@link #NONE}. */
    public Optional<String> headerName() {
        return headerName;
    }

    /** Returns the address that {@code element} of the header's list names; empty if it is opaque. */
    abstract Optional<Address> address(String element);
}
