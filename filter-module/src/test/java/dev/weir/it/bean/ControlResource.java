package dev.weir.it.bean;

import dev.weir.Key;
import dev.weir.LimitControl;
import dev.weir.LimitOverride;
import dev.weir.RateLimiter;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.Duration;
import java.util.stream.Collectors;

/** Changes limits while the application runs. */
@Path("control")
@RequestScoped
public class ControlResource {

    private static final String POLICY = "by-hand";

    @Inject
    private LimitControl control;

    @Inject
    private RateLimiter limiter;

    @QueryParam("key")
    private String key;

    @QueryParam("limit")
    private String limit;

    @GET
    @Path("limit")
    public String limit() {
        control.limit(POLICY, Key.of(key), limit, Duration.ofHours(1), "test");
        return "done";
    }

    @GET
    @Path("block")
    public String block() {
        control.block(POLICY, Key.of(key), null, "test");
        return "done";
    }

    @GET
    @Path("unblock")
    public String unblock() {
        control.unblock(POLICY, Key.of(key));
        return "done";
    }

    @GET
    @Path("remove")
    public String remove() {
        control.overrides().stream()
                .filter(each -> each.key().orElse("").equals("c:" + key))
                .forEach(control::remove);
        return "done";
    }

    @GET
    @Path("list")
    public String list() {
        return control.overrides().stream()
                .filter(each -> each.key().orElse("").equals("c:" + key))
                .map(ControlResource::text)
                .collect(Collectors.joining(", "));
    }

    private static String text(LimitOverride each) {
        return each.kind() + " " + each.value() + " by " + each.by() + ": " + each.reason();
    }

    @GET
    @Path("allow")
    public String allow() {
        return Boolean.toString(limiter.allow(key, 2, Duration.ofHours(1)));
    }
}
