package dev.weir.it.conformance.ejb;

import dev.weir.RateLimited;
import jakarta.ejb.Stateless;

/** All of it is limited, with one counter. */
@Stateless
@RateLimited(limit = "1/1h")
public class WholeBean {

    public String limited() {
        return "whole";
    }
}
