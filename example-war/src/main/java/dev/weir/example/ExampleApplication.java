package dev.weir.example;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** Maps the resources of this package to {@code /api}; Weir needs no registration here. */
@ApplicationPath("api")
public class ExampleApplication extends Application {}
