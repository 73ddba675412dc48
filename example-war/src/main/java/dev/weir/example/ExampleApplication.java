package dev.weir.example;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** Puts the resources of this package below {@code /api}; Weir needs no registration here. */
@ApplicationPath("api")
public class ExampleApplication extends Application {}
