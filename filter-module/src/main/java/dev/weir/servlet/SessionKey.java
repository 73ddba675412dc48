package dev.weir.servlet;

import dev.weir.engine.Digests;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionIdListener;

/**
 * The identifier of a session: its id or, after the id was changed, a digest of the first one. It is kept in an
 * attribute of the session, which a cluster copies with the session. It is a digest because the first id may have been
 * disclosed.
 */
final class SessionKey {

    static final String ATTRIBUTE = "dev.weir.session-key";

    private SessionKey() {}

    static String of(HttpSession session) {
        return session.getAttribute(ATTRIBUTE) instanceof String kept ? kept : session.getId();
    }

    /**
     * Keeps the identifier when the id changes, as after a login, so that this gives no new quota. Never called where
     * an application has no sessions.
     */
    static final class Keeping implements HttpSessionIdListener {

        @Override
        public void sessionIdChanged(HttpSessionEvent event, String oldId) {
            HttpSession session = event.getSession();
            if (!(session.getAttribute(ATTRIBUTE) instanceof String)) {
                session.setAttribute(ATTRIBUTE, Digests.sessionKey(oldId));
            }
        }
    }
}
