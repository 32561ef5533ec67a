package dev.sluice.messaging;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.util.List;

/**
 * What is wrong with a piece of JSON, in words of our own: Jackson's messages quote the input and name Java classes,
 * and neither belongs in an answer or a log.
 *
 * @param field the field's path such as {@code lines[0].quantity}; empty when the JSON itself is malformed
 * @param message what is wrong with it
 * @param malformed whether the text is no JSON that may be read at all, as opposed to JSON that is no order
 */
public record JsonFault(String field, String message, boolean malformed) {
    private static final int MAX_NAME_LENGTH = 64;

    /** The fault behind an exception from {@link OrderJson}. */
    public static JsonFault of(JsonProcessingException e) {
        if (e instanceof UnrecognizedPropertyException) {
            return new JsonFault(path(e), "is not a known field", false);
        }
        if (says(e, "Trailing token")) {
            return new JsonFault("", "is followed by something else", true);
        }
        if (e instanceof MismatchedInputException mismatch) {
            return new JsonFault(path(e), "must be " + expected(mismatch.getTargetType()), false);
        }
        if (e instanceof InputCoercionException || e.getCause() instanceof InputCoercionException) {
            return new JsonFault(path(e), "is a number out of range", false);
        }
        if (e instanceof StreamConstraintsException) {
            return new JsonFault("", "is nested too deeply, or has a name or number that is too long", true);
        }
        String what = says(e, "Duplicate field") ? "has a duplicate field" : "is malformed";
        return new JsonFault(
                "",
                e.getLocation() == null
                        ? what
                        : "%s at line %d, column %d"
                                .formatted(
                                        what,
                                        e.getLocation().getLineNr(),
                                        e.getLocation().getColumnNr()),
                true);
    }

    /** The fault as one phrase. */
    public String text() {
        return (field.isEmpty() ? "the JSON " : field + " ") + message;
    }

    /** Jackson has no exception types for these. */
    private static boolean says(JsonProcessingException e, String start) {
        return String.valueOf(e.getOriginalMessage()).startsWith(start);
    }

    private static String path(JsonProcessingException e) {
        if (!(e instanceof JsonMappingException mapping)) {
            return "";
        }
        List<JsonMappingException.Reference> references = mapping.getPath();
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference reference : references) {
            if (reference.getFieldName() == null) {
                path.append('[').append(reference.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(shortened(reference.getFieldName()));
            }
        }
        return path.toString();
    }

    private static String shortened(String name) {
        return name.length() <= MAX_NAME_LENGTH ? name : name.substring(0, MAX_NAME_LENGTH) + "…";
    }

    private static String expected(Class<?> type) {
        if (type == null) {
            return "of another type";
        }
        if (type == Integer.class || type == Long.class || type == long.class) {
            return "a whole number";
        }
        if (type == Boolean.class) {
            return "true or false";
        }
        if (type == String.class) {
            return "a string";
        }
        return List.class.isAssignableFrom(type) ? "an array" : "an object";
    }
}
