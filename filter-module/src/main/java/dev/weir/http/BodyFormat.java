package dev.weir.http;

import dev.weir.IncomingRequest;

/** What the body of a reply is written as. */
enum BodyFormat {
    /** A problem of RFC 9457. */
    PROBLEM("application/problem+json"),
    /** A page for people. */
    PAGE("text/html;charset=UTF-8"),
    /** A partial response of Jakarta Faces, which its script reads. */
    PARTIAL_RESPONSE("text/xml;charset=UTF-8");

    private final String contentType;

    BodyFormat(String contentType) {
        this.contentType = contentType;
    }

    /** The one that the client can use best. */
    static BodyFormat of(IncomingRequest request) {
        if (request.header("Faces-Request").filter("partial/ajax"::equals).isPresent()) {
            return PARTIAL_RESPONSE;
        }
        return request.header("Accept").map(AcceptField::prefersHtml).orElse(false) ? PAGE : PROBLEM;
    }

    String contentType() {
        return contentType;
    }
}
