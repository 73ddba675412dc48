package dev.weir.benchmark.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * A member in a JVM of its own, which executes the commands of its standard input, line by line, and ends at the end of
 * it. A line is a command and its arguments, separated by tabs. The answer is a line that begins with {@code =}, or
 * with {@code !} if the command failed.
 */
public final class WorkerMain {

    private static final String TAB = "\t";

    private WorkerMain() {}

    /** Takes no arguments: Weir is configured by system properties. */
    public static void main(String[] args) throws IOException {
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        Member member = Member.start();
        System.out.println("= started");
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            System.out.println(answer(member, List.of(line.split(TAB, -1))));
        }
        // ends threads that still run: no further command can come
        System.exit(0);
    }

    @SuppressWarnings("CatchingUnchecked") // the benchmark that sent the command reports any exception
    private static String answer(Member member, List<String> command) {
        try {
            return "= " + run(member, command.get(0), command.subList(1, command.size()));
        } catch (Exception e) {
            e.printStackTrace();
            return "! " + e;
        }
    }

    private static String run(Member member, String command, List<String> arguments) throws Exception {
        return switch (command) {
            case "members" -> String.valueOf(member.members());
            case "load" -> load(member, arguments).encode();
            case "fill" -> filler(member, arguments).fill(Integer.parseInt(arguments.get(5)));
            case "each" -> filler(member, arguments).ask().encode();
            case "spend" -> filler(member, arguments).spend();
            case "arrive" ->
                arrivals(member, arguments)
                        .run(Long.parseLong(arguments.get(7)))
                        .encode();
            case "offset" -> String.valueOf(member.clockOffsetMillis());
            case "admit" -> admit(member, arguments);
            case "pace" -> member.pace(arguments).encode();
            case "heap" -> String.valueOf(Heap.used());
            case "count" -> {
                member.countAccesses();
                yield "";
            }
            case "accesses" -> String.valueOf(member.accesses());
            case "operations" -> String.valueOf(member.operations(arguments.get(0)));
            default -> throw new IllegalArgumentException("no such command, was \"" + command + '"');
        };
    }

    private static Measured load(Member member, List<String> arguments) throws Exception {
        Subject subject = Subject.of(arguments.get(0), arguments.get(1), member);
        boolean fresh = Boolean.parseBoolean(arguments.get(3));
        return new Load(subject, arguments.get(2), fresh)
                .run(Integer.parseInt(arguments.get(4)), Long.parseLong(arguments.get(5)));
    }

    private static Filler filler(Member member, List<String> arguments) {
        return new Filler(
                Subject.of(arguments.get(0), arguments.get(1), member),
                arguments.get(2),
                Integer.parseInt(arguments.get(3)),
                Integer.parseInt(arguments.get(4)));
    }

    private static Arrivals arrivals(Member member, List<String> arguments) {
        return new Arrivals(
                Subject.of(arguments.get(0), arguments.get(1), member),
                arguments.get(2),
                Integer.parseInt(arguments.get(3)),
                Double.parseDouble(arguments.get(4)),
                Integer.parseInt(arguments.get(5)),
                Long.parseLong(arguments.get(6)));
    }

    private static String admit(Member member, List<String> arguments) throws Exception {
        List<Paced> series = Stream.of(arguments.get(2).split(" ~ ", -1))
                .map(description -> Paced.parse(description, member))
                .toList();
        return Paced.runAll(series, Long.parseLong(arguments.get(0)), Integer.parseInt(arguments.get(1)));
    }
}
