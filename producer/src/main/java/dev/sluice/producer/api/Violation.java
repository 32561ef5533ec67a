package dev.sluice.producer.api;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * One thing that is wrong with an order.
 *
 * @param field the path of the field, such as {@code lines[0].quantity}; empty if it is the order as a whole
 * @param message what is wrong with it
 */
@RegisterForReflection
public record Violation(String field, String message) {}
