package dev.sluice.producer.api.batch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.sluice.messaging.JsonFault;
import dev.sluice.producer.api.InvalidOrderException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * The items of a JSON array. The whole array is checked for well-formedness first, without building anything, and cut
 * into its items' texts; each of them is then read as strictly as a single order.
 */
final class ArrayItems implements ItemSource {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private final Iterator<String> items;
    private final int count;
    private final long maxItemBytes;

    private ArrayItems(List<String> items, long maxItemBytes) {
        this.items = items.iterator();
        this.count = items.size();
        this.maxItemBytes = maxItemBytes;
    }

    /**
     * Cuts an array into its items.
     *
     * @param json the whole body
     * @param maxItems more items are not looked at: {@link #count} is one more then
     * @param maxItemBytes the largest item, in UTF-8
     * @throws InvalidOrderException if the body is not a well-formed JSON array
     */
    static ArrayItems of(String json, int maxItems, long maxItemBytes) throws InvalidOrderException {
        try (JsonParser parser = FACTORY.createParser(json)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw InvalidOrderException.malformed("there is no JSON where an array should be");
            }
            if (first != JsonToken.START_ARRAY) {
                throw InvalidOrderException.violating("", "must be an array");
            }
            List<String> items = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                items.add(item(json, parser));
                if (items.size() > maxItems) {
                    return new ArrayItems(items, maxItemBytes);
                }
            }
            if (parser.nextToken() != null) {
                throw InvalidOrderException.malformed("there is more after the array's end");
            }
            return new ArrayItems(items, maxItemBytes);
        } catch (JsonProcessingException e) {
            throw InvalidOrderException.malformed(JsonFault.of(e).text());
        } catch (IOException e) {
            throw new IllegalStateException("a string can be read", e);
        }
    }

    /** How many items there are. */
    int count() {
        return count;
    }

    @Override
    public RawItem next() {
        if (!items.hasNext()) {
            return null;
        }
        String text = items.next();
        return text.getBytes(StandardCharsets.UTF_8).length > maxItemBytes
                ? RawItem.tooLarge(maxItemBytes)
                : RawItem.readable(text);
    }

    @Override
    public Optional<String> stopped() {
        return Optional.empty();
    }

    private static String item(String json, JsonParser parser) throws IOException {
        int start = (int) parser.currentTokenLocation().getCharOffset();
        parser.skipChildren();
        // A scalar is read lazily: without this its end would not be known.
        parser.finishToken();
        return json.substring(start, (int) parser.currentLocation().getCharOffset());
    }
}
