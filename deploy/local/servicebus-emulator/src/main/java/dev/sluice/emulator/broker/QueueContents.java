package dev.sluice.emulator.broker;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The messages of one queue that nobody has locked, by state and in order. Guarded by the queue's lock. */
final class QueueContents {

    private final Map<MessageState, TreeMap<Long, QueuedMessage>> byState = new EnumMap<>(MessageState.class);
    private final TreeMap<Long, QueuedMessage> active;
    private final DueMessages expiring = new DueMessages();
    private final DueMessages scheduled = new DueMessages();

    private final SessionTable sessions;

    /** Nothing yet; the sessions, or null without them, are told of all that is ready. */
    QueueContents(SessionTable sessions) {
        this.sessions = sessions;
        for (var state : MessageState.values()) {
            byState.put(state, new TreeMap<>());
        }
        active = byState.get(MessageState.ACTIVE);
    }

    void add(QueuedMessage message) {
        byState.get(message.state()).put(message.sequenceNumber(), message);
        expiring.add(message.expiresAt(), message.sequenceNumber());
        if (message.state() == MessageState.SCHEDULED) {
            scheduled.add(message.content().scheduledEnqueueTime(), message.sequenceNumber());
        } else if (sessions != null && message.state() == MessageState.ACTIVE) {
            sessions.arrived(message);
        }
    }

    /** Takes the oldest message that is ready; null when none is. */
    QueuedMessage pollActive() {
        var first = active.pollFirstEntry();
        if (first == null) {
            return null;
        }
        expiring.remove(first.getValue().expiresAt(), first.getKey());
        return first.getValue();
    }

    /** Takes the message with that number if it is in that state; null otherwise. */
    QueuedMessage remove(MessageState state, long sequenceNumber) {
        var message = byState.get(state).remove(sequenceNumber);
        if (message != null) {
            expiring.remove(message.expiresAt(), sequenceNumber);
            if (state == MessageState.SCHEDULED) {
                scheduled.remove(message.content().scheduledEnqueueTime(), sequenceNumber);
            } else if (sessions != null && state == MessageState.ACTIVE) {
                sessions.gone(message);
            }
        }
        return message;
    }

    boolean contains(MessageState state, long sequenceNumber) {
        return byState.get(state).containsKey(sequenceNumber);
    }

    /** Throws MESSAGE_NOT_FOUND unless all are in that state. */
    void requireAll(MessageState state, List<Long> sequenceNumbers) {
        for (var number : sequenceNumbers) {
            if (!contains(state, number)) {
                throw notFound(number);
            }
        }
    }

    static BrokerException notFound(long sequenceNumber) {
        return new BrokerException(
                BrokerException.Reason.MESSAGE_NOT_FOUND,
                "Failed to lock one or more specified messages. The message does not exist: " + sequenceNumber + ".");
    }

    /** The message with that number if it is in that state, left where it is; null otherwise. */
    QueuedMessage get(MessageState state, long sequenceNumber) {
        return byState.get(state).get(sequenceNumber);
    }

    /** Takes the next message whose time to live is over; null when there is none. */
    QueuedMessage pollExpired(Instant now) {
        var number = expiring.poll(now);
        if (number == null) {
            return null;
        }
        var message = active.remove(number);
        if (message == null) {
            return byState.get(MessageState.DEFERRED).remove(number);
        }
        if (sessions != null) {
            sessions.gone(message);
        }
        return message;
    }

    /** Takes the next scheduled message that is due; null when there is none. */
    QueuedMessage pollDue(Instant now) {
        var number = scheduled.poll(now);
        return number == null ? null : byState.get(MessageState.SCHEDULED).remove(number);
    }

    Instant nextExpiry() {
        return expiring.next();
    }

    Instant nextDue() {
        return scheduled.next();
    }

    int count(MessageState state) {
        return byState.get(state).size();
    }

    /** The first messages of every state from a number on, at most so many of each state; of one session unless null. */
    Stream<QueuedMessage> from(long sequenceNumber, int max, String sessionId) {
        return byState.values().stream().flatMap(messages -> messages.tailMap(sequenceNumber).values().stream()
                .filter(message -> message.isOf(sessionId))
                .limit(max));
    }
}
