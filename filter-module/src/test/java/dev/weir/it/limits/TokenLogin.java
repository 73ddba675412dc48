package dev.weir.it.limits;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.auth.LoginConfig;

/** Switches MicroProfile JWT on. */
@LoginConfig(authMethod = "MP-JWT", realmName = "weir")
@ApplicationScoped
public class TokenLogin {}
