package dev.weir.example;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;

/** The console in a browser: what an operator does there, and what there is to read. */
record ConsolePage(ChromeDriver browser) {

    private static final Duration LONGEST = Duration.ofSeconds(20);
    private static final String AXE = read("/axe.min.js");
    private static final String FINDINGS = "const done = arguments[0];"
            + "axe.run({ resultTypes: ['violations'] }).then(({ violations }) => done(violations"
            + ".filter(({ impact }) => impact === 'serious' || impact === 'critical')"
            + ".flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))), (error) => done([String(error)]));";

    /** Loads the console of an instance as somebody, and waits until it is live. */
    ConsolePage open(PayaraInstance instance, String user) {
        load(instance, user);
        await("the console is live")
                .atMost(LONGEST)
                .until(() -> text("#connection").equals("live"));
        return this;
    }

    /** Loads the console and waits for nothing that it asks. */
    void load(PayaraInstance instance, String user) {
        var root = instance.baseUri();
        browser.get("http://" + user + ":" + user + "-secret@" + root.getAuthority() + "/ratelimit/");
    }

    /** Looks a key up as an operator does, and waits for what is found. */
    void find(String key) {
        var field = browser.findElement(By.id("find"));
        field.clear();
        field.sendKeys(key, Keys.ENTER);
    }

    /** The card of the key that was looked up, of one policy. */
    String card(String policy) {
        return "#found-list article[data-policy='" + policy + "']";
    }

    /** The text of the first element, empty if there is none. */
    String text(String selector) {
        try {
            return browser.findElements(By.cssSelector(selector)).stream()
                    .findFirst()
                    .map(WebElement::getText)
                    .orElse("");
        } catch (StaleElementReferenceException e) {
            return "";
        }
    }

    void awaitText(String selector, String part) {
        await(selector + " says " + part)
                .atMost(LONGEST)
                .until(() -> text(selector).contains(part));
    }

    /** The number in a figure of the overview, without its unit. */
    double figure(String name) {
        var text = browser.findElement(By.xpath("//dl[@id='figures']//dt[.='" + name + "']/following-sibling::dd"))
                .getText();
        return Double.parseDouble(text.replaceAll("[ ,%a-z].*", ""));
    }

    /** Waits for the end of a search, and for what stands below it. */
    void awaitFound() {
        await("all policies are looked at")
                .atMost(LONGEST)
                .until(() -> text("#found-state").isEmpty());
        awaitRead("limited");
    }

    /** Waits until a section has been read, and says what it has, or that there is nothing. */
    void awaitRead(String section) {
        await(section)
                .atMost(LONGEST)
                .until(() -> List.of("there", "empty")
                        .contains(String.valueOf(browser.executeScript(
                                "return document.getElementById(arguments[0]).dataset.state", section))));
    }

    /** The number in the column of the only row of a table. */
    int cell(String within, String column) {
        var text = text(within + " td[data-title='" + column + "']");
        return text.isEmpty() ? -1 : Integer.parseInt(text);
    }

    /** Clicks the button of that text within an element, as soon as it is there. */
    void click(String within, String button) {
        var path = By.xpath(".//button[.='" + button + "']");
        await(button)
                .atMost(LONGEST)
                .ignoreException(StaleElementReferenceException.class)
                .until(() -> {
                    var found = browser.findElement(By.cssSelector(within)).findElements(path).stream()
                            .filter(WebElement::isDisplayed)
                            .findFirst();
                    found.ifPresent(WebElement::click);
                    return found.isPresent();
                });
    }

    void press(CharSequence... keys) {
        new Actions(browser).sendKeys(keys).perform();
    }

    /** What has the focus, by its id or else its text. */
    String focused() {
        return String.valueOf(browser.executeScript(
                "const e = document.activeElement; return e.id || e.getAttribute('aria-label') || e.textContent"));
    }

    /** Makes the page as large as a device's screen. */
    void resize(int width, int height) {
        browser.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    void resizeToWindow() {
        browser.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
    }

    /** Sets whether the device prefers {@code dark} or {@code light}. */
    void prefer(String scheme) {
        browser.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    /** How many requests the page has sent since {@link #forgetRequests}. */
    int requests() {
        return number("return performance.getEntriesByType('resource').length");
    }

    /** How many requests, other than for its files, the page has begun in the second in which it began most. */
    int requestsOfTheBusiestSecond() {
        return number(
                "const began = performance.getEntriesByType('resource')"
                        + ".filter(({ initiatorType }) => initiatorType === 'fetch').map(({ startTime }) => startTime);"
                        + "return Math.max(0, ...began.map((from) => began.filter((at) => at >= from && at < from + 1000).length))");
    }

    /** The errors that the browser has logged since the last call, such as a request that was refused. */
    List<String> complaints() {
        return browser.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.SEVERE.intValue())
                .map(LogEntry::getMessage)
                .toList();
    }

    void forgetRequests() {
        browser.executeScript("performance.clearResourceTimings()");
    }

    int number(String script) {
        return ((Number) browser.executeScript(script)).intValue();
    }

    /** What keeps people from using the page as it is now, of those findings that are serious or worse. */
    List<?> obstacles() {
        browser.executeScript(AXE);
        return (List<?>) browser.executeAsyncScript(FINDINGS);
    }

    private static String read(String resource) {
        try (InputStream stream = ConsolePage.class.getResourceAsStream(resource)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
