package dev.weir.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.TakesScreenshot;
import org.openqa.selenium.chrome.ChromeDriver;

/** Two members, and the console of the first one in Chromium. */
record ConsoleStage(ClusterPair members, ChromeDriver browser, ConsolePage page) implements AutoCloseable {

    /** Where the pictures of the documents go: {@code -Dweir.pictures=../docs} makes them anew, with more to see. */
    private static final Path PICTURES = Path.of(System.getProperty("weir.pictures", "target"));

    /** Starts all of it, or skips the test where there is no browser. */
    static ConsoleStage start(String name, Path profile) {
        assumeTrue(Chromium.browser().isPresent(), "skipped: no chromium on the PATH");
        assumeTrue(Chromium.driver().isPresent(), "skipped: no chromedriver on the PATH");
        var members = ClusterPair.start(
                name,
                builder -> builder.property("ratelimit.admin.viewer-role", "user")
                        // on a busy machine too, all is counted together
                        .property("ratelimit.store.timeout", "2s")
                        .property("ratelimit.policy.anonymous.limit", "1000000/1h"));
        try {
            var browser = Chromium.start(profile);
            return new ConsoleStage(members, browser, new ConsolePage(browser));
        } catch (RuntimeException e) {
            members.close();
            throw e;
        }
    }

    static boolean isForTheDocuments() {
        return !PICTURES.equals(Path.of("target"));
    }

    /** Loads the console anew, as wide as a small desktop. */
    void open() {
        page.resize(1200, 800);
        page.prefer("light");
        page.open(members.first(), "admin");
    }

    Visitor.Reply reports(String user) {
        return Visitor.numbered(1).as(user, user + "-secret").get(members.second(), "api/reports");
    }

    /** Asks until the caller is blocked. */
    void block(String user) {
        for (var i = 0; i < 12; i++) {
            var unused = reports(user);
        }
        assertThat(reports(user).body()).contains("abnormal-usage-detected");
    }

    /** Keeps a picture of the page, or of a part of it. */
    void picture(String name, TakesScreenshot what) throws IOException {
        Files.write(PICTURES.resolve("console-" + name + ".png"), what.getScreenshotAs(OutputType.BYTES));
    }

    @Override
    public void close() {
        browser.quit();
        members.close();
    }
}
