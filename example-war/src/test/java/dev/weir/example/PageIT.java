package dev.weir.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;

/** The example's page, as a visitor sees it: Payara Micro, the WAR and Chromium. */
class PageIT {

    @TempDir
    static Path profile;

    static PayaraInstance payara;
    static ChromeDriver browser;

    @BeforeAll
    static void start() {
        assumeTrue(Chromium.browser().isPresent(), "skipped: no chromium on the PATH");
        assumeTrue(Chromium.driver().isPresent(), "skipped: no chromedriver on the PATH");
        payara = PayaraInstance.named("page").start();
        browser = Chromium.start(profile);
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.quit();
        }
        if (payara != null) {
            payara.close();
        }
    }

    @BeforeEach
    void open() {
        browser.get(payara.baseUri().toString());
    }

    @AfterEach
    void leave(TestInfo test) throws IOException {
        var name = test.getTestMethod().orElseThrow().getName();
        Files.write(Path.of("target", "page-" + name + ".png"), browser.getScreenshotAs(OutputType.BYTES));

        // of the browser's complaints, only those about refusals are expected
        assertThat(browser.manage().logs().get(LogType.BROWSER))
                .filteredOn(entry -> entry.getLevel().intValue() >= Level.SEVERE.intValue())
                .extracting(LogEntry::getMessage)
                .allMatch(message -> message.matches(".*status of 4(01|29) .*"));
    }

    @Test
    void hello_once_showsWhatIsLeft() {
        choose("alice");

        click("hello", "once", 1);

        assertThat(text("hello", ".status")).isEqualTo("200");
        assertThat(text("hello", ".left")).matches("9\\d\\d of 1000 left");
        assertThat(text("hello", "[data-field=RateLimit-Policy]")).contains("\"user\";q=1000;w=3600");
        assertThat(browser.findElement(By.cssSelector("#log li .said")).getText())
                .isEqualTo("hello, alice");
    }

    @Test
    void login_sixthWrongPassword_isRefusedWithCountdown() {
        for (var attempt = 1; attempt <= 5; attempt++) {
            click("login", "once", attempt);
            assertThat(text("login", ".status")).isEqualTo("401");
        }

        click("login", "once", 6);

        assertThat(text("login", ".status")).isEqualTo("429");
        var seconds = secondsLeft("login");
        // a minute, a sixteenth of it that the sliding window may take longer, and rounded up to five seconds
        assertThat(seconds).isBetween(1, 65);
        await().atMost(Duration.ofSeconds(5)).until(() -> secondsLeft("login") < seconds);
    }

    @Test
    void quote_burst_refusesTheRest() {
        click("quote", "burst", 10);

        assertThat(text("quote", ".status")).isEqualTo("429");
        assertThat(text("quote", ".tally")).matches("as anonymous: .*\\d × 429");
        assertThat(browser.findElements(By.cssSelector("#log li[data-status='429']")))
                .isNotEmpty();
    }

    @Test
    void free_burst_isNeverRefused() {
        click("free", "burst", 10);

        assertThat(text("free", ".tally")).isEqualTo("as anonymous: 10 × 200");
    }

    @Test
    void legacy_once_showsTheServletsText() {
        click("legacy", "once", 1);

        assertThat(text("legacy", ".status")).isEqualTo("200");
        assertThat(browser.findElement(By.cssSelector("#log li .said")).getText())
                .isEqualTo("an old servlet, unchanged");
    }

    private static void choose(String caller) {
        browser.findElement(By.xpath("//fieldset[@id='caller']//span[.='" + caller + "']"))
                .click();
    }

    /** Clicks, and waits until the card has had so many answers in all. */
    private static void click(String endpoint, String action, int answers) {
        card(endpoint)
                .findElement(By.cssSelector("[data-action=" + action + "]"))
                .click();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> String.valueOf(answers).equals(card(endpoint).getDomAttribute("data-answers")));
    }

    private static int secondsLeft(String endpoint) {
        return Integer.parseInt(text(endpoint, ".retry-countdown").replace(" s", ""));
    }

    private static String text(String endpoint, String selector) {
        return card(endpoint).findElement(By.cssSelector(selector)).getText();
    }

    private static WebElement card(String endpoint) {
        return browser.findElement(By.cssSelector("[data-endpoint=" + endpoint + "]"));
    }
}
