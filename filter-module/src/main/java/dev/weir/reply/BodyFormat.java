package dev.weir.reply;

import dev.weir.IncomingRequest;

/** The format of a reply's body. */
public enum BodyFormat {
    /** A problem of RFC 9457. */
    PROBLEM("application/problem+json"),
    /** An HTML page. */
    PAGE("text/html;charset=UTF-8"),
    /** A partial response of Jakarta Faces, for its script. */
    PARTIAL_RESPONSE("text/xml;charset=UTF-8");

    private final String contentType;

    BodyFormat(String contentType) {
        this.contentType = contentType;
    }

    /** The format that suits the client best. */
    public static BodyFormat of(IncomingRequest request) {
        if (request.header("Faces-Request").filter("partial/ajax"::equals).isPresent()) {
            return PARTIAL_RESPONSE;
        }
        return request.header("Accept").map(AcceptField::prefersHtml).orElse(false) ? PAGE : PROBLEM;
    }

    String contentType() {
        return contentType;
    }
}
