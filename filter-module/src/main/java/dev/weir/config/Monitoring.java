package dev.weir.config;

import java.util.List;

/**
 * How an application is watched. Immutable.
 *
 * @param metrics where metrics are shown
 * @param nearHundredths a request that is admitted while more hundredths of a percent of a limit than these are in use
 *     is near the limit
 * @param health from where on Weir does not do well
 * @param requests what is watched of requests
 * @param jsonLog whether Weir's own records become JSON where a handler is there for them alone
 */
public record Monitoring(Metrics metrics, int nearHundredths, Thresholds health, Requests requests, boolean jsonLog) {

    /** Where metrics are shown. */
    public enum Metrics {
        /** In MicroProfile Metrics where the server has it, else in Micrometer where the application has it. */
        AUTO,
        MICROPROFILE,
        MICROMETER,
        /** Nowhere, and nothing is counted. */
        NONE
    }

    /**
     * From where on Weir does not do well: each has to be exceeded. Parts are in hundredths of a percent. Immutable.
     *
     * @param storeErrors the part of operations of the store that are late or fail
     * @param p99Millis the time that 99 percent of the decisions take at most
     * @param refused the part of requests that are refused
     * @param keys the part of the keys that this instance can hold
     * @param heap the part of the heap that is in use after a collection
     * @param persistenceLagMillis how long changes wait for the database
     * @param endpointP99Millis the time that 99 percent of the responses of one endpoint take at most
     * @param responseErrors the part of responses with a status of 500 or more
     * @param responseP99Millis the time that 99 percent of all responses take at most
     */
    public record Thresholds(
            int storeErrors,
            long p99Millis,
            int refused,
            int keys,
            int heap,
            long persistenceLagMillis,
            long endpointP99Millis,
            int responseErrors,
            long responseP99Millis) {}

    /**
     * What is watched of requests. Immutable.
     *
     * @param on whether responses are watched at all
     * @param slowMillis a response that takes longer is slow
     * @param slowQueryMillis a statement that takes longer is slow
     * @param dataSources the JNDI names of the DataSources whose statements are watched
     */
    public record Requests(boolean on, long slowMillis, long slowQueryMillis, List<String> dataSources) {
        public Requests {
            dataSources = List.copyOf(dataSources);
        }
    }
}
