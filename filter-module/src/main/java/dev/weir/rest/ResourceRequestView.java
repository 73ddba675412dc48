package dev.weir.rest;

import dev.weir.match.ClientAddress;
import dev.weir.servlet.ServletRequestView;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;
import java.util.Optional;

/** A servlet request whose caller JAX-RS knows: an authentication filter of the application can have set it. */
final class ResourceRequestView extends ServletRequestView {

    private final SecurityContext security;

    ResourceRequestView(HttpServletRequest request, ClientAddress clientAddress, SecurityContext security) {
        super(request, clientAddress);
        this.security = security;
    }

    @Override
    public Optional<String> principal() {
        return Optional.ofNullable(security.getUserPrincipal()).map(Principal::getName);
    }

    @Override
    public boolean hasRole(String role) {
        return security.isUserInRole(role);
    }
}
