package dev.weir.it.conformance.ejb;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;

/** Between a resource and a limited bean. */
@Stateless
public class MiddleBean {

    @EJB
    private StatelessBean bean;

    public String call() {
        return bean.limited();
    }
}
