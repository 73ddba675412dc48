package dev.weir.it.conformance.ejb;

import dev.weir.RateLimitExceededException;
import dev.weir.it.conformance.web.Quotes;
import jakarta.annotation.PostConstruct;
import jakarta.ejb.EJB;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;

/** Calls limited beans, more often than their limits, before there is any request. */
@Singleton
@Startup
public class Seeder {

    @EJB
    private StatelessBean ejb;

    @Inject
    private Quotes.OfApplication bean;

    private final List<String> results = new ArrayList<>();

    @PostConstruct
    void seed() {
        for (int i = 0; i < 2; i++) {
            try {
                results.add(ejb.limited());
                results.add(bean.limited());
            } catch (RateLimitExceededException e) {
                results.add("refused");
            }
        }
    }

    /** What became of the calls. */
    public String result() {
        return String.join(" ", results);
    }
}
