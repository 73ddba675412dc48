package dev.weir.example;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Picks ports of the loopback interface on which nobody listens. */
public final class FreePorts {

    /** Payara and Hazelcast count up from a port that is taken, so two picked ones must not be neighbours. */
    private static final int APART = 10;

    private FreePorts() {}

    /** Returns one free port. */
    public static int one() {
        return some(1).get(0);
    }

    /** Returns so many free ports, each at least ten away from the others. */
    public static List<Integer> some(int count) {
        var held = new ArrayList<ServerSocket>();
        try {
            var ports = new ArrayList<Integer>();
            while (ports.size() < count) {
                // all are held until the last is found, or the system would offer the same one again
                var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                held.add(socket);
                var port = socket.getLocalPort();
                if (ports.stream().allMatch(other -> Math.abs(other - port) >= APART)) {
                    ports.add(port);
                }
            }
            return List.copyOf(ports);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            held.forEach(FreePorts::close);
        }
    }

    /** Says whether nobody listens on a port, on any interface. */
    public static boolean isFree(int port) {
        try (var socket = new ServerSocket(port)) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
