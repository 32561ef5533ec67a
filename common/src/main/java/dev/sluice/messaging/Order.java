package dev.sluice.messaging;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The sample payload: what somebody wants delivered. Replace it with your own record; the constraints are checked by
 * producer before a message is made and by consumer before it is processed.
 *
 * @param customer who ordered; 1 to 64 characters
 * @param lines what was ordered; 1 to 100 lines
 * @param note free text for the handler, up to 500 characters; null when there is none
 */
public record Order(
        @NotBlank @Size(max = 64) @Pattern(regexp = Order.LINE_OF_TEXT, message = Order.LINE_OF_TEXT_MESSAGE)
        String customer,

        @NotEmpty @Size(max = 100) List<@NotNull @Valid OrderLine> lines,

        @Size(max = 500) @Pattern(regexp = Order.TEXT, message = Order.TEXT_MESSAGE)
        String note) {

    /** No control characters and no lone surrogates: neither PostgreSQL (NUL) nor UTF-8 (surrogates) can hold them. */
    static final String LINE_OF_TEXT = "[^\\p{Cc}\\p{Cs}]*";

    static final String LINE_OF_TEXT_MESSAGE = "must not contain control characters or lone surrogates";

    static final String TEXT = "[[^\\p{Cc}\\p{Cs}]\\n\\r\\t]*";

    static final String TEXT_MESSAGE =
            "must not contain lone surrogates or control characters other than tab, line feed and carriage return";

    /** Takes a defensive copy of {@code lines}; a null element is kept, for validation to name it. */
    public Order {
        lines = lines == null ? null : Collections.unmodifiableList(new ArrayList<>(lines));
    }
}
