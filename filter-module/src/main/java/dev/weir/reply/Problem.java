package dev.weir.reply;

/** The problem types of a refusal, as draft-ietf-httpapi-ratelimit-headers-11 registers them with IANA. */
enum Problem {
    QUOTA_EXCEEDED(429, "#quota-exceeded", "Request cannot be satisfied as assigned quota has been exceeded"),
    ABNORMAL_USAGE_DETECTED(
            429, "#abnormal-usage-detected", "Request not satisfied due to detection of abnormal request pattern"),
    TEMPORARY_REDUCED_CAPACITY(429, Problem.REDUCED_CAPACITY, Problem.CAPACITY_CONSTRAINTS),
    UNAVAILABLE(503, Problem.REDUCED_CAPACITY, Problem.CAPACITY_CONSTRAINTS);

    private static final String REDUCED_CAPACITY = "#temporary-reduced-capacity";
    private static final String CAPACITY_CONSTRAINTS =
            "Request cannot be satisfied due to temporary server capacity constraints";

    private static final String REGISTRY = "https://iana.org/assignments/http-problem-types";

    private final int status;
    private final String fragment;
    private final String title;

    Problem(int status, String fragment, String title) {
        this.status = status;
        this.fragment = fragment;
        this.title = title;
    }

    int status() {
        return status;
    }

    String type() {
        return REGISTRY + fragment;
    }

    String title() {
        return title;
    }
}
