package dev.sluice.emulator.rules;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A named rule of a subscription: which messages it selects, and what it makes of them.
 *
 * @param name unique in its subscription without regard to case
 * @param filter selects messages
 * @param action changes the copy that this rule makes of a message, or null to leave it as it is
 * @see <a href="https://learn.microsoft.com/azure/service-bus-messaging/topic-filters">Topic filters and actions</a>
 */
public record Rule(String name, RuleFilter filter, SqlAction action) {

    /** The name of the rule that a subscription has unless it is given others. */
    public static final String DEFAULT_NAME = "$Default";

    private static final Pattern NAME = Pattern.compile("[^/\\\\?#@*\\p{Cntrl}]{1,50}");

    /** Refuses names that Azure does not take. */
    public Rule {
        Objects.requireNonNull(filter, "filter");
        if (name == null || !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "a rule needs a name of 1 to 50 characters without / \\ ? # @ *, not '" + name + "'");
        }
    }

    /** A rule without an action. */
    public Rule(String name, RuleFilter filter) {
        this(name, filter, null);
    }

    /** The rule that a subscription has unless it is given others: it selects every message. */
    public static Rule matchingAll() {
        return new Rule(DEFAULT_NAME, BooleanFilter.TRUE);
    }
}
