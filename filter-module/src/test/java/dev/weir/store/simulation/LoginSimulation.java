package dev.weir.store.simulation;

import dev.weir.Decision;
import dev.weir.Key;
import dev.weir.Limit;
import dev.weir.Source;
import dev.weir.config.MapSource;
import dev.weir.config.Settings;
import dev.weir.core.Policy;
import dev.weir.engine.LoginName;
import dev.weir.engine.PolicyDecision;
import dev.weir.match.AddressRanges;
import dev.weir.match.ClientAddress;
import dev.weir.match.ForwardingHeader;
import dev.weir.store.CounterId;
import dev.weir.store.StoreFixtures;
import dev.weir.store.simulation.AdmissionLog.Admission;
import dev.weir.store.simulation.Scenario.Size;
import dev.weir.store.simulation.Scenario.Trouble;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * One run of several instances, made from one seed, in which a thousand addresses try passwords of a user, who goes on
 * logging in from home. Some of the addresses log in to an account of their own before they try.
 */
final class LoginSimulation {

    private static final String VICTIM = "victim";
    private static final String HOME = "192.0.2.1";
    private static final String MALLORY = "mallory";
    private static final int ADDRESSES = 1_000;
    private static final Size SIZE = new Size(2, 4, 1, 1, ADDRESSES);
    private static final long BETWEEN_LOGINS_MILLIS = 100_000;
    /** Fewer than the smallest limit. */
    private static final int MOST_AT_HOME = 12;

    private static final long UNDER_WAY_MILLIS = 400;
    /** After a read without an answer none is made for so long. */
    private static final long PAUSE_MILLIS = 5_000;
    /** That an address is not known, an instance goes by for so long. */
    private static final long ABSENT_MILLIS = 2_000;

    private final long seed;
    private final Random random;
    private final Policy policy;
    private final Limit limit;
    private final SimulatedCluster cluster;
    private final FaultInjector troubles;
    private final Map<SimulatedNode, LoginNode> logins = new HashMap<>();
    /** What strangers tried of the victim's passwords. */
    private final AdmissionLog guesses;

    private long guessed;
    private long failedAtHome;
    private long lastAtHomeMillis;
    private int timesAtHome;
    private Optional<String> wrong = Optional.empty();

    LoginSimulation(long seed) {
        this.seed = seed;
        this.random = new Random(seed * 0x9E3779B97F4A7C15L + 4);
        Set<Trouble> all = EnumSet.noneOf(Trouble.class);
        all.addAll(Scenario.troubles(seed));
        // what is no room for is counted on each instance
        all.remove(Trouble.FULL);
        String window = random.nextBoolean() ? "10m" : "1d";
        // of so small a limit nothing is lent, and the share of one instance is enough for its user
        int permits = 16 + random.nextInt(16);
        Settings settings = MapSource.of(
                        "policy.login.limit",
                        permits + "/" + window,
                        "policy.login.algorithm",
                        random.nextBoolean() ? "fixed-window" : "sliding-window",
                        "policy.login.match",
                        "POST /login",
                        "policy.login.username",
                        "param:username")
                .read();
        this.policy = settings.policies().get(LoginNode.POLICY).policy();
        this.limit = policy.limits().get(0);
        this.guesses = new AdmissionLog(counter());
        Scenario scenario = new Scenario(SIZE, all, List.of(policy), 0, false, all.isEmpty() && random.nextBoolean());
        this.cluster = new SimulatedCluster(
                scenario,
                random,
                new Books(scenario.policies(), true),
                new Trace(new KeySource(1, random)),
                1,
                node -> logins.put(node, login(node, settings)));
        cluster.start();
        // when all instances have read that the user has logged in from nowhere, and before anything goes wrong
        for (int i = 0; i < cluster.nodes.size(); i++) {
            guess(logins.get(cluster.nodes.get(i)), i);
        }
        logIn(logins.get(cluster.nodes.get(0)), HOME, VICTIM);
        cluster.time.pass(ABSENT_MILLIS + 1_000);
        this.troubles = new FaultInjector(cluster);
    }

    private LoginNode login(SimulatedNode node, Settings settings) {
        return new LoginNode(node, cluster.time, settings);
    }

    private CounterId counter() {
        return new CounterId(policy, LoginName.of(VICTIM).orElseThrow().key());
    }

    private static Key keyAt(String address) {
        String network = new ClientAddress(ForwardingHeader.NONE, AddressRanges.NONE, 64).resolve(address, List.of());
        return LoginName.of(VICTIM).orElseThrow().keyAt(network);
    }

    /** What went wrong that must not, with the last events before it; empty if all promises were kept. */
    Optional<String> run() {
        try {
            return problem().map(found -> cluster.explained(seed, found));
        } catch (RuntimeException e) {
            return Optional.of(cluster.explained(
                    seed, "failed: " + e + " at " + List.of(e.getStackTrace()).subList(0, 3)));
        }
    }

    private Optional<String> problem() {
        for (int i = 0; i < ADDRESSES && wrong.isEmpty(); i++) {
            guess(anyNode(), i);
            if (cluster.time.millis() - lastAtHomeMillis > BETWEEN_LOGINS_MILLIS && timesAtHome < MOST_AT_HOME) {
                atHome();
            }
            cluster.time.pass(random.nextInt(4) == 0 ? random.nextInt(8_000) : random.nextInt(20));
            troubles.perhaps();
            if (cluster.scenario.isUndisturbed() && random.nextInt(200) == 0) {
                cluster.restartAll();
            }
        }
        troubles.end();
        cluster.time.pass(75_000);
        return wrong.or(this::tooManyGuesses).or(this::wrongCounts).or(this::wrongAfterwards);
    }

    private LoginNode anyNode() {
        return logins.get(cluster.nodes.get(troubles.turned(random.nextInt(cluster.nodes.size()))));
    }

    /** A stranger, who sometimes has an account, tries a password. */
    private void guess(LoginNode login, int address) {
        if (!login.node.isRunning()) {
            return;
        }
        if (random.nextInt(20) == 0) {
            logIn(login, address(address), MALLORY);
        }
        long begun = cluster.time.millis();
        LoginNode.Attempt attempt = login.attempt(address(address), VICTIM);
        if (attempt.isAdmitted()) {
            guessed++;
            if (isInOneWindow(begun)) {
                guesses.add(new Admission(cluster.time.millis(), begun, 1, login.node, true, login.node.members(), 0));
            }
        }
        cluster.note(login(login) + " guess from " + address(address) + (attempt.isAdmitted() ? "" : " refused"));
        cluster.time.after(random.nextLong(UNDER_WAY_MILLIS), () -> attempt.end(false));
    }

    private boolean isInOneWindow(long begun) {
        return Math.floorDiv(begun, limit.windowMillis()) == Math.floorDiv(cluster.time.millis(), limit.windowMillis());
    }

    /** The victim logs in from home, and mistypes the password sometimes. */
    private void atHome() {
        LoginNode login = anyNode();
        if (!login.node.isRunning()) {
            return;
        }
        lastAtHomeMillis = cluster.time.millis();
        timesAtHome++;
        LoginNode.Attempt attempt = login.attempt(HOME, VICTIM);
        // an instance that counts alone has a share; and none knows an address while it cannot be asked for
        boolean excused = !cluster.scenario.isUndisturbed()
                && (login.wasUnanswered(PAUSE_MILLIS)
                        || attempt.refusals().stream()
                                .allMatch(each -> each.source() == Source.LOCAL || isOfTheAddress(each)));
        if (!attempt.isAdmitted() && !excused) {
            wrong = Optional.of("victim: locked out at home by strangers, at " + login(login) + ", "
                    + cluster.time.millis() + ": " + attempt.refusals());
        }
        boolean succeeds = random.nextInt(4) > 0;
        failedAtHome += !succeeds && attempt.isAdmitted() ? 1 : 0;
        cluster.note(login(login) + " at home" + (succeeds ? "" : ", mistyped"));
        attempt.end(succeeds);
    }

    /** By a counter that strangers do not reach. What both halves of a split have counted can be counted twice there. */
    private boolean isOfTheAddress(Decision refusal) {
        return !troubles.splits.isEmpty()
                && refusal instanceof PolicyDecision decision
                && decision.charge().counter().key().kind() == Key.Kind.ADDRESS;
    }

    private String login(LoginNode login) {
        return "node " + cluster.nodes.indexOf(login.node);
    }

    private boolean logIn(LoginNode login, String address, String username) {
        LoginNode.Attempt attempt = login.attempt(address, username);
        attempt.end(true);
        return attempt.isAdmitted();
    }

    private static String address(int number) {
        return "198.51." + number / 250 + "." + number % 250;
    }

    /** All strangers together have one limit, also those whose answers are still to come. */
    private Optional<String> tooManyGuesses() {
        if (cluster.scenario.isUndisturbed()) {
            return guesses.overdrawn(10, true).map(text -> "victim: guesses of strangers, " + text);
        }
        // each instance that ever counted alone, and each half of a split, may have had the whole
        long windows =
                2 + (cluster.time.millis() - guesses.sorted(each -> true).get(0).millis()) / limit.windowMillis();
        long most = windows * limit.permits() * (1 + cluster.instances() + troubles.splits.size());
        return guessed > most
                ? Optional.of("victim: " + guessed + " guesses of strangers, possible are " + most)
                : Optional.empty();
    }

    /** Of a username failures count, and nothing else. */
    private Optional<String> wrongCounts() {
        boolean isExact = cluster.scenario.isUndisturbed() && limit.windowMillis() > 3_600_000;
        if (!isExact) {
            return Optional.empty();
        }
        long guessesCounted = used(counter());
        long homeCounted = used(new CounterId(policy, keyAt(HOME)));
        return guessesCounted != guessed || homeCounted != failedAtHome
                ? Optional.of("victim: " + guessesCounted + " and at home " + homeCounted + " failures count, of "
                        + guessed + " and " + failedAtHome)
                : Optional.empty();
    }

    private long used(CounterId id) {
        String text = cluster.grid.text(cluster.nodes.get(0).member, StoreFixtures.text(id));
        return Books.used(policy, text, cluster.time.millis());
    }

    /** When all trouble is over, an address is known from one login on, and no stranger's is. */
    private Optional<String> wrongAfterwards() {
        String work = "192.0.2.77";
        String user = "bob";
        for (SimulatedNode node : cluster.nodes) {
            logins.get(node).attempt("203.0.113.199", user).end(false);
        }
        if (!logIn(logins.get(cluster.nodes.get(0)), work, user)) {
            return Optional.of("bob: refused at the first login");
        }
        cluster.time.pass(ABSENT_MILLIS + 1_000);
        long begun = cluster.time.millis();
        for (int i = 0; i < 2 * limit.permits(); i++) {
            logins.get(cluster.nodes.get(i % cluster.nodes.size()))
                    .attempt("203.0.113." + i, user)
                    .end(false);
        }
        cluster.time.pass(2_000);
        for (SimulatedNode node : cluster.nodes) {
            LoginNode login = logins.get(node);
            boolean mayGuess = login.attempt("203.0.113.200", user).isAdmitted();
            if (mayGuess && isInOneWindow(begun)) {
                return Optional.of("bob: one more stranger may guess at " + login(login));
            }
            if (!logIn(login, work, user)) {
                return Optional.of("bob: locked out at work by strangers, at " + login(login));
            }
        }
        return Optional.empty();
    }
}
