package dev.sluice.emulator.security;

/** What a shared access key allows. The order is that of Azure's portal; {@link #MANAGE} includes the other two. */
public enum AccessRight {
    /** To send, schedule and cancel. */
    SEND("Send"),
    /** To receive, settle, peek, renew, and to work with sessions and rules. */
    LISTEN("Listen"),
    /** Everything. */
    MANAGE("Manage");

    private final String azureName;

    AccessRight(String azureName) {
        this.azureName = azureName;
    }

    /** How Azure writes it, in policies and in error texts. */
    public String azureName() {
        return azureName;
    }

    /**
     * The right that Azure calls so.
     *
     * @throws IllegalArgumentException if there is none; says which there are
     */
    public static AccessRight named(String name) {
        for (var right : values()) {
            if (right.azureName.equalsIgnoreCase(name.strip())) {
                return right;
            }
        }
        throw new IllegalArgumentException("'" + name + "' is not a right: expected Send, Listen or Manage");
    }
}
