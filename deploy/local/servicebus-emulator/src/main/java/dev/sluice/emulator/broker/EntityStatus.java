package dev.sluice.emulator.broker;

import java.util.Arrays;

/** Whether an entity takes messages and hands them out; set by whoever runs the broker, as in Azure's portal. */
public enum EntityStatus {
    /** It does both. */
    ACTIVE("Active"),
    /** It does neither. */
    DISABLED("Disabled"),
    /** It hands out and takes nothing. */
    SEND_DISABLED("SendDisabled"),
    /** It takes and hands nothing out. */
    RECEIVE_DISABLED("ReceiveDisabled");

    private final String azureName;

    EntityStatus(String azureName) {
        this.azureName = azureName;
    }

    /** How Azure writes it. */
    public String azureName() {
        return azureName;
    }

    /** Whether messages can be sent. */
    public boolean takes() {
        return this == ACTIVE || this == RECEIVE_DISABLED;
    }

    /** Whether messages can be received. */
    public boolean handsOut() {
        return this == ACTIVE || this == SEND_DISABLED;
    }

    /**
     * The status that Azure writes so.
     *
     * @throws IllegalArgumentException if there is none; says which there are
     */
    public static EntityStatus named(String name) {
        return Arrays.stream(values())
                .filter(status -> status.azureName.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + name + "' is not a status: expected one of "
                        + Arrays.stream(values()).map(EntityStatus::azureName).toList()));
    }
}
