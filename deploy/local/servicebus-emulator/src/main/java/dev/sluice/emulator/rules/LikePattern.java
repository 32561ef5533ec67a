package dev.sluice.emulator.rules;

import java.util.HashMap;
import java.util.Map;

/**
 * A pattern of LIKE: {@code %} stands for any characters, {@code _} for any one. Matches by running all ways through the
 * pattern at once, one bit for each place in it: time grows with the text's length and never with the ways to match.
 */
final class LikePattern {

    private static final char ANY = '_';
    private static final char MANY = '%';
    private static final int NO_ESCAPE = -1;

    private final int size;
    private final long[] anyHere;
    private final long[] loops;
    private final Map<Character, long[]> accepts = new HashMap<>();

    private LikePattern(String pattern, int escape) {
        int words = pattern.length() / Long.SIZE + 1;
        anyHere = new long[words];
        loops = new long[words];
        int place = 0;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == escape) {
                if (++i == pattern.length()) {
                    throw new RuleEvaluationException("A pattern of LIKE can't end in its escape character.");
                }
                literal(pattern.charAt(i), place++, words);
            } else if (c == MANY) {
                set(loops, place);
            } else if (c == ANY) {
                set(anyHere, place++);
            } else {
                literal(c, place++, words);
            }
        }
        size = place;
    }

    /** Reads a pattern without an escape character; see {@link #of(Object, Object)}. */
    static LikePattern of(Object pattern) {
        return pattern == null ? null : new LikePattern(text(pattern), NO_ESCAPE);
    }

    /**
     * Reads a pattern; null if it or the escape character is unknown.
     *
     * @throws RuleEvaluationException if they are not what LIKE takes
     */
    static LikePattern of(Object pattern, Object escape) {
        if (pattern == null || escape == null) {
            return null;
        }
        if (!(escape instanceof String character) || character.length() != 1) {
            throw new RuleEvaluationException("ESCAPE needs a string of one character.");
        }
        return new LikePattern(text(pattern), character.charAt(0));
    }

    boolean matches(String text) {
        var places = new long[loops.length];
        set(places, 0);
        for (int i = 0; i < text.length(); i++) {
            var literal = accepts.get(text.charAt(i));
            long carry = 0;
            for (int word = 0; word < places.length; word++) {
                long accepted = places[word] & (literal == null ? anyHere[word] : anyHere[word] | literal[word]);
                places[word] = places[word] & loops[word] | accepted << 1 | carry;
                carry = accepted >>> Long.SIZE - 1;
            }
        }
        return (places[size / Long.SIZE] >>> size % Long.SIZE & 1) == 1;
    }

    private static String text(Object pattern) {
        if (pattern instanceof String text && text.length() <= SqlFilter.MAX_LENGTH) {
            return text;
        }
        throw new RuleEvaluationException(
                "LIKE needs a string of at most " + SqlFilter.MAX_LENGTH + " characters as its pattern.");
    }

    private void literal(char c, int place, int words) {
        set(accepts.computeIfAbsent(c, absent -> new long[words]), place);
    }

    private static void set(long[] bits, int place) {
        bits[place / Long.SIZE] |= 1L << place % Long.SIZE;
    }
}
