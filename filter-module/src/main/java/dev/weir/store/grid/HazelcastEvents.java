package dev.weir.store.grid;

import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceNotActiveException;
import com.hazelcast.core.LifecycleEvent;
import com.hazelcast.core.LifecycleListener;
import dev.weir.lifecycle.Shutdown;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Listens to Hazelcast's members and merges. The server's Hazelcast outlives the application, so closing this removes
 * all listeners. Safe for use by many threads.
 */
final class HazelcastEvents implements AutoCloseable {

    // guarded by this object: the grid is closed by one thread, and found again by another
    private Optional<Grid.Membership> listener = Optional.empty();
    private Shutdown registrations = new Shutdown();
    private boolean closed;

    /** Notifies {@code membership} of the events of {@code instance}. */
    synchronized void listen(HazelcastInstance instance, Grid.Membership membership) {
        if (!closed) {
            listener = Optional.of(membership);
            register(instance, membership);
        }
    }

    /** Listens to {@code instance} in place of the one before, which has ended. */
    synchronized void move(HazelcastInstance instance) {
        // a merge that it had begun has ended with it
        listener.ifPresent(Grid.Membership::mergeFailed);
        registrations = new Shutdown();
        listener.ifPresent(membership -> register(instance, membership));
    }

    private void register(HazelcastInstance instance, Grid.Membership membership) {
        UUID members = instance.getCluster().addMembershipListener(new Members(membership));
        registrations.add("the listener to members", () -> {
            if (instance.getLifecycleService().isRunning()) {
                instance.getCluster().removeMembershipListener(members);
            }
        });
        UUID merges = instance.getLifecycleService().addLifecycleListener(new Merges(membership, instance));
        registrations.add(
                "the listener to merges", () -> instance.getLifecycleService().removeLifecycleListener(merges));
    }

    @Override
    public synchronized void close() {
        closed = true;
        listener = Optional.empty();
        registrations.close();
    }

    private record Merges(Grid.Membership membership, HazelcastInstance instance) implements LifecycleListener {

        @Override
        public void stateChanged(LifecycleEvent event) {
            switch (event.getState()) {
                case MERGING -> membership.merging();
                case MERGE_FAILED -> membership.mergeFailed();
                case MERGED -> membership.merged(members());
                default -> {
                    // the member starts or ends
                }
            }
        }

        private Set<UUID> members() {
            try {
                return instance.getCluster().getMembers().stream()
                        .map(Member::getUuid)
                        .collect(Collectors.toSet());
            } catch (HazelcastInstanceNotActiveException e) {
                return Set.of();
            }
        }
    }

    private record Members(Grid.Membership membership) implements MembershipListener {

        @Override
        public void memberAdded(MembershipEvent event) {
            // a new member holds no counters yet
        }

        @Override
        public void memberRemoved(MembershipEvent event) {
            membership.lost(event.getMember().getUuid());
        }
    }
}
