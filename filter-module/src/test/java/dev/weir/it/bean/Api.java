package dev.weir.it.bean;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** Finds its resources and its mapper by itself. */
@ApplicationPath("api")
public class Api extends Application {}
