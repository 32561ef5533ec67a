package dev.sluice.emulator.amqp;

import dev.sluice.emulator.broker.BrokerException;
import dev.sluice.emulator.broker.SubscriptionRules;
import java.util.Map;

/** The {@code $management} operations on the rules of a subscription. */
final class RuleOperations {

    private final String path;
    private final SubscriptionRules rules;

    /** The operations on an entity; without rules, all of them are refused. */
    RuleOperations(String path, SubscriptionRules rules) {
        this.path = path;
        this.rules = rules;
    }

    Reply add(ManagementRequest request) {
        rules().add(RuleCodec.decode(
                request.requireText("rule-name"), new ManagementRequest(request.map("rule-description"))));
        return Reply.ok(Map.of());
    }

    Reply remove(ManagementRequest request) {
        rules().remove(request.requireText("rule-name"));
        return Reply.ok(Map.of());
    }

    Reply enumerate(ManagementRequest request) {
        var page = rules().list().stream()
                .skip(Math.max(0, request.number("skip")))
                .limit(Math.max(0, request.number("top")))
                .map(rule -> Map.of("rule-description", RuleCodec.encode(rule)))
                .toList();
        return page.isEmpty() ? Reply.noContent() : Reply.ok(Map.of("rules", page));
    }

    private SubscriptionRules rules() {
        if (rules == null) {
            throw new BrokerException(
                    BrokerException.Reason.NOT_ALLOWED, "'" + path + "' is not a subscription: it has no rules.");
        }
        return rules;
    }
}
