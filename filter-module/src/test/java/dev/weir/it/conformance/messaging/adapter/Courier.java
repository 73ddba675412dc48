package dev.weir.it.conformance.messaging.adapter;

/** What takes the messages of {@link CourierAdapter}. */
public interface Courier {

    void deliver(String message);
}
