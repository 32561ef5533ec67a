package dev.sluice.consumer.parking;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/** What the tables of this package hold as JSON. Only what was written here is read here, so neither can fail. */
@ApplicationScoped
public class ParkingJson {
    private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

    private final ObjectMapper json;

    ParkingJson(ObjectMapper json) {
        this.json = json;
    }

    /** Numbers, booleans and texts, by name. */
    String write(Map<String, ?> values) {
        return text(values);
    }

    String write(Selection selection) {
        return text(selection);
    }

    String write(PageMark mark) {
        return text(mark);
    }

    Map<String, Object> map(String text) {
        try {
            return json.readValue(text, MAP);
        } catch (JsonProcessingException e) {
            throw unreadable(e);
        }
    }

    Selection selection(String text) {
        try {
            return json.readValue(text, Selection.class);
        } catch (JsonProcessingException e) {
            throw unreadable(e);
        }
    }

    /** Null for null. */
    PageMark mark(String text) {
        try {
            return text == null ? null : json.readValue(text, PageMark.class);
        } catch (JsonProcessingException e) {
            throw unreadable(e);
        }
    }

    private String text(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("such a value can always be written", e);
        }
    }

    private static IllegalStateException unreadable(JsonProcessingException e) {
        return new IllegalStateException("the table holds JSON that this service has not written", e);
    }
}
