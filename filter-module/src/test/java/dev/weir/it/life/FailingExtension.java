package dev.weir.it.life;

import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.Extension;

/** Fails the validation of CDI after Weir has said what beans declare. */
public class FailingExtension implements Extension {

    void fail(@Observes @Priority(10_000) AfterDeploymentValidation validation) {
        validation.addDeploymentProblem(new IllegalStateException("on purpose"));
    }
}
