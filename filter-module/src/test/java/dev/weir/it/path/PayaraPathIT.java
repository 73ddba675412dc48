package dev.weir.it.path;

import dev.weir.it.ServerProcess;
import dev.weir.it.Wars;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Payara decodes a path, resolves dots and cuts it at a semicolon; Jersey routes on the path as it was sent. */
class PayaraPathIT extends PathContract {

    private final int port = ServerProcess.freePort();
    private ServerProcess payara;

    @BeforeAll
    void start(@TempDir Path directory) {
        List<String> arguments = new ArrayList<>(List.of("-Xmx512m", "-jar"));
        arguments.add(Wars.built("weir.payara").toString());
        for (String context : List.of("/", "/shop", "/a gr&#246;&#223;e")) {
            WebArchive war = application()
                    .addClasses(Api.class, LimitedResource.class)
                    .addAsWebInfResource(
                            new StringAsset(
                                    "<payara-web-app><context-root>" + context + "</context-root></payara-web-app>"),
                            "payara-web.xml");
            Path file = directory.resolve("application" + arguments.size() + ".war");
            war.as(ZipExporter.class).exportTo(file.toFile());
            arguments.addAll(List.of("--deploy", file.toString()));
        }
        arguments.addAll(List.of("--port", String.valueOf(port), "--nocluster", "--disablephonehome"));
        arguments.addAll(List.of("--prebootcommandfile", "target/test-classes/it/loopback.asadmin"));
        payara = ServerProcess.start("payara-path", arguments).awaitLog(" ready in ");
    }

    @AfterAll
    void stop() {
        payara.close();
    }

    @Override
    int port() {
        return port;
    }

    @Override
    List<String> contexts() {
        return List.of("", "/shop", "/a%20gr%C3%B6%C3%9Fe");
    }

    @Override
    List<Target> targets() {
        return Stream.concat(
                        servletTargets().stream(),
                        Stream.of(
                                new Target("login", "/api/login"),
                                new Target("item", "/api/item/a"),
                                new Target("item", "/api/item/a%2Fb"),
                                new Target("pair", "/api/pair/a/b/end")))
                .toList();
    }
}
