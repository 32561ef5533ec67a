package dev.sluice.emulator.broker;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A path that clients address, taken apart. Paths are compared without regard to case.
 *
 * @param entity the path of the queue, topic or subscription
 * @param part which part of it is meant
 */
record EntityPath(String entity, Part part) {

    /** What a path may mean of an entity. */
    enum Part {
        MESSAGES(""),
        TRANSFER_DEAD_LETTERS("/$Transfer/$DeadLetterQueue"),
        DEAD_LETTERS("/$DeadLetterQueue");

        private final String suffix;

        Part(String suffix) {
            this.suffix = suffix;
        }

        String suffix() {
            return suffix;
        }
    }

    // Azure's naming rules.
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9._/-]{0,258}[A-Za-z0-9_-])?");
    private static final Pattern SUBSCRIPTION_NAME =
            Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9._-]{0,48}[A-Za-z0-9_-])?");
    private static final String SUBSCRIPTIONS = "/Subscriptions/";

    static EntityPath of(String path) {
        for (var part : new Part[] {Part.TRANSFER_DEAD_LETTERS, Part.DEAD_LETTERS}) {
            int length = path.length() - part.suffix().length();
            if (length > 0 && key(path).endsWith(key(part.suffix()))) {
                return new EntityPath(path.substring(0, length), part);
            }
        }
        return new EntityPath(path, Part.MESSAGES);
    }

    /** The path of a topic's subscription. */
    static String ofSubscription(String topic, String name) {
        return topic + SUBSCRIPTIONS + name;
    }

    /** What entities are found by. */
    static String key(String path) {
        return path.toLowerCase(Locale.ROOT);
    }

    String key() {
        return key(entity);
    }

    boolean isSubscription() {
        return subscriptions() > 0;
    }

    /** The topic of a subscription. */
    String topic() {
        return entity.substring(0, subscriptions());
    }

    /** The name of a subscription in its topic. */
    String subscription() {
        return entity.substring(subscriptions() + SUBSCRIPTIONS.length());
    }

    /** Whether Azure allows an entity to be called so. */
    boolean isAllowed() {
        return isSubscription()
                ? isTopLevel(topic())
                        && SUBSCRIPTION_NAME.matcher(subscription()).matches()
                : isTopLevel(entity);
    }

    private static boolean isTopLevel(String name) {
        return NAME.matcher(name).matches() && !key(name).contains(key(SUBSCRIPTIONS));
    }

    private int subscriptions() {
        return key().lastIndexOf(key(SUBSCRIPTIONS));
    }
}
