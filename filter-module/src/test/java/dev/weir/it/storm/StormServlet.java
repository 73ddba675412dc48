package dev.weir.it.storm;

import dev.weir.Key;
import dev.weir.RateLimiter;
import dev.weir.Slot;
import dev.weir.runtime.WeirApplications;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Ends requests in all the ways in which a servlet can, and says how many slots are free. */
@WebServlet(
        urlPatterns = {"/slow/*", "/free", "/most"},
        asyncSupported = true)
public class StormServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final byte[] EVENT = "data: of the test\n\n".getBytes(StandardCharsets.US_ASCII);
    /** An event stream that its client leaves open ends after so many events of so many octets. */
    private static final int MOST_EVENTS = 2_000;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        switch (request.getServletPath()) {
            case "/free" -> response.getWriter().print(free("storm") + " " + free("bean"));
            case "/most" -> response.getWriter().print(Inside.REQUEST.most() + " " + Inside.BEAN.most());
            default -> slow(request, response);
        }
    }

    private void slow(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
        String way = request.getPathInfo();
        if (way.equals("/forward")) {
            request.getRequestDispatcher("/slow/fine").forward(request, response);
            return;
        }
        if (way.equals("/dispatch") && request.getAttribute("dispatched") == null) {
            request.setAttribute("dispatched", true);
            request.startAsync().dispatch();
            return;
        }
        if (way.equals("/complete-again")) {
            Runnable later = (Runnable) request.getAttribute("later");
            AsyncContext context = request.startAsync();
            context.start(() -> complete(context, later));
            return;
        }
        Runnable leave = Inside.REQUEST.enter();
        try {
            switch (way) {
                case "/fine", "/dispatch" -> answer(response);
                case "/error" -> response.sendError(404);
                case "/exception" -> throw new ServletException("of the test");
                case "/timeout" -> leave = startAsync(request, 100, leave);
                case "/complete" -> {
                    Runnable later = startAsync(request, 10_000, leave);
                    leave = () -> {};
                    AsyncContext context = request.getAsyncContext();
                    context.start(() -> complete(context, later));
                }
                case "/restart" -> {
                    Runnable later = startAsync(request, 10_000, leave);
                    leave = () -> {};
                    request.setAttribute("later", later);
                    request.getAsyncContext().dispatch("/slow/complete-again");
                }
                case "/events" -> events(request, response, 3, startAsync(request, 30_000, leave));
                case "/gone" -> events(request, response, MOST_EVENTS, startAsync(request, 30_000, leave));
                default -> throw new IllegalArgumentException(way);
            }
        } finally {
            if (!request.isAsyncStarted()) {
                leave.run();
            }
        }
    }

    private static void answer(HttpServletResponse response) throws IOException {
        Inside.work();
        response.getWriter().print("answered");
    }

    /** Starts asynchronous work that ends by {@code leave}, at the latest when the container has waited for it. */
    private static Runnable startAsync(HttpServletRequest request, long timeoutMillis, Runnable leave) {
        AsyncContext context = request.startAsync();
        context.setTimeout(timeoutMillis);
        context.addListener(new AsyncListener() {
            @Override
            public void onComplete(AsyncEvent event) {
                leave.run();
            }

            @Override
            public void onTimeout(AsyncEvent event) {
                leave.run();
                event.getAsyncContext().complete();
            }

            @Override
            public void onError(AsyncEvent event) {
                leave.run();
            }

            @Override
            public void onStartAsync(AsyncEvent event) {
                event.getAsyncContext().addListener(this);
            }
        });
        return leave;
    }

    private static void complete(AsyncContext context, Runnable leave) {
        try {
            answer((HttpServletResponse) context.getResponse());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            leave.run();
            context.complete();
        }
    }

    private static void events(HttpServletRequest request, HttpServletResponse response, int count, Runnable leave)
            throws IOException {
        response.setContentType("text/event-stream");
        AsyncContext context = request.getAsyncContext();
        byte[] event = count < MOST_EVENTS ? EVENT : " ".repeat(4_096).getBytes(StandardCharsets.US_ASCII);
        context.start(() -> {
            try {
                ServletOutputStream out = context.getResponse().getOutputStream();
                for (int i = 0; i < count; i++) {
                    out.write(event);
                    out.flush();
                }
            } catch (IOException | IllegalStateException e) {
                // the client has gone
            } finally {
                leave.run();
                try {
                    context.complete();
                } catch (IllegalStateException e) {
                    // the container has noticed it first
                }
            }
        });
    }

    /** How many slots of a policy can be taken at present. */
    private static int free(String policy) {
        RateLimiter limiter = WeirApplications.currentOrStarted().limiter();
        List<Slot> slots = new ArrayList<>();
        try {
            Slot slot = limiter.slot(policy, Key.global());
            while (slot.allowed()) {
                slots.add(slot);
                slot = limiter.slot(policy, Key.global());
            }
            return slots.size();
        } finally {
            slots.forEach(Slot::close);
        }
    }
}
