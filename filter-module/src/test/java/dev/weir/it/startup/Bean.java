package dev.weir.it.startup;

import jakarta.enterprise.context.ApplicationScoped;

/** Makes an application have CDI. */
@ApplicationScoped
public class Bean {}
