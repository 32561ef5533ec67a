package dev.sluice.functions.app;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The app settings: the environment and {@code local.settings.json}, as {@code func} joins them: what the environment
 * has already wins. Names are compared without regard to case, as .NET's configuration does.
 */
public final class AppSettings {

    private static final Pattern PLACEHOLDER = Pattern.compile("%([^%\\s]+)%");

    private static final String LISTED = "AzureFunctionsJobHost__functions__";

    private final Map<String, String> environment;
    private final Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final List<String> shadowed = new ArrayList<>();
    private final AccessKeys keys;

    AppSettings(Map<String, String> environment, Map<String, String> values, AccessKeys keys) {
        this.keys = keys;
        this.environment = new TreeMap<>(environment);
        all.putAll(environment);
        values.forEach((name, value) -> {
            if (all.putIfAbsent(name, value) == null) {
                this.environment.put(name, value);
            } else {
                shadowed.add(name);
            }
        });
    }

    /** What a handler finds in its environment, before the host adds its own variables. */
    public Map<String, String> environment() {
        return Collections.unmodifiableMap(environment);
    }

    /** Settings of the file that are not used, because the environment has them too. */
    public List<String> shadowed() {
        return List.copyOf(shadowed);
    }

    public AccessKeys keys() {
        return keys;
    }

    /** The value of a setting; a double underscore and a colon are the same separator. */
    public Optional<String> get(String name) {
        var value = all.get(name);
        return Optional.ofNullable(value != null ? value : all.get(name.replace("__", ":")));
    }

    /**
     * Whether {@code AzureWebJobs.<function>.Disabled} says so, or host.json's list of the functions that run, as it is set by
     * {@code AzureFunctionsJobHost__functions__0} and so on, leaves it out.
     */
    public boolean disables(String function) {
        if (get(LISTED + 0).isPresent() && !isListed(function)) {
            return true;
        }
        return get("AzureWebJobs." + function + ".Disabled")
                // Not every shell lets a variable have dots in its name.
                .or(() -> get("AzureWebJobs_" + function + "_Disabled"))
                .filter(value -> value.equalsIgnoreCase("true") || value.equals("1"))
                .isPresent();
    }

    private boolean isListed(String function) {
        return IntStream.iterate(0, i -> get(LISTED + i).isPresent(), i -> i + 1)
                .anyMatch(i -> get(LISTED + i).orElseThrow().equalsIgnoreCase(function));
    }

    /**
     * Puts settings in the place of {@code %NAME%}, as the host does in binding properties.
     *
     * @throws IllegalArgumentException if a setting is not there
     */
    public String resolve(String text) {
        return PLACEHOLDER
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(get(found.group(1))
                        .orElseThrow(() -> new IllegalArgumentException("expected an app setting '" + found.group(1)
                                + "' (in local.settings.json or the environment), found none"))));
    }

    /** The same, as the host does in the handler's arguments: what is not set is removed. */
    public String expand(String text) {
        return PLACEHOLDER
                .matcher(text)
                .replaceAll(
                        found -> Matcher.quoteReplacement(get(found.group(1)).orElse("")));
    }
}
