package dev.weir.it.limits;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** All paths below {@code /t} are routed by JAX-RS. */
@ApplicationPath("t")
public class Api extends Application {}
