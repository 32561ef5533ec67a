package dev.sluice.telemetry;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Tells this process from its competitors, in metrics: many processes count the same things. */
@ApplicationScoped
public class InstanceId {
    private final Optional<String> given;
    private final String value;

    /** @param given App Service sets it, to another value on each instance of a plan */
    InstanceId(@ConfigProperty(name = "WEBSITE_INSTANCE_ID") Optional<String> given) {
        this.given = given.map(id -> id.substring(0, Math.min(id.length(), 12)));
        this.value = this.given.orElseGet(() -> UUID.randomUUID().toString().substring(0, 12));
    }

    /** The instance's id: the platform's, shortened to what tells instances of one plan apart, or a random one. */
    public String value() {
        return value;
    }

    /** The platform's only; empty where there is none. */
    Optional<String> given() {
        return given;
    }
}
