package dev.weir.cdi;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.enterprise.inject.spi.BeforeBeanDiscovery;
import jakarta.enterprise.util.AnnotationLiteral;

/** Binds {@link LimitedDeliveryInterceptor} to message-driven beans. Loaded only where there is an EJB API. */
final class MessageDrivenBindings {

    private MessageDrivenBindings() {}

    static void add(BeforeBeanDiscovery discovery) {
        SourceBindings.add(
                discovery, new Bean(), LimitedDeliveryInterceptor.class, LimitedDeliveryInterceptor.Repeated.class);
    }

    @SuppressWarnings("ClassExplicitlyAnnotation") // an annotation literal of CDI
    private static final class Bean extends AnnotationLiteral<MessageDriven> implements MessageDriven {

        private static final long serialVersionUID = 1L;

        @Override
        public String name() {
            return "";
        }

        @Override
        public Class<?> messageListenerInterface() {
            return Object.class;
        }

        @Override
        public ActivationConfigProperty[] activationConfig() {
            return new ActivationConfigProperty[0];
        }

        @Override
        public String mappedName() {
            return "";
        }

        @Override
        public String description() {
            return "";
        }
    }
}
