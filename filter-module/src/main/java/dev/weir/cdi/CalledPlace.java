package dev.weir.cdi;

import dev.weir.http.RequestLimiter.Use;
import dev.weir.runtime.WeirRuntime;
import jakarta.interceptor.InvocationContext;
import java.lang.reflect.Method;
import java.util.List;

/** The method of a bean that is called. Immutable. */
record CalledPlace(Class<?> type, Method method) {

    static CalledPlace of(InvocationContext call) {
        Object target = call.getTarget();
        return new CalledPlace(
                target == null ? call.getMethod().getDeclaringClass() : target.getClass(), call.getMethod());
    }

    /** The policies that hold for it. */
    List<Use> uses(WeirRuntime runtime) {
        return runtime.policies().at(type, method);
    }

    @Override
    public String toString() {
        return method.getDeclaringClass().getName() + "." + method.getName();
    }
}
