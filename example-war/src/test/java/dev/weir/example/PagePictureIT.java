package dev.weir.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.OutputType;

/** Makes the picture of the example's page in the README anew: {@code -Dweir.pictures=../docs}. */
@EnabledIfSystemProperty(named = "weir.pictures", matches = ".+")
class PagePictureIT {

    @Test
    void page_limitsAndBlocks_areInThePicture(@TempDir Path profile) throws IOException {
        assumeTrue(Chromium.browser().isPresent(), "skipped: no chromium on the PATH");
        assumeTrue(Chromium.driver().isPresent(), "skipped: no chromedriver on the PATH");
        try (var payara = PayaraInstance.named("picture")
                .property("ratelimit.store.timeout", "10s")
                .start()) {
            var browser = Chromium.start(profile);
            try {
                var page = new Page(browser);
                browser.get(payara.baseUri().toString());
                page.resize(1200, 900);
                use(page);
                page.resize(1200, page.bottom("search") + 14);
                Files.write(
                        Path.of(System.getProperty("weir.pictures"), "example.png"),
                        browser.getScreenshotAs(OutputType.BYTES));
            } finally {
                browser.quit();
            }
        }
    }

    private static void use(Page page) {
        page.chooseTier("Premium");
        page.awaitAnswers("orders", 1);
        page.click("hello", "once", 1);
        page.click("reports", "burst", 10);
        page.click("reports", "once", 11);
        page.click("reports", "once", 12);
        for (var attempt = 1; attempt <= 6; attempt++) {
            page.click("login", "once", attempt);
        }
        for (var block = 1; block <= 3; block++) {
            await().atMost(Duration.ofSeconds(30)).until(() -> !page.isBlocked("search"));
            page.click("search", "burst", block * 10);
        }
        assertThat(page.texts("search", ".blocks li")).containsExactly("5 s", "10 s", "20 s");
    }
}
