package dev.weir.store.simulation;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Turns the log of the store off while a test class simulates: a run has many changes of mode, and its own trace. */
final class QuietStore implements BeforeAllCallback, AfterAllCallback {

    private static final Logger LOGGER = Logger.getLogger("dev.weir.store");

    @Override
    public void beforeAll(ExtensionContext context) {
        LOGGER.setLevel(Level.OFF);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        LOGGER.setLevel(null);
    }
}
