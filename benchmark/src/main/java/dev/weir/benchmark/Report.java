package dev.weir.benchmark;

import java.io.PrintStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Prints Markdown: the command and the machine, tables, notes. */
public final class Report {

    private final PrintStream out;

    public Report(PrintStream out) {
        this.out = out;
    }

    /** Prints the title, the command and the machine. */
    void begin(String name, String title, List<String> arguments) {
        String cpus = Runtime.getRuntime().availableProcessors() + " cores";
        out.println("## " + name + ": " + title);
        out.println();
        out.println("- command: `benchmark/run " + (name + ' ' + String.join(" ", arguments)).strip() + '`');
        out.println("- measured on: " + cpus + ", " + heap() + ", JDK " + System.getProperty("java.vm.version") + ", "
                + System.getProperty("os.name") + ' ' + System.getProperty("os.version") + ", "
                + Instant.now().truncatedTo(ChronoUnit.SECONDS));
        out.println();
    }

    private static String heap() {
        return "heap at most " + (Runtime.getRuntime().maxMemory() >> 20) + " MB";
    }

    /** Prints a table. */
    public void print(Table table) {
        table.lines().forEach(out::println);
        out.println();
    }

    /** Prints a paragraph. */
    public void note(String text) {
        out.println(text);
        out.println();
    }

    /** Prints the progress to standard error: a run takes minutes. */
    public void progress(String text) {
        System.err.println("... " + text);
    }

    /** A number with three significant digits, or with all digits before the decimal point. */
    public static String figure(double number) {
        if (Double.isNaN(number)) {
            return "n/a";
        }
        double size = Math.abs(number);
        String format = size >= 100 || number == 0 ? "%,.0f" : size >= 10 ? "%.1f" : size >= 0.1 ? "%.2f" : "%.4f";
        return String.format(Locale.ROOT, format, number);
    }

    /** A fraction of one as a percentage with one decimal. */
    public static String ratio(double part) {
        return Double.isNaN(part) ? "n/a" : String.format(Locale.ROOT, part >= 10 ? "%,.0f" : "%.3f", part);
    }

    /** Rows of cells under a heading. */
    public static final class Table {

        private final List<List<String>> rows = new ArrayList<>();

        public Table(String... heading) {
            row(heading);
        }

        /** Adds a row. */
        public Table row(String... cells) {
            rows.add(List.of(cells));
            return this;
        }

        List<String> lines() {
            int[] widths = new int[rows.get(0).size()];
            for (List<String> row : rows) {
                for (int i = 0; i < widths.length; i++) {
                    widths[i] = Math.max(widths[i], row.get(i).length());
                }
            }
            List<String> lines =
                    new ArrayList<>(rows.stream().map(row -> line(row, widths)).toList());
            lines.add(1, Arrays.stream(widths).mapToObj("-"::repeat).collect(Collectors.joining(" | ", "| ", " |")));
            return lines;
        }

        private static String line(List<String> row, int[] widths) {
            StringBuilder line = new StringBuilder("|");
            for (int i = 0; i < widths.length; i++) {
                line.append(' ')
                        .append(row.get(i))
                        .append(" ".repeat(widths[i] - row.get(i).length()));
                line.append(" |");
            }
            return line.toString();
        }
    }
}
