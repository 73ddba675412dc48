package dev.weir.it.conformance.web;

import dev.weir.RateLimited;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.ConversationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.context.SessionScoped;
import java.io.Serializable;

/** The same bean in each scope of CDI; one of its methods is limited. */
public final class Quotes {

    private Quotes() {}

    /** One for the application. */
    @ApplicationScoped
    public static class OfApplication {

        @RateLimited(limit = "1/1h")
        public String limited() {
            return "application";
        }

        public String free() {
            return "free";
        }
    }

    /** One for each request. */
    @RequestScoped
    public static class OfRequest {

        @RateLimited(limit = "1/1h")
        public String limited() {
            return "request";
        }
    }

    /** One for each session. */
    @SessionScoped
    public static class OfSession implements Serializable {

        private static final long serialVersionUID = 1L;

        @RateLimited(limit = "1/1h")
        public String limited() {
            return "session";
        }
    }

    /** One for each conversation. */
    @ConversationScoped
    public static class OfConversation implements Serializable {

        private static final long serialVersionUID = 1L;

        @RateLimited(limit = "1/1h")
        public String limited() {
            return "conversation";
        }
    }

    /** One wherever it is injected. */
    @Dependent
    public static class OfNobody {

        @RateLimited(limit = "1/1h")
        public String limited() {
            return "dependent";
        }
    }
}
