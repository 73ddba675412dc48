package dev.weir.overload;

import dev.weir.overload.OverloadSimulation.Step;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Draws two runs of an {@link OverloadSimulation} as SVG: three charts above each other, with one axis of time. */
final class OverloadPlot {

    private static final String WITH = "#0b6e4f";
    private static final String WITHOUT = "#c0392b";
    private static final String BAD = "#7d5ba6";
    private static final String GREY = "#5f6b76";

    private static final int WIDTH = 860;
    private static final int LEFT = 70;
    private static final int RIGHT = 30;
    private static final int FIRST_TOP = 118;
    private static final int CHART_HEIGHT = 130;
    private static final int CHART_DISTANCE = 194;
    private static final int HEIGHT = FIRST_TOP + 2 * CHART_DISTANCE + CHART_HEIGHT + 62;

    private final List<Step> with;
    private final List<Step> without;
    private final double lostWith;
    private final double lostWithout;
    private final StringBuilder svg = new StringBuilder();

    OverloadPlot(List<Step> with, List<Step> without, double lostWith, double lostWithout) {
        this.with = with;
        this.without = without;
        this.lostWith = lostWith;
        this.lostWithout = lostWithout;
    }

    String svg() {
        add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" role=\"img\""
                        + " font-family=\"system-ui, sans-serif\" font-size=\"13\">",
                WIDTH, HEIGHT, WIDTH, HEIGHT);
        add("<title>An overload with and without adaptive=true</title>");
        add("<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>");
        text(LEFT, 30, "start", "#1b2733", 18, "600", "An overload, with and without adaptive=true");
        text(
                LEFT,
                52,
                "start",
                GREY,
                13,
                "400",
                String.format(
                        Locale.ROOT,
                        "%d good clients, and %d bad ones that ask 30 times a second. Limit %s for each. Simulated, in steps of %d s.",
                        OverloadSimulation.GOOD,
                        OverloadSimulation.BAD,
                        OverloadSimulation.LIMIT,
                        OverloadSimulation.STEP_SECONDS));
        legend(
                LEFT,
                WITH,
                String.format(Locale.ROOT, "adaptive: good clients lose %.1f %% of their requests", lostWith));
        legend(LEFT + 420, WITHOUT, String.format(Locale.ROOT, "not adaptive: %.1f %%", lostWithout));
        chart(0, "Good requests answered within 2 s, in percent", 100, 25);
        line(0, without, Step::goodPercent, 100, WITHOUT);
        line(0, with, Step::goodPercent, 100, WITH);
        double most = Math.ceil(Math.max(highest(with), highest(without)));
        chart(1, "95th percentile of response times, in seconds", most, 1);
        line(1, without, Step::p95Seconds, most, WITHOUT);
        line(1, with, Step::p95Seconds, most, WITH);
        chart(2, "What is left of the limit when adaptive, in percent", 100, 25);
        line(2, with, step -> step.pressurePercent, 100, WITH);
        line(
                2,
                with.subList(0, OverloadSimulation.BAD_TO_SECONDS / OverloadSimulation.STEP_SECONDS),
                Step::badPercent,
                100,
                BAD);
        text(x(300), y(2, 100, 100) + 18, "middle", WITH, 13, "600", "of a good client: pressure alone");
        text(x(300), y(2, 38, 100), "middle", BAD, 13, "600", "of a bad client: pressure and lost trust");
        axis();
        return svg.append("</svg>\n").toString();
    }

    private static double highest(List<Step> steps) {
        return steps.stream().mapToDouble(Step::p95Seconds).max().orElse(1);
    }

    private void chart(int place, String title, double most, double tick) {
        int top = FIRST_TOP + place * CHART_DISTANCE;
        double from = x(OverloadSimulation.BAD_FROM_SECONDS);
        double to = x(OverloadSimulation.BAD_TO_SECONDS);
        add(
                "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"#f3f1ec\"/>",
                from, top, to - from, CHART_HEIGHT);
        if (place == 0) {
            text((from + to) / 2, top + CHART_HEIGHT - 8, "middle", GREY, 12, "400", "the bad clients are there");
        }
        text(LEFT, top - 12, "start", "#1b2733", 14, "600", title);
        for (double value = 0; value <= most; value += tick) {
            double y = y(place, value, most);
            add("<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#dfe4e8\"/>", LEFT, WIDTH - RIGHT, y, y);
            text(LEFT - 10, y + 4, "end", GREY, 12, "400", String.format(Locale.ROOT, "%.0f", value));
        }
    }

    /** A step is drawn as wide as it is long. */
    private void line(int place, List<Step> steps, ToDoubleFunction<Step> value, double most, String colour) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < steps.size(); i++) {
            double y = y(place, value.applyAsDouble(steps.get(i)), most);
            path.append(String.format(
                    Locale.ROOT,
                    "%s%.1f %.1f H%.1f ",
                    i == 0 ? "M" : "L",
                    x(i * OverloadSimulation.STEP_SECONDS),
                    y,
                    x((i + 1) * OverloadSimulation.STEP_SECONDS)));
        }
        add(
                "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2.5\" stroke-linejoin=\"round\"/>",
                path.toString().strip(), colour);
    }

    private void axis() {
        int bottom = FIRST_TOP + 2 * CHART_DISTANCE + CHART_HEIGHT;
        for (int minute = 0; minute <= OverloadSimulation.SECONDS / 60; minute++) {
            text(x(minute * 60), bottom + 20, "middle", GREY, 12, "400", String.valueOf(minute));
        }
        text((LEFT + WIDTH - RIGHT) / 2.0, bottom + 42, "middle", GREY, 13, "400", "minutes");
    }

    private void legend(int x, String colour, String label) {
        add("<line x1=\"%d\" x2=\"%d\" y1=\"74\" y2=\"74\" stroke=\"%s\" stroke-width=\"3\"/>", x, x + 26, colour);
        text(x + 34, 78, "start", colour, 13, "600", label);
    }

    private static double x(int seconds) {
        return LEFT + (double) (WIDTH - LEFT - RIGHT) * seconds / OverloadSimulation.SECONDS;
    }

    private static double y(int place, double value, double most) {
        return FIRST_TOP + place * CHART_DISTANCE + CHART_HEIGHT * (1 - value / most);
    }

    private void text(double x, double y, String anchor, String colour, int size, String weight, String content) {
        add(
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"%s\" font-size=\"%d\" font-weight=\"%s\">%s</text>",
                x, y, anchor, colour, size, weight, content);
    }

    private void add(String format, Object... arguments) {
        svg.append(String.format(Locale.ROOT, format, arguments)).append('\n');
    }
}
