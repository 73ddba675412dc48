package dev.weir.config;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * The variables that Kubernetes sets in every container for each Service of its namespace:
 * {@code RATELIMIT_REDIS_SERVICE_HOST}, {@code RATELIMIT_REDIS_PORT=tcp://10.0.0.1:6379}. A Service can have any name.
 *
 * @param names the names of all environment variables
 */
record ServiceLinks(Set<String> names) {

    private static final String HOST = "_SERVICE_HOST";
    private static final String PORT = "_PORT";
    private static final Pattern END =
            Pattern.compile("_(SERVICE_HOST|SERVICE_PORT(_\\w+)?|PORT(_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)?)");
    private static final Pattern VALUE = Pattern.compile("(tcp|udp|sctp)://.*");

    /** Whether {@code variable} belongs to a Service, whose host and port are always set together. */
    boolean has(String variable) {
        for (int end = variable.indexOf('_'); end > 0; end = variable.indexOf('_', end + 1)) {
            String service = variable.substring(0, end);
            if (END.matcher(variable.substring(end)).matches()
                    && names.contains(service + HOST)
                    && names.contains(service + PORT)) {
                return true;
            }
        }
        return false;
    }

    /** Whether {@code value} is the value of such a variable, even if the variable's name is that of a property. */
    static boolean isLink(String value) {
        return VALUE.matcher(value).matches();
    }
}
