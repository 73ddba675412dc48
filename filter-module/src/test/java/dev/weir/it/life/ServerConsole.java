package dev.weir.it.life;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.stream.Collectors;
import javax.management.ObjectName;

/**
 * Deploys and undeploys on a running server what its standard input says, one command a line, and answers each with a
 * line {@code answer <number>: <result>}. It loads nothing but the JDK and itself.
 */
public final class ServerConsole {

    private final Deployments deployments;
    private final PrintStream out = System.out;

    ServerConsole(Deployments deployments) {
        this.deployments = deployments;
    }

    /** What a server can do with an application. */
    interface Deployments {

        /** Whether the application in the file or directory {@code path} has started below {@code root}. */
        boolean deploy(String name, String root, String path) throws Exception;

        void undeploy(String name) throws Exception;
    }

    /** Runs until the input ends. */
    void run() throws Exception {
        out.println("console: ready");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        int number = 0;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            number++;
            out.println("answer " + number + ": " + answer(line.split(" ")));
        }
    }

    private String answer(String... words) {
        try {
            switch (words[0]) {
                case "deploy":
                    return String.valueOf(deployments.deploy(words[1], words[2], words[3]));
                case "undeploy":
                    deployments.undeploy(words[1]);
                    return "done";
                case "loaders":
                    return String.valueOf(loadersOf(words[1]));
                case "threads":
                    return threads(words[1]);
                default:
                    return "unknown command";
            }
        } catch (Throwable e) {
            e.printStackTrace(out);
            return "failed: " + e;
        }
    }

    /** How many class loaders have loaded a class of that name, and are still there after the garbage is collected. */
    private static long loadersOf(String className) throws Exception {
        System.gc();
        return diagnose("vmClassHierarchy", className)
                .lines()
                .filter(line -> line.contains(className + "/"))
                .count();
    }

    private static String diagnose(String command, String... arguments) throws Exception {
        return (String) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        command,
                        new Object[] {arguments},
                        new String[] {String[].class.getName()});
    }

    private static String threads(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> Arrays.stream(prefix.split(",")).anyMatch(name::startsWith))
                .sorted()
                .collect(Collectors.joining(","));
    }
}
