package dev.weir.planted;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs test classes within a test, and notes which of their tests pass and which fail. */
final class TestResults implements TestExecutionListener {

    private static final LauncherConfig QUIET = LauncherConfig.builder()
            .enableTestExecutionListenerAutoRegistration(false)
            .enableLauncherSessionListenerAutoRegistration(false)
            .enableLauncherDiscoveryListenerAutoRegistration(false)
            .enablePostDiscoveryFilterAutoRegistration(false)
            .build();

    /** A fault can make a test wait for ever: it is interrupted, and fails. */
    private static final String LONGEST_TEST = "60 s";

    private final List<String> failed = new ArrayList<>();
    private int passed;

    private TestResults() {}

    /** The results of the classes called {@code names}, below {@code dev.weir}. */
    static TestResults of(List<String> names, ClassLoader loader) throws ClassNotFoundException {
        List<DiscoverySelector> selectors = new ArrayList<>();
        for (String name : names) {
            selectors.add(selectClass(loader.loadClass("dev.weir." + name)));
        }
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectors)
                .configurationParameter("junit.jupiter.extensions.autodetection.enabled", "true")
                .configurationParameter("junit.jupiter.execution.timeout.default", LONGEST_TEST)
                .build();
        TestResults results = new TestResults();
        StopAfterFailure.begin();
        try {
            LauncherFactory.create(QUIET).execute(request, results);
        } finally {
            StopAfterFailure.end();
        }
        return results;
    }

    /** How many passed. */
    int passed() {
        return passed;
    }

    /** The first that failed, and how. */
    Optional<String> first() {
        return failed.stream().findFirst();
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (result.getStatus() == TestExecutionResult.Status.FAILED) {
            StopAfterFailure.failed();
            failed.add(test.getDisplayName() + ": " + result.getThrowable().orElse(null));
        } else if (test.isTest()) {
            passed++;
        }
    }
}
