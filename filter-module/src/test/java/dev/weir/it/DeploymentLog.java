package dev.weir.it;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** What a Payara Micro of its own writes while it deploys an application. */
public record DeploymentLog(String text) {

    /** Deploys {@code war}, which is written below {@code directory}, and ends the server when it is ready. */
    public static DeploymentLog of(WebArchive war, Path directory) {
        Path file = directory.resolve(war.getName());
        war.as(ZipExporter.class).exportTo(file.toFile());
        List<String> arguments = new ArrayList<>(List.of("-Xmx512m", "-jar"));
        arguments.add(Wars.built("weir.payara").toString());
        arguments.addAll(List.of("--deploy", file.toString()));
        arguments.addAll(List.of("--port", String.valueOf(ServerProcess.freePort())));
        arguments.addAll(List.of("--nocluster", "--disablephonehome"));
        arguments.addAll(List.of("--prebootcommandfile", "target/test-classes/it/loopback.asadmin"));
        try (ServerProcess payara = ServerProcess.start("payara-" + war.getName(), arguments)) {
            return new DeploymentLog(payara.awaitLog(" ready in ").log());
        }
    }

    /** What Weir found wrong: the indented lines below the first line of the first message. */
    public List<String> problems() {
        return text.substring(text.indexOf("problem(s):"))
                .lines()
                .skip(1)
                .takeWhile(line -> line.startsWith("  "))
                // Payara ends a record with brackets
                .map(line -> line.strip().replaceAll("]]$", ""))
                .toList();
    }
}
