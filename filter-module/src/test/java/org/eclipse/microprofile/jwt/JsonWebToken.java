package org.eclipse.microprofile.jwt;

import java.security.Principal;

/** What a test needs of MicroProfile JWT, whose API is not among the libraries of this module. */
public interface JsonWebToken extends Principal {

    Object getClaim(String name);
}
