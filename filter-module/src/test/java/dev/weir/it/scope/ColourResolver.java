package dev.weir.it.scope;

import dev.weir.IncomingRequest;
import dev.weir.Key;
import dev.weir.KeyResolver;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;

/** Limits by colour; fails where there is none. */
@Named("colours")
@ApplicationScoped
public class ColourResolver implements KeyResolver {

    @Override
    public Key resolve(IncomingRequest request) {
        return request.header("Colour").map(Key::of).orElseThrow();
    }
}
