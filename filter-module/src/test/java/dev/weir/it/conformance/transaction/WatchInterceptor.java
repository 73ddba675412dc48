package dev.weir.it.conformance.transaction;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;

/** The first interceptor after a transaction began: whatever refuses later does so inside of the transaction. */
@Watched
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 201)
public class WatchInterceptor {

    @Inject
    private Ends ends;

    @AroundInvoke
    Object watch(InvocationContext call) throws Exception {
        ends.watch();
        return call.proceed();
    }
}
