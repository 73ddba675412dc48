package dev.weir.servlet;

import dev.weir.engine.Digests;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionIdListener;

/**
 * What tells a session from others: its id, or, after that was changed, a digest of the first one. An attribute of the session
 * keeps it, which a cluster copies with the session. It is a digest because the first id may have been known to somebody else.
 */
final class SessionKey {

    static final String ATTRIBUTE = "dev.weir.session-key";

    private SessionKey() {}

    static String of(HttpSession session) {
        return session.getAttribute(ATTRIBUTE) instanceof String kept ? kept : session.getId();
    }

    /** A new id, as after a login, is no new quota. Where an application has no sessions, it is never called. */
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
