package dev.weir.it.place;

import dev.weir.RateLimited;
import jakarta.enterprise.context.ApplicationScoped;

/** A bean in a jar of the application. */
@ApplicationScoped
public class LibraryBean {

    @RateLimited(limit = "1/1h")
    public String get() {
        return "got";
    }
}
