package dev.weir.outbound.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AnnouncementTest {

    private static Announcement of(ClassLoader application) {
        // a class that the application has loaded
        Class<?> type = Proxy.newProxyInstance(
                        application, new Class<?>[] {Runnable.class}, (proxy, method, args) -> null)
                .getClass();
        return new Announcement(Map.of("kis", Set.of(type.getName())), Set.of(type), event -> {});
    }

    @Test
    void of_applicationOrOneWithinIt_isWhatWasAnnounced() {
        ClassLoader ear = new ClassLoader(null) {};
        ClassLoader war = new ClassLoader(ear) {};
        Announcement announcement = of(ear);
        Announcement.announce(ear, announcement);
        assertThat(Announcement.of(war)).isSameAs(announcement);
        assertThat(Announcement.of(new ClassLoader(null) {}).isAnnounced()).isFalse();
        Announcement.forget(ear);
        assertThat(Announcement.of(war).isAnnounced()).isFalse();
    }

    @Test
    void announce_deploymentFailsAndSaysNothing_doesNotKeepTheApplicationInMemory() {
        Reference<ClassLoader> application = announcedAndGone();
        await().until(() -> {
            System.gc();
            return application.get() == null;
        });
    }

    private static Reference<ClassLoader> announcedAndGone() {
        ClassLoader application = new ClassLoader(null) {};
        Announcement.announce(application, of(application));
        return new WeakReference<>(application);
    }
}
