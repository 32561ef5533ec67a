package dev.sluice.azure.posture;

/**
 * An IPv4 prefix; a plain address is one of length 32.
 *
 * @param first lowest address
 * @param length bits that are fixed
 */
record Cidr(long first, int length) {
    static Cidr of(String text) {
        String[] parts = text.split("/");
        long number = 0;
        for (String octet : parts[0].split("\\.")) {
            number = number << 8 | Integer.parseInt(octet);
        }
        return new Cidr(number, parts.length > 1 ? Integer.parseInt(parts[1]) : 32);
    }

    /** Whether a text is a prefix or an address, and no service tag or asterisk. */
    static boolean isOne(String text) {
        return text.matches("\\d+\\.\\d+\\.\\d+\\.\\d+(/\\d+)?");
    }

    boolean contains(Cidr other) {
        return other.length >= length && other.first >> (32 - length) == first >> (32 - length);
    }

    /** The address at a place in the prefix, counted from 0. */
    String host(int number) {
        long value = first + number;
        return (value >> 24 & 255) + "." + (value >> 16 & 255) + "." + (value >> 8 & 255) + "." + (value & 255);
    }
}
