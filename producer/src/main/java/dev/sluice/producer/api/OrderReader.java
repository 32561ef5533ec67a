package dev.sluice.producer.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.messaging.JsonFault;
import dev.sluice.messaging.Order;
import dev.sluice.messaging.OrderJson;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import java.nio.charset.CharacterCodingException;
import java.util.Comparator;
import java.util.List;

/** Reads orders from request bodies, strictly, and checks their constraints. */
@ApplicationScoped
public class OrderReader {
    /** More would help nobody, and make the answer far larger than the request. */
    private static final int MAX_VIOLATIONS = 50;

    private final Validator validator;

    OrderReader(Validator validator) {
        this.validator = validator;
    }

    /** The valid order in a request's body. */
    public Order read(byte[] body) throws InvalidOrderException {
        return read(object(text(body)));
    }

    /** The bytes as text. */
    public static String text(byte[] body) throws InvalidOrderException {
        try {
            return OrderJson.utf8(body);
        } catch (CharacterCodingException e) {
            throw InvalidOrderException.malformed("the body is not UTF-8");
        }
    }

    /** The single JSON object in a text. */
    public static JsonNode object(String json) throws InvalidOrderException {
        try {
            JsonNode node = OrderJson.tree(json);
            if (node == null) {
                throw InvalidOrderException.malformed("there is no JSON where an order should be");
            }
            if (!node.isObject()) {
                throw InvalidOrderException.violating("", "must be an object");
            }
            return node;
        } catch (JsonProcessingException e) {
            throw InvalidOrderException.of(JsonFault.of(e));
        }
    }

    /** The valid order that a JSON object describes. */
    public Order read(JsonNode object) throws InvalidOrderException {
        Order order;
        try {
            order = OrderJson.order(object);
        } catch (JsonProcessingException e) {
            throw InvalidOrderException.of(JsonFault.of(e));
        }
        List<Violation> violations = validator.validate(order).stream()
                .map(OrderReader::violation)
                .sorted(Comparator.comparing(Violation::field).thenComparing(Violation::message))
                .limit(MAX_VIOLATIONS)
                .toList();
        if (!violations.isEmpty()) {
            throw InvalidOrderException.violating(violations);
        }
        return order;
    }

    private static Violation violation(ConstraintViolation<Order> violation) {
        // The path of an element itself, as opposed to one of its fields, ends in a name that no client wrote.
        String path = violation.getPropertyPath().toString().replace(".<list element>", "");
        return new Violation(path, violation.getMessage());
    }
}
