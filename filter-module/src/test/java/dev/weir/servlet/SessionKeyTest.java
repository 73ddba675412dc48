package dev.weir.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionEvent;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SessionKeyTest {

    private final Map<String, Object> attributes = new HashMap<>();
    private String id = "first";
    private final HttpSession session = (HttpSession) Proxy.newProxyInstance(
            SessionKeyTest.class.getClassLoader(), new Class<?>[] {HttpSession.class}, this::call);

    private @Nullable Object call(Object proxy, Method method, Object[] arguments) {
        return switch (method.getName()) {
            case "getId" -> id;
            case "getAttribute" -> attributes.get(arguments[0]);
            case "setAttribute" -> attributes.put((String) arguments[0], arguments[1]);
            default -> throw new UnsupportedOperationException(method.getName());
        };
    }

    @Test
    void of_sessionWithItsFirstId_isTheId() {
        assertThat(SessionKey.of(session)).isEqualTo("first");
        assertThat(attributes).isEmpty();
    }

    @Test
    void of_sessionWhoseIdChangedTwice_isADigestOfTheFirst() {
        change("second");
        String kept = SessionKey.of(session);
        assertThat(kept).matches("sha256:[0-9a-f]{64}");
        change("third");
        assertThat(SessionKey.of(session)).isEqualTo(kept);
        assertThat(attributes).containsOnlyKeys(SessionKey.ATTRIBUTE).containsValue(kept);
    }

    @Test
    void of_attributeOfSomebodyElse_isReplacedAtTheNextChange() {
        attributes.put(SessionKey.ATTRIBUTE, 1);
        assertThat(SessionKey.of(session)).isEqualTo("first");
        change("second");
        assertThat(SessionKey.of(session)).startsWith("sha256:");
    }

    private void change(String newId) {
        String oldId = id;
        id = newId;
        new SessionKey.Keeping().sessionIdChanged(new HttpSessionEvent(session), oldId);
    }
}
