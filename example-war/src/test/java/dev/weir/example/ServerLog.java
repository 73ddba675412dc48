package dev.weir.example;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads what a {@link PayaraInstance} has written, record by record. */
final class ServerLog {

    private static final Pattern RECORD = Pattern.compile("(?m)^(?=\\[20\\d\\d-)");
    private static final Pattern LEVEL = Pattern.compile("^[^\\n]*\\[levelValue: (\\d+)]");
    private static final int WARNING = 900;

    private ServerLog() {}

    /** The records at WARNING or SEVERE in which Weir appears, as the logger or in a stack trace. */
    static List<String> complaintsOfWeir(PayaraInstance instance) {
        return records(instance).filter(record -> level(record) >= WARNING).toList();
    }

    /** The records in which Weir appears together with an exception, at any level. */
    static List<String> exceptionsOfWeir(PayaraInstance instance) {
        return records(instance).filter(record -> record.contains("Exception")).toList();
    }

    private static Stream<String> records(PayaraInstance instance) {
        return Arrays.stream(RECORD.split(instance.log()))
                .filter(record -> record.contains("dev.weir.") && !record.contains("dev.weir.example."));
    }

    private static int level(String record) {
        var match = LEVEL.matcher(record);
        return match.find() ? Integer.parseInt(match.group(1)) : 0;
    }
}
