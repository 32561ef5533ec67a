package dev.sluice.messaging;

import java.util.Map;

/**
 * How often an order's message was sent again, by cause. Every copy raises exactly one counter, and its MessageId is made
 * of all three: so no later copy ever repeats an earlier one's id, which the broker's duplicate detection would drop
 * silently, and the same copy sent twice is dropped as it should be.
 *
 * @param replays how often it was brought back from the parked ones
 * @param attempts how many attempts have failed since it was sent or last replayed
 * @param deferrals how often it was put off through no fault of its own: an outage, another transaction in the way
 */
public record MessageCounters(int replays, int attempts, int deferrals) {
    /** The counters of a message that is no copy. */
    public static final MessageCounters NONE = new MessageCounters(0, 0, 0);

    static final String REPLAYS = "sluice-replays";
    static final String ATTEMPTS = "sluice-attempts";
    static final String DEFERRALS = "sluice-deferrals";

    /** More than any chain of copies reaches, and far enough from overflowing. */
    static final int MAX = 999_999_999;

    /**
     * The counters in a message's application properties. One that is missing, no whole number, negative or beyond any
     * real count counts as 0: whoever made it up can only have their order tried more often.
     */
    public static MessageCounters readFrom(Map<String, Object> properties) {
        return new MessageCounters(
                count(properties.get(REPLAYS)), count(properties.get(ATTEMPTS)), count(properties.get(DEFERRALS)));
    }

    /** Puts the counters into a message's application properties. */
    public void writeTo(Map<String, Object> properties) {
        properties.put(REPLAYS, replays);
        properties.put(ATTEMPTS, attempts);
        properties.put(DEFERRALS, deferrals);
    }

    /** One replay more; the attempts start anew. */
    public MessageCounters replayed() {
        return new MessageCounters(replays + 1, 0, deferrals);
    }

    /** One failed attempt more. */
    public MessageCounters attempted() {
        return new MessageCounters(replays, attempts + 1, deferrals);
    }

    /** Put off once more. */
    public MessageCounters deferred() {
        return new MessageCounters(replays, attempts, deferrals + 1);
    }

    /** What the copy's MessageId ends with. */
    String suffix() {
        return "~p" + replays + "~r" + attempts + "~o" + deferrals;
    }

    private static int count(Object value) {
        String text = value instanceof Number || value instanceof String ? value.toString() : "";
        boolean readable = !text.isEmpty()
                && text.length() <= Integer.toString(MAX).length()
                && text.chars().allMatch(digit -> digit >= '0' && digit <= '9');
        return readable ? Integer.parseInt(text) : 0;
    }
}
