package dev.sluice.producer.api;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * What tells one order of a caller from another: the same caller and key lead to the same order id.
 *
 * <p>A key is 1 to 128 printable ASCII characters; spaces are fine inside, not at the ends. It is taken literally:
 * quotes belong to it. The key of item <i>i</i> of a batch is {@code <key>/<i>}; in this form it is taken back for a
 * single order or as an item's {@code id}, even if that makes it longer than 128.
 *
 * @param value the key
 */
public record IdempotencyKey(String value) {
    /** The request's header that carries a key. */
    public static final String HEADER = "Idempotency-Key";

    /** What a key must be, to be said to a client. */
    public static final String RULE = "must be 1 to 128 printable ASCII characters, without a space at either end";

    private static final String FORM = "[\\x21-\\x7e]([\\x20-\\x7e]{0,126}[\\x21-\\x7e])?";
    private static final Pattern KEY = Pattern.compile(FORM);
    private static final Pattern KEY_OR_ITEM_KEY = Pattern.compile(FORM + "(/(0|[1-9][0-9]{0,8}))?");

    /** A key of our own, for a request that brought none. */
    public static IdempotencyKey random() {
        return new IdempotencyKey(UUID.randomUUID().toString());
    }

    /** The key in {@code text}, which may be one that a batch made for an item; empty if it can't be used. */
    public static Optional<IdempotencyKey> parse(String text) {
        return parse(text, KEY_OR_ITEM_KEY);
    }

    /** The key of a whole batch in {@code text}: as {@link #parse}, but at most 128 characters in any case. */
    public static Optional<IdempotencyKey> parseForBatch(String text) {
        return parse(text, KEY);
    }

    /** The single value of a header; empty if there are several. */
    static Optional<String> single(List<String> values) {
        return values.size() == 1 ? Optional.of(values.get(0)) : Optional.empty();
    }

    /** The key of a batch's item. */
    public IdempotencyKey ofItem(int index) {
        return new IdempotencyKey(value + "/" + index);
    }

    private static Optional<IdempotencyKey> parse(String text, Pattern form) {
        return form.matcher(text).matches() ? Optional.of(new IdempotencyKey(text)) : Optional.empty();
    }
}
