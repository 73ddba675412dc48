package dev.weir.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;

/** The example's page, as a visitor sees it: Payara Micro, the WAR and Chromium. */
class PageIT {

    @TempDir
    static Path profile;

    static PayaraInstance payara;
    static ChromeDriver browser;
    static Page page;

    @BeforeAll
    static void start() {
        assumeTrue(Chromium.browser().isPresent(), "skipped: no chromium on the PATH");
        assumeTrue(Chromium.driver().isPresent(), "skipped: no chromedriver on the PATH");
        // a machine that is busy with a build is not a cluster that does not answer
        payara = PayaraInstance.named("page")
                .property("ratelimit.store.timeout", "10s")
                .start();
        browser = Chromium.start(profile);
        page = new Page(browser);
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
        page.resizeToWindow();
        browser.get(payara.baseUri().toString());
    }

    @AfterEach
    void leave(TestInfo test) throws IOException {
        var name = test.getTestMethod().orElseThrow().getName();
        Files.write(Path.of("target", "page-" + name + ".png"), browser.getScreenshotAs(OutputType.BYTES));

        // of the browser's complaints, only those about refusals and misses are expected
        assertThat(browser.manage().logs().get(LogType.BROWSER))
                .filteredOn(entry -> entry.getLevel().intValue() >= Level.SEVERE.intValue())
                .extracting(LogEntry::getMessage)
                .allMatch(message -> message.matches(".*status of 4(01|04|29) .*"));
    }

    @Test
    void hello_once_showsWhatIsLeft() {
        page.choose("alice");

        page.click("hello", "once", 1);

        assertThat(page.text("hello", ".status")).isEqualTo("200");
        assertThat(page.text("hello", ".left")).matches("9\\d\\d of 1000 left");
        assertThat(page.text("hello", "[data-field=RateLimit-Policy]")).contains("\"user\";q=1000;w=3600");
        assertThat(page.lastSaid()).isEqualTo("hello, alice");
    }

    @Test
    void login_sixthWrongPassword_isRefusedWithCountdown() {
        for (var attempt = 1; attempt <= 5; attempt++) {
            page.click("login", "once", attempt);
            assertThat(page.text("login", ".status")).isEqualTo("401");
        }

        page.click("login", "once", 6);

        assertThat(page.text("login", ".status")).isEqualTo("429");
        var seconds = page.secondsLeft("login");
        // a minute, a sixteenth of it that the sliding window may take longer, and rounded up to five seconds
        assertThat(seconds).isBetween(1, 65);
        await().atMost(Duration.ofSeconds(5)).until(() -> page.secondsLeft("login") < seconds);
    }

    @Test
    void quote_burst_refusesTheRest() {
        page.click("quote", "burst", 10);

        assertThat(page.text("quote", ".status")).isEqualTo("429");
        assertThat(page.text("quote", ".tally")).matches("as anonymous: .*\\d × 429");
        assertThat(browser.findElements(By.cssSelector("#log li[data-status='429']")))
                .isNotEmpty();
    }

    @Test
    void export_burst_runsThreeAtOnceAndThenOthers() {
        page.click("export", "burst", 10);

        assertThat(page.text("export", ".tally")).isEqualTo("as anonymous: 3 × 200, 7 × 429");
        assertThat(page.secondsLeft("export")).isLessThanOrEqualTo(1);

        page.click("export", "once", 11);

        assertThat(page.text("export", ".status")).isEqualTo("200");
        assertThat(page.lastSaid()).isEqualTo("the export is ready");
    }

    @Test
    void answers_burst_reservesForFourAndSettles() {
        page.click("answers", "burst", 10);

        assertThat(page.text("answers", ".tally")).isEqualTo("as anonymous: 4 × 200, 6 × 429");

        // four answers took at most 800 of the 2000 tokens
        page.click("answers", "once", 11);

        assertThat(page.text("answers", ".status")).isEqualTo("200");
        assertThat(page.lastSaid()).matches("took 1?\\d\\d of 500 tokens, the rest is free again");
    }

    @Test
    void lookup_misses_countAlone() {
        for (var answers = 1; answers <= 7; answers++) {
            page.click("lookup", "once", answers);
            assertThat(page.text("lookup", ".status")).isEqualTo("200");
        }

        page.choose("lookup", "7, is not");
        page.awaitAnswers("lookup", 8);
        for (var answers = 9; answers <= 12; answers++) {
            page.click("lookup", "once", answers);
            assertThat(page.text("lookup", ".status")).isEqualTo("404");
        }

        page.click("lookup", "once", 13);

        assertThat(page.text("lookup", ".status")).isEqualTo("429");
    }

    @Test
    void coupons_twentyMisses_costAPartOfTheLimit() {
        page.choose("coupons", "guessed");
        page.awaitAnswers("coupons", 1);
        assertThat(page.text("coupons", ".left")).isEqualTo("99 of 100 left");
        page.click("coupons", "burst", 11);
        page.click("coupons", "burst", 21);

        var answers = new AtomicInteger(21);
        await().atMost(Duration.ofSeconds(5)).until(() -> {
            page.click("coupons", "once", answers.incrementAndGet());
            return page.text("coupons", ".left").equals(85 - answers.get() + " of 100 left");
        });
        assertThat(page.text("coupons", ".status")).isEqualTo("404");
    }

    @Test
    void free_burst_isNeverRefused() {
        page.click("free", "burst", 10);

        assertThat(page.text("free", ".tally")).isEqualTo("as anonymous: 10 × 200");
    }

    @Test
    void legacy_once_showsTheServletsText() {
        page.click("legacy", "once", 1);

        assertThat(page.text("legacy", ".status")).isEqualTo("200");
        assertThat(page.lastSaid()).isEqualTo("an old servlet, unchanged");
    }

    @Test
    void orders_anotherTier_showsItsLimits() {
        page.click("orders", "once", 1);

        assertThat(page.text("orders", "[data-field=RateLimit-Policy]"))
                .isEqualTo("\"api-60s\";q=60;w=60, \"api-3600s\";q=1000;w=3600, \"api-86400s\";q=10000;w=86400");
        assertThat(page.text("orders", "[data-field=RateLimit]")).startsWith("\"api-60s\";r=59;t=");
        assertThat(page.texts("orders", ".left"))
                .containsExactly("59 of 60 left", "999 of 1000 left", "9999 of 10000 left");
        assertThat(page.texts("orders", ".window")).containsExactly("per minute", "per hour", "per day");

        page.chooseTier("Enterprise");
        page.awaitAnswers("orders", 2);

        assertThat(page.text("orders", "[data-field=RateLimit-Policy]"))
                .isEqualTo("\"api-60s\";q=1000;w=60, \"api-3600s\";q=50000;w=3600, \"api-86400s\";q=500000;w=86400");
        assertThat(page.text("orders", ".left")).matches("99\\d of 1000 left");
        assertThat(page.lastSaid()).isEqualTo("three orders for eva@harbour.example");
    }

    @Test
    void orders_arrowKeys_goThroughTheTiers() {
        page.focusTier("Free");
        page.press(Keys.ARROW_RIGHT);
        page.awaitAnswers("orders", 1);
        assertThat(page.text("orders", ".left")).isEqualTo("119 of 120 left");

        page.press(Keys.ARROW_RIGHT);
        page.awaitAnswers("orders", 2);
        assertThat(page.text("orders", ".left")).isEqualTo("299 of 300 left");
        assertThat(page.text("orders", ".tally")).isEqualTo("as dan@market.example: 1 × 200");
    }

    @Test
    void reports_twelfth_isBlockedAndCountsDown() {
        page.choose("bob");
        page.click("reports", "burst", 10);
        assertThat(page.text("reports", ".tally")).isEqualTo("as bob: 10 × 200");
        assertThat(page.isBlocked("reports")).isFalse();

        page.click("reports", "once", 11);

        assertThat(page.text("reports", ".status")).as("by the limit").isEqualTo("429");

        page.click("reports", "once", 12);

        assertThat(page.text("reports", ".status")).isEqualTo("429 blocked");
        assertThat(page.isBlocked("reports")).isTrue();
        var seconds = page.secondsLeft("reports");
        // longer than the block: the hour, a sixteenth of it that the sliding window may take longer
        assertThat(seconds).isBetween(280, 3_826);
        await().atMost(Duration.ofSeconds(5)).until(() -> page.secondsLeft("reports") < seconds);

        page.click("reports", "anyway", 13);

        assertThat(page.secondsLeft("reports"))
                .as("to ask meanwhile does not prolong the block")
                .isLessThan(seconds);

        page.choose("alice");
        assertThat(page.isBlocked("reports")).as("another caller").isFalse();
    }

    @Test
    void search_secondBlock_isTwiceAsLong() {
        page.click("search", "burst", 10);

        assertThat(page.text("search", ".tally")).isEqualTo("as anonymous: 3 × 200, 7 × 429");
        assertThat(page.text("search", ".status")).isEqualTo("429 blocked");
        assertThat(page.texts("search", ".blocks li")).containsExactly("5 s");
        await().atMost(Duration.ofSeconds(20)).until(() -> !page.isBlocked("search"));

        page.click("search", "burst", 20);

        assertThat(page.text("search", ".tally"))
                .as("whole again after the block")
                .isEqualTo("as anonymous: 3 × 200, 7 × 429");
        assertThat(page.texts("search", ".blocks li")).containsExactly("5 s", "10 s");
        var seconds = page.secondsLeft("search");
        assertThat(seconds).isBetween(6, 10);
        await().atMost(Duration.ofSeconds(5)).until(() -> page.secondsLeft("search") < seconds);
    }

    @Test
    void symbols_start_showsEachStepAndNoRefusal() {
        page.pressIn("symbols", "start", Keys.ENTER);

        await().atMost(Duration.ofSeconds(20)).until(() -> page.isState("symbols", "running"));
        await().atMost(Duration.ofSeconds(20))
                .until(() -> page.text("symbols", ".done").matches("[1-9]\\d? of 100"));
        await().atMost(Duration.ofSeconds(60)).until(() -> page.isState("symbols", "done"));

        assertThat(page.text("symbols", ".done")).isEqualTo("100 of 100");
        assertThat(page.text("symbols", ".status")).isEqualTo("100 of 100");
        assertThat(page.text("symbols", "[data-field=refused]")).isEqualTo("0");
        assertThat(page.text("symbols", "[data-field=refusedOfAll]")).isEqualTo("0");
        assertThat(browser.findElement(By.id("announcer")).getDomProperty("textContent"))
                .matches("100 symbols: 100 of 100 in \\d+\\.\\d s, none was refused");
    }

    @ParameterizedTest
    @ValueSource(ints = {360, 800, 1200})
    void page_ofEachWidth_needsNoScrollingSideways(int width) {
        page.resize(width, 900);
        page.chooseTier("Enterprise");
        page.awaitAnswers("orders", 1);

        assertThat(page.scrollWidth()).isLessThanOrEqualTo(width);
    }
}
