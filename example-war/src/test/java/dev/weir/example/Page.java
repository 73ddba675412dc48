package dev.weir.example;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;

/** The example's page in a browser: what a visitor does there, and what there is to read. */
record Page(ChromeDriver browser) {

    private static final Duration LONGEST = Duration.ofSeconds(20);
    private static final Pattern COUNTDOWN = Pattern.compile("(?:(\\d+) min )?(\\d+) s");

    /** Chooses the caller of all endpoints that have none of their own. */
    void choose(String caller) {
        browser.findElement(By.xpath("//fieldset[@id='caller']//span[.='" + caller + "']"))
                .click();
    }

    /** Chooses a tier, which sends a request. */
    void chooseTier(String tier) {
        choose("orders", tier);
    }

    /** Chooses what an endpoint offers, which sends a request. */
    void choose(String endpoint, String choice) {
        choice(endpoint, choice).click();
    }

    /** Moves the focus to a tier, as the tab key does. */
    void focusTier(String tier) {
        browser.executeScript("arguments[0].parentElement.querySelector('input').focus()", choice("orders", tier));
    }

    void press(Keys key) {
        new Actions(browser).sendKeys(key).perform();
    }

    /** Clicks, and waits until the card has had so many answers in all. */
    void click(String endpoint, String action, int answers) {
        card(endpoint)
                .findElement(By.cssSelector("[data-action=" + action + "]"))
                .click();
        awaitAnswers(endpoint, answers);
    }

    /** Presses a key on a button, which has the focus then. */
    void pressIn(String endpoint, String action, Keys key) {
        card(endpoint)
                .findElement(By.cssSelector("[data-action=" + action + "]"))
                .sendKeys(key);
    }

    /** Whether the card is in that state. */
    boolean isState(String endpoint, String state) {
        return state.equals(card(endpoint).getDomAttribute("data-state"));
    }

    void awaitAnswers(String endpoint, int answers) {
        await().atMost(LONGEST)
                .until(() -> String.valueOf(answers).equals(card(endpoint).getDomAttribute("data-answers")));
    }

    /** Whether the caller cannot ask for now. */
    boolean isBlocked(String endpoint) {
        var once = card(endpoint).findElement(By.cssSelector("[data-action=once]"));
        return "true".equals(once.getDomAttribute("aria-disabled"));
    }

    int secondsLeft(String endpoint) {
        var text = text(endpoint, ".retry-countdown");
        var match = COUNTDOWN.matcher(text);
        if (!match.matches()) {
            throw new IllegalStateException("no time: \"" + text + "\"");
        }
        var minutes = match.group(1) == null ? 0 : Integer.parseInt(match.group(1));
        return minutes * 60 + Integer.parseInt(match.group(2));
    }

    String text(String endpoint, String selector) {
        return card(endpoint).findElement(By.cssSelector(selector)).getText();
    }

    List<String> texts(String endpoint, String selector) {
        return card(endpoint).findElements(By.cssSelector(selector)).stream()
                .map(WebElement::getText)
                .toList();
    }

    /** What the latest answer said. */
    String lastSaid() {
        return browser.findElement(By.cssSelector("#log li .said")).getText();
    }

    /** Makes the page as wide as a device's screen, which can be narrower than any window. */
    void resize(int width, int height) {
        browser.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    /** Undoes {@link #resize}. */
    void resizeToWindow() {
        browser.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
    }

    /** Where a card ends, from the top of the page. */
    int bottom(String endpoint) {
        return ((Number) browser.executeScript(
                        "scrollTo(0, 0); return Math.ceil(arguments[0].getBoundingClientRect().bottom)",
                        card(endpoint)))
                .intValue();
    }

    int scrollWidth() {
        return ((Number) browser.executeScript("return document.documentElement.scrollWidth")).intValue();
    }

    private WebElement choice(String endpoint, String name) {
        return card(endpoint).findElement(By.xpath(".//label/span[.='" + name + "']"));
    }

    private WebElement card(String endpoint) {
        return browser.findElement(By.cssSelector("[data-endpoint=" + endpoint + "]"));
    }
}
