package dev.weir.cdi;

import dev.weir.http.AppliedPolicy;
import dev.weir.runtime.WeirRuntime;
import jakarta.interceptor.InvocationContext;
import java.lang.reflect.Method;
import java.util.List;

/** The method of a bean that is called. Immutable. */
record CallSite(Class<?> type, Method method) {

    static CallSite of(InvocationContext call) {
        Object target = call.getTarget();
        return new CallSite(
                target == null ? call.getMethod().getDeclaringClass() : target.getClass(), call.getMethod());
    }

    /** The policies that apply to the method. */
    List<AppliedPolicy> uses(WeirRuntime runtime) {
        return runtime.policies().at(type, method);
    }

    @Override
    public String toString() {
        return method.getDeclaringClass().getName() + "." + method.getName();
    }
}
