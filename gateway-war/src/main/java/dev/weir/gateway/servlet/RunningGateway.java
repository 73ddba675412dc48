package dev.weir.gateway.servlet;

import dev.weir.gateway.runtime.Gateway;
import dev.weir.gateway.runtime.LlmModule;
import dev.weir.spi.Modules;

/** Finds the gateway of the application that this thread works for. */
final class RunningGateway {

    private RunningGateway() {}

    /** @throws IllegalStateException if the application has not started */
    static Gateway get() {
        return Modules.running(LlmModule.class).gateway();
    }
}
