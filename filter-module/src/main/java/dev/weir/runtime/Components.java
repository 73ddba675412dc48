package dev.weir.runtime;

import dev.weir.LimitControl;
import dev.weir.config.Settings;
import dev.weir.engine.CallPolicies;
import dev.weir.engine.Engine;
import dev.weir.engine.KeyCodec;
import dev.weir.engine.OperatorControl;
import dev.weir.http.CallsWithoutRequest;
import dev.weir.http.ContainerLogins;
import dev.weir.http.KeyExtractor;
import dev.weir.http.Logins;
import dev.weir.http.ObservedResponses;
import dev.weir.http.RequestLimiter;
import dev.weir.http.ResponseOutcomes;
import dev.weir.http.TierSelector;
import dev.weir.log.OncePerMinuteLog;
import dev.weir.override.SharedOverrides;
import dev.weir.reply.HeaderFields;
import dev.weir.store.WaitBudget;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;

/**
 * What decides in one application, composed around its store. Immutable; safe for use by many threads.
 *
 * @param engine decides about calls
 * @param responses tells adaptive policies how the application answers
 * @param control changes limits at run time
 * @param logins counts logins by username
 * @param requests decides about requests
 * @param outcomes does what is due at the end of a response
 * @param containerLogins counts the logins that the container makes
 * @param callsWithoutRequest decides about calls that no request causes
 */
record Components(
        Engine engine,
        ObservedResponses responses,
        LimitControl control,
        Logins logins,
        RequestLimiter requests,
        ResponseOutcomes outcomes,
        ContainerLogins containerLogins,
        CallsWithoutRequest callsWithoutRequest) {

    /** As the runtime, of which these are a part. */
    private static final System.Logger LOG = System.getLogger(WeirRuntime.class.getName());
    /** A change is more than one operation, and no request waits for it. */
    private static final long LEAST_CHANGE_MILLIS = 250;
    /** Makes the changes for which no operator is named. */
    private static final String THE_APPLICATION = "application";

    /**
     * Composes them.
     *
     * @param background runs tasks that no request waits for
     * @param clock the wall clock
     * @param observation is told of each final decision, of responses, and of what operators change
     */
    static Components of(
            Policies policies,
            Stores.Opened opened,
            KeyCodec storedKey,
            Namespace namespace,
            SharedOverrides overrides,
            ScheduledExecutorService background,
            InstantSource clock,
            Observation observation) {
        Settings settings = policies.settings();
        OncePerMinuteLog problems = new OncePerMinuteLog(LOG, clock);
        OncePerMinuteLog resolving = new OncePerMinuteLog(LOG, clock);
        long timeoutMillis = settings.store().timeoutMillis();
        TierSelector tiers = new TierSelector(
                settings.tiers(),
                (policy, key) -> overrides.present().tier(policy, storedKey.textOf(key)),
                policies.resolvers(),
                resolving);
        Adapting adapting =
                new Adapting(policies, opened, settings.store().localMaxKeys(), namespace, background, problems);
        Engine engine = new Engine(
                opened.store(),
                opened.slots(),
                storedKey,
                (name, key) -> policies.counted(name, key, tiers),
                new CallPolicies(settings.enabled()),
                () -> new WaitBudget(timeoutMillis, System::nanoTime),
                overrides.present(),
                adapting.adaptation(),
                observation.listener());
        Logins logins = LoginCounting.of(policies, opened, storedKey, namespace, background, resolving);
        RequestLimiter requests = new RequestLimiter(
                policies::settings,
                policies::find,
                engine,
                new KeyExtractor(policies.resolvers(), resolving),
                tiers,
                opened.rosters(),
                logins,
                new HeaderFields(settings.headers(), clock),
                problems);
        ResponseOutcomes outcomes = new ResponseOutcomes(policies::settings, policies::find, engine, logins, problems);
        return new Components(
                engine,
                new ObservedResponses(
                        adapting.adaptation(), engine, observation.requests(), System::nanoTime, problems),
                new OperatorControl(
                        engine,
                        storedKey,
                        overrides,
                        opened.clock(),
                        settings.zone(),
                        Set.copyOf(settings.tiers().names()),
                        () -> THE_APPLICATION,
                        observation.announcements()::overrideChanged,
                        new OperatorControl.Cluster(
                                () -> opened.statistics().get().clustered(),
                                Math.max(LEAST_CHANGE_MILLIS, timeoutMillis))),
                logins,
                requests,
                outcomes,
                new ContainerLogins(requests, engine, outcomes, logins, policies::find),
                new CallsWithoutRequest(requests, outcomes, settings.withoutRequest()));
    }
}
