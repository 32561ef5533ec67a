package dev.sluice.functions.handler;

import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * What a route parameter must look like: {@code {id:guid}}.
 *
 * @see <a href="https://learn.microsoft.com/aspnet/core/fundamentals/routing#route-constraints">Route constraints</a>
 */
final class RouteConstraint {

    private static final Pattern GUID =
            Pattern.compile("\\{?[0-9a-fA-F]{8}-?(?:[0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}\\}?");
    private static final Pattern DATE_TIME =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2}([T ]\\d{2}:\\d{2}(:\\d{2}(\\.\\d+)?)?(Z|[+-]\\d{2}:\\d{2})?)?");
    private static final int LONGEST_VALUE = 4096;

    private RouteConstraint() {}

    /**
     * The test for one constraint.
     *
     * @throws IllegalArgumentException if there is no such constraint
     */
    static Predicate<String> of(String constraint) {
        int open = constraint.indexOf('(');
        if (open >= 0 && !constraint.endsWith(")")) {
            throw new IllegalArgumentException("the route constraint '" + constraint + "' lacks a ')'");
        }
        var name = (open < 0 ? constraint : constraint.substring(0, open)).toLowerCase(Locale.ROOT);
        var argument = open < 0 ? "" : constraint.substring(open + 1, constraint.length() - 1);
        try {
            return switch (name) {
                case "int" ->
                    value -> value.matches("[+-]?\\d{1,10}") && (int) Long.parseLong(value) == Long.parseLong(value);
                case "long" -> value -> parses(() -> Long.parseLong(value));
                case "bool" -> value -> value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false");
                case "guid" -> value -> GUID.matcher(value).matches();
                case "datetime" -> value -> DATE_TIME.matcher(value).matches();
                case "decimal", "double", "float" -> value -> parses(() -> Double.parseDouble(value));
                case "alpha" -> value -> value.matches("[A-Za-z]*");
                case "required" -> value -> !value.isEmpty();
                case "minlength" -> length(Integer.parseInt(argument), Integer.MAX_VALUE);
                case "maxlength" -> length(0, Integer.parseInt(argument));
                case "length" -> length(first(argument), last(argument));
                case "min" -> range(Long.parseLong(argument), Long.MAX_VALUE);
                case "max" -> range(Long.MIN_VALUE, Long.parseLong(argument));
                case "range" -> range(first(argument), last(argument));
                case "regex" -> regex(argument);
                default -> throw new IllegalArgumentException("there is no route constraint '" + name + "'");
            };
        } catch (NumberFormatException | PatternSyntaxException e) {
            throw new IllegalArgumentException("the route constraint '" + constraint + "' has a wrong argument");
        }
    }

    private static Predicate<String> regex(String expression) {
        // Braces are doubled in a template.
        var single = expression.replace("{{", "{").replace("}}", "}");
        var pattern = Pattern.compile(single, Pattern.CASE_INSENSITIVE);
        return value ->
                value.length() <= LONGEST_VALUE && pattern.matcher(value).find();
    }

    private static Predicate<String> length(int least, int most) {
        return value -> value.length() >= least && value.length() <= most;
    }

    private static Predicate<String> range(long least, long most) {
        return value ->
                parses(() -> Long.parseLong(value)) && Long.parseLong(value) >= least && Long.parseLong(value) <= most;
    }

    private static int first(String numbers) {
        return Integer.parseInt(numbers.split(",")[0].trim());
    }

    private static int last(String numbers) {
        var parts = numbers.split(",");
        return Integer.parseInt(parts[parts.length - 1].trim());
    }

    private static boolean parses(Runnable parse) {
        try {
            parse.run();
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
