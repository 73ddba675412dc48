package dev.weir.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.chrome.ChromeDriver;

/** The console while it is hidden, refused or not answered, and while a member is silent. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConsoleTroubleIT {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final int LOAD = ConsoleStage.isForTheDocuments() ? 4_000 : 100;

    @TempDir
    static Path profile;

    static ConsoleStage stage;
    static ClusterPair members;
    static ChromeDriver browser;
    static ConsolePage page;

    @BeforeAll
    static void start() {
        stage = ConsoleStage.start("trouble", profile);
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

    @Test
    @Order(1)
    void tab_hidden_sendsNothingForTenSeconds() {
        browser.manage().window().minimize();
        assertThat(browser.executeScript("return document.visibilityState")).isEqualTo("hidden");
        page.forgetRequests();
        await().during(Duration.ofSeconds(10)).atMost(Duration.ofSeconds(12)).until(() -> page.requests() == 0);

        browser.manage().window().setSize(new Dimension(1280, 1400));
        assertThat(browser.executeScript("return document.visibilityState")).isEqualTo("visible");
        await().atMost(SOON).until(() -> page.requests() > 3);
        page.awaitText("#connection", "live");
    }

    @Test
    @Order(2)
    void page_loadedWhileTheServerRefuses_asksAgainInASecond() {
        try (var others = Traffic.start(
                2, i -> Visitor.numbered(1).as("admin", "admin-secret").get(members.first(), "ratelimit/me"))) {
            await().atMost(SOON)
                    .until(() -> others.count() > 0 && others.statuses().containsKey(429));
            page.load(members.first(), "admin");
            await().atMost(SOON).until(() -> page.text("#connection").contains("too many requests"));
        }
        await().atMost(Duration.ofSeconds(30))
                .until(() -> page.text("#connection").equals("live"));
    }

    @Test
    @Order(3)
    void member_frozen_isSilentSoonAndTheAuditNotComplete() throws IOException {
        stage.block("bob");
        browser.findElement(By.linkText("Members")).click();
        page.awaitText("#members", "active");
        try (var traffic = Traffic.start(2, i -> Visitor.numbered(100 + i % 200).get(members.first(), "api/hello"))) {
            await().atMost(Duration.ofMinutes(5)).until(() -> traffic.count() > LOAD);
            members.second().freeze();
            try {
                await().atMost(SOON)
                        .until(() -> page.text("#members [data-state=silent]").contains("silent"));
                browser.findElement(By.linkText("Audit")).click();
                page.awaitText("#audit .partial", "Not complete");
                browser.findElement(By.linkText("Overview")).click();
                await().atMost(SOON).until(() -> page.text("#level").startsWith("Degraded"));
                stage.picture("silent", browser);
            } finally {
                members.second().thaw();
            }
        }
        // what is out of view is not read
        browser.findElement(By.linkText("Members")).click();
        await().atMost(Duration.ofMinutes(1))
                .until(() -> page.text("#members [data-state=silent]").isEmpty());
        browser.findElement(By.linkText("Audit")).click();
        await().atMost(SOON).until(() -> page.text("#audit .partial").isEmpty());
    }

    @Test
    @Order(4)
    void server_frozen_isSaidAndTheConsoleGoesOn() {
        members.first().freeze();
        try {
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> page.text("#connection")
                            .matches("no answer since \\d\\d:\\d\\d:\\d\\d, asking again in \\d+ s"));
        } finally {
            members.first().thaw();
        }
        await().atMost(Duration.ofSeconds(30))
                .until(() -> page.text("#connection").equals("live"));
    }
}
