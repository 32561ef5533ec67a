package dev.sluice.messaging;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

/**
 * One line of an {@link Order}.
 *
 * @param sku the article: 1 to 64 letters, digits, dots, dashes and underscores
 * @param quantity how many: 1 to 1,000,000; an object type, so that a missing value is told from a zero
 */
public record OrderLine(
        @NotNull
        @Pattern(
                regexp = "[A-Za-z0-9._-]{1,64}",
                message = "must be 1 to 64 letters, digits, dots, dashes or underscores")
        String sku,

        @NotNull @Min(1) @Max(1_000_000) Integer quantity) {}
