package dev.weir.cdi;

import jakarta.enterprise.inject.spi.BeforeBeanDiscovery;
import jakarta.enterprise.util.AnnotationLiteral;
import jakarta.websocket.Decoder;
import jakarta.websocket.Encoder;
import jakarta.websocket.server.ServerEndpoint;
import jakarta.websocket.server.ServerEndpointConfig;

/** Binds {@link LimitedMessageInterceptor} to WebSocket endpoints. Loaded only where there is a WebSocket API. */
final class EndpointBindings {

    private EndpointBindings() {}

    static void add(BeforeBeanDiscovery discovery) {
        SourceBindings.add(
                discovery, new Endpoint(), LimitedMessageInterceptor.class, LimitedMessageInterceptor.Repeated.class);
    }

    @SuppressWarnings("ClassExplicitlyAnnotation") // an annotation literal of CDI
    private static final class Endpoint extends AnnotationLiteral<ServerEndpoint> implements ServerEndpoint {

        private static final long serialVersionUID = 1L;

        @Override
        public String value() {
            return "";
        }

        @Override
        public String[] subprotocols() {
            return new String[0];
        }

        @Override
        @SuppressWarnings({"unchecked", "rawtypes"})
        public Class<? extends Decoder>[] decoders() {
            return new Class[0];
        }

        @Override
        @SuppressWarnings({"unchecked", "rawtypes"})
        public Class<? extends Encoder>[] encoders() {
            return new Class[0];
        }

        @Override
        public Class<? extends ServerEndpointConfig.Configurator> configurator() {
            return ServerEndpointConfig.Configurator.class;
        }
    }
}
