package dev.weir.config;

import dev.weir.config.rule.CostRule;
import dev.weir.config.rule.KeyRule;
import dev.weir.config.rule.LoginRule;
import dev.weir.config.rule.UserNameRule;

/** Checks that the application has the beans that the rules of a policy name. */
record BeanCheck(CheckedSource source, KnownBeans known, Problems problems) {

    /** Whether there are the beans for keys and costs; what is missing is recorded. */
    boolean exist(PolicySettings policy) {
        boolean hasCost = !(policy.configuredCost().orElse(null) instanceof CostRule.ByBean byBean)
                || known.knowsCosts(byBean.name());
        if (!hasCost) {
            problems.add(
                    Property.OfPolicy.COST.of(policy.name()),
                    "there is no such CostResolver bean",
                    source.get(Property.OfPolicy.COST.of(policy.name())).orElse("bean"));
        }
        return hasKey(policy) && hasCost;
    }

    private boolean hasKey(PolicySettings policy) {
        // whether the bean for tenants exists was checked with the property that names it
        boolean has = policy.key() instanceof KeyRule.ByTenant || known.knows(policy.key());
        if (!has) {
            problems.add(Property.OfPolicy.KEY_RESOLVER.of(policy.name()), "there is no such bean", bean(policy.key()));
        }
        policy.login().flatMap(LoginRule::username).ifPresent(rule -> {
            if (rule instanceof UserNameRule.ByBean byBean && !known.knows(new KeyRule.ByBeanName(byBean.name()))) {
                problems.add(Property.OfPolicy.USERNAME.of(policy.name()), "there is no such bean", byBean.name());
            }
        });
        return has;
    }

    private static String bean(KeyRule rule) {
        return rule instanceof KeyRule.ByBeanName byName
                ? byName.name()
                : ((KeyRule.ByBeanClass) rule).type().getName();
    }
}
