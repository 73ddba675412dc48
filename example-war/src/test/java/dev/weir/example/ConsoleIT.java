package dev.weir.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.chrome.ChromeDriver;

/** The console, as an operator sees it: two members, the WAR and Chromium. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConsoleIT {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String MARKUP = "<img src=x onerror=window.run=1>";
    private static final int LOAD = ConsoleStage.isForTheDocuments() ? 8_000 : 1_000;

    private static final List<String> SECTIONS = List.of(
            "overview",
            "limited",
            "policies",
            "keys",
            "overrides",
            "endpoints",
            "queries",
            "modules",
            "members",
            "audit");

    @TempDir
    static Path profile;

    static ConsoleStage stage;
    static ClusterPair members;
    static ChromeDriver browser;
    static ConsolePage page;

    @BeforeAll
    static void start() {
        stage = ConsoleStage.start("console", profile);
        members = stage.members();
        browser = stage.browser();
        page = stage.page();
    }

    @AfterAll
    static void stop() {
        if (stage != null) {
            stage.close();
        }
    }

    @BeforeEach
    void open() {
        stage.open();
    }

    private static void picture(String name) throws IOException {
        stage.picture(name, browser);
    }

    /** Many visitors of whom some ask for too much. */
    private static Visitor.Reply visit(int number) {
        var member = members.member(number);
        return switch (number % 20) {
            case 0 -> Visitor.numbered(10 + number / 20 % 3).get(member, "api/search");
            case 1 -> Visitor.numbered(20 + number / 20 % 2).login(member, "mallory", "guess");
            case 2 -> Visitor.numbered(30).as("ann@kiosk.example", "ann-secret").get(member, "api/orders");
            case 3 -> Visitor.numbered(40 + number / 20 % 9).get(member, "legacy");
            default -> Visitor.numbered(100 + number % 200).get(member, "api/hello");
        };
    }

    @Test
    @Order(1)
    void overview_underLoad_figuresMove() throws IOException {
        try (var traffic = Traffic.start(2, ConsoleIT::visit)) {
            await().atMost(SOON).until(() -> page.figure("decisions/s") > 5);
            await().atMost(SOON)
                    .until(() -> page.text("#chart-legend li:first-child").matches("allowed [1-9].*"));
            var before = traffic.count();
            await().atMost(Duration.ofMinutes(5)).until(() -> traffic.count() > before + LOAD);
            stage.block("bob");
            page.awaitText("#limited-list", "reports");
            page.awaitText("#limited-list", "search");
            picture("light");
            page.prefer("dark");
            assertThat(page.number("return Number(/\\d+/.exec(getComputedStyle(document.body).backgroundColor)[0])"))
                    .as("red of the ground")
                    .isLessThan(40);
            picture("dark");
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> page.figure("decisions/s") == 0);
        assertThat(page.text("#limited-list")).contains("user:b***", "blocked since", "until");
    }

    @Test
    @Order(2)
    void find_blockedCaller_isAdmittedAfterTwoClicks() throws IOException {
        stage.block("bob");
        page.find("bob");
        page.awaitText(page.card("reports"), "Blocked");
        assertThat(page.text(page.card("reports"))).contains("user:bob", "0 left of 10/1h");
        page.awaitFound();
        picture("found");

        page.click(page.card("reports"), "Unblock");
        assertThat(page.text("#dialog-says")).contains("user:bob", "policy reports", "on all instances");
        picture("unblock");
        page.click("dialog", "Unblock");

        page.awaitText("#announcer", "user:bob is unblocked in reports");
        await().atMost(SOON).until(() -> stage.reports("bob").status() == 200);
        page.awaitText(page.card("reports"), "Admitted");
        browser.findElement(By.linkText("Audit")).click();
        page.awaitText("#audit", "unblock");
        assertThat(page.text("#audit td[data-title=Instance]")).isNotEmpty();
        await("the other member has answered")
                .atMost(SOON)
                .until(() -> page.text("#audit .partial").isEmpty());
    }

    @Test
    @Order(3)
    void tryIt_twentyRequests_movesItsCounters() {
        browser.findElement(By.linkText("Try it")).click();
        var path = browser.findElement(By.id("tryit-path"));
        path.clear();
        path.sendKeys("/legacy");
        assertThat(path.getDomProperty("value")).isEqualTo("/legacy");
        page.click("#tryit", "20 requests");

        page.awaitText("#tryit-answers", "20 × 200");
        page.awaitText("#tryit-counters", "legacy: 20 allowed");
    }

    @Test
    @Order(4)
    void keyboard_alone_findsAndFrees() {
        stage.block("alice");
        page.press(Keys.TAB);
        assertThat(page.focused()).as("first").isEqualTo("Skip to the limited keys");
        page.press("/");
        assertThat(page.focused()).isEqualTo("find");
        page.press("alice", Keys.ENTER);
        page.awaitText(page.card("reports"), "Blocked");
        for (var i = 0; i < 20 && !page.focused().equals("Unblock user:alice in reports"); i++) {
            page.press(Keys.TAB);
        }
        assertThat(page.focused()).isEqualTo("Unblock user:alice in reports");
        assertThat(page.number("return parseInt(getComputedStyle(document.activeElement).outlineWidth)"))
                .as("width of the line around the focus")
                .isPositive();

        page.press(Keys.ENTER);
        assertThat(page.focused()).isEqualTo("field-reason");
        page.press(Keys.ESCAPE);
        assertThat(page.focused()).as("again").isEqualTo("Unblock user:alice in reports");
        page.press(Keys.ENTER);
        page.press("asked by telephone", Keys.ENTER);

        page.awaitText("#announcer", "user:alice is unblocked in reports");
        await().atMost(SOON).until(() -> stage.reports("alice").status() == 200);
    }

    @Test
    @Order(5)
    void page_of360Pixels_needsNoScrollingSideways() throws IOException {
        page.resize(360, 800);
        page.find("bob");
        page.awaitText(page.card("reports"), "reports");
        page.awaitFound();
        picture("phone");
        assertThat(page.number("return document.documentElement.scrollWidth")).isLessThanOrEqualTo(360);

        page.click(page.card("reports"), "More permits…");
        assertThat(page.number("return document.querySelector('dialog').getBoundingClientRect().right"))
                .isLessThanOrEqualTo(360);
    }

    @Test
    @Order(6)
    void axe_pageAndDialog_findsNothingSerious() {
        for (var scheme : new String[] {"light", "dark"}) {
            page.prefer(scheme);
            // high enough that every section is in view and read
            page.resize(1280, 6_000);
            page.open(members.first(), "admin");
            page.find("bob");
            page.awaitText(page.card("reports"), "reports");
            page.awaitText("#policies", "quote-service-next");
            page.awaitText("#modules", "kis");
            assertThat(page.obstacles()).as(scheme).isEmpty();
            page.resize(1280, 900);
            page.click(page.card("reports"), "More permits…");
            assertThat(page.obstacles()).as(scheme + ", dialog").isEmpty();
        }
        page.resize(360, 12_000);
        page.open(members.first(), "admin");
        page.awaitText("#policies", "quote-service-next");
        page.awaitText("#modules", "kis");
        assertThat(page.number("return document.documentElement.scrollWidth")).isLessThanOrEqualTo(360);
        assertThat(page.obstacles()).as("narrow").isEmpty();
    }

    @Test
    @Order(7)
    void page_loadedAgainAndAgainWithAllSectionsInView_isLiveAndStaysSo() {
        page.resize(1280, 6_000);
        page.complaints();
        for (var i = 0; i < 4; i++) {
            page.load(members.first(), "admin");
        }
        page.open(members.first(), "admin");
        SECTIONS.forEach(page::awaitRead);
        var most = new AtomicInteger();
        await().during(Duration.ofSeconds(6)).atMost(Duration.ofSeconds(15)).until(() -> {
            most.accumulateAndGet(page.requestsOfTheBusiestSecond(), Math::max);
            return page.text("#connection").equals("live");
        });
        assertThat(most).as("requests in one second, of 20 for two windows").hasValueLessThan(11);
        assertThat(page.complaints()).as("too many requests, or anything else").isEmpty();
    }

    @Test
    @Order(8)
    void symbols_whileTheyRun_areInTheSectionOfOutboundCalls() throws IOException {
        page.resize(1200, 800);
        page.awaitText("#module-links", "Outbound calls");
        browser.findElement(By.linkText("Outbound calls")).click();
        page.awaitText("#module-throttle", "kis");
        var before = page.cell("#module-throttle", "Calls");
        assertThat(Visitor.numbered(1).post(members.first(), "api/symbols").status())
                .isEqualTo(202);

        await("some wait").atMost(SOON).until(() -> page.cell("#module-throttle", "Waiting") > 0);
        assertThat(page.text("#module-throttle td[data-title=Rate]")).isEqualTo("20/1020ms");
        assertThat(page.text("#module-throttle td[data-title='Paused until']")).isEqualTo("\u2013");
        await("some are done").atMost(SOON).until(() -> page.cell("#module-throttle", "Calls") >= before + 30);
        stage.picture("outbound", browser.findElement(By.id("module-throttle")));
        await("all are done")
                .atMost(Duration.ofSeconds(60))
                .until(() -> page.cell("#module-throttle", "Calls") >= before + 100);
        await("none waits").atMost(SOON).until(() -> page.cell("#module-throttle", "Waiting") == 0);
        await("none is in flight").atMost(SOON).until(() -> page.cell("#module-throttle", "In flight") == 0);
        assertThat(page.cell("#module-throttle", "Refused by the remote")).isZero();
    }

    @Test
    @Order(9)
    void viewer_page_offersNoChange() {
        browser.manage().deleteAllCookies();
        page.open(members.second(), "alice");
        page.find("bob");
        page.awaitText(page.card("reports"), "reports");
        assertThat(browser.findElements(By.tagName("button")).stream()
                        .filter(button -> button.isDisplayed())
                        .map(button -> button.getText()))
                .isSubsetOf("Find", "Close", "Details", "20 requests");
    }

    @Test
    @Order(10)
    void key_namedLikeMarkup_isText() {
        page.click("#overrides", "Block a key…");
        browser.findElement(By.id("field-key")).sendKeys("user:" + MARKUP);
        browser.findElement(By.id("field-reason")).sendKeys(MARKUP);
        assertThat(page.text("#dialog-says")).contains("user:" + MARKUP);
        page.click("dialog", "Block");

        page.awaitText("#overrides .content", MARKUP);
        page.find("user:" + MARKUP);
        page.awaitText("#found-title", MARKUP);
        page.awaitText("#found-list", MARKUP);
        assertThat(page.number("return document.images.length"))
                .as("the logo alone")
                .isEqualTo(1);
        assertThat(page.number("return window.run === undefined ? 0 : 1")).isZero();
    }
}
