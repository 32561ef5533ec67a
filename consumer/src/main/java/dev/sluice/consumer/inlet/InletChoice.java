package dev.sluice.consumer.inlet;

import dev.sluice.http.CustomHandler;
import jakarta.enterprise.context.ApplicationScoped;

/** Which inlet this process has: the one that is configured, else the one that fits whoever started it. */
@ApplicationScoped
public class InletChoice {
    private final InletKind kind;

    InletChoice(InletConfig config, CustomHandler handler) {
        this.kind = config.kind().orElseGet(() -> handler.isUnderHost() ? InletKind.FUNCTIONS : InletKind.PROCESSOR);
    }

    /** The only inlet that takes orders in this process. */
    public InletKind kind() {
        return kind;
    }
}
