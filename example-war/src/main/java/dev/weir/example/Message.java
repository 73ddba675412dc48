package dev.weir.example;

/**
 * The JSON that every resource returns: {@code {"message":"hello, alice"}}.
 *
 * @param message a sentence for the reader
 */
public record Message(String message) {}
