package dev.weir.it.conformance.web;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** Finds the resources of all packages by itself. */
@ApplicationPath("api")
public class Api extends Application {}
