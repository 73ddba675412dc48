package dev.weir.cdi;

import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.AroundTimeout;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;

/**
 * Limits the messages that a message-driven bean receives, once for each message. Its bindings are in
 * {@link MessageDrivenBindings}.
 */
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE)
public class LimitedDeliveryInterceptor extends RateLimitedInterceptor {

    private static final long serialVersionUID = 1L;
    private static final String LIMITED = LimitedDeliveryInterceptor.class.getName();

    /** An interceptor whose field the container sets. */
    public LimitedDeliveryInterceptor() {}

    @Override
    @AroundInvoke
    @AroundTimeout
    Object limit(InvocationContext call) throws Exception {
        boolean limited = call.getContextData().put(LIMITED, true) != null;
        return limited ? call.proceed() : super.limit(call);
    }

    /** The interceptor of methods with several annotations, which the compiler wraps in one container annotation. */
    @Interceptor
    @Priority(Interceptor.Priority.PLATFORM_BEFORE)
    public static class Repeated extends LimitedDeliveryInterceptor {

        private static final long serialVersionUID = 1L;

        /** An interceptor whose field the container sets. */
        public Repeated() {}
    }
}
