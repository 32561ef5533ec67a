package dev.sluice.emulator.broker;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;

/** The states of a queue's sessions in the store, each under the session's id. Guarded by the queue's lock. */
final class SessionStates {

    private static final String PREFIX = "session/";
    private static final int TIME = Long.BYTES + Integer.BYTES;

    private final EntityStore kept;

    SessionStates(EntityStore kept) {
        this.kept = kept;
    }

    /** Gives sessions the states that were kept of them. */
    void restore(SessionTable table, SizeQuota quota) {
        kept.settings().forEach((name, value) -> {
            if (name.startsWith(PREFIX) && value.length >= TIME) {
                var session = table.get(name.substring(PREFIX.length()));
                var time = ByteBuffer.wrap(value);
                session.stateSetAt = Instant.ofEpochSecond(time.getLong(), time.getInt());
                session.state = Arrays.copyOfRange(value, TIME, value.length);
                quota.add(size(session.id, session.state));
            }
        });
    }

    /** Keeps the state that a session has now, or that it has none. */
    void keep(Session session) {
        var value = session.state == null
                ? null
                : ByteBuffer.allocate(TIME + session.state.length)
                        .putLong(session.stateSetAt.getEpochSecond())
                        .putInt(session.stateSetAt.getNano())
                        .put(session.state)
                        .array();
        kept.set(PREFIX + session.id, value);
    }

    /** What a state counts against the queue's size. */
    static long size(String id, byte[] state) {
        return state == null ? 0 : id.length() + (long) state.length;
    }
}
