/**
 * The protocol: AMQP 1.0 as Azure Service Bus speaks it, on proton-j's engine and Netty's event loops. Turns frames into
 * calls of the broker and the broker's answers into frames, and holds no queue logic. Each connection is touched by its
 * own event loop only. Only {@code ServiceBusEmulator} calls in, through {@link dev.sluice.emulator.amqp.AmqpServer}.
 */
package dev.sluice.emulator.amqp;
