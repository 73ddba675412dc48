package dev.weir.it.place;

import dev.weir.RateLimited;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Month;

/** Calls beans, as the query says. */
@WebServlet("/call")
public class CallerServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Inject
    private transient Inherited.Child child;

    @Inject
    private transient Inherited.Service<String> service;

    @Inject
    private transient Inherited.LimitedService limitedService;

    @Inject
    private transient LibraryBean library;

    @Inject
    private transient Stereotypes.OfBean stereotyped;

    @Inject
    private transient Event<Month> events;

    @Inject
    private transient Observer observer;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.getWriter().print(call(request.getQueryString()));
    }

    private String call(String what) {
        return switch (what) {
            case "overridden" -> child.overridden();
            case "protected" -> child.ofProtected();
            case "package" -> child.ofPackage();
            case "generic" -> service.ofMethod("item");
            case "type" -> limitedService.ofType();
            case "default" -> limitedService.byDefault();
            case "stereotype" -> stereotyped.get();
            case "library" -> library.get();
            case "producer" -> observer.produce().toString();
            case "observer" -> {
                events.fire(Month.MAY);
                yield "observed";
            }
            default -> throw new IllegalArgumentException(what);
        };
    }

    /** Its container calls it; what one method takes is its own. */
    @ApplicationScoped
    public static class Observer {
        @RateLimited(limit = "1/1h")
        void observe(@Observes Month month) {}

        @Produces
        @Dependent
        @RateLimited(limit = "1/1h")
        StringBuilder produce() {
            return new StringBuilder("produced");
        }
    }
}
