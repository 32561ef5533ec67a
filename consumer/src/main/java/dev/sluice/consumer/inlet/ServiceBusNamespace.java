package dev.sluice.consumer.inlet;

import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Service Bus namespace that this service works with.
 *
 * @param name stands for it in the database, so it must never stand for another one: see {@link #nameOf}
 * @param connections gives a builder for a new connection each time
 */
public record ServiceBusNamespace(String name, Supplier<ServiceBusClientBuilder> connections) {
    /** What {@code sluice.servicebus} is called where its address says too little. */
    static final String PRIMARY = "primary";

    /** The same for {@code sluice.servicebus.secondary}. */
    static final String SECONDARY = "secondary";

    private static final Pattern EMULATOR =
            Pattern.compile("(^|;)\\s*UseDevelopmentEmulator\\s*=\\s*true\\s*(;|$)", Pattern.CASE_INSENSITIVE);
    private static final Pattern ENDPOINT =
            Pattern.compile("(?:^|;)\\s*Endpoint\\s*=\\s*([^;]+)", Pattern.CASE_INSENSITIVE);

    /**
     * The name of a namespace: its host name, which stays the same when primary and secondary change places. Emulators are
     * all on the same host, and on another port after each start: so they are named after their role.
     *
     * @param role {@link #PRIMARY} or {@link #SECONDARY}
     */
    static String nameOf(String role, Optional<String> connectionString, Optional<String> host) {
        Optional<String> endpoint = connectionString
                .filter(text -> !EMULATOR.matcher(text).find())
                .map(ENDPOINT::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .map(ServiceBusNamespace::hostOf);
        return endpoint.or(() -> connectionString.isPresent() ? Optional.empty() : host)
                .map(name -> name.toLowerCase(Locale.ROOT))
                .orElse(role);
    }

    private static String hostOf(String endpoint) {
        try {
            return URI.create(endpoint.trim()).getHost();
        } catch (IllegalArgumentException notAnAddress) {
            return null;
        }
    }
}
