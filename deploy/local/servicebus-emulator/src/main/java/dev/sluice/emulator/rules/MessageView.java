package dev.sluice.emulator.rules;

import java.util.Map;

/**
 * What rules see of a message. Values are strings, booleans, numbers (integers up to {@link Long}, {@link Float},
 * {@link Double}, {@link java.math.BigDecimal}), {@link java.util.UUID}, {@link java.time.Instant} and
 * {@link java.time.Duration}; any other is only good for saying that it is there.
 */
public interface MessageView {

    /** The value of a system property; null if the message has none. */
    Object system(SystemProperty property);

    /** The application properties; looked up without regard to case, never null, and may have null values. */
    Map<String, Object> application();
}
