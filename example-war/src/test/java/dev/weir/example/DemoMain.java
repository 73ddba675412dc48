package dev.weir.example;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Two instances of the example that share their counters, until Ctrl-C: {@code mvn -Pdemo -DskipTests package}.
 *
 * <p>It never reads its standard input, so that it also runs where that is closed.
 */
public final class DemoMain {

    private static final List<Integer> PORTS = List.of(8080, 8081);

    private DemoMain() {}

    /** Starts both, says what to try, and returns when one of them has ended. */
    public static void main(String[] args) {
        for (var port : PORTS) {
            if (!FreePorts.isFree(port)) {
                throw new IllegalStateException("port " + port + " is taken: stop what listens there, and start again");
            }
        }
        System.out.println("\nStarting two instances of Payara Micro, which takes half a minute ...");
        var grid = FreePorts.some(PORTS.size());
        try (var first = launch(0, grid);
                var second = launch(1, grid)) {
            first.awaitReady().awaitMembers(2);
            second.awaitReady().awaitMembers(2);
            System.out.println(invitation());
            System.out.println("Logs: " + first.logFile() + ", " + second.logFile());
            CompletableFuture.anyOf(first.process().onExit(), second.process().onExit())
                    .join();
            System.out.println("The demonstration has ended.");
        }
    }

    private static PayaraInstance launch(int index, List<Integer> grid) {
        return PayaraInstance.named("demo" + (index + 1))
                .httpPort(PORTS.get(index))
                .cluster("weir-demo-" + grid.get(0), grid.get(index), grid)
                // the service that both call, which the example plays itself
                .property("example.remote.url", "http://127.0.0.1:" + PORTS.get(0) + "/")
                .launch();
    }

    private static String invitation() {
        return """

                Ready. Two instances, one set of counters:

                  http://localhost:8080/
                  http://localhost:8081/

                The console of operators, for admin with admin-secret: http://localhost:8080/ratelimit/

                Open both in a browser, or try from another shell:

                  # six wrong logins, in turn at both instances: the sixth is refused with 429
                  for i in 1 2 3 4 5 6; do curl -s -o /dev/null -w '%{http_code}\\n' -d 'username=alice&password=wrong' localhost:808$((i % 2))/api/login; done

                  # what is left of alice's 1000 permits an hour: see the RateLimit field
                  curl -i -u alice:alice-secret localhost:8080/api/hello

                  # ten reports an hour: the eleventh is refused, and bob blocked until the hour has room again
                  for i in $(seq 11); do curl -s -u bob:bob-secret localhost:808$((i % 2))/api/reports; echo; done

                  # customers on tiers: all callers of kiosk.example share 60 a minute, those of harbour.example 1000
                  curl -i -u ann@kiosk.example:ann-secret localhost:8080/api/orders
                  curl -i -u eva@harbour.example:eva-secret localhost:8081/api/orders

                  # calls that wait: both ask one service for a hundred prices, which takes 20 requests a second of both
                  curl -X POST localhost:8080/api/symbols; curl -X POST localhost:8081/api/symbols
                  curl localhost:8080/api/symbols

                Ctrl-C stops both.
                """;
    }
}
