package dev.weir.it.whole.rest;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** All resources below {@code /api}. */
@ApplicationPath("api")
public class Api extends Application {}
