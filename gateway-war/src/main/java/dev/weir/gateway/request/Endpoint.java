package dev.weir.gateway.request;

/** What makes completions. */
public enum Endpoint {
    CHAT("v1/chat/completions"),
    TEXT("v1/completions");

    private final String path;

    Endpoint(String path) {
        this.path = path;
    }

    /** Below the root, without a stroke before it. */
    public String path() {
        return path;
    }
}
