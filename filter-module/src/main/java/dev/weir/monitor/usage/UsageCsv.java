package dev.weir.monitor.usage;

import java.util.List;

/**
 * A report as comma-separated values of RFC 4180, one line for each hour, key and block. A cell that a spreadsheet
 * would take for a formula begins with an apostrophe: keys are what clients send. Stateless.
 */
public final class UsageCsv {

    private static final String HEAD = "day,policy,what,hour,key,allowed,refused,blocked,count,percent,level,time";
    private static final String END = "\r\n";
    /** Also the fullwidth forms of signs, which some spreadsheets take for the signs. */
    private static final String FORMULA = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20";

    private UsageCsv() {}

    /**
     * The text of {@code report}.
     *
     * @param missing the instances that are not in it, each of which has a line
     */
    public static String of(UsageReport report, Iterable<String> missing) {
        StringBuilder text = new StringBuilder(HEAD).append(END);
        String day = report.day().toString();
        for (UsageReport.OfPolicy policy : report.policies()) {
            String name = policy.policy();
            policy.hours()
                    .forEach(each -> line(
                            text, day, name, "hour", each.hour(), "", each.allowed(), each.refused(), each.blocked()));
            policy.top().forEach(each -> line(text, day, name, "top", "", each.key(), "", "", "", each.count()));
            policy.near()
                    .forEach(each -> line(text, day, name, "near", "", each.key(), "", "", "", "", each.percent()));
            policy.levels()
                    .forEach(each -> line(text, day, name, "level", "", each.key(), "", "", "", "", "", each.level()));
            policy.blocks()
                    .forEach(each ->
                            line(text, day, name, "block", "", each.key(), "", "", "", "", "", "", each.time()));
        }
        missing.forEach(each -> line(text, day, "", "missing", "", each));
        return text.toString();
    }

    private static void line(StringBuilder text, Object... cells) {
        int columns = HEAD.split(",").length;
        List<Object> known = List.of(cells);
        for (int i = 0; i < columns; i++) {
            text.append(i == 0 ? "" : ",").append(i < known.size() ? cell(String.valueOf(known.get(i))) : "");
        }
        text.append(END);
    }

    static String cell(String value) {
        String safe = !value.isEmpty() && FORMULA.indexOf(value.charAt(0)) >= 0 ? '\'' + value : value;
        boolean quoted =
                safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n' || c == ';' || c == '\t');
        return quoted ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }
}
