package dev.weir.it.conformance.ejb;

import dev.weir.RateLimited;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.Timeout;
import jakarta.ejb.TimerConfig;
import jakarta.ejb.TimerService;
import java.util.concurrent.atomic.AtomicInteger;

/** Methods that timers call; all but one are limited to once an hour. */
@Singleton
@Startup
public class Timers {

    private final AtomicInteger scheduled = new AtomicInteger();
    private final AtomicInteger timedOut = new AtomicInteger();
    private final AtomicInteger unlimited = new AtomicInteger();

    @Resource
    private TimerService service;

    @PostConstruct
    void start() {
        service.createIntervalTimer(100, 100, new TimerConfig("interval", false));
    }

    @Schedule(hour = "*", minute = "*", second = "*", persistent = false)
    @RateLimited(limit = "1/1h")
    public void tick() {
        scheduled.incrementAndGet();
    }

    @Schedule(hour = "*", minute = "*", second = "*", persistent = false)
    public void free() {
        unlimited.incrementAndGet();
    }

    @Timeout
    @RateLimited(limit = "1/1h")
    public void timeout() {
        timedOut.incrementAndGet();
    }

    /** How often each of them ran. */
    public String result() {
        return scheduled + " " + timedOut + " " + (unlimited.get() > 2 ? "many" : "few");
    }
}
